/* SPDX-License-Identifier: BSD-3-Clause */
/* brkBreakoutTable and brkLegTable. */
#include "agent/mib_cells.h"

/* object[0]: struct breakout_state, object[1]: struct breakout_decl. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = 0; s && i < s->topology->breakout_count; i++) {
		const struct breakout_decl *decl = &s->topology->breakouts[i];

		mib_rows_add(rows, &(struct mib_row){
			.index = { decl->index }, .object = { &s->breakouts[i], decl }, .item = i });
	}
}

static bool trunk_port(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct breakout_decl *decl = cell->row->object[1];

	return cell_set_unsigned(ret_value, cell->view->snapshot->topology->ports[decl->trunk].index);
}

/* Whether a breakout, or the far end of a leg, is inferred. */
static bool cell_origin(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const bool *inferred = (const void *)((const char *)cell->row->object[1] + cell->column->field.offset);

	return cell_set_integer(ret_value, *inferred ? ORIGIN_INFERRED : ORIGIN_DECLARED);
}

#define STATE(member_) FIELD(0, struct breakout_state, member_)
#define DECL(member_) FIELD(1, struct breakout_decl, member_)

static const struct mib_column columns[] = {
	INDEX_COLUMN(1, "brkBreakoutIndex", MIB_UNSIGNED),
	COLUMN(2, "brkBreakoutName", MIB_OCTETS, cell_text, DECL(name)),
	COLUMN(3, "brkBreakoutTrunkPort", MIB_UNSIGNED, trunk_port),
	COLUMN(4, "brkBreakoutMode", MIB_OCTETS, cell_mode, DECL(mode)),
	COLUMN(5, "brkBreakoutLegsExpected", MIB_UNSIGNED, cell_unsigned, DECL(leg_count)),
	COLUMN(6, "brkBreakoutLegsPresent", MIB_UNSIGNED, cell_unsigned, STATE(legs_present)),
	COLUMN(7, "brkBreakoutLegRate", MIB_UNSIGNED, cell_unsigned_some, DECL(mode.rate_mbps)),
	COLUMN(8, "brkBreakoutHarness", MIB_OCTETS, cell_some_text, DECL(harness)),
	COLUMN(9, "brkBreakoutHostSplit", MIB_INTEGER, cell_enum, STATE(host_split),
	       LABELS(host_split_labels, 0)),
	COLUMN(10, "brkBreakoutVerdict", MIB_INTEGER, cell_enum, STATE(verdict), LABELS(verdict_labels, 0)),
	COLUMN(11, "brkBreakoutSeverity", MIB_INTEGER, cell_enum, STATE(severity),
	       LABELS(severity_labels, 0)),
	COLUMN(12, "brkBreakoutViolations", MIB_UNSIGNED, cell_unsigned, STATE(violations)),
	COLUMN(13, "brkBreakoutLastChange", MIB_OCTETS, cell_date, STATE(changed)),
	COLUMN(14, "brkBreakoutOrigin", MIB_INTEGER, cell_origin, DECL(inferred), LABELS(origin_labels, 0)),
};

const struct mib_table mib_breakout_table = {
	.name = "brkBreakoutTable",
	.arcs = { 1, 6, 1 },
	.arc_count = 3,
	.index = { "brkBreakoutIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};

/* object[0]: struct leg_state, object[1]: struct leg_decl. */
static void fill_legs(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = 0; s && i < s->topology->breakout_count; i++) {
		const struct breakout_decl *b = &s->topology->breakouts[i];

		for (unsigned j = 0; j < b->leg_count; j++) {
			mib_rows_add(rows, &(struct mib_row){
				.index = { b->index, b->legs[j].number },
				.object = { &s->breakouts[i].legs[j], &b->legs[j] }, .item = i });
		}
	}
}

static bool leg_lanes(const struct mib_cell *cell, enum lane_side side, unsigned *ret_first, unsigned *ret_count)
{
	const struct leg_decl *leg = cell->row->object[1];

	return snapshot_leg_lanes(cell->view->snapshot, cell->row->item, leg->number - 1u, side, ret_first, ret_count);
}

static bool leg_first_lane(const struct mib_cell *cell, struct mib_value *ret_value)
{
	unsigned first, count;

	return leg_lanes(cell, LANES_MEDIA, &first, &count) && cell_set_unsigned(ret_value, first);
}

static bool leg_lane_count(const struct mib_cell *cell, struct mib_value *ret_value)
{
	unsigned first, count;

	return leg_lanes(cell, LANES_MEDIA, &first, &count) && cell_set_unsigned(ret_value, count);
}

static bool leg_first_host_lane(const struct mib_cell *cell, struct mib_value *ret_value)
{
	unsigned first, count;

	return leg_lanes(cell, LANES_HOST, &first, &count) && cell_set_unsigned(ret_value, first);
}

static bool leg_host_lanes(const struct mib_cell *cell, struct mib_value *ret_value)
{
	unsigned first, count;

	return leg_lanes(cell, LANES_HOST, &first, &count) && cell_set_unsigned(ret_value, count);
}

static bool leg_trunk_if_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_state *leg = cell->row->object[0];

	return leg->trunk_if_index && cell_integer(cell, ret_value);
}

static bool leg_port(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_decl *leg = cell->row->object[1];

	return leg->peer == PEER_LOCAL &&
	       cell_set_unsigned(ret_value, cell->view->snapshot->topology->ports[leg->port].index);
}

static bool leg_remote(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_decl *leg = cell->row->object[1];

	return leg->peer == PEER_REMOTE && cell_some_text(cell, ret_value);
}

static bool leg_peer_origin(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_decl *leg = cell->row->object[1];

	return leg->peer != PEER_UNDECLARED && cell_origin(cell, ret_value);
}

