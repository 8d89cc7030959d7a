/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The table inside snmpd (dlmod), with a handler that fills a whole GETBULK at
 * once: no protocol between two processes, and no request per repetition. Nothing
 * in a process of its own gets as far; it is what others are measured by.
 * BENCH_ROWS in the environment is the number of rows.
 */
#include "table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>

static const oid table_oid[] = { TABLE_OID };
#define ENTRY_LEN (OID_LENGTH(table_oid) + 1)

static struct {
	struct table_row *rows;
	size_t count;
} served;

/* Cells are numbered column by column. */
static size_t cell_after(const oid *name, size_t len)
{
	size_t all = served.count * TABLE_COLUMNS;
	oid entry[ENTRY_LEN];
	int order;

	memcpy(entry, table_oid, sizeof(table_oid));
	entry[ENTRY_LEN - 1] = 1;
	order = snmp_oid_compare(name, len < ENTRY_LEN ? len : ENTRY_LEN, entry, ENTRY_LEN);
	if (order > 0)
		return all;
	if (order < 0 || len == ENTRY_LEN || name[ENTRY_LEN] == 0)
		return 0;
	if (name[ENTRY_LEN] > TABLE_COLUMNS)
		return all;
	return (name[ENTRY_LEN] - 1) * served.count +
	       table_rows_until(served.count, name + ENTRY_LEN + 1, len - ENTRY_LEN - 1);
}

static void set_value(netsnmp_variable_list *var, const struct table_row *row, size_t column)
{
	unsigned long u;
	long i;

	if (column <= TABLE_NUMBERS) {
		i = row->number[column - 1];
		snmp_set_var_typed_value(var, ASN_INTEGER, &i, sizeof(i));
	} else if (column == TABLE_TEXT) {
		snmp_set_var_typed_value(var, ASN_OCTET_STR, row->text, strlen(row->text));
	} else if (column == TABLE_COUNTER) {
		u = row->counter;
		snmp_set_var_typed_value(var, ASN_COUNTER, &u, sizeof(u));
	} else {
		u = row->gauge[column - TABLE_NUMBERS - 1];
		snmp_set_var_typed_value(var, ASN_GAUGE, &u, sizeof(u));
	}
}

static void set_cell(netsnmp_variable_list *var, size_t cell)
{
	const struct table_row *row = &served.rows[cell % served.count];
	oid name[ENTRY_LEN + 3];

	memcpy(name, table_oid, sizeof(table_oid));
	name[ENTRY_LEN - 1] = 1;
	name[ENTRY_LEN] = cell / served.count + 1;
	name[ENTRY_LEN + 1] = row->port;
	name[ENTRY_LEN + 2] = row->lane;
	snmp_set_var_objid(var, name, ENTRY_LEN + 3);
	set_value(var, row, name[ENTRY_LEN]);
}

static bool get(netsnmp_variable_list *var)
{
	size_t next;
	oid before[MAX_OID_LEN];

	/* The cell is there if it is what follows its name less one. */
	if (var->name_length != ENTRY_LEN + 3 || var->name[ENTRY_LEN + 2] == 0)
		return false;
	memcpy(before, var->name, var->name_length * sizeof(oid));
	before[ENTRY_LEN + 2]--;
	next = cell_after(before, var->name_length);
	if (next >= served.count * TABLE_COLUMNS || next / served.count + 1 != var->name[ENTRY_LEN] ||
	    served.rows[next % served.count].port != var->name[ENTRY_LEN + 1] ||
	    served.rows[next % served.count].lane != var->name[ENTRY_LEN + 2])
		return false;
	set_value(var, &served.rows[next % served.count], var->name[ENTRY_LEN]);
	return true;
}

/* All repetitions that are in the table; the agent is to go on behind it with the rest. */
static void get_next(netsnmp_request_info *request)
{
	netsnmp_variable_list *var = request->requestvb;
	size_t cell = cell_after(var->name, var->name_length), all = served.count * TABLE_COLUMNS;

	if (cell >= all)
		return;
	for (;;) {
		set_cell(var, cell++);
		request->requestvb = var;
		if (request->repeat <= 0 || !var->next_variable)
			return;
		request->repeat--;
		if (cell == all)
			break;
		var = var->next_variable;
	}
	snmp_set_var_objid(var->next_variable, var->name, var->name_length);
	var->next_variable->type = ASN_PRIV_RETRY;
	request->requestvb = var->next_variable;
}

static int handle(netsnmp_mib_handler *handler, netsnmp_handler_registration *registration,
                  netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	(void)handler;
	(void)registration;
	for (netsnmp_request_info *r = requests; r; r = r->next) {
		if (r->processed)
			continue;
		if (info->mode != MODE_GET)
			get_next(r);
		else if (!get(r->requestvb))
			netsnmp_set_request_error(info, r, SNMP_NOSUCHINSTANCE);
	}
	return SNMP_ERR_NOERROR;
}

/* dlmod's name for it. */
void init_bench(void);

void init_bench(void)
{
	const char *rows = getenv("BENCH_ROWS");

	served.count = rows ? strtoul(rows, NULL, 10) : 0;
	if (served.count == 0)
		return;
	served.rows = table_rows(served.count);
	netsnmp_register_handler(netsnmp_create_handler_registration("bench", handle, table_oid,
	                                                             OID_LENGTH(table_oid),
	                                                             HANDLER_CAN_RONLY | HANDLER_CAN_GETBULK));
}
