/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of a breakout's trunk and of the port it sits in. */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"

enum rule_result check_sfp_as_trunk(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	if (trunk->form == FORM_UNKNOWN)
		return RULE_UNKNOWN;
	if (!form_factor_is_single_lane(trunk->form))
		return RULE_PASS;
	/* A compact SFP holds two BiDi channels of 1.25 GBd and no register says so: declared, or possible. */
	if (trunk->layout == LAYOUT_BIDI && trunk->lanes > 1)
		return RULE_PASS;
	if (trunk->layout == LAYOUT_BIDI && trunk->form == FORM_SFP)
		return RULE_UNKNOWN;
	TEXT_SET(finding->expected, "a QSFP module, which has several lanes");
	module_summary(trunk, finding->observed, sizeof(finding->observed));
	snprintf(finding->evidence, sizeof(finding->evidence), "A0h:0=%02xh", trunk->identifier);
	return RULE_VIOLATION;
}

enum rule_result check_not_splittable(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	switch (trunk->layout) {
	case LAYOUT_PARALLEL:
	case LAYOUT_CABLE:
	case LAYOUT_WDM_PARTS:
		return RULE_PASS;
	case LAYOUT_UNKNOWN:
		return RULE_UNKNOWN;
	case LAYOUT_SINGLE:
	case LAYOUT_BIDI:
		/* FF-01 speaks of SFPs. */
		if (form_factor_is_single_lane(trunk->form))
			return RULE_NOT_APPLICABLE;
		break;
	case LAYOUT_WDM:
	case LAYOUT_COHERENT:
		break;
	}
	TEXT_SET(finding->expected, "a trunk with a fibre pair per lane, such as SR4 or DR4");
	module_summary(trunk, finding->observed, sizeof(finding->observed));
	TEXT_SET(finding->evidence, trunk->type_evidence);
	return RULE_VIOLATION;
}

/* A part of a 2xFR4 has all its lanes on one fibre pair, and can't be split further. */
static unsigned most_legs(const struct module_type *type)
{
	return type->layout == LAYOUT_WDM_PARTS ? module_type_parts(type) : type->lanes;
}

enum rule_result check_split_impossible(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module_type *type = view->trunk->type;
	const struct mode *mode = &view->breakout->mode;
	struct text expected;
	char text[MODE_TEXT];
	const struct plan *plan;

	if (!type)
		return RULE_UNKNOWN;
	if (type->layout != LAYOUT_PARALLEL && type->layout != LAYOUT_CABLE && type->layout != LAYOUT_WDM_PARTS)
		return RULE_NOT_APPLICABLE;
	if (view->plan) {
		if (!view->plan->downshift || view->trunk->downshift_10g != TRI_NO)
			return RULE_PASS;
	} else if (mode->count <= most_legs(type) && type->lanes % mode->count == 0 &&
	           mode->rate_mbps / (type->lanes / mode->count) <= type->lane_mbps) {
		/* Nothing speaks against it, but nothing we know speaks for it. */
		return RULE_UNKNOWN;
	}
	text_init(&expected, finding->expected, sizeof(finding->expected));
	for (size_t n = 0; (plan = plan_of_trunk(type, n)); n++)
		text_item(&expected, " or ", "%s", mode_text(&plan->mode, text, sizeof(text)));
	if (expected.len == 0)
		text_printf(&expected, "no split");
	snprintf(finding->observed, sizeof(finding->observed), "%s of a %s with %u lanes of %uG",
	         mode_text(mode, text, sizeof(text)), type->name, type->lanes, type->lane_mbps / 1000);
	TEXT_SET(finding->evidence, view->trunk->type_evidence);
	return RULE_VIOLATION;
}

