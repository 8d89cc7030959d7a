/* SPDX-License-Identifier: BSD-3-Clause */
/* The table as Net-SNMP's documentation has one write it: the container table helper in a subagent. */
#include "subagent.h"

#include <stdlib.h>
#include <string.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/agent/net-snmp-agent-includes.h>

static const oid table_oid[] = { TABLE_OID };

/* What the container holds: the helper wants its index first. */
struct entry {
	netsnmp_index index;
	oid id[2];
	const struct table_row *row;
};

static int set_cell(netsnmp_variable_list *var, const struct table_row *row, unsigned column)
{
	unsigned long u;
	long i;

	if (column <= TABLE_NUMBERS) {
		i = row->number[column - 1];
		return snmp_set_var_typed_value(var, ASN_INTEGER, &i, sizeof(i));
	}
	if (column == TABLE_TEXT)
		return snmp_set_var_typed_value(var, ASN_OCTET_STR, row->text, strlen(row->text));
	u = column == TABLE_COUNTER ? row->counter : row->gauge[column - TABLE_NUMBERS - 1];
	return snmp_set_var_typed_value(var, column == TABLE_COUNTER ? ASN_COUNTER : ASN_GAUGE, &u, sizeof(u));
}

static int handle(netsnmp_mib_handler *handler, netsnmp_handler_registration *registration,
                  netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	(void)handler;
	(void)registration;
	for (netsnmp_request_info *r = requests; r; r = r->next) {
		const struct entry *entry;
		const netsnmp_table_request_info *table;

		if (r->processed)
			continue;
		entry = netsnmp_container_table_extract_context(r);
		table = netsnmp_extract_table_info(r);
		if (!entry || !table)
			netsnmp_set_request_error(info, r, SNMP_NOSUCHINSTANCE);
		else if (set_cell(r->requestvb, entry->row, table->colnum))
			netsnmp_set_request_error(info, r, SNMP_ERR_GENERR);
	}
	return SNMP_ERR_NOERROR;
}

static int register_table(const struct table_row *rows, size_t count)
{
	netsnmp_handler_registration *registration = netsnmp_create_handler_registration(
		"benchTable", handle, table_oid, OID_LENGTH(table_oid), HANDLER_CAN_RONLY);
	netsnmp_table_registration_info *info = SNMP_MALLOC_TYPEDEF(netsnmp_table_registration_info);
	netsnmp_container *container = netsnmp_container_find("table_container");
	struct entry *entries = calloc(count + 1, sizeof(*entries));

	if (!registration || !info || !container || !entries)
		return -1;
	netsnmp_table_helper_add_indexes(info, ASN_UNSIGNED, ASN_UNSIGNED, 0);
	info->min_column = 1;
	info->max_column = TABLE_COLUMNS;
	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &entries[i];

		entry->id[0] = rows[i].port;
		entry->id[1] = rows[i].lane;
		entry->index = (netsnmp_index){ .len = 2, .oids = entry->id };
		entry->row = &rows[i];
		if (CONTAINER_INSERT(container, entry))
			return -1;
	}
	return netsnmp_container_table_register(registration, info, container, TABLE_CONTAINER_KEY_NETSNMP_INDEX);
}

int container_serve(const char *address, const struct table_row *rows, size_t count)
{
	setenv("MIBS", "", 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_LOAD, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DISABLE_PERSISTENT_SAVE, 1);
	netsnmp_ds_set_boolean(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_ROLE, 1);
	netsnmp_ds_set_string(NETSNMP_DS_APPLICATION_ID, NETSNMP_DS_AGENT_X_SOCKET, address);
	init_agent("bench");
	if (register_table(rows, count) != MIB_REGISTERED_OK)
		return EXIT_FAILURE;
	init_snmp("bench");
	for (;;)
		agent_check_and_process(1);
}
