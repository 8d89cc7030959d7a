/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SFF-8024 code tables: what the codes in module memory mean. Codes that
 * are not in a table are unknown, never an error.
 */
#ifndef BREAKOUT_EEPROM_SFF8024_H
#define BREAKOUT_EEPROM_SFF8024_H

#include <stdbool.h>
#include <stdint.h>

#include "base/codes.h"
#include "model/module.h"

/* Names. */
extern const struct code sff8024_identifiers[];      /* table 4-1 */
extern const struct code sff8024_connectors[];       /* table 4-3 */
extern const struct code sff8024_encodings_8472[];   /* table 4-2, column SFF-8472 */
extern const struct code sff8024_encodings_8636[];   /* table 4-2, columns SFF-8436 and SFF-8636 */

/* Register family that an identifier announces; FAMILY_UNKNOWN if there is no map for it here. */
enum register_family sff8024_family(uint8_t identifier);

enum connector_class sff8024_connector_class(uint8_t connector);

/*
 * What a compliance code says. Types in the catalogue of model/type.h are
 * named by token and the rest comes from there; for others the row itself
 * says what is known.
 */
struct sff8024_meaning {
	const char *token;     /* NULL: not in the catalogue */
	const char *name;      /* NULL: this reading is not defined */
	enum medium medium;
	enum modulation modulation;
	enum layout layout;
	uint8_t lanes;
	uint32_t lane_mbps;
};

/*
 * Extended specification compliance (table 4-4). The same code means
 * different things in an SFP and in a QSFP, and code 2Ah in a QSFP depends on
 * the connector. NULL if the code is unspecified, reserved or not defined for
 * this reading.
 */
const struct sff8024_meaning *sff8024_extended(uint8_t code, bool sfp, uint8_t connector);

/*
 * The same code in a QSFP with another connector, or fewer lanes, than the
 * usual four behind an MPO or of a cable: what sff8024_extended() has is not
 * meant then. NULL: it is.
 */
const struct sff8024_meaning *sff8024_shared(uint8_t code, enum connector_class class, unsigned lanes);

/*
 * FEC that a code says more of than its type: `ret_fec` of the line, and
 * whether the module terminates it. Both untouched if there is nothing to add.
 */
void sff8024_extended_fec(uint8_t code, bool sfp, enum fec *ret_fec, enum tristate *ret_in_module);

/* The first code that means the type with this token in an SFP or QSFP; 0 (unspecified) if none does. */
uint8_t sff8024_extended_code(const char *token, bool sfp);

#endif
