/* SPDX-License-Identifier: BSD-3-Clause */
/* What registers say in words: eeprom_walk_fields() over memory written by hand. */
#include "eeprom_fixture.h"

#include <stdio.h>

/* One register looked for. */
struct wanted {
	const char *key;
	unsigned found;
	struct eeprom_field field;
};

static void pick(const struct eeprom_field *field, void *arg)
{
	struct wanted *w = arg;

	if (strcmp(field->key, w->key) != 0)
		return;
	w->field = *field;
	w->found++;
}

#define POKES 7

/* Bytes changed in a module, and what one of its registers says then; NULL: it is not listed. */
struct row {
	struct {
		uint16_t at;
		uint8_t value;
	} poke[POKES];
	const char *key, *value;
};

static void check(const struct memory *base, const struct row *row)
{
	struct memory mem = *base;
	struct wanted w = { .key = row->key };
	struct image *img;
	struct module *m;
	char label[700];

	for (size_t n = 0; n < POKES && (row->poke[n].at || row->poke[n].value); n++)
		mem.byte[row->poke[n].at] = row->poke[n].value;
	put_sums(&mem);
	img = memory_image(&mem);
	m = image_module(img);
	eeprom_walk_fields(img, m, pick, &w);
	snprintf(label, sizeof(label), "%s: '%s', wanted '%s'", row->key, w.found ? w.field.value : "(none)",
		 row->value ? row->value : "(none)");
	assert_row(w.found == (row->value ? 1 : 0), label);
	if (row->value)
		assert_row(strcmp(w.field.value, row->value) == 0, label);
	module_unref(m);
	image_free(img);
}

/* A 25G SFP28 that has everything: paged A2h, rate select, CDR, cooled laser. */
static struct memory full_sfp(void)
{
	struct memory mem = sfp_memory();

	mem.byte[64] = 0x1e;
	mem.byte[65] = 0x3a;
	mem.byte[93] = 0xfa;
	mem.byte[94] = 9;
	put_sum(&mem, A2(0), A2(95));
	return mem;
}

