/* SPDX-License-Identifier: BSD-3-Clause */
/* The last day of lanes. */
#include "model/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Stored numbers are one more than the number above the lowest; 0 is not known. */
struct sample {
	uint16_t mean;
	uint8_t below, above;
};

/* Of the slot that is being filled. */
struct running {
	int64_t sum;
	uint32_t count;
	int32_t least, most;
};

struct ring {
	int64_t slot;              /* CLOCK_MONOTONIC / HISTORY_SLOT_S of the latest reading */
	struct running now[HISTORY_MONITORS];
	struct sample samples[HISTORY_MONITORS][HISTORY_SLOTS];
};

struct port_history {
	uint32_t index;
	uint64_t unit;             /* which module it is of */
	struct timespec read;      /* of the latest reading that was taken */
	struct ring *lanes[MODULE_MAX_LANES];   /* owned; NULL: none */
};

struct history {
	struct port_history **ports;   /* owned; sorted by index */
	size_t count, room;
	size_t lanes;
};

/* Of each monitor: the lowest number, and the unit of distances from the mean. */
static const struct {
	int32_t lowest, step;
} scales[HISTORY_MONITORS] = {
	[HISTORY_RX_POWER] = { -4000, 5 }, [HISTORY_TX_POWER] = { -4000, 5 }, [HISTORY_TX_BIAS] = { 0, 50 },
};

struct history *history_new(void)
{
	return calloc(1, sizeof(struct history));
}

static void forget_lanes(struct history *h, struct port_history *p)
{
	for (size_t i = 0; i < MODULE_MAX_LANES; i++) {
		h->lanes -= p->lanes[i] != NULL;
		free(p->lanes[i]);
		p->lanes[i] = NULL;
	}
}

void history_free(struct history *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->count; i++) {
		forget_lanes(h, h->ports[i]);
		free(h->ports[i]);
	}
	free(h->ports);
	free(h);
}

