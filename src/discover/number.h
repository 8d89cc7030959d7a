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

/* What is remembered in folder `dir`, or nothing (NULL, no file, one that makes no sense). NULL: no memory. */
struct numbers *numbers_load(const char *dir);
void numbers_free(struct numbers *n);

/* The number of a port; 0 if it is not known. */
uint32_t numbers_find(const struct numbers *n, const char *key);

/* Number a port that should have number `wanted`, known or not. 0: all 65535 are taken, or no memory. */
uint32_t numbers_give(struct numbers *n, const char *key, uint32_t wanted);

/* Write the file if a number was given since it was read; makes the folder. 0 or negative errno. */
int numbers_save(struct numbers *n, const char *dir);

#endif
