/* SPDX-License-Identifier: BSD-3-Clause */
/* CMIS memory written register by register from the specification, and what it must decode to. */
#include "cmis_fixture.h"

#include <errno.h>
#include <stdio.h>

#include "../common/random.h"

static void identity(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->doubts, 0);
	assert_int_equal(m->family, FAMILY_CMIS);
	assert_int_equal(m->base_checksum, CHECKSUM_OK);
	assert_int_equal(m->ext_checksum, CHECKSUM_OK);
	assert_int_equal(m->dmi_checksum, CHECKSUM_OK);
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_string_equal(m->part_number, "AC-400G-DR4");
	assert_string_equal(m->revision, "A1");
	assert_string_equal(m->serial, "SN0003");
	assert_string_equal(m->date_code, "250102");
	assert_string_equal(m->management, "CMIS 4.0");
	assert_string_equal(m->firmware, "2.7");
	assert_string_equal(m->firmware_inactive, "2.6");
	assert_string_equal(m->hardware, "1.4");
	assert_int_equal(m->fibre_face, 2);
	assert_int_equal(m->power_class, 6);
	assert_value(m->max_power_mw, 12000);
	assert_int_equal(m->connector_class, CONNECTOR_CLASS_MPO);
	module_unref(m);
}

static void normalised(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_string_equal(type_token(m->type), "400g-dr4");
	assert_string_equal(m->type_name, "400GBASE-DR4");
	assert_string_equal(m->type_evidence, "00h:86=11 1c 84 01h");
	assert_int_equal(m->form, FORM_QSFP_DD);
	assert_int_equal(m->medium, MEDIUM_SMF);
	assert_string_equal(m->medium_evidence, "00h:85=02h");
	assert_int_equal(m->modulation, MODULATION_PAM4);
	assert_int_equal(m->layout, LAYOUT_PARALLEL);
	assert_value(m->wavelength, 131100);
	assert_value(m->wavelength_tolerance, 650);
	assert_string_equal(m->wavelength_evidence, "01h:138=666ch");
	assert_int_equal(m->lanes, 4);
	assert_int_equal(m->host_lanes, 8);
	assert_value(m->lane_mbps, 100000);
	assert_value(m->reach_m, 500);
	assert_int_equal(m->splittable, TRI_YES);
	assert_int_equal(m->line_fec, FEC_RS544);
	assert_int_equal(m->fec_in_module, TRI_NO);
	assert_int_equal(m->downshift_10g, TRI_NO);
	module_unref(m);
}

static void monitors(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m = cmis_module(&c);

	(void)state;
	assert_int_equal(m->dom, DOM_TEMPERATURE | DOM_SUPPLY | DOM_RX_POWER | DOM_TX_POWER | DOM_TX_BIAS |
	                             DOM_RX_AVERAGE | DOM_FLAGS);
	assert_value(m->temperature, 2550);
	assert_value(m->supply, 3300000);
	for (int n = 1; n <= 4; n++) {
		assert_value(m->lane[n - 1].tx_power, n * 100000);
		assert_value(m->lane[n - 1].rx_power, n * 100000);
		/* 2 uA, twice. */
		assert_value(m->lane[n - 1].tx_bias, n * 4000);
		assert_state(m->lane[n - 1].snr, VALUE_UNSUPPORTED);
	}
	assert_state(m->lane[4].tx_power, VALUE_NO_LIGHT);
	assert_state(m->lane[8].tx_power, VALUE_ABSENT);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_alarm, 7500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_alarm, -500);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].high_warning, 7000);
	assert_value(m->thresholds[MONITOR_TEMPERATURE].low_warning, 0);
	assert_value(m->thresholds[MONITOR_SUPPLY].high_alarm, 3630000);
	assert_value(m->thresholds[MONITOR_SUPPLY].low_warning, 3135000);
	assert_value(m->thresholds[MONITOR_TX_POWER].high_alarm, 1000000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].high_alarm, 120000);
	assert_value(m->thresholds[MONITOR_TX_BIAS].low_warning, 6000);
	assert_value(m->thresholds[MONITOR_RX_POWER].high_alarm, 1000100);
	assert_value(m->thresholds[MONITOR_RX_POWER].low_warning, 20100);
	module_unref(m);
}

