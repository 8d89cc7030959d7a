/* SPDX-License-Identifier: BSD-3-Clause */
/* Net-SNMP's request handlers over the engine. */
#include "agent/handler.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include "base/log.h"

_Static_assert(_Generic((oid)0, mib_subid: 1, default: 0), "mib_subid is Net-SNMP's oid");
_Static_assert(MIB_MAX_NAME <= MAX_OID_LEN, "names fit into Net-SNMP's");

static u_char asn_type(enum mib_type type)
{
	switch (type) {
	case MIB_INTEGER:
		return ASN_INTEGER;
	case MIB_UNSIGNED:
		return ASN_UNSIGNED;
	case MIB_COUNTER:
		return ASN_COUNTER;
	case MIB_OCTETS:
		return ASN_OCTET_STR;
	case MIB_TICKS:
		return ASN_TIMETICKS;
	case MIB_OID:
		return ASN_OBJECT_ID;
	}
	return ASN_NULL;
}

/* Net-SNMP wants numbers as long. */
struct wire {
	union {
		long i;
		unsigned long u;
	} number;
	const void *data;
	size_t len;
};

static void to_wire(const struct mib_value *value, struct wire *w)
{
	w->data = &w->number;
	w->len = sizeof(w->number);
	if (value->type == MIB_INTEGER) {
		w->number.i = value->i;
	} else if (value->type == MIB_OCTETS) {
		w->data = value->len ? value->data : "";
		w->len = value->len;
	} else if (value->type == MIB_OID) {
		w->data = value->data;
		w->len = value->len * sizeof(mib_subid);
	} else {
		w->number.u = value->u;
	}
}

int handler_add_varbind(netsnmp_variable_list **list, const struct mib_name *name,
                        const struct mib_value *value)
{
	struct wire w;

	to_wire(value, &w);
	if (!snmp_varlist_add_variable(list, name->id, name->len, asn_type(value->type), w.data,
	                               w.len))
		return -ENOMEM;
	return 0;
}

/* Give a varbind its value. 0 or -ENOMEM. */
static int set_value(netsnmp_variable_list *var, const struct mib_value *value)
{
	struct wire w;

	to_wire(value, &w);
	return snmp_set_var_typed_value(var, asn_type(value->type), w.data, w.len) ? -ENOMEM : 0;
}

static void serve_get(struct mib *mib, netsnmp_agent_request_info *info, netsnmp_request_info *request)
{
	netsnmp_variable_list *var = request->requestvb;
	struct mib_value value;

	switch (mib_get(mib, var->name, var->name_length, &value)) {
	case MIB_FOUND:
		if (set_value(var, &value))
			netsnmp_set_request_error(info, request, SNMP_ERR_GENERR);
		break;
	case MIB_NO_INSTANCE:
		netsnmp_set_request_error(info, request, SNMP_NOSUCHINSTANCE);
		break;
	default:
		netsnmp_set_request_error(info, request, SNMP_NOSUCHOBJECT);
		break;
	}
}

/* A varbind left as it is makes the library go on behind this region. Returns whether it was answered. */
static bool serve_next(struct handler *h, struct mib *mib, netsnmp_agent_request_info *info,
                       netsnmp_request_info *request)
{
	netsnmp_variable_list *var = request->requestvb;
	struct mib_name name;
	struct mib_value value;

	if (mib_next_within(mib, h->region->first, h->region->end, var->name, var->name_length,
	                    request->inclusive, &name, &value) != MIB_FOUND)
		return false;
	if (snmp_set_var_objid(var, name.id, name.len) || set_value(var, &value)) {
		netsnmp_set_request_error(info, request, SNMP_ERR_GENERR);
		return false;
	}
	return true;
}

static void serve_gets(struct handler *h, netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	struct timespec now;
	struct mib *mib;

	clock_gettime(CLOCK_MONOTONIC, &now);
	mib = pictures_latest(h->pictures, &now);
	for (netsnmp_request_info *r = requests; r; r = r->next) {
		if (!r->processed)
			serve_get(mib, info, r);
	}
}

static void serve_nexts(struct handler *h, netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	const netsnmp_variable_list *first = requests->requestvb;
	struct cursor *cursor;
	struct timespec now;
	struct mib *mib;

	clock_gettime(CLOCK_MONOTONIC, &now);
	mib = pictures_walk(h->pictures, (uint32_t)info->asp->pdu->transid, first->name, first->name_length, &now,
	                    &cursor);
	for (netsnmp_request_info *r = requests; r; r = r->next) {
		bool answered = !r->processed && serve_next(h, mib, info, r);

		if (r == requests && answered)
			pictures_answered(cursor, r->requestvb->name, r->requestvb->name_length);
		else if (r == requests)
			pictures_ended(cursor);
	}
}

