/* SPDX-License-Identifier: BSD-3-Clause */
/* The non-blocking socket to the master agent. */
#include "agent/agentx/wire.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/agentx/pdu.h"
#include "source/access.h"

#define HOST_MAX 256
#define PORT_MAX 6

/* Input has room for one PDU of the greatest length. */
struct wire {
	wire_take_fn *take;
	void *arg;
	int fd;
	struct gaicb *lookup;     /* of a host name, under way; NULL: none */
	size_t fill;              /* bytes of `in` */
	uint8_t in[AGENTX_PDU_MAX];
	uint8_t *out;             /* the queue */
	size_t out_at, out_len;   /* its bytes are from `out_at` on */
	size_t out_room;
};

/* Parts of an address that is not a path. */
struct host {
	int family;
	char name[HOST_MAX], port[PORT_MAX];
};

static bool has_prefix(const char *text, const char *prefix, const char **ret_rest)
{
	size_t len = strlen(prefix);

	if (strncmp(text, prefix, len) != 0)
		return false;
	*ret_rest = text + len;
	return true;
}

const char *wire_unix_path(const char *address)
{
	const char *path;

	if (has_prefix(address, "unix:", &path))
		return path;
	return address[0] == '/' ? address : NULL;
}

static bool is_port(const char *text)
{
	return *text && strlen(text) < PORT_MAX && strspn(text, "0123456789") == strlen(text) &&
	       strtoul(text, NULL, 10) >= 1 && strtoul(text, NULL, 10) <= UINT16_MAX;
}

/* "HOST:PORT", "[HOST]:PORT", "PORT". */
static bool parse_host(const char *address, struct host *ret_host)
{
	const char *rest = address, *colon;
	size_t len;

	ret_host->family = AF_UNSPEC;
	if (has_prefix(address, "tcp:", &rest))
		ret_host->family = AF_INET;
	else if (has_prefix(address, "tcp6:", &rest) || has_prefix(address, "tcpv6:", &rest))
		ret_host->family = AF_INET6;
	colon = strrchr(rest, ':');
	len = colon ? (size_t)(colon - rest) : 0;
	if (len > 1 && rest[0] == '[' && rest[len - 1] == ']') {
		rest++;
		len -= 2;
	}
	if (len >= HOST_MAX || !is_port(colon ? colon + 1 : rest) || (colon && len == 0))
		return false;
	snprintf(ret_host->port, sizeof(ret_host->port), "%s", colon ? colon + 1 : rest);
	snprintf(ret_host->name, sizeof(ret_host->name), "%.*s", (int)len, rest);
	if (!colon)
		snprintf(ret_host->name, sizeof(ret_host->name), "%s",
			 ret_host->family == AF_INET6 ? "::1" : "127.0.0.1");
	return true;
}

bool wire_address_valid(const char *address)
{
	const char *path = wire_unix_path(address);
	struct host host;

	if (path)
		return path[0] && strlen(path) < sizeof(((struct sockaddr_un *)NULL)->sun_path);
	return parse_host(address, &host);
}

struct wire *wire_new(wire_take_fn *take, void *arg)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->take = take;
	w->arg = arg;
	w->fd = -1;
	return w;
}

static void free_lookup(struct gaicb *lookup)
{
	if (lookup->ar_result)
		freeaddrinfo(lookup->ar_result);
	free(lookup);
}

/* The resolver's thread may hold a lookup that can't be cancelled: it is left to it, at most one for each outage of DNS. */
static void end_lookup(struct wire *w)
{
	struct gaicb *lookup = w->lookup;

	w->lookup = NULL;
	if (!lookup)
		return;
	if (gai_error(lookup) != EAI_INPROGRESS || gai_cancel(lookup) == EAI_CANCELED)
		free_lookup(lookup);
}

void wire_close(struct wire *w)
{
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	end_lookup(w);
	w->fill = 0;
	free(w->out);
	w->out = NULL;
	w->out_at = w->out_len = w->out_room = 0;
}

void wire_free(struct wire *w)
{
	if (!w)
		return;
	wire_close(w);
	free(w);
}

static int failed(struct wire *w, int error)
{
	wire_close(w);
	return error;
}

static int connect_to(struct wire *w, int family, const struct sockaddr *address, socklen_t len)
{
	int one = 1;

	w->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (w->fd < 0)
		return -errno;
	if (family != AF_UNIX)
		(void)setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(w->fd, address, len) == 0)
		return 0;
	/* EAGAIN: the backlog of a unix socket is full, and there is nothing to wait for. */
	return errno == EINPROGRESS ? -EINPROGRESS : failed(w, -errno);
}

static int connect_unix(struct wire *w, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(sun.sun_path))
		return -ENAMETOOLONG;
	if (access_other()) {
		int fd = access_other()->connect(path);

		if (fd >= 0)
			w->fd = fd;
		return fd < 0 ? fd : 0;
	}
	memcpy(sun.sun_path, path, strlen(path));
	return connect_to(w, AF_UNIX, (struct sockaddr *)&sun, sizeof(sun));
}

/* Only the first address: the next attempt may find another one. */
static int connect_found(struct wire *w, const struct addrinfo *found)
{
	return found ? connect_to(w, found->ai_family, found->ai_addr, found->ai_addrlen) : -EHOSTUNREACH;
}

/* What a lookup needs as long as it is under way, in one block. */
struct lookup {
	struct gaicb request;     /* first: what is freed */
	struct addrinfo hints;
	struct host host;
};

