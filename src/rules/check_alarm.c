/* SPDX-License-Identifier: BSD-3-Clause */
/* Checks of the alarms and warnings that modules raise about their own monitors. */
#include "rules/check.h"

#include "rules/light.h"

/* Thresholds by the level of their alarm. */
static struct value threshold_of(const struct module *m, enum monitor monitor, enum alarm_level level)
{
	const struct thresholds *t = &m->thresholds[monitor];

	switch (level) {
	case ALARM_HIGH_ALARM:
		return t->high_alarm;
	case ALARM_HIGH_WARNING:
		return t->high_warning;
	case ALARM_LOW_WARNING:
		return t->low_warning;
	default:
		return t->low_alarm;
	}
}

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

static bool is_alarm(enum alarm_level level)
{
	return level == ALARM_HIGH_ALARM || level == ALARM_LOW_ALARM;
}

static bool is_high(enum alarm_level level)
{
	return level == ALARM_HIGH_ALARM || level == ALARM_HIGH_WARNING;
}

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
	struct value limit = threshold_of(m, monitor, level);

	text_printf(&r->observed, "%s %s %s, ", monitors[monitor - 1].name, is_high(level) ? "high" : "low",
	            is_alarm(level) ? "alarm" : "warning");
	print_value(&r->observed, monitor, v);
	if (value_ok(limit)) {
		text_printf(&r->observed, " (threshold ");
		print_value(&r->observed, monitor, limit);
		text_printf(&r->observed, ")");
	}
}

static struct value monitor_value(const struct lane *lane, enum monitor monitor)
{
	switch (monitor) {
	case MONITOR_RX_POWER:
		return lane->rx_power;
	case MONITOR_TX_POWER:
		return lane->tx_power;
	default:
		return lane->tx_bias;
	}
}

/* Lanes whose alarms are looked for. */
struct alarmed {
	const struct light_lane *lane;
	unsigned trunk_lane;
	bool lit;   /* light is meant to arrive */
	bool sends; /* and to leave */
	bool wanted; /* for sure: a laser that is off elsewhere may be so on purpose */
	bool alone;  /* nobody declared what it is connected to, if anything */
};

/* An alarm that is no more than what follows from a lane being dark or off counts for nothing. */
static bool is_expected(const struct alarmed *a, enum monitor monitor, enum alarm_level level)
{
	if (monitor == MONITOR_RX_POWER)
		return !is_high(level) && (!a->lit || light_arrives(a->lane) == TRI_NO);
	return !a->sends ||
	       (!is_high(level) && !a->wanted && (a->alone || light_sends(a->lane) == TRI_NO));
}

static void look_for_alarms(struct light_report *r, const struct alarmed *a, bool *alarm)
{
	const struct lane *lane = a->lane->lane;

	if (!lane->alarms_known || !light_is_live(a->lane))
		return;
	r->looked = true;
	for (enum monitor m = MONITOR_RX_POWER; m < MONITOR_END; m++) {
		for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
			if (!(lane->alarms & lane->alarms_known & alarm_bit(m, levels[i])) ||
			    is_expected(a, m, levels[i]))
				continue;
			*alarm |= is_alarm(levels[i]);
			if (light_report_lane(r, a->trunk_lane)) {
				light_report_next(r);
				light_name(&r->observed, a->lane);
				text_printf(&r->observed, ": ");
				describe_alarm(r, a->lane->module, m, levels[i], monitor_value(lane, m));
				light_cite(&r->evidence, a->lane, LIGHT_ALARMS, monitors[m - 1].at);
			}
			break; /* a warning beside an alarm says nothing more */
		}
	}
}

static bool is_on(const struct light_lane *l)
{
	return light_signal(l, SIGNAL_TX_DISABLED) != TRI_YES;
}

static void look_at_leg(struct light_report *r, const struct light_leg *l, bool *alarm)
{
	for (unsigned i = 0; i < l->trunk_count; i++) {
		bool lit = !l->shut && !(l->paired && light_sends(&l->leg[i]) == TRI_NO);
		struct alarmed a = { &l->trunk[i], l->trunk[i].number, lit,
			             is_on(&l->trunk[i]) && l->trunk_up != TRI_NO,
			             l->trunk_up == TRI_YES, false };

		look_for_alarms(r, &a, alarm);
	}
	for (unsigned i = 0; i < l->leg_count; i++) {
		bool lit = !l->shut && !(l->paired && light_sends(&l->trunk[i]) == TRI_NO);
		struct alarmed a = { &l->leg[i], l->paired ? l->trunk[i].number : 0, lit,
			             is_on(&l->leg[i]) && l->leg_up != TRI_NO, l->leg_up == TRI_YES,
			             false };

		look_for_alarms(r, &a, alarm);
	}
}

/* Nothing may be plugged into a port of its own: then no light is normal. */
static void look_at_port(struct light_report *r, const struct rule_view *view, bool *alarm)
{
	const struct host_port *host = port_host(view->port_state);
	struct light_lane lanes[MODULE_MAX_LANES];
	unsigned count = light_port_lanes(view, lanes);
	bool shut = view_port_is_shut(host), wanted = false;

	for (unsigned i = 0; i < host->netdev_count; i++)
		wanted |= view_is_wanted(&host->netdev[i]);
	for (unsigned i = 0; i < count; i++) {
		struct alarmed a = { &lanes[i], lanes[i].number, false, is_on(&lanes[i]) && !shut, wanted,
			             view->port_state->role == ROLE_STANDALONE };

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
	bool alarm = false;

	if (!m->alarms_known || m->data_ready == TRI_NO)
		return RULE_NOT_APPLICABLE;
	r.looked = true;
	for (enum monitor n = MONITOR_TEMPERATURE; n <= MONITOR_SUPPLY; n++) {
		for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
			if (!(m->alarms & m->alarms_known & alarm_bit(n, levels[i])))
				continue;
			alarm |= is_alarm(levels[i]);
			light_report_lane(&r, 0);
			light_report_next(&r);
			describe_alarm(&r, m, n, levels[i],
			               n == MONITOR_TEMPERATURE ? m->temperature : m->supply);
			break;
		}
	}
	if (!alarm)
		finding_at_most(finding, SEVERITY_MINOR);
	TEXT_SET(finding->evidence, light_register(m, LIGHT_MODULE_ALARMS));
	return light_report_end(&r, "temperature and supply voltage within the module's own thresholds");
}
