/* SPDX-License-Identifier: BSD-3-Clause */
/* Doubts: what is wrong with memory is said, and never becomes a value. */
#include "eeprom_fixture.h"

#include <stdio.h>

#include "base/text.h"

#define POKES 8

struct row {
	const char *label;
	struct {
		uint16_t at;
		uint8_t value;
	} poke[POKES];
	uint32_t doubts;
};

/* The names of doubts, for messages. */
static const char *doubt_text(uint32_t doubts, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (const struct code *c = doubt_labels; c->name; c++) {
		if (doubts & c->code)
			text_item(&t, " ", "%s", c->name);
	}
	return buf;
}

static void assert_doubts(const struct module *m, uint32_t wanted, const char *label)
{
	char is[400], should[400], message[900];

	snprintf(message, sizeof(message), "%s: '%s', wanted '%s'", label,
		 doubt_text(m->doubts, is, sizeof(is)), doubt_text(wanted, should, sizeof(should)));
	assert_row(m->doubts == wanted, message);
}

static void poke(struct memory *mem, const struct row *row)
{
	for (size_t n = 0; n < POKES && (row->poke[n].at || row->poke[n].value); n++)
		mem->byte[row->poke[n].at] = row->poke[n].value;
}

static struct memory sound_sfp(void)
{
	struct memory mem = sfp_memory();

	put_sum(&mem, A2(0), A2(95));
	return mem;
}

/* Checksums are made right again after these changes. */
static void sfp_doubts(void **state)
{
	static const struct row rows[] = {
		{ "healthy", { { 0 } }, 0 },
		{ "bytes in a name", { { 22, 0x01 } }, DOUBT_TEXT },
		{ "a NUL in a name", { { 22, 0x00 } }, DOUBT_TEXT },
		{ "padded with NUL", { { 32, 0 }, { 33, 0 }, { 34, 0 }, { 35, 0 } }, 0 },
		{ "UTF-8 in a serial number", { { 68, 0xc3 }, { 69, 0xa4 } }, DOUBT_TEXT },
		{ "no OUI", { { 38, 0 }, { 39, 0 } }, DOUBT_OUI },
		{ "OUI of FF", { { 37, 0xff }, { 38, 0xff }, { 39, 0xff } }, DOUBT_OUI },
		{ "year of four digits", { { 85, '0' }, { 86, '1' }, { 87, '9' }, { 88, '0' }, { 89, '3' }, { 90, '1' },
					   { 91, '2' } }, 0 },
		{ "month 13", { { 86, '1' }, { 87, '3' } }, DOUBT_DATE },
		{ "month 0", { { 86, '0' }, { 87, '0' } }, DOUBT_DATE },
		{ "day 32", { { 88, '3' }, { 89, '2' } }, DOUBT_DATE },
		{ "day 31", { { 88, '3' }, { 89, '1' } }, 0 },
		{ "no date", { { 84, ' ' }, { 85, ' ' }, { 86, ' ' }, { 87, ' ' }, { 88, ' ' }, { 89, ' ' },
			       { 90, ' ' }, { 91, ' ' } }, 0 },
		{ "half a date", { { 88, ' ' }, { 89, ' ' }, { 90, ' ' }, { 91, ' ' } }, DOUBT_DATE },
		{ "revision of the future", { { 94, 0x42 } }, DOUBT_REVISION },
		{ "SR and LR", { { 3, 0x30 } }, DOUBT_CODES },
		{ "SR and LR, but the code says 25G", { { 3, 0x30 }, { 36, 2 } }, 0 },
		{ "SX and LX", { { 3, 0 }, { 6, 0x03 } }, DOUBT_CODES },
		{ "SR behind an RJ45 with a 25G code", { { 2, 0x22 }, { 36, 2 } }, DOUBT_CODES },
		{ "active and passive", { { 8, 0x0c } }, DOUBT_CODES },
		{ "no wavelength", { { 60, 0 }, { 61, 0 } }, DOUBT_CODES },
		{ "10 nm", { { 60, 0 }, { 61, 10 }, { 3, 0 } }, DOUBT_WAVELENGTH },
		{ "DOM on a passive cable", { { 2, 0x21 }, { 3, 0 }, { 8, 0x04 } }, DOUBT_DOM_ON_COPPER },
		{ "DOM not advertised", { { 92, 0 }, { 93, 0 } }, DOUBT_DOM_UNADVERTISED },
		{ "no A2h", { { 92, 0 }, { 93, 0 }, { A2(98), 0 }, { A2(99), 0 } }, 0 },
		{ "high below low", { { A2(0), 0x80 } }, DOUBT_THRESHOLDS },
		{ "high is low", { { A2(8), 0x74 }, { A2(9), 0x04 } }, DOUBT_THRESHOLDS },
		{ "warnings not programmed", { { A2(12), 0 }, { A2(13), 0 }, { A2(14), 0 }, { A2(15), 0 } },
		  0 },
		{ "not calibrated", { { 92, 0x58 } }, DOUBT_CALIBRATION },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sound_sfp();
		struct module *m;

		poke(&mem, &rows[i]);
		put_sums(&mem);
		put_sum(&mem, A2(0), A2(95));
		m = memory_module(&mem);
		assert_doubts(m, rows[i].doubts, rows[i].label);
		module_unref(m);
	}
}