/* What is not advertised is not there, whatever its bytes are. */
static void monitors_are_advertised(void **state)
{
	static const struct {
		unsigned offset;
		uint8_t bit;
		uint8_t lost;
	} rows[] = {
		{ 159, 0x01, DOM_TEMPERATURE }, { 159, 0x02, DOM_SUPPLY },
		{ 160, 0x04, DOM_RX_POWER | DOM_RX_AVERAGE },
		{ 160, 0x02, DOM_TX_POWER },    { 160, 0x01, DOM_TX_BIAS }, { 151, 0x10, DOM_RX_AVERAGE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(1, rows[i].offset)] &= (uint8_t)~rows[i].bit;
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->dom, 0x7f & ~rows[i].lost);
		assert_int_equal(value_ok(m->temperature), !(rows[i].lost & DOM_TEMPERATURE));
		assert_int_equal(value_ok(m->supply), !(rows[i].lost & DOM_SUPPLY));
		assert_int_equal(value_ok(m->lane[0].rx_power), !(rows[i].lost & DOM_RX_POWER));
		assert_int_equal(value_ok(m->lane[0].tx_power), !(rows[i].lost & DOM_TX_POWER));
		assert_int_equal(value_ok(m->lane[0].tx_bias), !(rows[i].lost & DOM_TX_BIAS));
		assert_int_equal(value_ok(m->thresholds[MONITOR_TX_BIAS].high_alarm),
		                 !(rows[i].lost & DOM_TX_BIAS));
		module_unref(m);
	}
}

static void bias_multipliers(void **state)
{
	static const int32_t wanted[] = { 2000, 4000, 8000, -1 };

	(void)state;
	for (uint8_t code = 0; code < 4; code++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(1, 160)] = (uint8_t)(0x07 | code << 3);
		sums(&c);
		m = cmis_module(&c);
		/* 3 is reserved: the number is not known, then. */
		if (wanted[code] < 0)
			assert_state(m->lane[0].tx_bias, VALUE_UNSUPPORTED);
		else
			assert_value(m->lane[0].tx_bias, wanted[code]);
		module_unref(m);
	}
}

