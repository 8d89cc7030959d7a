/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libconfuse's side of the configuration: which sections and keys there
 * are, and a parsed tree whose values know their line.
 *
 * All values are kept as text and converted by who asks, so that ranges and
 * messages are ours. libconfuse's lexer has global state: one parse at a time
 * in the process.
 */
#ifndef BREAKOUT_CONFIG_TREE_H
#define BREAKOUT_CONFIG_TREE_H

#include <confuse.h>

#include "config/problem.h"

/* One value as it was written. */
struct item {
	unsigned line;
	char text[];
};

/*
 * Parse what scan_text() returned (it is not changed). 0 and a tree to be freed with
 * tree_free(); -EINVAL after adding a problem, -ENOMEM.
 */
int tree_parse(char *text, struct problems *problems, cfg_t **ret_tree);
void tree_free(cfg_t *tree);

/* The line of a section's "{". */
unsigned tree_line(cfg_t *section);

/* A key's value, NULL if it was not given. */
const struct item *tree_item(cfg_t *section, const char *key);

/* A list's values: how many (0 if not given), and the n-th. */
unsigned tree_list_size(cfg_t *section, const char *key);
const struct item *tree_list_item(cfg_t *section, const char *key, unsigned n);

#endif
