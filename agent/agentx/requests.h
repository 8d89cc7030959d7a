/* SPDX-License-Identifier: BSD-3-Clause */
/* Our requests to the master agent that are not answered yet. */
#ifndef BREAKOUT_AGENT_AGENTX_REQUESTS_H
#define BREAKOUT_AGENT_AGENTX_REQUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REQUESTS_MAX 96

enum request_kind {
	REQUEST_OPEN = 1,
	REQUEST_REGISTER,
	REQUEST_UNREGISTER,
	REQUEST_AGENT_CAPS,
	REQUEST_PING,
	REQUEST_NOTIFY,
	REQUEST_NOTIFY_ENTITIES,
};

struct request {
	enum request_kind kind;
	uint32_t packet;          /* h.packetID */
	uint32_t item;            /* REQUEST_NOTIFY: the event; REQUEST_REGISTER: the region */
	int64_t sent_ms;
};

/* In order of sending. */
struct requests {
	struct request list[REQUESTS_MAX];
	size_t count;
	uint32_t last_packet;
};

/* A new request with a packet number of its own; NULL if there are too many. Until the next call. */
const struct request *requests_add(struct requests *r, enum request_kind kind, uint32_t item, int64_t now_ms);

/* Remove the one that an answer is to. False if there is none. */
bool requests_take(struct requests *r, uint32_t packet, struct request *ret_request);

/* How many of a kind are under way. */
size_t requests_count(const struct requests *r, enum request_kind kind);

void requests_clear(struct requests *r);

#endif
