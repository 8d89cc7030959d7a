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

/* Revision of A0h:94 from which A2h:119 tells CDR lock. */
#define SFF8472_REV_12 8

extern const struct code sff8472_revisions[];

/* Is there an A2h that can be read without an address change? */
bool sff8472_has_a2(const struct module *m);

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