static void module_flags(void **state)
{
	static const struct {
		uint8_t bit;
		enum monitor monitor;
		enum alarm_level level;
	} rows[] = {
		{ 0, MONITOR_TEMPERATURE, ALARM_HIGH_ALARM },   { 1, MONITOR_TEMPERATURE, ALARM_LOW_ALARM },
		{ 2, MONITOR_TEMPERATURE, ALARM_HIGH_WARNING }, { 3, MONITOR_TEMPERATURE, ALARM_LOW_WARNING },
		{ 4, MONITOR_SUPPLY, ALARM_HIGH_ALARM },        { 5, MONITOR_SUPPLY, ALARM_LOW_ALARM },
		{ 6, MONITOR_SUPPLY, ALARM_HIGH_WARNING },      { 7, MONITOR_SUPPLY, ALARM_LOW_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[9] = (uint8_t)(1 << rows[i].bit);
		m = cmis_module(&c);
		assert_int_equal(m->alarms, alarm_bit(rows[i].monitor, rows[i].level));
		assert_int_equal(m->alarms_known, 0xff);
		module_unref(m);
	}
}

/* A flag byte each of page 11h, or of page 10h: bit n is lane n + 1. */
static void lane_flags(void **state)
{
	static const struct {
		uint8_t page, offset;
		uint8_t signal;
		enum monitor monitor;
		enum alarm_level level;
	} rows[] = {
		{ 0x10, 130, SIGNAL_TX_DISABLED, 0, 0 }, { 0x11, 135, SIGNAL_TX_FAULT, 0, 0 },
		{ 0x11, 136, SIGNAL_TX_LOS, 0, 0 },      { 0x11, 137, SIGNAL_TX_LOL, 0, 0 },
		{ 0x11, 147, SIGNAL_RX_LOS, 0, 0 },      { 0x11, 148, SIGNAL_RX_LOL, 0, 0 },
		{ 0x11, 139, 0, MONITOR_TX_POWER, ALARM_HIGH_ALARM },
		{ 0x11, 140, 0, MONITOR_TX_POWER, ALARM_LOW_ALARM },
		{ 0x11, 141, 0, MONITOR_TX_POWER, ALARM_HIGH_WARNING },
		{ 0x11, 142, 0, MONITOR_TX_POWER, ALARM_LOW_WARNING },
		{ 0x11, 143, 0, MONITOR_TX_BIAS, ALARM_HIGH_ALARM },
		{ 0x11, 146, 0, MONITOR_TX_BIAS, ALARM_LOW_WARNING },
		{ 0x11, 149, 0, MONITOR_RX_POWER, ALARM_HIGH_ALARM },
		{ 0x11, 150, 0, MONITOR_RX_POWER, ALARM_LOW_ALARM },
		{ 0x11, 151, 0, MONITOR_RX_POWER, ALARM_HIGH_WARNING },
		{ 0x11, 152, 0, MONITOR_RX_POWER, ALARM_LOW_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[P(rows[i].page, rows[i].offset)] = 0x04;
		m = cmis_module(&c);
		for (unsigned n = 0; n < 8; n++) {
			uint32_t alarms = rows[i].monitor ? alarm_bit(rows[i].monitor, rows[i].level) : 0;

			assert_int_equal(m->lane[n].signals, n == 2 ? rows[i].signal : 0);
			assert_int_equal(m->lane[n].alarms, n == 2 ? alarms : 0);
			assert_int_equal(m->lane[n].signals_known, 0x3f);
			assert_int_equal(m->lane[n].alarms_known, 0xfff00);
		}
		module_unref(m);
	}
}

static void signals_are_advertised(void **state)
{
	static const struct {
		unsigned offset;
		uint8_t bit;
		uint8_t signal;
	} rows[] = {
		{ 155, 0x02, SIGNAL_TX_DISABLED }, { 157, 0x01, SIGNAL_TX_FAULT },
		{ 157, 0x02, SIGNAL_TX_LOS },
		{ 157, 0x04, SIGNAL_TX_LOL },      { 158, 0x02, SIGNAL_RX_LOS },
		{ 158, 0x04, SIGNAL_RX_LOL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		memset(c.byte + P(0x11, 135), 0xff, 18);
		c.byte[P(0x10, 130)] = 0xff;
		c.byte[P(1, rows[i].offset)] &= (uint8_t)~rows[i].bit;
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->lane[0].signals_known, 0x3f & ~rows[i].signal);
		assert_int_equal(m->lane[0].signals, 0x3f & ~rows[i].signal);
		module_unref(m);
	}
}

static void states(void **state)
{
	static const struct {
		uint8_t byte;
		unsigned state;
		enum tristate ready;
		bool has_lanes;
	} rows[] = {
		{ 1 << 1, MODULE_STATE_LOW_POWER, TRI_NO, false },
		{ 2 << 1, MODULE_STATE_POWERING_UP, TRI_NO, false },
		{ 3 << 1 | 1, MODULE_STATE_READY, TRI_YES, true },
		{ 4 << 1, MODULE_STATE_POWERING_DOWN, TRI_NO, false },
		{ 5 << 1, MODULE_STATE_FAULT, TRI_NO, true },
		{ 6 << 1, 0, TRI_UNKNOWN, true },
		{ 0, 0, TRI_UNKNOWN, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[3] = rows[i].byte;
		c.byte[41] = 3;
		c.byte[P(0x11, 147)] = 0xff;
		m = cmis_module(&c);
		assert_int_equal(m->state, rows[i].state);
		assert_int_equal(m->data_ready, rows[i].ready);
		assert_int_equal(m->fault_cause, 3);
		/* Lanes that don't run are neither dark nor bright. */
		assert_int_equal(value_ok(m->lane[0].rx_power), rows[i].has_lanes);
		assert_int_equal((m->lane[0].signals_known & SIGNAL_RX_LOS) != 0, rows[i].has_lanes);
		assert_value(m->temperature, 2550);
		module_unref(m);
	}
}

static void versions(void **state)
{
	static const struct {
		const char *bytes, *text;
	} rows[] = {
		{ "\0\0", "" }, { "\xff\xff", "" }, { "\x01\0", "1.0" }, { "\0\x09", "0.9" },
		{ "\xff\xfe", "255.254" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		put(&c, 39, rows[i].bytes, 2);
		m = cmis_module(&c);
		assert_string_equal(m->firmware, rows[i].text);
		module_unref(m);
	}
}

/* Who adds the line's FEC shows in the host's lanes. */
static void fec(void **state)
{
	static const struct {
		const char *apps;
		enum fec line;
		enum tristate in_module;
	} rows[] = {
		{ "\x0d\x14\x21\x01\xff", FEC_RS544, TRI_NO },     /* 100GAUI-2 */
		{ "\x0b\x14\x41\x01\xff", FEC_RS544, TRI_YES },    /* CAUI-4 */
		{ "\x0b\x0f\x44\x01\xff", FEC_RS528, TRI_UNKNOWN },
		{ "\x0b\x0d\x44\x01\xff", FEC_NONE, TRI_NO },
		{ "\x4d\x73\x21\x01\xff", FEC_RS544, TRI_NO },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		memset(c.byte + 86, 0, 32);
		memcpy(c.byte + 86, rows[i].apps, 5);
		memset(c.byte + P(0x11, 240), 0, 16);
		m = cmis_module(&c);
		assert_int_equal(m->line_fec, rows[i].line);
		assert_int_equal(m->fec_in_module, rows[i].in_module);
		module_unref(m);
	}
}

static void lengths(void **state)
{
	static const struct {
		uint8_t media_type;
		unsigned at;
		uint8_t byte;
		int32_t metres;
	} rows[] = {
		{ 2, P(1, 132), 0x05, 500 },    { 2, P(1, 132), 0x42, 2000 },  { 2, P(1, 132), 0x4a, 10000 },
		{ 2, P(1, 132), 0x88, 80000 },  { 1, P(1, 133), 75, 150 },     { 1, P(1, 134), 50, 100 },
		{ 1, P(1, 135), 35, 70 },       { 1, P(1, 136), 30, 30 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[85] = rows[i].media_type;
		if (rows[i].media_type == 1)
			PUT(&c, 86, "\x4f\x11\x44\x01\xff");
		memset(c.byte + P(1, 132), 0, 5);
		c.byte[rows[i].at] = rows[i].byte;
		sums(&c);
		m = cmis_module(&c);
		assert_value(m->reach_m, rows[i].metres);
		module_unref(m);
	}
}

/* An OSFP-XD: lanes 9 to 16 are in bank 1. */
static void banks(void **state)
{
	static uint8_t bytes[65536];
	struct cmis c = dr4_memory();
	struct image *img;
	struct module *m, *back;
	uint8_t block[128] = { 0 };
	size_t len;

	(void)state;
	c.byte[0] = c.byte[128] = 0x21;
	c.byte[P(1, 142)] = 1;
	PUT(&c, 86, "\x51\x56\x88\x01\xff");
	sums(&c);
	img = cmis_image(&c);
	block[147 - 128] = 0x02;
	block[186 - 128] = 0x13;
	block[187 - 128] = 0x88;
	write_bank(img, 0x11, 128, block, 128);
	block[130 - 128] = 0x80;
	write_bank(img, 0x10, 128, block, 128);
	m = image_module(img);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->banks, 2);
	assert_int_equal(m->lanes, 16);
	assert_string_equal(m->type_name, "2x800GBASE-DR8");
	assert_value(m->lane[0].rx_power, 100000);
	assert_value(m->lane[8].rx_power, 500000);
	assert_int_equal(m->lane[9].signals, SIGNAL_RX_LOS);
	assert_int_equal(m->lane[15].signals, SIGNAL_TX_DISABLED);
	assert_int_equal(m->lane[1].signals, 0);
	/* There and back: through the encoder, and through a file. */
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, sizeof(bytes), &len), 0);
	assert_int_equal(len, (257 + 2) * 128);
	image_free(img);
	img = image_new();
	assert_int_equal(image_load_linear(img, bytes, len, false), 0);
	back = image_module(img);
	assert_memory_equal(m->lane, back->lane, MODULE_MAX_LANES * sizeof(m->lane[0]));
	assert_memory_equal(m->host_lane, back->host_lane, MODULE_MAX_LANES * sizeof(m->host_lane[0]));
	module_unref(m);
	module_unref(back);
	image_free(img);
}

static void form_factors(void **state)
{
	static const struct {
		uint8_t identifier;
		const char *apps;
		enum form_factor form;
	} rows[] = {
		{ 0x18, "\x11\x1c\x84\x01\xff", FORM_QSFP_DD }, { 0x19, "\x11\x1c\x84\x01\xff", FORM_OSFP },
		{ 0x1b, "\x0d\x14\x21\x01\xff", FORM_DSFP },    { 0x1f, "\x0d\x14\x21\x01\xff", FORM_SFP_DD },
		{ 0x1e, "\x4f\x1c\x44\x01\xff", FORM_QSFP112 }, { 0x1e, "\x0f\x17\x44\x01\xff", FORM_QSFP56 },
		{ 0x1e, "\x0b\x0f\x44\x01\xff", FORM_QSFP28 },  { 0x20, "\x4b\x14\x11\x01\xff", FORM_SFP112 },
		{ 0x20, "\x05\x07\x11\x01\xff", FORM_SFP28 },   { 0x21, "\x51\x56\x88\x01\xff", FORM_OTHER },
		{ 0x25, "\x51\x56\x88\x01\xff", FORM_OTHER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.byte[0] = c.byte[128] = rows[i].identifier;
		memset(c.byte + 86, 0, 32);
		memcpy(c.byte + 86, rows[i].apps, 5);
		memset(c.byte + P(0x11, 240), 0, 16);
		sums(&c);
		m = cmis_module(&c);
		assert_int_equal(m->status, READ_OK);
		assert_int_equal(m->form, rows[i].form);
		module_unref(m);
	}
}

/* What can't be trusted claims nothing. */
static void damage(void **state)
{
	struct cmis c = dr4_memory();
	struct module *m;

	(void)state;
	c.byte[222] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_CORRUPT);
	assert_null(m->type);
	assert_state(m->wavelength, VALUE_CORRUPT);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->max_power_mw, VALUE_CORRUPT);
	module_unref(m);

	c = dr4_memory();
	c.byte[128] = 0x19;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_CORRUPT);
	module_unref(m);

	/* What it can do: tolerated, and noted. */
	c = dr4_memory();
	c.byte[P(1, 255)] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->ext_checksum, CHECKSUM_BAD);
	assert_int_equal(m->doubts, DOUBT_EXT_CHECKSUM);
	module_unref(m);

	/* Thresholds that can't be trusted are none. */
	c = dr4_memory();
	c.byte[P(2, 255)] ^= 0xff;
	m = cmis_module(&c);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->doubts, DOUBT_DMI_CHECKSUM);
	assert_state(m->thresholds[MONITOR_TEMPERATURE].high_alarm, VALUE_CORRUPT);
	assert_state(m->thresholds[MONITOR_RX_POWER].low_alarm, VALUE_CORRUPT);
	assert_value(m->temperature, 2550);
	module_unref(m);

	/* Monitors of a bus that nobody drives. */
	c = dr4_memory();
	memset(c.byte + 14, 0xff, 4);
	memset(c.byte + P(0x11, 154), 0xff, 48);
	m = cmis_module(&c);
	assert_state(m->temperature, VALUE_CORRUPT);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_state(m->lane[0].rx_power, VALUE_CORRUPT);
	assert_int_equal(m->doubts, DOUBT_MONITORS);
	module_unref(m);
	c = dr4_memory();
	memset(c.byte + 16, 0, 2);
	m = cmis_module(&c);
	assert_state(m->supply, VALUE_CORRUPT);
	assert_value(m->temperature, 2550);
	module_unref(m);
}

