/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX requests of our own. */
#include "agent/agentx.h"

#include <string.h>

netsnmp_pdu *agentx_request(const netsnmp_session *wire, int command, const char *context)
{
	netsnmp_pdu *pdu = snmp_pdu_create(command);

	if (!pdu)
		return NULL;
	pdu->sessid = wire->sessid;
	pdu->time = 0;
	if (*context) {
		/* Freed with the PDU. */
		pdu->community = (u_char *)strdup(context);
		if (!pdu->community) {
			snmp_free_pdu(pdu);
			return NULL;
		}
		pdu->community_len = strlen(context);
		pdu->flags |= AGENTX_FLAG_CONTEXT;
	}
	return pdu;
}