enum rule_result check_trunk_connector(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;

	if (trunk->layout != LAYOUT_PARALLEL || trunk->connector_class == CONNECTOR_CLASS_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	/* CS and SN carry several fibre pairs too. */
	if (trunk->connector_class == CONNECTOR_CLASS_MPO || trunk->connector_class == CONNECTOR_CLASS_MULTI)
		return RULE_PASS;
	TEXT_SET(finding->expected, "an MPO connector");
	snprintf(finding->observed, sizeof(finding->observed), "connector code %02xh on a %s",
	         trunk->connector, trunk->type_name);
	snprintf(finding->evidence, sizeof(finding->evidence), "00h:%u=%02xh",
	         trunk->family == FAMILY_CMIS ? 203 : 130, trunk->connector);
	return RULE_VIOLATION;
}

enum rule_result check_mode_not_offered(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *trunk = view->trunk;
	struct text expected;
	char text[MODE_TEXT];
	struct mode mode;

	/* Only CMIS modules say what they can be used as; of other layouts SP-01 speaks. */
	if (trunk->application_count == 0 ||
	    (trunk->layout != LAYOUT_PARALLEL && trunk->layout != LAYOUT_WDM_PARTS))
		return RULE_NOT_APPLICABLE;
	text_init(&expected, finding->expected, sizeof(finding->expected));
	for (size_t n = 0; module_offered_mode(trunk, n, &mode); n++) {
		if (mode_equal(&mode, &view->breakout->mode)) {
			finding->expected[0] = '\0';
			return RULE_PASS;
		}
		text_item(&expected, " or ", "%s", mode_text(&mode, text, sizeof(text)));
	}
	if (!module_modes_known(trunk)) {
		finding->expected[0] = '\0';
		return RULE_UNKNOWN;
	}
	if (expected.len == 0)
		text_printf(&expected, "no split");
	snprintf(finding->observed, sizeof(finding->observed), "%s, which the module does not advertise",
	         mode_text(&view->breakout->mode, text, sizeof(text)));
	TEXT_SET(finding->evidence, "00h:86-117, 01h:223-250");
	return RULE_VIOLATION;
}

/* "port swp1 is not split", "port swp1 is split into 2x50G". */
static void observe_split(struct rule_finding *finding, const struct port_decl *port, const struct mode *actual)
{
	char text[MODE_TEXT];

	if (actual->count <= 1)
		snprintf(finding->observed, sizeof(finding->observed), "port %s is not split", port->name);
	else if (actual->rate_mbps == 0)
		snprintf(finding->observed, sizeof(finding->observed), "port %s is split into %u", port->name,
		         actual->count);
	else
		snprintf(finding->observed, sizeof(finding->observed), "port %s is split into %s", port->name,
		         mode_text(actual, text, sizeof(text)));
}

/* A port without a breakout: what is declared, and how its cable is built, against what the kernel does. */
static enum rule_result check_port_split(const struct rule_view *view, struct rule_finding *finding)
{
	const struct port_decl *port = view->port;
	const struct host_port *host = &view->port_state->host;
	const struct module *m = view->module;
	char text[MODE_TEXT];

	if (view->port_state->role != ROLE_STANDALONE || !host->split_known)
		return RULE_NOT_APPLICABLE;
	if (port->split_declared && port->split_in_force.count > 1 &&
	    !mode_matches(&port->split_in_force, &host->split)) {
		snprintf(finding->expected, sizeof(finding->expected), "port %s split into %s, as is declared",
		         port->name, mode_text(&port->split_in_force, text, sizeof(text)));
		snprintf(finding->evidence, sizeof(finding->evidence), "%s; configuration: split",
		         host->split_evidence);
	} else if (view_sound_module(view->port_state) && m->layout == LAYOUT_CABLE && m->far_ends > 1 &&
	           host->split.count <= 1) {
		snprintf(finding->expected, sizeof(finding->expected), "port %s split for a cable with %u far ends (%s)",
		         port->name, m->far_ends, m->far_end_text);
		snprintf(finding->evidence, sizeof(finding->evidence), "%s; 00h:%u=%02xh", host->split_evidence,
		         m->family == FAMILY_CMIS ? 211 : 113, m->far_end);
	} else {
		return RULE_PASS;
	}
	/* Nobody declared what it is for. */
	finding_at_most(finding, SEVERITY_MINOR);
	observe_split(finding, port, &host->split);
	return RULE_VIOLATION;
}

enum rule_result check_host_not_split(const struct rule_view *view, struct rule_finding *finding)
{
	const struct port_decl *port = view->trunk_port;
	char wanted[MODE_TEXT];
	const char *evidence;
	struct mode actual;

	if (view->port)
		return check_port_split(view, finding);
	if (!view_host_split(view, &actual, &evidence))
		return RULE_NOT_APPLICABLE;
	if (mode_matches(&view->breakout->mode, &actual))
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "port %s split into %s, the mode of breakout %s",
	         port->name, mode_text(&view->breakout->mode, wanted, sizeof(wanted)), view->breakout->name);
	observe_split(finding, port, &actual);
	TEXT_SET(finding->evidence, evidence);
	return RULE_VIOLATION;
}

enum rule_result check_split_not_supported(const struct rule_view *view, struct rule_finding *finding)
{
	const struct port_decl *port = view->trunk_port;
	char text[MODE_TEXT];
	struct text expected;

	if (port->split_supported_count == 0)
		return RULE_NOT_APPLICABLE;
	text_init(&expected, finding->expected, sizeof(finding->expected));
	for (unsigned i = 0; i < port->split_supported_count; i++) {
		if (mode_equal(&port->split_supported[i], &view->breakout->mode)) {
			finding->expected[0] = '\0';
			return RULE_PASS;
		}
		text_item(&expected, " or ", "%s", mode_text(&port->split_supported[i], text, sizeof(text)));
	}
	snprintf(finding->observed, sizeof(finding->observed), "%s",
	         mode_text(&view->breakout->mode, text, sizeof(text)));
	TEXT_SET(finding->evidence, "configuration: split-supported");
	return RULE_VIOLATION;
}

static enum rule_result downshift(const struct rule_view *view, enum tristate when,
                                  struct rule_finding *finding, const char *observed)
{
	if (!view->plan || !view->plan->downshift || view->trunk->downshift_10g != when)
		return RULE_NOT_APPLICABLE;
	TEXT_SET(finding->expected, "a trunk that declares 10G lanes too");
	snprintf(finding->observed, sizeof(finding->observed), "%s %s", view->trunk->type_name, observed);
	TEXT_SET(finding->evidence, "00h:116, 00h:131, 00h:194, 00h:98");
	return RULE_VIOLATION;
}

enum rule_result check_downshift_confirmed(const struct rule_view *view, struct rule_finding *finding)
{
	return downshift(view, TRI_YES, finding, "declares 10G lanes");
}

enum rule_result check_downshift_unknown(const struct rule_view *view, struct rule_finding *finding)
{
	return downshift(view, TRI_UNKNOWN, finding, "does not say whether its lanes run at 10G");
}

/* Not checked yet. */
#define TODO(name)                                                                        \
	enum rule_result name(const struct rule_view *view, struct rule_finding *finding) \
	{                                                                                 \
		(void)view;                                                               \
		(void)finding;                                                            \
		return RULE_NOT_APPLICABLE;                                               \
	}

TODO(check_csfp_legs)
TODO(check_two_lane_trunk)
TODO(check_trunk_duplex)
TODO(check_parts_not_splittable)
TODO(check_split_unknown)
TODO(check_lanes_missing)
TODO(check_lanes_of_connector)
