/* SPDX-License-Identifier: BSD-3-Clause */
/* The field engine, on a map made for it. */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "eeprom/field.h"
#include "eeprom/field_rows.h"

#define LOWER(off) AT(IMAGE_A0, 0, off)

static const struct code colours[] = { { 1, "red" }, { 2, "blue" }, { 0, NULL } };

static const struct field rows[] = {
	ROW_CODE(LOWER(0), "id", "Id", identifier, colours),
	ROW_TEXT(LOWER(1), 8, "vendor", "Vendor", vendor),
	ROW_BYTES(LOWER(9), 3, "oui", "OUI", oui),
	{ .at = LOWER(12), .len = 1, .shift = 2, .key = "flat", .label = "Flat", .kind = FIELD_FLAG,
	  .member_type = MEMBER_BOOL, ROW_MEMBER(flat_memory) },
	{ .at = LOWER(12), .len = 1, .shift = 4, .width = 3, .key = "conn", .label = "Connector",
	  .kind = FIELD_UINT, .member_type = MEMBER_U8, ROW_MEMBER(connector) },
	{ .at = LOWER(12), .len = 1, .shift = 0, .key = "not_ready", .label = "Not ready", .kind = FIELD_FLAG,
	  .when = WHEN_LIVE, .member_type = MEMBER_TRI_NOT, ROW_MEMBER(data_ready) },
	ROW_VALUE(LOWER(20), "temperature", "Temperature", TEMPERATURE, WHEN_MONITOR + MONITOR_TEMPERATURE,
		  temperature),
	{ .at = LOWER(22), .len = 3, .key = "wavelength", .label = "Wavelength", .kind = FIELD_DECIMAL,
	  .unit = UNIT_CENTINANOMETRE, .when = WHEN_WAVELENGTH, .member_type = MEMBER_VALUE,
	  ROW_MEMBER(wavelength) },
	{ .at = LOWER(30), .len = 2, .stride = 2, .count = 4, .key = "rx", .label = "Rx", LSB_POWER,
	  .when = WHEN_MONITOR + MONITOR_RX_POWER, .member_type = MEMBER_VALUE, ROW_OF_LANE(rx_power) },
	/* Lane 1 in bit 0, upwards; and SFF-8636's high nibble first. */
	ROW_LANE_SIGNAL(LOWER(40), 0, 1, 4, "los", "LOS", WHEN_RX_LOS, SIGNAL_RX_LOS),
	ROW_LANE_ALARM(LOWER(41), 7, -4, 4, "ha", "HA", MONITOR_RX_POWER, ALARM_HIGH_ALARM),
	/* Upwards over a byte's end, as CMIS packs nibbles. */
	ROW_LANE_SIGNAL(LOWER(43), 4, 4, 4, "fault", "Fault", WHEN_TX_FAULT, SIGNAL_TX_FAULT),
	{ .at = LOWER(50), .len = 4, .key = "float", .label = "Float", .kind = FIELD_FLOAT },
	{ .at = LOWER(54), .len = 2, .key = "quiet", .label = "Quiet", .kind = FIELD_UINT,
	  .when = WHEN_EXTERNAL, .quiet = true },
	{ .at = LOWER(56), .len = 1, .key = "colour", .label = "Colour", .kind = FIELD_UINT,
	  .names = colours },
};

static const struct field_map map = { rows, ARRAY_SIZE(rows) };

#define ALL UINT32_MAX

static struct image *image_of(const uint8_t *bytes, size_t len)
{
	struct image *img = image_new();

	assert_int_equal(image_write(img, (struct image_addr){ 0 }, bytes, len), 0);
	return img;
}

static void decode(const struct image *img, uint32_t holds, struct module *m)
{
	module_reset(m);
	fields_decode(&map, img, m);
	fields_decode_when(&map, img, m, holds, VALUE_UNSUPPORTED);
}

static const uint8_t sample[64] = {
	[0] = 2, 'A', 'C', 'M', 'E', ' ', ' ', ' ', 0, 0x11, 0x22, 0x33, 0x8a | 0x50,
	[20] = 0xff, 0x80,                 /* -0.5 degC */
	[22] = 0x06, 0x08, 0x35,           /* 1544.53 nm */
	[30] = 0x00, 0x00, 0x00, 0x01, 0x12, 0x34, 0xff, 0xff,
	[40] = 0x05, 0x80, 0x88,
	[43] = 0x10, 0x10, 0x00,
	[50] = 0x3f, 0x80, 0, 0, 0x12, 0x34, 9,
};

