/* SPDX-License-Identifier: BSD-3-Clause */
/* Requests that are not answered yet. */
#include "agent/agentx/requests.h"

#include <string.h>

const struct request *requests_add(struct requests *r, enum request_kind kind, uint32_t item, int64_t now_ms)
{
	if (r->count == REQUESTS_MAX)
		return NULL;
	r->list[r->count] = (struct request){ .kind = kind, .packet = ++r->last_packet, .item = item,
		                              .sent_ms = now_ms };
	return &r->list[r->count++];
}

bool requests_take(struct requests *r, uint32_t packet, struct request *ret_request)
{
	for (size_t i = 0; i < r->count; i++) {
		if (r->list[i].packet != packet)
			continue;
		*ret_request = r->list[i];
		memmove(&r->list[i], &r->list[i + 1], (--r->count - i) * sizeof(r->list[0]));
		return true;
	}
	return false;
}

size_t requests_count(const struct requests *r, enum request_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		n += r->list[i].kind == kind;
	return n;
}

void requests_clear(struct requests *r)
{
	r->count = 0;
}
