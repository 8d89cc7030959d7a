/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The catalogue of module types: what a 100GBASE-SR4 *is*, independent of
 * how an EEPROM codes it. Everything that decodes, simulates or judges
 * modules refers to these rows.
 *
 * Sources: IEEE 802.3 PMD clauses and the MSAs as collected in the notes
 * beside each row of type.c. A row's `sure` says how well founded its
 * optical limits are; rules may not raise above "minor" on the rest.
 */
#ifndef BREAKOUT_MODEL_TYPE_H
#define BREAKOUT_MODEL_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/codes.h"
#include "model/value.h"

enum form_factor {
	FORM_UNKNOWN,
	FORM_SFP,        /* 1G and below */
	FORM_SFP_PLUS,
	FORM_SFP28,
	FORM_SFP56,
	FORM_SFP112,
	FORM_SFP_DD,
	FORM_DSFP,
	FORM_QSFP_PLUS,
	FORM_QSFP28,
	FORM_QSFP56,
	FORM_QSFP112,
	FORM_QSFP_DD,
	FORM_OSFP,
	FORM_OTHER,      /* known identifier that no breakout uses (GBIC, CFP...) */
};

enum medium {
	MEDIUM_UNKNOWN,
	MEDIUM_MMF,
	MEDIUM_SMF,
	MEDIUM_COPPER,   /* passive copper cable */
	MEDIUM_ACTIVE_COPPER,
	MEDIUM_AOC,      /* active optical cable: fibre that can't be unplugged */
	MEDIUM_BASET,    /* twisted pair, RJ45 */
};

enum modulation {
	MODULATION_UNKNOWN,
	MODULATION_NRZ,
	MODULATION_PAM4,
	MODULATION_COHERENT,
};

/* How the lanes leave the module; decides whether it can be split at all. */
enum layout {
	LAYOUT_UNKNOWN,
	LAYOUT_SINGLE,    /* one lane: can only be a leg */
	LAYOUT_PARALLEL,  /* a fibre pair per lane: splittable */
	LAYOUT_WDM,       /* all lanes on one pair: not splittable */
	LAYOUT_BIDI,      /* both directions on one fibre */
	LAYOUT_CABLE,     /* fixed assembly: splits as it is built */
	LAYOUT_COHERENT,
	LAYOUT_WDM_PARTS, /* several duplex pairs with a group of lanes on each: splits into these groups */
};

/* Connector classes of types; the code a module reports is in struct module. */
enum connector_class {
	CONNECTOR_CLASS_UNKNOWN,
	CONNECTOR_CLASS_LC,    /* duplex (or simplex) single-lane connector */
	CONNECTOR_CLASS_MPO,   /* MPO 1x12, 2x12, 1x16, 2x16, MXC */
	CONNECTOR_CLASS_NONE,  /* no separable connector, copper pigtail */
	CONNECTOR_CLASS_RJ45,
	CONNECTOR_CLASS_MULTI, /* CS, SN: several duplex ports */
};

/* Forward error correction on the line, which both ends of a link must share. */
enum fec {
	FEC_UNKNOWN,
	FEC_NONE,
	FEC_BASE_R,      /* Fire code, IEEE 802.3 clause 74 */
	FEC_RS528,       /* RS(528,514), "KR4", clauses 91 and 108 */
	FEC_RS544,       /* RS(544,514), "KP4", clauses 91, 119 and 134 */
};

/* Average optical power limits of one lane, 0.01 dBm. All zero: not known. */
struct power_limits {
	int16_t tx_min, tx_max;
	int16_t rx_min, rx_max;
};

enum confidence {
	SURE_NOT,      /* from memory of the standard, or a single source */
	SURE_VENDOR,   /* a vendor's data sheet */
	SURE_TWICE,    /* two independent sources */
};

struct module_type {
	const char *token;       /* "100g-sr4": CLI, simulator, tests, docs */
	const char *name;        /* "100GBASE-SR4" */
	enum form_factor form;   /* that it normally comes in */
	enum layout layout;
	enum medium medium;
	enum modulation modulation;
	enum connector_class connector;
	uint8_t lanes;           /* media lanes */
	uint32_t lane_mbps;      /* nominal rate of a lane: 10000, 25000, 50000... */
	uint32_t lane_mbaud;     /* line rate of a lane, MBd */
	uint32_t wavelength;     /* nominal, 0.01 nm; 0 for copper */
	uint32_t window_min, window_max;  /* transmit window of a lane, 0.01 nm; 0, 0: none or per-lane WDM */
	uint32_t reach_m;        /* on the best fibre named for it; 0 unknown */
	struct power_limits power;
	enum confidence sure;    /* of `power` and the window */
};

/* All types, ending with a row whose token is NULL; by rate, then reach. */
extern const struct module_type module_types[];

/* By token ("25g-sr"); NULL if there is no such type. */
const struct module_type *module_type_find(const char *token);

/* Nominal rate of all lanes together, Mb/s. */
uint32_t module_type_rate_mbps(const struct module_type *type);

/* What the type says about FEC on the line; a module's codes may know more exactly. */
enum fec module_type_fec(const struct module_type *type);

/*
 * Single-fibre links: is a transmitter of `a` the other end of one of `b`
 * (0.01 nm, as stored: nominal)? TRI_UNKNOWN if either is no wavelength that
 * such links are known to have.
 */
enum tristate bidi_complementary(int32_t a, int32_t b);

/* The n-th wavelength that the other end of a single-fibre link of `a` may have; 0 past the last. */
int32_t bidi_mate(int32_t a, unsigned n);

/* Wavelengths that the lanes of a WDM type share a fibre pair by. */
enum grid {
	GRID_NONE,       /* no WDM, or not known */
	GRID_CWDM,       /* 1271, 1291, 1311, 1331 nm */
	GRID_LAN_WDM,    /* 1295 to 1310 nm; of eight lanes 1273 to 1309 nm */
	GRID_SWDM,       /* 850, 880, 910, 940 nm */
	GRID_DWDM,       /* channels around 1550 nm */
};

enum grid module_type_grid(const struct module_type *type);

/* Fibre pairs of a LAYOUT_WDM_PARTS type, each with as many of its lanes; 1 for others. */
unsigned module_type_parts(const struct module_type *type);

/* Fibre pairs of an optical type: one for each lane of a parallel one, but SR4.2 and its kind have two
 * wavelengths on each. */
unsigned module_type_pairs(const struct module_type *type);

/* A form factor with one lane (SFP family). */
bool form_factor_is_single_lane(enum form_factor form);

/* Lanes a cage of this form factor has: 1, 2, 4, 8; 0 if unknown. */
unsigned form_factor_lanes(enum form_factor form);

/* Can a module of form factor `module` be plugged into a cage for `cage`? (QSFP28 in QSFP-DD yes, not the reverse.) */
bool form_factor_fits(enum form_factor module, enum form_factor cage);

/* Labels: form factors as they are written ("SFP+", "QSFP28"), the rest as in the MIB. */
extern const struct code form_factor_names[];   /* "SFP+" */
extern const struct code form_factor_labels[];  /* "sfpPlus": MIB enumeration */
extern const struct code cage_tokens[];         /* "sfp+", "qsfp28": configuration */
extern const struct code medium_labels[];       /* "mmf", "smf", "copper", "activeCopper", "aoc", "baseT", "unknown" */
extern const struct code fec_labels[];          /* "none", "baseR", "rs528", "rs544", "unknown" */
extern const struct code fec_tokens[];          /* "none", "base-r": configuration and command line */
extern const struct code modulation_labels[];   /* "nrz", "pam4", "coherent", "unknown" */

#endif