static void rows_decode(void **state)
{
	struct image *img = image_of(sample, sizeof(sample));
	struct module *m = module_new();

	(void)state;
	decode(img, ALL, m);
	assert_int_equal(m->identifier, 2);
	assert_string_equal(m->vendor, "ACME");
	assert_memory_equal(m->oui, "\x11\x22\x33", 3);
	assert_false(m->flat_memory);
	assert_int_equal(m->connector, 5);
	assert_int_equal(m->data_ready, TRI_YES);
	assert_int_equal(m->temperature.v, -50);
	assert_int_equal(m->wavelength.v, 154453);
	assert_int_equal(m->lane[0].rx_power.state, VALUE_NO_LIGHT);
	assert_int_equal(m->lane[1].rx_power.v, 100);
	assert_int_equal(m->lane[2].rx_power.v, 0x1234 * 100);
	assert_int_equal(m->lane[3].rx_power.v, 6553500);
	image_free(img);
	module_unref(m);
}

static void flags_are_found_in_both_directions(void **state)
{
	static const bool los[4] = { true, false, true, false }, ha[4] = { true, false, true, true };
	static const bool fault[4] = { true, false, true, false };
	struct image *img = image_of(sample, sizeof(sample));
	struct module *m = module_new();

	(void)state;
	decode(img, ALL, m);
	for (unsigned i = 0; i < 4; i++) {
		assert_int_equal(m->lane[i].signals_known, SIGNAL_RX_LOS | SIGNAL_TX_FAULT);
		assert_int_equal(!!(m->lane[i].signals & SIGNAL_RX_LOS), los[i]);
		assert_int_equal(!!(m->lane[i].signals & SIGNAL_TX_FAULT), fault[i]);
		assert_int_equal(m->lane[i].alarms_known, alarm_bit(MONITOR_RX_POWER, ALARM_HIGH_ALARM));
		assert_int_equal(m->lane[i].alarms != 0, ha[i]);
	}
	image_free(img);
	module_unref(m);
}

static void what_is_not_there_says_why(void **state)
{
	struct image *img = image_of(sample, 32);
	struct module *m = module_new();

	(void)state;
	assert_int_equal(image_fail(img, (struct image_addr){ .offset = 20 }, 2, -EIO), 0);
	decode(img, ALL & ~WHEN_BIT(WHEN_WAVELENGTH), m);
	assert_int_equal(m->temperature.state, VALUE_UNREADABLE);
	assert_int_equal(m->wavelength.state, VALUE_UNSUPPORTED);
	assert_int_equal(m->lane[0].rx_power.state, VALUE_NO_LIGHT);
	assert_int_equal(m->lane[1].rx_power.state, VALUE_ABSENT);
	assert_int_equal(m->lane[0].signals_known, 0);
	decode(img, 0, m);
	assert_int_equal(m->lane[0].rx_power.state, VALUE_UNSUPPORTED);
	assert_int_equal(m->data_ready, TRI_UNKNOWN);
	image_free(img);
	module_unref(m);
}

static void rows_encode(void **state)
{
	struct image *img = image_of(sample, sizeof(sample)), *out = image_new();
	uint8_t in_bytes[64], out_bytes[64];
	struct module *m = module_new();

	(void)state;
	decode(img, ALL, m);
	assert_int_equal(fields_encode(&map, m, ALL, out), 0);
	assert_int_equal(fields_encode(&map, m, ALL, img), 0);
	for (unsigned i = 0; i < 64; i++) {
		struct image_addr at = { .offset = (uint8_t)i };

		assert_int_equal(image_read(img, at, 1, &in_bytes[i]), 0);
		if (image_read(out, at, 1, &out_bytes[i]) < 0)
			continue;
		/* Bits without a row are 0 in the new image, and stay in the old one. */
		assert_int_equal(out_bytes[i], i == 8 ? ' ' : i == 12 ? 0x50 : sample[i]);
		assert_int_equal(in_bytes[i], i == 8 ? ' ' : sample[i]);
	}
	assert_false(image_has(out, (struct image_addr){ .offset = 50 }, 4));
	image_free(img);
	image_free(out);
	module_unref(m);
}

static void only_what_holds_is_written(void **state)
{
	struct module *m = module_new();
	struct image *out = image_new();

	(void)state;
	m->temperature = value_of(100);
	m->wavelength.state = VALUE_CORRUPT;
	assert_int_equal(fields_encode(&map, m, WHEN_BIT(WHEN_WAVELENGTH) | WHEN_BIT(WHEN_RX_LOS), out), 0);
	assert_false(image_has(out, (struct image_addr){ .offset = 20 }, 1));   /* does not hold */
	assert_false(image_has(out, (struct image_addr){ .offset = 22 }, 1));   /* corrupt */
	assert_false(image_has(out, (struct image_addr){ .offset = 40 }, 1));   /* not known */
	image_free(out);
	module_unref(m);
}