static int test_set(const struct mib_column *column, const netsnmp_variable_list *var)
{
	if (!column)
		return SNMP_ERR_NOCREATION;
	if (column->access != MIB_READ_WRITE)
		return SNMP_ERR_NOTWRITABLE;
	if (var->type != ASN_INTEGER)
		return SNMP_ERR_WRONGTYPE;
	if (var->val_len != sizeof(long))
		return SNMP_ERR_WRONGLENGTH;
	if (*var->val.integer < INT32_MIN || *var->val.integer > INT32_MAX ||
	    !column->setter->valid((int32_t)*var->val.integer))
		return SNMP_ERR_WRONGVALUE;
	return SNMP_ERR_NOERROR;
}

/* One phase of a SET. The library has dispatched only names below our root. */
static int serve_set(struct handler *h, struct mib *mib, int mode, const netsnmp_variable_list *var)
{
	const struct mib_column *column = mib_find(mib, var->name, var->name_length);
	int error;

	if (mode == MODE_SET_RESERVE1)
		return test_set(column, var);
	if (!column || !column->setter)
		return SNMP_ERR_NOERROR;
	switch (mode) {
	case MODE_SET_RESERVE2:
		error = column->setter->stage(h->preferences, (int32_t)*var->val.integer);
		if (error < 0) {
			log_error("%s can not be set: %s: %s", column->name, h->preferences->path,
			          strerror(-error));
			return SNMP_ERR_RESOURCEUNAVAILABLE;
		}
		return SNMP_ERR_NOERROR;
	case MODE_SET_ACTION:
		error = column->setter->commit(h->preferences);
		if (error < 0) {
			log_error("%s can not be set: %s: %s", column->name, h->preferences->path,
			          strerror(-error));
			return SNMP_ERR_COMMITFAILED;
		}
		log_info("%s was set to %ld by a manager", column->name, *var->val.integer);
		return SNMP_ERR_NOERROR;
	case MODE_SET_UNDO:
		return column->setter->revert(h->preferences) < 0 ? SNMP_ERR_UNDOFAILED : SNMP_ERR_NOERROR;
	default:
		column->setter->finish(h->preferences);
		return SNMP_ERR_NOERROR;
	}
}

static void serve_sets(struct handler *h, netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	struct timespec now;
	struct mib *mib;

	clock_gettime(CLOCK_MONOTONIC, &now);
	mib = pictures_latest(h->pictures, &now);
	for (netsnmp_request_info *r = requests; r; r = r->next) {
		int error = r->processed ? SNMP_ERR_NOERROR : serve_set(h, mib, info->mode, r->requestvb);

		if (error)
			netsnmp_set_request_error(info, r, error);
	}
}

static int handle(netsnmp_mib_handler *handler, netsnmp_handler_registration *registration,
                  netsnmp_agent_request_info *info, netsnmp_request_info *requests)
{
	struct handler *h = handler->myvoid;

	(void)registration;
	switch (info->mode) {
	case MODE_GET:
		serve_gets(h, info, requests);
		break;
	case MODE_GETNEXT:
		serve_nexts(h, info, requests);
		break;
	default:
		serve_sets(h, info, requests);
		break;
	}
	return SNMP_ERR_NOERROR;
}

static bool writable(const struct mib_region *region, const struct mib *names)
{
	for (size_t t = region->first; t < region->end; t++) {
		const struct mib_table *table = mib_table_number(names, t);

		for (size_t i = 0; i < table->column_count; i++) {
			if (table->columns[i].access == MIB_READ_WRITE)
				return true;
		}
	}
	return false;
}

int handler_register(struct handler *h, const char *context)
{
	const struct mib_region *region = h->region;
	netsnmp_handler_registration *registration = netsnmp_create_handler_registration(
		region->name, handle, region->root.id, region->root.len,
		writable(region, pictures_names(h->pictures)) ? HANDLER_CAN_RWRITE : HANDLER_CAN_RONLY);

	if (!registration)
		return -EIO;
	registration->handler->myvoid = h;
	if (*context)
		registration->contextName = strdup(context);
	return netsnmp_register_handler(registration) == MIB_REGISTERED_OK ? 0 : -EIO;
}
