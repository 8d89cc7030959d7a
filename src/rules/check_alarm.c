/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the alarms and warnings that modules raise about their own monitors. */
#include "rules/check.h"

#include <string.h>

#include "rules/light.h"

static const struct {
	enum monitor monitor;
	const char *name;
	enum light_register at;
} monitors[] = {
	{ MONITOR_TEMPERATURE, "temperature", LIGHT_MODULE_ALARMS },
	{ MONITOR_SUPPLY, "supply voltage", LIGHT_MODULE_ALARMS },
	{ MONITOR_RX_POWER, "received power", LIGHT_RX_POWER },
	{ MONITOR_TX_POWER, "sent power", LIGHT_TX_POWER },
	{ MONITOR_TX_BIAS, "laser current", LIGHT_TX_BIAS },
};

/* Alarms before warnings, high before low. */
static const enum alarm_level levels[] = { ALARM_HIGH_ALARM, ALARM_LOW_ALARM, ALARM_HIGH_WARNING,
	                                   ALARM_LOW_WARNING };

static void print_value(struct text *t, enum monitor monitor, struct value v)
{
	if (v.state == VALUE_NO_LIGHT)
		text_printf(t, "no light");
	else if (!value_ok(v))
		text_printf(t, "?");
	else if (monitor == MONITOR_TEMPERATURE)
		text_printf(t, "%.1f degC", v.v / 100.0);
	else if (monitor == MONITOR_SUPPLY)
		text_printf(t, "%.2f V", v.v / 1e6);
	else if (monitor == MONITOR_TX_BIAS)
		text_printf(t, "%.1f mA", v.v / 1000.0);
	else
		light_power_text(t, power_cdbm_from_nw(v.v));
}

/* "swp1 lane 2: received power low alarm, -14.2 dBm (threshold -12.0 dBm)". */
static void describe_alarm(struct light_report *r, const struct module *m, enum monitor monitor,
                           enum alarm_level level, struct value v)
{
	struct value limit = flag_threshold(m, monitor, level);

	text_printf(&r->observed, "%s %s %s, ", monitors[monitor - 1].name, alarm_is_high(level) ? "high" : "low",
	            !alarm_is_warning(level) ? "alarm" : "warning");
	print_value(&r->observed, monitor, v);
	if (value_ok(limit)) {
		text_printf(&r->observed, " (threshold ");
		print_value(&r->observed, monitor, limit);
		text_printf(&r->observed, ")");
	}
}

/* Lanes whose alarms are looked for. */
struct alarmed {
	const struct light_lane *lane;
	const struct light_lane *other; /* at the far end; NULL: not known */
	bool lit;    /* light is meant to arrive */
	bool sends;  /* and to leave */
	bool wanted; /* for sure */
	bool alone;  /* nobody declared what it is connected to, if anything */
	bool idle;   /* a laser that is silent may be so on purpose */
};

/* An alarm that is no more than what follows from a lane being dark or off counts for nothing. */
static bool is_expected(const struct alarmed *a, enum monitor monitor, enum alarm_level level)
{
	if (monitor == MONITOR_RX_POWER)
		return !alarm_is_high(level) && (!a->lit || light_arrives(a->lane) == TRI_NO);
	if (!a->sends)
		return true;
	if (alarm_is_high(level))
		return false;
	/* Outputs are squelched where nothing comes from the switch. */
	if (light_signal(a->lane, SIGNAL_TX_LOS) == TRI_YES)
		return true;
	return !a->wanted && (a->alone || (a->idle && light_sends(a->lane) == TRI_NO));
}

/* Of light that arrives the other end is half the story. */
static void name_sender(struct light_report *r, const struct alarmed *a, enum monitor monitor)
{
	int32_t tx;

	if (monitor != MONITOR_RX_POWER || !a->other)
		return;
	text_printf(&r->observed, ", from ");
	light_name(&r->observed, a->other);
	if (light_tx(a->other, &tx)) {
		text_printf(&r->observed, " at ");
		light_power_text(&r->observed, tx);
	}
}

