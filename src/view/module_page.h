/* SPDX-License-Identifier: BSD-3-Clause */
/* A module on a page: its fields under the titles of their sections, then its lists. */
#ifndef BREAKOUT_VIEW_MODULE_PAGE_H
#define BREAKOUT_VIEW_MODULE_PAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "view/module_view.h"

/* "QSFP28 100GBASE-SR4, 850 nm, MMF" as a line. */
void module_print_summary(const struct module *m, FILE *out);

/* `text` behind a lead of `lead` columns that is printed already, continued under itself. */
void module_print_wrapped(FILE *out, unsigned lead, const char *text);

/* "    Label      : text" */
void module_print_field(FILE *out, const char *label, const char *text);

/* One section with its title. `more`, unless NULL, is called behind each field that was printed. */
void module_print_section(FILE *out, const struct module_section *section, const struct module *m,
                          void (*more)(const struct module_field *field, void *arg), void *arg);

/* A list under its title; released. Left out without rows if `empty` is NULL. False when out of memory. */
bool module_print_list(FILE *out, const char *title, const char *empty, struct listing *l);

/* Lanes, thresholds, modes and what else follows the fields. False when out of memory. */
bool module_print_lists(FILE *out, const struct module *m);

/* A list as a member of `object`; released. 0 or -1 when out of memory. */
int module_json_add_list(json_t *object, const char *key, struct listing *l);

/* The same lists as members of `object`. 0 or -1 when out of memory. */
int module_json_lists(json_t *object, const struct module *m);

#endif
