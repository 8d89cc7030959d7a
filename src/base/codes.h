/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Code tables: a number and its name. Used for the SFF-8024 codes and for
 * every enumeration that the MIB, the configuration and the CLI show, so a
 * label is written once.
 */
#ifndef BREAKOUT_BASE_CODES_H
#define BREAKOUT_BASE_CODES_H

#include <stddef.h>
#include <stdint.h>

struct code {
	uint32_t code;
	const char *name;
};

/* A table is an array of rows that ends with a NULL name. */

/* The name of `code`, or NULL if the table does not know it. */
const char *code_name(const struct code *rows, uint32_t code);

/* The row with this name (case-sensitive), or NULL. */
const struct code *code_find(const struct code *rows, const char *name);

/* The name of `code`, or "unknown(0xNN)" written to `buf`. Never NULL. */
const char *code_label(const struct code *rows, uint32_t code, char *buf, size_t size);

/* "a, b or c": all names, for error messages. Returns `buf`. */
const char *code_choices(const struct code *rows, char *buf, size_t size);

#endif
