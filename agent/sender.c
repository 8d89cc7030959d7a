/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX Notify PDUs and their answers. */
#include "agent/sender.h"

#include <errno.h>
#include <time.h>

#include "agent/agentx.h"
#include "agent/handler.h"
#include "base/log.h"

static const oid trap_oid[] = { 1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0 };  /* SNMPv2-MIB::snmpTrapOID.0 */
static const oid entities_oid[] = { 1, 3, 6, 1, 2, 1, 47, 2, 0, 1 };    /* ENTITY-MIB::entConfigChange */

void sender_forget(struct sender *s)
{
	for (size_t i = 0; i < NOTIFIER_WINDOW; i++)
		s->slots[i].request = 0;
	s->entities_request = 0;
	entity_change_lost(s->entities);
}

static int on_notified(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct slot *slot = magic;
	struct sender *s = slot->sender;
	struct timespec now;

	if (slot->request != request || slot->wire != wire)
		return 1;  /* of a session that is gone */
	slot->request = 0;
	if (op == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
		if (pdu->errstat != SNMP_ERR_NOERROR)
			log_error("the master agent refuses the notification of event %u: error %ld",
			          slot->event, pdu->errstat);
		notifier_answered(s->notifier, slot->event, pdu->errstat == SNMP_ERR_NOERROR);
	} else {
		clock_gettime(CLOCK_MONOTONIC, &now);
		sender_forget(s);
		notifier_lost(s->notifier, &now);
	}
	return 1;
}

/* snmpTrapOID.0 and the columns of the event's row. NULL if that is not possible. */
static netsnmp_variable_list *varbinds(struct mib *mib, const struct mib_notification *kind, uint32_t event)
{
	const mib_subid arcs[] = { 0, kind->arc };
	netsnmp_variable_list *list = NULL;
	struct mib_name name;

	mib_root_name(mib, arcs, 2, &name);
	if (!snmp_varlist_add_variable(&list, trap_oid, sizeof(trap_oid) / sizeof(trap_oid[0]), ASN_OBJECT_ID,
	                               name.id, name.len * sizeof(name.id[0])))
		return NULL;
	for (const uint8_t *column = kind->columns; *column; column++) {
		struct mib_value value;

		if (!mib_cell(mib, &mib_event_table, *column, &event, &name, &value) ||
		    handler_add_varbind(&list, &name, &value) < 0) {
			snmp_free_varbind(list);
			return NULL;
		}
	}
	return list;
}

int sender_send(struct sender *s, netsnmp_session *wire, const struct mib_notification *kind, uint32_t event)
{
	struct slot *slot = s->slots;
	struct timespec now;
	netsnmp_pdu *pdu;

	while (slot->request) {
		if (++slot == s->slots + NOTIFIER_WINDOW)
			return -EAGAIN;
	}
	pdu = agentx_request(wire, AGENTX_NOTIFY, s->context);
	if (!pdu)
		return -ENOMEM;
	clock_gettime(CLOCK_MONOTONIC, &now);
	pdu->variables = varbinds(pictures_latest(s->pictures, &now), kind, event);
	*slot = (struct slot){ .sender = s, .wire = wire, .event = event };
	if (pdu->variables)
		slot->request = snmp_async_send(wire, pdu, on_notified, slot);
	if (!slot->request) {
		snmp_free_pdu(pdu);
		return -EIO;
	}
	return 0;
}

static int on_entities_notified(int op, netsnmp_session *wire, int request, netsnmp_pdu *pdu, void *magic)
{
	struct sender *s = magic;

	if (request != s->entities_request || wire != s->entities_wire)
		return 1;  /* of a session that is gone */
	s->entities_request = 0;
	if (op != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
		entity_change_lost(s->entities);
		return 1;
	}
	if (pdu->errstat != SNMP_ERR_NOERROR)
		log_error("the master agent refuses entConfigChange: error %ld", pdu->errstat);
	entity_change_answered(s->entities);
	return 1;
}

int sender_send_entities(struct sender *s, netsnmp_session *wire)
{
	netsnmp_pdu *pdu = agentx_request(wire, AGENTX_NOTIFY, s->context);

	if (!pdu)
		return -ENOMEM;
	if (snmp_pdu_add_variable(pdu, trap_oid, sizeof(trap_oid) / sizeof(trap_oid[0]), ASN_OBJECT_ID, entities_oid,
	                          sizeof(entities_oid)))
		s->entities_request = snmp_async_send(wire, pdu, on_entities_notified, s);
	if (!s->entities_request) {
		snmp_free_pdu(pdu);
		return -EIO;
	}
	s->entities_wire = wire;
	return 0;
}
