/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of how the switch has programmed a CMIS module. Only what legs in
 * use need is looked at, and only once the module has started: what is on
 * its way may take a minute.
 */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"
#include "rules/compare.h"

/* CMIS banks and their registers. */
#define LANES_PER_BANK 8
#define REG_DATA_PATH 128
#define REG_CONFIG_STATUS 202
#define REG_ACTIVE 206

/* Does it tell how it is programmed? Not while it starts, sleeps or has failed: HOST-07 speaks of that. */
static bool tells_program(const struct module *m)
{
	if (m->family != FAMILY_CMIS || m->flat_memory || m->application_count == 0 ||
	    (m->state != 0 && m->state != MODULE_STATE_READY))
		return false;
	for (unsigned i = 0; i < m->host_lane_room; i++) {
		if (m->host_lane[i].active || m->host_lane[i].data_path)
			return true;
	}
	return false;
}

/* Is it known that somebody wants to use the leg? */
static bool leg_in_use(const struct rule_view *view, const struct leg_decl *leg)
{
	const struct host_netdev *subport = view_subport(view, leg);

	if (view_is_shut(subport))
		return false;
	if (leg->peer == PEER_LOCAL)
		return view->snapshot->ports[leg->port].presence == PRESENCE_PRESENT;
	return subport && subport->admin_up == TRI_YES;
}

/* The media lanes of a leg in use. */
static bool lanes_in_use(const struct rule_view *view, const struct leg_decl *leg, unsigned *ret_first,
                         unsigned *ret_count)
{
	const struct rule_view of_leg = view_leg(view, leg);

	return leg_in_use(view, leg) && view_trunk_lanes(&of_leg, ret_first, ret_count) &&
	       *ret_first + *ret_count - 1 <= MODULE_MAX_LANES;
}

/* Legs that something is wrong with: "leg 1: WHAT of the first; also legs 2, 3". */
struct wrong_legs {
	const struct rule_view *view;
	struct rule_finding *finding;
	unsigned count;
	bool wanted;                 /* of one of them it is known that it should be up */
	struct text what, others;
	char others_text[40];
};

static void wrong_legs_init(struct wrong_legs *w, const struct rule_view *view, struct rule_finding *finding)
{
	w->view = view;
	w->finding = finding;
	w->count = 0;
	w->wanted = false;
	text_init(&w->what, finding->observed, sizeof(finding->observed));
	text_init(&w->others, w->others_text, sizeof(w->others_text));
}

/* Is this the first, whose details are to be added to w->what? */
static bool wrong_legs_add(struct wrong_legs *w, const struct leg_decl *leg)
{
	w->wanted |= view_is_wanted(view_subport(w->view, leg));
	if (w->count++ > 0) {
		text_item(&w->others, ", ", "%u", leg->number);
		return false;
	}
	text_printf(&w->what, "leg %u: ", leg->number);
	return true;
}

static void wrong_legs_end(struct wrong_legs *w)
{
	/* A switch need not bring up what nobody enabled. */
	if (!w->wanted)
		finding_at_most(w->finding, SEVERITY_MINOR);
	if (w->count > 1)
		text_printf(&w->what, "; also leg%s %s", w->count > 2 ? "s" : "", w->others_text);
}

/* The bytes from 11h:`offset` on that hold something of the bank of the module's first host lanes. */
static void cite_bytes(struct rule_finding *finding, const struct module *m, unsigned offset, unsigned lanes,
                       uint8_t (*byte)(const struct module *m, unsigned lane))
{
	struct text t;

	text_init(&t, finding->evidence, sizeof(finding->evidence));
	text_printf(&t, "11h:%u-%u=", offset, offset + LANES_PER_BANK / lanes - 1);
	for (unsigned n = 1; n <= LANES_PER_BANK; n += lanes)
		text_printf(&t, "%s%02x", n > 1 ? " " : "", byte(m, n));
	text_printf(&t, "h");
}

static uint8_t active_byte(const struct module *m, unsigned lane)
{
	return module_host_lane(m, lane)->active;
}

/* Two lanes in a byte, the odd one in the low nibble. */
static uint8_t data_path_byte(const struct module *m, unsigned lane)
{
	unsigned low = module_host_lane(m, lane)->data_path, high = module_host_lane(m, lane + 1)->data_path;

	return (uint8_t)(high << 4 | (low & 15));
}

