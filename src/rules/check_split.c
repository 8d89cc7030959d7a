/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of how the switch has split a port: into how many subports, and,
 * which is another question, how fast they run.
 */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"

/* "2x50G", or "2" where the kernel has no speeds. Returns buf. */
static const char *split_text(const struct mode *split, char buf[MODE_TEXT])
{
	if (mode_rates_known(split))
		return mode_text(split, buf, MODE_TEXT);
	snprintf(buf, MODE_TEXT, "%u", split->count);
	return buf;
}

/* "port swp1 is not split", "port swp1 is split into 2x50G". */
static void observe_split(struct rule_finding *finding, const struct port_decl *port,
                          const struct mode *actual)
{
	char text[MODE_TEXT];

	if (actual->count <= 1)
		snprintf(finding->observed, sizeof(finding->observed), "port %s is not split", port->name);
	else
		snprintf(finding->observed, sizeof(finding->observed), "port %s is split into %s", port->name,
		         split_text(actual, text));
}

static bool any_is_up(const struct host_port *host)
{
	for (unsigned i = 0; i < host->netdev_count; i++) {
		if (host->netdev[i].carrier == TRI_YES)
			return true;
	}
	return false;
}

/* A port without a breakout: what is declared, and how its cable is built, against what the kernel does. */
static enum rule_result check_port_split(const struct rule_view *view, struct rule_finding *finding)
{
	const struct port_decl *port = view->port;
	const struct host_port *host = port_host(view->port_state);
	const struct module *m = view->module;
	char text[MODE_TEXT];