static void short_dumps(void **state)
{
	static const struct {
		size_t len;
		enum read_status status;
		bool type;
	} rows[] = {
		{ 1, READ_TRUNCATED, false },        { 128, READ_TRUNCATED, false },
		{ 222, READ_TRUNCATED, false },      { 256, READ_TRUNCATED, true },
		{ P(1, 200), READ_TRUNCATED, true }, { P(1, 256), READ_OK, true },
		{ P(2, 256), READ_OK, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cmis c = dr4_memory();
		struct module *m;

		c.len = rows[i].len;
		m = cmis_module(&c);
		assert_int_equal(m->status, rows[i].status);
		assert_int_equal(m->type != NULL, rows[i].type);
		assert_int_equal(m->doubts & DOUBT_TRUNCATED, rows[i].len < P(2, 256) ? DOUBT_TRUNCATED : 0);
		/* What it monitors is on page 01h. */
		assert_state(m->temperature, rows[i].len >= P(1, 256) ? VALUE_OK : VALUE_ABSENT);
		assert_state(m->lane[0].rx_power, VALUE_ABSENT);
		module_unref(m);
	}
}

static unsigned count_ranges(const struct image *img, enum image_range_use use)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);
	unsigned count = 0;

	for (size_t i = 0; i < n; i++)
		count += ranges[i].use == use;
	return count;
}

