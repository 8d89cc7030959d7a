/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a register family brings to eeprom_decode() and eeprom_encode(): its
 * rows, its checksums, and the steps from registers to meaning. Between
 * decode.c, encode.c and the families; nobody else includes this.
 *
 * Order of decoding: rows that are always there, rate, checksums, identify()
 * if the identity can be trusted, monitors(), conditional rows, live(), settle().
 */
#ifndef BREAKOUT_EEPROM_FAMILY_H
#define BREAKOUT_EEPROM_FAMILY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "eeprom/field.h"
#include "eeprom/sff8024.h"

/* A sum over `len` bytes from `first`, its low 8 bits stored right behind; len 0: none. */
struct checksum_range {
	struct image_addr first;
	uint8_t len;
};

/* Registers that claims rest on besides those of the identity (enum module_unread). Ends with bit 0. */
struct claim_register {
	struct image_addr at;
	uint8_t bit;
};

struct family {
	enum register_family family;
	const char *name;             /* "A0h", "00h": of the identity, in reasons */
	struct field_map map;
	struct checksum_range base;   /* identity */
	struct checksum_range ext;    /* serial number, options; CMIS: what it can do, not in a flat memory */
	struct checksum_range dmi;    /* thresholds and calibration */
	bool has_rate;
	struct image_addr rate, rate_fine;  /* nominal rate in 100 MBd, in 250 MBd */
	const struct claim_register *claim_registers;   /* NULL: none */
	bool type_in_ext;             /* the first byte of `ext` is part of what names the type */
	uint8_t copy_at;              /* page 00h offset of the identifier's copy; 0: none */
	const struct image_range *ranges;   /* what a reader fetches */
	size_t range_count;
	/* Does the module have this range, by what was read already? */
	bool (*range_applies)(const struct image *img, const struct image_range *range);
	/* Bytes of a live range that are needed and have no row: set them, by offset. May be NULL. */
	void (*live_bytes)(const struct image *img, const struct module *m, const struct image_range *range,
	                   bool need[256]);

	/* Type, medium and what follows from them, from stored codes; may be NULL. */
	void (*identify)(struct module *m);
	/* What the module says it monitors: enum dom_support. NULL: nothing. */
	uint8_t (*monitors)(const struct module *m);
	/*
	 * Those of temperature and supply that it does not say it has, though their registers hold
	 * what only monitors would (monitors_seen()): shown, with a doubt. May be NULL.
	 */
	uint8_t (*unadvertised)(const struct image *img, const struct module *m);
	/* Is the monitor area empty, in a module that can't say that it has none? May be NULL. */
	bool (*is_blank)(const struct image *img, const struct module *m);
	/* Which signals it says it has: enum signal. */
	uint8_t (*signals)(const struct module *m);
	/* Is there a live status, i.e. the ranges with RANGE_LIVE? */
	bool (*has_live)(const struct module *m);
	/* After the rows: calibration, monitors that can't be. */
	void (*live)(const struct image *img, struct module *m);
	/* Doubts that only this family can have; may be NULL. */
	uint32_t (*doubts)(const struct image *img, const struct module *m);
	const struct code *revisions; /* known values of m->revision_code, or NULL */
	/* Last: form factor, reach, power and management revision. Called even if identify() was not. */
	void (*settle)(struct module *m);
	/* Can monitors and thresholds be written as the values that they are? NULL: always. */
	bool (*can_write_monitors)(const struct module *m);
	/* What the rows can't write; may be NULL. */
	int (*encode)(const struct module *m, struct image *img);
	/* Codes of a type, for eeprom_module_of_type(). 0 or -ENOTSUP. */
	int (*describe)(const struct module_type *type, struct module *m);
};

extern const struct family family_sff8472;
extern const struct family family_sff8636;
extern const struct family family_cmis;
extern const struct family family_sfp_dd_mis;

const struct family *family_find(enum register_family family);

/* Conditions that hold for `m`. */
uint32_t family_holds(const struct family *f, const struct module *m);
/* Those of monitors and thresholds. */
#define WHEN_MONITORS_MASK (UINT32_C(0x1f) << (WHEN_MONITOR + 1) | UINT32_C(0x1f) << (WHEN_THRESHOLDS + 1))

/* Has the module this range: a flat memory has page 00h only. False for no range. */
bool family_has(const struct module *m, const struct checksum_range *range);

/* The low 8 bits of a sum of bytes. 0, or the errno of image_read(). */
int image_sum(const struct image *img, const struct checksum_range *range, uint8_t *ret_sum);

