/* SPDX-License-Identifier: BSD-3-Clause */
/* What a box says of itself, from files as the kernel shows them. */
#include "test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "scratch.h"
#include "source/chassis.h"

#define DMI "sys/class/dmi/id/"
#define TREE "sys/firmware/devicetree/base/"

static struct chassis read_box(const struct scratch *s)
{
	struct chassis c;

	memset(&c, 0xaa, sizeof(c));
	chassis_read(s->dir, &c);
	return c;
}

static void nothing_is_known(void **state)
{
	struct chassis c = read_box(*state);

	assert_string_equal(c.maker, "");
	assert_string_equal(c.model, "");
	assert_string_equal(c.serial, "");
	assert_false(c.has_uuid);
}

static void smbios_is_read(void **state)
{
	static const uint8_t uuid[16] = { 0x4c, 0x4c, 0x45, 0x44, 0x00, 0x42, 0x35, 0x10,
	                                  0x80, 0x52, 0xb4, 0xc0, 0x4f, 0x4e, 0x39, 0x32 };
	const struct scratch *s = *state;
	struct chassis c;

	scratch_text(s, DMI "sys_vendor", "Maker\n");
	scratch_text(s, DMI "product_name", "Box 9  \n");
	scratch_text(s, DMI "product_version", "R\x01\xff\n");
	scratch_text(s, DMI "product_serial", "C77\n");
	scratch_text(s, DMI "product_uuid", "4C4C4544-0042-3510-8052-b4c04f4e3932\n");
	scratch_text(s, TREE "model", "not asked");
	c = read_box(s);
	assert_string_equal(c.maker, "Maker");
	assert_string_equal(c.model, "Box 9");
	assert_string_equal(c.revision, "R??");
	assert_string_equal(c.serial, "C77");
	assert_true(c.has_uuid);
	assert_memory_equal(c.uuid, uuid, 16);
}

/* What vendors forget to fill in is not told; the board stands in for the system. */
static void placeholders_are_nothing(void **state)
{
	static const char *const uuids[] = {
		"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "Not Settable", "",
		"4c4c4544-0042-3510-8052-b4c04f4e393", "4c4c4544-0042-3510-8052-b4c04f4e39321",
		"4c4c454400423510-8052-b4c04f4e3932ab", "4c4c4544-0042-3510-8052-b4c04f4e39g2",
	};
	const struct scratch *s = *state;
	struct chassis c;

	scratch_text(s, DMI "sys_vendor", "To be filled by O.E.M.\n");
	scratch_text(s, DMI "board_vendor", "Maker of boards\n");
	scratch_text(s, DMI "product_name", "System Product Name\n");
	scratch_text(s, DMI "product_serial", "Default String\n");
	scratch_text(s, DMI "board_serial", "\n");
	for (size_t i = 0; i < ARRAY_SIZE(uuids); i++) {
		scratch_text(s, DMI "product_uuid", uuids[i]);
		c = read_box(s);
		assert_row(!c.has_uuid, uuids[i]);
	}
	assert_string_equal(c.maker, "Maker of boards");
	assert_string_equal(c.model, "");
	assert_string_equal(c.serial, "");
}

static void the_device_tree_stands_in(void **state)
{
	const struct scratch *s = *state;
	struct chassis c;
	char many[512];

	scratch_write(s, TREE "model", "Board, revision 3", 18);  /* with its NUL */
	scratch_write(s, TREE "serial-number", "0815", 5);
	memset(many, 'x', sizeof(many));
	scratch_write(s, DMI "product_version", many, sizeof(many));  /* no attribute is that long */
	c = read_box(s);
	assert_string_equal(c.model, "Board, revision 3");
	assert_string_equal(c.serial, "0815");
	assert_string_equal(c.revision, "");
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(nothing_is_known),
		IN_SCRATCH(smbios_is_read),
		IN_SCRATCH(placeholders_are_nothing),
		IN_SCRATCH(the_device_tree_stands_in),
	};

	return cmocka_run_group_tests_name("source_chassis", tests, NULL, NULL);
}
