/* SPDX-License-Identifier: BSD-3-Clause */
/* The file of a ledger. Private to agent/ledger.c. */
#ifndef BREAKOUT_AGENT_LEDGER_FILE_H
#define BREAKOUT_AGENT_LEDGER_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/event.h"

struct ledger_content {
	const struct event **known;  /* owned array of owned references */
	size_t count;
	uint32_t last_event;
	uint32_t reserved;           /* no event has a number beyond */
	bool stopped;                /* written by an orderly end: last_event is exact */
};

/* Drop what it owns. */
void ledger_content_release(struct ledger_content *content);

/*
 * Read the file. 0; -ENOENT without one; -EINVAL for one that makes no
 * sense in part: the rest is there; other negative errnos: nothing is.
 */
int ledger_file_load(const char *path, struct ledger_content *ret_content);

/* Replace the file. 0 or negative errno. */
int ledger_file_save(const char *path, const struct ledger_content *content);

#endif
