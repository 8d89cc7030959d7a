/* SPDX-License-Identifier: BSD-3-Clause */
/* PDUs of RFC 2741 (sections 6.1 and 6.2.16), for which Net-SNMP's installed headers have no names. */
#ifndef BREAKOUT_AGENT_AGENTX_H
#define BREAKOUT_AGENT_AGENTX_H

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

/* PDUs; netsnmp_pdu.command. */
#define AGENTX_REGISTER 3
#define AGENTX_UNREGISTER 4
#define AGENTX_GET 5
#define AGENTX_GETNEXT 6
#define AGENTX_GETBULK 7
#define AGENTX_NOTIFY 12
#define AGENTX_PING 13
#define AGENTX_RESPONSE 18

/* netsnmp_pdu.flags */
#define AGENTX_FLAG_CONTEXT 0x08        /* the context is in netsnmp_pdu.community */
#define AGENTX_FLAG_NETWORK_ORDER 0x10

/* netsnmp_pdu.errstat */
#define AGENTX_DUPLICATE_REGISTRATION 263

/* A request to the master agent in `context` ("": the default one); NULL if out of memory. */
netsnmp_pdu *agentx_request(const netsnmp_session *wire, int command, const char *context);

#endif
