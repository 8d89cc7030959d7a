/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * As much SNMPv2c as a walker needs, by hand: a manager's own library would
 * cost more than some of the agents that are measured.
 */
#ifndef BENCH_AGENT_SNMP_H
#define BENCH_AGENT_SNMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SNMP_NAME 32        /* sub-identifiers of a name */
#define SNMP_VARBINDS 100   /* what Net-SNMP sends at most in answer to a GETBULK */

enum snmp_tag {
	SNMP_INTEGER = 0x02,
	SNMP_OCTETS = 0x04,
	SNMP_COUNTER = 0x41,
	SNMP_GAUGE = 0x42,
	SNMP_END_OF_MIB = 0x82,
};

struct snmp_name {
	uint32_t id[SNMP_NAME];
	unsigned len;
};

struct snmp_varbind {
	struct snmp_name name;
	unsigned tag;
	const unsigned char *data;  /* in the packet */
	size_t len;
};

/* A GETBULK of community "public" without non-repeaters. Returns its length, at the start of `buf`. */
size_t snmp_getbulk(unsigned char *buf, size_t size, uint32_t id, unsigned repetitions,
                    const struct snmp_name *names, unsigned count);

/*
 * The varbinds of a response, at most SNMP_VARBINDS. False: malformed, another
 * id or an error status.
 */
bool snmp_response(const unsigned char *buf, size_t len, uint32_t id, struct snmp_varbind *varbinds,
                   unsigned *ret_count);

/* Integer of up to 4 (and a leading zero) bytes. */
int64_t snmp_number(const struct snmp_varbind *v);

/* Where a packet has this name, or one that begins with it: what is behind it. NULL: nowhere. */
const unsigned char *snmp_find_name(const unsigned char *buf, size_t len, const struct snmp_name *name);

/* Of dotted decimal with a leading dot. */
bool snmp_parse_name(const char *text, struct snmp_name *ret_name);

#endif
