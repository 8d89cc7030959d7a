/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers to the master agent's Get, GetNext and GetBulk, from bytes to bytes: the way
 * through the library's own agent costs five times as many system calls and
 * dozens of allocations. What it answers is what the handlers (handler.h) do,
 * where these are right: Net-SNMP's agent misreads sub-identifiers of 2^31 and
 * more, and answers a GetBulk whose start is included with that one only.
 */
#ifndef BREAKOUT_AGENT_FASTPATH_H
#define BREAKOUT_AGENT_FASTPATH_H

#include <time.h>

#include "agent/agentx_pdu.h"
#include "agent/pictures.h"

/*
 * Answer a whole PDU of session `session`. False if the request is for the library: another
 * kind of PDU, another session, another context than `context` ("": the default
 * one), a name outside of our regions, malformed.
 */
bool fastpath_answer(struct pictures *pictures, uint32_t session, const char *context, const uint8_t *pdu,
                     size_t len, const struct timespec *now, struct agentx_response *ret_response);

#endif
