/* SPDX-License-Identifier: BSD-3-Clause */
/* Modules found in trees of files that imitate /sys, with network devices of a kernel made up here. */
#include "test.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/text.h"
#include "cli_run.h"
#include "discover/discover.h"
#include "discover/number.h"
#include "discover/watch.h"
#include "eeprom/eeprom.h"
#include "scratch.h"
#include "source/ethtool_kernel.h"

#define I2C_FOLDER "sys/bus/i2c/devices"
#define I2C I2C_FOLDER "/"
#define NET_FOLDER "sys/class/net"
#define NET NET_FOLDER "/"
#define PLATFORM "sys/bus/platform/devices/"

/* The memory of a module, up to page 00h. */
static void module_memory(const char *type, uint32_t seed, uint8_t memory[256])
{
	const struct eeprom_identity identity = { .seed = seed };
	struct module *m = module_new();
	struct image *img = image_new();
	uint8_t all[65536];
	size_t len;

	assert_int_equal(eeprom_module_of_type(module_type_find(type), &identity, m), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, all, sizeof(all), &len), 0);
	assert_true(len >= 256);
	memcpy(memory, all, 256);
	module_unref(m);
	image_free(img);
}

/* A folder, which may be there already. */
static void folder(const struct scratch *s, const char *name)
{
	char path[SCRATCH_PATH];

	if (access(scratch_path(s, name, path), F_OK) < 0)
		scratch_mkdir(s, name);
}