static void qsfp_doubts(void **state)
{
	static const struct row rows[] = {
		{ "healthy", { { 0 } }, 0 },
		{ "identifiers", { { 0, 0x0d } }, DOUBT_IDENTIFIERS },
		{ "no OUI", { { 166, 0 }, { 167, 0 } }, DOUBT_OUI },
		{ "odd part number", { { 168, 0x80 } }, DOUBT_TEXT },
		{ "odd date", { { 212, 'A' } }, DOUBT_DATE },
		{ "revision of the future", { { 1, 9 } }, DOUBT_REVISION },
		{ "CR4 behind an MPO", { { 192, 0x0b } }, DOUBT_CODES },
		{ "SR4 and LR4", { { 192, 0 }, { 131, 0x06 } }, DOUBT_CODES },
		{ "SR4 and LR4, but the code says 100G", { { 131, 0x86 } }, 0 },
		{ "DOM on a passive cable", { { 192, 0x0b }, { 130, 0x23 }, { 147, 0xa0 } },
		  DOUBT_DOM_ON_COPPER },
		{ "DOM not advertised", { { 192, 0x0b }, { 130, 0x23 }, { 147, 0xa0 }, { 220, 0 } },
		  DOUBT_DOM_UNADVERTISED },
		{ "no DOM", { { 192, 0x0b }, { 130, 0x23 }, { 147, 0xa0 }, { 220, 0 }, { 26, 0 }, { 27, 0 } },
		  0 },
		{ "high below low", { { P03(176), 0 }, { P03(177), 1 } }, DOUBT_THRESHOLDS },
		{ "high of FF", { { P03(176), 0xff }, { P03(177), 0xff } }, 0 },
		{ "wavelength", { { 186, 0x10 } }, DOUBT_WAVELENGTH },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = qsfp_memory();
		struct module *m;

		poke(&mem, &rows[i]);
		put_sums(&mem);
		m = memory_module(&mem);
		assert_doubts(m, rows[i].doubts, rows[i].label);
		module_unref(m);
	}
}

static void checksums_are_doubted_apart(void **state)
{
	static const struct {
		uint16_t at;
		uint32_t doubt;
	} rows[] = {
		{ 63, DOUBT_BASE_CHECKSUM },
		{ 95, DOUBT_EXT_CHECKSUM },
		{ A2(95), DOUBT_DMI_CHECKSUM },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct memory mem = sound_sfp();
		struct module *m;

		mem.byte[rows[i].at] ^= 1;
		m = memory_module(&mem);
		assert_doubts(m, rows[i].doubt, "checksum");
		assert_int_equal(m->dmi_checksum, rows[i].at == A2(95) ? CHECKSUM_BAD : CHECKSUM_OK);
		/* Only the first one makes the identity worthless. */
		assert_int_equal(m->status, i == 0 ? READ_CORRUPT : READ_OK);
		module_unref(m);
	}
}

