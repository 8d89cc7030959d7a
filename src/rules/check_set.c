/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the legs of a breakout as a set. */
#include "rules/check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum rule_result check_too_many_legs(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	unsigned legs = view->breakout->mode.count;

	if (trunk->layout != LAYOUT_PARALLEL && trunk->layout != LAYOUT_CABLE)
		return RULE_NOT_APPLICABLE;
	if (trunk->lanes == 0)
		return RULE_UNKNOWN;
	if (legs <= trunk->lanes)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %u legs, one per lane", trunk->lanes);
	snprintf(finding->observed, sizeof(finding->observed), "%u legs of a %s", legs, trunk->type_name);
	TEXT_SET(finding->evidence, trunk->type_evidence);
	return RULE_VIOLATION;
}

/* The module of leg `n` (from 0), or NULL. */
static const struct module *module_of_leg(const struct rule_view *view, unsigned n)
{
	return view_leg(view, &view->breakout->legs[n]).module;
}

/* A serial number tells modules apart unless it is a filler: "", "0000000000", "N/A". */
static bool is_serial(const char *serial)
{
	size_t len = strlen(serial);

	return len >= 4 && strspn(serial, (char[]){ serial[0], '\0' }) != len;
}

/* All ends of a cable may have the same serial number, so only separable modules count. */
static bool is_same_unit(const struct module *a, const struct module *b)
{
	return a && b && a->layout != LAYOUT_CABLE && b->layout != LAYOUT_CABLE && is_serial(a->serial) &&
	       module_same_unit(a, b);
}

static void same_unit_finding(const struct rule_view *view, unsigned a, unsigned b,
                              struct rule_finding *finding)
{
	const struct breakout_decl *decl = view->breakout;
	const struct module *m = module_of_leg(view, a);
	struct text t;

	TEXT_SET(finding->expected, "another module on each leg");
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "legs %u (port %s) and %u (port %s): ", decl->legs[a].number,
	            view->topology->ports[decl->legs[a].port].name, decl->legs[b].number,
	            view->topology->ports[decl->legs[b].port].name);
	text_printf(&t, "%s %s %s", m->vendor, m->part_number, m->serial);
	TEXT_SET(finding->evidence, m->family == FAMILY_SFF8472   ? "A0h:20, A0h:40, A0h:68"
	                            : m->family == FAMILY_SFF8636 ? "00h:148, 00h:168, 00h:196"
	                                                          : "00h:129, 00h:148, 00h:166");
}

enum rule_result check_same_leg_twice(const struct rule_view *view, struct rule_finding *finding)
{
	unsigned legs = view->breakout->leg_count;

	for (unsigned a = 0; a < legs; a++) {
		for (unsigned b = a + 1; b < legs; b++) {
			if (!is_same_unit(module_of_leg(view, a), module_of_leg(view, b)))
				continue;
			same_unit_finding(view, a, b, finding);
			return RULE_VIOLATION;
		}
	}
	return RULE_PASS;
}

/* Declared lanes don't overlap on the cage; on a module with fewer lanes they might. */
enum rule_result check_same_lane(const struct rule_view *view, struct rule_finding *finding)
{
	const struct breakout_decl *b = view->breakout;
	unsigned taken = 0, first, count;

	if (view->trunk->lanes == 0)
		return RULE_NOT_APPLICABLE;
	for (unsigned n = 0; n < b->leg_count; n++) {
		unsigned lanes;

		if (!topology_leg_lanes(view->topology, b, &b->legs[n], view->trunk->lanes, &first, &count) ||
		    first + count > MODULE_MAX_LANES + 1)
			continue;
		lanes = ((1u << count) - 1) << (first - 1);
		if (taken & lanes) {
			TEXT_SET(finding->expected, "lanes of its own for each leg");
			snprintf(finding->observed, sizeof(finding->observed),
			         "leg %u shares lane %u with a leg before it", b->legs[n].number, first);
			TEXT_SET(finding->evidence, "configuration: lanes");
			return RULE_VIOLATION;
		}
		taken |= lanes;
	}
	return RULE_PASS;
}

/* Where all fit: of those that don't the leg rules speak. */
enum rule_result check_mixed_legs(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *first = NULL, *other = NULL;
	unsigned first_leg = view->part ? view->part : 1;
	unsigned last_leg = first_leg + mode_leg(&view->breakout->mode, first_leg).count - 1;

	if (!view->plan)
		return RULE_NOT_APPLICABLE;
	for (unsigned n = first_leg - 1; n < last_leg; n++) {
		const struct module *m = module_of_leg(view, n);
		const struct module_type *type = m ? m->type : NULL;

		if (!type)
			continue;
		if (!plan_accepts(view->plan, m))
			return RULE_NOT_APPLICABLE;
		if (!first)
			first = type;
		else if (type != first)
			other = type;
	}
	if (!other)
		return RULE_PASS;
	TEXT_SET(finding->expected, "legs of one type");
	snprintf(finding->observed, sizeof(finding->observed), "%s and %s", first->name, other->name);
	TEXT_SET(finding->evidence, "types of the legs");
	return RULE_VIOLATION;
}