	if (view->port_state->role != ROLE_STANDALONE || !host->split_known)
		return RULE_NOT_APPLICABLE;
	if (port->split_declared && port->split_in_force.count > 1 &&
	    !mode_matches(&port->split_in_force, &host->split)) {
		snprintf(finding->expected, sizeof(finding->expected),
		         "port %s split into %s, as is declared", port->name,
		         mode_text(&port->split_in_force, text, sizeof(text)));
		snprintf(finding->evidence, sizeof(finding->evidence), "%s; configuration: split",
		         host->split_evidence);
	} else if (view_sound_module(view->port_state) && m->layout == LAYOUT_CABLE && m->far_ends > 1 &&
	           host->split.count <= 1 && !any_is_up(host)) {
		snprintf(finding->expected, sizeof(finding->expected),
		         "port %s split for a cable with %u far ends (%s)", port->name, m->far_ends,
		         m->far_end_text);
		snprintf(finding->evidence, sizeof(finding->evidence), "%s; 00h:%u=%02xh",
		         host->split_evidence, m->family == FAMILY_CMIS ? 211 : 113, m->far_end);
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
	snprintf(finding->expected, sizeof(finding->expected),
	         "port %s split into %s, the mode of breakout %s", port->name,
	         mode_text(&view->breakout->mode, wanted, sizeof(wanted)), view->breakout->name);
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
		if (mode_offers(&port->split_supported[i], &view->breakout->mode)) {
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

/* Does the module offer legs of this rate, if it is known, in some mode? */
static bool offers_rate(const struct module *m, uint32_t mbps)
{
	struct mode mode;

	for (size_t n = 0; module_offered_mode(m, n, &mode); n++) {
		if (mbps == 0 || mode.rate_mbps == mbps)
			return true;
	}
	return false;
}

/* Does it offer this split, or legs like each of a mixed one? */
static bool offers_split(const struct module *m, const struct mode *split)
{
	struct mode mode;

	for (unsigned leg = 1; mode_is_mixed(split) && leg <= split->count; leg++) {
		if (!offers_rate(m, mode_leg(split, leg).rate_mbps))
			return false;
	}
	if (mode_is_mixed(split))
		return true;
	for (size_t n = 0; module_offered_mode(m, n, &mode); n++) {
		if (mode.count == split->count)
			return true;
	}
	return false;
}

/* Does the module, as far as it tells, allow this split? Its cable's far ends or its applications say. */
static enum tristate allows_split(const struct module *m, const struct mode *split)
{
	if (m->splittable != TRI_YES)
		return m->splittable;
	if (m->layout == LAYOUT_CABLE)
		return m->far_ends == 0 || m->far_ends == split->count ? TRI_YES : TRI_NO;
	if (m->application_count == 0)
		return TRI_YES;
	if (offers_split(m, split))
		return TRI_YES;
	return module_modes_known(m) ? TRI_NO : TRI_UNKNOWN;
}

/* Where the applications or the far ends say it, rather than the type. */
static const char *split_evidence(const struct module *m)
{
	if (m->splittable != TRI_YES)
		return m->type_evidence;
	if (m->layout == LAYOUT_CABLE)
		return m->family == FAMILY_CMIS ? "00h:211" : "00h:113";
	return "00h:86-117";
}

enum rule_result check_split_without_breakout(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	enum tristate first;
	const char *evidence;
	char text[MODE_TEXT];
	struct mode split;

	/* Ports of a breakout are judged by its own rules. */
	if (view->port_state->role != ROLE_STANDALONE || !view_host_split(view, &split, &evidence) ||
	    split.count <= 1)
		return RULE_NOT_APPLICABLE;
	/* What can't be split may be of use in a split port: all of it is one subport's, or a link is up. */
	first = view_is_first_subports(view->port, m, &split);
	if (first == TRI_YES || any_is_up(port_host(view->port_state)))
		return RULE_PASS;
	switch (allows_split(m, &split)) {
	case TRI_UNKNOWN:
		return RULE_UNKNOWN;
	case TRI_YES:
		return RULE_PASS;
	case TRI_NO:
		break;
	}
	if (first == TRI_UNKNOWN)
		return RULE_UNKNOWN;
	snprintf(finding->expected, sizeof(finding->expected),
	         "a module that can be split into %s, as port %s is", split_text(&split, text), view->port->name);
	module_summary(m, finding->observed, sizeof(finding->observed));
	snprintf(finding->evidence, sizeof(finding->evidence), "%s; %s", split_evidence(m), evidence);
	return RULE_VIOLATION;
}

/* "swp1s0", or the subport's number where the kernel names none. */
static void subport_text(const struct host_port *host, unsigned at, char *buf, size_t size)
{
	if (at < host->netdev_count)
		snprintf(buf, size, "%s", host->netdev[at].name);
	else
		snprintf(buf, size, "subport %u", at + 1);
}

enum rule_result check_adapter(const struct rule_view *view, struct rule_finding *finding)
{
	const struct host_port *host = port_host(view->port_state);
	const struct module *m = view->module;
	char first[32], second[32], last[32];
	const char *evidence;
	struct mode split;

	if (view->port_state->role != ROLE_STANDALONE || !view_host_split(view, &split, &evidence) ||
	    split.count <= 1 || view_is_first_subports(view->port, m, &split) != TRI_YES)
		return RULE_NOT_APPLICABLE;
	subport_text(host, 0, first, sizeof(first));
	subport_text(host, 1, second, sizeof(second));
	subport_text(host, split.count - 1u, last, sizeof(last));
	snprintf(finding->expected, sizeof(finding->expected), "a module with lanes for all %u subports of port %s",
	         split.count, view->port->name);
	snprintf(finding->observed, sizeof(finding->observed), "%s %s: it is that of %s; %s%s%s cannot be used",
	         code_name(form_factor_names, m->form), m->type_name, first, second,
	         split.count > 2 ? " to " : "", split.count > 2 ? last : "");
	snprintf(finding->evidence, sizeof(finding->evidence), "%s:0=%02xh; %s",
	         m->family == FAMILY_SFF8472 ? "A0h" : "00h", m->identifier, evidence);
	return RULE_VIOLATION;
}

/* The subports of a port that run at another speed than they should. */
struct speeds {
	const struct rule_view *view;
	struct rule_finding *finding;
	struct text observed;
	bool known, found;
	bool slower_only;   /* and all of them work, or fit */
};

/* One subport that should run at `mbps`; `fits`: what it runs at is a rate that its leg has. */
static void speeds_add(struct speeds *s, const struct host_netdev *netdev, uint32_t mbps, bool fits)
{
	uint32_t speed = netdev && !view_is_shut(netdev) ? host_netdev_speed(netdev) : 0;

	if (!speed)
		return;
	s->known = true;
	if (speed == mbps)
		return;
	s->slower_only &= speed < mbps && (fits || netdev->carrier == TRI_YES);
	text_item(&s->observed, ", ", "%s runs at %gG", netdev->name, speed / 1000.0);
	if (!s->found)
		snprintf(s->finding->evidence, sizeof(s->finding->evidence), "netdev %s", netdev->name);
	s->found = true;
}

static void speeds_of_breakout(struct speeds *s)
{
	const struct breakout_decl *b = s->view->breakout;

	for (unsigned n = 0; n < b->leg_count; n++) {
		struct rule_view leg = view_leg(s->view, &b->legs[n]);
		const struct host_netdev *netdev = view_subport(&leg, leg.leg);
		uint32_t wanted = b->legs[n].rate_mbps;
		uint32_t speed = netdev ? host_netdev_speed(netdev) : 0;

		if (!wanted)
			wanted = mode_leg(&b->mode, b->legs[n].number).rate_mbps;
		/* The mode says that single legs may run so. */
		if (!b->legs[n].rate_mbps && speed && mode_has_rate(&b->mode, speed))
			wanted = speed;
		speeds_add(s, netdev, wanted, speed == leg.mode.rate_mbps);
	}
}

enum rule_result check_subport_speed(const struct rule_view *view, struct rule_finding *finding)
{
	const struct port_decl *port = view->port ? view->port : view->trunk_port;
	const struct host_port *host = port_host(view->port ? view->port_state : view->trunk_state);
	const struct mode *wanted = view->port ? &port->split_in_force : &view->breakout->mode;
	struct speeds s = { .view = view, .finding = finding, .slower_only = true };
	char text[MODE_TEXT];
	const char *evidence;
	struct mode actual;

	if ((view->port && (view->port_state->role != ROLE_STANDALONE || !port->split_declared)) ||
	    wanted->count <= 1)
		return RULE_NOT_APPLICABLE;
	if (!view_host_split(view, &actual, &evidence)) {
		actual = *wanted;
		actual.count = (uint8_t)host->netdev_count;
	}
	/* Of another split HOST-01 speaks. */
	if (!mode_matches(wanted, &actual))
		return RULE_NOT_APPLICABLE;
	text_init(&s.observed, finding->observed, sizeof(finding->observed));
	for (unsigned i = 0; view->port && i < host->netdev_count; i++)
		speeds_add(&s, &host->netdev[i], mode_leg(wanted, i + 1).rate_mbps, mode_has_rate(wanted, host->netdev[i].speed_mbps));
	if (view->breakout)
		speeds_of_breakout(&s);
	/* The configuration may contradict itself. */
	if (!s.known && !host->split_known && !mode_equal(&actual, wanted)) {
		observe_split(finding, port, &actual);
		TEXT_SET(finding->evidence, evidence);
		s.found = true;
		s.slower_only = false;
	}
	if (!s.found)
		return s.known ? RULE_PASS : RULE_NOT_APPLICABLE;
	if (s.slower_only)
		finding_at_most(finding, SEVERITY_INFO);
	snprintf(finding->expected, sizeof(finding->expected), "the speed of mode %s on each subport of port %s",
	         mode_text(wanted, text, sizeof(text)), port->name);
	return RULE_VIOLATION;
}
