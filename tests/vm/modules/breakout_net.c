// SPDX-License-Identifier: GPL-2.0-only
/*
 * A switch of network devices with optical modules, for tests: devlink ports
 * of four lanes that can be split in two or four, and modules that can be read
 * by page. Port N is swpN; split, it is swpNs0, swpNs1...
 *
 * Below debugfs, breakout_net/N/ has
 *
 *   image      memory of the module (image.h)
 *   error      errno that reading it fails with; 0: none
 *   reads, bytes   of the module's memory
 */
#include <linux/debugfs.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/version.h>
#include <net/devlink.h>

#include "image.h"

#define MAX_PORTS 8
#define LANES 4
#define LANE_MBPS 25000

static unsigned int ports = 1;
module_param(ports, uint, 0444);
MODULE_PARM_DESC(ports, "how many ports");

struct port;

struct subport {
	struct devlink_port devlink;
	struct net_device *netdev;
	struct port *port;
};

struct port {
	struct image image;
	unsigned int number;
	unsigned int count; /* of subports in use */
	struct subport sub[LANES];
	u32 error;
	u64 reads;
	u64 bytes;
};

struct box {
	struct port port[MAX_PORTS];
};

/* What a network device has of ours. */
struct netdev_priv {
	struct subport *sub;
};

static struct platform_device *parent;
static struct devlink *devlink;
static struct dentry *folder;

static struct subport *subport_of(struct net_device *netdev)
{
	return ((struct netdev_priv *)netdev_priv(netdev))->sub;
}

/* ethtool. */

static int read_page(struct port *p, const struct ethtool_module_eeprom *want)
{
	struct image *image = &p->image;
	bool a2 = want->i2c_address == 0x51;
	size_t size = a2 ? image->size - image->a0_size : image->a0_size;
	size_t at = want->offset + (want->offset < HALF ? 0 : want->page * (size_t)HALF);

	if (want->bank != 0 || at + want->length > size)
		return -EINVAL;
	memcpy(want->data, image->bytes + (a2 ? image->a0_size : 0) + at, want->length);
	p->bytes += want->length;
	return want->length;
}

static int get_module_eeprom_by_page(struct net_device *netdev, const struct ethtool_module_eeprom *want,
				     struct netlink_ext_ack *extack)
{
	struct port *p = subport_of(netdev)->port;
	int r;

	mutex_lock(&p->image.lock);
	p->reads++;
	r = p->error ? -(int)p->error : read_page(p, want);
	mutex_unlock(&p->image.lock);
	return r;
}

static int get_link_ksettings(struct net_device *netdev, struct ethtool_link_ksettings *settings)
{
	struct port *p = subport_of(netdev)->port;

	settings->lanes = LANES / p->count;
	settings->base.speed = settings->lanes * LANE_MBPS;
	settings->base.duplex = DUPLEX_FULL;
	settings->base.port = PORT_FIBRE;
	return 0;
}

static const struct ethtool_ops ethtool_operations = {
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_ksettings,
	.get_module_eeprom_by_page = get_module_eeprom_by_page,
};

/* Network devices. */

static int netdev_open(struct net_device *netdev)
{
	netif_carrier_on(netdev);
	netif_start_queue(netdev);
	return 0;
}

static int netdev_stop(struct net_device *netdev)
{
	netif_stop_queue(netdev);
	netif_carrier_off(netdev);
	return 0;
}

static netdev_tx_t netdev_transmit(struct sk_buff *skb, struct net_device *netdev)
{
	dev_kfree_skb(skb);
	return NETDEV_TX_OK;
}

/* Since Linux 6.2 the network device knows its port, and the port follows it by itself. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
#define PORT_FOLLOWS_NETDEV 1
#else
#define PORT_FOLLOWS_NETDEV 0
static struct devlink_port *netdev_devlink_port(struct net_device *netdev)
{
	return &subport_of(netdev)->devlink;
}
#endif

static const struct net_device_ops netdev_operations = {
	.ndo_open = netdev_open,
	.ndo_stop = netdev_stop,
	.ndo_start_xmit = netdev_transmit,
#if !PORT_FOLLOWS_NETDEV
	.ndo_get_devlink_port = netdev_devlink_port,
#endif
};

static int netdev_add(struct subport *sub, unsigned int number)
{
	struct net_device *netdev = alloc_etherdev(sizeof(struct netdev_priv));
	struct port *p = sub->port;
	int r;

	if (!netdev)
		return -ENOMEM;
	((struct netdev_priv *)netdev_priv(netdev))->sub = sub;
	SET_NETDEV_DEV(netdev, &parent->dev);
	netdev->netdev_ops = &netdev_operations;
	netdev->ethtool_ops = &ethtool_operations;
	eth_hw_addr_random(netdev);
	if (p->count == 1)
		snprintf(netdev->name, sizeof(netdev->name), "swp%u", p->number);
	else
		snprintf(netdev->name, sizeof(netdev->name), "swp%us%u", p->number, number);
	netif_carrier_off(netdev);
#if PORT_FOLLOWS_NETDEV
	SET_NETDEV_DEVLINK_PORT(netdev, &sub->devlink);
#endif
	r = register_netdev(netdev);
	if (r < 0) {
		free_netdev(netdev);
		return r;
	}
	sub->netdev = netdev;
#if !PORT_FOLLOWS_NETDEV
	devlink_port_type_eth_set(&sub->devlink, netdev);
#endif
	return 0;
}

/* devlink, under its lock. */

