/* SPDX-License-Identifier: BSD-3-Clause */
/* A network device, from its folder in /sys/class/net. */
#include "source/netdev_device.h"

#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "source/ethtool_link.h"
#include "source/netdev_name.h"
#include "source/node.h"

static bool read_text(int folder, const struct netdev_device *d, const char *attribute, char *buf, size_t size)
{
	char path[NETDEV_NAME + 32];

	snprintf(path, sizeof(path), "%s/%s", d->member.facts.name, attribute);
	return node_read_text_at(folder, path, buf, size) == 0;
}

static uint32_t read_number(int folder, const struct netdev_device *d, const char *attribute, uint32_t max)
{
	char buf[32];
	uint32_t v;

	return read_text(folder, d, attribute, buf, sizeof(buf)) && parse_u32(buf, 0, max, &v) == 0 ? v : 0;
}

void netdev_device_read_fixed(int folder, struct netdev_device *d)
{
	char name[32], switch_id[NETDEV_SWITCH_ID];
	uint32_t number;
	int subport;

	d->member.facts.if_index = read_number(folder, d, "ifindex", INT32_MAX);
	d->known = d->member.facts.if_index > 0;
	/* Without the switch's identifier, "p0" may be of any network card. */
	if (!read_text(folder, d, "phys_port_name", name, sizeof(name)) ||
	    !netdev_phys_parse(name, &number, &subport) ||
	    !read_text(folder, d, "phys_switch_id", switch_id, sizeof(switch_id)))
		return;
	TEXT_SET(d->fixed_phys.switch_id, switch_id);
	d->fixed_phys.number = number;
	d->fixed_subport = subport;
}

static enum tristate read_admin_up(int folder, const struct netdev_device *d)
{
	char buf[32];
	unsigned long flags;
	char *end;

	if (!read_text(folder, d, "flags", buf, sizeof(buf)) || buf[0] != '0')
		return TRI_UNKNOWN;
	flags = strtoul(buf, &end, 16);
	return *end ? TRI_UNKNOWN : flags & IFF_UP ? TRI_YES : TRI_NO;
}

/* A device that is down has no carrier to tell of. */
static enum tristate read_carrier(int folder, const struct netdev_device *d)
{
	char buf[32];

	if (d->member.facts.admin_up == TRI_NO)
		return TRI_UNKNOWN;
	if (read_text(folder, d, "carrier", buf, sizeof(buf)))
		return strcmp(buf, "1") == 0 ? TRI_YES : strcmp(buf, "0") == 0 ? TRI_NO : TRI_UNKNOWN;
	if (!read_text(folder, d, "operstate", buf, sizeof(buf)))
		return TRI_UNKNOWN;
	return strcmp(buf, "up") == 0 ? TRI_YES : strcmp(buf, "down") == 0 ? TRI_NO : TRI_UNKNOWN;
}

void netdev_device_read_facts(int folder, struct netdev_device *d, bool live)
{
	struct host_netdev *facts = &d->member.facts;
	enum tristate carrier;

	if (live || facts->if_index == 0)
		facts->if_index = read_number(folder, d, "ifindex", INT32_MAX);
	facts->admin_up = read_admin_up(folder, d);
	carrier = read_carrier(folder, d);
	/* What went with the link may come back as something else. */
	if (carrier != facts->carrier)
		ethtool_link_apply(NULL, facts);
	/* Without a link the kernel says -1, or that it can't tell. */
	if (live || carrier != facts->carrier)
		facts->speed_mbps = read_number(folder, d, "speed", 10000000);
	facts->carrier = carrier;
}
