/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Numbers (brkPortIndex) of ports that were found. A port keeps the one that
 * it got first, as long as the file in the state directory has it; a port
 * that goes leaves its number to nobody else.
 *
 * A new port gets the number that it should have (that of the platform, or
 * the one that its name ends with, or its position), if it is free; else the
 * one after all others.
 */
#ifndef BREAKOUT_DISCOVER_NUMBER_H
#define BREAKOUT_DISCOVER_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct numbers;

/* Nothing is known. NULL: no memory. */
struct numbers *numbers_new(void);
struct numbers *numbers_copy(const struct numbers *n);
void numbers_free(struct numbers *n);

/* The file in the state directory `dir`: into `path`. False if that is too long. */
bool numbers_path(const char *dir, char *path, size_t size);

/* Largest file that is read. */
extern const size_t numbers_file_max;

/*
 * Add what a file says; its text is changed. 0; -EINVAL: some lines make no
 * sense and were left out; -ENOMEM.
 */
int numbers_parse(struct numbers *n, char *text);

/* The text of the file, allocated. NULL: no memory. */
char *numbers_print(const struct numbers *n);

/*
 * For who only looks: what is in folder `dir`. *ret_error is 0, also without a file, or why not all of it is known
 * (as numbers_parse(), or of reading). NULL: no memory.
 */
struct numbers *numbers_read(const char *dir, int *ret_error);

/* The number of a port; 0 if it is not known. */
uint32_t numbers_find(const struct numbers *n, const char *key);

/* Number a port that should have number `wanted`, known or not. 0: all 65535 are taken, or no memory. */
uint32_t numbers_give(struct numbers *n, const char *key, uint32_t wanted);

/* Was a number given since the last call? */
bool numbers_changed(struct numbers *n);

#endif
