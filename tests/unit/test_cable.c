/* SPDX-License-Identifier: BSD-3-Clause */
/* Which cable ends belong together. */
#include "test.h"

#include "model/cable.h"

static const struct pair {
	const char *a, *b;
	enum tristate same;
} serials[] = {
	{ "APF20350028NVK", "APF20350028NVK", TRI_YES },  { "APF2035-A", "APF2035-B", TRI_YES },
	{ "APF2035-1", "APF2035-4", TRI_YES },            { "APF2035", "APF2035-4", TRI_YES },
	{ "APF2035/A", "APF2035 B", TRI_YES },            { "SIM0000001-2", "SIM0000001-0", TRI_YES },
	{ "SIM0000001-2", "SIM0000002-2", TRI_NO },       { "APF20350028", "APF20350029", TRI_NO },
	{ "APF2035-A", "APF2036-A", TRI_NO },             { "APF20350028A", "APF2035002", TRI_NO },
	/* Ends, or two cables of a lot. */
	{ "APF20350028A", "APF20350028B", TRI_UNKNOWN },  { "APF2035-01", "APF2035-02", TRI_UNKNOWN },
	{ "APF203501", "APF203502", TRI_NO },
	/* No numbers at all. */
	{ "", "", TRI_UNKNOWN },                          { "APF20350028", "", TRI_UNKNOWN },
	{ "0000000000", "0000000000", TRI_UNKNOWN },      { "N/A", "N/A", TRI_UNKNOWN },
	{ "1-1", "1-2", TRI_UNKNOWN },
	/* As texts of EEPROMs may be. */
	{ "\xef\xbf\xbd" "12345-A", "\xef\xbf\xbd" "12345-B", TRI_YES },
}, parts[] = {
	{ "MCP7F00-A001R30N", "MCP7F00-A001R30N", TRI_YES }, { "CAB-Q4S-1M-A", "CAB-Q4S-1M-B", TRI_YES },
	{ "cab-q4s-1m-a", "CAB-Q4S-1M-B", TRI_YES },         { "QSFP-100G-CU1M", "SFP-25G-CU1M", TRI_NO },
	{ "MCP7F00-A001R30N", "MCP7F00-A002R30N", TRI_UNKNOWN }, { "", "MCP7F00", TRI_UNKNOWN },
	{ "MCP7F00", "", TRI_UNKNOWN },
}, vendors[] = {
	{ "Mellanox", "MELLANOX", TRI_YES },   { "Amphenol", "Amphenol ICC", TRI_YES },
	{ "FINISAR CORP.", "FINISAR", TRI_YES }, { "Amphenol", "Molex Inc.", TRI_NO },
	{ "FS", "FSC", TRI_NO },               { "", "Molex", TRI_UNKNOWN },
	{ "---", "---", TRI_UNKNOWN },         { "  OEM", "OEM", TRI_YES },
};

static void check(const struct pair *rows, size_t count, enum tristate (*same)(const char *, const char *))
{
	for (size_t i = 0; i < count; i++) {
		enum tristate forth = same(rows[i].a, rows[i].b), back = same(rows[i].b, rows[i].a);

		if (forth != rows[i].same || back != forth)
			fail_msg("'%s' and '%s': %d and %d", rows[i].a, rows[i].b, forth, back);
	}
}

static void serial_numbers(void **state)
{
	(void)state;
	check(serials, ARRAY_SIZE(serials), cable_same_serial);
	assert_int_equal(cable_serial_stem("APF2035-B"), 7);
	assert_int_equal(cable_serial_stem("APF2035B"), 8);
	assert_int_equal(cable_serial_stem(""), 0);
}

static void part_numbers(void **state)
{
	(void)state;
	check(parts, ARRAY_SIZE(parts), cable_same_part);
}

static void vendor_names(void **state)
{
	(void)state;
	check(vendors, ARRAY_SIZE(vendors), cable_same_vendor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(serial_numbers),
		cmocka_unit_test(part_numbers),
		cmocka_unit_test(vendor_names),
	};

	return cmocka_run_group_tests_name("cable", tests, NULL, NULL);
}
