/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of what the switch does with modules: readiness, power, speed,
 * transmitters. How it programs CMIS modules is in check_program.c.
 */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"

/* CMIS 01h:142-160, m->support by index. */
#define SUPPORT(offset) ((offset) - 142)
#define TX_DISABLE_COMMON 0x01    /* 151 */
#define TX_DISABLE_SUPPORTED 0x02 /* 155 */

/* Which register says that a module is not ready. */
static void cite_state(const struct module *m, struct rule_finding *finding)
{
	switch (m->family) {
	case FAMILY_CMIS:
		snprintf(finding->evidence, sizeof(finding->evidence), "00h:3 bits 3-1=%u, 00h:41=%02xh",
		         m->state, m->fault_cause);
		break;
	case FAMILY_SFF8636:
		TEXT_SET(finding->evidence, "00h:2 bit 0=1");
		break;
	default:
		TEXT_SET(finding->evidence, "A2h:110 bit 0=1");
		break;
	}
}

static enum rule_result not_ready(const struct module *m, struct rule_finding *finding, const char *observed)
{
	TEXT_SET(finding->expected, "a module that is ready");
	TEXT_SET(finding->observed, observed);
	cite_state(m, finding);
	return RULE_VIOLATION;
}

enum rule_result check_not_ready(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	const char *cause = code_name(module_fault_labels, m->fault_cause);
	char fault[64];

	/* Passive cables have nothing to get ready. */
	if (m->medium == MEDIUM_COPPER || (m->family == FAMILY_CMIS && m->flat_memory))
		return RULE_NOT_APPLICABLE;
	if (m->state == MODULE_STATE_FAULT) {
		snprintf(fault, sizeof(fault), "module fault: %s",
		         cause ? cause : "of a kind not known here");
		return not_ready(m, finding, fault);
	}
	/* Only where somebody wants to use it. */
	if (view->port_state->role == ROLE_STANDALONE || view_port_is_shut(port_host(view->port_state)) ||
	    (m->state == 0 && m->data_ready == TRI_UNKNOWN))
		return RULE_NOT_APPLICABLE;
	if (m->state == MODULE_STATE_LOW_POWER)
		return not_ready(m, finding, "low power mode: its transmitters are off");
	if (m->state != 0 && m->state != MODULE_STATE_NOT_READY)
		return RULE_PASS; /* ready, or on its way */
	if (m->state == 0 && m->data_ready != TRI_NO)
		return RULE_PASS;
	/* One bit, which some vendors leave set: their modules work all the same. */
	finding_at_most(finding, SEVERITY_MINOR);
	return not_ready(m, finding, "not ready: its monitors do not hold values yet");
}

/* The register of the power class or of the maximum. */
static void cite_power(const struct module *m, struct rule_finding *finding)
{
	switch (m->family) {
	case FAMILY_CMIS:
		snprintf(finding->evidence, sizeof(finding->evidence), "00h:201=%02xh",
		         (unsigned)m->max_power_mw.v / 250 & 0xff);
		break;
	case FAMILY_SFF8636:
		snprintf(finding->evidence, sizeof(finding->evidence), "00h:129=%02xh", m->ext_identifier);
		break;
	default:
		snprintf(finding->evidence, sizeof(finding->evidence), "A0h:64=%02xh", m->options[0]);
		break;
	}
}

enum rule_result check_power(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	uint32_t supplied = view->port->max_power_mw;

	if (supplied == 0 || !value_ok(m->max_power_mw))
		return RULE_NOT_APPLICABLE;
	if ((uint32_t)m->max_power_mw.v <= supplied)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "at most %.1f W, which port %s supplies",
	         supplied / 1000.0, view->port->name);
	snprintf(finding->observed, sizeof(finding->observed), "up to %.1f W (power class %u)",
	         m->max_power_mw.v / 1000.0, m->power_class);
	cite_power(m, finding);
	return RULE_VIOLATION;
}

/* Of one end of a leg: what the kernel says of auto-negotiation, else what is declared. */
struct negotiation {
	enum tristate on;
	const char *name;   /* of the netdev, or the port */
	const char *source;
	bool shut, up;
};

static struct negotiation negotiation_of(const struct host_netdev *dev, const struct port_decl *port)
{
	bool told = dev && dev->autoneg != TRI_UNKNOWN;

	return (struct negotiation){
		.on = told ? dev->autoneg : port->autoneg,
		.name = told ? dev->name : port->name,
		.source = told ? "kernel" : "configuration: auto-negotiation",
		.shut = view_is_shut(dev),
		.up = dev && dev->carrier == TRI_YES,
	};
}

/* Most links come up with it on at both ends, or off: only ends that differ are evidence, and only of a dark one. */
static enum rule_result leg_negotiation(const struct rule_view *view, struct rule_finding *finding)
{
	struct negotiation trunk, leg;

	if (!view->module)
		return RULE_NOT_APPLICABLE;
	trunk = negotiation_of(view_subport(view, view->leg), view->trunk_port);
	leg = negotiation_of(view_leg_netdev(view), view->leg_port);
	if (trunk.on == TRI_UNKNOWN || leg.on == TRI_UNKNOWN || trunk.shut || leg.shut)
		return RULE_NOT_APPLICABLE;
	if (trunk.on == leg.on || trunk.up || leg.up)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected),
	         "auto-negotiation on or off at both ends of leg %u", view->leg->number);
	snprintf(finding->observed, sizeof(finding->observed), "%s at %s, %s at %s",
	         trunk.on == TRI_YES ? "on" : "off", trunk.name, leg.on == TRI_YES ? "on" : "off", leg.name);
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk %s; leg %s", trunk.source, leg.source);
	return RULE_VIOLATION;
}

