/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Loaded into ethtool (LD_PRELOAD): the kernel's side of `ethtool -m`, and a
 * server that runs ethtool's main() once for each request.
 *
 * ethtool asks over generic netlink: which number the family "ethtool" has,
 * then for ranges of module memory. Its socket is replaced by a queue of one
 * datagram; everything else goes to the C library.
 */
#include "diff/shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#define FAMILY_NUMBER 0x21
#define PORT_NUMBER 1
#define I2C_A2 0x51
#define DECODE_SECONDS 5
/* Of the linear layout: a bank has pages 10h to FFh. */
#define BANKED_PAGES 240

static struct shim_request request;
static const uint8_t *memory;

/* The datagram that ethtool will receive next. */
static struct {
	uint8_t bytes[4096];
	size_t len;
	int fd;   /* of the socket that is none; 0: not open */
} queue;

/* Append `len` bytes, padded as netlink wants; NULL: zeroes. Returns where they are. */
static void *put(const void *data, size_t len)
{
	void *at = queue.bytes + queue.len;

	if (queue.len + NLMSG_ALIGN(len) > sizeof(queue.bytes))
		abort();
	memset(at, 0, NLMSG_ALIGN(len));
	if (data)
		memcpy(at, data, len);
	queue.len += NLMSG_ALIGN(len);
	return at;
}

static struct nlattr *put_attribute(uint16_t type, const void *data, size_t len)
{
	struct nlattr head = { .nla_type = type, .nla_len = (uint16_t)(NLA_HDRLEN + len) };
	struct nlattr *at = put(&head, sizeof(head));

	if (len)
		put(data, len);
	return at;
}

static void end_nest(struct nlattr *nest)
{
	nest->nla_type |= NLA_F_NESTED;
	nest->nla_len = (uint16_t)(queue.bytes + queue.len - (uint8_t *)nest);
}

static struct nlmsghdr *put_header(const struct nlmsghdr *to, uint16_t type)
{
	struct nlmsghdr head = { .nlmsg_type = type, .nlmsg_seq = to->nlmsg_seq, .nlmsg_pid = PORT_NUMBER };

	return put(&head, sizeof(head));
}

static void end_message(struct nlmsghdr *head)
{
	head->nlmsg_len = (uint32_t)(queue.bytes + queue.len - (uint8_t *)head);
}

/* The end of every answer; error 0 is "done". */
static void put_acknowledgement(const struct nlmsghdr *to, int error)
{
	struct nlmsgerr err = { .error = error, .msg = *to };
	struct nlmsghdr *head = put_header(to, NLMSG_ERROR);

	head->nlmsg_flags = NLM_F_CAPPED;
	put(&err, sizeof(err));
	end_message(head);
}

static void answer_family(const struct nlmsghdr *to)
{
	struct genlmsghdr command = { .cmd = CTRL_CMD_NEWFAMILY, .version = 2 };
	uint32_t operation = ETHTOOL_MSG_MODULE_EEPROM_GET, can = GENL_CMD_CAP_DO | GENL_CMD_CAP_DUMP;
	struct nlmsghdr *head = put_header(to, GENL_ID_CTRL);
	uint16_t number = FAMILY_NUMBER;
	struct nlattr *list, *element;

	put(&command, sizeof(command));
	put_attribute(CTRL_ATTR_FAMILY_NAME, ETHTOOL_GENL_NAME, sizeof(ETHTOOL_GENL_NAME));
	put_attribute(CTRL_ATTR_FAMILY_ID, &number, sizeof(number));
	list = put_attribute(CTRL_ATTR_OPS, NULL, 0);
	element = put_attribute(1, NULL, 0);
	put_attribute(CTRL_ATTR_OP_ID, &operation, sizeof(operation));
	put_attribute(CTRL_ATTR_OP_FLAGS, &can, sizeof(can));
	end_nest(element);
	end_nest(list);
	end_message(head);
	put_acknowledgement(to, 0);
}

/* A range of module memory as ethtool asks for it. */
struct range {
	uint32_t offset, len, page, bank, device;
};

static struct range parse_range(const struct nlmsghdr *head)
{
	struct range r = { 0 };
	const uint8_t *at = (const uint8_t *)head + NLMSG_HDRLEN + GENL_HDRLEN;
	const uint8_t *end = (const uint8_t *)head + head->nlmsg_len;

	while (at + NLA_HDRLEN <= end) {
		struct nlattr a;
		uint32_t number = 0;

		memcpy(&a, at, sizeof(a));
		if (a.nla_len < NLA_HDRLEN || at + a.nla_len > end)
			break;
		if (a.nla_len <= NLA_HDRLEN + sizeof(number))
			memcpy(&number, at + NLA_HDRLEN, a.nla_len - (size_t)NLA_HDRLEN);
		switch (a.nla_type & NLA_TYPE_MASK) {
		case ETHTOOL_A_MODULE_EEPROM_OFFSET:
			r.offset = number;
			break;
		case ETHTOOL_A_MODULE_EEPROM_LENGTH:
			r.len = number;
			break;
		case ETHTOOL_A_MODULE_EEPROM_PAGE:
			r.page = number;
			break;
		case ETHTOOL_A_MODULE_EEPROM_BANK:
			r.bank = number;
			break;
		case ETHTOOL_A_MODULE_EEPROM_I2C_ADDRESS:
			r.device = number;
			break;
		}
		at += NLA_ALIGN(a.nla_len);
	}
	return r;
}

