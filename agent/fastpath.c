/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX responses straight from the engine. */
#include "agent/fastpath.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "agent/agentx.h"
#include "agent/handler.h"

/* Of a response to GetBulk; more would be cut off by the master anyway. */
#define BULK_VARBINDS 1024

/* The varbinds of a response, with its end. */
struct list {
	netsnmp_variable_list **end;
	bool failed;               /* out of memory */
};

static netsnmp_variable_list *append(struct list *list, const oid *name, size_t len)
{
	netsnmp_variable_list *var = calloc(1, sizeof(*var));

	if (!var || snmp_set_var_objid(var, name, len)) {
		free(var);
		list->failed = true;
		return NULL;
	}
	*list->end = var;
	list->end = &var->next_variable;
	return var;
}

static void append_exception(struct list *list, const oid *name, size_t len, u_char type)
{
	netsnmp_variable_list *var = append(list, name, len);

	if (var)
		var->type = type;
}

static void append_value(struct list *list, const struct mib_name *name, const struct mib_value *value)
{
	netsnmp_variable_list *var = append(list, name->id, name->len);

	if (var && handler_set_value(var, value))
		list->failed = true;
}

static void get(struct list *list, struct mib *mib, const netsnmp_variable_list *asked)
{
	struct mib_name name = { .len = asked->name_length };
	struct mib_value value;

	switch (mib_get(mib, asked->name, asked->name_length, &value)) {
	case MIB_FOUND:
		memcpy(name.id, asked->name, name.len * sizeof(name.id[0]));
		append_value(list, &name, &value);
		break;
	case MIB_NO_INSTANCE:
		append_exception(list, asked->name, asked->name_length, SNMP_NOSUCHINSTANCE);
		break;
	default:
		append_exception(list, asked->name, asked->name_length, SNMP_NOSUCHOBJECT);
		break;
	}
}

/* Is `name` before the end of the range that the master asked for? 0.0, the null OID, is no end. */
static bool in_range(const netsnmp_variable_list *asked, const struct mib_name *name)
{
	const oid *end = asked->val.objid;
	size_t len = asked->val_len / sizeof(oid);

	if (len == 0 || (len == 2 && end[0] == 0 && end[1] == 0))
		return true;
	return snmp_oid_compare(name->id, name->len, end, len) < 0;
}

/* One step from *at on, or endOfMibView there. Returns whether there was one. */
static bool get_next(struct list *list, struct mib *mib, const netsnmp_variable_list *asked, struct mib_name *at,
                     bool inclusive)
{
	struct mib_name name;
	struct mib_value value;

	if (mib_next(mib, at->id, at->len, inclusive, &name, &value) != MIB_FOUND || !in_range(asked, &name)) {
		append_exception(list, at->id, at->len, SNMP_ENDOFMIBVIEW);
		return false;
	}
	append_value(list, &name, &value);
	*at = name;
	return true;
}

static bool first_step(struct list *list, struct mib *mib, const netsnmp_variable_list *asked,
                       struct mib_name *ret_at)
{
	ret_at->len = asked->name_length;
	memcpy(ret_at->id, asked->name, asked->name_length * sizeof(oid));
	return get_next(list, mib, asked, ret_at, asked->type == ASN_PRIV_INCL_RANGE);
}

/* The repeaters of a GetBulk from `first` on, whose first repetition has been appended. */
static void repeat(struct list *list, struct mib *mib, const netsnmp_variable_list *first, struct mib_name *at,
                   long repetitions, size_t room)
{
	bool more = true;

	for (long r = 1; r < repetitions && more; r++) {
		size_t i = 0;

		more = false;
		for (const netsnmp_variable_list *v = first; v; v = v->next_variable, i++) {
			if (room-- == 0)
				return;
			more |= get_next(list, mib, v, &at[i], false);
		}
	}
}

static size_t count(const netsnmp_variable_list *v)
{
	size_t n = 0;

	for (; v; v = v->next_variable)
		n++;
	return n;
}

