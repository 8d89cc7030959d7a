/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernel's own reports, as notes of where to look. */
#include "source/monitor.h"

#include <errno.h>
#include <linux/devlink.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "source/access.h"
#include "source/ethtool_link.h"
#include "source/genl.h"
#include "source/rows.h"

/* The kernel's messages are a few KiB; a device with many virtual functions has more. */
#define BUFFER 32768

/* Taken in one go: who listens has something else to do, too. */
#define DATAGRAMS_MAX 4096

/* Waiting messages, bytes of kernel memory, where that is allowed: about 400 links. */
#define RECEIVE_BUFFER (1 << 20)

/* What was last heard of a link that matters here. */
struct link {
	uint32_t if_index;
	uint32_t flags;
	uint8_t carrier;
	bool is_port;
	char name[NETDEV_NAME];
};

struct net_monitor {
	struct mnl_socket *socket[MONITOR_FDS]; /* by enum monitor_socket; NULL: there is none */
	int relay[MONITOR_FDS]; /* in place of sockets, where another process has them; -1: there is none */
	struct monitor_families families;
	struct rows links; /* struct link, sorted by ifIndex */
	_Alignas(struct nlmsghdr) char buffer[BUFFER];
};

struct net_monitor *monitor_new(const struct monitor_families *families)
{
	struct net_monitor *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->families = *families;
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		m->relay[i] = -1;
	return m;
}

static void hang_up(struct net_monitor *m, unsigned which)
{
	if (m->socket[which])
		mnl_socket_close(m->socket[which]);
	if (m->relay[which] >= 0)
		close(m->relay[which]);
	m->socket[which] = NULL;
	m->relay[which] = -1;
}

void monitor_close(struct net_monitor *m)
{
	if (!m)
		return;
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		hang_up(m, i);
	free(m->links.row);
	free(m);
}

static int call(struct net_monitor *m, unsigned which, int bus)
{
	int size = RECEIVE_BUFFER, fd, r;

	m->socket[which] = mnl_socket_open2(bus, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!m->socket[which])
		return -errno;
	if (mnl_socket_bind(m->socket[which], 0, MNL_SOCKET_AUTOPID) < 0) {
		r = -errno;
		hang_up(m, which);
		return r;
	}
	/* The first one needs CAP_NET_ADMIN; with less, more gets lost, which is noticed. */
	fd = mnl_socket_get_fd(m->socket[which]);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return 0;
}

