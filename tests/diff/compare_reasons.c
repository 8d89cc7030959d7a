/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where ethtool and we differ, and why. Predicates go by the bytes, not by
 * what we made of them, as far as that is possible.
 *
 * Two kinds: what ethtool gets wrong, and what it shows although the module
 * says that it does not have it or the bytes can't be right. We show nothing
 * there, and say why.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "diff/compare.h"

/* Linear layout. */
#define A2(offset) (256u + (offset))
#define PAGE(page, offset) ((page)*128u + (offset))
#define P03(offset) PAGE(3, offset)
#define P01(offset) PAGE(1, offset)
#define P02(offset) PAGE(2, offset)
#define P11(offset) PAGE(0x11, offset)

static bool is_8472(const struct comparison *c)
{
	return c->m->family == FAMILY_SFF8472;
}

static bool is_8636(const struct comparison *c)
{
	return c->m->family == FAMILY_SFF8636;
}

static bool is_cmis(const struct comparison *c)
{
	return c->m->family == FAMILY_CMIS;
}

static unsigned byte(const struct comparison *c, unsigned at)
{
	return at < c->len ? c->bytes[at] : 0;
}

static unsigned word(const struct comparison *c, unsigned at)
{
	return byte(c, at) << 8 | byte(c, at + 1);
}

static int signed_word(const struct comparison *c, unsigned at)
{
	return (int16_t)word(c, at);
}

static bool row_is(const struct comparison *c, const char *label)
{
	return strcmp(c->row->label, label) == 0;
}

static bool is_power(const struct comparison *c)
{
	return c->row->monitor == MONITOR_RX_POWER || c->row->monitor == MONITOR_TX_POWER;
}

/* Neither a value nor darkness. */
static bool ours_is_missing(const struct comparison *c)
{
	return !c->shown && c->value.state != VALUE_NO_LIGHT;
}

static double theirs_number(const struct comparison *c)
{
	return c->theirs ? strtod(c->theirs, NULL) : NAN;
}

/* Registers `first` to `last` - 1 are all `fill`. */
static bool filled(const struct comparison *c, unsigned first, unsigned last, unsigned fill)
{
	for (unsigned at = first; at < last; at++) {
		if (byte(c, at) != fill)
			return false;
	}
	return true;
}

static bool blank(const struct comparison *c, unsigned first, unsigned last)
{
	return filled(c, first, last, 0x00) || filled(c, first, last, 0xff);
}

static bool sum_is_wrong(const struct comparison *c, unsigned first, unsigned at)
{
	unsigned sum = 0;

	for (unsigned i = first; i < at; i++)
		sum += byte(c, i);
	return (sum & 0xff) != byte(c, at);
}

/* The identity. */

static bool untrusted(const struct comparison *c)
{
	if (!ours_is_missing(c))
		return false;
	if (is_8472(c))
		return sum_is_wrong(c, 0, 63) || blank(c, 1, 63);
	if (is_cmis(c))
		return sum_is_wrong(c, 128, 222) || blank(c, 129, 222) || byte(c, 0) != byte(c, 128);
	return sum_is_wrong(c, 128, 191) || blank(c, 129, 191) || byte(c, 0) != byte(c, 128);
}

static bool is_cable(const struct comparison *c)
{
	enum medium medium = c->m->medium;

	return medium == MEDIUM_COPPER || medium == MEDIUM_ACTIVE_COPPER || medium == MEDIUM_AOC ||
	       medium == MEDIUM_BASET || (is_8636(c) && byte(c, 147) >= 0xa0);
}

static bool is_wavelength(const struct comparison *c)
{
	return strncmp(c->row->label, "Laser wavelength", 16) == 0;
}

static bool cable_without(const struct comparison *c)
{
	return ours_is_missing(c) && is_cable(c) && (c->row->monitor || is_wavelength(c));
}

/* Cable bits in a module that has a connector for fibre, or technology in one with an optical type. */
static bool cable_contradicted(const struct comparison *c)
{
	bool said = is_8472(c) ? byte(c, 8) & 0x0c : is_cmis(c) ? byte(c, 212) >= 0x0a : byte(c, 147) >= 0xa0;

	return is_wavelength(c) && said && c->shown && !c->theirs;
}