static void values_beyond_the_register_are_clamped(void **state)
{
	struct module *m = module_new();
	struct image *out = image_new();
	uint8_t bytes[3];

	(void)state;
	m->temperature = value_of(99999);
	m->wavelength = value_of(INT32_MAX);
	m->lane[0].rx_power = value_of(INT32_MAX);
	m->lane[1].rx_power = value_of(-5);
	m->lane[2].rx_power.state = VALUE_NO_LIGHT;
	assert_int_equal(fields_encode(&map, m, ALL, out), 0);
	assert_int_equal(image_read(out, (struct image_addr){ .offset = 20 }, 2, bytes), 0);
	assert_memory_equal(bytes, "\x7f\xff", 2);
	assert_int_equal(image_read(out, (struct image_addr){ .offset = 22 }, 3, bytes), 0);
	assert_memory_equal(bytes, "\xff\xff\x63", 3);
	assert_int_equal(image_read(out, (struct image_addr){ .offset = 30 }, 2, bytes), 0);
	assert_memory_equal(bytes, "\xff\xff", 2);
	assert_int_equal(image_read(out, (struct image_addr){ .offset = 32 }, 2, bytes), 0);
	assert_memory_equal(bytes, "\x00\x00", 2);
	m->temperature = value_of(-99999);
	assert_int_equal(fields_encode(&map, m, ALL, out), 0);
	assert_int_equal(image_read(out, (struct image_addr){ .offset = 20 }, 2, bytes), 0);
	assert_memory_equal(bytes, "\x80\x00", 2);
	image_free(out);
	module_unref(m);
}

static void scaling_rounds_half_to_even(void **state)
{
	static const struct {
		int64_t number;
		uint32_t mul, div;
		int32_t result;
	} cases[] = {
		{ 0, 100, 256, 0 },     { 32, 100, 256, 12 },   /* 12.5 */
		{ 96, 100, 256, 38 },   { -32, 100, 256, -12 }, /* 37.5, -12.5 */
		{ -96, 100, 256, -38 }, { 33, 100, 256, 13 },   { -33, 100, 256, -13 },
		{ 1, 1, 2, 0 },         { 3, 1, 2, 2 },         { 5, 0, 0, 5 },
		{ INT64_C(1) << 40, 1, 1, INT32_MAX },          { -(INT64_C(1) << 40), 1, 1, INT32_MIN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(field_scale(cases[i].number, cases[i].mul, cases[i].div), cases[i].result);
}

/* Every raw temperature comes back as the raw number that reads the same. */
static void temperatures_survive_a_round_trip(void **state)
{
	(void)state;
	for (int raw = INT16_MIN; raw <= INT16_MAX; raw++) {
		int32_t v = field_scale(raw, 100, 256);

		assert_int_equal(field_scale(field_scale(v, 256, 100), 100, 256), v);
	}
}

#define FFFD "\xef\xbf\xbd"

static void text_is_made_clean(void **state)
{
	static const struct {
		const char *label, *bytes;
		size_t len;
		const char *text;
	} cases[] = {
		{ "plain", "ACME    ", 8, "ACME" },
		{ "NUL padded", "ACME\0\0\0\0", 8, "ACME" },
		{ "mixed padding", "ACME \0 \0", 8, "ACME" },
		{ "FF padded", "AC\xff\xff", 4, "AC" },
		{ "leading blanks", "  ACME", 6, "ACME" },
		{ "blanks inside", "A C", 3, "A C" },
		{ "empty", "        ", 8, "" },
		{ "all FF", "\xff\xff\xff\xff", 4, "" },
		{ "NUL inside", "A\0C", 3, "A" FFFD "C" },
		{ "control character", "A\nC", 3, "A" FFFD "C" },
		{ "escape", "\033[2J", 4, FFFD "[2J" },
		{ "high byte", "A\xe9", 2, "A" FFFD },
		{ "DELETE", "\x7f", 1, FFFD },
	};
	char text[MODULE_TEXT];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		field_text((const uint8_t *)cases[i].bytes, cases[i].len, text, sizeof(text));
		assert_row(strcmp(text, cases[i].text) == 0, cases[i].label);
	}
	field_text((const uint8_t *)"ABCDEFGH", 8, text, 5);
	assert_string_equal(text, "AB");   /* room for a replacement is kept */
}

static void unclean_text_stays_so(void **state)
{
	static const uint8_t bytes[8] = { 'A', 0x80, 0xc3, 'B', ' ', ' ', ' ', ' ' };
	struct image *img = image_of(sample, sizeof(sample));
	struct module *m = module_new(), *again = module_new();

	(void)state;
	assert_int_equal(image_write(img, (struct image_addr){ .offset = 1 }, bytes, 8), 0);
	decode(img, ALL, m);
	assert_string_equal(m->vendor, "A" FFFD FFFD "B");
	assert_int_equal(fields_encode(&map, m, ALL, img), 0);
	decode(img, ALL, again);
	assert_string_equal(again->vendor, m->vendor);
	image_free(img);
	module_unref(m);
	module_unref(again);
}

struct seen {
	char text[2048];
};

static void note(const struct eeprom_field *field, void *arg)
{
	struct seen *seen = arg;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof(seen->text) - len, "%s@%u=%s\n", field->key, field->at.offset,
		 field->value);
}

