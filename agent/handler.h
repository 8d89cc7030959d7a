/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Net-SNMP's request handlers over the engine, one for each region of the MIB:
 * for SET, and for all that the fast path does not take.
 */
#ifndef BREAKOUT_AGENT_HANDLER_H
#define BREAKOUT_AGENT_HANDLER_H

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/mib_tables.h"
#include "agent/pictures.h"
#include "agent/preferences.h"

/* What a handler works on; one per region, outlives the registration. */
struct handler {
	struct pictures *pictures;
	const struct mib_region *region;
	struct preferences *preferences;
};

/* In this process, for requests in `context` ("": the default one). 0 or -EIO. */
int handler_register(struct handler *h, const char *context);

/* Append a varbind. 0 or -ENOMEM. */
int handler_add_varbind(netsnmp_variable_list **list, const struct mib_name *name,
                        const struct mib_value *value);

#endif