static void look_for_alarms(struct light_report *r, const struct alarmed *a, bool *alarm)
{
	const struct lane *lane = a->lane->lane;
	uint32_t standing = flags_standing(a->lane->module, lane);

	if (!lane->alarms_known || !light_is_live(a->lane))
		return;
	r->looked = true;
	for (enum monitor m = MONITOR_RX_POWER; m < MONITOR_END; m++) {
		for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
			if (!(standing & alarm_bit(m, levels[i])) ||
			    is_expected(a, m, levels[i]))
				continue;
			*alarm |= !alarm_is_warning(levels[i]);
			if (light_report_lane(r, a->lane)) {
				light_report_next(r);
				light_name(&r->observed, a->lane);
				text_printf(&r->observed, ": ");
				describe_alarm(r, a->lane->module, m, levels[i], flag_value(a->lane->module, lane, m));
				name_sender(r, a, m);
				light_cite(&r->evidence, a->lane, LIGHT_ALARMS, monitors[m - 1].at);
			}
			break; /* a warning beside an alarm says nothing more */
		}
	}
}

/* Does the far end get the light that its monitors do not see? */
static bool is_seen(const struct light_lane *other)
{
	return !other || light_arrives(other) == TRI_YES;
}

/* One lane of a leg; `up`: whether its own subport is, `shut`: whether an end of the leg is switched off. */
static void look_at_lane(struct light_report *r, const struct light_lane *own, const struct light_lane *other,
                         enum tristate up, bool shut, bool *alarm)
{
	struct alarmed a = {
		.lane = own,
		.other = other,
		.lit = !shut && !(other && light_sends(other) == TRI_NO),
		.sends = !light_is_disabled(own) && up != TRI_NO,
		.wanted = up == TRI_YES,
		.idle = is_seen(other),
	};

	look_for_alarms(r, &a, alarm);
}

static void look_at_leg(struct light_report *r, const struct light_leg *l, bool *alarm)
{
	for (unsigned i = 0; i < l->trunk_count; i++)
		look_at_lane(r, &l->trunk[i], l->paired ? &l->leg[i] : NULL, l->trunk_up, l->shut, alarm);
	for (unsigned i = 0; i < l->leg_count; i++)
		look_at_lane(r, &l->leg[i], l->paired ? &l->trunk[i] : NULL, l->leg_up, l->shut, alarm);
}

/* A module with a lane that sends is not off as a whole. */
static bool sends_anywhere(const struct rule_view *view)
{
	for (unsigned n = 1; n <= view->module->lanes && n <= MODULE_MAX_LANES; n++) {
		struct light_lane lane = light_lane_of(view->module, n, view->port, view->port_state);

		if (light_sends(&lane) == TRI_YES)
			return true;
	}
	return false;
}

/* Is a port of another box declared at the far end of the lane? */
static bool is_remote(const struct rule_view *view, unsigned lane)
{
	size_t port = (size_t)(view->port - view->topology->ports), breakout;
	const struct leg_decl *leg;

	return snapshot_lane_leg(view->snapshot, port, lane, &breakout, &leg) && leg->peer == PEER_REMOTE;
}

/* Nothing may be plugged into a port of its own: then no light is normal. */
static void look_at_port(struct light_report *r, const struct rule_view *view, bool *alarm)
{
	const struct host_port *host = port_host(view->port_state);
	struct light_lane lanes[MODULE_MAX_LANES];
	unsigned count = light_port_lanes(view, lanes);
	bool shut = view_port_is_shut(host), wanted = false, awake = sends_anywhere(view);

	for (unsigned i = 0; i < host->netdev_count; i++)
		wanted |= view_is_wanted(&host->netdev[i]);
	for (unsigned i = 0; i < count; i++) {
		struct alarmed a = {
			.lane = &lanes[i],
			.sends = !light_is_disabled(&lanes[i]) && !shut,
			.wanted = wanted,
			.alone = view->port_state->role == ROLE_STANDALONE,
			.idle = !awake && !is_remote(view, lanes[i].number),
		};

		look_for_alarms(r, &a, alarm);
	}
}

enum rule_result check_threshold(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	struct light_leg l;
	bool alarm = false;

	if (view->leg) {
		light_leg_init(&l, view);
		look_at_leg(&r, &l, &alarm);
	} else {
		look_at_port(&r, view, &alarm);
	}
	if (!alarm)
		finding_at_most(finding, SEVERITY_MINOR);
	return light_report_end(&r, "monitors within the module's own thresholds");
}

enum rule_result check_environment(const struct rule_view *view, struct rule_finding *finding)
{
	const struct module *m = view->module;
	struct light_report r = light_report_start(finding);
	uint32_t standing = flags_standing(m, NULL);
	bool alarm = false;