static int port_set(struct port *p, unsigned int count);

static int port_split(struct devlink *unused, struct devlink_port *port, unsigned int count,
		      struct netlink_ext_ack *extack)
{
	if (count != 2 && count != LANES)
		return -EINVAL;
	return port_set(container_of(port, struct subport, devlink)->port, count);
}

static int port_unsplit(struct devlink *unused, struct devlink_port *port, struct netlink_ext_ack *extack)
{
	return port_set(container_of(port, struct subport, devlink)->port, 1);
}

/* Since Linux 6.5 the port has these, not the device. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
static const struct devlink_port_ops port_operations = {
	.port_split = port_split,
	.port_unsplit = port_unsplit,
};
static const struct devlink_ops devlink_operations;

static int port_register(struct devlink_port *port, unsigned int index)
{
	return devl_port_register_with_ops(devlink, port, index, &port_operations);
}
#else
static const struct devlink_ops devlink_operations = {
	.port_split = port_split,
	.port_unsplit = port_unsplit,
};

static int port_register(struct devlink_port *port, unsigned int index)
{
	return devl_port_register(devlink, port, index);
}
#endif

static int subport_add(struct port *p, unsigned int number)
{
	struct subport *sub = &p->sub[number];
	struct devlink_port_attrs attrs = {
		.flavour = DEVLINK_PORT_FLAVOUR_PHYSICAL,
		.split = p->count > 1,
		.splittable = p->count == 1,
		.lanes = LANES / p->count,
		.phys = { .port_number = p->number, .split_subport_number = number },
		.switch_id = { .id = "BREAKOUT", .id_len = 8 },
	};
	int r;

	memset(sub, 0, sizeof(*sub));
	sub->port = p;
	devlink_port_attrs_set(&sub->devlink, &attrs);
	r = port_register(&sub->devlink, p->number * 2 * LANES + (p->count == 1 ? 0 : 1 + number));
	if (r < 0)
		return r;
	r = netdev_add(sub, number);
	if (r < 0)
		devl_port_unregister(&sub->devlink);
	return r;
}

static void port_clear(struct port *p)
{
	for (unsigned int i = 0; i < LANES; i++) {
		struct subport *sub = &p->sub[i];

		if (!sub->netdev)
			continue;
#if !PORT_FOLLOWS_NETDEV
		devlink_port_type_clear(&sub->devlink);
#endif
		unregister_netdev(sub->netdev);
		devl_port_unregister(&sub->devlink);
		free_netdev(sub->netdev);
		sub->netdev = NULL;
	}
}

static int port_set(struct port *p, unsigned int count)
{
	int r = 0;

	port_clear(p);
	p->count = count;
	for (unsigned int i = 0; i < count && r == 0; i++)
		r = subport_add(p, i);
	return r;
}

/* All of it. */

static int port_add(struct port *p, unsigned int number)
{
	struct dentry *d;
	char name[8];
	int r = image_init(&p->image);

	if (r < 0)
		return r;
	p->number = number;
	snprintf(name, sizeof(name), "%u", number);
	d = debugfs_create_dir(name, folder);
	debugfs_create_file("image", 0600, d, &p->image, &image_operations);
	debugfs_create_u32("error", 0600, d, &p->error);
	debugfs_create_u64("reads", 0600, d, &p->reads);
	debugfs_create_u64("bytes", 0600, d, &p->bytes);
	return port_set(p, 1);
}

static void breakout_net_exit(void)
{
	struct box *box;

	debugfs_remove_recursive(folder);
	if (devlink) {
		box = devlink_priv(devlink);
		devlink_unregister(devlink);
		devl_lock(devlink);
		for (unsigned int i = 0; i < MAX_PORTS; i++)
			port_clear(&box->port[i]);
		devl_unlock(devlink);
		for (unsigned int i = 0; i < MAX_PORTS; i++)
			image_free(&box->port[i].image);
		devlink_free(devlink);
	}
	if (!IS_ERR_OR_NULL(parent))
		platform_device_unregister(parent);
}

static int __init breakout_net_init(void)
{
	struct box *box;
	int r = 0;

	if (ports < 1 || ports > MAX_PORTS)
		return -EINVAL;
	parent = platform_device_register_simple("breakout_net", -1, NULL, 0);
	if (IS_ERR(parent))
		return PTR_ERR(parent);
	devlink = devlink_alloc(&devlink_operations, sizeof(*box), &parent->dev);
	if (!devlink) {
		platform_device_unregister(parent);
		return -ENOMEM;
	}
	box = devlink_priv(devlink);
	folder = debugfs_create_dir("breakout_net", NULL);
	devlink_register(devlink);
	devl_lock(devlink);
	for (unsigned int i = 0; i < ports && r == 0; i++)
		r = port_add(&box->port[i], 1 + i);
	devl_unlock(devlink);
	if (r < 0)
		breakout_net_exit();
	return r;
}

module_init(breakout_net_init);
module_exit(breakout_net_exit);
MODULE_DESCRIPTION("Network devices with optical modules and devlink ports, for breakoutd's tests");
MODULE_LICENSE("GPL");