static void get_bulk(struct list *list, struct mib *mib, const netsnmp_pdu *request)
{
	const netsnmp_variable_list *v = request->variables;
	size_t n = 0, repeaters;
	struct mib_name at, *ends;

	for (; v && (long)n < request->non_repeaters; v = v->next_variable, n++)
		(void)first_step(list, mib, v, &at);
	repeaters = count(v);
	if (!repeaters || request->max_repetitions <= 0)
		return;
	ends = calloc(repeaters, sizeof(*ends));
	if (!ends) {
		list->failed = true;
		return;
	}
	n = 0;
	for (const netsnmp_variable_list *r = v; r; r = r->next_variable)
		(void)first_step(list, mib, r, &ends[n++]);
	repeat(list, mib, v, ends, request->max_repetitions, BULK_VARBINDS);
	free(ends);
}

/* Is the name in a region of ours? */
static bool is_ours(const struct mib *names, const netsnmp_variable_list *v)
{
	for (size_t i = 0; i < mib_region_count(names); i++) {
		const struct mib_name *root = &mib_region(names, i)->root;

		if (v->name_length >= root->len && v->name_length <= MIB_MAX_NAME &&
		    memcmp(v->name, root->id, root->len * sizeof(oid)) == 0)
			return true;
	}
	return false;
}

static bool for_us(const struct mib *names, const char *context, const netsnmp_pdu *request)
{
	size_t len = request->flags & AGENTX_FLAG_CONTEXT ? request->community_len : 0;

	if (request->command != AGENTX_GET && request->command != AGENTX_GETNEXT &&
	    request->command != AGENTX_GETBULK)
		return false;
	if (len != strlen(context) || (len && memcmp(context, request->community, len) != 0))
		return false;
	for (const netsnmp_variable_list *v = request->variables; v; v = v->next_variable) {
		if (!is_ours(names, v))
			return false;
	}
	return request->variables != NULL;
}

/* Without a context: a response has none (RFC 2741, page 20). */
static netsnmp_pdu *response_to(const netsnmp_pdu *request)
{
	netsnmp_pdu *response = snmp_pdu_create(AGENTX_RESPONSE);

	if (!response)
		return NULL;
	response->version = request->version;
	response->sessid = request->sessid;
	response->transid = request->transid;
	response->reqid = request->reqid;
	response->flags |= request->flags & AGENTX_FLAG_NETWORK_ORDER;
	response->time = 0;
	response->errstat = 0;
	response->errindex = 0;
	return response;
}

/* Where the first varbind has come to is where the walk goes on. */
static void remember(struct cursor *cursor, const netsnmp_pdu *request, const netsnmp_pdu *response)
{
	const netsnmp_variable_list *first = response->variables;

	if (request->command == AGENTX_GETBULK && count(request->variables) == 1) {
		while (first && first->next_variable && first->next_variable->type != SNMP_ENDOFMIBVIEW)
			first = first->next_variable;
	}
	if (first && first->type != SNMP_ENDOFMIBVIEW)
		pictures_answered(cursor, first->name, first->name_length);
	else
		pictures_ended(cursor);
}

netsnmp_pdu *fastpath_answer(struct pictures *pictures, const char *context, const netsnmp_pdu *request,
                             const struct timespec *now)
{
	const netsnmp_variable_list *v = request->variables;
	struct cursor *cursor = NULL;
	netsnmp_pdu *response;
	struct mib_name at;
	struct list list;
	struct mib *mib;

	if (!for_us(pictures_names(pictures), context, request))
		return NULL;
	response = response_to(request);
	if (!response)
		return NULL;
	mib = request->command == AGENTX_GET ?
	              pictures_latest(pictures, now) :
	              pictures_walk(pictures, (uint32_t)request->transid, v->name, v->name_length, now, &cursor);
	list = (struct list){ .end = &response->variables };
	if (request->command == AGENTX_GETBULK)
		get_bulk(&list, mib, request);
	for (; v && request->command != AGENTX_GETBULK; v = v->next_variable) {
		if (request->command == AGENTX_GET)
			get(&list, mib, v);
		else
			(void)first_step(&list, mib, v, &at);
	}
	if (list.failed) {
		snmp_free_pdu(response);
		return NULL;
	}
	if (cursor)
		remember(cursor, request, response);
	return response;
}

netsnmp_pdu *fastpath_too_big(const netsnmp_pdu *request)
{
	netsnmp_pdu *response = response_to(request);

	if (response)
		response->errstat = SNMP_ERR_TOOBIG;
	return response;
}
