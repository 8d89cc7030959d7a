/* SPDX-License-Identifier: BSD-3-Clause */
/* SFF-8636 and SFF-8436 (QSFP+ to QSFP112): between the map and its meaning. */
#ifndef BREAKOUT_EEPROM_SFF8636_H
#define BREAKOUT_EEPROM_SFF8636_H

#include "eeprom/family.h"

/* Registers that more than their row refers to. Upper addresses are page 00h. */
#define SFF8636_AT(off) { .device = IMAGE_A0, .offset = (off) }
#define SFF8636_ADDR(off) ((struct image_addr)SFF8636_AT(off))
#define SFF8636_FLAT SFF8636_ADDR(2)
#define SFF8636_FLAT_BIT 0x04
#define SFF8636_TEMPERATURE SFF8636_ADDR(22)
#define SFF8636_SUPPLY SFF8636_ADDR(26)
#define SFF8636_LANE_MONITORS SFF8636_ADDR(34)
#define SFF8636_LANE_MONITORS_LEN 24

/* Power class whose limit is in byte 107. */
#define SFF8636_CLASS_VARIABLE 8

/* Byte 1: the first revision that advertises temperature and supply monitors. */
#define SFF8636_REV_2_8 8
/* The last code of SFF-8436. */
#define SFF8636_REV_8436 2

extern const struct code sff8636_revisions[];

/* Names (sff8636_words.c). */
extern const struct code sff8636_compliance[];
extern const struct code sff8636_infiniband[];
extern const struct code sff8636_rate_selects[];
extern const struct code sff8636_options[];
extern const struct code sff8636_diagnostic_types[];
extern const struct code sff8636_enhanced_options[];
extern const struct code sff8636_low_powers[];
extern const struct code sff8636_min_supplies[];
extern const struct code sff8636_fibre_faces[];
extern const struct code sff8636_subtypes[];

/* Words of rows. */
field_words_fn sff8636_words_extended_identifier;
field_words_fn sff8636_words_technology;
field_words_fn sff8636_words_far_end;
field_words_fn sff8636_words_km;
field_words_fn sff8636_words_2m;
field_words_fn sff8636_words_1m;
field_words_fn sff8636_words_case_temperature;
field_words_fn sff8636_words_wait;
field_words_fn sff8636_words_mask;
field_words_fn sff8636_words_masks;
field_words_fn sff8636_words_masks4;

/* Conditions of rows. */
bool sff8636_is_copper(const struct module *m);
bool sff8636_is_not_copper(const struct module *m);
bool sff8636_has_om4(const struct module *m);
bool sff8636_is_cable(const struct module *m);
bool sff8636_is_8636(const struct module *m);
bool sff8636_has_fine_rate(const struct module *m);
bool sff8636_has_rate_select(const struct module *m);
bool sff8636_has_page_01h(const struct module *m);
bool sff8636_has_controls(const struct module *m);
bool sff8636_has_masks(const struct module *m);
bool sff8636_has_tx_equaliser(const struct module *m);
bool sff8636_has_init_flag(const struct module *m);
bool sff8636_has_tc_flag(const struct module *m);
bool sff8636_has_reset(const struct module *m);

/*
 * Does it follow SFF-8436? Revision codes 1, and identifier 0Ch, do. Code 0
 * says nothing, and is what many modules of either kind have: their own
 * bits are believed. Code 2 has the later layout but for the power classes.
 */
bool sff8636_is_8436(const struct module *m);

/* Power class 1-8 by byte 129, and its limit; 0 for class 8, which has it in byte 107. */
uint8_t sff8636_power_class(const struct module *m, uint8_t ext_identifier);
int32_t sff8636_class_limit_mw(unsigned power_class);

/* Byte 186 is in 1/20 nm. */
#define SFF8636_WAVELENGTH_STEP 5

/* Byte 147, high nibble: copper from here on, and active copper. */
#define SFF8636_TECHNOLOGY_COPPER 0xa
#define SFF8636_TECHNOLOGY_ACTIVE 0xc

/* What the transmitter is for: copper, active copper, or AOC for a laser; UNKNOWN where nothing was written. */
enum medium sff8636_technology_medium(const struct module *m);

/* Lanes that it implements, by byte 113: 4, 2 or 1. */
unsigned sff8636_lanes(const struct module *m);

/* What an extended compliance code means in this module; NULL: nothing that is known. */
const struct sff8024_meaning *sff8636_meaning(const struct module *m, uint8_t code);

/* Claim what registers other than codes prove. False, and nothing claimed, if they don't. */
bool sff8636_derive(struct module *m);

/* Codes of copper are used for passive and active cables alike: its technology tells them apart. */
void sff8636_derive_copper(struct module *m);

void sff8636_identify(struct module *m);
/* Does byte 220 say that anything is monitored? */
bool sff8636_says_dom(const struct module *m);
uint8_t sff8636_monitors(const struct module *m);
uint8_t sff8636_signals(const struct module *m);
void sff8636_settle(struct module *m);
int sff8636_describe(const struct module_type *type, struct module *m);

#endif
