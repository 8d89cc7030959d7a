/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of forward error correction.
 *
 * What counts is the code on the line, which both ends must share. Who makes
 * it differs: mostly the switch, but modules with a CAUI-4 host side make
 * RS(544,514) themselves, and the switch must not. So the two switches may
 * rightly differ. What the kernel says goes before what is declared; where
 * neither says anything nothing is concluded.
 */
#include "rules/check.h"

#include <stdio.h>

#include "base/text.h"
#include "rules/compare.h"

/* One end of a leg. */
struct end {
	const struct module *module;
	const struct port_decl *port;
	const struct host_netdev *netdev;
	enum fec needed; /* on the line, by the type in this mode */
	enum tristate in_module;
	enum fec host; /* that the switch runs */
	bool declared; /* rather than told by the kernel */
};

static bool is_rs(enum fec fec)
{
	return fec == FEC_RS528 || fec == FEC_RS544;
}

static const char *fec_words(enum fec fec)
{
	switch (fec) {
	case FEC_NONE:
		return "no FEC";
	case FEC_BASE_R:
		return "BASE-R FEC";
	case FEC_RS528:
		return "RS-FEC (528,514)";
	case FEC_RS544:
		return "RS-FEC (544,514)";
	case FEC_UNKNOWN:
		break;
	}
	return "unknown FEC";
}

static struct end make_end(const struct rule_view *view, const struct module *m, const struct port_decl *port,
                           const struct host_netdev *netdev)
{
	const struct module_type *run_as = view_run_as(view, m);
	struct end end = {
		.module = m,
		.port = port,
		.netdev = netdev,
		.needed = m->line_fec,
		.in_module = m->fec_in_module,
	};

	if (run_as != m->type) {
		end.needed = run_as ? module_type_fec(run_as) : FEC_UNKNOWN;
		end.in_module = end.needed == FEC_NONE ? TRI_NO : TRI_UNKNOWN;
	}
	if (netdev && host_netdev_fec(netdev) != FEC_UNKNOWN) {
		end.host = host_netdev_fec(netdev);
	} else {
		end.host = port->fec;
		end.declared = true;
	}
	/* Kernels say "RS" of both; which one it is follows from the lane. */
	if (!end.declared && is_rs(end.host) && is_rs(end.needed))
		end.host = end.needed;
	return end;
}

static struct end trunk_end(const struct rule_view *view)
{
	struct end end = make_end(view, view->trunk, view->trunk_port, view_subport(view, view->leg));

	/* What is declared of the port is that of its mode; a leg at a rate of its own has another code. */
	if (end.declared && !mode_equal(&view->mode, &view->breakout->mode))
		end.host = FEC_UNKNOWN;
	return end;
}

static struct end leg_end(const struct rule_view *view)
{
	return make_end(view, view->module, view->leg_port, view_leg_netdev(view));
}

/* A link that is up disproves what is said of it. */
static bool is_up(const struct end *end)
{
	return end->netdev && end->netdev->carrier == TRI_YES;
}

/* What is on the line from this end; unknown unless somebody says. */
static enum fec on_line(const struct end *end)
{
	return end->in_module == TRI_YES ? end->needed : end->host;
}

static const char *source_of(const struct end *end)
{
	return end->declared ? "configuration: fec" : "kernel";
}

static void cite(struct rule_finding *finding, const struct end *trunk, const struct end *leg)
{
	snprintf(finding->evidence, sizeof(finding->evidence), "trunk %s, %s; leg %s, %s", source_of(trunk),
	         trunk->module->type_evidence, source_of(leg), leg->module->type_evidence);
}

/* "port swp1: no FEC" and the same of the leg. */
static void observe_both(struct rule_finding *finding, const struct end *trunk, enum fec trunk_fec,
                         const struct end *leg, enum fec leg_fec)
{
	snprintf(finding->observed, sizeof(finding->observed), "port %s: %s; port %s: %s", trunk->port->name,
	         fec_words(trunk_fec), leg->port->name, fec_words(leg_fec));
}

/* Twisted pair and coherent have codes of their own; a gearbox in the cable makes another one at each end. */
static bool fec_matters(const struct rule_view *view)
{
	return view->module->medium != MEDIUM_BASET && view->module->layout != LAYOUT_COHERENT &&
	       view->trunk->layout != LAYOUT_COHERENT && !compare_noted(view, "CAB-07");
}

enum rule_result check_line_fec(const struct rule_view *view, struct rule_finding *finding)
{
	struct end trunk = trunk_end(view), leg = leg_end(view);
	enum fec trunk_fec = on_line(&trunk), leg_fec = on_line(&leg);

