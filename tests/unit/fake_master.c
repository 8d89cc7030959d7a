/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX (RFC 2741) by hand. */
#include "fake_master.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define HEADER 20
#define CONNECTIONS 4

struct fake_master {
	int listener;
	int connections[CONNECTIONS];   /* -1: free */
	int subagent;                   /* the one that has registered something */
	bool refuse;
	unsigned registrations, priority;
	char context[64];
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void put_u32(unsigned char *b, uint32_t v, bool little)
{
	for (int i = 0; i < 4; i++)
		b[i] = (unsigned char)(v >> (little ? 8 * i : 24 - 8 * i));
}

static uint32_t get_u32(const unsigned char *b, bool little)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v |= (uint32_t)b[i] << (little ? 8 * i : 24 - 8 * i);
	return v;
}

void pdu_u32(struct pdu *pdu, uint32_t v)
{
	put_u32(pdu->bytes + pdu->len, v, pdu->little);
	pdu->len += 4;
	if (pdu->len >= HEADER)
		put_u32(pdu->bytes + 16, (uint32_t)(pdu->len - HEADER), pdu->little);
}

void pdu_begin(struct pdu *pdu, unsigned type, uint32_t transaction, const char *context)
{
	size_t len = strlen(context);

	pdu->len = 4;
	pdu->little = false;
	memcpy(pdu->bytes, (unsigned char[]){ 1, (unsigned char)type, len ? 0x18 : 0x10, 0 }, 4);
	pdu_u32(pdu, 7);            /* the session's number, as in all answers to Open */
	pdu_u32(pdu, transaction);
	pdu_u32(pdu, transaction);  /* the packet's number */
	pdu_u32(pdu, 0);
	if (!len)
		return;
	pdu_u32(pdu, (uint32_t)len);
	for (size_t i = 0; i < len; i += 4) {
		unsigned char quad[4] = { 0 };

		memcpy(quad, context + i, len - i < 4 ? len - i : 4);
		pdu_u32(pdu, get_u32(quad, false));
	}
}

void pdu_oid(struct pdu *pdu, const unsigned long *id, size_t len, bool include)
{
	pdu_u32(pdu, (uint32_t)len << 24 | (include ? 0x100 : 0));
	for (size_t i = 0; i < len; i++)
		pdu_u32(pdu, (uint32_t)id[i]);
}

void pdu_drop_context(struct pdu *pdu)
{
	size_t len;

	if (!(pdu->bytes[2] & 8))
		return;
	len = 4 + (get_u32(pdu->bytes + HEADER, pdu->little) + 3) / 4 * 4;
	memmove(pdu->bytes + HEADER, pdu->bytes + HEADER + len, pdu->len - HEADER - len);
	pdu->len -= len;
	pdu->bytes[2] &= 0xf7;
	put_u32(pdu->bytes + 16, (uint32_t)(pdu->len - HEADER), pdu->little);
}

struct fake_master *fake_master_new(const char *path, bool refuse)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	struct fake_master *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	snprintf(sun.sun_path, sizeof(sun.sun_path), "%s", path);
	m->refuse = refuse;
	m->subagent = -1;
	for (size_t i = 0; i < CONNECTIONS; i++)
		m->connections[i] = -1;
	m->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (m->listener < 0 || bind(m->listener, (struct sockaddr *)&sun, sizeof(sun)) < 0 ||
	    listen(m->listener, CONNECTIONS) < 0) {
		fake_master_free(m);
		return NULL;
	}
	return m;
}

void fake_master_free(struct fake_master *m)
{
	for (size_t i = 0; i < CONNECTIONS; i++) {
		if (m->connections[i] >= 0)
			close(m->connections[i]);
	}
	if (m->listener >= 0)
		close(m->listener);
	free(m);
}

unsigned fake_master_registrations(const struct fake_master *m, unsigned *ret_priority, char context[64])
{
	*ret_priority = m->priority;
	memcpy(context, m->context, 64);
	return m->registrations;
}