/* 10h and 11h are tunable lasers. */
static bool cmis_tunable(const struct comparison *c)
{
	unsigned technology = byte(c, 212);

	return is_cmis(c) && is_wavelength(c) && !c->theirs && (technology == 0x10 || technology == 0x11);
}

static bool not_4(const struct comparison *c)
{
	return is_8472(c) && byte(c, 1) != 0x04 && !c->theirs;
}

/* INF-8074: byte 62 has hundredths of a nanometre. */
static bool wavelength_dwdm(const struct comparison *c)
{
	return row_is(c, "Laser wavelength") && byte(c, 0) == 0x0b && c->shown && theirs_number(c) == word(c, 60);
}

static bool wavelength_unspecified(const struct comparison *c)
{
	return row_is(c, "Laser wavelength") && ours_is_missing(c) && theirs_number(c) == 0;
}

static bool wavelength_impossible(const struct comparison *c)
{
	double nm = is_8472(c) ? word(c, 60) : word(c, is_cmis(c) ? P01(138) : 186) / 20.0;

	return is_wavelength(c) && ours_is_missing(c) && (nm < 600 || nm > 1700);
}

static bool tolerance_unspecified(const struct comparison *c)
{
	return row_is(c, "Laser wavelength tolerance") && ours_is_missing(c) && theirs_number(c) == 0;
}

/* Byte 188 is in 1/200 nm, and 0.005 nm is more than we show. */
static bool tolerance_rounded(const struct comparison *c)
{
	unsigned raw = word(c, is_cmis(c) ? P01(140) : 188);

	return row_is(c, "Laser wavelength tolerance") && raw % 2 &&
	       (c->shown ? fabs(theirs_number(c) - c->number) < 0.0051 : raw == 1);
}

static bool rate_unspecified(const struct comparison *c)
{
	return row_is(c, "BR, Nominal") && ours_is_missing(c) && theirs_number(c) == 0;
}

static bool rate_8636(const struct comparison *c)
{
	return row_is(c, "BR, Nominal") && is_8636(c) && byte(c, 140) == 0xff && theirs_number(c) == 25500 &&
	       (c->shown ? c->number == byte(c, 222) * 250.0 : byte(c, 222) == 0);
}

static bool om4_as_copper(const struct comparison *c)
{
	return c->row->key && strcmp(c->row->key, "length_om4") == 0 && byte(c, is_8472(c) ? 18 : 146) < 0xff &&
	       c->number == theirs_number(c) * (is_8472(c) ? 10 : 2);
}

/* FFh is "more than 254", in whatever unit. */
static bool length_more_than(const struct comparison *c)
{
	return c->row->key && strncmp(c->ours, "more than ", 10) == 0 && fmod(theirs_number(c), 255) == 0;
}

/* Diagnostics. */

static bool address_change(const struct comparison *c)
{
	return is_8472(c) && c->row->monitor && ours_is_missing(c) && (byte(c, 92) & 0x04);
}

static bool thresholds_hidden(const struct comparison *c)
{
	return is_8472(c) && c->row->threshold && !c->theirs && !(byte(c, 93) & 0x80);
}

static bool flags_hidden(const struct comparison *c)
{
	return is_8636(c) && c->row->kind == COMPARE_ALARM && !c->theirs && (byte(c, 2) & 0x04);
}

/* 00h:220, whose bits 5 and 4 are of revision 2.8; Tx power came with SFF-8636. */
static bool not_advertised(const struct comparison *c)
{
	unsigned diag = byte(c, 220);

	if (!is_8636(c) || !ours_is_missing(c))
		return false;
	switch (c->row->monitor) {
	case MONITOR_TX_POWER:
		return !(diag & 0x04) || byte(c, 1) == 1;
	case MONITOR_TEMPERATURE:
		return byte(c, 1) >= 8 && !(diag & 0x20);
	case MONITOR_SUPPLY:
		return byte(c, 1) >= 8 && !(diag & 0x10);
	default:
		return false;
	}
}

