/* SPDX-License-Identifier: BSD-3-Clause */
/* One message, one call. */
#include "reader/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(int))];
};

int channel_send(int fd, const void *head, size_t head_len, const void *body, size_t body_len, int pass)
{
	/* sendmsg() takes what it only reads as not constant. */
	union {
		const void *read;
		void *base;
	} first = { head }, second = { body };
	struct iovec parts[2] = { { first.base, head_len }, { second.base, body_len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = body_len ? 2 : 1 };
	union control control = { .bytes = { 0 } };
	ssize_t n;

	if (pass >= 0) {
		control.align.cmsg_len = CMSG_LEN(sizeof(pass));
		control.align.cmsg_level = SOL_SOCKET;
		control.align.cmsg_type = SCM_RIGHTS;
		memcpy(CMSG_DATA(&control.align), &pass, sizeof(pass));
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
	}
	do
		n = sendmsg(fd, &message, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : 0;
}

static int passed(struct msghdr *message)
{
	const struct cmsghdr *c = CMSG_FIRSTHDR(message);
	int fd = -1;

	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof(fd)))
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

ssize_t channel_receive(int fd, void *head, size_t head_size, void *body, size_t body_size, int *ret_pass)
{
	struct iovec parts[2] = { { head, head_size }, { body, body_size } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = body_size ? 2 : 1 };
	union control control;
	ssize_t n;

	/* Without room for it the kernel drops a descriptor. */
	if (ret_pass) {
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
	}
	do
		n = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	if (ret_pass)
		*ret_pass = passed(&message);
	if (!(message.msg_flags & MSG_TRUNC))
		return n;
	if (ret_pass && *ret_pass >= 0)
		close(*ret_pass);
	return -EMSGSIZE;
}