static bool read_fully(int fd, unsigned char *buf, size_t len)
{
	while (len > 0) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t n = poll(&p, 1, 1000) == 1 ? recv(fd, buf, len, 0) : -1;

		if (n <= 0)
			return false;
		buf += n;
		len -= (size_t)n;
	}
	return true;
}

static bool read_pdu(int fd, struct pdu *pdu)
{
	if (!read_fully(fd, pdu->bytes, HEADER))
		return false;
	pdu->little = !(pdu->bytes[2] & 0x10);
	pdu->len = HEADER + get_u32(pdu->bytes + 16, pdu->little);
	return pdu->len <= sizeof(pdu->bytes) && read_fully(fd, pdu->bytes + HEADER, pdu->len - HEADER);
}

static void note_registration(struct fake_master *m, const struct pdu *pdu)
{
	const unsigned char *payload = pdu->bytes + HEADER;

	memset(m->context, 0, sizeof(m->context));
	if (pdu->bytes[2] & 8) {
		uint32_t len = get_u32(payload, pdu->little);

		if (len < sizeof(m->context))
			memcpy(m->context, payload + 4, len);
		payload += 4 + (len + 3) / 4 * 4;
	}
	m->priority = payload[1];
	m->registrations++;
}

/* Agree to a request of the subagent. */
static void serve(struct fake_master *m, int fd, const struct pdu *pdu)
{
	static struct pdu response;
	unsigned type = pdu->bytes[1];

	if (type == PDU_RESPONSE)
		return;
	if (type == PDU_REGISTER) {
		note_registration(m, pdu);
		m->subagent = fd;
	}
	memcpy(response.bytes, pdu->bytes, 16);
	response.little = pdu->little;
	response.bytes[1] = PDU_RESPONSE;
	response.bytes[2] &= 0x10;
	put_u32(response.bytes + 4, 7, response.little);
	response.len = 16;
	pdu_u32(&response, 8);
	pdu_u32(&response, 0);
	pdu_u32(&response, type == PDU_REGISTER && m->refuse ? (response.little ? 263 : 263U << 16) : 0);
	(void)send(fd, response.bytes, response.len, MSG_NOSIGNAL);
}

static void hang_up(struct fake_master *m, int *fd)
{
	if (m->subagent == *fd)
		m->subagent = -1;
	close(*fd);
	*fd = -1;
}

static void take(struct fake_master *m)
{
	for (size_t i = 0; i < CONNECTIONS; i++) {
		if (m->connections[i] < 0) {
			m->connections[i] = accept(m->listener, NULL, NULL);
			return;
		}
	}
}

/* Wait for one thing to happen. */
static void turn(struct fake_master *m, int timeout_ms)
{
	static struct pdu pdu;
	struct pollfd p[CONNECTIONS + 1] = { { .fd = m->listener, .events = POLLIN } };

	for (size_t i = 0; i < CONNECTIONS; i++)
		p[i + 1] = (struct pollfd){ .fd = m->connections[i], .events = POLLIN };
	if (poll(p, CONNECTIONS + 1, timeout_ms) <= 0)
		return;
	for (size_t i = 0; i < CONNECTIONS; i++) {
		if (!p[i + 1].revents)
			continue;
		if (read_pdu(m->connections[i], &pdu))
			serve(m, m->connections[i], &pdu);
		else
			hang_up(m, &m->connections[i]);
	}
	if (p[0].revents)
		take(m);
}

bool fake_master_wait(struct fake_master *m, unsigned count, int ms)
{
	int64_t end = now_ms() + 10000;

	while (m->registrations < count) {
		if (now_ms() > end)
			return false;
		turn(m, 100);
	}
	for (end = now_ms() + ms; now_ms() < end;)
		turn(m, 10);
	return true;
}

bool fake_master_ask(struct fake_master *m, struct pdu *request, struct pdu *ret_response)
{
	if (send(m->subagent, request->bytes, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
		return false;
	while (read_pdu(m->subagent, ret_response)) {
		if (ret_response->bytes[1] == PDU_RESPONSE &&
		    memcmp(ret_response->bytes + 8, request->bytes + 8, 8) == 0)
			return true;
		serve(m, m->subagent, ret_response);
	}
	return false;
}