/* printf() into a file name. */
static void put(const struct scratch *s, const char *text, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void put(const struct scratch *s, const char *text, const char *fmt, ...)
{
	char name[SCRATCH_PATH];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	scratch_text(s, name, text);
}

static void link_to(const struct scratch *s, const char *target, const char *in, const char *name)
{
	char path[SCRATCH_PATH], made[SCRATCH_PATH];

	folder(s, target);
	snprintf(path, sizeof(path), "%s/%s", in, name);
	folder(s, in);
	snprintf(made, sizeof(made), "%s/%s", s->dir, target);
	scratch_symlink(s, made, path);
}

/* A device with a memory of `size` bytes, that of a module in front. `type` NULL: no such file yet. */
static void device(const struct scratch *s, const char *name, const char *driver, const char *type, uint32_t seed,
                   size_t size)
{
	char in[64], path[128], target[64];
	uint8_t *memory = calloc(1, size);

	assert_non_null(memory);
	snprintf(in, sizeof(in), I2C "%s", name);
	snprintf(path, sizeof(path), "%s/eeprom", in);
	snprintf(target, sizeof(target), "sys/bus/i2c/drivers/%s", driver);
	link_to(s, target, in, "driver");
	if (type) {
		uint8_t first[256];

		module_memory(type, seed, first);
		memcpy(memory, first, size < 256 ? size : 256);
	}
	scratch_write(s, path, memory, size);
	free(memory);
}

static void optoe(const struct scratch *s, const char *name, const char *class, const char *label, const char *type,
                  uint32_t seed)
{
	device(s, name, "optoe", type, seed, 1024);
	put(s, class, I2C "%s/dev_class", name);
	put(s, label, I2C "%s/port_name", name);
}

/* A kernel's answer about the module of each network device. */
static struct fake {
	struct ethtool_kernel base;
	struct {
		const char *name;
		int error;
		const char *type;
		uint32_t seed;
	} devices[2 * PORT_MAX_NETDEVS];
	unsigned asked;
} fake;

static uint32_t fake_index(struct ethtool_kernel *k, const char *name)
{
	(void)k;
	for (uint32_t i = 0; i < ARRAY_SIZE(fake.devices); i++) {
		if (fake.devices[i].name && strcmp(fake.devices[i].name, name) == 0)
			return i + 1;
	}
	return 0;
}

static bool fake_exists(struct ethtool_kernel *k, uint32_t if_index)
{
	(void)k;
	return if_index;
}

static int fake_page(struct ethtool_kernel *k, uint32_t if_index, struct image_addr at, size_t len, uint8_t *buf)
{
	uint8_t memory[256];

	(void)k;
	fake.asked++;
	if (fake.devices[if_index - 1].error)
		return fake.devices[if_index - 1].error;
	module_memory(fake.devices[if_index - 1].type, fake.devices[if_index - 1].seed, memory);
	memcpy(buf, memory + at.offset, len);
	return (int)len;
}

static int fake_info(struct ethtool_kernel *k, uint32_t if_index, uint32_t *ret_type, uint32_t *ret_len)
{
	(void)k;
	(void)if_index;
	(void)ret_type;
	(void)ret_len;
	return -EOPNOTSUPP;
}

static int fake_linear(struct ethtool_kernel *k, uint32_t if_index, uint32_t offset, size_t len, uint8_t *buf)
{
	(void)k;
	(void)if_index;
	(void)offset;
	(void)len;
	(void)buf;
	return -EOPNOTSUPP;
}

static const char *fake_why(const struct ethtool_kernel *k)
{
	(void)k;
	return "";
}

static void fake_close(struct ethtool_kernel *k)
{
	(void)k;
}

static const struct ethtool_kernel_ops fake_ops = { fake_index,  fake_exists, fake_page, fake_info,
	                                            fake_linear, fake_why,    fake_close };

static bool fake_copper(const char *netdev)
{
	return strncmp(netdev, "copper", 6) == 0;
}

static void netdev(const struct scratch *s, const char *name, const char *device_name, unsigned n, int error,
                   const char *type, uint32_t seed)
{
	char in[64], target[64];

	snprintf(in, sizeof(in), NET "%s", name);
	snprintf(target, sizeof(target), "sys/devices/pci0000:00/%s", device_name);
	link_to(s, target, in, "device");
	put(s, "1\n", NET "%s/type", name);
	put(s, "1\n", NET "%s/ifindex", name);
	fake.base.ops = &fake_ops;
	fake.devices[n].name = name;
	fake.devices[n].error = error;
	fake.devices[n].type = type;
	fake.devices[n].seed = seed;
}

static int fake_setup(void **state)
{
	memset(&fake, 0, sizeof(fake));
	return scratch_setup(state);
}

static struct discovery *look_in(const struct scratch *s, const struct numbers *numbers)
{
	const struct discover_how how = {
		.root = s->dir,
		.numbers = numbers,
		.ethtool = fake.base.ops ? &fake.base : NULL,
		.copper = fake_copper,
	};
	struct discovery *d;

	assert_int_equal(discover(&how, &d), 0);
	return d;
}

static const struct find *found(const struct discovery *d, const char *name)
{
	for (size_t i = 0; i < d->find_count; i++) {
		if (strcmp(d->finds[i].name, name) == 0)
			return &d->finds[i];
	}
	fail_msg("%s was not found", name);
	return NULL;
}

/* "1 port1 sysfs /sys/... eth0,eth1|..." of all ports. */
static void check_ports(const struct discovery *d, const char *expected)
{
	char buf[4096];
	struct text t;

	text_init(&t, buf, sizeof(buf));
	for (size_t i = 0; i < d->topology->port_count; i++) {
		const struct port_decl *p = &d->topology->ports[i];

		text_item(&t, "|", "%u %s %s %s", p->index, p->name, code_name(source_kind_labels, p->source), p->path);
		for (unsigned k = 0; k < p->netdev_count; k++)
			text_printf(&t, "%s%s", k ? "," : " ", p->netdevs[k]);
	}
	assert_string_equal(buf, expected);
}

static void check_why(const struct discovery *d, const char *name, const char *why)
{
	const struct find *f = found(d, name);

	if (!strstr(f->why, why))
		fail_msg("%s: said \"%s\", expected \"%s\"", name, f->why, why);
	assert_row(f->port == FIND_NO_PORT, name);
}

static void nodes_are_ports_in_the_order_of_their_names(void **state)
{
	struct scratch *s = *state;
	struct discovery *d;

	optoe(s, "12-0050", "1\n", "port10\n", "100g-sr4", 1);
	optoe(s, "11-0050", "1\n", "port2\n", "40g-sr4", 2);
	optoe(s, "10-0050", "2\n", "port1\n", NULL, 0);
	/* An empty cage: reading it fails. */
	scratch_unlink(s, I2C "10-0050/eeprom");
	scratch_symlink(s, "/proc/self/mem", I2C "10-0050/eeprom");
	d = look_in(s, NULL);
	check_ports(d, "1 port1 sysfs /" I2C "10-0050/eeprom|2 port2 sysfs /" I2C
	               "11-0050/eeprom|10 port10 sysfs /" I2C "12-0050/eeprom");
	assert_non_null(strstr(found(d, "12-0050")->holds, "100GBASE-SR4"));
	assert_string_equal(found(d, "10-0050")->holds, "");
	assert_string_equal(d->keys[2], "node:12-0050");
	discovery_free(d);

	/* Nobody named them; two are named alike. */
	scratch_text(s, I2C "12-0050/port_name", "unitialized\n");
	d = look_in(s, NULL);
	check_ports(d, "1 12-0050 sysfs /" I2C "12-0050/eeprom|2 port1 sysfs /" I2C "10-0050/eeprom|3 port2 sysfs /" I2C
	               "11-0050/eeprom");
	discovery_free(d);
	scratch_text(s, I2C "12-0050/port_name", "port2\n");
	d = look_in(s, NULL);
	check_ports(d, "1 port1 sysfs /" I2C "10-0050/eeprom|2 port2-11-0050 sysfs /" I2C
	               "11-0050/eeprom|3 port2-12-0050 sysfs /" I2C "12-0050/eeprom");
	discovery_free(d);

	/* PDDF numbers them. */
	put(s, "33\n", I2C "10-0050/port_index");
	put(s, "32\n", I2C "11-0050/port_index");
	put(s, "31\n", I2C "12-0050/port_index");
	put(s, "1\n", I2C "12-0050/sfp_is_present");
	d = look_in(s, NULL);
	assert_int_equal(d->topology->ports[0].index, 31);
	assert_string_equal(d->topology->ports[0].presence_path, "/" I2C "12-0050/sfp_is_present");
	assert_null(d->topology->ports[1].presence_path);
	assert_int_equal(d->topology->ports[2].index, 33);
	discovery_free(d);
}

static void other_memories_are_no_ports(void **state)
{
	struct scratch *s = *state;
	uint8_t memory[256] = "TlvInfo";
	struct discovery *d;

	device(s, "1-0050", "at24", "10g-sr", 1, 256);
	device(s, "2-0050", "at24", NULL, 0, 256);
	scratch_write(s, I2C "2-0050/eeprom", memory, sizeof(memory));
	device(s, "3-0050", "at24", "10g-sr", 2, 8192);
	device(s, "4-0050", "ee1004", "10g-sr", 3, 512);
	device(s, "5-0051", "at24", "10g-sr", 4, 256);
	device(s, "6-0050", "at24", NULL, 0, 256);
	memset(memory, 0xff, sizeof(memory));
	scratch_write(s, I2C "6-0050/eeprom", memory, sizeof(memory));
	device(s, "7-0050", "at24", NULL, 0, 256);
	memset(memory, 0, sizeof(memory));
	memory[0] = 0x23;
	memory[2] = 0x0c;
	scratch_write(s, I2C "7-0050/eeprom", memory, sizeof(memory));
	/* One bit of a module's vendor is wrong: its checksum is. */
	device(s, "8-0050", "at24", NULL, 0, 256);
	module_memory("10g-sr", 5, memory);
	memory[25] ^= 1;
	scratch_write(s, I2C "8-0050/eeprom", memory, sizeof(memory));
	device(s, "9-0050", "accton_i2c_sfp", "10g-sr", 6, 256);
	put(s, "1\n", I2C "9-0050/sfp_select_port");
	/* Nothing answers: empty, or no cage at all. */
	device(s, "10-0050", "at24", NULL, 0, 256);
	scratch_unlink(s, I2C "10-0050/eeprom");
	scratch_symlink(s, "/proc/self/mem", I2C "10-0050/eeprom");
	d = look_in(s, NULL);
	check_ports(d, "1 1-0050 sysfs /" I2C "1-0050/eeprom");
	check_why(d, "2-0050", "TlvInfo");
	check_why(d, "3-0050", "8192 bytes");
	check_why(d, "4-0050", "DIMM");
	check_why(d, "5-0051", "0x50");
	check_why(d, "6-0050", "all bytes are ffh");
	check_why(d, "7-0050", "DIMM");
	check_why(d, "8-0050", "checksum");
	check_why(d, "9-0050", "one node for many");
	check_why(d, "10-0050", "not known to be a cage");
	assert_true(d->undecided);
	discovery_free(d);
}

static void subports_are_one_port(void **state)
{
	static const char *const names[] = { "swp1s0", "swp1s1", "swp2", "swp10" };
	static const char *const phys[] = { "p1s0", "p1s1", "p2", "p10" };
	struct scratch *s = *state;
	struct discovery *d;

	for (unsigned i = 0; i < 4; i++) {
		netdev(s, names[i], "0000:03:00.0", i, i == 2 ? -ENODEV : 0, "100g-sr4", i < 2 ? 1 : i);
		put(s, phys[i], NET "%s/phys_port_name", names[i]);
		put(s, "aa00\n", NET "%s/phys_switch_id", names[i]);
	}
	d = look_in(s, NULL);
	check_ports(d, "1 swp1 ethtool swp1s0 swp1s0,swp1s1|2 swp2 ethtool swp2 swp2|10 swp10 ethtool swp10 swp10");
	assert_string_equal(d->keys[0], "net:0000:03:00.0/p1");
	discovery_free(d);
}

/* An 8-way split: all eight, in the order of subports. */
static void all_subports_of_the_widest_split_are_there(void **state)
{
	static const char *const names[] = { "swp1s3", "swp1s0", "swp1s7", "swp1s1", "swp1s6", "swp1s2", "swp1s5",
		                             "swp1s4" };
	struct scratch *s = *state;
	struct discovery *d;

	for (unsigned i = 0; i < ARRAY_SIZE(names); i++) {
		netdev(s, names[i], "0000:03:00.0", i, 0, "400g-sr8", 1);
		put(s, names[i] + 2, NET "%s/phys_port_name", names[i]);
		put(s, "aa00\n", NET "%s/phys_switch_id", names[i]);
	}
	d = look_in(s, NULL);
	check_ports(d, "1 swp1 ethtool swp1s0 swp1s0,swp1s1,swp1s2,swp1s3,swp1s4,swp1s5,swp1s6,swp1s7");
	discovery_free(d);
}

static void what_is_no_cage_is_no_port(void **state)
{
	struct scratch *s = *state;
	struct numbers *numbers = numbers_new();
	struct discovery *d;

	netdev(s, "eth0", "0000:01:00.0", 0, 0, "10g-sr", 1);
	netdev(s, "eth1", "0000:01:00.1", 1, -EOPNOTSUPP, NULL, 0);
	netdev(s, "copper0", "0000:02:00.0", 2, -EIO, NULL, 0);
	netdev(s, "eth2", "0000:02:00.1", 3, -EIO, NULL, 0);
	netdev(s, "vf0", "0000:01:10.0", 4, 0, "10g-sr", 2);
	link_to(s, "sys/devices/pci0000:00/0000:01:00.0", "sys/devices/pci0000:00/0000:01:10.0", "physfn");
	netdev(s, "rep0", "0000:01:00.0", 5, 0, "10g-sr", 3);
	put(s, "pf0vf1\n", NET "rep0/phys_port_name");
	put(s, "aa00\n", NET "rep0/phys_switch_id");
	netdev(s, "secret", "0000:04:00.0", 6, -EPERM, NULL, 0);
	/* No hardware at all. */
	put(s, "1\n", NET "br0/type");
	put(s, "772\n", NET "lo/type");
	d = look_in(s, NULL);
	check_ports(d, "1 eth0 ethtool eth0 eth0");
	check_why(d, "eth2", "until a module can be read: Input/output error");
	assert_true(d->undecided);
	check_why(d, "eth1", "shows no module");
	check_why(d, "copper0", "twisted-pair");
	check_why(d, "vf0", "virtual function");
	check_why(d, "rep0", "not for a cage");
	check_why(d, "secret", "CAP_NET_ADMIN");
	assert_int_equal(d->find_count, 7);
	discovery_free(d);

	/* One with a module is a port, and is so without it from then on. */
	fake.devices[3].error = 0;
	fake.devices[3].type = "10g-sr";
	fake.devices[3].seed = 9;
	d = look_in(s, numbers);
	check_ports(d, "1 eth0 ethtool eth0 eth0|2 eth2 ethtool eth2 eth2");
	assert_int_equal(discovery_remember(d, numbers), 0);
	discovery_free(d);
	fake.devices[3].error = -EIO;
	d = look_in(s, numbers);
	check_ports(d, "1 eth0 ethtool eth0 eth0|2 eth2 ethtool eth2 eth2");
	discovery_free(d);
	numbers_free(numbers);
}

static void cell(const struct scratch *s, const char *in, const char *name, uint8_t value)
{
	const uint8_t bytes[4] = { 0, 0, 0, value };
	char path[SCRATCH_PATH];

	snprintf(path, sizeof(path), "%s/of_node/%s", in, name);
	scratch_write(s, path, bytes, sizeof(bytes));
}

/* A cage of the device tree: its network device, its adapter, and what the adapter has. */
static void device_tree(const struct scratch *s, int error)
{
	netdev(s, "eth0", "soc", 0, error, "10g-sr", 1);
	cell(s, NET "eth0", "sfp", 4);
	link_to(s, "sys/bus/platform/drivers/sfp", PLATFORM "soc:sfp-front", "driver");
	cell(s, PLATFORM "soc:sfp-front", "phandle", 4);
	cell(s, PLATFORM "soc:sfp-front", "i2c-bus", 7);
	cell(s, I2C "i2c-5", "phandle", 7);
	put(s, "i2c-mux (chan 0)\n", I2C "i2c-5/name");
}

static void ways_to_a_module_are_one_port(void **state)
{
	struct scratch *s = *state;
	struct discovery *d;

	device_tree(s, 0);
	d = look_in(s, NULL);
	check_ports(d, "1 front ethtool eth0 eth0");
	assert_string_equal(d->keys[0], "cage:soc:sfp-front");
	assert_int_equal(found(d, "i2c-5")->port, 0);
	discovery_free(d);

	/* The driver shows no module. */
	fake.devices[0].error = -EOPNOTSUPP;
	d = look_in(s, NULL);
	check_ports(d, "");
	check_why(d, "soc:sfp-front", "no way to its module");
	discovery_free(d);

	/* But there is the bus. */
	put(s, "", "dev/i2c-5");
	d = look_in(s, NULL);
	check_ports(d, "1 front i2c /dev/i2c-5 eth0");
	discovery_free(d);

	/* A driver with pages is the best way. */
	fake.devices[0].error = 0;
	optoe(s, "5-0050", "2\n", "unitialized\n", "10g-sr", 1);
	d = look_in(s, NULL);
	check_ports(d, "1 front sysfs /" I2C "5-0050/eeprom eth0");
	assert_string_equal(d->keys[0], "cage:soc:sfp-front");
	assert_non_null(strstr(found(d, "eth0")->why, "better way"));
	discovery_free(d);

	/* One of 256 bytes is not. */
	scratch_unlink(s, I2C "5-0050/dev_class");
	scratch_unlink(s, I2C "5-0050/driver");
	device(s, "5-0050", "at24", "10g-sr", 1, 256);
	d = look_in(s, NULL);
	check_ports(d, "1 front ethtool eth0 eth0");
	discovery_free(d);
}

static void one_serial_number_is_one_module(void **state)
{
	struct scratch *s = *state;
	struct discovery *d;

	optoe(s, "5-0050", "2\n", "port1\n", "10g-sr", 1);
	optoe(s, "6-0050", "2\n", "port2\n", "100g-aoc", 2);
	netdev(s, "eth0", "0000:01:00.0", 0, 0, "10g-sr", 1);
	netdev(s, "eth1", "0000:01:00.1", 1, 0, "10g-sr", 3);
	/* The other end of the cable, and no other way to this one. */
	netdev(s, "eth2", "0000:01:00.2", 2, 0, "100g-aoc", 2);
	d = look_in(s, NULL);
	check_ports(d, "1 eth1 ethtool eth1 eth1|2 eth2 ethtool eth2 eth2|3 port1 sysfs /" I2C
	               "5-0050/eeprom|4 port2 sysfs /" I2C "6-0050/eeprom");
	check_why(d, "eth0", "that of 5-0050");
	discovery_free(d);
}

static void platforms_list_their_ports(void **state)
{
	struct scratch *s = *state;
	struct discovery *d;

	optoe(s, "5-0050", "1\n", "unitialized\n", "100g-sr4", 1);
	optoe(s, "6-0050", "1\n", "unitialized\n", "100g-sr4", 2);
	optoe(s, "7-0050", "1\n", "unitialized\n", "100g-sr4", 3);
	folder(s, "sys_switch/transceiver/eth1");
	scratch_symlink(s, "../../../" I2C "6-0050/eeprom", "sys_switch/transceiver/eth1/eeprom");
	folder(s, "sys_switch/transceiver/eth2");
	scratch_symlink(s, "../../../" I2C "5-0050/eeprom", "sys_switch/transceiver/eth2/eeprom");
	put(s, "0\n", "sys_switch/transceiver/eth2/present");
	put(s, "128\n", "sys_switch/transceiver/number");
	d = look_in(s, NULL);
	check_ports(d, "1 eth1 sysfs /" I2C "6-0050/eeprom|2 eth2 sysfs /" I2C "5-0050/eeprom");
	assert_string_equal(d->topology->ports[1].presence_path, "/sys_switch/transceiver/eth2/present");
	check_why(d, "7-0050", "/sys_switch");
	discovery_free(d);
}

static void numbers_outlive_what_comes_and_goes(void **state)
{
	struct scratch *s = *state;
	struct numbers *numbers = numbers_new();
	struct discovery *d;

	device(s, "3-0050", "at24", "10g-sr", 1, 256);
	device(s, "4-0050", "at24", "10g-sr", 2, 256);
	d = look_in(s, numbers);
	check_ports(d, "1 3-0050 sysfs /" I2C "3-0050/eeprom|2 4-0050 sysfs /" I2C "4-0050/eeprom");
	assert_int_equal(discovery_remember(d, numbers), 0);
	discovery_free(d);

	/* Another comes in front, and the module of the first is pulled. */
	device(s, "2-0050", "at24", "10g-sr", 3, 256);
	scratch_unlink(s, I2C "3-0050/eeprom");
	scratch_symlink(s, "/proc/self/mem", I2C "3-0050/eeprom");
	d = look_in(s, numbers);
	check_ports(d, "1 3-0050 sysfs /" I2C "3-0050/eeprom|2 4-0050 sysfs /" I2C "4-0050/eeprom|3 2-0050 sysfs /" I2C
	               "2-0050/eeprom");
	assert_false(d->undecided);
	discovery_free(d);
	numbers_free(numbers);
}

static void adapters_are_left_alone(void **state)
{
	struct scratch *s = *state;
	struct discovery *d;
	struct discover_how how = { .root = s->dir };

	put(s, "SMBus I801\n", "sys/devices/i2c-0/name");
	put(s, "i2c-0-mux\n", "sys/devices/i2c-0/0-0070/i2c-1/name");
	folder(s, I2C_FOLDER);
	scratch_symlink(s, "../../../devices/i2c-0", I2C "i2c-0");
	scratch_symlink(s, "../../../devices/i2c-0/0-0070/i2c-1", I2C "i2c-1");
	put(s, "lone\n", I2C "i2c-2/name");
	put(s, "", "dev/i2c-0");
	put(s, "", "dev/i2c-1");
	d = look_in(s, NULL);
	check_why(d, "i2c-0", "not probed");
	check_why(d, "i2c-1", "not probed");
	check_why(d, "i2c-2", "i2c-dev is not loaded");
	assert_string_equal(found(d, "i2c-0")->about, "SMBus-I801");
	discovery_free(d);

	/* A file is no adapter, but it was tried. */
	how.probe = true;
	assert_int_equal(discover(&how, &d), 0);
	check_why(d, "i2c-0", "its channels are adapters");
	check_why(d, "i2c-1", "reading fails");
	discovery_free(d);
}

static void hostile_names_stay_names(void **state)
{
	struct scratch *s = *state;
	char path[SCRATCH_PATH], *error = NULL, long_name[70];
	struct cli_result r;
	struct config *config;
	FILE *f;

	memset(long_name, 'x', sizeof(long_name));
	long_name[sizeof(long_name) - 2] = '\n';
	long_name[sizeof(long_name) - 1] = '\0';
	optoe(s, "5-0050", "1\n", "a\" }\nport \"b\" {\n", "100g-sr4", 1);
	optoe(s, "6-0050", "nonsense\n", long_name, "100g-sr4", 2);
	optoe(s, "7-0050", "1\n", "\x01\xff#{\n", "100g-sr4", 3);
	optoe(s, "8-0050\n", "1\n", "port8\n", "100g-sr4", 4);
	put(s, "chip\n}\n", "sys/class/hwmon/hwmon0/name");
	put(s, "0x1", I2C "5-0050/present");
	r = cli_run("breakoutctl discover --root @", s->dir);
	assert_int_equal(r.code, 0);
	f = fopen(scratch_path(s, "made.conf", path), "we");
	assert_non_null(f);
	fputs(r.out, f);
	fclose(f);
	cli_result_release(&r);
	if (config_load(path, &config, &error) < 0)
		fail_msg("%s", error);
	assert_int_equal(config->topology->port_count, 3);
	assert_non_null(topology_port(config->topology, "a----port--b---"));
	config_free(config);
}

/* What is printed is what is served: ports, numbers, paths below the root. */
static void what_is_printed_reads_back(void **state)
{
	struct scratch *s = *state;
	char path[SCRATCH_PATH], *error = NULL;
	struct cli_result r;
	struct config *config;
	struct discovery *d;
	json_t *json;
	FILE *f;

	optoe(s, "12-0050", "1\n", "port3\n", "100g-sr4", 1);
	optoe(s, "11-0050", "1\n", "port4\n", "40g-sr4", 2);
	put(s, "1\n", I2C "11-0050/present");
	device(s, "2-0050", "at24", NULL, 0, 256);
	netdev(s, "eth0", "0000:01:00.0", 0, -EOPNOTSUPP, NULL, 0);
	r = cli_run("breakoutctl discover --root @", s->dir);
	assert_int_equal(r.code, 0);
	assert_non_null(strstr(r.out, "100GBASE-SR4"));
	assert_non_null(strstr(r.out, "#  node 2-0050: not a module: all bytes are 00h"));
	assert_non_null(strstr(r.out, "#  netdev eth0: not asked below a root"));
	f = fopen(scratch_path(s, "made.conf", path), "we");
	assert_non_null(f);
	fputs(r.out, f);
	fclose(f);
	cli_result_release(&r);
	if (config_load(path, &config, &error) < 0)
		fail_msg("%s", error);
	d = look_in(s, NULL);
	assert_true(discover_same(config->topology, d->topology));
	assert_string_equal(config->settings.root, s->dir);
	config_free(config);
	discovery_free(d);

	json = cli_run_json("breakoutctl discover --json --root @", s->dir);
	assert_int_equal(json_array_size(json_object_get(json, "ports")), 2);
	assert_int_equal(json_array_size(json_object_get(json, "found")), 4);
	json_decref(json);
	r = cli_run("breakoutctl discover --list --root @", s->dir);
	assert_non_null(strstr(r.out, "port3"));
	assert_non_null(strstr(r.out, "2-0050"));
	cli_result_release(&r);

	/* A configuration without ports shows the same ones. */
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f, "root = \"%s\"\nstate-directory = \"%s/state\"\n", s->dir, s->dir);
	fclose(f);
	json = cli_run_json("breakoutctl show ports --json -c @/made.conf", s->dir);
	assert_int_equal(json_array_size(json), 2);
	assert_string_equal(json_string_value(json_object_get(json_array_get(json, 0), "name")), "port3");
	json_decref(json);
	f = fopen(path, "ae");
	assert_non_null(f);
	fputs("discovery = false\n", f);
	fclose(f);
	json = cli_run_json("breakoutctl show ports --json -c @/made.conf", s->dir);
	assert_int_equal(json_array_size(json), 0);
	json_decref(json);
}