static void answer_memory(const struct nlmsghdr *to)
{
	struct genlmsghdr command = { .cmd = ETHTOOL_MSG_MODULE_EEPROM_GET_REPLY, .version = 1 };
	struct range r = parse_range(to);
	static const uint8_t blank[256];
	const uint8_t *data = blank;
	size_t first = r.offset;
	struct nlmsghdr *head;
	struct nlattr *device;

	if (request.two_devices)
		first += r.device == I2C_A2 ? 256 : 0;
	else if (r.offset >= 128)
		first += (r.bank * (size_t)BANKED_PAGES + r.page) * 128;
	if (first + r.len <= request.size)
		data = memory + first;
	/* A page that is not there does not answer; banks are shown as blank, or ethtool gives up altogether.
	 */
	if (r.len == 0 || r.len > sizeof(blank) || (data == blank && r.bank == 0)) {
		put_acknowledgement(to, -EINVAL);
		return;
	}
	head = put_header(to, FAMILY_NUMBER);
	put(&command, sizeof(command));
	device = put_attribute(ETHTOOL_A_MODULE_EEPROM_HEADER, NULL, 0);
	put_attribute(ETHTOOL_A_HEADER_DEV_NAME, "module", sizeof("module"));
	end_nest(device);
	put_attribute(ETHTOOL_A_MODULE_EEPROM_DATA, data, r.len);
	end_message(head);
	put_acknowledgement(to, 0);
}

/* What is replaced in the C library. */

#define LIBC(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

static bool is_queue(int fd)
{
	return queue.fd > 0 && fd == queue.fd;
}

int socket(int domain, int type, int protocol)
{
	if (domain != AF_NETLINK)
		return LIBC(socket)(domain, type, protocol);
	queue.fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	return queue.fd;
}

int bind(int fd, const struct sockaddr *address, socklen_t len)
{
	return is_queue(fd) ? 0 : LIBC(bind)(fd, address, len);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t len)
{
	return is_queue(fd) ? 0 : LIBC(setsockopt)(fd, level, option, value, len);
}

int getsockname(int fd, struct sockaddr *address, socklen_t *len)
{
	struct sockaddr_nl own = { .nl_family = AF_NETLINK, .nl_pid = PORT_NUMBER };

	if (!is_queue(fd))
		return LIBC(getsockname)(fd, address, len);
	memcpy(address, &own, *len < sizeof(own) ? *len : sizeof(own));
	*len = sizeof(own);
	return 0;
}

ssize_t sendto(int fd, const void *data, size_t len, int flags, const struct sockaddr *to, socklen_t to_len)
{
	const struct nlmsghdr *head = data;
	/* NLMSG_DATA() would cast const away. */
	const struct genlmsghdr *command = (const void *)((const char *)data + NLMSG_HDRLEN);

	if (!is_queue(fd))
		return LIBC(sendto)(fd, data, len, flags, to, to_len);
	queue.len = 0;
	if (head->nlmsg_type == GENL_ID_CTRL && command->cmd == CTRL_CMD_GETFAMILY)
		answer_family(head);
	else if (head->nlmsg_type == FAMILY_NUMBER && command->cmd == ETHTOOL_MSG_MODULE_EEPROM_GET)
		answer_memory(head);
	else
		put_acknowledgement(head, -EOPNOTSUPP);
	return (ssize_t)len;
}

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t len = (ssize_t)queue.len;

	if (!is_queue(fd))
		return LIBC(recvmsg)(fd, msg, flags);
	if (queue.len == 0 || queue.len > msg->msg_iov[0].iov_len) {
		errno = EAGAIN;
		return -1;
	}
	memcpy(msg->msg_iov[0].iov_base, queue.bytes, queue.len);
	queue.len = 0;
	if (msg->msg_name && msg->msg_namelen >= sizeof(kernel)) {
		memcpy(msg->msg_name, &kernel, sizeof(kernel));
		msg->msg_namelen = sizeof(kernel);
	}
	msg->msg_flags = 0;
	msg->msg_controllen = 0;
	return len;
}

/* The server. */

typedef int main_function(int argc, char **argv, char **envp);

static main_function *ethtool_main;

static uint32_t microseconds(struct timeval t)
{
	return (uint32_t)(t.tv_sec * 1000000 + t.tv_usec);
}

/* In place of main(): in a child for each request, until the socket is closed. */
static int serve(int argc, char **argv, char **envp)
{
	memory = mmap(NULL, SHIM_MEMORY_SIZE, PROT_READ, MAP_SHARED, SHIM_MEMORY, 0);
	if (memory == MAP_FAILED)
		return 99;
	while (read(SHIM_CONTROL, &request, sizeof(request)) == sizeof(request)) {
		struct shim_reply reply = { .status = -1 };
		struct rusage used;
		int status;
		pid_t pid;

		if (ftruncate(SHIM_OUTPUT, 0) < 0 || lseek(SHIM_OUTPUT, 0, SEEK_SET) < 0)
			return 99;
		pid = fork();
		if (pid == 0) {
			alarm(DECODE_SECONDS);
			return ethtool_main(argc, argv, envp);
		}
		if (pid > 0 && wait4(pid, &status, 0, &used) == pid) {
			reply.status = status;
			reply.cpu_us = microseconds(used.ru_utime) + microseconds(used.ru_stime);
		}
		if (write(SHIM_CONTROL, &reply, sizeof(reply)) != sizeof(reply))
			return 99;
	}
	return 0;
}

int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
		      void (*rtld_fini)(void), void *stack_end)
{
	ethtool_main = main;
	return LIBC(__libc_start_main)(serve, argc, argv, init, fini, rtld_fini, stack_end);
}
