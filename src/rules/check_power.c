/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Checks of measured power: against limits, between the two ends of a leg,
 * and over time. Each reading may be off by LIGHT_ACCURACY, hence: what is
 * within limits, give or take that, is at most a remark.
 */
#include "rules/check.h"

#include <stdio.h>

#include "rules/light.h"

/* Differences of losses, 0.01 dB: catalogue value. */
#define ASYMMETRY 300

/* What there is to say of the worst lane of a leg. */
struct worst {
	bool looked; /* a lane could be judged at all */
	int32_t by;  /* how far it is beyond, 0.01 dB; 0: none is */
	const struct light_lane *from, *to;
	int32_t value, limit;
	bool remark; /* all that was measured is within limits */
};

/* Is this the worst so far? Real trouble counts before remarks. */
static bool is_worse(const struct worst *w, int32_t by, bool remark)
{
	return by > 0 && (w->by == 0 || (w->remark && !remark) || (w->remark == remark && by > w->by));
}

static enum rule_result nothing(const struct worst *w)
{
	return w->looked ? RULE_PASS : RULE_NOT_APPLICABLE;
}

/* "swp1 lane 2 receives -14.2 dBm". */
static void print_received(struct text *t, const struct light_lane *l, int32_t rx)
{
	light_name(t, l);
	text_printf(t, " receives ");
	light_power_text(t, rx);
}

/* ", swp5 sends -2.1 dBm": the other end, where it is known. */
static void print_sender(struct text *t, const struct light_lane *from)
{
	int32_t tx;

	if (!from)
		return;
	text_printf(t, ", ");
	light_name(t, from);
	text_printf(t, " sends");
	if (light_tx(from, &tx)) {
		text_printf(t, " ");
		light_power_text(t, tx);
	}
}

/* The module's own alarm would have gone off, were it that bad for its receiver. */
static bool is_fine_by_itself(const struct light_lane *l, bool low)
{
	uint32_t bit = alarm_bit(MONITOR_RX_POWER, low ? ALARM_LOW_ALARM : ALARM_HIGH_ALARM);

	return (l->lane->alarms_known & bit) && !(l->lane->alarms & bit);
}

static void look_at_limits(struct worst *w, const struct light_lane *from, const struct light_lane *to)
{
	struct power_limits limits;
	bool low;
	int32_t rx, by;

	if (!module_power_limits(to->module, &limits) || !light_rx(to, &rx) || (from && light_sends(from) == TRI_NO))
		return;
	w->looked = true;
	low = rx < limits.rx_min;
	by = low ? limits.rx_min - LIGHT_ACCURACY - rx : rx - limits.rx_max - LIGHT_ACCURACY;
	if (!is_worse(w, by, false))
		return;
	w->by = by;
	w->from = from;
	w->to = to;
	w->value = rx;
	w->limit = low ? limits.rx_min : limits.rx_max;
}

enum rule_result check_power_limits(const struct rule_view *view, struct rule_finding *finding)
{
	struct worst w = { 0 };
	struct light_leg l;
	struct text t;

	light_leg_init(&l, view);
	if (l.shut)
		return RULE_NOT_APPLICABLE;
	for (unsigned i = 0; i < l.trunk_count; i++)
		look_at_limits(&w, l.paired ? &l.leg[i] : NULL, &l.trunk[i]);
	for (unsigned i = 0; i < l.leg_count; i++)
		look_at_limits(&w, l.paired ? &l.trunk[i] : NULL, &l.leg[i]);
	if (!w.by)
		return nothing(&w);
	finding_cap(finding, light_confidence(w.to->module, w.to->module));
	if (is_fine_by_itself(w.to, w.value < w.limit))
		finding_at_most(finding, SEVERITY_MINOR);
	light_blame(finding, w.to);
	text_init(&t, finding->expected, sizeof(finding->expected));
	text_printf(&t, "%s ", w.value < w.limit ? "at least" : "at most");
	light_power_text(&t, w.limit);
	text_printf(&t, " for %s, accuracy 3 dB", w.to->module->type_name);
	text_init(&t, finding->observed, sizeof(finding->observed));
	print_received(&t, w.to, w.value);
	print_sender(&t, w.from);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, w.to, LIGHT_RX_POWER, LIGHT_REGISTERS);
	return RULE_VIOLATION;
}

