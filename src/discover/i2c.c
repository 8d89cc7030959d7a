/* SPDX-License-Identifier: BSD-3-Clause */
/* I2C adapters, and the devices at them that show a memory. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/text.h"
#include "discover/hunt.h"
#include "discover/name.h"
#include "discover/number.h"
#include "source/adapter.h"
#include "source/i2c.h"
#include "source/node.h"

#define DEVICES "/sys/bus/i2c/devices"
#define MODULE_ADDRESS "0050"

/* Drivers of memories that are no modules', whatever their bytes look like. */
static const struct {
	const char *driver, *words;
} other_drivers[] = {
	{ "ee1004", "a driver for the memory of DIMMs has it" },
	{ "spd5118", "a driver for the memory of DIMMs has it" },
	{ "jc42", "a driver for the temperature of DIMMs has it" },
	{ "dummy", "it is a second address of another device" },
};

/* Files beside a node that hold 1 while a module is plugged in. */
static const char *const presence_files[] = { "sfp_is_present", "present", "module_present" };

/* "5-0050": bus and the address as text. */
static bool split_client(const char *name, uint32_t *ret_bus, const char **ret_address)
{
	const char *dash = strchr(name, '-');
	char digits[12];

	if (!dash || (size_t)(dash - name) >= sizeof(digits) || strlen(dash + 1) != 4 ||
	    strspn(dash + 1, "0123456789abcdef") != 4)
		return false;
	memcpy(digits, name, (size_t)(dash - name));
	digits[dash - name] = '\0';
	*ret_address = dash + 1;
	return parse_u32(digits, 0, INT32_MAX, ret_bus) == 0;
}

static void find_presence(const struct hunt *h, const char *folder, struct item *it)
{
	for (size_t i = 0; i < sizeof(presence_files) / sizeof(presence_files[0]); i++) {
		char path[PATH_MAX];

		if (!hunt_path(h, path, "%s/%s", folder, presence_files[i]) || source_presence_file(path, false) < 0)
			continue;
		TEXT_FORMAT(it->presence, "%s/%s", folder, presence_files[i]);
		return;
	}
}

/* The port's name and number, where somebody gave it those: optoe has "unitialized" until then. */
static void read_label(const struct hunt *h, const char *folder, struct item *it)
{
	char text[64];

	if (hunt_text(h, folder, "port_name", text, sizeof(text)) && strcmp(text, "unitialized") != 0 &&
	    strcmp(text, "uninitialized") != 0)
		name_clean(it->label, sizeof(it->label), text);
	if (hunt_text(h, folder, "port_index", text, sizeof(text)) && parse_u32(text, 1, 65535, &it->index) < 0)
		it->index = 0;
}

/* What a node that is not optoe's holds decides whether it is a port. */
static void judge_node(const struct hunt *h, struct item *it)
{
	const char *empty = it->look.result == LOOK_EMPTY ? "nothing answers" : "reading fails";

	if (it->look.result == LOOK_MODULE)
		return;
	if (it->look.result == LOOK_OTHER) {
		TEXT_FORMAT(it->find.why, "not a module: %s", it->look.words);
	} else if (numbers_find(h->numbers, it->key)) {
		it->kept = true;
		return;
	} else {
		TEXT_FORMAT(it->find.why, "not known to be a cage: %s (%s)", empty, it->look.words);
	}
	it->way = WAY_NONE;
}

/* Which kind of node it is; sets `why` where it is none of a module's. */
static void rate_node(const struct hunt *h, const char *folder, off_t size, const char *address, struct item *it)
{
	for (size_t i = 0; i < sizeof(other_drivers) / sizeof(other_drivers[0]); i++) {
		if (strcmp(it->find.driver, other_drivers[i].driver) == 0)
			TEXT_SET(it->find.why, other_drivers[i].words);
	}
	if (it->find.why[0])
		return;
	if (strcmp(address, MODULE_ADDRESS) != 0)
		TEXT_FORMAT(it->find.why, "modules are at address 0x50");
	else if (hunt_exists(h, folder, "sfp_select_port"))
		TEXT_FORMAT(it->find.why, "one node for many cages, which are selected by sfp_select_port");
	else if (hunt_exists(h, folder, "dev_class"))
		it->way = WAY_OPTOE;
	else if (strcmp(it->find.driver, "at24") == 0 && size != 0 && size != 256 && size != 512)
		/* Larger ones are addressed with two bytes, of which a module would take one for data. */
		TEXT_FORMAT(it->find.why, "not a module: a memory of %lld bytes", (long long)size);
	else
		it->way = size > 256 ? WAY_LINEAR : WAY_AT24;
}

