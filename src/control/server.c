/* SPDX-License-Identifier: BSD-3-Clause */
/* Clients of the control socket. */
#include "control/server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

/* After accept() failed for lack of something: the connection stays, and poll() would return at once. */
#define ACCEPT_PAUSE_MS 100

/* What is kept for the privileged: one part of so many. */
#define RESERVE 4

/* Connections taken in one turn, so that those that are here are not forgotten. */
#define ACCEPT_MAX 64

enum client_state {
	CLIENT_ASKS,     /* its request is not whole */
	CLIENT_WAITS,    /* for its answer */
	CLIENT_TAKES,    /* its reply */
};

struct client {
	int fd;
	uid_t user;
	enum client_state state;
	struct timespec deadline;       /* CLOCK_MONOTONIC */
	char head[CONTROL_HEAD_MAX];
	struct iovec part[3];           /* head, note and text that are left of the reply */
	char *note, *text;              /* owned */
	size_t reply_size;              /* of note and text */
	size_t len;
	char request[CONTROL_REQUEST_MAX];
};

struct server {
	int listener, stop;
	struct server_limits limits;
	server_answer_fn *answer;
	void *arg;
	struct client **clients;   /* in order of coming */
	struct pollfd *fds;        /* as many and two */
	size_t count;
	size_t reply_bytes;        /* that clients hold */
	bool pausing;
	bool starving;             /* no connection could be accepted, and that was logged */
	struct timespec pause;     /* until then nobody is let in */
};

static bool is_privileged(uid_t user)
{
	return user == 0 || user == geteuid();
}

const struct server_limits server_default_limits = {
	.clients = 32,
	.clients_of_user = 16,
	.request_ms = 2000,
	.reply_ms = 10000,
	.reply_bytes = 16 * 1024 * 1024,
	.reply_bytes_of_user = 4 * 1024 * 1024,
	.privileged = is_privileged,
};

struct server *server_new(int listener, int stop, const struct server_limits *limits,
                          server_answer_fn *answer, void *arg)
{
	struct server *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->listener = listener;
	s->stop = stop;
	s->limits = *limits;
	s->answer = answer;
	s->arg = arg;
	s->clients = calloc(limits->clients, sizeof(s->clients[0]));
	s->fds = calloc(limits->clients + 2, sizeof(s->fds[0]));
	if (!s->clients || !s->fds) {
		server_free(s);
		return NULL;
	}
	return s;
}

static void client_free(struct server *s, struct client *c)
{
	s->reply_bytes -= c->reply_size;
	close(c->fd);
	free(c->note);
	free(c->text);
	free(c);
}

void server_free(struct server *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++)
		client_free(s, s->clients[i]);
	free(s->clients);
	free(s->fds);
	free(s);
}

size_t server_clients(const struct server *s)
{
	return s->count;
}

static void set_deadline(struct client *c, uint32_t ms)
{
	clock_gettime(CLOCK_MONOTONIC, &c->deadline);
	clock_add_ms(&c->deadline, ms);
}

/* Say why without waiting, and without having read the request: a kindness, nothing to rely on. */
static void turn_away(int fd, const char *why)
{
	struct control_head head = { .status = CONTROL_AGAIN, .note = strlen(why) };
	char reply[CONTROL_HEAD_MAX + 64], unread[CONTROL_REQUEST_MAX];
	size_t len = control_head_format(&head, reply);

	memcpy(reply + len, why, head.note);
	(void)!send(fd, reply, len + head.note, MSG_NOSIGNAL | MSG_DONTWAIT);
	/* What is not read when a socket is closed makes the other side lose what it was sent. */
	(void)!recv(fd, unread, sizeof(unread), MSG_DONTWAIT);
	close(fd);
}

static size_t clients_of(const struct server *s, uid_t user)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++)
		n += s->clients[i]->user == user;
	return n;
}

/* Is there a place for another client of this user? */
static bool has_place(const struct server *s, uid_t user)
{
	size_t places = s->limits.clients;

	if (!s->limits.privileged(user))
		places -= places / RESERVE;
	return s->count < places && clients_of(s, user) < s->limits.clients_of_user;
}

