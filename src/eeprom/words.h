/* SPDX-License-Identifier: BSD-3-Clause */
/* Words for registers that more than one family has: for `words` of rows. */
#ifndef BREAKOUT_EEPROM_WORDS_H
#define BREAKOUT_EEPROM_WORDS_H

#include "eeprom/field.h"

/*
 * Is this YYMMDD and perhaps a lot, or else YYYYMMDD? The year can't be judged: the form has two
 * digits of it, and nobody here has a clock.
 */
bool words_is_date(const char *date);

field_words_fn words_date;           /* YYMMDDLL: "2026-01-31 (lot 00)" */
field_words_fn words_oui;            /* "00:17:6a" */
field_words_fn words_base_checksum;  /* "0x5a (ok)" */
field_words_fn words_ext_checksum;
field_words_fn words_dmi_checksum;
field_words_fn words_rate;           /* of a lane, as decoded: "25750 MBd" */
field_words_fn words_compliance_sfp; /* extended compliance in an SFP: "0x02 (25GBASE-SR)" */
field_words_fn words_compliance_qsfp;

/* "12 km", "more than 254 km": a length in steps of `step`, 255 of which mean that they are not enough. */
void words_length(struct text *t, uint8_t byte, unsigned step, const char *unit);

#endif