static void sfp_registers(void **state)
{
	static const struct row rows[] = {
		{ { { 0 } }, "identifier", "0x03 (SFP/SFP+/SFP28)" },
		{ { { 0 } }, "extended_identifier", "0x04 (GBIC/SFP defined by 2-wire interface ID)" },
		{ { { 0 } }, "connector", "0x07 (LC)" },
		{ { { 2, 0x7e } }, "connector", "0x7e (unknown(0x7e))" },
		{ { { 0 } }, "compliance", "0x10 0x00 0x00 0x00 0x00 0x00 0x00 0x00 (10GBASE-SR)" },
		{ { { 3, 0x80 }, { 6, 0x40 }, { 10, 0x41 } }, "compliance",
		  "0x80 0x00 0x00 0x40 0x00 0x00 0x00 0x41 (10GBASE-ER, BASE-BX10, FC 100 MB/s, "
		  "FC 800 MB/s)" },
		{ { { 3, 0 }, { 5, 0x08 } }, "compliance",
		  "0x00 0x00 0x08 0x00 0x00 0x00 0x00 0x00 (bit 5.3)" },
		{ { { 0 } }, "encoding", "0x06 (64B/66B)" },
		{ { { 0 } }, "nominal_rate", "10300 MBd" },
		{ { { 12, 0 } }, "nominal_rate", "0 MBd (unspecified)" },
		{ { { 12, 0xff }, { 66, 103 } }, "nominal_rate", "25750 MBd" },
		{ { { 12, 0xff }, { 66, 103 } }, "rate_extended", "25750 MBd" },
		{ { { 12, 0xff }, { 66, 103 }, { 67, 2 } }, "rate_tolerance", "2 %" },
		{ { { 12, 0xff }, { 66, 103 } }, "rate_max", NULL },
		{ { { 66, 10 } }, "rate_max", "10 %" },
		{ { { 67, 20 } }, "rate_min", "20 %" },
		{ { { 0 } }, "rate_extended", NULL },
		{ { { 0 } }, "rate_tolerance", NULL },
		{ { { 13, 0x0e } }, "rate_identifier", "0x0e (10/8G Rx and Tx Rate_Select)" },
		{ { { 14, 10 } }, "length_smf_km", "10 km" },
		{ { { 14, 255 } }, "length_smf_km", "more than 254 km" },
		{ { { 15, 100 } }, "length_smf", "10000 m" },
		{ { { 0 } }, "length_om2", "80 m" },
		{ { { 0 } }, "length_om1", "30 m" },
		{ { { 0 } }, "length_om3", "300 m" },
		{ { { 18, 40 } }, "length_om4", "400 m" },
		{ { { 18, 40 } }, "length_cable", NULL },
		{ { { 18, 40 }, { 2, 0x21 }, { 3, 0 }, { 8, 4 } }, "length_cable", "40 m" },
		{ { { 18, 40 }, { 2, 0x21 }, { 3, 0 }, { 8, 4 } }, "length_om4", NULL },
		{ { { 18, 40 }, { 2, 0x22 }, { 3, 0 } }, "length_cable", "40 m" },
		{ { { 60, 0x01 }, { 61, 0 }, { 2, 0x21 }, { 3, 0 }, { 8, 4 } }, "cable_compliance",
		  "0x01 (SFF-8431 appendix E)" },
		{ { { 60, 0x0c }, { 61, 0 }, { 2, 0x21 }, { 3, 0 }, { 8, 8 } }, "cable_compliance",
		  "0x0c (SFF-8431 limiting, FC-PI-4 limiting)" },
		{ { { 60, 0x01 }, { 61, 0 }, { 2, 0x21 }, { 3, 0 }, { 8, 4 } }, "wavelength",
		  "unsupported" },
		{ { { 0 } }, "cable_compliance", NULL },
		{ { { 0 } }, "wavelength", "850.00 nm" },
		{ { { 36, 2 } }, "extended_compliance", "0x02 (25GBASE-SR)" },
		{ { { 36, 0x4e } }, "extended_compliance", "0x4e (unknown)" },
		{ { { 0 } }, "extended_compliance", "0x00 (unspecified)" },
		{ { { 0 } }, "oui", "00:17:6a" },
		{ { { 0 } }, "fc_speed_2", NULL },
		{ { { 10, 2 }, { 62, 1 } }, "fc_speed_2", "0x01 (FC 64GFC)" },
		{ { { 10, 2 }, { A2(119), 0x1c } }, "fc_64g_mode", "0x07" },
		{ { { 0 } }, "fc_64g_mode", NULL },
		{ { { 64, 0 } }, "options", "0x00 0x3a (RX_LOS, TX_FAULT, TX_DISABLE, RATE_SELECT)" },
		{ { { 65, 0x40 } }, "options",
		  "0x1e 0x40 (power level 2, cooled laser, retimer or CDR, A2h is paged, tunable "
		  "transmitter)" },
		{ { { 64, 0 } }, "power_level", "1 (up to 1.0 W)" },
		{ { { 0 } }, "power_level", "2 (up to 1.5 W)" },
		{ { { 64, 0x20 } }, "power_level", "3 (up to 2.0 W)" },
		{ { { 64, 0x40 } }, "power_level", "4 (more than 2.0 W)" },
		{ { { 0 } }, "date_code", "2025-01-02 (lot A1)" },
		{ { { 90, ' ' }, { 91, ' ' } }, "date_code", "2025-01-02" },
		{ { { 84, 'x' } }, "date_code", "x50102A1 (no date)" },
		{ { { 85, '0' }, { 86, '1' }, { 87, '9' }, { 88, '0' }, { 89, '3' }, { 90, '1' },
		    { 91, '2' } }, "date_code", "2019-03-12" },
		{ { { 84, '2' }, { 85, '0' }, { 86, '2' }, { 87, '2' } }, "date_code",
		  "202202A1 (no date)" },
		{ { { 0 } }, "diagnostic_type",
		  "0x68 (average received power, internally calibrated, digital diagnostics)" },
		{ { { 0 } }, "enhanced_options",
		  "0xfa (soft RATE_SELECT (SFF-8431), soft RATE_SELECT, soft RX_LOS, soft TX_FAULT, soft "
		  "TX_DISABLE, alarm and warning flags)" },
		{ { { 0 } }, "revision_compliance", "0x09 (SFF-8472 rev 12.4)" },
		{ { { A2(0), 76 } }, "cc_dmi", "0x36 (wrong)" },
		{ { { 0 } }, "cc_dmi", "0x36 (ok)" },
		{ { { 92, 0 } }, "cc_dmi", NULL },
		{ { { 96, 0xab } }, "vendor_specific_1", "ab 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00" },
		/* Optional monitors of a cooled or tunable laser. */
		{ { { A2(106), 25 } }, "laser_temperature", "25.00 degC" },
		{ { { A2(108), 0xff }, { A2(109), 0x9c } }, "tec_current", "-10.000 mA" },
		{ { { A2(40), 50 } }, "laser_temperature_high_alarm", "50.00 degC" },
		{ { { A2(54), 1 } }, "tec_current_low_warning", "25.600 mA" },
		{ { { A2(113), 0x20 } }, "laser_temperature_high_alarm_flag", "yes" },
		{ { { A2(117), 0x04 } }, "tec_current_low_warning_flag", "yes" },
		{ { { A2(117), 0xfb } }, "tec_current_low_warning_flag", "no" },
		{ { { 64, 0x1a } }, "laser_temperature", NULL },
		{ { { 64, 0x1a } }, "tec_current_low_warning_flag", NULL },
		{ { { 93, 0x7a } }, "tec_current_low_warning_flag", NULL },
		{ { { 64, 0x1a }, { 65, 0x40 }, { A2(106), 25 } }, "laser_temperature", "25.00 degC" },
		/* Controls. */
		{ { { A2(110), 0x20 } }, "rs1_state", "yes" },
		{ { { A2(110), 0x10 } }, "rs0_state", "yes" },
		{ { { 65, 0x1a } }, "rs0_state", NULL },
		{ { { A2(110), 0x08 } }, "rs0_select", "yes" },
		{ { { A2(118), 0x08 } }, "rs1_select", "yes" },
		{ { { 93, 0xf0 } }, "rs1_select", NULL },
		{ { { A2(118), 0x02 } }, "power_level_state", "yes" },
		{ { { A2(118), 0x01 } }, "power_level_select", "yes" },
		{ { { 64, 0x1c } }, "power_level_select", NULL },
		{ { { A2(114), 0xa3 } }, "tx_equaliser_high", "0x0a" },
		{ { { A2(114), 0xa3 } }, "tx_equaliser_low", "0x03" },
		{ { { A2(115), 0x74 } }, "rx_emphasis_high", "0x07" },
		{ { { A2(115), 0x74 } }, "rx_emphasis_low", "0x04" },
		{ { { 94, 7 } }, "tx_equaliser_high", NULL },
		{ { { A2(119), 0x02 } }, "tx_lol", "yes" },
		{ { { A2(127), 2 } }, "page_select", "0x02" },
		{ { { 64, 0x0e } }, "page_select", NULL },
		/* External calibration. */
		{ { { 92, 0x58 }, { A2(76), 1 }, { A2(77), 0x80 } }, "tx_bias_slope", "1.5000" },
		{ { { 92, 0x58 }, { A2(86), 0xff }, { A2(87), 0xfe } }, "temperature_offset", "-2" },
		{ { { 92, 0x58 }, { A2(68), 0x3f }, { A2(69), 0x80 } }, "rx_power_1", "1" },
		{ { { 0 } }, "rx_power_1", NULL },
	};
	struct memory mem = full_sfp();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check(&mem, &rows[i]);
}

