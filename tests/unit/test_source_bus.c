/* SPDX-License-Identifier: BSD-3-Clause */
/* Which ports share a bus. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "source/source.h"

/* Adapter 3 with a mux, of which channels are 7 and 8; 9 is behind a bridge on channel 8; 4 stands alone. */
static void make_box(const struct scratch *s)
{
	static const struct {
		uint32_t bus;
		const char *folder;
	} adapters[] = {
		{ 3, "i2c-3" },
		{ 7, "i2c-3/i2c-7" },
		{ 8, "i2c-3/i2c-8" },
		{ 9, "i2c-3/i2c-8/8-0035/i2c-9" },
		{ 4, "i2c-4" },
	};
	char name[SCRATCH_PATH], target[SCRATCH_PATH];

	scratch_mkdir(s, "sys/bus/i2c/devices");
	for (size_t i = 0; i < ARRAY_SIZE(adapters); i++) {
		snprintf(name, sizeof(name), "sys/devices/pci/%s", adapters[i].folder);
		scratch_mkdir(s, name);
		snprintf(target, sizeof(target), "../../../devices/pci/%s", adapters[i].folder);
		snprintf(name, sizeof(name), "sys/bus/i2c/devices/i2c-%u", adapters[i].bus);
		scratch_symlink(s, target, name);
	}
	scratch_mkdir(s, "sys/devices/pci/i2c-3/i2c-7/7-0050");
	scratch_symlink(s, "../../../devices/pci/i2c-3/i2c-7/7-0050", "sys/bus/i2c/devices/7-0050");
	scratch_mkdir(s, "dev");
	scratch_text(s, "dev/i2c-8", "");
	scratch_symlink(s, "i2c-8", "dev/i2c-front");
}

static const char *bus_of(const struct scratch *s, enum source_kind kind, const char *path)
{
	static char bus[64];
	char copy[SCRATCH_PATH];
	struct port_decl port = { .source = kind, .path = strcpy(copy, path) };

	memset(bus, 'x', sizeof(bus));
	assert_int_equal(source_bus(&port, s->dir, bus, sizeof(bus)), 0);
	return bus;
}

static void channels_belong_to_their_root(void **state)
{
	struct scratch *s = *state;

	make_box(s);
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-3"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-7"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-8"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-9"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-4"), "i2c-4");
	/* By another name. */
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-front"), "i2c-3");
	/* Of which /sys says nothing. */
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/i2c-11"), "i2c-11");
	assert_string_equal(bus_of(s, SOURCE_I2C, "/dev/front"), "/dev/front");
}

static void a_node_is_on_its_adapter(void **state)
{
	struct scratch *s = *state;

	make_box(s);
	assert_string_equal(bus_of(s, SOURCE_SYSFS, "/sys/bus/i2c/devices/7-0050"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_SYSFS, "/sys/devices/pci/i2c-3/i2c-7/7-0050"), "i2c-3");
	/* Not made yet, but its name tells. */
	assert_string_equal(bus_of(s, SOURCE_SYSFS, "/sys/bus/i2c/devices/8-0050/eeprom"), "i2c-3");
	assert_string_equal(bus_of(s, SOURCE_SYSFS, "/sys/bus/i2c/devices/12-0050/eeprom"), "i2c-12");
	assert_string_equal(bus_of(s, SOURCE_SYSFS, "/sys/class/cages/port-0001/eeprom"), "");
	assert_string_equal(bus_of(s, SOURCE_FILE, "/dev/i2c-3"), "");
}

/* "i2c-5" in the path of the box itself is no adapter. */
static void the_root_is_left_out(void **state)
{
	struct scratch *s = *state, inner = { 0 };

	assert_true(snprintf(inner.dir, sizeof(inner.dir), "%s/i2c-5", s->dir) < (int)sizeof(inner.dir));
	scratch_mkdir(s, "i2c-5");
	make_box(&inner);
	assert_string_equal(bus_of(&inner, SOURCE_I2C, "/dev/i2c-7"), "i2c-3");
	assert_string_equal(bus_of(&inner, SOURCE_SYSFS, "/sys/bus/i2c/devices/7-0050"), "i2c-3");
}

static void what_does_not_fit_is_an_error(void **state)
{
	char path[] = "/dev/i2c-123", buf[] = "abcdefgh";
	struct port_decl port = { .source = SOURCE_I2C, .path = path };

	(void)state;
	assert_int_equal(source_bus(&port, "", buf, 7), -EMSGSIZE);
	assert_int_equal(source_bus(&port, "", buf, 8), 0);
	assert_string_equal(buf, "i2c-123");
}

#define WITH_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(channels_belong_to_their_root),
		WITH_SCRATCH(a_node_is_on_its_adapter),
		WITH_SCRATCH(the_root_is_left_out),
		cmocka_unit_test(what_does_not_fit_is_an_error),
	};

	return cmocka_run_group_tests_name("source_bus", tests, NULL, NULL);
}
