/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules in words, for `breakoutctl explain` and breakout-rules(7). Both come from the rows of rules/rule.c. */
#ifndef BREAKOUT_VIEW_RULE_TEXT_H
#define BREAKOUT_VIEW_RULE_TEXT_H

#include <stdio.h>

#include "rules/rule.h"

/* Rules whose ids begin alike. */
struct rule_family {
	const char *prefix;   /* "WL" */
	const char *title;    /* "Wavelengths" */
};

/* In the order of the page; ends with a NULL prefix. Each rule is of one of them. */
extern const struct rule_family rule_families[];

/* NULL if there is none. */
const struct rule_family *rule_family_of(const struct rule *rule);

/* "leg", "port, leg". Returns buf. */
const char *rule_scope_text(const struct rule *rule, char *buf, size_t size);

/* By id ("WL-01", in any case) or name ("wavelengthBand"); NULL if there is none. */
const struct rule *rule_named(const char *word);

/* Everything about a rule, on a page of 80 columns. */
void rule_print(const struct rule *rule, FILE *out);

/* All rules as mdoc(7): a subsection for each family. */
void rule_print_manual(FILE *out);

#endif
