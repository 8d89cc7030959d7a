/* SPDX-License-Identifier: BSD-3-Clause */
/* SNR and BER of CMIS lanes: the diagnostics monitor (VDM) and page 14h. */
#include "cmis_fixture.h"

#include <math.h>

static void vdm(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;

	(void)state;
	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0x40;
	c.byte[P(0x2f, 128)] = 1;   /* two groups */
	/* Lane 1: SNR of media and host, then BER; lane 4 in the second group; one that we don't know. */
	PUT(&c, P(0x20, 128), "\x10\x05" "\x20\x06" "\x00\x0f" "\x00\x10" "\x00\x0d" "\x01\x80");
	PUT(&c, P(0x21, 130), "\x03\x0f");
	put_word(&c, P(0x24, 128), 21 * 256 + 128);
	put_word(&c, P(0x24, 130), 19 * 256);
	put_word(&c, P(0x24, 132), 14 << 11 | 250);    /* 2.5e-8 */
	put_word(&c, P(0x24, 134), 0);
	put_word(&c, P(0x24, 136), 20 << 11 | 3);      /* 3e-4 */
	put_word(&c, P(0x24, 138), 0xffff);
	put_word(&c, P(0x25, 130), 15 << 11 | 1);
	sums(&c);
	m = cmis_module(&c);
	assert_value(m->lane[0].snr, 2150);
	assert_value(m->host_lane[0].snr, 1900);
	assert_int_equal(m->lane[0].ber.state, VALUE_OK);
	assert_true(fabs(ratio_from_f16(m->lane[0].ber.v) - 2.5e-8) < 1e-12);
	assert_value(m->host_lane[0].ber, 0);
	assert_true(fabs(ratio_from_f16(m->lane[0].ber_average.v) - 3e-4) < 1e-9);
	assert_true(fabs(ratio_from_f16(m->lane[3].ber.v) - 1e-9) < 1e-14);
	assert_state(m->lane[1].snr, VALUE_UNSUPPORTED);
	module_unref(m);
	/* Advertised, and the samples not read. */
	c.len = P(0x24, 128);
	m = cmis_module(&c);
	assert_state(m->lane[0].snr, VALUE_ABSENT);
	module_unref(m);
	/* Not advertised. */
	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0;
	sums(&c);
	m = cmis_module(&c);
	assert_state(m->lane[0].snr, VALUE_UNSUPPORTED);
	module_unref(m);
}

/* Pages 20h and 24h of a bank, with one observable. */
static void write_observable(struct image *img, uint8_t bank, uint8_t lane, uint8_t type, unsigned sample)
{
	uint8_t descriptors[128] = { lane, type }, samples[128] = { (uint8_t)(sample >> 8), (uint8_t)sample };
	struct image_addr at = { .bank = bank, .page = 0x20, .offset = 128 };

	assert_int_equal(image_write(img, at, descriptors, sizeof(descriptors)), 0);
	at.page = 0x24;
	assert_int_equal(image_write(img, at, samples, sizeof(samples)), 0);
}

/* An OSFP-XD with `pages` in 01h:142. */
static struct cmis xd_memory(uint8_t pages)
{
	struct cmis c = dr4_memory();

	c.byte[0] = c.byte[128] = 0x21;
	c.byte[P(1, 142)] = pages;
	PUT(&c, 86, "\x51\x56\x88\x01\xff");
	sums(&c);
	return c;
}

static void there_and_back(struct image *img, const struct module *m)
{
	struct module *back;

	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	assert_memory_equal(m->lane, back->lane, MODULE_MAX_LANES * sizeof(m->lane[0]));
	assert_memory_equal(m->host_lane, back->host_lane, MODULE_MAX_LANES * sizeof(m->host_lane[0]));
	module_unref(back);
}

/* Each bank has its own descriptors, of lanes that count from its first. */
static void vdm_banks(void **state)
{
	struct cmis c = xd_memory(0x41);
	static const uint8_t zeros[128];
	struct image *img = cmis_image(&c);
	struct module *m;

	(void)state;
	assert_int_equal(image_write(img, (struct image_addr){ .page = 0x2f, .offset = 128 }, zeros, 128), 0);
	write_bank(img, 0x10, 128, zeros, 128);
	write_bank(img, 0x11, 128, zeros, 128);
	write_observable(img, 0, 2, 5, 20 * 256);
	m = image_module(img);
	assert_value(m->lane[2].snr, 2000);
	assert_state(m->lane[3].snr, VALUE_UNSUPPORTED);
	/* Bank 1 was not read. */
	assert_state(m->lane[10].snr, VALUE_ABSENT);
	module_unref(m);
	write_observable(img, 1, 2, 5, 21 * 256);
	m = image_module(img);
	assert_value(m->lane[2].snr, 2000);
	assert_value(m->lane[10].snr, 2100);
	assert_state(m->lane[8].snr, VALUE_UNSUPPORTED);
	there_and_back(img, m);
	module_unref(m);
	/* No lane of this bank: lane 11 of the module, or lane 19? */
	write_observable(img, 1, 10, 5, 21 * 256);
	m = image_module(img);
	assert_state(m->lane[10].snr, VALUE_UNSUPPORTED);
	module_unref(m);
	image_free(img);
}