void server_add(struct server *s, int fd)
{
	struct ucred peer = { .uid = (uid_t)-1 };
	socklen_t len = sizeof(peer);
	struct client *c = NULL;
	int flags = fcntl(fd, F_GETFL);
	bool place;

	(void)getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len);
	place = has_place(s, peer.uid);
	if (place && flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0)
		c = calloc(1, sizeof(*c));
	if (!c) {
		log_debug("control: process %ld of user %ld is turned away: %zu are here", (long)peer.pid,
		          (long)peer.uid, s->count);
		turn_away(fd, place ? "breakoutd is out of memory; try again\n" : "too many are asking; try again\n");
		return;
	}
	log_debug("control: process %ld of user %ld", (long)peer.pid, (long)peer.uid);
	c->fd = fd;
	c->user = peer.uid;
	set_deadline(c, s->limits.request_ms);
	s->clients[s->count++] = c;
}

static void accept_all(struct server *s)
{
	for (int i = 0; i < ACCEPT_MAX; i++) {
		int fd = accept4(s->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

		if (fd >= 0) {
			s->starving = false;
			server_add(s, fd);
			continue;
		}
		if (errno == EINTR || errno == ECONNABORTED)
			continue;
		if (errno != EAGAIN) {
			clock_gettime(CLOCK_MONOTONIC, &s->pause);
			clock_add_ms(&s->pause, ACCEPT_PAUSE_MS);
			s->pausing = true;
			if (!s->starving)
				log_warning("control socket: no connection can be accepted: %s", strerror(errno));
			s->starving = true;
		}
		return;
	}
}

/* Whatever was said becomes the reply; what could not be kept of it, an excuse. */
static void begin_reply(struct server *s, struct client *c, unsigned status, char *note, size_t note_len,
                        char *text, size_t text_len)
{
	struct control_head head = { .status = status, .note = note_len, .text = text_len };

	c->note = note;
	c->text = text;
	c->part[0] = (struct iovec){ c->head, control_head_format(&head, c->head) };
	c->part[1] = (struct iovec){ note, note_len };
	c->part[2] = (struct iovec){ text, text_len };
	c->reply_size = note_len + text_len;
	s->reply_bytes += c->reply_size;
	c->state = CLIENT_TAKES;
}

static void answer(struct server *s, struct client *c)
{
	struct control_request request;
	struct server_answer a = { .user = c->user, .status = CONTROL_OK };
	char *text = NULL, *note = NULL;
	size_t text_len = 0, note_len = 0;
	const char *why = NULL;
	bool whole;

	a.text = open_memstream(&text, &text_len);
	a.note = open_memstream(&note, &note_len);
	whole = a.text && a.note;
	if (whole && control_request_parse(c->request, c->len, &request, &why) == 0) {
		s->answer(s->arg, &request, &a);
	} else if (whole) {
		a.status = CONTROL_BAD_REQUEST;
		fprintf(a.note, "breakoutd refuses the request: %s\n", why);
	}
	whole = a.text && !ferror(a.text) && whole;
	whole = a.note && !ferror(a.note) && whole;
	whole = a.text && fclose(a.text) == 0 && whole;
	whole = a.note && fclose(a.note) == 0 && whole;
	if (!whole || text_len > CONTROL_REPLY_MAX || note_len > CONTROL_REPLY_MAX) {
		free(text);
		free(note);
		text = note = NULL;
		text_len = note_len = 0;
		a.status = CONTROL_FAILED;
	}
	begin_reply(s, c, a.status, note, note_len, text, text_len);
}

/* Read what there is of a request. False: the client is done with. */
static bool read_request(struct server *s, struct client *c)
{
	size_t size;
	ssize_t n = recv(c->fd, c->request + c->len, sizeof(c->request) - c->len, MSG_DONTWAIT);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;
	c->len += (size_t)n;
	size = control_request_size(c->request, c->len);
	if (size > 0) {
		c->len = size;
		c->state = CLIENT_WAITS;
		set_deadline(c, s->limits.reply_ms);
	}
	/* Longer than any request: not even refused. */
	return size > 0 || c->len < sizeof(c->request);
}

/* Send what the client takes. False: it has all, or is gone. */
static bool send_reply(struct client *c)
{
	size_t first = 0;
	struct msghdr message;
	ssize_t n;

	while (first < 3 && c->part[first].iov_len == 0)
		first++;
	message = (struct msghdr){ .msg_iov = c->part + first, .msg_iovlen = 3 - first };
	n = sendmsg(c->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	for (size_t sent = (size_t)n; first < 3; first++) {
		struct iovec *part = &c->part[first];
		size_t here = sent < part->iov_len ? sent : part->iov_len;

		part->iov_base = (char *)part->iov_base + here;
		part->iov_len -= here;
		sent -= here;
		if (part->iov_len)
			return true;
	}
	return false;
}

static short wanted(const struct client *c)
{
	static const short events[] = { [CLIENT_ASKS] = POLLIN, [CLIENT_WAITS] = 0, [CLIENT_TAKES] = POLLOUT };

	return events[c->state];
}

/* Is there room for another answer to this user? */
static bool has_room(const struct server *s, uid_t user)
{
	size_t room = s->limits.reply_bytes, held = 0;

	if (s->limits.privileged(user))
		return s->reply_bytes < room;
	for (size_t i = 0; i < s->count; i++)
		held += s->clients[i]->user == user ? s->clients[i]->reply_size : 0;
	return s->reply_bytes < room - room / RESERVE && held < s->limits.reply_bytes_of_user;
}

/* The client that has waited longest, of those whose answer there is room for. */
static struct client *next_to_answer(const struct server *s)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->clients[i]->state == CLIENT_WAITS && has_room(s, s->clients[i]->user))
			return s->clients[i];
	}
	return NULL;
}