/* 01h:159 and 160; bias with a multiplier that is reserved can't be told. */
static bool cmis_not_advertised(const struct comparison *c)
{
	unsigned module = byte(c, P01(159)), lane = byte(c, P01(160));

	if (!is_cmis(c) || !ours_is_missing(c))
		return false;
	switch (c->row->monitor) {
	case MONITOR_TEMPERATURE:
		return !(module & 1);
	case MONITOR_SUPPLY:
		return !(module & 2);
	case MONITOR_TX_BIAS:
		return !(lane & 1) || (lane >> 3 & 3) == 3;
	case MONITOR_TX_POWER:
		return !(lane & 2);
	case MONITOR_RX_POWER:
		return !(lane & 4);
	default:
		return false;
	}
}

/* Lane n's bit is 1 << (n - 1); ethtool 6.1 takes n - 1 for the mask. */
static bool cmis_flag_mask(const struct comparison *c)
{
	static const uint8_t first[] = {
		[MONITOR_TX_POWER] = 139, [MONITOR_TX_BIAS] = 143, [MONITOR_RX_POWER] = 149,
	};
	static const uint8_t order[] = {
		[ALARM_HIGH_ALARM] = 0, [ALARM_LOW_ALARM] = 1, [ALARM_HIGH_WARNING] = 2, [ALARM_LOW_WARNING] = 3,
	};
	unsigned level = 0, flags;

	if (!is_cmis(c) || c->row->kind != COMPARE_ALARM || !c->lane || !c->theirs)
		return false;
	while (!(c->row->mask >> ((c->row->monitor - 1u) * 4 + level) & 1))
		level++;
	flags = byte(c, P11(first[c->row->monitor] + order[level]));
	return c->lane <= 8 && strcmp(c->ours, flags >> (c->lane - 1) & 1 ? "On" : "Off") == 0 &&
	       strcmp(c->theirs, flags & (c->lane - 1) ? "On" : "Off") == 0;
}

static bool cmis_thresholds_sum(const struct comparison *c)
{
	return is_cmis(c) && c->row->threshold && ours_is_missing(c) && sum_is_wrong(c, P02(128), P02(255));
}

/* For ethtool a temperature of 0 is that of a module without DOM. */
static bool temperature_zero(const struct comparison *c)
{
	unsigned raw = word(c, 22);

	return is_8636(c) && c->row->monitor && !c->theirs && (raw == 0 || raw == 0xffff);
}

static bool monitors_blank(const struct comparison *c)
{
	if (!c->row->monitor || c->row->threshold || !ours_is_missing(c))
		return false;
	if (is_8472(c))
		return blank(c, A2(96), A2(106));
	if (is_cmis(c))
		return c->lane ? filled(c, P11(154), P11(202), 0xff) : blank(c, 14, 18);
	return blank(c, 22, 24) && blank(c, 26, 28) && blank(c, 34, 58);
}

static bool supply_blank(const struct comparison *c)
{
	unsigned raw = word(c, is_8472(c) ? A2(98) : is_cmis(c) ? 16 : 26);

	return row_is(c, "Module voltage") && ours_is_missing(c) && c->row->kind == COMPARE_VALUE &&
	       (raw == 0 || raw == 0xffff);
}

/* Registers and external calibration. */

static bool is_external(const struct comparison *c)
{
	return is_8472(c) && (byte(c, 92) & 0x10);
}

