/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX requests of our own, as Net-SNMP's PDUs. */
#ifndef BREAKOUT_AGENT_AGENTX_H
#define BREAKOUT_AGENT_AGENTX_H

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/agentx_pdu.h"

/* The header's type is netsnmp_pdu.command, its context in netsnmp_pdu.community, res.error in netsnmp_pdu.errstat. */

/* A request to the master agent in `context` ("": the default one); NULL if out of memory. */
netsnmp_pdu *agentx_request(const netsnmp_session *wire, int command, const char *context);

#endif