static bool serve_client(struct server *s, struct client *c, short events)
{
	if (c->state == CLIENT_ASKS && events & (POLLIN | POLLHUP | POLLERR))
		return read_request(s, c);
	if (c->state == CLIENT_TAKES && events & POLLOUT && !(events & POLLERR))
		return send_reply(c);
	/* Who shuts one direction only still waits for the reply; who closes both does not. */
	return !(events & (POLLHUP | POLLERR));
}

/* Serve those that are ready, forget those that are done or late. */
static void serve_clients(struct server *s, const struct timespec *now)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count; i++) {
		struct client *c = s->clients[i];

		if (serve_client(s, c, s->fds[i + 2].revents) && clock_ms_between(now, &c->deadline) > 0)
			s->clients[kept++] = c;
		else
			client_free(s, c);
	}
	s->count = kept;
}

/* Milliseconds until a deadline passes, or `timeout_ms` (negative: never) if that is sooner. */
static int sooner(const struct timespec *now, const struct timespec *deadline, int timeout_ms)
{
	int64_t left = clock_ms_between(now, deadline) + 1;

	if (left < 0)
		left = 0;
	return timeout_ms < 0 || left < timeout_ms ? (int)left : timeout_ms;
}

int server_turn(struct server *s, int timeout_ms)
{
	struct timespec now;
	struct client *next;
	size_t polled = s->count;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (s->pausing && clock_ms_between(&now, &s->pause) <= 0)
		s->pausing = false;
	if (s->pausing)
		timeout_ms = sooner(&now, &s->pause, timeout_ms);
	if (next_to_answer(s))
		timeout_ms = 0;
	s->fds[0] = (struct pollfd){ .fd = s->stop, .events = POLLIN };
	s->fds[1] = (struct pollfd){ .fd = s->pausing ? -1 : s->listener, .events = POLLIN };
	for (size_t i = 0; i < polled; i++) {
		s->fds[i + 2] = (struct pollfd){ .fd = s->clients[i]->fd, .events = wanted(s->clients[i]) };
		timeout_ms = sooner(&now, &s->clients[i]->deadline, timeout_ms);
	}
	if (poll(s->fds, (nfds_t)(polled + 2), timeout_ms) < 0)
		return errno == EINTR ? 0 : -errno;
	clock_gettime(CLOCK_MONOTONIC, &now);
	serve_clients(s, &now);
	if (s->fds[1].revents)
		accept_all(s);
	next = next_to_answer(s);
	if (next)
		answer(s, next);
	return s->fds[0].revents ? 1 : 0;
}
