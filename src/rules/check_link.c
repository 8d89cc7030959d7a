/* SPDX-License-Identifier: BSD-3-Clause */
/* Check of a leg's link: what is left to say where all else is in order. */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"
#include "model/flag.h"

/* Does one of these lanes receive no light? */
static bool is_dark(const struct module *m, unsigned first, unsigned count)
{
	for (unsigned n = first; n < first + count; n++) {
		const struct lane *lane = module_lane(m, n);

		if (lane && (signals_standing(m, lane) & SIGNAL_RX_LOS))
			return true;
	}
	return false;
}

/* "swp1s1 up, swp5 down" */
static void observe_ends(struct text *t, const struct host_netdev *const ends[2])
{
	const char *separator = "no link: ";

	for (unsigned i = 0; i < 2; i++) {
		if (!ends[i] || ends[i]->carrier == TRI_UNKNOWN)
			continue;
		text_printf(t, "%s%s %s", separator, ends[i]->name,
		            ends[i]->carrier == TRI_YES ? "up" : "down");
		separator = ", ";
	}
}

enum rule_result check_no_link(const struct rule_view *view, struct rule_finding *finding)
{
	const struct host_netdev *ends[] = { view_subport(view, view->leg), view_leg_netdev(view) };
	unsigned first, count, up = 0, down = 0;
	struct text t;

	for (unsigned i = 0; i < 2; i++) {
		/* One that nobody knows to be switched on may be dark on purpose. */
		if (ends[i] && !view_is_wanted(ends[i]))
			return RULE_NOT_APPLICABLE;
		up += ends[i] && ends[i]->carrier == TRI_YES;
		down += ends[i] && ends[i]->carrier == TRI_NO;
	}
	if (down == 0)
		return up ? RULE_PASS : RULE_NOT_APPLICABLE;
	/* Of lanes without light the rules of light speak. */
	if (is_dark(view->module, 1, view->module->lanes) ||
	    (view_trunk_lanes(view, &first, &count) && is_dark(view->trunk, first, count)))
		return RULE_NOT_APPLICABLE;
	snprintf(finding->expected, sizeof(finding->expected),
	         "a link on leg %u: both ends fit, and nothing else is wrong that can be seen", view->leg->number);
	text_init(&t, finding->observed, sizeof(finding->observed));
	observe_ends(&t, ends);
	TEXT_SET(finding->evidence, "carrier of netdevs");
	return RULE_VIOLATION;
}
