/* SPDX-License-Identifier: BSD-3-Clause */
/* Notifications on their way to the master agent, each until it is acknowledged. */
#ifndef BREAKOUT_AGENT_SENDER_H
#define BREAKOUT_AGENT_SENDER_H

#include <stdint.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

#include "agent/notify.h"
#include "agent/pictures.h"

struct sender {
	struct pictures *pictures;
	struct notifier *notifier;
	const char *context;            /* "": the default one */
	struct slot {
		struct sender *sender;
		netsnmp_session *wire;
		int request;            /* 0: free */
		uint32_t event;
	} slots[NOTIFIER_WINDOW];       /* under way */
};

/* Send a notification over `wire`. 0, -EAGAIN if too many are under way, other negative errno. */
int sender_send(struct sender *s, netsnmp_session *wire, const struct mib_notification *kind, uint32_t event);

/* No answer will come any more. */
void sender_forget(struct sender *s);

#endif