/* Pages are asked for as they become known. */
static void ranges_follow_what_is_known(void **state)
{
	struct cmis c = dr4_memory();
	struct image *img;

	(void)state;
	c.len = 1;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 2);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 0);
	assert_int_equal(count_ranges(img, RANGE_FINGERPRINT), 2);
	image_free(img);

	c.len = 256;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 4);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 3);
	image_free(img);

	c.len = P(PAGES, 128);
	c.byte[P(1, 142)] = 0x41;
	c.byte[P(0x2f, 128)] = 2;
	img = cmis_image(&c);
	/* Three groups of observables in both banks. */
	assert_int_equal(count_ranges(img, RANGE_STATIC), 5 + 2 * 3);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 5 + 2 * 3);
	image_free(img);

	c.byte[2] = 0x80;
	img = cmis_image(&c);
	assert_int_equal(count_ranges(img, RANGE_STATIC), 2);
	assert_int_equal(count_ranges(img, RANGE_LIVE), 0);
	image_free(img);
}

/* The latched flags are cleared by reading them: nothing but a live scan and the first read may. */
static void fingerprint_leaves_latches_alone(void **state)
{
	struct cmis c = dr4_memory();
	struct image *img = cmis_image(&c);
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(img, ranges);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		if (ranges[i].use != RANGE_FINGERPRINT)
			continue;
		assert_true(ranges[i].at.page == 0);
		assert_true(ranges[i].at.offset >= 128 || ranges[i].at.offset + ranges[i].len <= 8);
	}
	image_free(img);
}