/* Where a monitor is, and its thresholds. */
static unsigned register_at(const struct comparison *c, bool threshold)
{
	static const struct {
		uint16_t live, threshold;
	} sfp[] = {
		[MONITOR_TEMPERATURE] = { A2(96), A2(0) }, [MONITOR_SUPPLY] = { A2(98), A2(8) },
		[MONITOR_TX_BIAS] = { A2(100), A2(16) },   [MONITOR_TX_POWER] = { A2(102), A2(24) },
		[MONITOR_RX_POWER] = { A2(104), A2(32) },
	}, qsfp[] = {
		[MONITOR_TEMPERATURE] = { 22, P03(128) },  [MONITOR_SUPPLY] = { 26, P03(144) },
		[MONITOR_TX_BIAS] = { 42, P03(184) },      [MONITOR_TX_POWER] = { 50, P03(192) },
		[MONITOR_RX_POWER] = { 34, P03(176) },
	}, cmis[] = {
		[MONITOR_TEMPERATURE] = { 14, P02(128) },     [MONITOR_SUPPLY] = { 16, P02(136) },
		[MONITOR_TX_BIAS] = { P11(170), P02(184) },   [MONITOR_TX_POWER] = { P11(154), P02(176) },
		[MONITOR_RX_POWER] = { P11(186), P02(192) },
	};
	unsigned monitor = c->row->monitor;

	if (is_8472(c))
		return threshold ? sfp[monitor].threshold : sfp[monitor].live;
	if (is_cmis(c))
		return threshold ? cmis[monitor].threshold : cmis[monitor].live + (c->lane ? c->lane - 1u : 0u) * 2;
	return threshold ? qsfp[monitor].threshold : qsfp[monitor].live + (c->lane ? c->lane - 1u : 0u) * 2;
}

/* The register of this row. */
static unsigned own_at(const struct comparison *c)
{
	return register_at(c, c->row->threshold) + (c->row->threshold ? c->row->level * 2u : 0u);
}

static bool cmis_bias_multiplier(const struct comparison *c)
{
	unsigned times = 1u << (byte(c, P01(160)) >> 3 & 3), raw;

	if (!is_cmis(c) || c->row->monitor != MONITOR_TX_BIAS || !c->shown || times == 1 || c->lane > 8)
		return false;
	raw = word(c, own_at(c));
	return fabs(c->number * 1000 - raw * times * 2) < 0.5 &&
	       fabs(theirs_number(c) * 1000 - raw / times * 2) < 0.5;
}

static double float_at(const struct comparison *c, unsigned at)
{
	uint32_t bits = (uint32_t)word(c, at) << 16 | word(c, at + 2);
	float v;

	memcpy(&v, &bits, sizeof(v));
	return (double)v;
}

/* Slope, then offset; received power has a polynomial. */
static const uint8_t constants[] = {
	[MONITOR_TX_BIAS] = 76, [MONITOR_TX_POWER] = 80, [MONITOR_TEMPERATURE] = 84, [MONITOR_SUPPLY] = 88,
};

/* SFF-8472 section 9.3 in full precision, in steps of the register. */
static double calibrated(const struct comparison *c, unsigned at)
{
	double raw = c->row->monitor == MONITOR_TEMPERATURE ? signed_word(c, at) : (int)word(c, at);
	double v = 0;
	unsigned k;

	if (!is_external(c))
		return raw;
	if (c->row->monitor == MONITOR_RX_POWER) {
		for (unsigned i = 0; i < 5; i++)
			v = v * raw + float_at(c, A2(56 + 4 * i));
		return v;
	}
	k = A2(constants[c->row->monitor]);
	return word(c, k) / 256.0 * raw + signed_word(c, k + 2);
}

/* What ethtool computes for received power: every term with the raw number itself, not its powers. */
static double linear_polynomial(const struct comparison *c, unsigned at)
{
	double v = float_at(c, A2(72));

	for (unsigned i = 0; i < 4; i++)
		v += word(c, at) * float_at(c, A2(56 + 4 * i));
	return v;
}

/* A number of ours or of ethtool's back in steps of the register. */
static double in_steps(const struct comparison *c, double number)
{
	switch (c->row->monitor) {
	case MONITOR_TEMPERATURE:
		return number * 256;
	case MONITOR_TX_BIAS:
		return number * 500;
	default:
		return number * 10000;
	}
}

static bool possible(const struct comparison *c, double v)
{
	if (c->row->monitor == MONITOR_TEMPERATURE)
		return v > -32768.5 && v < 32767.5;
	if (is_power(c) && v < 0)
		return true;   /* darkness, with a negative constant */
	return v > -0.5 && v < 65535.5;
}

static bool is_calibrated_row(const struct comparison *c)
{
	return c->row->monitor && c->row->kind != COMPARE_ALARM && is_external(c);
}