/* Where the port is, or would be. */
static size_t find(const struct history *h, uint32_t index)
{
	size_t low = 0, high = h->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (h->ports[middle]->index < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The port's, made if it is missing; NULL when out of memory. */
static struct port_history *port_of(struct history *h, uint32_t index)
{
	size_t at = find(h, index);
	struct port_history *p;

	if (at < h->count && h->ports[at]->index == index)
		return h->ports[at];
	if (h->count == h->room) {
		size_t room = h->room ? h->room * 2 : 64;
		struct port_history **ports = realloc(h->ports, room * sizeof(struct port_history *));

		if (!ports)
			return NULL;
		h->ports = ports;
		h->room = room;
	}
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->index = index;
	memmove(&h->ports[at + 1], &h->ports[at], (h->count - at) * sizeof(h->ports[0]));
	h->ports[at] = p;
	h->count++;
	return p;
}

/* FNV-1a of what tells modules apart. */
static uint64_t unit_of(const struct module *m)
{
	const char *const texts[] = { m->vendor, m->part_number, m->serial };
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < 3; i++) {
		for (const char *p = texts[i];; p++) {
			hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
			if (!*p)
				break;
		}
	}
	return hash;
}

/* The number in the unit of a history. False: there is none. */
static bool number_of(const struct lane *lane, enum history_monitor monitor, int32_t *ret_number)
{
	struct value v = monitor == HISTORY_RX_POWER   ? lane->rx_power
	                 : monitor == HISTORY_TX_POWER ? lane->tx_power
	                                               : lane->tx_bias;

	if (monitor != HISTORY_TX_BIAS && v.state == VALUE_NO_LIGHT)
		*ret_number = -4000;
	else if (value_ok(v))
		*ret_number = monitor == HISTORY_TX_BIAS ? v.v / 2 : power_cdbm_from_nw(v.v);
	else
		return false;
	return true;
}

static uint8_t distance(int32_t number, int32_t step)
{
	int32_t steps = (number + step - 1) / step;

	return steps > UINT8_MAX ? UINT8_MAX : (uint8_t)steps;
}

/* Slots between the latest reading and this one are of nobody. */
static void turn(struct ring *r, int64_t slot)
{
	int64_t first = slot - r->slot >= HISTORY_SLOTS ? slot - HISTORY_SLOTS + 1 : r->slot + 1;

	if (slot <= r->slot)
		return;
	for (; first <= slot; first++) {
		for (size_t m = 0; m < HISTORY_MONITORS; m++)
			r->samples[m][first % HISTORY_SLOTS] = (struct sample){ 0 };
	}
	memset(r->now, 0, sizeof(r->now));
	r->slot = slot;
}

static void take(struct ring *r, const struct lane *lane)
{
	for (enum history_monitor m = 0; m < HISTORY_MONITORS; m++) {
		struct running *now = &r->now[m];
		int32_t number, mean, above;

		if (!number_of(lane, m, &number))
			continue;
		now->least = now->count == 0 || number < now->least ? number : now->least;
		now->most = now->count == 0 || number > now->most ? number : now->most;
		now->sum += number;
		now->count++;
		mean = (int32_t)(now->sum / now->count);
		above = mean - scales[m].lowest + 1;
		r->samples[m][r->slot % HISTORY_SLOTS] = (struct sample){
			.mean = above < 1 ? 1 : above > UINT16_MAX ? UINT16_MAX : (uint16_t)above,
			.below = distance(mean - now->least, scales[m].step),
			.above = distance(now->most - mean, scales[m].step),
		};
	}
}

static int add_port(struct history *h, uint32_t index, const struct port_state *state)
{
	struct port_history *p = port_of(h, index);
	uint64_t unit = unit_of(state->module);

	if (!p)
		return -ENOMEM;
	if (p->unit != unit)
		forget_lanes(h, p);
	else if (p->read.tv_sec == state->read_mono.tv_sec && p->read.tv_nsec == state->read_mono.tv_nsec)
		return 0;
	p->unit = unit;
	p->read = state->read_mono;
	for (unsigned n = 1; module_lane(state->module, n); n++) {
		struct ring **r = &p->lanes[n - 1];

		if (!*r && h->lanes == HISTORY_MAX_LANES)
			continue;
		if (!*r) {
			*r = calloc(1, sizeof(**r));
			if (!*r)
				return -ENOMEM;
			h->lanes++;
		}
		turn(*r, state->read_mono.tv_sec / HISTORY_SLOT_S);
		take(*r, module_lane(state->module, n));
	}
	return 0;
}

static void forget_ports(struct history *h, const struct topology *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < h->count; i++) {
		struct port_history *p = h->ports[i];

		if (topology_port_of_index(t, p->index)) {
			h->ports[kept++] = p;
			continue;
		}
		forget_lanes(h, p);
		free(p);
	}
	h->count = kept;
}

int history_add(struct history *h, const struct snapshot *s)
{
	int result = 0;

	for (size_t i = 0; i < s->topology->port_count; i++) {
		const struct port_state *state = &s->ports[i];

		/* What an unreadable port said last was taken when it was read. */
		if (state->module && state->status == READ_OK && state->read_mono.tv_sec &&
		    add_port(h, s->topology->ports[i].index, state) < 0)
			result = -ENOMEM;
	}
	forget_ports(h, s->topology);
	return result;
}

static struct history_point point_of(struct sample sample, enum history_monitor m)
{
	int32_t mean = sample.mean - 1 + scales[m].lowest;

	if (!sample.mean)
		return (struct history_point){ .known = false };
	return (struct history_point){ true, mean - sample.below * scales[m].step, mean,
	                               mean + sample.above * scales[m].step };
}

bool history_get(const struct history *h, uint32_t port_index, unsigned lane, enum history_monitor monitor,
                 int64_t now_s, struct history_point *points, bool *ret_full)
{
	size_t at = find(h, port_index);
	const struct ring *r = NULL;
	int64_t first = now_s / HISTORY_SLOT_S - HISTORY_SLOTS + 1;

	if (at < h->count && h->ports[at]->index == port_index && lane >= 1 && lane <= MODULE_MAX_LANES)
		r = h->ports[at]->lanes[lane - 1];
	*ret_full = !r && h->lanes == HISTORY_MAX_LANES;
	if (!r)
		return false;
	for (int64_t i = 0; i < HISTORY_SLOTS; i++) {
		int64_t slot = first + i;
		bool inside = slot >= 0 && slot <= r->slot && slot > r->slot - HISTORY_SLOTS;

		points[i] = inside ? point_of(r->samples[monitor][slot % HISTORY_SLOTS], monitor)
		                   : (struct history_point){ .known = false };
	}
	return true;
}
