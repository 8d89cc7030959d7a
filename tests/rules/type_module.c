/* SPDX-License-Identifier: BSD-3-Clause */
/* Healthy modules of all types of the catalogue. */
#include "rules/type_module.h"

#include <stdlib.h>
#include <string.h>

#include "common/type_image.h"
#include "eeprom/eeprom.h"

/* Of tests, which have one thread: types that can be made, and the module of each, once it was wanted. */
static struct made {
	const struct module_type *type;
	struct module *module;
} * all;
static size_t all_count;

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

static void find_all(void)
{
	size_t types = 0;

	while (module_types[types].token)
		types++;
	all = calloc(types, sizeof(*all));
	if (!all)
		abort();
	for (const struct module_type *t = module_types; t->token; t++) {
		if (eeprom_type_encodable(t))
			all[all_count++].type = t;
	}
}

size_t type_made_count(void)
{
	if (!all)
		find_all();
	return all_count;
}

const struct module_type *type_made(size_t n)
{
	return n < type_made_count() ? all[n].type : NULL;
}

struct module *type_module(const struct module_type *type)
{
	for (size_t n = 0; n < type_made_count(); n++) {
		if (all[n].type != type)
			continue;
		if (!all[n].module)
			all[n].module = decode(type);
		return all[n].module;
	}
	return NULL;
}

struct module *type_module_copy(const struct module_type *type)
{
	const struct module *m = type_module(type);

	return m ? module_copy(m) : NULL;
}

void type_modules_free(void)
{
	for (size_t n = 0; n < all_count; n++)
		module_unref(all[n].module);
	free(all);
	all = NULL;
	all_count = 0;
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

/* `a` of a plan: where it has more lanes than a leg, its code stands for a type with fewer, too. */
static bool types_differ(const struct plan *plan, const struct module_type *a, const struct module_type *b)
{
	unsigned lanes = a->lanes > plan->lanes_per_leg ? plan->lanes_per_leg : a->lanes;

	return cabling(a) != cabling(b) || !same_band(a, b) || a->lane_mbps != b->lane_mbps ||
	       a->modulation != b->modulation || a->connector != b->connector || lanes != b->lanes ||
	       a->layout != b->layout;
}

bool plan_names(const struct plan *plan, const struct module_type *leg)
{
	return plan_accepts_type(plan, leg) != NULL;
}

bool plan_differs(const struct plan *plan, const struct module_type *leg)
{
	for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
		if (!types_differ(plan, module_type_find(plan->legs[i].type), leg))
			return false;
	}
	return true;
}
