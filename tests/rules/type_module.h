/* SPDX-License-Identifier: BSD-3-Clause */
/* Healthy modules of all types of the catalogue, each decoded once; and which types differ. */
#ifndef BREAKOUT_TESTS_TYPE_MODULE_H
#define BREAKOUT_TESTS_TYPE_MODULE_H

#include "model/module.h"
#include "rules/plan.h"

/* The module of a type; it stays the catalogue's. NULL for a type that can't be encoded. */
struct module *type_module(const struct module_type *type);

/* A copy of it, the caller's own. */
struct module *type_module_copy(const struct module_type *type);

/* Let go of all. */
void type_modules_free(void);

/* The n-th type (from 0) that can be made, and how many there are. */
const struct module_type *type_made(size_t n);
size_t type_made_count(void);

/* Is the type one of the plan's legs? */
bool plan_names(const struct plan *plan, const struct module_type *leg);

/*
 * Does it differ from all of them in what both ends of a link need to have in
 * common: medium, wavelength band, rate, modulation, connector, role, lanes?
 */
bool plan_differs(const struct plan *plan, const struct module_type *leg);

#endif