static void short_dumps_are_truncated(void **state)
{
	struct memory sfp = sound_sfp(), qsfp = qsfp_memory();
	struct module *m;

	(void)state;
	sfp.len = 256;
	m = memory_module(&sfp);
	assert_doubts(m, DOUBT_TRUNCATED, "no A2h");
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->dmi_checksum, CHECKSUM_ABSENT);
	assert_state(m->temperature, VALUE_ABSENT);
	module_unref(m);
	sfp.byte[92] = 0;
	put_sums(&sfp);
	m = memory_module(&sfp);
	assert_doubts(m, 0, "A0h is all there is");
	module_unref(m);
	sfp.len = 96;
	m = memory_module(&sfp);
	assert_doubts(m, 0, "all but the vendor's bytes");
	module_unref(m);
	sfp.len = 95;
	m = memory_module(&sfp);
	assert_doubts(m, DOUBT_TRUNCATED, "not even the checksum");
	module_unref(m);
	qsfp.len = 256;
	m = memory_module(&qsfp);
	assert_doubts(m, DOUBT_TRUNCATED, "no page 03h");
	module_unref(m);
	qsfp.byte[2] = 4;
	m = memory_module(&qsfp);
	assert_doubts(m, 0, "flat");
	module_unref(m);
}

/* Nobody drives the bus when the lower memory is read. */
static void a_blank_lower_memory_says_nothing(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	memset(mem.byte + 2, 0xff, 125);
	m = memory_module(&mem);
	assert_doubts(m, DOUBT_BLANK | DOUBT_MONITORS, "lower memory");
	assert_int_equal(m->status, READ_OK);
	assert_string_equal(type_token(m->type), "100g-sr4");
	assert_null(m->slow_type);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_int_equal(m->lane[0].signals_known, 0);
	assert_int_equal(m->lane[3].alarms_known, 0);
	assert_int_equal(m->alarms_known, 0);
	assert_int_equal(m->data_ready, TRI_UNKNOWN);
	assert_int_equal(m->far_end, 0);
	module_unref(m);
}

static void a_blank_a2h_says_nothing(void **state)
{
	struct memory mem = sound_sfp();
	struct module *m;

	(void)state;
	memset(mem.byte + 256, 0xff, 256);
	m = memory_module(&mem);
	assert_doubts(m, DOUBT_MONITORS | DOUBT_THRESHOLDS | DOUBT_DMI_CHECKSUM, "A2h");
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->thresholds[MONITOR_RX_POWER].high_alarm, VALUE_UNSUPPORTED);
	assert_int_equal(m->lane[0].signals_known, 0);
	assert_int_equal(m->data_ready, TRI_UNKNOWN);
	module_unref(m);
}

/* Page select, or the second address, is not decoded: the same bytes again. */
static void repeated_pages_are_no_pages(void **state)
{
	struct memory sfp = sound_sfp(), qsfp = qsfp_memory();
	struct module *m;

	(void)state;
	memcpy(sfp.byte + 256, sfp.byte, 256);
	m = memory_module(&sfp);
	assert_true(m->doubts & DOUBT_REPEATED);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->thresholds[MONITOR_SUPPLY].low_alarm, VALUE_UNSUPPORTED);
	assert_int_equal(m->lane[0].signals_known, 0);
	module_unref(m);
	memcpy(qsfp.byte + P03(128), qsfp.byte + 128, 128);
	m = memory_module(&qsfp);
	assert_doubts(m, DOUBT_REPEATED, "page 03h");
	assert_state(m->thresholds[MONITOR_TEMPERATURE].high_alarm, VALUE_UNSUPPORTED);
	assert_value(m->temperature, 2550);
	module_unref(m);
}

static void every_doubt_has_words(void **state)
{
	(void)state;
	for (uint32_t bit = 1; bit <= DOUBT_FIBRES; bit <<= 1) {
		assert_non_null(code_name(doubt_labels, bit));
		assert_non_null(code_name(doubt_words, bit));
	}
	assert_null(code_name(doubt_labels, (uint32_t)DOUBT_FIBRES << 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sfp_doubts),
		cmocka_unit_test(qsfp_doubts),
		cmocka_unit_test(checksums_are_doubted_apart),
		cmocka_unit_test(short_dumps_are_truncated),
		cmocka_unit_test(a_blank_lower_memory_says_nothing),
		cmocka_unit_test(a_blank_a2h_says_nothing),
		cmocka_unit_test(repeated_pages_are_no_pages),
		cmocka_unit_test(every_doubt_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
