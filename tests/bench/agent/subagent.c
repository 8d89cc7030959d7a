/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * subagent engine|container ADDRESS ROWS
 * subagent traps ADDRESS PORT PACED WINDOWED
 *
 * Subagents of the benchmark. "engine" is breakoutd's engine and session, just as the daemon runs them.
 */
#include "subagent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/mib_cells.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/agentx/session.h"
#include "base/parse.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* As breakoutd's configuration has it unless told otherwise. */
#define PRIORITY 127

/* Getters find the view and the row, and the view has nothing to hang foreign rows on. */
static struct {
	const struct table_row *rows;
	size_t count;
} served;

static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (size_t i = 0; i < served.count; i++) {
		const struct table_row *row = &served.rows[i];

		mib_rows_add(rows, &(struct mib_row){ .index = { row->port, row->lane }, .object = { row } });
	}
}

static bool number(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct table_row *row = cell->row->object[0];

	return cell_set_integer(ret_value, row->number[cell->column->number - 1]);
}

#define NUMBER(n_) COLUMN(n_, "benchNumber", MIB_INTEGER, number)
#define ROW(member_) FIELD(0, struct table_row, member_)

static const struct mib_column columns[] = {
	NUMBER(1), NUMBER(2), NUMBER(3), NUMBER(4), NUMBER(5), NUMBER(6), NUMBER(7), NUMBER(8),
	COLUMN(9, "benchGauge", MIB_UNSIGNED, cell_unsigned, ROW(gauge[0])),
	COLUMN(10, "benchGauge", MIB_UNSIGNED, cell_unsigned, ROW(gauge[1])),
	COLUMN(TABLE_COUNTER, "benchCounter", MIB_COUNTER, cell_unsigned, ROW(counter)),
	COLUMN(TABLE_TEXT, "benchText", MIB_OCTETS, cell_text, ROW(text)),
};

static const struct mib_table table = {
	.name = "benchTable",
	.arcs = { TABLE_ARC, 1 },
	.arc_count = 2,
	.index = { "benchPort", "benchLane" },
	.index_count = 2,
	.columns = columns,
	.column_count = ARRAY_SIZE(columns),
	.fill = fill,
};
static const struct mib_table *const tables[] = { &table };

static int engine_serve(const char *address)
{
	const struct session_options options = { .address = address, .context = "", .priority = PRIORITY };
	struct preferences preferences = { 0 };
	struct agent_status status = { 0 };
	struct entity_change entities = { 0 };
	struct mib_view view = { .status = &status, .preferences = &preferences };
	struct notifier notifier;
	struct pictures *pictures = pictures_new(TABLE_ROOT, tables, ARRAY_SIZE(tables), &view);
	struct session *session;

	notifier_init(&notifier, &status, NULL, 0);
	if (!pictures || session_new(&options, &notifier, &entities, pictures, &preferences, &session))
		return EXIT_FAILURE;
	for (;;)
		session_turn(session, NULL, 0, 1000);
}

static int usage(void)
{
	fputs("usage: subagent engine|container ADDRESS ROWS\n"
	      "       subagent traps ADDRESS PORT PACED WINDOWED\n", stderr);
	return EXIT_FAILURE;
}

int main(int argc, char *argv[])
{
	uint32_t n[3] = { 0 };

	for (int i = 3; i < argc && i < 6; i++) {
		if (parse_u32(argv[i], 1, 1000000, &n[i - 3]))
			return usage();
	}
	if (argc == 6 && strcmp(argv[1], "traps") == 0)
		return traps_measure(argv[2], n[0], n[1], n[2]);
	if (argc != 4)
		return usage();
	served.rows = table_rows(n[0]);
	served.count = n[0];
	if (strcmp(argv[1], "engine") == 0)
		return engine_serve(argv[2]);
	if (strcmp(argv[1], "container") == 0)
		return container_serve(argv[2], served.rows, served.count);
	return usage();
}
