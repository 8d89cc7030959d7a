/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where ethtool and we differ, and why. Predicates go by the bytes, not by
 * what we made of them, as far as that is possible.
 *
 * Two kinds: what ethtool gets wrong, and what it shows although the module
 * says that it does not have it or the bytes can't be right. We show nothing
 * there, and say why.
 */
#include "diff/compare_bytes.h"

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
	return row_is(c, "Laser wavelength") && byte(c, 0) == 0x0b && c->shown &&
	       theirs_number(c) == word(c, 60);
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
	return c->row->key && strcmp(c->row->key, "length_om4") == 0 &&
	       byte(c, is_8472(c) ? 18 : 146) < 0xff && c->number == theirs_number(c) * (is_8472(c) ? 10 : 2);
}

/* FFh is "more than 254", in whatever unit. */
static bool length_more_than(const struct comparison *c)
{
	return c->row->key && strncmp(c->ours, "more than ", 10) == 0 && fmod(theirs_number(c), 255) == 0;
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
	REASON("no-advert-sfp", "ethtool hides temperature and supply that A0h:92 says are not there",
	       shown_unadvertised),
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
	REASON("thresholds-stored",
	       "we take thresholds as calibrated already where calibrating them is nonsense",
	       thresholds_as_stored),
	REASON("thresholds-order", "ethtool shows high thresholds that are not above low ones",
	       thresholds_disordered),
	{ NULL, NULL, NULL, false },
};
const size_t compare_reason_count = sizeof(compare_reasons) / sizeof(compare_reasons[0]) - 1;