static void nothing_is_found_where_nothing_is(void **state)
{
	struct scratch *s = *state;
	struct discovery *d = look_in(s, NULL);

	assert_int_equal(d->find_count, 0);
	assert_int_equal(d->topology->port_count, 0);
	discovery_free(d);
}

static void signatures_see_hardware_only(void **state)
{
	struct scratch *s = *state;
	uint64_t before, after;

	optoe(s, "5-0050", "1\n", "port1\n", "100g-sr4", 1);
	folder(s, NET_FOLDER);
	before = discover_signature(s->dir);
	assert_true(before == discover_signature(s->dir));
	scratch_symlink(s, "../../devices/virtual/net/veth0", NET "veth0");
	assert_true(before == discover_signature(s->dir));
	scratch_symlink(s, "../../devices/pci0000:00/net/eth0", NET "eth0");
	after = discover_signature(s->dir);
	assert_true(before != after);
	folder(s, I2C "6-0050");
	assert_true(after != discover_signature(s->dir));
}

static struct discovery *take_soon(struct watch *w, int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint64_t count;

	assert_int_equal(poll(&p, 1, 10000), 1);
	assert_int_equal(read(fd, &count, sizeof(count)), sizeof(count));
	return watch_take(w, 0);
}

static void watchers_see_what_comes_and_goes(void **state)
{
	struct scratch *s = *state;
	struct settings settings = { .discovery_interval_ms = 20 };
	char dir[SCRATCH_PATH];
	struct discovery *d;
	struct state *writer;
	struct watch *w;
	int fd = eventfd(0, EFD_CLOEXEC);

	TEXT_SET(settings.root, s->dir);
	optoe(s, "5-0050", "1\n", "unitialized\n", "100g-sr4", 1);
	assert_int_equal(state_new(&writer), 0);
	assert_int_equal(watch_new(&settings, writer, scratch_path(s, "state", dir), fd, &w), 0);
	d = watch_take(w, 10000);
	assert_non_null(d);
	assert_int_equal(d->topology->port_count, 1);
	discovery_free(d);
	assert_null(watch_take(w, 10000));
	discovery_free(take_soon(w, fd));

	/* In front of it, and behind it in numbers. Files come one by one: more than one look may see it. */
	optoe(s, "4-0050", "1\n", "unitialized\n", "100g-sr4", 2);
	d = take_soon(w, fd);
	watch_look(w);
	discovery_free(d);
	d = take_soon(w, fd);
	if (d && d->topology->port_count < 2) {
		discovery_free(d);
		watch_look(w);
		d = take_soon(w, fd);
	}
	assert_non_null(d);
	assert_int_equal(d->topology->port_count, 2);
	assert_string_equal(d->topology->ports[0].name, "5-0050");
	assert_string_equal(d->topology->ports[1].name, "4-0050");
	discovery_free(d);

	watch_free(w);
	state_free(writer, 10000);
	close(fd);
}