	if (!fec_matters(view) || trunk_fec == FEC_UNKNOWN || leg_fec == FEC_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (trunk_fec == leg_fec || (is_up(&trunk) && is_up(&leg)))
		return RULE_PASS;
	if (trunk.needed != FEC_UNKNOWN && trunk.needed == leg.needed)
		snprintf(finding->expected, sizeof(finding->expected), "%s on the line at both ends",
		         fec_words(trunk.needed));
	else
		TEXT_SET(finding->expected, "the same FEC on the line at both ends");
	observe_both(finding, &trunk, trunk_fec, &leg, leg_fec);
	cite(finding, &trunk, &leg);
	return RULE_VIOLATION;
}

/* Fires for one end of the two; the other is asked only where this one is in order. */
typedef enum rule_result end_check(const struct end *end, struct rule_finding *finding);

static enum rule_result either_end(const struct rule_view *view, struct rule_finding *finding,
                                   end_check *check)
{
	struct end ends[] = { trunk_end(view), leg_end(view) };
	enum rule_result result = RULE_NOT_APPLICABLE;

	if (!fec_matters(view))
		return RULE_NOT_APPLICABLE;
	for (unsigned i = 0; i < 2; i++) {
		enum rule_result one = check(&ends[i], finding);

		if (one == RULE_VIOLATION) {
			snprintf(finding->evidence, sizeof(finding->evidence), "%s %s; %s",
			         i ? "leg" : "trunk", ends[i].module->type_evidence, source_of(&ends[i]));
			return RULE_VIOLATION;
		}
		if (one == RULE_PASS)
			result = RULE_PASS;
	}
	return result;
}

/* Is it the switch that has to do the FEC? */
static bool is_hosts(const struct end *end)
{
	/* Of NRZ cables the length decides: FEC-05. PAM4 needs it over any, and cables leave it to the switch. */
	if (end->module->layout == LAYOUT_CABLE)
		return end->needed == FEC_RS544 && end->in_module != TRI_YES;
	return is_rs(end->needed) && end->in_module == TRI_NO;
}

static enum rule_result end_fec_off(const struct end *end, struct rule_finding *finding)
{
	if (!is_hosts(end) || end->host == FEC_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (is_rs(end->host))
		return RULE_PASS;
	/* Without it PAM4 has no link; 25G lanes have one over a short fibre. */
	if (end->needed == FEC_RS544 && is_up(end))
		return RULE_NOT_APPLICABLE;
	if (end->needed == FEC_RS528)
		finding_at_most(finding, SEVERITY_MINOR);
	snprintf(finding->expected, sizeof(finding->expected), "%s on port %s, which %s needs",
	         fec_words(end->needed), end->port->name, end->module->type_name);
	TEXT_SET(finding->observed, fec_words(end->host));
	return RULE_VIOLATION;
}

enum rule_result check_fec_off(const struct rule_view *view, struct rule_finding *finding)
{
	return either_end(view, finding, end_fec_off);
}

static enum rule_result end_fec_twice(const struct end *end, struct rule_finding *finding)
{
	if (end->in_module != TRI_YES || end->host == FEC_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (end->host == FEC_NONE || is_up(end))
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "no FEC on port %s: its %s does %s itself",
	         end->port->name, end->module->type_name, fec_words(end->needed));
	TEXT_SET(finding->observed, fec_words(end->host));
	return RULE_VIOLATION;
}

enum rule_result check_fec_twice(const struct rule_view *view, struct rule_finding *finding)
{
	return either_end(view, finding, end_fec_twice);
}

enum rule_result check_host_fec_differs(const struct rule_view *view, struct rule_finding *finding)
{
	struct end trunk = trunk_end(view), leg = leg_end(view);
	enum fec trunk_fec = on_line(&trunk), leg_fec = on_line(&leg);

	if (!fec_matters(view) || trunk.host == FEC_UNKNOWN || leg.host == FEC_UNKNOWN ||
	    trunk_fec == FEC_UNKNOWN || leg_fec == FEC_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (trunk.host == leg.host || trunk_fec != leg_fec)
		return RULE_PASS;
	snprintf(finding->expected, sizeof(finding->expected), "%s on the line, which is the case",
	         fec_words(trunk_fec));
	observe_both(finding, &trunk, trunk.host, &leg, leg.host);
	cite(finding, &trunk, &leg);
	return RULE_VIOLATION;
}

/* How far passive copper of 25G lanes goes with less than RS-FEC: classes CA-25G-N and CA-25G-S. */
#define WEAK_FEC_REACH_M 3

static enum rule_result end_fec_weak(const struct end *end, struct rule_finding *finding)
{
	const struct module *m = end->module;

	if (m->medium != MEDIUM_COPPER || !value_ok(m->lane_mbps) || m->lane_mbps.v != 25000 ||
	    !value_ok(m->reach_m) || end->host == FEC_UNKNOWN)
		return RULE_NOT_APPLICABLE;
	if (is_rs(end->host) || m->reach_m.v <= WEAK_FEC_REACH_M)
		return RULE_PASS;
	/* Class limits are of one source only. */
	finding_cap(finding, SURE_NOT);
	snprintf(finding->expected, sizeof(finding->expected), "%s on port %s for a cable of %d m",
	         fec_words(FEC_RS528), end->port->name, m->reach_m.v);
	TEXT_SET(finding->observed, fec_words(end->host));
	return RULE_VIOLATION;
}

enum rule_result check_fec_weak(const struct rule_view *view, struct rule_finding *finding)
{
	return either_end(view, finding, end_fec_weak);
}