static int join(struct net_monitor *m, unsigned which, uint32_t group)
{
	return mnl_socket_setsockopt(m->socket[which], NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0 ? -errno : 0;
}

/* A family that this kernel has not, or not here, has nothing to report. */
static void join_family(struct net_monitor *m, struct genl *g, const char *name, const char *group, uint16_t *family)
{
	uint32_t number;

	if (genl_group(g, name, group, family, &number) < 0 || join(m, MONITOR_GENERIC, number) < 0)
		*family = 0;
}

static void join_families(struct net_monitor *m)
{
	struct genl *g;

	if (genl_open(&g) < 0)
		return;
	join_family(m, g, ETHTOOL_GENL_NAME, ETHTOOL_MCGRP_MONITOR_NAME, &m->families.ethtool);
	join_family(m, g, DEVLINK_GENL_NAME, DEVLINK_GENL_MCGRP_CONFIG_NAME, &m->families.devlink);
	genl_close(g);
}

int monitor_open(struct net_monitor **ret_monitor)
{
	static const struct monitor_families none = { 0 };
	struct net_monitor *m = monitor_new(&none);
	int r;

	if (!m)
		return -ENOMEM;
	if (access_other()) {
		r = access_other()->listen(m->relay, &m->families);
		if (r < 0)
			monitor_close(m);
		else
			*ret_monitor = m;
		return r;
	}
	r = call(m, MONITOR_ROUTE, NETLINK_ROUTE);
	if (r == 0)
		r = join(m, MONITOR_ROUTE, RTNLGRP_LINK);
	if (r < 0) {
		monitor_close(m);
		return r;
	}
	if (call(m, MONITOR_GENERIC, NETLINK_GENERIC) == 0)
		join_families(m);
	*ret_monitor = m;
	return 0;
}

void monitor_fds(const struct net_monitor *m, int ret_fds[MONITOR_FDS])
{
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		ret_fds[i] = m->socket[i] ? mnl_socket_get_fd(m->socket[i]) : m->relay[i];
}

/* Links. */

/* Where a link is or would be. */
static size_t find_link(const struct net_monitor *m, uint32_t if_index)
{
	const struct link *links = m->links.row;
	size_t low = 0, high = m->links.count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (links[mid].if_index < if_index)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Keep what was heard: is it news? What can't be kept always is. */
static bool note_link(struct net_monitor *m, const struct link *link)
{
	size_t at = find_link(m, link->if_index), count = m->links.count;
	struct link *links = m->links.row;

	if (at < count && links[at].if_index == link->if_index) {
		struct link before = links[at];

		links[at] = *link;
		return before.flags != link->flags || before.carrier != link->carrier ||
		       strcmp(before.name, link->name) != 0;
	}
	if (rows_add(&m->links, link, sizeof(*link)) < 0 || m->links.count == count)
		return true;
	links = m->links.row;
	memmove(&links[at + 1], &links[at], (count - at) * sizeof(*links));
	links[at] = *link;
	return true;
}

static void forget_link(struct net_monitor *m, uint32_t if_index)
{
	size_t at = find_link(m, if_index);
	struct link *links = m->links.row;

	if (at == m->links.count || links[at].if_index != if_index)
		return;
	m->links.count--;
	memmove(&links[at], &links[at + 1], (m->links.count - at) * sizeof(*links));
}

static void hear_link(struct net_monitor *m, const struct nlmsghdr *message, monitor_fn *fn, void *arg)
{
	enum { LAST = IFLA_PHYS_PORT_NAME };
	/* The kernel does not end phys_port_name with a NUL. */
	static const uint8_t types[LAST + 1] = {
		[IFLA_IFNAME] = MNL_TYPE_NUL_STRING, [IFLA_WIRELESS] = MNL_TYPE_BINARY,
		[IFLA_CARRIER] = MNL_TYPE_U8, [IFLA_PHYS_PORT_NAME] = MNL_TYPE_BINARY,
	};
	const struct nlattr *a[LAST + 1];
	struct monitor_note note = { .kind = MONITOR_LINK };
	struct ifinfomsg header;
	struct link link;

	if (genl_attributes_behind(message, sizeof(header), types, LAST, a) < 0)
		return;
	memcpy(&header, mnl_nlmsg_get_payload(message), sizeof(header));
	/* Other families tell of bridges and of IPv6; what wireless devices see is no change of theirs. */
	if (header.ifi_family != AF_UNSPEC || header.ifi_index <= 0 || !a[IFLA_IFNAME] || a[IFLA_WIRELESS])
		return;
	link = (struct link){
		.if_index = (uint32_t)header.ifi_index,
		.flags = header.ifi_flags & (IFF_UP | IFF_RUNNING | IFF_LOWER_UP),
		.carrier = a[IFLA_CARRIER] ? mnl_attr_get_u8(a[IFLA_CARRIER]) : 0,
		.is_port = a[IFLA_PHYS_PORT_NAME] != NULL,
	};
	TEXT_SET(link.name, mnl_attr_get_str(a[IFLA_IFNAME]));
	if (message->nlmsg_type == RTM_DELLINK)
		forget_link(m, link.if_index);
	else if (!note_link(m, &link))
		return;
	note.if_index = link.if_index;
	note.is_port = link.is_port;
	TEXT_SET(note.name, link.name);
	fn(&note, arg);
}

/* Generic families. */

static void hear_ethtool(const struct nlmsghdr *message, uint8_t command, monitor_fn *fn, void *arg)
{
	/* In all of its messages the header is the first attribute. */
	static const uint8_t types[ETHTOOL_A_LINKMODES_HEADER + 1] = {
		[ETHTOOL_A_LINKMODES_HEADER] = MNL_TYPE_NESTED,
	};
	const struct nlattr *a[ETHTOOL_A_LINKMODES_HEADER + 1];
	struct monitor_note note = { .kind = MONITOR_SETTINGS };

	switch (command) {
	case ETHTOOL_MSG_MODULE_NTF:
		note.kind = MONITOR_MODULE;
		break;
	case ETHTOOL_MSG_LINKINFO_NTF:
	case ETHTOOL_MSG_LINKMODES_NTF:
	case ETHTOOL_MSG_FEC_NTF:
		break;
	default:
		return;
	}
	if (genl_attributes(message, types, ETHTOOL_A_LINKMODES_HEADER, a) < 0 ||
	    ethtool_header_index(a[ETHTOOL_A_LINKMODES_HEADER], &note.if_index) < 0 || note.if_index == 0)
		return;
	fn(&note, arg);
}

static void hear_devlink(const struct nlmsghdr *message, uint8_t command, monitor_fn *fn, void *arg)
{
	enum { LAST = DEVLINK_ATTR_PORT_FLAVOUR };
	static const uint8_t types[LAST + 1] = {
		[DEVLINK_ATTR_PORT_NETDEV_IFINDEX] = MNL_TYPE_U32,
		[DEVLINK_ATTR_PORT_NETDEV_NAME] = MNL_TYPE_NUL_STRING,
		[DEVLINK_ATTR_PORT_FLAVOUR] = MNL_TYPE_U16,
	};
	const struct nlattr *a[LAST + 1];
	struct monitor_note note = { .kind = MONITOR_PORT, .is_port = true };

	if ((command != DEVLINK_CMD_PORT_NEW && command != DEVLINK_CMD_PORT_DEL) ||
	    genl_attributes(message, types, LAST, a) < 0)
		return;
	/* Functions of a network card have no connectors, and come by the hundred. */
	if (a[DEVLINK_ATTR_PORT_FLAVOUR] &&
	    mnl_attr_get_u16(a[DEVLINK_ATTR_PORT_FLAVOUR]) != DEVLINK_PORT_FLAVOUR_PHYSICAL)
		return;
	if (a[DEVLINK_ATTR_PORT_NETDEV_IFINDEX])
		note.if_index = mnl_attr_get_u32(a[DEVLINK_ATTR_PORT_NETDEV_IFINDEX]);
	if (a[DEVLINK_ATTR_PORT_NETDEV_NAME])
		TEXT_SET(note.name, mnl_attr_get_str(a[DEVLINK_ATTR_PORT_NETDEV_NAME]));
	fn(&note, arg);
}

static void hear_generic(const struct net_monitor *m, const struct nlmsghdr *message, monitor_fn *fn, void *arg)
{
	struct genlmsghdr header;

	if (message->nlmsg_type < NLMSG_MIN_TYPE || mnl_nlmsg_get_payload_len(message) < sizeof(header))
		return;
	memcpy(&header, mnl_nlmsg_get_payload(message), sizeof(header));
	if (message->nlmsg_type == m->families.ethtool)
		hear_ethtool(message, header.cmd, fn, arg);
	else if (message->nlmsg_type == m->families.devlink)
		hear_devlink(message, header.cmd, fn, arg);
}

void monitor_datagram(struct net_monitor *m, enum monitor_socket from, const void *data, size_t len, monitor_fn *fn,
                      void *arg)
{
	const struct nlmsghdr *message;

	while ((message = genl_next(&data, &len))) {
		if (from == MONITOR_GENERIC)
			hear_generic(m, message, fn, arg);
		else if (message->nlmsg_type == RTM_NEWLINK || message->nlmsg_type == RTM_DELLINK)
			hear_link(m, message, fn, arg);
	}
}

/* Sockets. */

static void lose(struct net_monitor *m, monitor_fn *fn, void *arg)
{
	const struct monitor_note note = { .kind = MONITOR_LOST };

	m->links.count = 0;
	fn(&note, arg);
}

/* A datagram of the kernel into the buffer: its length; 0: somebody else's; -ENOBUFS: some were lost; another negative errno. */
static ssize_t receive_own(struct net_monitor *m, unsigned which)
{
	struct sockaddr_nl from = { .nl_pid = UINT32_MAX };
	struct iovec room = { m->buffer, sizeof(m->buffer) };
	struct msghdr message = { .msg_name = &from, .msg_namelen = sizeof(from), .msg_iov = &room,
		                  .msg_iovlen = 1 };
	ssize_t len = recvmsg(mnl_socket_get_fd(m->socket[which]), &message, MSG_DONTWAIT);

	if (len < 0)
		return -errno;
	/* Other programs may write to a socket, too. */
	if (message.msg_namelen != sizeof(from) || from.nl_family != AF_NETLINK || from.nl_pid != 0)
		return 0;
	return message.msg_flags & MSG_TRUNC ? -ENOBUFS : len;
}

/* The same from monitor_relay() of another process. */
static ssize_t receive_relayed(struct net_monitor *m, unsigned which)
{
	ssize_t len = recv(m->relay[which], m->buffer, sizeof(m->buffer), MSG_DONTWAIT | MSG_TRUNC);

	if (len < 0)
		return -errno;
	return len == 0 ? -ECONNRESET : len == 1 || (size_t)len > sizeof(m->buffer) ? -ENOBUFS : len;
}

static bool is_open(const struct net_monitor *m, unsigned which)
{
	return m->socket[which] || m->relay[which] >= 0;
}

/* One datagram: false if there is none. */
static bool hear(struct net_monitor *m, unsigned which, monitor_fn *fn, void *arg)
{
	ssize_t len = m->socket[which] ? receive_own(m, which) : receive_relayed(m, which);

	if (len == -EAGAIN || len == -EINTR)
		return len == -EINTR;
	if (len < 0) {
		/* After an overflow it goes on; after anything else it will not. */
		if (len != -ENOBUFS)
			hang_up(m, which);
		lose(m, fn, arg);
		return is_open(m, which);
	}
	monitor_datagram(m, (enum monitor_socket)which, m->buffer, (size_t)len, fn, arg);
	return true;
}

/* One datagram to the other process; waits for room. False: there is nobody to send it to, or nothing to come. */
static bool relay(struct net_monitor *m, unsigned which, int to)
{
	ssize_t len = receive_own(m, which);

	if (len == 0 || len == -EAGAIN || len == -EINTR)
		return true;
	if (len == -ENOBUFS)
		len = 1;
	return len > 0 && send(to, m->buffer, (size_t)len, MSG_NOSIGNAL) >= 0;
}

void monitor_relay(struct net_monitor *m, enum monitor_socket which, int to)
{
	struct pollfd fds[2] = { { .events = POLLIN }, { .fd = to, .events = POLLIN } };
	bool go_on = m->socket[which];

	for (unsigned i = 0; i < MONITOR_FDS; i++) {
		if (i != which)
			hang_up(m, i);
	}
	fds[0].fd = go_on ? mnl_socket_get_fd(m->socket[which]) : -1;
	/* From the other end nothing comes but its end. */
	while (go_on && fds[1].revents == 0) {
		if (poll(fds, 2, -1) < 0)
			go_on = errno == EINTR;
		else if (fds[0].revents)
			go_on = relay(m, which, to);
	}
}

const struct monitor_families *monitor_families(const struct net_monitor *m)
{
	return &m->families;
}

void monitor_read(struct net_monitor *m, monitor_fn *fn, void *arg)
{
	for (unsigned which = 0; which < MONITOR_FDS; which++) {
		unsigned n = 0;

		while (is_open(m, which) && n++ < DATAGRAMS_MAX && hear(m, which, fn, arg))
			;
	}
}
