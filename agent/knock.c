/* SPDX-License-Identifier: BSD-3-Clause */
/* A connection to the master agent that never blocks. */
#include "agent/knock.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PDU_RESPONSE 18

/* Network byte order; no timeout of our own, no OID, a description of 9 octets. */
static const unsigned char open_pdu[] = {
	1, 1, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 24,
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 'b', 'r', 'e', 'a', 'k', 'o', 'u', 't', 'd', 0, 0, 0,
};

/* Reason: the subagent shuts down. The session's number is filled in. */
static const unsigned char close_pdu[] = {
	1, 2, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4,
	5, 0, 0, 0,
};

void knock_end(struct knock *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

static enum knock_state over(struct knock *k, enum knock_state state, int error)
{
	knock_end(k);
	k->state = state;
	k->error = error;
	return state;
}

static void connect_to(struct knock *k, int family, const void *address, socklen_t len)
{
	k->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (k->fd < 0)
		over(k, KNOCK_FAILED, errno);
	else if (connect(k->fd, address, len) < 0 && errno != EINPROGRESS)
		over(k, KNOCK_FAILED, errno);
}

static void connect_unix(struct knock *k, const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(sun.sun_path)) {
		over(k, KNOCK_FAILED, ENAMETOOLONG);
		return;
	}
	memcpy(sun.sun_path, path, strlen(path) + 1);
	connect_to(k, AF_UNIX, &sun, sizeof(sun));
}

/* "PORT", "HOST:PORT" or "[HOST]:PORT". The name of a host would have to be looked up, which blocks. */
static void connect_tcp(struct knock *k, const char *text, int family)
{
	const struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_STREAM,
	                                .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
	const char *begin = text[0] == '[' ? text + 1 : text;
	size_t len = colon ? strcspn(begin, text[0] == '[' ? "]" : ":") : 0;
	struct addrinfo *found;
	char host[64];

	if (len >= sizeof(host)) {
		over(k, KNOCK_UNABLE, 0);
		return;
	}
	memcpy(host, begin, len);
	host[len] = '\0';
	if (len == 0 || strcmp(host, "localhost") == 0)
		snprintf(host, sizeof(host), "%s", family == AF_INET6 ? "::1" : "127.0.0.1");
	if (getaddrinfo(host, port, &hints, &found)) {
		over(k, KNOCK_UNABLE, 0);
		return;
	}
	connect_to(k, found->ai_family, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
}

void knock_begin(struct knock *k, const char *address)
{
	*k = (struct knock){ .state = KNOCK_CONNECTING, .fd = -1 };
	if (address[0] == '/')
		connect_unix(k, address);
	else if (strncmp(address, "unix:", 5) == 0)
		connect_unix(k, address + 5);
	else if (strncmp(address, "tcp:", 4) == 0)
		connect_tcp(k, address + 4, AF_INET);
	else if (strncmp(address, "tcp6:", 5) == 0)
		connect_tcp(k, address + 5, AF_INET6);
	else
		over(k, KNOCK_UNABLE, 0);
}

static enum knock_state look_connecting(struct knock *k)
{
	struct pollfd p = { .fd = k->fd, .events = POLLOUT };
	socklen_t len = sizeof(int);
	int error = 0;

	if (poll(&p, 1, 0) <= 0)
		return k->state;
	if (getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
		error = errno;
	if (error)
		return over(k, KNOCK_FAILED, error);
	/* The first bytes on a new connection: there is room for them. */
	if (send(k->fd, open_pdu, sizeof(open_pdu), MSG_NOSIGNAL) != (ssize_t)sizeof(open_pdu))
		return over(k, KNOCK_FAILED, EPIPE);
	return k->state = KNOCK_WAITING;
}

/* A response ends it, even one that refuses: somebody is there and speaks AgentX. */
static enum knock_state take_answer(struct knock *k)
{
	unsigned char bye[sizeof(close_pdu)];

	if (k->answer[0] != 1 || k->answer[1] != PDU_RESPONSE)
		return over(k, KNOCK_FAILED, EPROTO);
	memcpy(bye, close_pdu, sizeof(bye));
	memcpy(bye + 4, k->answer + 4, 4);
	(void)send(k->fd, bye, sizeof(bye), MSG_NOSIGNAL);
	return over(k, KNOCK_ANSWERED, 0);
}

enum knock_state knock_look(struct knock *k)
{
	ssize_t n;

	if (k->state == KNOCK_CONNECTING)
		(void)look_connecting(k);
	if (k->state != KNOCK_WAITING)
		return k->state;
	n = recv(k->fd, k->answer + k->answered, sizeof(k->answer) - k->answered, MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? k->state : over(k, KNOCK_FAILED, errno);
	if (n == 0)
		return over(k, KNOCK_FAILED, ECONNRESET);
	k->answered += (size_t)n;
	return k->answered == sizeof(k->answer) ? take_answer(k) : k->state;
}