static void look_at_loss(struct worst *w, const struct light_lane *from, const struct light_lane *to,
                         const struct plan_budget *budget)
{
	struct value loss = light_loss(from, to);
	bool enough = light_rx_within(to);
	int32_t by = loss.v - budget->loss - LIGHT_ACCURACY;

	if (!value_ok(loss))
		return;
	w->looked = true;
	if (is_worse(w, by, enough))
		*w = (struct worst){ true, by, from, to, loss.v, budget->loss, enough };
}

static void describe_loss(const struct worst *w, struct rule_finding *finding)
{
	struct text t;
	int32_t tx, rx;

	light_blame(finding, w->to);
	text_init(&t, finding->observed, sizeof(finding->observed));
	text_printf(&t, "%.1f dB from ", w->value / 100.0);
	light_name(&t, w->from);
	if (light_tx(w->from, &tx) && light_rx(w->to, &rx)) {
		text_printf(&t, " (");
		light_power_text(&t, tx);
		text_printf(&t, ") to ");
		light_name(&t, w->to);
		text_printf(&t, " (");
		light_power_text(&t, rx);
		text_printf(&t, ")");
	}
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, w->from, LIGHT_TX_POWER, LIGHT_REGISTERS);
	light_cite(&t, w->to, LIGHT_RX_POWER, LIGHT_REGISTERS);
}

/*
 * Pairs of a leg whose readings can be compared: 0 where they can't, or need
 * not. What powers modules should have that are not made for each other,
 * nobody knows.
 */
static unsigned pairs_of(const struct rule_view *view, const struct light_leg *l)
{
	bool meant = view->plan && plan_accepts(view->plan, view->module);

	return meant && l->paired && l->same_time && !l->shut ? l->trunk_count : 0;
}

/* The two ends of a leg of several lanes may be joined in another order than is assumed. */
static void cap_by_order(const struct light_leg *l, struct rule_finding *finding)
{
	if (l->trunk_count > 1)
		finding_cap(finding, SURE_NOT);
}

/*
 * A loss is the difference of two readings, each of which may be off by
 * LIGHT_ACCURACY. Both together are seldom off by more than the root of the sum of
 * their squares, LOSS_LIKELY, and never by more than their sum, LOSS_SURE.
 */
static void weigh_loss(const struct worst *w, struct rule_finding *finding)
{
	int32_t excess = w->value - w->limit;

	if (excess <= LOSS_LIKELY)
		finding_at_most(finding, SEVERITY_INFO);
	/* The link works on what arrives, but something is dirty, bent or broken. */
	else if (excess <= LOSS_SURE || w->remark)
		finding_at_most(finding, SEVERITY_MINOR);
}

enum rule_result check_link_loss(const struct rule_view *view, struct rule_finding *finding)
{
	struct plan_budget down, up;
	struct worst w = { 0 };
	struct light_leg l;

	light_leg_init(&l, view);
	if (!light_budget(view, PLAN_TOWARD_LEG, &down) || !light_budget(view, PLAN_TOWARD_TRUNK, &up))
		return RULE_NOT_APPLICABLE;
	for (unsigned i = 0; i < pairs_of(view, &l); i++) {
		look_at_loss(&w, &l.trunk[i], &l.leg[i], &down);
		look_at_loss(&w, &l.leg[i], &l.trunk[i], &up);
	}
	if (!w.by)
		return nothing(&w);
	finding_cap(finding, down.sure);
	cap_by_order(&l, finding);
	weigh_loss(&w, finding);
	snprintf(finding->expected, sizeof(finding->expected),
	         "a loss of at most %.1f dB; two readings of 3 dB accuracy are off by %.1f dB seldom, by %.0f dB at most",
	         w.limit / 100.0, LOSS_LIKELY / 100.0, LOSS_SURE / 100.0);
	describe_loss(&w, finding);
	return RULE_VIOLATION;
}

static void look_at_gain(struct worst *w, const struct light_lane *from, const struct light_lane *to)
{
	struct value loss = light_loss(from, to);

	if (!value_ok(loss))
		return;
	w->looked = true;
	if (is_worse(w, -loss.v - LOSS_SURE, true))
		*w = (struct worst){ true, -loss.v - LOSS_SURE, from, to, loss.v, 0, true };
}

enum rule_result check_negative_loss(const struct rule_view *view, struct rule_finding *finding)
{
	struct worst w = { 0 };
	struct light_leg l;

	light_leg_init(&l, view);
	for (unsigned i = 0; i < pairs_of(view, &l); i++) {
		look_at_gain(&w, &l.trunk[i], &l.leg[i]);
		look_at_gain(&w, &l.leg[i], &l.trunk[i]);
	}
	if (!w.by)
		return nothing(&w);
	TEXT_SET(finding->expected, "no more light than is sent, accuracy 6 dB");
	describe_loss(&w, finding);
	return RULE_VIOLATION;
}