/* 1.5 steps: two decimals of a temperature are not all of it. */
static bool ours_is_right(const struct comparison *c)
{
	double v = calibrated(c, own_at(c));

	if (c->value.state == VALUE_NO_LIGHT)
		return v < 0.5;
	return c->shown && fabs(in_steps(c, c->number) - v) < (c->row->monitor == MONITOR_TEMPERATURE ? 2 : 0.501);
}

static bool calibration_truncates(const struct comparison *c)
{
	/* Once, or for each of five terms. */
	double most = c->row->monitor == MONITOR_RX_POWER ? 5 : c->row->monitor == MONITOR_TEMPERATURE ? 3 : 1.01;

	return is_calibrated_row(c) && ours_is_right(c) &&
	       fabs(in_steps(c, theirs_number(c)) - calibrated(c, own_at(c))) < most;
}

static bool calibration_linear(const struct comparison *c)
{
	double wrong = linear_polynomial(c, own_at(c));

	return is_calibrated_row(c) && c->row->monitor == MONITOR_RX_POWER && !filled(c, A2(56), A2(68), 0) &&
	       ours_is_right(c) && fabs(fmod(in_steps(c, theirs_number(c)) - wrong, 65536)) < 6;
}

/* ethtool keeps 16 bits of what does not fit into them. */
static bool calibration_wraps(const struct comparison *c)
{
	unsigned at = register_at(c, c->row->threshold);
	bool group = true;

	if (!is_calibrated_row(c) || c->shown)
		return false;
	if (c->value.state == VALUE_NO_LIGHT)
		return calibrated(c, own_at(c)) < 0.5;
	for (unsigned i = 0; c->row->threshold && i < 4; i++)
		group = group && possible(c, calibrated(c, at + i * 2));
	return !group || !possible(c, calibrated(c, own_at(c)));
}

static bool slope_is_zero(const struct comparison *c)
{
	if (c->row->monitor == MONITOR_RX_POWER)
		return filled(c, A2(56), A2(72), 0);
	return word(c, A2(constants[c->row->monitor])) == 0;
}

static bool calibration_unprogrammed(const struct comparison *c)
{
	return is_calibrated_row(c) && ours_is_missing(c) && slope_is_zero(c);
}

static bool ordered(double ha, double la, double hw, double lw)
{
	return ha >= hw && hw >= lw && lw >= la;
}

/* Thresholds that are right as they stand and nonsense when calibrated were calibrated in the factory. */
static bool thresholds_as_stored(const struct comparison *c)
{
	unsigned at = register_at(c, true);
	double raw[4], v[4];
	bool fits = true;

	if (!is_calibrated_row(c) || !c->row->threshold)
		return false;
	for (unsigned i = 0; i < 4; i++) {
		raw[i] = c->row->monitor == MONITOR_TEMPERATURE ? signed_word(c, at + i * 2)
								: (int)word(c, at + i * 2);
		v[i] = calibrated(c, at + i * 2);
		fits = fits && possible(c, v[i]);
	}
	fits = fits && !slope_is_zero(c);
	return fabs(in_steps(c, c->number) - raw[c->row->level]) < 2 && ordered(raw[0], raw[1], raw[2], raw[3]) &&
	       !(fits && ordered(v[0], v[1], v[2], v[3]));
}

/* High and low of alarms or of warnings. */
static bool thresholds_blank(const struct comparison *c)
{
	unsigned at = register_at(c, true) + (c->row->level & 2u) * 2;

	return c->row->threshold && ours_is_missing(c) && word(c, at) == 0 && word(c, at + 2) == 0;
}

static bool thresholds_disordered(const struct comparison *c)
{
	unsigned at = register_at(c, true) + (c->row->level & 2u) * 2;
	/* In what we show: 0.01 degC is more than a step. */
	double unit = c->row->monitor == MONITOR_TEMPERATURE ? 100 / 256.0 : 1;
	double high, low;

	if (!c->row->threshold || !ours_is_missing(c))
		return false;
	high = rint(rint(calibrated(c, at)) * unit);
	low = rint(rint(calibrated(c, at + 2)) * unit);
	return high <= low || (is_power(c) && high <= 0 && low <= 0);
}

