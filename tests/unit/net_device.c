/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests of rtnetlink, as "ip link" makes them. */
#include "net_device.h"

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "source/genl.h"

int net_namespace(void)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

/* What /sys shows is of the namespace that it was mounted in. */
int net_sysfs(void)
{
	return unshare(CLONE_NEWNS) < 0 ? -1 : mount("sysfs", "/sys", "sysfs", 0, NULL);
}

static struct ifinfomsg *begin(char *buffer, uint16_t type, uint16_t flags, unsigned if_index)
{
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	struct ifinfomsg *header;

	request->nlmsg_type = type;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	request->nlmsg_seq = 1;
	header = mnl_nlmsg_put_extra_header(request, sizeof(*header));
	header->ifi_index = (int)if_index;
	return header;
}

static int talk(char *buffer, size_t size)
{
	struct mnl_socket *s = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	const struct nlmsghdr *request = (const void *)buffer;
	ssize_t len = -1;
	int r = -1;

	if (!s)
		return -1;
	if (mnl_socket_bind(s, 0, MNL_SOCKET_AUTOPID) == 0 &&
	    mnl_socket_sendto(s, request, request->nlmsg_len) >= 0)
		len = mnl_socket_recvfrom(s, buffer, size);
	if (len >= 0 && mnl_cb_run(buffer, (size_t)len, 1, mnl_socket_get_portid(s), NULL, NULL) >= 0)
		r = 0;
	mnl_socket_close(s);
	return r;
}

int net_add(const char *name)
{
	_Alignas(struct nlmsghdr) char buffer[1024];
	struct nlmsghdr *request = (void *)buffer;
	struct nlattr *info;

	begin(buffer, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
	mnl_attr_put_strz(request, IFLA_IFNAME, name);
	info = mnl_attr_nest_start(request, IFLA_LINKINFO);
	mnl_attr_put_strz(request, IFLA_INFO_KIND, "veth");
	mnl_attr_nest_end(request, info);
	return talk(buffer, sizeof(buffer));
}

int net_delete(const char *name)
{
	_Alignas(struct nlmsghdr) char buffer[1024];

	begin(buffer, RTM_DELLINK, 0, if_nametoindex(name));
	return talk(buffer, sizeof(buffer));
}

int net_up(const char *name, bool up)
{
	_Alignas(struct nlmsghdr) char buffer[1024];
	struct ifinfomsg *header = begin(buffer, RTM_NEWLINK, 0, if_nametoindex(name));

	header->ifi_change = IFF_UP;
	header->ifi_flags = up ? IFF_UP : 0;
	return talk(buffer, sizeof(buffer));
}

int net_rename(const char *name, const char *other)
{
	_Alignas(struct nlmsghdr) char buffer[1024];

	begin(buffer, RTM_NEWLINK, 0, if_nametoindex(name));
	mnl_attr_put_strz((void *)buffer, IFLA_IFNAME, other);
	return talk(buffer, sizeof(buffer));
}
