/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The chips of libsensors, and what they last measured.
 *
 * libsensors has one state for the whole process and no locks, and reading a
 * chip may block on I2C for as long as the hardware likes. So one thread at a
 * time reads, all chips at once, and leaves a picture: immutable, counted, and
 * fetched by everybody else without waiting.
 */
#ifndef BREAKOUT_SOURCE_HWMON_H
#define BREAKOUT_SOURCE_HWMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "source/hwmon_chip.h"

struct hwmon_picture {
	unsigned refs;
	uint64_t number;               /* from 1; another one: read anew */
	uint64_t found;                /* what the folder was like when its chips were found */
	struct hwmon_chip *chips;
	size_t chip_count;
	struct hwmon_feature *features;  /* of all chips */
};

/* What a chip's path is now, as in struct hwmon_chip; 0: nothing. */
uint64_t hwmon_chip_id(const char *path);

/* Accepts NULL. Thread-safe. */
void hwmon_picture_unref(const struct hwmon_picture *p);

struct hwmon;

/* `folder`: /sys/class/hwmon, where chips come and go. NULL when out of memory. */
struct hwmon *hwmon_new(const struct hwmon_library *library, const char *folder);
void hwmon_free(struct hwmon *h);

/* This process's libsensors; never freed. NULL when out of memory. */
struct hwmon *hwmon_process(void);

/* What to read. */
enum hwmon_how {
	HWMON_ALL = 1,                 /* all temperatures; else what is of modules only */
};

/*
 * Read all chips, those found anew where some came or went. What is not read
 * within `budget_ms` is unreadable. Waits as long for another thread that
 * reads: -ETIMEDOUT. 0 or another negative errno, and the picture stays.
 */
int hwmon_read(struct hwmon *h, unsigned how, uint32_t budget_ms);

/*
 * Read again, as hwmon_read() did last, if chips came or went since then or it never did;
 * else 0. Where nothing changed this only lists the folder, and waits for nobody.
 */
int hwmon_follow(struct hwmon *h, uint32_t budget_ms);

/* The latest picture with a reference for the caller, or NULL. Never waits. */
const struct hwmon_picture *hwmon_latest(struct hwmon *h);

#endif
