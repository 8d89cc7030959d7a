/* SPDX-License-Identifier: BSD-3-Clause */
/* Where ethtool and we differ in monitors, flags and thresholds, and in external calibration. */
#include "diff/compare_bytes.h"

bool address_change(const struct comparison *c)
{
	return is_8472(c) && c->row->monitor && ours_is_missing(c) && (byte(c, 92) & 0x04);
}

bool thresholds_hidden(const struct comparison *c)
{
	return is_8472(c) && c->row->threshold && !c->theirs && !(byte(c, 93) & 0x80);
}

bool flags_hidden(const struct comparison *c)
{
	return is_8636(c) && c->row->kind == COMPARE_ALARM && !c->theirs && (byte(c, 2) & 0x04);
}

/* A0h:92 promises no monitors: temperature and supply are shown with a doubt where they are plausible. */
bool shown_unadvertised(const struct comparison *c)
{
	return is_8472(c) && !(byte(c, 92) & 0x40) && c->shown && !c->theirs &&
	       (c->row->monitor == MONITOR_TEMPERATURE || c->row->monitor == MONITOR_SUPPLY);
}

/* 00h:220, whose bits 5 and 4 are of revision 2.8; Tx power came with SFF-8636. */
bool not_advertised(const struct comparison *c)
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
bool cmis_not_advertised(const struct comparison *c)
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
bool cmis_flag_mask(const struct comparison *c)
{
	static const uint8_t first[] = {
		[MONITOR_TX_POWER] = 139, [MONITOR_TX_BIAS] = 143, [MONITOR_RX_POWER] = 149,
	};
	static const uint8_t order[] = {
		[ALARM_HIGH_ALARM] = 0,
		[ALARM_LOW_ALARM] = 1,
		[ALARM_HIGH_WARNING] = 2,
		[ALARM_LOW_WARNING] = 3,
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

bool cmis_thresholds_sum(const struct comparison *c)
{
	return is_cmis(c) && c->row->threshold && ours_is_missing(c) && sum_is_wrong(c, P02(128), P02(255));
}

/* For ethtool a temperature of 0 is that of a module without DOM. */
bool temperature_zero(const struct comparison *c)
{
	unsigned raw = word(c, 22);

	return is_8636(c) && c->row->monitor && !c->theirs && (raw == 0 || raw == 0xffff);
}

bool monitors_blank(const struct comparison *c)
{
	if (!c->row->monitor || c->row->threshold || !ours_is_missing(c))
		return false;
	if (is_8472(c))
		return blank(c, A2(96), A2(106));
	if (is_cmis(c))
		return c->lane ? filled(c, P11(154), P11(202), 0xff) : blank(c, 14, 18);
	return blank(c, 22, 24) && blank(c, 26, 28) && blank(c, 34, 58);
}

bool supply_blank(const struct comparison *c)
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
		return threshold ? cmis[monitor].threshold
		                 : cmis[monitor].live + (c->lane ? c->lane - 1u : 0u) * 2;
	return threshold ? qsfp[monitor].threshold : qsfp[monitor].live + (c->lane ? c->lane - 1u : 0u) * 2;
}

/* The register of this row. */
static unsigned own_at(const struct comparison *c)
{
	return register_at(c, c->row->threshold) + (c->row->threshold ? c->row->level * 2u : 0u);
}

bool cmis_bias_multiplier(const struct comparison *c)
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
	return c->shown &&
	       fabs(in_steps(c, c->number) - v) < (c->row->monitor == MONITOR_TEMPERATURE ? 2 : 0.501);
}

bool calibration_truncates(const struct comparison *c)
{
	/* Once, or for each of five terms. */
	double most = c->row->monitor == MONITOR_RX_POWER      ? 5
	              : c->row->monitor == MONITOR_TEMPERATURE ? 3
	                                                       : 1.01;

	return is_calibrated_row(c) && ours_is_right(c) &&
	       fabs(in_steps(c, theirs_number(c)) - calibrated(c, own_at(c))) < most;
}

bool calibration_linear(const struct comparison *c)
{
	double wrong = linear_polynomial(c, own_at(c));

	return is_calibrated_row(c) && c->row->monitor == MONITOR_RX_POWER && !filled(c, A2(56), A2(68), 0) &&
	       ours_is_right(c) && fabs(fmod(in_steps(c, theirs_number(c)) - wrong, 65536)) < 6;
}

/* ethtool keeps 16 bits of what does not fit into them. */
bool calibration_wraps(const struct comparison *c)
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

bool calibration_unprogrammed(const struct comparison *c)
{
	return is_calibrated_row(c) && ours_is_missing(c) && slope_is_zero(c);
}

static bool ordered(double ha, double la, double hw, double lw)
{
	return ha >= hw && hw >= lw && lw >= la;
}

/* Thresholds that are right as they stand and nonsense when calibrated were calibrated in the factory. */
bool thresholds_as_stored(const struct comparison *c)
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
	return fabs(in_steps(c, c->number) - raw[c->row->level]) < 2 &&
	       ordered(raw[0], raw[1], raw[2], raw[3]) && !(fits && ordered(v[0], v[1], v[2], v[3]));
}

/* High and low of alarms or of warnings. */
bool thresholds_blank(const struct comparison *c)
{
	unsigned at = register_at(c, true) + (c->row->level & 2u) * 2;

	return c->row->threshold && ours_is_missing(c) && word(c, at) == 0 && word(c, at + 2) == 0;
}

bool thresholds_disordered(const struct comparison *c)
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