static uint8_t config_byte(const struct module *m, unsigned lane)
{
	unsigned low = module_host_lane(m, lane)->config_status, high = module_host_lane(m, lane + 1)->config_status;

	return (uint8_t)(high << 4 | (low & 15));
}

/* "application 2 (100GAUI-2 to 100GBASE-DR)", or "no application". */
static void application_text(struct text *t, const struct module *m, unsigned number)
{
	const struct application *a;

	if (number == 0) {
		text_printf(t, "no application");
		return;
	}
	a = module_application(m, number);
	text_printf(t, "application %u (%s to %s)", number,
	            a->host_name ? a->host_name : "a vendor's interface",
	            a->media_name ? a->media_name : "a vendor's");
}

/* Does application `number` carry this rate? TRI_UNKNOWN: its codes are not known here. */
static enum tristate carries(const struct module *m, unsigned number, uint32_t rate_mbps)
{
	if (number == 0)
		return TRI_NO;
	if (number > m->application_count || m->application[number - 1].rate_mbps == 0)
		return TRI_UNKNOWN;
	return m->application[number - 1].rate_mbps == rate_mbps ? TRI_YES : TRI_NO;
}

/* Some host lane runs an application that the module does not describe. */
static bool runs_the_unknown(const struct module *m)
{
	for (unsigned i = 0; i < m->host_lane_room; i++) {
		if (m->host_lane[i].active >> 4 > m->application_count)
			return true;
	}
	return false;
}

/* The number of the application that is the mode; 0: it is not offered, which is HOST-03's. */
static unsigned application_for(const struct module *m, const struct mode *mode)
{
	for (unsigned n = 1; n <= m->application_count; n++) {
		const struct application *a = &m->application[n - 1];

		if (a->host_id != 0 && a->instances == mode->count && a->rate_mbps == mode->rate_mbps)
			return n;
	}
	return 0;
}

/* A port without a breakout: what the kernel has split it into against what its lanes run. */
static enum rule_result check_port_program(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	const struct host_port *host = port_host(view->port_state);
	char text[MODE_TEXT];
	struct text t;

	if (view->port_state->role != ROLE_STANDALONE || !view_sound_module(view->port_state) ||
	    !host->split_known || host->split.rate_mbps == 0 || view_port_is_shut(host) || !tells_program(m))
		return RULE_NOT_APPLICABLE;
	for (unsigned i = 0; i < m->lanes && i < m->lane_room; i++) {
		if (m->lane[i].application == 0 ||
		    carries(m, m->lane[i].application, host->split.rate_mbps) != TRI_NO)
			continue;
		/* Nobody declared what it is for: the switch may be about to change it. */
		finding_at_most(finding, SEVERITY_MINOR);
		snprintf(finding->expected, sizeof(finding->expected),
		         "an application for %s, as port %s is split",
		         mode_text(&host->split, text, sizeof(text)), view->port->name);
		text_init(&t, finding->observed, sizeof(finding->observed));
		application_text(&t, m, m->lane[i].application);
		cite_bytes(finding, m, REG_ACTIVE, 1, active_byte);
		return RULE_VIOLATION;
	}
	return RULE_PASS;
}

static enum rule_result check_breakout_program(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;
	enum rule_result result = RULE_NOT_APPLICABLE;
	unsigned first, count, right = 0;
	struct wrong_legs wrong;
	char mode[COMPARE_MODE];
	struct text expected;

	if (!tells_program(m) || runs_the_unknown(m))
		return RULE_NOT_APPLICABLE;
	wrong_legs_init(&wrong, view, finding);
	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct leg_decl *leg = &view->breakout->legs[n];
		struct rule_view part = view_part(view, leg);
		unsigned wanted = application_for(m, &part.mode), number;

		if (wanted == 0 || !lanes_in_use(view, leg, &first, &count))
			continue;
		number = module_any_lane(m, first)->application;
		switch (carries(m, number, view_leg(view, leg).mode.rate_mbps)) {
		case TRI_YES:
			result = result == RULE_NOT_APPLICABLE ? RULE_PASS : result;
			break;
		case TRI_UNKNOWN:
			result = RULE_UNKNOWN;
			break;
		case TRI_NO:
			if (!wrong_legs_add(&wrong, leg))
				break;
			application_text(&wrong.what, m, number);
			right = wanted;
			compare_mode(&part, mode);
			break;
		}
	}
	if (wrong.count == 0)
		return result;
	wrong_legs_end(&wrong);
	text_init(&expected, finding->expected, sizeof(finding->expected));
	application_text(&expected, m, right);
	text_printf(&expected, " for mode %s", mode);
	cite_bytes(finding, m, REG_ACTIVE, 1, active_byte);
	return RULE_VIOLATION;
}