static void fields_are_printed(void **state)
{
	struct image *img = image_of(sample, sizeof(sample));
	struct seen seen = { "" };
	struct module *m = module_new();

	(void)state;
	decode(img, ALL, m);
	fields_walk(&map, img, m, ALL & ~WHEN_BIT(WHEN_EXTERNAL), note, &seen);
	assert_string_equal(seen.text,
			    "id@0=0x02 (blue)\nvendor@1=ACME\noui@9=11 22 33\nflat@12=no\nconn@12=5\n"
			    "not_ready@12=no\ntemperature@20=-0.50 degC\nwavelength@22=1544.53 nm\n"
			    "rx_1@30=no light\nrx_2@32=0.0001 mW / -40.00 dBm\n"
			    "rx_3@34=0.4660 mW / -3.32 dBm\n"
			    "rx_4@36=6.5535 mW / 8.16 dBm\n"
			    "los_1@40=yes\nlos_2@40=no\nlos_3@40=yes\nlos_4@40=no\n"
			    "ha_1@41=yes\nha_2@41=no\nha_3@42=yes\nha_4@42=yes\n"
			    "fault_1@43=yes\nfault_2@44=no\nfault_3@44=yes\nfault_4@45=no\n"
			    "float@50=1\ncolour@56=0x09 (unknown(0x09))\n");
	image_free(img);
	module_unref(m);
}

static void missing_fields_print_why(void **state)
{
	struct image *img = image_of(sample, 4);
	struct seen seen = { "" };
	struct module *m = module_new();

	(void)state;
	assert_int_equal(image_fail(img, (struct image_addr){ .offset = 9 }, 3, -EIO), 0);
	assert_int_equal(image_fail(img, (struct image_addr){ .offset = 20 }, 2, -EIO), 0);
	assert_int_equal(image_write(img, (struct image_addr){ .offset = 50 }, "\x7f\xc0\0\0", 4), 0);
	decode(img, ALL & ~WHEN_BIT(WHEN_WAVELENGTH) & ~WHEN_BIT(WHEN_LIVE), m);
	fields_walk(&map, img, m, ALL & ~WHEN_BIT(WHEN_WAVELENGTH) & ~WHEN_BIT(WHEN_LIVE), note, &seen);
	assert_non_null(strstr(seen.text, "vendor@1=\n"));
	assert_non_null(strstr(seen.text, "oui@9=unreadable\n"));
	assert_non_null(strstr(seen.text, "temperature@20=unreadable\n"));
	assert_non_null(strstr(seen.text, "wavelength@22=unsupported\n"));
	assert_non_null(strstr(seen.text, "rx_1@30=\n"));
	assert_non_null(strstr(seen.text, "not_ready@12=\n"));
	assert_non_null(strstr(seen.text, "float@50=not a number (0x7fc00000)\n"));
	assert_non_null(strstr(seen.text, "quiet@54=\n"));
	image_free(img);
	module_unref(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_decode),
		cmocka_unit_test(flags_are_found_in_both_directions),
		cmocka_unit_test(what_is_not_there_says_why),
		cmocka_unit_test(rows_encode),
		cmocka_unit_test(only_what_holds_is_written),
		cmocka_unit_test(values_beyond_the_register_are_clamped),
		cmocka_unit_test(scaling_rounds_half_to_even),
		cmocka_unit_test(temperatures_survive_a_round_trip),
		cmocka_unit_test(text_is_made_clean),
		cmocka_unit_test(unclean_text_stays_so),
		cmocka_unit_test(fields_are_printed),
		cmocka_unit_test(missing_fields_print_why),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