enum rule_result check_autoneg(const struct rule_view *view, struct rule_finding *finding)
{
	enum rule_result result = RULE_NOT_APPLICABLE;

	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		struct rule_view leg = view_leg(view, &view->breakout->legs[n]);
		enum rule_result one = leg_negotiation(&leg, finding);

		if (one == RULE_VIOLATION)
			return one;
		if (one == RULE_PASS)
			result = one;
	}
	return result;
}

/* The first of these lanes whose transmitter is turned off; 0: none. *ret_known: any of them tells. */
static unsigned disabled_lane(const struct module *m, unsigned first, unsigned count, bool *ret_known)
{
	/* One that sleeps or starts has them off, too. */
	if (m->state != 0 && m->state != MODULE_STATE_READY)
		return 0;
	for (unsigned n = first; n < first + count; n++) {
		const struct lane *lane = module_lane(m, n);

		if (!lane || !(lane->signals_known & SIGNAL_TX_DISABLED))
			continue;
		*ret_known = true;
		if (lane->signals & SIGNAL_TX_DISABLED)
			return n;
	}
	return 0;
}

static const char *disable_register(const struct module *m)
{
	return m->family == FAMILY_CMIS ? "10h:130" : m->family == FAMILY_SFF8636 ? "00h:86" : "A2h:110";
}

static enum rule_result tx_disabled(const struct module *m, const struct port_decl *port,
                                    const struct host_netdev *netdev, unsigned lane,
                                    struct rule_finding *finding)
{
	if (!view_is_wanted(netdev))
		finding_at_most(finding, SEVERITY_MINOR);
	finding->port = port;
	finding->lane = (uint8_t)lane;
	snprintf(finding->expected, sizeof(finding->expected), "transmitters of both ends on");
	snprintf(finding->observed, sizeof(finding->observed), "port %s, lane %u: transmitter off",
	         port->name, lane);
	TEXT_SET(finding->evidence, disable_register(m));
	return RULE_VIOLATION;
}

enum rule_result check_tx_disabled(const struct rule_view *view, struct rule_finding *finding)
{
	const struct host_netdev *netdev;
	unsigned first, count, lane;
	bool known = false;

	/* What was shut down is dark on purpose. */
	netdev = view_subport(view, view->leg);
	if (!view_is_shut(netdev) && view_trunk_lanes(view, &first, &count)) {
		lane = disabled_lane(view->trunk, first, count, &known);
		if (lane)
			return tx_disabled(view->trunk, view->trunk_port, netdev, lane, finding);
	}
	netdev = view_leg_netdev(view);
	if (!view_is_shut(netdev)) {
		lane = disabled_lane(view->module, 1, view->module->lanes, &known);
		if (lane)
			return tx_disabled(view->module, view->leg_port, netdev, lane, finding);
	}
	return known ? RULE_PASS : RULE_NOT_APPLICABLE;
}

/* What a CMIS module says of itself on page 01h is there, and vouched for. */
static bool advertises(const struct module *m)
{
	return m->family == FAMILY_CMIS && !m->flat_memory && m->ext_checksum == CHECKSUM_OK;
}

enum rule_result check_tx_disable_all(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;

	if (!advertises(m) || !(m->support[SUPPORT(155)] & TX_DISABLE_SUPPORTED))
		return RULE_NOT_APPLICABLE;
	if (!(m->support[SUPPORT(151)] & TX_DISABLE_COMMON))
		return RULE_PASS;
	TEXT_SET(finding->expected, "a transmitter switch for each leg");
	TEXT_SET(finding->observed, "one for the whole module");
	snprintf(finding->evidence, sizeof(finding->evidence), "01h:151=%02xh", m->support[SUPPORT(151)]);
	return RULE_VIOLATION;
}

/* Host lanes of the leg that has the fewest. */
static unsigned narrowest_leg(const struct rule_view *view)
{
	const struct mode *mode = &view->breakout->mode;
	unsigned first, count, least = 0;

	for (unsigned leg = 1; leg <= mode->count; leg++) {
		if (mode_leg_lanes(mode, view->trunk->host_lanes, leg, &first, &count) && (!least || count < least))
			least = count;
	}
	return least;
}

enum rule_result check_clock_group(const struct rule_view *view, struct rule_finding *finding)
{
	/* Table 8-46: all lanes, groups of 4, of 2, each on its own. */
	static const uint8_t group_lanes[] = { 8, 4, 2, 1 };
	const struct module *m = view->trunk;
	unsigned group, lanes;

	if (!advertises(m) || m->host_lanes == 0)
		return RULE_NOT_APPLICABLE;
	group = group_lanes[m->support[SUPPORT(145)] >> 5 & 3];
	lanes = narrowest_leg(view);
	if (group > m->host_lanes)
		group = m->host_lanes;
	if (lanes == 0 || group <= lanes)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected),
	         "a transmit clock for the %u host lane%s of a leg", lanes, lanes > 1 ? "s" : "");
	snprintf(finding->observed, sizeof(finding->observed), "%u lanes share one", group);
	snprintf(finding->evidence, sizeof(finding->evidence), "01h:145=%02xh", m->support[SUPPORT(145)]);
	return RULE_VIOLATION;
}
