/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Decode and encode module memory: the entrance to this folder.
 *
 * Pure: bytes in, values out; no clock, no I/O, no logging. Register rows
 * live in sff8472.c, sff8636.c and cmis.c, code tables in sff8024.c and
 * interfaces.c, the engine that reads and writes rows in field.c.
 */
#ifndef BREAKOUT_EEPROM_EEPROM_H
#define BREAKOUT_EEPROM_EEPROM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eeprom/image.h"
#include "model/module.h"

/* Family by SFF-8024 identifier; FAMILY_UNKNOWN if we have no register map for it. */
enum register_family eeprom_family(uint8_t identifier);

/*
 * Decode an image. `m` is a module from module_new(), filled completely;
 * never fails: what is wrong is in m->status, m->why and the value states.
 * Identity whose base checksum fails is kept for display, but status is
 * READ_CORRUPT and type, medium and wavelength claim nothing.
 */
void eeprom_decode(const struct image *img, struct module *m);

/*
 * What the operator knows better than the bytes: replace the type of a module
 * just decoded, and what follows from it; evidence is "configuration". Nothing
 * happens, and false is returned, if the module could not be read or is of a
 * shell that the type does not come in.
 */
bool eeprom_override_type(struct module *m, const struct module_type *type);

/*
 * Decode an image where the operator knows better, if it is the part that is meant
 * ("" is any). An identifier that is not known is read as one of the type's shell: checksums
 * still decide whether that is what the bytes are.
 */
void eeprom_decode_declared(struct image *img, const struct module_type *type, const char *part,
			    struct module *m);

/* An identifier of the modules that this type is made as. */
uint8_t eeprom_type_identifier(const struct module_type *type);

/* A type that no register can say (a CSFP): only eeprom_override_type() makes one of a memory. */
bool eeprom_type_is_declared(const struct module_type *type);

/*
 * What a reader must fetch. `static` and `live` ranges once per insertion; of the
 * live ones, at each DOM scan, what eeprom_live_reads() says. The presence
 * probe reads `fingerprint`, serial number and checksums, to notice that one module
 * was swapped for another; and where it makes sure of a DOM scan before it, `setting`:
 * live registers that only the host changes.
 */
struct image_range {
	struct image_addr at;
	uint16_t len;
	enum image_range_use {
		RANGE_STATIC,
		RANGE_LIVE,
		RANGE_FINGERPRINT,
		RANGE_SETTING,
	} use;
};

#define EEPROM_MAX_RANGES 40

/*
 * The ranges of a module, given what of it is in `img` already: with nothing
 * read, the identifier's block; then, as the bytes advertise them, the pages.
 * Call again after reading until the count no longer grows. Ranges of an
 * unknown family: the first 128 bytes only.
 */
size_t eeprom_ranges(const struct image *img, struct image_range ret_ranges[EEPROM_MAX_RANGES]);

#define EEPROM_MAX_READS 104

/*
 * The reads in which a DOM scan gets all that is shown or judged of a module that was
 * read in full: `m` is decoded from `img`. *ret_needed is how many bytes that
 * is, each counted once; the reads have at most a tenth more.
 */
size_t eeprom_live_reads(const struct image *img, const struct module *m,
                         struct image_range ret_reads[EEPROM_MAX_READS], size_t *ret_needed);

/*
 * Write a module's memory: registers, checksums, live DOM and thresholds.
 * `m` is normally made by eeprom_module_of_type() and then changed.
 * Works from the *stored* fields (codes, strings, monitors), with m->type
 * only naming the codes in eeprom_module_of_type().
 * 0, -ENOMEM, or -ENOTSUP for a family there is no encoder for (yet).
 */
int eeprom_encode(const struct module *m, struct image *ret_img);

/* Words that make a module of a type particular; NULL or 0 means "as usual for the type". */
struct eeprom_identity {
	const char *vendor;       /* default "BREAKOUT SIM" */
	const char *part_number;  /* default from the type token, upper case */
	const char *revision;
	const char *serial;       /* default "SIM" and digits of `seed` */
	const char *date_code;    /* default "260101" */
	uint32_t seed;            /* varies serial number and, within limits, the monitors */
	uint8_t cable_m;          /* length of a cable; default 3 */
	uint8_t legs;             /* other ends, at the trunk end of a fan-out cable; 0: one, or not said */
	struct mode mode;         /* that a CMIS module is programmed for; count 0 or not offered: its first use */
	enum form_factor cmis;    /* a CMIS module in this shell; FORM_UNKNOWN: as usual */
};

/*
 * Fill `m` (from module_new()) with a healthy module of `type`: codes,
 * identity, DOM within limits, thresholds. 0, or -ENOTSUP if the type
 * can't be encoded (yet), or not as a CMIS module in the shell that is asked for.
 */
int eeprom_module_of_type(const struct module_type *type, const struct eeprom_identity *identity,
			  struct module *m);

/*
 * As a switch that has programmed a CMIS module for a mode leaves it: ready,
 * all instances of the application activated; the first one where `mode` is
 * none (count 0) or not offered. Other modules stay as they are.
 */
void eeprom_program(struct module *m, const struct mode *mode);

/* Can eeprom_module_of_type() make one? */
bool eeprom_type_encodable(const struct module_type *type);

/* Longest value: a list of compliance bits. */
#define EEPROM_FIELD_TEXT 480

/*
 * One decoded register, for people (`breakoutctl decode`). Walks all rows of
 * the module's family in register order.
 */
struct eeprom_field {
	const char *key;        /* "vendor_name": JSON */
	const char *label;      /* "Vendor name" */
	struct image_addr at;
	uint8_t len;
	char value[EEPROM_FIELD_TEXT];   /* as text, with unit; "" if absent */
};
typedef void eeprom_field_fn(const struct eeprom_field *field, void *arg);
void eeprom_walk_fields(const struct image *img, const struct module *m, eeprom_field_fn *fn, void *arg);

#endif