enum rule_result check_not_programmed(const struct rule_view *view, struct rule_finding *finding)
{
	return view->port ? check_port_program(view, finding) : check_breakout_program(view, finding);
}

enum rule_result check_data_path(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;
	enum rule_result result = RULE_NOT_APPLICABLE;
	unsigned first, count;
	struct wrong_legs wrong;

	if (!tells_program(m))
		return RULE_NOT_APPLICABLE;
	wrong_legs_init(&wrong, view, finding);
	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct leg_decl *leg = &view->breakout->legs[n];

		/* Lanes that run nothing are HOST-04's. Whatever is going up or down will get there. */
		if (!lanes_in_use(view, leg, &first, &count) || module_any_lane(m, first)->data_path == 0)
			continue;
		result = RULE_PASS;
		if (module_any_lane(m, first)->data_path == DATA_PATH_DEACTIVATED &&
		    wrong_legs_add(&wrong, leg))
			text_printf(&wrong.what, "data path of lane %u deactivated", first);
	}
	if (wrong.count == 0)
		return result;
	wrong_legs_end(&wrong);
	TEXT_SET(finding->expected, "data paths of all legs in use activated");
	cite_bytes(finding, m, REG_DATA_PATH, 2, data_path_byte);
	return RULE_VIOLATION;
}

static bool is_rejection(unsigned status)
{
	return status >= CONFIG_REJECTED && status < CONFIG_IN_PROGRESS;
}

/* The host lane of the leg whose configuration was rejected, from 1; 0: none. */
static unsigned rejected_lane(const struct rule_view *view, const struct leg_decl *leg)
{
	unsigned first, count;

	if (!leg_in_use(view, leg) ||
	    !topology_leg_lanes(view->topology, view->breakout, leg, view->trunk->host_lanes, &first, &count))
		return 0;
	for (unsigned n = first; n < first + count && n <= MODULE_MAX_LANES; n++) {
		if (is_rejection(module_host_lane(view->trunk, n)->config_status))
			return n;
	}
	return 0;
}

enum rule_result check_config_rejected(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->trunk;
	bool works = true;
	struct wrong_legs wrong;

	if (!tells_program(m))
		return RULE_NOT_APPLICABLE;
	wrong_legs_init(&wrong, view, finding);
	for (unsigned n = 0; n < view->breakout->leg_count; n++) {
		const struct leg_decl *leg = &view->breakout->legs[n];
		unsigned lane = rejected_lane(view, leg), first, count;
		const struct lane *media;
		char status[24];

		if (lane == 0)
			continue;
		/* What was rejected was then something else, e.g. signal integrity: the old one goes on. */
		media = lanes_in_use(view, leg, &first, &count) ? module_any_lane(m, first) : NULL;
		works = works && media && media->data_path == DATA_PATH_ACTIVATED &&
		        carries(m, media->application, view_leg(view, leg).mode.rate_mbps) == TRI_YES;
		if (wrong_legs_add(&wrong, leg))
			text_printf(&wrong.what, "host lane %u %s", lane,
			            code_label(config_status_labels, module_host_lane(m, lane)->config_status,
			                       status, sizeof(status)));
	}
	if (wrong.count == 0)
		return RULE_PASS;
	wrong_legs_end(&wrong);
	if (works)
		finding_at_most(finding, SEVERITY_MINOR);
	TEXT_SET(finding->expected, "the configuration that the switch wrote is accepted");
	cite_bytes(finding, m, REG_CONFIG_STATUS, 2, config_byte);
	return RULE_VIOLATION;
}
