/* SPDX-License-Identifier: BSD-3-Clause */
/* brkLaneTable. */
#include "agent/mib_cells.h"

#include "model/flag.h"

/* object[0]: struct lane, object[1]: struct module; item: position of the port. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = 0; s && i < s->topology->port_count; i++) {
		const struct module *m = s->ports[i].module;

		for (unsigned n = 1; m && n <= m->lanes; n++) {
			const struct lane *lane = module_lane(m, n);

			if (!lane)
				break;
			mib_rows_add(rows, &(struct mib_row){ .index = { s->topology->ports[i].index, n },
			                                      .object = { lane, m }, .item = i });
		}
	}
}

static bool status(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, (int32_t)lane_status(cell->row->object[1], cell->row->object[0]));
}

static bool signals(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct lane *lane = cell->row->object[0];

	return cell_set_bits(ret_value, lane->signals & lane->signals_known, 6);
}

static bool signals_known(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct lane *lane = cell->row->object[0];

	return cell_set_bits(ret_value, lane->signals_known, 6);
}

/* BrkAlarmBits has the lane monitors only; alarm_bit() counts from the first monitor. */
static uint32_t lane_bits(uint32_t alarms)
{
	return alarms / alarm_bit(MONITOR_RX_POWER, ALARM_HIGH_ALARM);
}

static bool alarms(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct lane *lane = cell->row->object[0];

	return cell_set_bits(ret_value, lane_bits(lane->alarms & lane->alarms_known), 12);
}

static bool alarms_known(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct lane *lane = cell->row->object[0];

	return cell_set_bits(ret_value, lane_bits(lane->alarms_known), 12);
}

static const struct lane_history *history(const struct mib_cell *cell)
{
	return lane_history_of(&cell->view->snapshot->ports[cell->row->item].lanes, cell->row->index[1]);
}

static bool flag_changes(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, history(cell)->flag_changes);
}

static bool last_change(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_date(ret_value, &history(cell)->changed);
}

static bool flag_events(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, history(cell)->flags.count);
}

static bool last_flag_event(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_date(ret_value, &history(cell)->flags.last);
}

static bool last_flag_signals(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct occurrences *o = &history(cell)->flags;

	return o->last.tv_sec && cell_set_bits(ret_value, flags_signals(o->flags), 6);
}

static bool last_flag_alarms(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct occurrences *o = &history(cell)->flags;

	return o->last.tv_sec && cell_set_bits(ret_value, lane_bits(flags_alarms(o->flags)), 12);
}

/* The leg that the lane belongs to; NULL if none. */
static const struct leg_decl *owner(const struct mib_cell *cell, size_t *ret_breakout)
{
	const struct mib_row *row = cell->row;
	const struct leg_decl *leg = NULL;

	(void)snapshot_lane_leg(cell->view->snapshot, row->item, row->index[1], ret_breakout, &leg);
	return leg;
}

/*
 * A trunk's lane belongs to the interface of its leg. Otherwise the port's
 * interfaces share the lanes evenly; where they can't, nobody knows.
 */
static bool if_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct snapshot *s = cell->view->snapshot;
	const struct port_state *port = &s->ports[cell->row->item];
	const struct port_decl *decl = &s->topology->ports[cell->row->item];
	const struct module *m = cell->row->object[1];
	unsigned subports = port_subports(decl, port);
	uint32_t found = 0;

	if (port->role == ROLE_TRUNK) {
		size_t breakout;
		const struct leg_decl *leg = owner(cell, &breakout);

		if (leg)
			found = s->breakouts[breakout].legs[leg->number - 1].trunk_if_index;
	}
	if (!found && subports && m->lanes && m->lanes % subports == 0)
		found = port->if_index[(cell->row->index[1] - 1) / (m->lanes / subports)];
	return found && found <= INT32_MAX && cell_set_integer(ret_value, (int32_t)found);
}

