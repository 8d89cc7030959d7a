/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers to the master agent's Get, GetNext and GetBulk, made from the PDU at
 * once: the way through the library's own agent costs more than twice as many
 * system calls. What it answers is what the handlers (handler.h) do.
 */
#ifndef BREAKOUT_AGENT_FASTPATH_H
#define BREAKOUT_AGENT_FASTPATH_H

#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/pictures.h"

/*
 * The response, to be sent or freed. NULL if the request is for the library:
 * another kind of PDU, another context than `context` ("": the default one), a
 * name outside of our regions; or if out of memory.
 */
netsnmp_pdu *fastpath_answer(struct pictures *pictures, const char *context, const netsnmp_pdu *request,
                             const struct timespec *now);

/* A response without varbinds that says that the real one is too big to be sent. NULL if out of memory. */
netsnmp_pdu *fastpath_too_big(const netsnmp_pdu *request);

#endif
