/* SPDX-License-Identifier: BSD-3-Clause */
/* What checks of a leg have in common. */
#include "rules/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

void compare_expect(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
{
	char what[80];
	struct text t;
	va_list ap;

	text_init(&t, finding->expected, sizeof(finding->expected));
	if (view->plan)
		text_printf(&t, "%s, ", plan_legs_text(view->plan, what, sizeof(what)));
	else
		text_printf(&t, "far end of a %s lane, ", view->trunk->type_name);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
}

void compare_observe(const struct rule_view *view, struct rule_finding *finding, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "%s, ", view->module->type_name);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
}

void compare_cite(const struct rule_view *view, struct rule_finding *finding, const char *leg_register)
{
	snprintf(finding->evidence, sizeof(finding->evidence), "leg %s; trunk %s", leg_register,
	         view->trunk->type_evidence);
}

unsigned compare_lanes(const struct rule_view *view)
{
	unsigned first, count;

	if (view->plan)
		return view->plan->lanes_per_leg;
	return view_trunk_lanes(view, &first, &count) ? count : view->leg->lane_count;
}

bool compare_accepted(const struct rule_view *view)
{
	return view->plan && plan_accepts(view->plan, view->module);
}

bool compare_noted(const struct rule_view *view, const char *rule_id)
{
	const struct plan_leg *leg = view->plan ? plan_accepts(view->plan, view->module) : NULL;

	return leg && leg->note_rule && strcmp(leg->note_rule, rule_id) == 0;
}

bool compare_shares_pairs(const struct module_type *type)
{
	return type->layout == LAYOUT_PARALLEL && module_type_pairs(type) < type->lanes;
}

bool compare_planned_layout(const struct rule_view *view, enum layout layout)
{
	/* Without a plan, too. */
	if (layout == LAYOUT_BIDI && view->trunk->type && compare_shares_pairs(view->trunk->type))
		return true;
	for (size_t i = 0; view->plan && i < PLAN_MAX_LEGS && view->plan->legs[i].type; i++) {
		const struct module_type *type = module_type_find(view->plan->legs[i].type);

		if (type && type->layout == layout)
			return true;
	}
	return false;
}

bool compare_is_csfp(const struct module *m)
{
	return m->layout == LAYOUT_BIDI && m->lanes > 1 && form_factor_is_single_lane(m->form);
}

const char *compare_mode(const struct rule_view *view, char buf[COMPARE_MODE])
{
	const struct mode *mode = &view->breakout->mode;
	struct mode_part part = mode_leg(mode, view->part ? view->part : 1);
	struct mode own = { .count = part.count, .rate_mbps = part.rate_mbps };
	char text[MODE_TEXT], all[MODE_TEXT];

	mode_text(mode, all, sizeof(all));
	if (view->part)
		snprintf(buf, COMPARE_MODE, "%s of %s", mode_text(&own, text, sizeof(text)), all);
	else
		snprintf(buf, COMPARE_MODE, "%s", all);
	return buf;
}

const char *compare_nm(int32_t nm_x100, char buf[NM_TEXT])
{
	if (nm_x100 % 100)
		snprintf(buf, NM_TEXT, "%d.%02d nm", nm_x100 / 100, nm_x100 % 100);
	else
		snprintf(buf, NM_TEXT, "%d nm", nm_x100 / 100);
	return buf;
}

const char *compare_mbps(uint32_t mbps, char buf[MBPS_TEXT])
{
	if (mbps % 1000)
		snprintf(buf, MBPS_TEXT, "%.1fG", mbps / 1000.0);
	else
		snprintf(buf, MBPS_TEXT, "%uG", mbps / 1000);
	return buf;
}