static void look_at_asymmetry(struct worst *w, const struct light_lane *trunk, const struct light_lane *leg)
{
	struct value down = light_loss(trunk, leg), up = light_loss(leg, trunk);
	struct power_limits limits;
	bool remark = light_rx_within(trunk) && light_rx_within(leg) && light_tx_within(trunk) &&
	              light_tx_within(leg);
	int32_t difference;

	/* Lasers that are not known may be as different as they like. */
	if (!value_ok(down) || !value_ok(up) || !module_power_limits(trunk->module, &limits) ||
	    !module_power_limits(leg->module, &limits))
		return;
	w->looked = true;
	difference = down.v > up.v ? down.v - up.v : up.v - down.v;
	/* Four readings go into it: a remark is worth making where they can't explain it so easily. */
	difference -= ASYMMETRY + (remark ? LIGHT_ACCURACY : 0);
	if (!is_worse(w, difference, remark))
		return;
	*w = down.v > up.v
	             ? (struct worst){ true, difference, trunk, leg, down.v, up.v, remark }
	             : (struct worst){ true, difference, leg, trunk, up.v, down.v, remark };
}

enum rule_result check_loss_asymmetry(const struct rule_view *view, struct rule_finding *finding)
{
	struct worst w = { 0 };
	struct light_leg l;

	light_leg_init(&l, view);
	for (unsigned i = 0; i < pairs_of(view, &l); i++)
		look_at_asymmetry(&w, &l.trunk[i], &l.leg[i]);
	if (!w.by)
		return nothing(&w);
	cap_by_order(&l, finding);
	finding_cap(finding, light_confidence(view->trunk, view->module));
	if (w.remark)
		finding_at_most(finding, SEVERITY_INFO);
	snprintf(finding->expected, sizeof(finding->expected), "about %.1f dB, as in the other direction",
	         w.limit / 100.0);
	describe_loss(&w, finding);
	return RULE_VIOLATION;
}

static bool is_oma(const struct module *m)
{
	return (m->dom & DOM_RX_POWER) && !(m->dom & DOM_RX_AVERAGE);
}

enum rule_result check_oma(const struct rule_view *view, struct rule_finding *finding)
{
	static const char *const registers[] = {
		[FAMILY_UNKNOWN] = "",
		[FAMILY_SFF8472] = "A0h:92",
		[FAMILY_SFF8636] = "00h:220",
		[FAMILY_CMIS] = "01h:151",
	};
	const struct module *ends[] = { view->trunk, view->module };
	const char *names[] = { view->trunk_port->name, view->leg_port->name };
	struct text observed, evidence;

	text_init(&observed, finding->observed, sizeof(finding->observed));
	text_init(&evidence, finding->evidence, sizeof(finding->evidence));
	for (unsigned i = 0; i < 2; i++) {
		if (!is_oma(ends[i]))
			continue;
		text_item(&observed, "; ", "%s measures modulation amplitude", names[i]);
		text_item(&evidence, "; ", "%s %s", names[i], registers[ends[i]->family]);
	}
	if (observed.len) {
		TEXT_SET(finding->expected, "average receive power");
		return RULE_VIOLATION;
	}
	return (ends[0]->dom & ends[1]->dom & DOM_RX_POWER) ? RULE_PASS : RULE_NOT_APPLICABLE;
}

/* A trend of less than this says nothing, seconds. */
#define DRIFT_SECONDS (6 * 3600)
#define MONTH_SECONDS (30.0 * 86400)

/* By how much, as the rule counts, and whether there is enough to go by. */
typedef bool drift_fn(const struct drift *d, double *ret_by);

static bool has_trend(const struct drift *d)
{
	return value_ok(d->start) && value_ok(d->now) && d->start.v > 0 && d->now.v > 0 &&
	       d->seconds >= DRIFT_SECONDS;
}

/* Per cent. */
static bool bias_creep(const struct drift *d, double *ret_by)
{
	if (!has_trend(d))
		return false;
	*ret_by = (d->now.v - d->start.v) * 100.0 / d->start.v;
	return true;
}

/* dB. */
static bool power_decay(const struct drift *d, double *ret_by)
{
	if (!has_trend(d))
		return false;
	*ret_by = (power_cdbm_from_nw(d->start.v) - power_cdbm_from_nw(d->now.v)) / 100.0;
	return true;
}