/* Any bytes: what was decoded once is decoded again. */
static void random_memory_is_stable(void **state)
{
	uint32_t seed = 20260102;

	(void)state;
	for (unsigned n = 0; n < 4000; n++) {
		struct cmis c = dr4_memory();
		struct module *m, *back;
		struct image *img;

		for (unsigned i = 0; i < 16; i++) {
			size_t at = 1 + next_random(&seed) % (c.len - 1);

			if (at != 128)
				c.byte[at] = (uint8_t)next_random(&seed);
		}
		/* A bank that was not read is not absent any more once it was written. */
		c.byte[P(1, 142)] &= 0xfc;
		sums(&c);
		img = cmis_image(&c);
		m = image_module(img);
		if (m->status == READ_OK) {
			assert_int_equal(eeprom_encode(m, img), 0);
			back = image_module(img);
			assert_int_equal(back->status, READ_OK);
			assert_ptr_equal(m->type, back->type);
			assert_string_equal(m->type_name, back->type_name);
			assert_memory_equal(m->application, back->application,
			                    MODULE_MAX_APPLICATIONS * sizeof(m->application[0]));
			assert_memory_equal(m->lane, back->lane, MODULE_MAX_LANES * sizeof(m->lane[0]));
			assert_memory_equal(m->host_lane, back->host_lane,
			                    MODULE_MAX_LANES * sizeof(m->host_lane[0]));
			assert_int_equal(m->state, back->state);
			assert_int_equal(m->alarms, back->alarms);
			module_unref(back);
		}
		module_unref(m);
		image_free(img);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity),
		cmocka_unit_test(normalised),
		cmocka_unit_test(monitors),
		cmocka_unit_test(monitors_are_advertised),
		cmocka_unit_test(bias_multipliers),
		cmocka_unit_test(module_flags),
		cmocka_unit_test(lane_flags),
		cmocka_unit_test(signals_are_advertised),
		cmocka_unit_test(states),
		cmocka_unit_test(versions),
		cmocka_unit_test(fec),
		cmocka_unit_test(lengths),
		cmocka_unit_test(banks),
		cmocka_unit_test(form_factors),
		cmocka_unit_test(damage),
		cmocka_unit_test(short_dumps),
		cmocka_unit_test(ranges_follow_what_is_known),
		cmocka_unit_test(fingerprint_leaves_latches_alone),
		cmocka_unit_test(random_memory_is_stable),
	};

	return cmocka_run_group_tests_name("cmis", tests, NULL, NULL);
}