static bool leg_expected_medium(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_state *leg = cell->row->object[0];

	return leg->expected.medium != MEDIUM_UNKNOWN && cell_enum(cell, ret_value);
}

/* A column of brkModuleTable's object, for the module of the leg. */
static bool of_module(const struct mib_cell *cell, struct mib_value *ret_value, mib_get_fn *get)
{
	const struct leg_state *leg = cell->row->object[0];
	const struct mib_row row = { .object = { leg->module } };
	const struct mib_cell inner = { .view = cell->view, .row = &row, .column = cell->column };

	return leg->module && get(&inner, ret_value);
}

static bool leg_module_text(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return of_module(cell, ret_value, cell_some_text);
}

static bool leg_module_value(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return of_module(cell, ret_value, cell_value);
}

static bool leg_module_enum(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return of_module(cell, ret_value, cell_enum);
}

static bool leg_module_rate(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_state *leg = cell->row->object[0];

	return leg->module && cell_some_unsigned(ret_value, module_rate_mbps(leg->module));
}

static bool leg_data_age(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct leg_decl *leg = cell->row->object[1];

	return leg->peer == PEER_LOCAL &&
	       cell_some_age(ret_value, &cell->view->snapshot->ports[leg->port], &cell->view->now);
}

#define LEG_STATE(member_) FIELD(0, struct leg_state, member_)
#define LEG_DECL(member_) FIELD(1, struct leg_decl, member_)
#define LEG_MODULE(member_) FIELD(0, struct module, member_)

static const struct mib_column leg_columns[] = {
	INDEX_COLUMN(1, "brkLegIndex", MIB_UNSIGNED),
	COLUMN(2, "brkLegFirstLane", MIB_UNSIGNED, leg_first_lane),
	COLUMN(3, "brkLegLaneCount", MIB_UNSIGNED, leg_lane_count),
	COLUMN(4, "brkLegTrunkIfIndex", MIB_INTEGER, leg_trunk_if_index, LEG_STATE(trunk_if_index)),
	COLUMN(5, "brkLegPeerKind", MIB_INTEGER, cell_enum, LEG_DECL(peer), LABELS(peer_kind_labels, 0)),
	COLUMN(6, "brkLegPort", MIB_UNSIGNED, leg_port),
	COLUMN(7, "brkLegRemoteAgent", MIB_OCTETS, leg_remote, LEG_DECL(remote_agent)),
	COLUMN(8, "brkLegRemotePort", MIB_OCTETS, leg_remote, LEG_DECL(remote_port)),
	COLUMN(9, "brkLegExpectedType", MIB_OCTETS, cell_some_text, LEG_STATE(expected.type_name)),
	COLUMN(10, "brkLegExpectedRate", MIB_UNSIGNED, cell_unsigned_some, LEG_STATE(expected.rate_mbps)),
	COLUMN(11, "brkLegExpectedWavelength", MIB_UNSIGNED, cell_value, LEG_STATE(expected.wavelength)),
	COLUMN(12, "brkLegExpectedMedium", MIB_INTEGER, leg_expected_medium, LEG_STATE(expected.medium),
	       LABELS(medium_labels, 1)),
	COLUMN(13, "brkLegObservedType", MIB_OCTETS, leg_module_text, LEG_MODULE(type_name)),
	COLUMN(14, "brkLegObservedRate", MIB_UNSIGNED, leg_module_rate),
	COLUMN(15, "brkLegObservedVendor", MIB_OCTETS, leg_module_text, LEG_MODULE(vendor)),
	COLUMN(16, "brkLegObservedPartNumber", MIB_OCTETS, leg_module_text, LEG_MODULE(part_number)),
	COLUMN(17, "brkLegObservedSerial", MIB_OCTETS, leg_module_text, LEG_MODULE(serial)),
	COLUMN(18, "brkLegObservedWavelength", MIB_UNSIGNED, leg_module_value, LEG_MODULE(wavelength)),
	COLUMN(19, "brkLegObservedMedium", MIB_INTEGER, leg_module_enum, LEG_MODULE(medium),
	       LABELS(medium_labels, 1)),
	COLUMN(20, "brkLegVerdict", MIB_INTEGER, cell_enum, LEG_STATE(verdict), LABELS(verdict_labels, 0)),
	COLUMN(21, "brkLegSeverity", MIB_INTEGER, cell_enum, LEG_STATE(severity), LABELS(severity_labels, 0)),
	COLUMN(22, "brkLegLossTowardLeg", MIB_INTEGER, cell_value, LEG_STATE(loss_toward_leg)),
	COLUMN(23, "brkLegLossTowardTrunk", MIB_INTEGER, cell_value, LEG_STATE(loss_toward_trunk)),
	COLUMN(24, "brkLegDataAge", MIB_UNSIGNED, leg_data_age),
	COLUMN(25, "brkLegLastChange", MIB_OCTETS, cell_date, LEG_STATE(changed)),
	COLUMN(26, "brkLegPeerOrigin", MIB_INTEGER, leg_peer_origin, LEG_DECL(inferred), LABELS(origin_labels, 0)),
	COLUMN(27, "brkLegFirstHostLane", MIB_UNSIGNED, leg_first_host_lane),
	COLUMN(28, "brkLegHostLanes", MIB_UNSIGNED, leg_host_lanes),
};

const struct mib_table mib_leg_table = {
	.name = "brkLegTable",
	.arcs = { 1, 7, 1 },
	.arc_count = 3,
	.index = { "brkBreakoutIndex", "brkLegIndex" },
	.index_count = 2,
	.columns = leg_columns,
	.column_count = sizeof(leg_columns) / sizeof(leg_columns[0]),
	.fill = fill_legs,
};
