/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Is the master agent there, and does it answer? Asked without ever blocking:
 * the library connects and opens its session in calls that wait, for several
 * seconds or, where the master's backlog is full, for ever.
 *
 * A knock is a connection of its own with an AgentX session that is closed as
 * soon as it is open (RFC 2741, sections 6.2.1, 6.2.2 and 6.2.16).
 */
#ifndef BREAKOUT_AGENT_KNOCK_H
#define BREAKOUT_AGENT_KNOCK_H

#include <stddef.h>
#include <stdint.h>

enum knock_state {
	KNOCK_CONNECTING,
	KNOCK_WAITING,   /* connected; a master that hangs leaves it so */
	KNOCK_ANSWERED,  /* the master agent is there: connect now */
	KNOCK_FAILED,    /* see knock.error */
	KNOCK_UNABLE,    /* not an address that can be asked like this */
};

struct knock {
	enum knock_state state;
	int error;       /* positive errno, if KNOCK_FAILED */
	int fd;          /* -1: none */
	unsigned char answer[28];
	size_t answered; /* bytes of that */
};

/* Begin; `address` in one of Net-SNMP's spellings. The state tells what came of it. */
void knock_begin(struct knock *k, const char *address);

/* See how far it has come. Never blocks; the descriptor is closed when it is over. */
enum knock_state knock_look(struct knock *k);

/* Break off. A knock that was never begun has fd -1. */
void knock_end(struct knock *k);

#endif