static int add_node(struct hunt *h, const char *name, const char *node, uint32_t bus, const char *address)
{
	char folder[FIND_PATH], path[PATH_MAX], chip[64];
	struct item it;
	off_t size;
	int r;

	item_init(&it, FIND_NODE, name);
	TEXT_FORMAT(folder, DEVICES "/%.64s", name);
	TEXT_FORMAT(it.find.path, DEVICES "/%.64s/%s", name, node);
	TEXT_FORMAT(it.key, "node:%.64s", it.find.name);
	it.source = SOURCE_SYSFS;
	it.adapter = (long)bus;
	hunt_link(h, folder, "driver", it.find.driver, sizeof(it.find.driver));
	if (hunt_text(h, folder, "name", chip, sizeof(chip)))
		name_clean(it.find.about, sizeof(it.find.about), chip);
	if (!hunt_path(h, path, "%s", it.find.path))
		return 0;
	if (!realpath(path, it.real))
		it.real[0] = '\0';
	r = source_node_size(h->root, it.find.path, &size);
	if (r < 0)
		TEXT_FORMAT(it.find.why, "can't be opened: %s", strerror(-r));
	else
		rate_node(h, folder, size, address, &it);
	if (it.way == WAY_NONE)
		return rows_add(&h->items, &it, sizeof(it));
	read_label(h, folder, &it);
	find_presence(h, folder, &it);
	/* A port in any case: whether it is read is decided later. */
	if (it.way != WAY_OPTOE) {
		look_at_node(h->root, it.find.path, &it.look);
		judge_node(h, &it);
	}
	return rows_add(&h->items, &it, sizeof(it));
}

static int add_adapter(struct hunt *h, const char *name, uint32_t number)
{
	char folder[FIND_PATH], path[PATH_MAX], text[64];
	struct item it;

	item_init(&it, FIND_ADAPTER, name);
	TEXT_FORMAT(folder, DEVICES "/%.64s", name);
	TEXT_FORMAT(it.find.path, "/dev/%.64s", name);
	TEXT_FORMAT(it.key, "i2c:%.64s", it.find.name);
	it.source = SOURCE_I2C;
	it.adapter = (long)number;
	it.own_handle = hunt_cell(h, folder, "phandle");
	if (hunt_text(h, folder, "name", text, sizeof(text)))
		name_clean(it.find.about, sizeof(it.find.about), text);
	if (!hunt_path(h, path, "%s", folder) || !realpath(path, it.real))
		it.real[0] = '\0';
	return rows_add(&h->items, &it, sizeof(it));
}

static int add_device(struct hunt *h, const char *name)
{
	char folder[FIND_PATH];
	const char *address;
	uint32_t bus;

	if (strlen(name) > 32)
		return 0;
	if (strncmp(name, "i2c-", 4) == 0)
		return parse_u32(name + 4, 0, INT32_MAX, &bus) == 0 ? add_adapter(h, name, bus) : 0;
	if (!split_client(name, &bus, &address))
		return 0;
	TEXT_FORMAT(folder, DEVICES "/%.64s", name);
	if (hunt_exists(h, folder, "eeprom"))
		return add_node(h, name, "eeprom", bus, address);
	if (hunt_exists(h, folder, "sfp_eeprom"))
		return add_node(h, name, "sfp_eeprom", bus, address);
	return 0;
}

/* Adapters behind which there are others: what answers there may be behind a channel that is open. */
static bool has_channels(const struct hunt *h, const struct item *adapter)
{
	char part[64];

	TEXT_FORMAT(part, "/i2c-%ld/", adapter->adapter);
	for (size_t i = 0; i < h->items.count; i++) {
		const struct item *it = hunt_item(h, i);

		if (it != adapter && it->find.kind == FIND_ADAPTER && strstr(it->real, part))
			return true;
	}
	return false;
}

static void probe(const struct hunt *h, struct item *it)
{
	char device[64], path[PATH_MAX];
	struct port_decl port = { .source = SOURCE_I2C, .path = it->find.path };
	struct source *source;

	TEXT_FORMAT(device, "%ld-" MODULE_ADDRESS, it->adapter);
	if (hunt_exists(h, DEVICES, device)) {
		TEXT_FORMAT(it->find.why, "address 0x50 belongs to %s", device);
	} else if (has_channels(h, it)) {
		TEXT_FORMAT(it->find.why, "not probed: its channels are adapters themselves");
	} else if (!hunt_path(h, path, "%s", it->find.path) || access(path, F_OK) < 0) {
		TEXT_FORMAT(it->find.why, "there is no %s: i2c-dev is not loaded", it->find.path);
	} else if (numbers_find(h->numbers, it->key)) {
		it->way = WAY_I2C;
		it->kept = true;
	} else if (!h->how->probe) {
		TEXT_FORMAT(it->find.why, "not probed");
	} else if (source_open(&port, h->root, &source) == 0) {
		it->way = WAY_I2C;
		look_at(source, &it->look);
		source_close(source);
		judge_node(h, it);
	}
}

int hunt_i2c(struct hunt *h)
{
	int r = hunt_folder(h, DEVICES, add_device);

	for (size_t i = 0; i < h->items.count && r == 0; i++) {
		if (hunt_item(h, i)->find.kind == FIND_ADAPTER)
			probe(h, hunt_item(h, i));
	}
	return r;
}