/* From values alone: descriptors are made for both banks. */
static void vdm_banks_are_encoded(void **state)
{
	struct cmis c = xd_memory(0x41);
	struct image *img = cmis_image(&c);
	struct module *m = image_module(img), *back;

	(void)state;
	for (unsigned i = 0; i < 16; i++)
		m->lane[i].snr = value_of(2000 + (int32_t)i * 25);
	m->host_lane[9].ber = value_of(14 << 11 | 250);
	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	for (unsigned i = 0; i < 16; i++)
		assert_value(back->lane[i].snr, 2000 + (int32_t)i * 25);
	assert_value(back->host_lane[9].ber, 14 << 11 | 250);
	assert_state(back->host_lane[1].ber, VALUE_UNSUPPORTED);
	module_unref(m);
	module_unref(back);
	image_free(img);
}

/* Page 14h as a 400G-DR4 has it: low byte first, four media lanes. */
static void diagnostics(void **state)
{
	static const struct {
		const char *label;
		uint8_t pages;       /* 01h:142 */
		uint8_t selector;
		unsigned end;        /* of what was read of page 14h */
		enum value_state first, fifth;
	} rows[] = {
		{ "SNR is selected", 0x20, 6, 256, VALUE_OK, VALUE_ABSENT },
		{ "BER is selected", 0x20, 1, 256, VALUE_ABSENT, VALUE_ABSENT },
		{ "nothing is selected", 0x20, 0, 256, VALUE_ABSENT, VALUE_ABSENT },
		{ "not read", 0x20, 6, 0, VALUE_ABSENT, VALUE_ABSENT },
		{ "read in part", 0x20, 6, 242, VALUE_OK, VALUE_ABSENT },
		{ "not advertised", 0x00, 6, 256, VALUE_UNSUPPORTED, VALUE_UNSUPPORTED },
		{ "the monitor goes first", 0x60, 6, 256, VALUE_ABSENT, VALUE_ABSENT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct image *img;
		struct module *m;

		c.byte[P(1, 142)] = rows[i].pages;
		c.byte[P(0x14, 128)] = rows[i].selector;
		PUT(&c, P(0x14, 208), "\x00\x14\x80\x14");
		PUT(&c, P(0x14, 240), "\x54\x17\xe9\x16\xf2\x16\x63\x17");
		c.len = rows[i].end ? P(0x14, rows[i].end) : P(0x12, 128);
		sums(&c);
		img = cmis_image(&c);
		m = image_module(img);
		assert_row(m->lane[0].snr.state == rows[i].first, rows[i].label);
		assert_row(m->lane[4].snr.state == rows[i].fifth, rows[i].label);
		assert_row(!value_ok(m->lane[0].snr) || m->lane[0].snr.v == 2333, rows[i].label);
		assert_row(m->host_lane[0].snr.state == rows[i].first, rows[i].label);
		assert_row(m->host_lane[2].snr.state == rows[i].fifth, rows[i].label);
		assert_row(!value_ok(m->host_lane[1].snr) || m->host_lane[1].snr.v == 2050, rows[i].label);
		assert_row(m->lane[0].ber.state != VALUE_OK, rows[i].label);
		there_and_back(img, m);
		module_unref(m);
		image_free(img);
	}
}

/* In both banks, from values alone. */
static void diagnostics_are_encoded(void **state)
{
	struct cmis c = xd_memory(0x21);
	struct image *img = cmis_image(&c);
	struct module *m = image_module(img), *back;

	(void)state;
	for (unsigned i = 0; i < 16; i++)
		m->lane[i].snr = value_of(2000 + (int32_t)i * 25);
	m->host_lane[11].snr = value_of(1875);
	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	for (unsigned i = 0; i < 16; i++)
		assert_value(back->lane[i].snr, 2000 + (int32_t)i * 25);
	assert_value(back->host_lane[11].snr, 1875);
	assert_state(back->lane[0].ber, VALUE_UNSUPPORTED);
	module_unref(m);
	module_unref(back);
	image_free(img);
}

/* The latched flags at 14h:132 are nobody's to clear. */
static void ranges_of_diagnostics(void **state)
{
	static const struct {
		uint8_t pages;
		unsigned diagnostics, vdm;   /* ranges */
	} rows[] = { { 0x20, 2, 0 }, { 0x21, 4, 0 }, { 0x60, 0, 2 }, { 0x41, 0, 4 }, { 0x00, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image_range ranges[EEPROM_MAX_RANGES];
		struct cmis c = xd_memory(rows[i].pages);
		unsigned diagnostics_count = 0, vdm_count = 0;
		struct image *img;
		size_t n;

		c.len = P(PAGES, 128);
		img = cmis_image(&c);
		n = eeprom_ranges(img, ranges);
		for (size_t j = 0; j < n; j++) {
			diagnostics_count += ranges[j].at.page == 0x14;
			vdm_count += ranges[j].at.page >= 0x20 && ranges[j].at.page < 0x28;
			if (ranges[j].at.page == 0x14)
				assert_true(ranges[j].at.offset + ranges[j].len <= 132 ||
					    ranges[j].at.offset >= 140);
		}
		assert_int_equal(diagnostics_count, rows[i].diagnostics);
		assert_int_equal(vdm_count, rows[i].vdm);
		image_free(img);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vdm),
		cmocka_unit_test(vdm_banks),
		cmocka_unit_test(vdm_banks_are_encoded),
		cmocka_unit_test(diagnostics),
		cmocka_unit_test(diagnostics_are_encoded),
		cmocka_unit_test(ranges_of_diagnostics),
	};

	return cmocka_run_group_tests_name("cmis_quality", tests, NULL, NULL);
}