static int begin_lookup(struct wire *w, const struct host *host)
{
	struct lookup *lookup = calloc(1, sizeof(*lookup));
	struct gaicb *list[1];

	if (!lookup)
		return -ENOMEM;
	lookup->host = *host;
	lookup->hints = (struct addrinfo){ .ai_family = host->family, .ai_socktype = SOCK_STREAM };
	lookup->request.ar_name = lookup->host.name;
	lookup->request.ar_service = lookup->host.port;
	lookup->request.ar_request = &lookup->hints;
	list[0] = &lookup->request;
	if (getaddrinfo_a(GAI_NOWAIT, list, 1, NULL) != 0) {
		free(lookup);
		return -EAGAIN;
	}
	w->lookup = &lookup->request;
	return wire_poll_connect(w);
}

static int connect_host(struct wire *w, const struct host *host)
{
	struct addrinfo hints = { .ai_family = host->family, .ai_socktype = SOCK_STREAM,
		                  .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	int r;

	if (getaddrinfo(host->name, host->port, &hints, &found) != 0)
		return begin_lookup(w, host);
	r = connect_found(w, found);
	freeaddrinfo(found);
	return r;
}

int wire_connect(struct wire *w, const char *address)
{
	const char *path = wire_unix_path(address);
	struct host host;

	wire_close(w);
	if (path)
		return connect_unix(w, path);
	return parse_host(address, &host) ? connect_host(w, &host) : -EINVAL;
}

static int poll_lookup(struct wire *w)
{
	int error = gai_error(w->lookup), r;

	if (error == EAI_INPROGRESS)
		return -EINPROGRESS;
	r = error == 0 ? connect_found(w, w->lookup->ar_result) : -EHOSTUNREACH;
	end_lookup(w);
	return r;
}

int wire_poll_connect(struct wire *w)
{
	struct pollfd p = { .fd = w->fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int error = 0;

	if (w->fd < 0)
		return w->lookup ? poll_lookup(w) : -ENOTCONN;
	if (poll(&p, 1, 0) == 0)
		return -EINPROGRESS;
	if (getsockopt(w->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
		error = errno;
	return error ? failed(w, -error) : 0;
}

int wire_fd(const struct wire *w)
{
	return w->fd;
}

size_t wire_queued(const struct wire *w)
{
	return w->out_len - w->out_at;
}

short wire_events(const struct wire *w)
{
	size_t queued = wire_queued(w);

	return (short)((queued <= WIRE_FULL ? POLLIN : 0) | (queued ? POLLOUT : 0));
}

/* Pass whole PDUs on, unless too much is queued; the rest moves to the front. 0 or negative errno. */
static int cut(struct wire *w)
{
	size_t at = 0;
	int r = 0;

	while (wire_queued(w) <= WIRE_FULL) {
		size_t len = agentx_length(w->in + at, w->fill - at);

		if (len > AGENTX_PDU_MAX) {
			r = len == SIZE_MAX ? -EPROTO : -EMSGSIZE;
			break;
		}
		if (len == 0 || len > w->fill - at)
			break;
		at += len;
		if (!w->take(w->arg, w->in + at - len, len))
			break;
	}
	memmove(w->in, w->in + at, w->fill - at);
	w->fill -= at;
	return r;
}

/* Bytes that were received; 0: none, for now, or there is no room; negative errno. */
static ssize_t receive(struct wire *w)
{
	size_t room = sizeof(w->in) - w->fill;
	ssize_t n;

	if (room == 0)
		return 0;
	do
		n = recv(w->fd, w->in + w->fill, room, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
	return n == 0 ? -EPIPE : n;
}

int wire_read(struct wire *w)
{
	ssize_t n = receive(w);
	int r;

	if (n < 0)
		return (int)n;
	w->fill += (size_t)n;
	r = cut(w);
	return r < 0 ? r : (int)n;
}

/* How much of this the socket takes; negative errno. */
static ssize_t send_now(const struct wire *w, const uint8_t *bytes, size_t len)
{
	size_t sent = 0;

	while (sent < len) {
		ssize_t n = send(w->fd, bytes + sent, len - sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0)
			sent += (size_t)n;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			break;
		else if (errno != EINTR)
			return -errno;
	}
	return (ssize_t)sent;
}

/* Append to the queue. */
static int queue(struct wire *w, const uint8_t *bytes, size_t len)
{
	size_t queued = wire_queued(w);

	if (len > WIRE_MAX - queued)
		return -ENOBUFS;
	if (w->out_at > 0) {
		memmove(w->out, w->out + w->out_at, queued);
		w->out_at = 0;
		w->out_len = queued;
	}
	if (queued + len > w->out_room) {
		size_t room = queued + len < AGENTX_PDU_MAX ? AGENTX_PDU_MAX : 2 * (queued + len);
		uint8_t *grown = realloc(w->out, room);

		if (!grown)
			return -ENOMEM;
		w->out = grown;
		w->out_room = room;
	}
	memcpy(w->out + queued, bytes, len);
	w->out_len = queued + len;
	return 0;
}

int wire_send(struct wire *w, const uint8_t *pdu, size_t len)
{
	ssize_t sent = 0;

	if (w->fd < 0)
		return -ENOTCONN;
	if (wire_queued(w) == 0)
		sent = send_now(w, pdu, len);
	if (sent < 0)
		return (int)sent;
	return (size_t)sent < len ? queue(w, pdu + sent, len - (size_t)sent) : 0;
}

int wire_flush(struct wire *w)
{
	ssize_t sent = send_now(w, w->out + w->out_at, wire_queued(w));

	if (sent < 0)
		return (int)sent;
	w->out_at += (size_t)sent;
	if (w->out_at == w->out_len) {
		free(w->out);
		w->out = NULL;
		w->out_at = w->out_len = w->out_room = 0;
	}
	return (int)sent;
}
