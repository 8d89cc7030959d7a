/* SPDX-License-Identifier: BSD-3-Clause */
/* Facts about a module that others wrote down: "key=value" in free text. */
#ifndef BREAKOUT_TESTS_EXPECTED_H
#define BREAKOUT_TESTS_EXPECTED_H

#include <stdio.h>

#include "eeprom/eeprom.h"

/* A difference; `reason` is NULL if there is none, or if nobody knows what the text says. */
typedef void expected_fn(const char *key, const char *ours, const char *theirs, const char *reason,
                         void *arg);

/* Compare the facts of one file about the image `name`. Returns how many there were. */
unsigned expected_compare(FILE *f, const char *name, const struct image *img, const struct module *m,
			  expected_fn *fn, void *arg);

#endif
