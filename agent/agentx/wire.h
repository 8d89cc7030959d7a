/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A stream socket to the AgentX master agent that never blocks: input is cut
 * into PDUs, output is queued within a bound.
 *
 * Addresses are written as Net-SNMP does: "/path" or "unix:/path", "tcp:HOST:PORT",
 * "tcp6:[HOST]:PORT", "HOST:PORT", "tcp:PORT". Host names are resolved in the background.
 */
#ifndef BREAKOUT_AGENT_AGENTX_WIRE_H
#define BREAKOUT_AGENT_AGENTX_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* While more than this is queued nothing is read: a master agent that asks and does not read can't make us grow. */
#define WIRE_FULL (256U << 10)
/* The most that is queued; wire_send() fails beyond. */
#define WIRE_MAX (1U << 20)

struct wire;

/* Takes one whole PDU. False: stop reading, the connection is about to be closed. */
typedef bool wire_take_fn(void *arg, const uint8_t *pdu, size_t len);

/* Is this an address that wire_connect() understands? */
bool wire_address_valid(const char *address);

/* The path of a unix socket's address; NULL: it is another one's. */
const char *wire_unix_path(const char *address);

/* NULL if out of memory. */
struct wire *wire_new(wire_take_fn *take, void *arg);

/* Closes the connection. Accepts NULL. */
void wire_free(struct wire *w);

/*
 * Begin to connect. 0: connected; -EINPROGRESS: call wire_poll_connect() when wire_fd() is
 * writable, or, while there is no descriptor, now and then; other negative errno: it failed.
 */
int wire_connect(struct wire *w, const char *address);

/* As wire_connect(), for the attempt under way. */
int wire_poll_connect(struct wire *w);

/* Drops what is queued and what was received in part. */
void wire_close(struct wire *w);

/* -1 while closed or while a host name is being resolved. */
int wire_fd(const struct wire *w);

/* What to wait for with poll(2): POLLIN, unless too much is queued; POLLOUT, where something is. */
short wire_events(const struct wire *w);

/*
 * Read once, and pass on whole PDUs, those too that had to wait while too much was queued. The
 * number of bytes read; 0: none were there; -EPIPE: the master agent closed the connection; -EPROTO: what came is not AgentX version 1;
 * -EMSGSIZE: a PDU claims to be longer than AGENTX_PDU_MAX; other negative errno.
 */
int wire_read(struct wire *w);

/*
 * Send, as far as the socket takes it, and queue the rest. 0; -ENOBUFS: more would be queued
 * than WIRE_MAX; other negative errno. The connection is of no use after an error.
 */
int wire_send(struct wire *w, const uint8_t *pdu, size_t len);

/* Send what is queued, as far as the socket takes it. The number of bytes; negative errno. */
int wire_flush(struct wire *w);

/* Bytes that are queued. */
size_t wire_queued(const struct wire *w);

#endif