/* Is the whole range there and every byte of it `byte`? */
bool image_is_filled(const struct image *img, struct image_addr at, size_t len, uint8_t byte);

/* Write 00h to the bytes of a range that are not there. 0 or -ENOMEM. */
int image_fill_absent(struct image *img, struct image_addr at, size_t len);

/* One byte, or 0 if it is not there. */
uint8_t image_byte(const struct image *img, struct image_addr at);

/*
 * Nominal rate: `at` in 100 MBd, where FFh refers to `at_fine` in 250 MBd.
 * Unsupported if not specified. `is_fine`: the rate is (to be) in `at_fine`, even if nothing is specified there.
 */
struct value rate_decode(const struct image *img, struct image_addr at, struct image_addr at_fine, bool *ret_is_fine);
int rate_encode(struct value mbaud, bool is_fine, struct image_addr at, struct image_addr at_fine,
                struct image *img);

/* m->type and all that a compliance code says. `evidence` is the register and its bytes. */
void claim_meaning(struct module *m, const struct sff8024_meaning *meaning, const char *evidence);
/*
 * The same where no code says it: `evidence` lists all registers that prove it
 * together. meaning->name is what the module is called, also where the catalogue has its type.
 */
void claim_derived(struct module *m, const struct sff8024_meaning *meaning, const char *evidence);
/* What derived types rest on (derive.c): the line rate of a lane, of a modulation, and what that stands for. */
struct line {
	int32_t min_mbaud, max_mbaud;
	enum modulation modulation;
	uint32_t lane_mbps;
};
/* By nominal rate and encoding; NULL if they say none. */
const struct line *line_of(const struct module *m);
/* Append the register of the nominal rate, ", 12=67h" or ", 66=67h" (`at_fine`); nothing without a rate. */
void cite_rate(struct text *t, const struct module *m, unsigned at, unsigned at_fine);
/* The first type of the catalogue that is such a cable; NULL: none. */
const char *cable_token(enum medium medium, unsigned lanes, uint32_t lane_mbps);
/* "passive copper", "active copper", "AOC". */
const char *cable_words(enum medium medium);

/* No type: "unknown(0xNN)", but the evidence is kept. */
void claim_unknown(struct module *m, uint8_t code, const char *evidence);
/* A cable of this medium: by `token` if not NULL and known, else without a type. */
void claim_cable(struct module *m, enum medium medium, const char *token, const char *evidence);

/* An optical type whose fibre can't be unplugged, by the register `connector`, is the end of an active cable. */
void claim_aoc(struct module *m, const char *connector);

/* The medium is a cable, so its connector can't be unplugged. */
bool medium_is_cable(enum medium medium);

/* Where temperature (1/256 degC) and supply (100 uV) are, and the thresholds of each. */
struct monitor_places {
	struct image_addr temperature, supply;
	struct image_addr temperature_thresholds, supply_thresholds;
};

/*
 * DOM_TEMPERATURE | DOM_SUPPLY if both registers hold values that a running module
 * has, else 0. Thresholds must be around them: none will do where `needed` is not set.
 */
uint8_t monitors_seen(const struct image *img, const struct monitor_places *at, bool needed);

/* A monitor that was read but can't be right; others stay what they are. */
void value_spoil(struct value *v);
/* All monitors, and their flags: a doubt where there should be some. */
void monitors_spoil(struct module *m);
/* Signals and readiness of a status that can't be believed. */
void signals_forget(struct module *m);
/*
 * Thresholds, alarms and warnings apart: a pair of 0 was never programmed and
 * is unsupported. With `order`, so is one whose high threshold is not above
 * the low one, which is a doubt besides.
 */
void thresholds_settle(struct module *m, bool order);
/* All of them: unsupported. */
void thresholds_drop(struct module *m);
/* Are both ranges there, and the same? */
bool image_is_same(const struct image *img, struct image_addr a, struct image_addr b, size_t len);

/* What there is to doubt once all is decoded (doubt.c). */
uint32_t doubts_find(const struct family *f, const struct image *img, const struct module *m);

/* Shared ends of settle(): connector, wavelength plausible, rates without a type, splittable. */
void settle_connector(struct module *m);
/* `reg` is the register ("A0h:60") that stores it in steps of `step` x 0.01 nm. */
void settle_wavelength(struct module *m, const char *reg, int32_t step);
void settle_rate(struct module *m);
/* Last: a wavelength far from the window of its type contradicts it. */
void doubt_wavelength(struct module *m);
void settle_splittable(struct module *m);
/* FEC by type, and by extended compliance where that says more. */
void settle_fec(struct module *m, bool sfp);

#endif
