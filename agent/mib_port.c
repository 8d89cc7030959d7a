/* SPDX-License-Identifier: BSD-3-Clause */
/* brkPortTable. */
#include "agent/mib_cells.h"

#include "agent/entity.h"
#include "base/text.h"

/* object[0]: struct port_state, object[1]: struct port_decl. */
static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	const struct snapshot *s = view->snapshot;

	for (size_t i = 0; s && i < s->topology->port_count; i++) {
		const struct port_decl *decl = &s->topology->ports[i];

		mib_rows_add(rows, &(struct mib_row){
			.index = { decl->index }, .object = { &s->ports[i], decl }, .item = i });
	}
}

static bool cage_type(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct port_decl *decl = cell->row->object[1];

	return decl->cage != FORM_UNKNOWN && cell_enum(cell, ret_value);
}

static bool data_age(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_age(ret_value, cell->row->object[0], &cell->view->now);
}

static bool split_supported(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct port_decl *decl = cell->row->object[1];
	char list[256], mode[MODE_TEXT];
	struct text t;

	if (decl->split_supported_count == 0)
		return false;
	text_init(&t, list, sizeof(list));
	for (unsigned i = 0; i < decl->split_supported_count; i++)
		text_item(&t, ",", "%s", mode_text(&decl->split_supported[i], mode, sizeof(mode)));
	return cell_set_copy(ret_value, list);
}

static bool split_mode(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct port_decl *decl = cell->row->object[1];

	return decl->split_declared && cell_mode(cell, ret_value);
}

static bool if_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct port_state *state = cell->row->object[0];

	return state->if_index[0] && state->if_index[0] <= INT32_MAX &&
	       cell_set_integer(ret_value, (int32_t)state->if_index[0]);
}

static bool ent_physical_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell->view->status->entity_mib &&
	       cell_set_integer(ret_value, (int32_t)entity_cage(cell->row->index[0]));
}

#define STATE(member_) FIELD(0, struct port_state, member_)
#define DECL(member_) FIELD(1, struct port_decl, member_)

static const struct mib_column columns[] = {
	INDEX_COLUMN(1, "brkPortIndex", MIB_UNSIGNED),
	COLUMN(2, "brkPortName", MIB_OCTETS, cell_text, DECL(name)),
	COLUMN(3, "brkPortCageType", MIB_INTEGER, cage_type, DECL(cage), LABELS(form_factor_labels, 1)),
	COLUMN(4, "brkPortSourceKind", MIB_INTEGER, cell_enum, DECL(source), LABELS(source_kind_labels, 0)),
	COLUMN(5, "brkPortPresence", MIB_INTEGER, cell_enum, STATE(presence), LABELS(presence_labels, 0)),
	COLUMN(6, "brkPortReadStatus", MIB_INTEGER, cell_enum, STATE(status), LABELS(read_status_labels, 0)),
	COLUMN(7, "brkPortReadDetail", MIB_OCTETS, cell_some_text, STATE(why)),
	COLUMN(8, "brkPortDataAge", MIB_UNSIGNED, data_age),
	COLUMN(9, "brkPortReadErrors", MIB_COUNTER, cell_unsigned, STATE(read_errors)),
	COLUMN(10, "brkPortInsertions", MIB_COUNTER, cell_unsigned, STATE(insertions)),
	COLUMN(11, "brkPortRole", MIB_INTEGER, cell_enum, STATE(role), LABELS(port_role_labels, 0)),
	COLUMN(12, "brkPortSplitSupported", MIB_OCTETS, split_supported),
	COLUMN(13, "brkPortSplitMode", MIB_OCTETS, split_mode, DECL(split_in_force)),
	COLUMN(14, "brkPortIfIndex", MIB_INTEGER, if_index),
	COLUMN(15, "brkPortEntPhysicalIndex", MIB_INTEGER, ent_physical_index),
	COLUMN(16, "brkPortMonitorChip", MIB_OCTETS, cell_some_text, STATE(monitor_chip)),
};

const struct mib_table mib_port_table = {
	.name = "brkPortTable",
	.arcs = { 1, 2, 1 },
	.arc_count = 3,
	.index = { "brkPortIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};
