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
	/* Raises that are about to be sent, or were and nobody has acknowledged them yet; likewise owned. */
	const struct event **pending;
	size_t pending_count;
	uint32_t last_event;
	uint32_t reserved;           /* no event has a number beyond */
	bool stopped;                /* written by an orderly end: last_event is exact */
};

/* Drop what it owns. */
void ledger_content_release(struct ledger_content *content);

/* Largest file that is read. */
#define LEDGER_FILE_MAX (32 * 1024 * 1024)

/*
 * Parse the file. 0; -EINVAL for one that makes no sense in part: the rest
 * is there; -EBADMSG for one that makes none, -ENOMEM: nothing is.
 */
int ledger_file_parse(const char *text, size_t len, struct ledger_content *ret_content);

/* A state_print_fn of a struct ledger_content. */
char *ledger_file_print(const void *content, size_t *ret_len);

#endif
