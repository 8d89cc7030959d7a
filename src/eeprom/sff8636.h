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

void sff8636_identify(struct module *m);
uint8_t sff8636_monitors(const struct module *m);
uint8_t sff8636_signals(const struct module *m);
void sff8636_settle(struct module *m);
int sff8636_describe(const struct module_type *type, struct module *m);

#endif
