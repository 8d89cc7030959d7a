/* SPDX-License-Identifier: BSD-3-Clause */
/* Asking breakoutd over its control socket. */
#include "control/client.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "control/socket.h"

/* Between two attempts. */
#define PAUSE_MS 100

static int64_t left_ms(const struct timespec *until)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return clock_ms_between(&now, until);
}

/* Wait for `events`. 0, -ETIMEDOUT, or another negative errno. */
static int wait_for(int fd, short events, const struct timespec *until)
{
	struct pollfd p = { .fd = fd, .events = events };
	int64_t left = left_ms(until);
	int n;

	if (left <= 0)
		return -ETIMEDOUT;
	n = poll(&p, 1, (int)left);
	if (n < 0 && errno != EINTR)
		return -errno;
	return 0;
}

static int send_all(int fd, const char *data, size_t len, const struct timespec *until)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_NOSIGNAL);
		int r;

		if (n > 0) {
			data += n;
			len -= (size_t)n;
			continue;
		}
		/* It may have turned us away, and said why. */
		if (errno == EPIPE || errno == ECONNRESET)
			return 0;
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		r = wait_for(fd, POLLOUT, until);
		if (r < 0)
			return r;
	}
	return 0;
}

/* `want` bytes at most; how many there were before the end, or a negative errno. */
static ssize_t receive(int fd, char *data, size_t want, const struct timespec *until)
{
	size_t len = 0;

	while (len < want) {
		ssize_t n = recv(fd, data + len, want - len, 0);
		int r;

		if (n == 0)
			break;
		if (n > 0) {
			len += (size_t)n;
			continue;
		}
		/* It was too busy to read the request. */
		if (errno == ECONNRESET)
			break;
		if (errno != EAGAIN && errno != EINTR)
			return -errno;
		r = wait_for(fd, POLLIN, until);
		if (r < 0)
			return r;
	}
	return (ssize_t)len;
}

/* The first line, a byte at a time: it is short. */
static int receive_head(int fd, const struct timespec *until, struct control_head *ret_head)
{
	char line[CONTROL_HEAD_MAX];
	size_t len = 0;

	for (;;) {
		ssize_t n = receive(fd, line + len, 1, until);
		int r;

		if (n < 0)
			return (int)n;
		if (n == 0)
			return len ? -EPROTO : -EAGAIN;
		r = control_head_parse(line, ++len, ret_head);
		if (r != 0)
			return r < 0 ? r : 0;
	}
}

static int receive_part(int fd, size_t len, const struct timespec *until, char **ret_part)
{
	char *part = malloc(len + 1);
	ssize_t n;

	if (!part)
		return -ENOMEM;
	n = receive(fd, part, len, until);
	if (n < 0 || (size_t)n < len) {
		free(part);
		return n < 0 ? (int)n : -EPROTO;
	}
	part[len] = '\0';
	*ret_part = part;
	return 0;
}

static int receive_reply(int fd, const struct timespec *until, struct control_reply *ret_reply)
{
	struct control_reply reply = { .note = NULL };
	struct control_head head;
	int r = receive_head(fd, until, &head);

	if (r < 0)
		return r;
	reply.status = head.status;
	reply.note_len = head.note;
	reply.text_len = head.text;
	r = receive_part(fd, head.note, until, &reply.note);
	if (r == 0)
		r = receive_part(fd, head.text, until, &reply.text);
	if (r < 0) {
		control_reply_release(&reply);
		return r;
	}
	*ret_reply = reply;
	return 0;
}

void control_reply_release(struct control_reply *reply)
{
	free(reply->note);
	free(reply->text);
	reply->note = reply->text = NULL;
}

/* One attempt. */
static int ask(const char *path, const char *bytes, size_t len, const struct timespec *until,
               struct control_reply *ret_reply)
{
	int fd = socket_connect(path);
	int r;

	if (fd < 0)
		return fd;
	r = send_all(fd, bytes, len, until);
	if (r == 0)
		r = receive_reply(fd, until, ret_reply);
	close(fd);
	return r;
}

int control_ask(const char *path, const struct control_request *request, uint32_t patience_ms,
                struct control_reply *ret_reply)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	char bytes[CONTROL_REQUEST_MAX];
	int len = control_request_format(request, bytes, sizeof(bytes));
	struct timespec until;

	if (len < 0)
		return len;
	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, patience_ms);
	for (;;) {
		int r = ask(path, bytes, (size_t)len, &until, ret_reply);
		bool again = r == -EAGAIN || (r == 0 && ret_reply->status == CONTROL_AGAIN);

		if (!again || left_ms(&until) < PAUSE_MS)
			return r == -EAGAIN ? -ETIMEDOUT : r;
		if (r == 0)
			control_reply_release(ret_reply);
		nanosleep(&pause, NULL);
	}
}