	if (!m->alarms_known || m->data_ready == TRI_NO)
		return RULE_NOT_APPLICABLE;
	r.looked = true;
	for (enum monitor n = MONITOR_TEMPERATURE; n <= MONITOR_SUPPLY; n++) {
		for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
			if (!(standing & alarm_bit(n, levels[i])))
				continue;
			alarm |= !alarm_is_warning(levels[i]);
			light_report_lane(&r, NULL);
			light_report_next(&r);
			describe_alarm(&r, m, n, levels[i], flag_value(m, NULL, n));
			break;
		}
	}
	if (!alarm)
		finding_at_most(finding, SEVERITY_MINOR);
	TEXT_SET(finding->evidence, light_register(m, LIGHT_MODULE_ALARMS));
	return light_report_end(&r, "temperature and supply voltage within the module's own thresholds");
}

/* Flags that prove nothing, of the whole module. */
struct doubted {
	struct light_report *r;
	const struct module *m;
	const struct light_lane *at; /* NULL: the module's own monitors */
};

static void doubt(const struct doubted *d, const char *flag, const char *why, enum light_register at)
{
	if (!light_report_lane(d->r, d->at))
		return;
	light_report_next(d->r);
	if (d->at) {
		light_name(&d->r->observed, d->at);
		text_printf(&d->r->observed, ": ");
	}
	text_printf(&d->r->observed, "%s%s", flag, why);
	if (d->r->count == 1 || !strstr(d->r->finding->evidence, light_register(d->m, at)))
		text_item(&d->r->evidence, ", ", "%s", light_register(d->m, at));
}

static void look_for_doubts(const struct doubted *d, enum monitor monitor)
{
	static const char *const words[] = {
		[FLAG_NO_THRESHOLD] = " without a threshold that can be used",
		[FLAG_INSIDE] = "",
		[FLAG_OPPOSITE] = ", and the opposite",
	};
	const struct lane *lane = d->at ? d->at->lane : NULL;
	uint32_t set = lane ? lane->alarms & lane->alarms_known : d->m->alarms & d->m->alarms_known;

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct light_report flag = { 0 };
		enum flag_doubt why = FLAG_STANDS;
		char words_of_flag[80] = "";

		if (set & alarm_bit(monitor, levels[i]))
			why = flag_doubt(d->m, lane, monitor, levels[i]);
		if (why == FLAG_STANDS)
			continue;
		text_init(&flag.observed, words_of_flag, sizeof(words_of_flag));
		describe_alarm(&flag, d->m, monitor, levels[i], flag_value(d->m, lane, monitor));
		doubt(d, words_of_flag, words[why], lane ? LIGHT_ALARMS : LIGHT_MODULE_ALARMS);
	}
}

static void look_for_doubtful_signals(const struct doubted *d)
{
	static const struct {
		enum signal signal;
		const char *words;
		enum light_register at;
	} rows[] = {
		{ SIGNAL_RX_LOS, "loss of light, though enough arrives", LIGHT_LOS },
		{ SIGNAL_TX_FAULT, "transmit fault, though the laser sends as usual", LIGHT_TX_FAULT },
		{ SIGNAL_RX_LOL, "no lock, though errors are counted and few", LIGHT_LOL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (light_signal(d->at, rows[i].signal) == TRI_YES && !light_stands(d->at, rows[i].signal))
			doubt(d, rows[i].words, "", rows[i].at);
	}
}

enum rule_result check_flags(const struct rule_view *view, struct rule_finding *finding)
{
	struct light_report r = light_report_start(finding);
	const struct module *m = view->module;
	struct doubted d = { .r = &r, .m = m };

	if (m->data_ready == TRI_NO)
		return RULE_NOT_APPLICABLE;
	r.looked = m->alarms_known != 0;
	for (enum monitor n = MONITOR_TEMPERATURE; n <= MONITOR_SUPPLY; n++)
		look_for_doubts(&d, n);
	for (unsigned i = 1; i <= m->lanes && i <= MODULE_MAX_LANES; i++) {
		struct light_lane lane = light_lane_of(m, i, view->port, view->port_state);

		d.at = &lane;
		r.looked |= lane.lane->alarms_known || lane.lane->signals_known;
		if (!light_is_live(&lane))
			continue;
		for (enum monitor n = MONITOR_RX_POWER; n < MONITOR_END; n++)
			look_for_doubts(&d, n);
		look_for_doubtful_signals(&d);
	}
	/* It is about the module; lanes are examples. */
	finding->lane = 0;
	return light_report_end(&r, "flags that agree with values and thresholds");
}
