/* SPDX-License-Identifier: BSD-3-Clause */
/* Both ends of a breakout: what a module splits into, and which trunks it is a leg of. */
#include "view/module_view.h"

#include <stdio.h>

#include "rules/harness.h"
#include "rules/view.h"

struct plan_row {
	const struct module *module;
	const struct plan *plan;
};

static void get_mode(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	char buf[MODE_TEXT];

	cell_set_text(c, mode_text(&r->plan->mode, buf, sizeof(buf)));
}

static void get_lanes_per_leg(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_number(c, r->plan->lanes_per_leg, 0);
}

static void get_legs(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	char buf[128];

	cell_set_text(c, plan_legs_text(r->plan, buf, sizeof(buf)));
}

static void get_leg_types(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_list(c);
	for (size_t i = 0; i < PLAN_MAX_LEGS && r->plan->legs[i].type; i++)
		cell_add_item(c, r->plan->legs[i].type);
}

static void get_harness(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	char buf[HARNESS_TEXT];
	const struct module *m = r->module;

	/* In a list of trunks the module is the leg. */
	cell_set_text(c, harness_text(r->plan, m->type && m->type == plan_trunk_type(r->plan) ? m : NULL, buf,
	                              sizeof(buf)));
}

static void get_plan_downshift(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_bool(c, r->plan->downshift);
}

/* Modules that advertise modes advertise all that they have; cables are what they are built for. */
static bool offered(const struct module *m, const struct mode *mode)
{
	struct mode other;

	for (size_t n = 0; module_offered_mode(m, n, &other); n++) {
		if (mode_equal(&other, mode))
			return true;
	}
	return m->application_count == 0 || m->layout == LAYOUT_CABLE || !module_modes_known(m);
}

static void get_condition(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	static const char *const words[] = {
		[TRI_UNKNOWN] =
			"lanes run slower than their own rate; this module does not say whether it can",
		[TRI_NO] = "lanes run slower than their own rate; this module says that it can't",
		[TRI_YES] = "lanes run slower than their own rate; this module says that it can",
	};

	if (r->module->layout == LAYOUT_CABLE && r->module->far_ends == 0)
		cell_set_text(c, "the cable does not say whether it is a fan-out");
	else if (r->plan->downshift && r->module->medium == MEDIUM_COPPER)
		cell_set_text(c, "lanes run slower than their own rate, which a passive cable allows");
	else if (r->plan->downshift)
		cell_set_text(c, words[view_slows_down(r->module, r->plan)]);
	else
		cell_set_text(c, offered(r->module, &r->plan->mode) ? "" : "this module does not advertise it");
}

static void get_trunk(const void *row, struct cell *c)
{
	const struct plan_row *r = row;
	const struct module_type *trunk = module_type_find(r->plan->trunk);

	cell_set_text(c, trunk ? trunk->name : r->plan->trunk);
}

static void get_trunk_token(const void *row, struct cell *c)
{
	const struct plan_row *r = row;

	cell_set_text(c, r->plan->trunk);
}

struct listing *module_plans(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "mode", "MODE", 0, get_mode },
		{ "lanes_per_leg", "LANES PER LEG", LISTING_RIGHT, get_lanes_per_leg },
		{ "legs_text", "LEGS", LISTING_WRAP, get_legs },
		{ "legs", NULL, 0, get_leg_types },
		{ "harness", "HARNESS", LISTING_WRAP, get_harness },
		{ "downshift", NULL, 0, get_plan_downshift },
		{ "condition", "condition", LISTING_NOTE, get_condition },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);
	const struct plan *plan;

	for (size_t n = 0; l && (plan = plan_of_module(m, n)); n++) {
		if (listing_add(l, &(struct plan_row){ m, plan }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

struct listing *module_leg_plans(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "trunk", "TRUNK", 0, get_trunk },
		{ "trunk_token", NULL, 0, get_trunk_token },
		{ "mode", "MODE", 0, get_mode },
		{ "harness", "HARNESS", LISTING_WRAP, get_harness },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	for (const struct plan *plan = plans; l && m->type && plan->trunk; plan++) {
		if (!plan_accepts(plan, m))
			continue;
		if (listing_add(l, &(struct plan_row){ m, plan }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

const char *module_no_plan(const struct module *m, char *buf, size_t size)
{
	const struct plan_reason *reason = plan_reason_of_module(m);

	if (m->status != READ_OK)
		return "not known: the module's memory is not complete and right";
	/* Ends of a cable are what it is built for, which its code does not say. */
	if (m->layout == LAYOUT_CABLE && m->splittable == TRI_NO && m->far_ends) {
		snprintf(buf, size, "nothing: the cable has %u far end%s (%s lanes)", m->far_ends,
			 m->far_ends > 1 ? "s" : "", m->far_end_text);
		return buf;
	}
	if (m->layout == LAYOUT_CABLE)
		return "what the cable assembly is built for";
	if (!reason)
		return m->type ? "no split of this type is known" : "not known: the type is not known";
	snprintf(buf, size, "nothing: %s", reason->text);
	return buf;
}
