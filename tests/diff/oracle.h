/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the real ethtool makes of a module's memory: "label: value" lines of
 * `ethtool -m`.
 */
#ifndef BREAKOUT_TESTS_ORACLE_H
#define BREAKOUT_TESTS_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/module.h"

#define ORACLE_MAX_LINES 512

struct oracle_line {
	const char *label;   /* blanks made even: "Laser bias current high alarm(Chan 1)" */
	const char *value;
};

struct oracle;

/* NULL with a reason in *ret_why: ethtool is not installed, or is not one that can be used. */
struct oracle *oracle_start(const char **ret_why);
void oracle_stop(struct oracle *o);

/* "ethtool version 6.1" */
const char *oracle_version(const struct oracle *o);

/*
 * Decode memory in linear layout. Bytes that are missing read 00h, and an
 * identifier that ethtool does not know is shown as another of the family.
 * Lines stay until the next call. Returns their number; 0 if ethtool failed
 * (oracle_text() has what it said), or a negative errno if it can't be asked.
 */
int oracle_decode(struct oracle *o, const uint8_t *bytes, size_t len, enum register_family family,
		  const struct oracle_line **ret_lines);

/* Seconds of CPU time that the last one took. */
double oracle_seconds(const struct oracle *o);

/* All it printed, as it was. */
const char *oracle_text(const struct oracle *o);

/* The value of the first line with this label; NULL if there is none. */
const char *oracle_value(const struct oracle_line *lines, int count, const char *label);

#endif