/* A 100G QSFP28 that has everything. */
static struct memory full_qsfp(void)
{
	struct memory mem = qsfp_memory();

	mem.byte[193] = 0x7f;
	mem.byte[195] = 0xfa;
	mem.byte[221] = 0x13;
	return mem;
}

static void qsfp_registers(void **state)
{
	static const struct row rows[] = {
		{ { { 0 } }, "identifier", "0x11 (QSFP28)" },
		{ { { 0 } }, "revision_compliance", "0x08 (SFF-8636 rev 2.8-2.10)" },
		{ { { 2, 2 } }, "intl_deasserted", "yes" },
		{ { { 4, 0x80 } }, "tx_equaliser_fault_4", "yes" },
		{ { { 193, 0x77 } }, "tx_equaliser_fault_4", NULL },
		{ { { 6, 0x02 } }, "tc_ready", "yes" },
		{ { { 6, 0x01 } }, "initialised", "yes" },
		{ { { 221, 0x10 } }, "tc_ready", NULL },
		{ { { 221, 0x02 } }, "initialised", NULL },
		{ { { 87, 0xe4 } }, "rx_rate_select_1", "0" },
		{ { { 87, 0xe4 } }, "rx_rate_select_4", "3" },
		{ { { 88, 0x24 } }, "tx_rate_select_3", "2" },
		{ { { 195, 0xda } }, "rx_rate_select_4", NULL },
		{ { { 89, 0x44 }, { 92, 0x41 } }, "rx_application_1", "0x41" },
		{ { { 89, 0x44 }, { 92, 0x41 } }, "rx_application_4", "0x44" },
		{ { { 94, 0x84 } }, "tx_application_4", "0x84" },
		{ { { 195, 0xba } }, "tx_application_4", NULL },
		{ { { 93, 0x80 } }, "software_reset", "yes" },
		{ { { 221, 0x12 } }, "software_reset", NULL },
		{ { { 93, 0x04 } }, "power_class_5_7_enable", "yes" },
		{ { { 99, 0x02 } }, "pin_lpmode_txdis", "yes" },
		{ { { 101, 0x1e } }, "mask_fault", "0x1e" },
		{ { { 108, 1 }, { 109, 2 } }, "propagation_delay", "2580 ns" },
		{ { { 110, 0x19 } }, "advanced_low_power", "0x01 (up to 1.0 W)" },
		{ { { 110, 0x19 } }, "far_side_managed", "yes" },
		{ { { 110, 0x19 } }, "min_supply", "0x01 (2.5 V)" },
		{ { { 113, 0x4f } }, "far_end", "0x4f (four far ends of 1 lane, near end bits 0xf)" },
		{ { { 113, 0x70 } }, "far_end", "0x70 (unknown(0x07), near end bits 0x0)" },
		{ { { 115, 0x45 } }, "modsel_wait", "20 us" },
		{ { { 0 } }, "modsel_wait", "not given" },
		{ { { 116, 0x12 } }, "extended_compliance_2", "0x12 (40G-PSM4)" },
		{ { { 117, 0x12 } }, "module_subtype", "0x01 (type 1)" },
		{ { { 117, 0x12 } }, "fibre_face", "0x02 (APC)" },
		{ { { 0 } }, "extended_identifier", "0xcc (power class 4, 3.5 W, CDR in Tx, CDR in Rx)" },
		{ { { 129, 0x13 } }, "extended_identifier",
		  "0x13 (power class 7, 5.0 W, CLEI code in page 02h, no CDR in Tx, no CDR in Rx)" },
		{ { { 129, 0x20 } }, "extended_identifier",
		  "0x20 (power class 8, no CDR in Tx, no CDR in Rx)" },
		{ { { 131, 0x84 }, { 133, 0x10 }, { 137, 0x02 } }, "compliance",
		  "0x84 0x00 0x10 0x00 0x00 0x00 0x02 0x00 (40GBASE-SR4, see extended compliance, SAS 3.0 "
		  "Gb/s, FC multimode 50 um OM3 (M5E))" },
		{ { { 0 } }, "encoding", "0x05 (64B/66B)" },
		{ { { 139, 8 } }, "encoding", "0x08 (PAM4)" },
		{ { { 0 } }, "nominal_rate", "25750 MBd" },
		{ { { 0 } }, "nominal_rate_extended", "25750 MBd" },
		{ { { 140, 103 } }, "nominal_rate_extended", NULL },
		{ { { 141, 3 } }, "extended_rate_select",
		  "0x03 (rate select version 1, rate select version 2)" },
		{ { { 142, 10 } }, "length_smf", "10 km" },
		{ { { 0 } }, "length_om3", "70 m" },
		{ { { 144, 30 } }, "length_om2", "30 m" },
		{ { { 145, 20 } }, "length_om1", "20 m" },
		{ { { 0 } }, "length_om4", "100 m" },
		{ { { 0 } }, "length_cable", NULL },
		{ { { 147, 0x40 } }, "length_om4", NULL },
		{ { { 147, 0x40 } }, "length_cable", "50 m" },
		{ { { 146, 255 } }, "length_om4", "more than 508 m" },
		{ { { 147, 0x4f } }, "device_technology",
		  "0x4f (1310 nm DFB, wavelength control, cooled, APD receiver, tunable)" },
		{ { { 164, 0x14 } }, "infiniband", "0x14 (QDR, EDR)" },
		{ { { 0 } }, "oui", "00:17:6a" },
		{ { { 0 } }, "wavelength", "850.00 nm" },
		{ { { 0 } }, "wavelength_tolerance", "10.00 nm" },
		{ { { 0 } }, "attenuation_5g", NULL },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 187, 6 } }, "attenuation_5g", "6 dB" },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 186, 4 } }, "attenuation_2g5", "4 dB" },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 188, 7 } }, "attenuation_7g", "7 dB" },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 189, 9 } }, "attenuation_12g9", "9 dB" },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 145, 8 } }, "attenuation_25g", "8 dB" },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b } }, "length_om1", NULL },
		{ { { 147, 0xa0 }, { 130, 0x23 }, { 192, 0x0b }, { 146, 3 } }, "length_cable", "3 m" },
		{ { { 0 } }, "max_case_temperature", "70 degC (0: default)" },
		{ { { 190, 85 } }, "max_case_temperature", "85 degC" },
		{ { { 0 } }, "extended_compliance", "0x02 (100GBASE-SR4)" },
		{ { { 193, 0 }, { 194, 0x80 }, { 195, 0x01 } }, "options",
		  "0x00 0x80 0x01 (Tx CDR on/off, pages 20h-21h)" },
		{ { { 0 } }, "date_code", "2025-01-02" },
		{ { { 0 } }, "diagnostic_type",
		  "0x3c (transmitter power, average received power, supply voltage, temperature)" },
		{ { { 221, 0x19 } }, "enhanced_options",
		  "0x19 (software reset, extended rate select, initialisation complete flag)" },
		{ { { 224, 0x41 } }, "vendor_specific_1", "41 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00" },
		/* Page 01h. */
		{ { { 257, 0xc5 } }, "applications", "5" },
		{ { { 258, 1 } }, "application_codes_1", "01 00 00 00 00 00 00 00 00 00 00 00 00 00" },
		{ { { 195, 0x9a } }, "application_codes_1", NULL },
		/* Page 03h. */
		{ { { P03(224), 0xa3 } }, "max_tx_equaliser", "0x0a" },
		{ { { P03(224), 0xa3 } }, "max_rx_emphasis", "0x03" },
		{ { { P03(225), 0x2f } }, "rx_emphasis_type", "0x02" },
		{ { { P03(227), 0x80 } }, "host_fec", "yes" },
		{ { { P03(230), 0x40 } }, "media_fec_enable", "yes" },
		{ { { P03(231), 0x08 } }, "tx_force_squelch_4", "yes" },
		{ { { P03(233), 0x08 } }, "tx_equaliser_freeze_1", "yes" },
		{ { { P03(233), 0x01 } }, "tx_equaliser_freeze_4", "yes" },
		{ { { P03(234), 0x12 } }, "tx_equaliser_1", "1" },
		{ { { P03(234), 0x12 } }, "tx_equaliser_2", "2" },
		{ { { P03(235), 0x34 } }, "tx_equaliser_3", "3" },
		{ { { P03(237), 0x34 } }, "rx_emphasis_4", "4" },
		{ { { P03(239), 0x05 } }, "rx_amplitude_4", "5" },
		{ { { P03(240), 0x10 } }, "rx_squelch_disable_1", "yes" },
		{ { { P03(240), 0x08 } }, "tx_squelch_disable_4", "yes" },
		{ { { P03(241), 0x80 } }, "rx_output_disable_4", "yes" },
		{ { { P03(241), 0x01 } }, "tx_adaptive_equaliser_1", "yes" },
		{ { { P03(242), 0x12 }, { P03(243), 0x34 } }, "mask_rx_power", "0x12 0x34" },
		{ { { P03(251), 0x34 } }, "mask_reserved", "0x00 0x00 0x00 0x34" },
		{ { { 2, 4 } }, "mask_rx_power", NULL },
		{ { { 2, 4 } }, "host_fec", NULL },
		/* SFF-8436 had none of these. */
		{ { { 1, 1 } }, "host_fec", NULL },
		{ { { 1, 1 } }, "propagation_delay", NULL },
		{ { { 1, 1 }, { 129, 0x03 } }, "extended_identifier",
		  "0x03 (power class 1, 1.5 W, no CDR in Tx, no CDR in Rx)" },
	};
	struct memory mem = full_qsfp();

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		check(&mem, &rows[i]);
}

/* Every value ends as text even where all bits are set, and no key comes twice for one thing. */
static void longest(const struct eeprom_field *field, void *arg)
{
	size_t *max = arg, len = strlen(field->value);

	assert_non_null(field->key);
	assert_non_null(field->label);
	assert_true(len < EEPROM_FIELD_TEXT);
	*max = len > *max ? len : *max;
}

static void lists_of_all_bits_are_cut(void **state)
{
	struct memory all[] = { full_sfp(), full_qsfp() };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		struct image *img;
		struct module *m;
		size_t max = 0;

		memset(all[i].byte + (i ? 131 : 3), 0xff, 8);
		put_sums(&all[i]);
		img = memory_image(&all[i]);
		m = image_module(img);
		eeprom_walk_fields(img, m, longest, &max);
		assert_int_equal(max, EEPROM_FIELD_TEXT - 1);
		module_unref(m);
		image_free(img);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sfp_registers),
		cmocka_unit_test(qsfp_registers),
		cmocka_unit_test(lists_of_all_bits_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
