/* SPDX-License-Identifier: BSD-3-Clause */
/* Notifications on their way to the master agent, each until it is acknowledged. */
#ifndef BREAKOUT_AGENT_SENDER_H
#define BREAKOUT_AGENT_SENDER_H

#include <stdint.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/entity_change.h"
#include "agent/notify.h"
#include "agent/pictures.h"

struct sender {
	struct pictures *pictures;
	struct notifier *notifier;
	struct entity_change *entities;
	const char *context;            /* "": the default one */
	struct slot {
		struct sender *sender;
		netsnmp_session *wire;
		int request;            /* 0: free */
		uint32_t event;
	} slots[NOTIFIER_WINDOW];       /* under way */
	int entities_request;           /* the entConfigChange that is under way; 0: none */
	netsnmp_session *entities_wire;
};

/* Send a notification over `wire`. 0, -EAGAIN if too many are under way, other negative errno. */
int sender_send(struct sender *s, netsnmp_session *wire, const struct mib_notification *kind, uint32_t event);

/* Send entConfigChange. 0 or negative errno. */
int sender_send_entities(struct sender *s, netsnmp_session *wire);

/* No answer will come any more. */
void sender_forget(struct sender *s);

#endif
