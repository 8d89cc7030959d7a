/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Takes requests from clients, has them answered one at a time, and sends the
 * replies. Nothing that a client does, or fails to do, costs more than the
 * limits say. One thread; never blocks but in poll() and in the answer.
 */
#ifndef BREAKOUT_CONTROL_SERVER_H
#define BREAKOUT_CONTROL_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "control/protocol.h"

struct server_limits {
	unsigned clients;        /* at a time; more are told to come again */
	unsigned clients_of_user;/* of one user */
	uint32_t request_ms;     /* from connecting to the end of the request */
	uint32_t reply_ms;       /* from there until the reply is taken */
	size_t reply_bytes;      /* of replies that nobody has taken yet: nothing is answered above it */
	/*
	 * A user who is not privileged is not answered above this part of `reply_bytes`, nor do all of
	 * them together get the last quarter of replies and clients: that is for those who are.
	 */
	size_t reply_bytes_of_user;
	bool (*privileged)(uid_t user);
};

extern const struct server_limits server_default_limits;

/* What is filled in to answer a request; nothing written is an empty reply with CONTROL_OK. */
struct server_answer {
	uid_t user;        /* who asks, as the kernel says; (uid_t)-1 if it does not. Not to be filled in. */
	unsigned status;   /* enum control_status */
	FILE *text;        /* for the asker's stdout */
	FILE *note;        /* and stderr */
};

typedef void server_answer_fn(void *arg, const struct control_request *request, struct server_answer *answer);

struct server;

/*
 * `listener` is a non-blocking, listening socket, or -1; `stop` is readable
 * when it is over, or -1. Both are borrowed. NULL when out of memory.
 */
struct server *server_new(int listener, int stop, const struct server_limits *limits,
                          server_answer_fn *answer, void *arg);

/* Also closes the connections. Accepts NULL. */
void server_free(struct server *s);

/* Take a connection over, which becomes non-blocking. */
void server_add(struct server *s, int fd);

/* Connections that are served. */
size_t server_clients(const struct server *s);

/*
 * Wait until there is something to do, or `timeout_ms` are over (negative:
 * no limit), and do it; at most one request is answered. 1 when `stop` is
 * readable, 0, or a negative errno of poll().
 */
int server_turn(struct server *s, int timeout_ms);

#endif
