/* SPDX-License-Identifier: BSD-3-Clause */
/* SFF-8472 (SFP to SFP112): between the map, its calibration and its meaning. */
#ifndef BREAKOUT_EEPROM_SFF8472_H
#define BREAKOUT_EEPROM_SFF8472_H

#include "eeprom/family.h"

/* Registers that more than their row refers to. */
#define SFF8472_A0_AT(off) { .device = IMAGE_A0, .offset = (off) }
#define SFF8472_A2_AT(off) { .device = IMAGE_A2, .offset = (off) }
#define SFF8472_A0(off) ((struct image_addr)SFF8472_A0_AT(off))
#define SFF8472_A2(off) ((struct image_addr)SFF8472_A2_AT(off))
#define SFF8472_THRESHOLDS SFF8472_A2(0)
#define SFF8472_CONSTANTS SFF8472_A2(56)
#define SFF8472_CONSTANTS_LEN 36
#define SFF8472_MONITORS SFF8472_A2(96)
#define SFF8472_MONITORS_LEN 10

/* A0h:92, m->diagnostic_type. */
#define SFF8472_DIAG_MONITORS 0x40
#define SFF8472_DIAG_EXTERNAL 0x10
#define SFF8472_DIAG_RX_AVERAGE 0x08
#define SFF8472_DIAG_ADDRESS_CHANGE 0x04

/* A0h:93, m->enhanced_options. */
#define SFF8472_ENHANCED_FLAGS 0x80
#define SFF8472_ENHANCED_TX_DISABLE 0x40
#define SFF8472_ENHANCED_TX_FAULT 0x20
#define SFF8472_ENHANCED_RX_LOS 0x10

/* Bits of m->compliance, that is of A0h:3-10 by index (table 5-3). */
#define SFF8472_BYTE(offset) ((offset) - 3)
#define SFF8472_INFINIBAND_COPPER 0x03   /* byte 3: active, passive */
#define SFF8472_1000BASE_CX 0x04         /* byte 6 */
#define SFF8472_CABLES 0x0c              /* byte 8: active, passive */
#define SFF8472_ACTIVE_CABLE 0x08
#define SFF8472_TWISTED_PAIR 0x40        /* byte 9 */

#define SFF8472_CONNECTOR_LC 0x07
#define SFF8472_CONNECTOR_COPPER 0x21   /* pigtail */
#define SFF8472_CONNECTOR_RJ45 0x22
#define SFF8472_CONNECTOR_NONE 0x23

/* Bytes 60-61 are in nm. */
#define SFF8472_WAVELENGTH_STEP 100

/* Revision of A0h:94 from which A2h:119 tells CDR lock. */
#define SFF8472_REV_12 8

extern const struct code sff8472_revisions[];

/* Names (sff8472_words.c). */
extern const struct code sff8472_extended_identifiers[];
extern const struct code sff8472_compliance[];
extern const struct code sff8472_fc_speed2[];
extern const struct code sff8472_rate_identifiers[];
extern const struct code sff8472_cable_compliance[];
extern const struct code sff8472_options[];
extern const struct code sff8472_diagnostic_types[];
extern const struct code sff8472_enhanced_options[];

/* Words of rows. */
field_words_fn sff8472_words_power_level;
field_words_fn sff8472_words_km;
field_words_fn sff8472_words_100m;
field_words_fn sff8472_words_10m;
field_words_fn sff8472_words_1m;
field_words_fn sff8472_words_slope;

/* Conditions of rows. */
bool sff8472_is_cable(const struct module *m);
bool sff8472_has_copper_length(const struct module *m);
bool sff8472_has_om4_length(const struct module *m);
bool sff8472_has_margins(const struct module *m);
bool sff8472_has_fine_rate(const struct module *m);
bool sff8472_has_fc_speed2(const struct module *m);
bool sff8472_has_laser_monitors(const struct module *m);
bool sff8472_has_laser_flags(const struct module *m);
bool sff8472_has_power_levels(const struct module *m);
bool sff8472_has_rate_select(const struct module *m);
bool sff8472_has_rate_pins(const struct module *m);
bool sff8472_has_cdr(const struct module *m);
bool sff8472_is_paged(const struct module *m);

/* Byte 64 (table 8-3): power level 1 to 4. */
uint8_t sff8472_power_level(uint8_t options);

/* Is there an A2h that can be read without an address change? */
bool sff8472_has_a2(const struct module *m);

/* What registers other than codes prove (sff8472_derive.c); `more` is evidence besides, or "". */
void sff8472_derive_cable(struct module *m, enum medium medium, const char *more);
void sff8472_derive_twisted(struct module *m);
/* False, and nothing claimed, if they don't. */
bool sff8472_derive_optic(struct module *m);

/* Do its monitors show a laser that runs? */
bool sff8472_is_lit(const struct module *m);
/* The longest fibre of this medium that bytes 14-19 name, in metres; 0: none. */
int32_t sff8472_fibre_m(const struct module *m, enum medium medium);

void sff8472_identify(struct module *m);
void sff8472_settle(struct module *m);
int sff8472_describe(const struct module_type *type, struct module *m);

/*
 * Replace monitors and thresholds of an externally calibrated module, which
 * were decoded as if internally calibrated, by calibrated ones.
 */
void sff8472_calibrate(const struct image *img, struct module *m);
/* Write neutral constants: values that are written are calibrated already. 0 or -ENOMEM. */
int sff8472_calibration_neutral(struct image *img);
/* Did calibration leave all monitors and thresholds possible? */
bool sff8472_is_calibrated(const struct module *m);

#endif
