/* SPDX-License-Identifier: BSD-3-Clause */
/* Net-SNMP's request handlers over the engine: one registration per region of the MIB. */
#ifndef BREAKOUT_AGENT_HANDLER_H
#define BREAKOUT_AGENT_HANDLER_H

#include <time.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/mib_tables.h"
#include "agent/preferences.h"

/* What a handler works on; one per region, outlives the registration. */
struct handler {
	struct mib *mib;
	const struct mib_region *region;
	struct timespec *now;   /* of the view: set to CLOCK_MONOTONIC before it is asked */
	struct preferences *preferences;
};

/* 0 or -EIO. */
int handler_register(struct handler *h);

/* ASN.1 type of a value on the wire. */
u_char handler_asn_type(enum mib_type type);

/* Append a varbind. 0 or -ENOMEM. */
int handler_add_varbind(netsnmp_variable_list **list, const struct mib_name *name,
                        const struct mib_value *value);

#endif