static bool breakout(const struct mib_cell *cell, struct mib_value *ret_value)
{
	size_t b;

	return owner(cell, &b) &&
	       cell_set_unsigned(ret_value, cell->view->snapshot->topology->breakouts[b].index);
}

static bool leg(const struct mib_cell *cell, struct mib_value *ret_value)
{
	size_t b;
	const struct leg_decl *l = owner(cell, &b);

	return l && cell_set_unsigned(ret_value, l->number);
}

static bool data_path(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct lane *lane = cell->row->object[0];

	return code_name(data_path_labels, lane->data_path) && cell_set_integer(ret_value, lane->data_path);
}

static const struct code signal_bits[] = {
	{ 0, "rxLos" }, { 1, "txLos" },   { 2, "rxLol" },
	{ 3, "txLol" }, { 4, "txFault" }, { 5, "txDisabled" }, { 0, NULL },
};

static const struct code alarm_bits[] = {
	{ 0, "rxPowerHighAlarm" },  { 1, "rxPowerHighWarning" },  { 2, "rxPowerLowWarning" },
	{ 3, "rxPowerLowAlarm" },   { 4, "txPowerHighAlarm" },    { 5, "txPowerHighWarning" },
	{ 6, "txPowerLowWarning" }, { 7, "txPowerLowAlarm" },     { 8, "txBiasHighAlarm" },
	{ 9, "txBiasHighWarning" }, { 10, "txBiasLowWarning" },   { 11, "txBiasLowAlarm" },
	{ 0, NULL },
};

#define LANE(member_) FIELD(0, struct lane, member_)

static const struct mib_column columns[] = {
	INDEX_COLUMN(1, "brkLaneIndex", MIB_UNSIGNED),
	COLUMN(2, "brkLaneStatus", MIB_INTEGER, status, LABELS(lane_status_labels, 0)),
	COLUMN(3, "brkLaneRxPower", MIB_INTEGER, cell_power, LANE(rx_power)),
	COLUMN(4, "brkLaneTxPower", MIB_INTEGER, cell_power, LANE(tx_power)),
	COLUMN(5, "brkLaneTxBias", MIB_INTEGER, cell_value, LANE(tx_bias)),
	COLUMN(6, "brkLaneSignals", MIB_OCTETS, signals, LABELS(signal_bits, 0)),
	COLUMN(7, "brkLaneSignalsKnown", MIB_OCTETS, signals_known, LABELS(signal_bits, 0)),
	COLUMN(8, "brkLaneAlarms", MIB_OCTETS, alarms, LABELS(alarm_bits, 0)),
	COLUMN(9, "brkLaneAlarmsKnown", MIB_OCTETS, alarms_known, LABELS(alarm_bits, 0)),
	COLUMN(10, "brkLaneFlagChanges", MIB_COUNTER, flag_changes),
	COLUMN(11, "brkLaneLastChange", MIB_OCTETS, last_change),
	COLUMN(12, "brkLaneDataPathState", MIB_INTEGER, data_path, LABELS(data_path_labels, 0)),
	COLUMN(13, "brkLaneIfIndex", MIB_INTEGER, if_index),
	COLUMN(14, "brkLaneBreakout", MIB_UNSIGNED, breakout),
	COLUMN(15, "brkLaneLeg", MIB_UNSIGNED, leg),
	COLUMN(16, "brkLaneFlagEvents", MIB_COUNTER, flag_events),
	COLUMN(17, "brkLaneLastFlagEvent", MIB_OCTETS, last_flag_event),
	COLUMN(18, "brkLaneLastFlagSignals", MIB_OCTETS, last_flag_signals, LABELS(signal_bits, 0)),
	COLUMN(19, "brkLaneLastFlagAlarms", MIB_OCTETS, last_flag_alarms, LABELS(alarm_bits, 0)),
};

const struct mib_table mib_lane_table = {
	.name = "brkLaneTable",
	.arcs = { 1, 5, 1 },
	.arc_count = 3,
	.index = { "brkPortIndex", "brkLaneIndex" },
	.index_count = 2,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};
