/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzz target: what the kernel reports of network devices (source/monitor.h).
 * Whatever comes, notes are complete and of kinds that there are.
 *
 * Input: byte 0 is the socket; behind it datagrams, each with its length in
 * two bytes before it (little endian). With clang:
 * -fsanitize=fuzzer,address,undefined. Without, replay.c drives it.
 */
#include <linux/devlink.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "common/random.h"
#include "fuzz/fuzz.h"
#include "source/genl.h"
#include "source/monitor.h"

#define ETHTOOL 0x16
#define DEVLINK 0x17
#define DATAGRAM_MAX 4096

static void take(const struct monitor_note *note, void *arg)
{
	REQUIRE(note->kind >= MONITOR_LOST && note->kind <= MONITOR_PORT);
	REQUIRE(memchr(note->name, '\0', sizeof(note->name)));
	REQUIRE(note->kind == MONITOR_PORT || note->if_index > 0);
	REQUIRE(note->kind != MONITOR_LOST);
	++*(unsigned *)arg;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct monitor_families families = { ETHTOOL, DEVLINK };
	struct net_monitor *m = monitor_new(&families);
	unsigned notes = 0;
	size_t at = 1;

	REQUIRE(m);
	while (size >= 3 && at <= size - 2) {
		size_t len = (size_t)data[at] | (size_t)data[at + 1] << 8, room;
		char *copy;

		at += 2;
		if (len > size - at)
			len = size - at;
		/* In memory of its own, so that sanitizers see what reads behind it. */
		room = MNL_ALIGN(len);
		copy = calloc(1, room ? room : 1);
		REQUIRE(copy);
		memcpy(copy, data + at, len);
		monitor_datagram(m, data[0] & 1 ? MONITOR_GENERIC : MONITOR_ROUTE, copy, len, take, &notes);
		free(copy);
		at += len;
		/* A message is 16 bytes at least. */
		REQUIRE(notes <= at / sizeof(struct nlmsghdr));
	}
	monitor_close(m);
	return 0;
}

const unsigned fuzz_rounds = 2000;

static void put_link(struct nlmsghdr *message, unsigned n)
{
	struct ifinfomsg *header = mnl_nlmsg_put_extra_header(message, sizeof(*header));

	message->nlmsg_type = n % 4 == 3 ? RTM_DELLINK : RTM_NEWLINK;
	header->ifi_index = (int)(n / 2 + 1);
	header->ifi_flags = n;
	mnl_attr_put_strz(message, IFLA_IFNAME, n % 2 ? "swp1s0" : "eth5");
	mnl_attr_put_u8(message, IFLA_CARRIER, (uint8_t)(n % 2));
	mnl_attr_put(message, IFLA_PHYS_PORT_NAME, 4, "p1s0");
}

static void put_generic(struct nlmsghdr *message, unsigned n)
{
	static const uint8_t commands[] = { ETHTOOL_MSG_MODULE_NTF, DEVLINK_CMD_PORT_NEW, ETHTOOL_MSG_LINKMODES_NTF,
		                            DEVLINK_CMD_PORT_DEL };
	struct genlmsghdr *header = mnl_nlmsg_put_extra_header(message, sizeof(*header));
	struct nlattr *nest;

	message->nlmsg_type = n % 2 ? DEVLINK : ETHTOOL;
	header->cmd = commands[n % 4];
	if (n % 2) {
		mnl_attr_put_u32(message, DEVLINK_ATTR_PORT_NETDEV_IFINDEX, n + 1);
		mnl_attr_put_strz(message, DEVLINK_ATTR_PORT_NETDEV_NAME, "swp1");
		mnl_attr_put_u16(message, DEVLINK_ATTR_PORT_FLAVOUR, DEVLINK_PORT_FLAVOUR_PHYSICAL);
	} else {
		nest = mnl_attr_nest_start(message, ETHTOOL_A_LINKMODES_HEADER);
		mnl_attr_put_u32(message, ETHTOOL_A_HEADER_DEV_INDEX, n + 1);
		mnl_attr_nest_end(message, nest);
	}
}

/* Two datagrams of two messages, of either socket. */
size_t fuzz_seed(unsigned n, uint8_t *data, size_t size)
{
	_Alignas(struct nlmsghdr) char datagram[DATAGRAM_MAX];
	size_t len = 1;

	if (n >= 8 || size < 4 * DATAGRAM_MAX)
		return 0;
	data[0] = (uint8_t)(n & 1);
	for (unsigned i = 0; i < 2; i++) {
		size_t filled = 0;

		for (unsigned k = 0; k < 2; k++) {
			struct nlmsghdr *message = mnl_nlmsg_put_header(datagram + filled);

			if (n & 1)
				put_generic(message, n / 2 + i + 2 * k);
			else
				put_link(message, n / 2 + i + 2 * k);
			filled += MNL_ALIGN(message->nlmsg_len);
		}
		data[len] = (uint8_t)filled;
		data[len + 1] = (uint8_t)(filled >> 8);
		memcpy(data + len + 2, datagram, filled);
		len += 2 + filled;
	}
	return len;
}

/* Small numbers make lengths that nearly fit. */
void fuzz_mutate(uint8_t *data, size_t *len, size_t size, uint32_t *seed)
{
	(void)size;
	for (unsigned n = 1 + next_random(seed) % 4; n > 0 && *len > 0; n--) {
		uint32_t value = next_random(seed);

		data[next_random(seed) % *len] = (uint8_t)(value % 3 ? value >> 8 : value >> 8 & 31);
	}
	if (next_random(seed) % 4 == 0)
		*len -= next_random(seed) % *len;
}