/* A driver that is bound anew is gone for a moment. */
static void what_is_missing_must_be_missing_twice(void **state)
{
	struct scratch *s = *state;
	struct settings settings = { .discovery_interval_ms = 3600000 };
	int fd = eventfd(0, EFD_CLOEXEC);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char dir[SCRATCH_PATH];
	struct state *writer;
	struct discovery *d;
	struct watch *w;

	TEXT_SET(settings.root, s->dir);
	optoe(s, "4-0050", "1\n", "unitialized\n", "100g-sr4", 1);
	optoe(s, "5-0050", "1\n", "unitialized\n", "100g-sr4", 2);
	assert_int_equal(state_new(&writer), 0);
	assert_int_equal(watch_new(&settings, writer, scratch_path(s, "state", dir), fd, &w), 0);
	d = take_soon(w, fd);
	assert_int_equal(d->topology->port_count, 2);
	discovery_free(d);

	scratch_unlink(s, I2C "4-0050/eeprom");
	watch_look(w);
	assert_int_equal(poll(&p, 1, 300), 0);
	assert_null(watch_take(w, 0));
	watch_look(w);
	d = take_soon(w, fd);
	assert_int_equal(d->topology->port_count, 1);
	assert_int_equal(d->topology->ports[0].index, 2);
	discovery_free(d);
	watch_free(w);
	state_free(writer, 10000);
	close(fd);
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, fake_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(nodes_are_ports_in_the_order_of_their_names),
		WITH_SCRATCH(other_memories_are_no_ports),
		WITH_SCRATCH(subports_are_one_port),
		WITH_SCRATCH(all_subports_of_the_widest_split_are_there),
		WITH_SCRATCH(what_is_no_cage_is_no_port),
		WITH_SCRATCH(ways_to_a_module_are_one_port),
		WITH_SCRATCH(one_serial_number_is_one_module),
		WITH_SCRATCH(platforms_list_their_ports),
		WITH_SCRATCH(numbers_outlive_what_comes_and_goes),
		WITH_SCRATCH(adapters_are_left_alone),
		WITH_SCRATCH(hostile_names_stay_names),
		WITH_SCRATCH(what_is_printed_reads_back),
		WITH_SCRATCH(nothing_is_found_where_nothing_is),
		WITH_SCRATCH(signatures_see_hardware_only),
		WITH_SCRATCH(watchers_see_what_comes_and_goes),
		WITH_SCRATCH(what_is_missing_must_be_missing_twice),
	};

	return cmocka_run_group_tests_name("discover", tests, NULL, NULL);
}