/* What tells the two rules of drift apart. */
struct trend {
	drift_fn *by;
	size_t offset; /* of struct drift in struct lane_history */
	double remark, violation;
	const char *what, *rate; /* "laser current", "%.0f %% per month" */
	double unit;             /* of the monitor, in what is printed */
	bool power;
	enum light_register at;
};

static const struct trend bias_trend = {
	bias_creep,    offsetof(struct lane_history, bias), 20, 50, "laser current", "%", 1000, false,
	LIGHT_TX_BIAS,
};
static const struct trend power_trend = {
	power_decay,    offsetof(struct lane_history, rx_power), 2, 3, "received power", "dB", 0, true,
	LIGHT_RX_POWER,
};

/* The lane that has drifted furthest. */
struct drifted {
	const struct light_lane *lane;
	const struct drift *drift;
	double by;
	bool looked;
};

static void look_at_drift(struct drifted *worst, const struct trend *trend, const struct light_lane *l,
                          const struct port_state *state)
{
	const struct drift *d =
		(const struct drift *)(const void *)((const char *)lane_history_of(&state->lanes, l->number) +
	                                             trend->offset);
	double by;

	if (!trend->by(d, &by))
		return;
	worst->looked = true;
	if (by <= trend->remark || (worst->lane && by <= worst->by))
		return;
	worst->lane = l;
	worst->drift = d;
	worst->by = by;
}

/* A mean of readings, "43.1 mA" or "-4.2 dBm". */
static void print_mean(struct text *t, const struct trend *trend, struct value v)
{
	if (trend->power)
		light_power_text(t, power_cdbm_from_nw(v.v));
	else
		text_printf(t, "%.1f mA", v.v / trend->unit);
}

static enum rule_result describe_drift(const struct drifted *worst, const struct trend *trend,
                                       struct rule_finding *finding)
{
	const struct drift *d = worst->drift;
	time_t since = (time_t)d->since;
	struct text t;
	struct tm tm;
	char date[16] = "";

	if (worst->by <= trend->violation)
		finding_at_most(finding, SEVERITY_INFO);
	if (gmtime_r(&since, &tm))
		strftime(date, sizeof(date), "%Y-%m-%d", &tm);
	text_init(&t, finding->expected, sizeof(finding->expected));
	text_printf(&t, "%s near the ", trend->what);
	print_mean(&t, trend, d->start);
	text_printf(&t, " of %s", date);
	text_init(&t, finding->observed, sizeof(finding->observed));
	light_name(&t, worst->lane);
	text_printf(&t, ": ");
	print_mean(&t, trend, d->start);
	text_printf(&t, ", now ");
	print_mean(&t, trend, d->now);
	text_printf(&t, ", %s%.1f %s after %.1f days, %.1f %s per month", trend->power ? "-" : "+", worst->by,
	            trend->rate, d->seconds / 86400.0, worst->by * MONTH_SECONDS / d->seconds, trend->rate);
	text_init(&t, finding->evidence, sizeof(finding->evidence));
	light_cite(&t, worst->lane, trend->at, LIGHT_REGISTERS);
	return RULE_VIOLATION;
}

static enum rule_result check_drift(const struct rule_view *view, struct rule_finding *finding,
                                    const struct trend *trend)
{
	struct light_lane lanes[MODULE_MAX_LANES];
	struct drifted worst = { 0 };
	struct light_leg l;

	if (view->leg) {
		light_leg_init(&l, view);
		for (unsigned i = 0; i < l.trunk_count; i++)
			look_at_drift(&worst, trend, &l.trunk[i], view->trunk_state);
		for (unsigned i = 0; i < l.leg_count; i++)
			look_at_drift(&worst, trend, &l.leg[i], view->leg_state);
	} else {
		unsigned count = light_port_lanes(view, lanes);

		for (unsigned i = 0; i < count; i++)
			look_at_drift(&worst, trend, &lanes[i], view->port_state);
	}
	if (!worst.lane)
		return worst.looked ? RULE_PASS : RULE_NOT_APPLICABLE;
	light_blame(finding, worst.lane);
	return describe_drift(&worst, trend, finding);
}

enum rule_result check_bias_drift(const struct rule_view *view, struct rule_finding *finding)
{
	return check_drift(view, finding, &bias_trend);
}

enum rule_result check_power_drift(const struct rule_view *view, struct rule_finding *finding)
{
	return check_drift(view, finding, &power_trend);
}
