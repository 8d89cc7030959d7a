/* SPDX-License-Identifier: BSD-3-Clause */
/* SFP-DD before CMIS: its identity where it is sure, else nothing. */
#include "eeprom_fixture.h"

#include <errno.h>

/* With values where CMIS has its monitors: they mean something else here. */
static struct memory mis_memory(void)
{
	struct memory mem = { .len = 256 };
	uint8_t *b = mem.byte;

	b[0] = b[128] = 0x1a;
	b[1] = 0x10;
	b[85] = 0x01;
	memcpy(b + 86, "\x0d\x0c\x22\x01\xff", 5);
	put16(&mem, 62, 10000);
	put_text(&mem, 129, 16, "ACME OPTICS");
	put_text(&mem, 148, 16, "AC-100G-SR2");
	put_text(&mem, 164, 2, "A1");
	put_text(&mem, 166, 16, "SN0042");
	put_sum(&mem, 128, 222);
	return mem;
}

static void check_claims_nothing(const struct module *m, const char *label)
{
	assert_row(!m->type && !m->type_name[0] && m->medium == MEDIUM_UNKNOWN, label);
	assert_row(m->lanes == 0 && m->dom == 0 && m->splittable == TRI_UNKNOWN, label);
	assert_row(!value_ok(m->temperature) && !value_ok(m->lane[0].rx_power), label);
	assert_row(!value_ok(m->wavelength) && !value_ok(m->reach_m), label);
}

static void identity_only(void **state)
{
	struct memory mem = mis_memory();
	struct image *img = memory_image(&mem);
	struct module *m = image_module(img);

	(void)state;
	assert_int_equal(m->family, FAMILY_SFP_DD_MIS);
	assert_int_equal(m->status, READ_UNSUPPORTED);
	assert_string_equal(m->why, "no register map for SFP-DD MIS (identifier 1ah) but its identity");
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "AC-100G-SR2");
	assert_string_equal(m->revision, "A1");
	assert_string_equal(m->serial, "SN0042");
	assert_int_equal(m->form, FORM_SFP_DD);
	assert_int_equal(m->doubts, DOUBT_MAP);
	check_claims_nothing(m, "identity only");
	/* Nobody can write one. */
	assert_int_equal(eeprom_encode(m, img), -ENOTSUP);
	module_unref(m);
	image_free(img);
}

/* Another layout, or no memory at all. */
static void nothing_where_it_is_not_sure(void **state)
{
	static const struct {
		const char *label;
		unsigned at;
		uint8_t byte;      /* put there; at 0: all of page 00h */
		size_t len;
		enum read_status status;
		uint32_t doubts;
	} rows[] = {
		{ "no checksum", 222, 0x00, 256, READ_UNSUPPORTED, DOUBT_MAP },
		{ "another byte of the identity", 140, 'x', 256, READ_UNSUPPORTED, DOUBT_MAP },
		{ "no second identifier", 128, 0x03, 256, READ_UNSUPPORTED, DOUBT_MAP },
		{ "blank", 0, 0x00, 256, READ_CORRUPT, DOUBT_MAP },
		{ "no answer", 0, 0xff, 256, READ_CORRUPT, DOUBT_MAP },
		{ "lower memory only", 1, 0x10, 128, READ_TRUNCATED, DOUBT_MAP | DOUBT_TRUNCATED },
		{ "cut in the serial number", 1, 0x10, 170, READ_TRUNCATED, DOUBT_MAP | DOUBT_TRUNCATED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = mis_memory();
		struct module *m;

		if (rows[i].at)
			mem.byte[rows[i].at] = rows[i].byte;
		else
			memset(mem.byte + 128, rows[i].byte, 128);
		mem.len = rows[i].len;
		m = memory_module(&mem);
		assert_row(m->status == rows[i].status, rows[i].label);
		assert_row(!m->vendor[0] && !m->part_number[0] && !m->serial[0] && !m->revision[0],
			   rows[i].label);
		assert_row((m->doubts & (DOUBT_MAP | DOUBT_TRUNCATED)) == rows[i].doubts, rows[i].label);
		assert_row(m->base_checksum == CHECKSUM_ABSENT, rows[i].label);
		check_claims_nothing(m, rows[i].label);
		module_unref(m);
	}
}

/* That another module was put in is noticed by its serial number. */
static void ranges(void **state)
{
	struct image_range all[EEPROM_MAX_RANGES];
	struct memory mem = mis_memory();
	struct image *img = memory_image(&mem);
	size_t n = eeprom_ranges(img, all);
	bool serial = false;

	(void)state;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(all[i].at.page, 0);
		assert_int_not_equal(all[i].use, RANGE_LIVE);
		serial |= all[i].use == RANGE_FINGERPRINT && all[i].at.offset == 166;
	}
	assert_true(serial);
	image_free(img);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity_only),
		cmocka_unit_test(nothing_where_it_is_not_sure),
		cmocka_unit_test(ranges),
	};

	return cmocka_run_group_tests_name("sfp_dd_mis", tests, NULL, NULL);
}
