/* SPDX-License-Identifier: BSD-3-Clause */
/* A stream of PDUs before Net-SNMP reads it. */
#include "agent/stream.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "agent/agentx_pdu.h"

/* Whole PDUs are taken up to this size; longer ones are no requests of a sane master agent. */
#define ROOM AGENTX_PDU_MAX

struct stream {
	stream_take_fn *take;
	void *arg;
	netsnmp_transport *transport;  /* the library's; NULL while closed */
	size_t fill;                   /* bytes in `in`... */
	size_t library;                /* ...of which these, the first, are for the library */
	size_t owed;                   /* bytes that have not come yet and are for the library in any case */
	uint8_t in[ROOM];
	uint8_t peeked[ROOM];          /* the same again, and of no use */
};

/* The library's transports have no place for what belongs to whom receives. */
static struct stream *the_stream;

struct stream *stream_new(stream_take_fn *take, void *arg)
{
	struct stream *s = calloc(1, sizeof(*s));

	assert(!the_stream);
	if (!s)
		return NULL;
	s->take = take;
	s->arg = arg;
	the_stream = s;
	return s;
}

void stream_free(struct stream *s)
{
	if (!s)
		return;
	the_stream = NULL;
	free(s);
}

/*
 * How many of the `len` bytes that came next belong together: a whole PDU, or what has come of something that is the
 * library's in any case. 0: more must come first.
 */
static size_t next_part(struct stream *s, const uint8_t *bytes, size_t len, bool *ret_whole)
{
	size_t n = s->owed ? s->owed : agentx_length(bytes, len);

	*ret_whole = !s->owed && n <= ROOM;
	if (*ret_whole)
		return n <= len ? n : 0;
	s->owed = n > len ? n - len : 0;
	return n - s->owed;
}

/* Take PDUs out of what has come; what is the library's moves to the front. Returns whether any was taken. */
static bool sort(struct stream *s)
{
	size_t at = s->library, part;
	bool whole, any = false;

	while (at < s->fill && (part = next_part(s, s->in + at, s->fill - at, &whole)) > 0) {
		if (whole && s->take(s->arg, s->in + at, part)) {
			any = true;
		} else {
			memmove(s->in + s->library, s->in + at, part);
			s->library += part;
		}
		at += part;
	}
	memmove(s->in + s->library, s->in + at, s->fill - at);
	s->fill -= at - s->library;
	return any;
}

static ssize_t receive_more(struct stream *s, uint8_t *buf, size_t room, int flags)
{
	ssize_t n;

	do
		n = recv(s->transport->sock, buf, room, MSG_DONTWAIT | flags);
	while (n < 0 && errno == EINTR);
	return n;
}

enum stream_event stream_read(struct stream *s, bool early)
{
	ssize_t n;
	bool taken;

	if (s->library)
		return STREAM_LIBRARY;
	if (!s->transport)
		return STREAM_ENDED;
	n = receive_more(s, s->in + s->fill, ROOM - s->fill, early ? MSG_PEEK : 0);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return STREAM_NOTHING;
	if (n <= 0)
		return STREAM_ENDED;
	s->fill += (size_t)n;
	taken = sort(s);
	if (early)
		(void)receive_more(s, s->peeked, (size_t)n, 0);
	if (s->library)
		return STREAM_LIBRARY;
	return taken ? STREAM_TAKEN : STREAM_NOTHING;
}

/* The library reads. It asks no questions about the other end's address. */
static int receive(netsnmp_transport *t, void *buf, int size, void **ret_address, int *ret_address_len)
{
	struct stream *s = the_stream;
	size_t n;

	*ret_address = NULL;
	*ret_address_len = 0;
	switch (stream_read(s, false)) {
	case STREAM_LIBRARY:
		n = s->library < (size_t)size ? s->library : (size_t)size;
		memcpy(buf, s->in, n);
		memmove(s->in, s->in + n, s->fill - n);
		s->fill -= n;
		s->library -= n;
		return (int)n;
	case STREAM_ENDED:
		return 0;
	default:
		/* Nothing for the library, and yet no end. */
		t->flags |= NETSNMP_TRANSPORT_FLAG_EMPTY_PKT;
		return 0;
	}
}

void stream_open(struct stream *s, netsnmp_transport *transport)
{
	if (!transport || !(transport->flags & NETSNMP_TRANSPORT_FLAG_STREAM))
		return;
	s->transport = transport;
	s->fill = s->library = s->owed = 0;
	transport->f_recv = receive;
}

void stream_close(struct stream *s)
{
	s->transport = NULL;
	s->fill = s->library = s->owed = 0;
}

int stream_fd(const struct stream *s)
{
	return s->transport ? s->transport->sock : -1;
}

void stream_send(struct stream *s, const uint8_t *pdu, size_t len, int timeout_ms)
{
	struct pollfd wait = { .fd = stream_fd(s), .events = POLLOUT };

	while (len > 0) {
		ssize_t n = send(wait.fd, pdu, len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0) {
			pdu += n;
			len -= (size_t)n;
		} else if (errno != EINTR && (errno != EAGAIN || poll(&wait, 1, timeout_ms) == 0)) {
			(void)shutdown(wait.fd, SHUT_RDWR);
			return;
		}
	}
}
