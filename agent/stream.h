/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What comes from the master agent, cut into PDUs before Net-SNMP sees it:
 * some are answered at once, for the cost of two system calls; the others
 * are handed on to the library, byte for byte.
 *
 * It stands where the library's transport receives. The library works as ever
 * then, also while it waits for an answer.
 */
#ifndef BREAKOUT_AGENT_STREAM_H
#define BREAKOUT_AGENT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>

struct stream;

/* One whole PDU has come. Whether that was all: false hands it on to the library. */
typedef bool stream_take_fn(void *arg, const uint8_t *pdu, size_t len);

/* NULL if out of memory. There can be one at a time, as Net-SNMP has one session with a master agent. */
struct stream *stream_new(stream_take_fn *take, void *arg);
void stream_free(struct stream *s);

/* The library has opened a session over this transport; over one that has no stream of bytes nothing is taken. */
void stream_open(struct stream *s, netsnmp_transport *transport);
/* It closes it: what has come and was not read is dropped. */
void stream_close(struct stream *s);

enum stream_event {
	STREAM_NOTHING,   /* nothing has come; or part of a PDU */
	STREAM_TAKEN,     /* one PDU or more were taken */
	STREAM_LIBRARY,   /* there is something for the library, which should read now */
	STREAM_ENDED,     /* the master agent has gone, as the library finds out when it reads */
};

/*
 * Read what has come, if anything has. `early`: take PDUs before the kernel is told that they were
 * read, so that answers leave a microsecond sooner, for one more system call.
 */
enum stream_event stream_read(struct stream *s, bool early);

/* The descriptor; -1 while closed. */
int stream_fd(const struct stream *s);

/*
 * Send a PDU. A master agent that doesn't take it within `timeout_ms` is cut off,
 * which the library finds out when it reads.
 */
void stream_send(struct stream *s, const uint8_t *pdu, size_t len, int timeout_ms);

#endif
