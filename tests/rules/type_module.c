/* SPDX-License-Identifier: BSD-3-Clause */
/* Healthy modules of all types of the catalogue. */
#include "rules/type_module.h"

#include <stdlib.h>
#include <string.h>

#include "common/type_image.h"
#include "eeprom/eeprom.h"

/* Of tests, which have one thread. */
static struct module **modules;

size_t type_position(const struct module_type *type)
{
	return (size_t)(type - module_types);
}

size_t type_count(void)
{
	size_t n = 0;

	while (module_types[n].token)
		n++;
	return n;
}

/* Ends of a cable have one serial number, so all have the same seed. */
static struct module *decode(const struct module_type *type)
{
	static uint8_t bytes[TYPE_IMAGE_MAX];
	size_t len = type_image(type, 1, bytes, sizeof(bytes));
	struct module *m = module_new();
	struct image *img = image_new();

	if (!m || !img)
		abort();
	if (len == 0 || image_load_linear(img, bytes, len, image_identifier_two_devices(bytes[0])) < 0) {
		module_unref(m);
		m = NULL;
	} else {
		eeprom_decode(img, m);
		if (eeprom_type_is_declared(type))
			eeprom_override_type(m, type);
	}
	image_free(img);
	return m;
}

struct module *type_module(const struct module_type *type)
{
	size_t n = type_position(type);

	if (!modules)
		modules = calloc(type_count(), sizeof(struct module *));
	if (!modules)
		abort();
	if (!modules[n])
		modules[n] = decode(type);
	return modules[n];
}

struct module *type_module_copy(const struct module_type *type)
{
	const struct module *m = type_module(type);
	struct module *copy = m ? module_new() : NULL;

	if (copy) {
		*copy = *m;
		copy->refs = 1;
	}
	return copy;
}

void type_modules_free(void)
{
	for (size_t i = 0; modules && i < type_count(); i++)
		module_unref(modules[i]);
	free(modules);
	modules = NULL;
}

/* The media that need different cabling. */
static enum medium cabling(const struct module_type *t)
{
	return t->medium == MEDIUM_ACTIVE_COPPER ? MEDIUM_COPPER : t->medium;
}

/* 850, 1310 and 1550 nm are far apart; WDM and BiDi types have none of their own. */
static bool same_band(const struct module_type *a, const struct module_type *b)
{
	const long apart = labs((long)a->wavelength - (long)b->wavelength);

	return !a->window_min || !b->window_min || apart < 15000;
}

static bool types_differ(const struct module_type *a, const struct module_type *b)
{
	return cabling(a) != cabling(b) || !same_band(a, b) || a->lane_mbps != b->lane_mbps ||
	       a->modulation != b->modulation || a->connector != b->connector || a->lanes != b->lanes ||
	       a->layout != b->layout;
}

bool plan_names(const struct plan *plan, const struct module_type *leg)
{
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		if (strcmp(plan->legs[i].type, leg->token) == 0)
			return true;
	}
	return false;
}

bool plan_differs(const struct plan *plan, const struct module_type *leg)
{
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		if (!types_differ(module_type_find(plan->legs[i].type), leg))
			return false;
	}
	return true;
}
