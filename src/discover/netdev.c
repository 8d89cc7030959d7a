/* SPDX-License-Identifier: BSD-3-Clause */
/* Network devices with hardware behind them, and whether they answer for a module. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "discover/hunt.h"
#include "discover/name.h"
#include "discover/number.h"
#include "source/devlink.h"
#include "source/ethtool.h"
#include "source/netdev_name.h"

#define NET "/sys/class/net"
#define ARPHRD_ETHER_TEXT "1"

static bool is_copper(const struct hunt *h, const char *netdev)
{
	return h->how->copper ? h->how->copper(netdev) : !h->root[0] && source_has_copper(netdev);
}

/* Is what its parent says true of this network device alone? */
static bool is_only_child(const struct hunt *h, const char *folder)
{
	return hunt_count(h, folder, "device/net") == 1;
}

/* The cage that the device tree says is wired to the device or to its PHY. */
static uint32_t cage_of(const struct hunt *h, const char *folder)
{
	char path[FIND_PATH + 16];
	uint32_t handle = hunt_cell(h, folder, "sfp");

	TEXT_FORMAT(path, "%s/phydev", folder);
	if (handle == 0)
		handle = hunt_cell(h, path, "sfp");
	TEXT_FORMAT(path, "%s/device", folder);
	if (handle == 0 && is_only_child(h, folder))
		handle = hunt_cell(h, path, "sfp");
	return handle;
}

/* As source/netdev.c numbers ports: by devlink, else by phys_port_name on a switch. */
static void find_number(const struct hunt *h, const char *folder, struct item *it)
{
	const struct devlink_port *port;
	char text[SWITCH_ID];
	uint32_t index;
	int subport;

	if (!hunt_text(h, folder, "ifindex", text, sizeof(text)) || parse_u32(text, 1, INT32_MAX, &index) < 0)
		return;
	port = h->how->devlink ? devlink_find(h->how->devlink, index) : NULL;
	if (port) {
		const char *slash = strchr(port->handle, '/');

		TEXT_SET(it->switch_id, port->handle);
		it->number = port->number;
		it->subport = port->subport;
		TEXT_FORMAT(it->key, "net:%.48s/p%u", slash ? slash + 1 : port->handle, port->number);
		return;
	}
	if (!hunt_text(h, folder, "phys_port_name", text, sizeof(text)) ||
	    !netdev_phys_parse(text, &it->number, &subport))
		return;
	hunt_text(h, folder, "phys_switch_id", it->switch_id, sizeof(it->switch_id));
	it->subport = subport;
}

/* By the hardware, so that a new name is not a new port. */
static void find_key(const struct hunt *h, const char *folder, struct item *it)
{
	char device[64], port[32];

	if (it->key[0])
		return;
	if (!hunt_link(h, folder, "device", device, sizeof(device)))
		TEXT_FORMAT(it->key, "if:%.16s", it->find.name);
	else if (it->switch_id[0])
		TEXT_FORMAT(it->key, "net:%.48s/p%u", device, it->number);
	else if (hunt_text(h, folder, "dev_port", port, sizeof(port)))
		TEXT_FORMAT(it->key, "net:%.48s/d%.16s", device, port);
	else
		TEXT_FORMAT(it->key, "net:%.48s", device);
}

/* Why it is not asked; NULL if it is. */
static const char *not_asked(const struct hunt *h, const char *folder)
{
	char text[64];

	if (hunt_exists(h, folder, "device/physfn"))
		return "a virtual function";
	if (hunt_exists(h, folder, "phy80211") || hunt_exists(h, folder, "wireless"))
		return "wireless";
	/* "pf0", "c1pf0vf3": what a smart network card shows of its functions. */
	if (hunt_text(h, folder, "phys_port_name", text, sizeof(text)) && (strstr(text, "pf") || strstr(text, "vf")))
		return "stands for a function, not for a cage";
	if (!h->how->ethtool && h->root[0])
		return "not asked below a root";
	return NULL;
}

/*
 * A driver that answers has a cage, and what makes no sense is a broken module. One that fails may have an
 * empty cage, or nothing of the kind: it is a port from when a module was read on. Otherwise it would be an unreadable
 * port for ever.
 */
static void judge(const struct hunt *h, struct item *it)
{
	int error = it->look.error;

	it->source = SOURCE_ETHTOOL;
	it->way = WAY_ETHTOOL;
	it->kept = it->look.result != LOOK_MODULE;
	if (it->look.result != LOOK_FAILED && !it->look.blank)
		return;
	if (error != -EOPNOTSUPP && numbers_find(h->numbers, it->key))
		return;
	it->way = WAY_NONE;
	it->kept = false;
	if (error == -EOPNOTSUPP)
		TEXT_SET(it->find.why, "its driver shows no module");
	else if (error == -EPERM || error == -EACCES)
		TEXT_SET(it->find.why, "reading its module needs the capability CAP_NET_ADMIN");
	else if (is_copper(h, it->find.name))
		TEXT_SET(it->find.why, "a twisted-pair socket");
	else
		TEXT_FORMAT(it->find.why, "no port until a module can be read: %s", it->look.words);
}

static void ask(const struct hunt *h, struct item *it)
{
	struct port_decl port = { .source = SOURCE_ETHTOOL, .path = it->find.name };
	struct ethtool_kernel *kernel = h->how->ethtool;
	struct source *source;

	if ((kernel ? source_ethtool_open(&port, kernel, &source) : source_open(&port, "", &source)) < 0)
		return;
	look_at(source, &it->look);
	source_close(source);
	judge(h, it);
}

static int add_netdev(struct hunt *h, const char *name)
{
	char folder[FIND_PATH], type[16];
	const char *why;
	struct item it;

	if (strlen(name) >= NETDEV_NAME)
		return 0;
	TEXT_FORMAT(folder, NET "/%.16s", name);
	if (!hunt_text(h, folder, "type", type, sizeof(type)) || strcmp(type, ARPHRD_ETHER_TEXT) != 0)
		return 0;
	item_init(&it, FIND_NETDEV, name);
	find_number(h, folder, &it);
	/* A bridge, a bond, a tunnel. */
	if (!it.switch_id[0] && !hunt_exists(h, folder, "device"))
		return 0;
	TEXT_SET(it.find.path, folder);
	hunt_link(h, folder, "device/driver", it.find.driver, sizeof(it.find.driver));
	hunt_text(h, folder, "phys_port_id", it.port_id, sizeof(it.port_id));
	find_key(h, folder, &it);
	it.cage_handle = cage_of(h, folder);
	why = not_asked(h, folder);
	if (why)
		TEXT_SET(it.find.why, why);
	else
		ask(h, &it);
	return rows_add(&h->items, &it, sizeof(it));
}

int hunt_netdevs(struct hunt *h)
{
	return hunt_folder(h, NET, add_netdev);
}