#define REASON(id, why, holds) { id, why, holds, false }
#define RARE(id, why, holds) { id, why, holds, true }

/* The first that holds is the one. */
const struct compare_reason compare_reasons[] = {
	REASON("identity", "ethtool ignores the checksum of the identity", untrusted),
	REASON("cable", "ethtool shows bytes of a cable as light and DOM", cable_without),
	REASON("cmis-tunable", "ethtool takes tunable lasers (00h:212) for copper", cmis_tunable),
	REASON("cable-bits", "ethtool takes a module for a cable although its connector or type are optical",
	       cable_contradicted),
	REASON("extended-identifier", "ethtool shows nothing of an SFP whose A0h:1 is not 04h", not_4),
	RARE("wavelength-dwdm", "ethtool knows no DWDM-SFP, whose wavelength goes on in A0h:62",
	       wavelength_dwdm),
	REASON("wavelength-none", "ethtool shows 0 nm for a wavelength that is not specified",
	       wavelength_unspecified),
	REASON("wavelength-range", "ethtool shows wavelengths that no laser has", wavelength_impossible),
	REASON("tolerance-none", "ethtool shows 0 nm for a tolerance that is not specified",
	       tolerance_unspecified),
	REASON("tolerance-step", "we round the tolerance to 0.01 nm, its step is 0.005 nm",
	       tolerance_rounded),
	REASON("rate-none", "ethtool shows 0 for a rate that is not specified", rate_unspecified),
	REASON("rate-ff", "ethtool takes FFh of 00h:140 for 25500 MBd; it refers to 00h:222", rate_8636),
	REASON("length-om4", "ethtool knows this byte only as a cable's length, in 1 m", om4_as_copper),
	REASON("length-ff", "ethtool takes FFh for a length; it is more than 254 units", length_more_than),
	REASON("address-change", "ethtool reads A2h although A0h:92 says that it needs an address change",
	       address_change),
	REASON("no-advert", "ethtool shows monitors that 00h:220 says are not there", not_advertised),
	REASON("cmis-advert", "ethtool shows monitors that 01h:159-160 say are not there",
	       cmis_not_advertised),
	REASON("cmis-bias", "ethtool divides by the multiplier of bias (01h:160)", cmis_bias_multiplier),
	REASON("cmis-lane-flags", "ethtool tests lane n's flag with n - 1 in place of 1 << (n - 1)",
	       cmis_flag_mask),
	REASON("cmis-page-sum", "ethtool ignores the checksum of the thresholds (02h:255)",
	       cmis_thresholds_sum),
	REASON("hidden-thresholds", "ethtool shows thresholds only with flags (A0h:93)", thresholds_hidden),
	REASON("hidden-flags", "ethtool shows flags only with page 03h", flags_hidden),
	REASON("temperature-zero", "ethtool shows no DOM where the temperature reads 0000h or FFFFh",
	       temperature_zero),
	REASON("blank-monitors", "ethtool shows monitors that are all 00h or all FFh", monitors_blank),
	REASON("blank-supply", "ethtool shows a supply of 0 V or 6.5535 V", supply_blank),
	REASON("blank-thresholds", "ethtool shows thresholds that were never programmed", thresholds_blank),
	REASON("calibration-none", "ethtool calibrates with constants that were never programmed",
	       calibration_unprogrammed),
	REASON("calibration-cut", "ethtool cuts off what is below a step, we round", calibration_truncates),
	REASON("calibration-poly", "ethtool uses the raw power itself in all terms, not its powers",
	       calibration_linear),
	REASON("calibration-wrap", "ethtool keeps 16 bits of what does not fit", calibration_wraps),
	REASON("thresholds-stored", "we take thresholds as calibrated already where calibrating them is nonsense",
	       thresholds_as_stored),
	REASON("thresholds-order", "ethtool shows high thresholds that are not above low ones",
	       thresholds_disordered),
	{ NULL, NULL, NULL, false },
};
const size_t compare_reason_count = sizeof(compare_reasons) / sizeof(compare_reasons[0]) - 1;
