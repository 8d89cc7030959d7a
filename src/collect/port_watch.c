/* SPDX-License-Identifier: BSD-3-Clause */
/* What becomes news of ports. */
#include "collect/port_watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "collect/notice.h"

/* A module that was just plugged in may take so long to answer; it is not news before. */
#define UNREADABLE_MS 10000

struct port_memory {
	uint32_t index;                  /* brkPortIndex */
	struct flap modules;
	enum event_kind told;            /* of modules, the last that was logged; 0: none */
	const struct event *held;        /* owned reference; the last that was not, while they are damped */
	struct flap reading;
	unsigned bad, good;              /* scans in a row that could not, or could, read it */
	struct timespec bad_since;       /* CLOCK_MONOTONIC: of the first of them */
	bool unreadable;                 /* debounced */
	const struct event *raised;      /* owned reference; what told managers that it is; NULL: they think it is not */
	char why[READ_WHY];
};

static void forget(struct port_memory *p)
{
	event_unref(p->held);
	event_unref(p->raised);
}

void port_watch_release(struct port_watch *w)
{
	for (size_t i = 0; i < w->count; i++)
		forget(&w->ports[i]);
	free(w->ports);
	*w = (struct port_watch){ 0 };
}

/* What is remembered of a port, made if there is nothing; NULL when out of memory. */
static struct port_memory *memory_of(struct port_watch *w, uint32_t index)
{
	size_t low = 0, high = w->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->ports[middle].index < index)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < w->count && w->ports[low].index == index)
		return &w->ports[low];
	if (w->count == w->room) {
		size_t room = w->room ? 2 * w->room : 64;
		struct port_memory *grown = reallocarray(w->ports, room, sizeof(*grown));

		if (!grown)
			return NULL;
		w->ports = grown;
		w->room = room;
	}
	memmove(&w->ports[low + 1], &w->ports[low], (w->count - low) * sizeof(w->ports[0]));
	w->count++;
	w->ports[low] = (struct port_memory){ .index = index };
	return &w->ports[low];
}

static void log_port(struct event_ring *events, const struct snapshot *s, size_t port, enum event_kind kind,
                     const char *observed, const struct scan_time *now)
{
	struct event event;

	notice_port(s, port, kind, s->ports[port].module, observed, &now->real, &event);
	event_ring_add(events, &event);
}

/* What flaps of a port, so that a manager can tell the ends of two such times apart. */
static const char modules_flap[] = "modules come and go";
static const char reading_flaps[] = "reading the module fails now and then";

int port_watch_module(struct port_watch *w, struct event_ring *events, const struct tracking *how,
                      const struct snapshot *s, enum event_kind kind, size_t port, const struct module *m,
                      const struct scan_time *now)
{
	struct port_memory *p = memory_of(w, s->topology->ports[port].index);
	bool flaps = false;
	struct event event;

	if (!p)
		return -ENOMEM;
	notice_port(s, port, kind, m, NULL, &now->real, &event);
	if (kind == EVENT_MODULE_REMOVED)
		flaps = flap_raised(&p->modules, &how->flap, &now->mono);
	else
		flap_cleared(&p->modules, &now->mono);
	if (p->modules.damped && !flaps) {
		event_unref(p->held);
		p->held = event_share(&event);
		p->modules.held_back++;
		return 0;
	}
	p->told = kind;
	event_ring_add(events, &event);
	if (flaps)
		log_port(events, s, port, EVENT_FLAPPING_STARTED, modules_flap, now);
	return 0;
}

/* Say that modules have come to rest, and the last that was not said of them. */
static void end_damping(struct port_memory *p, struct event_ring *events, const struct tracking *how,
                        const struct snapshot *s, size_t port, const struct scan_time *now)
{
	if (!p->modules.damped || !flap_calmed(&p->modules, &how->flap, &now->mono))
		return;
	log_port(events, s, port, EVENT_FLAPPING_ENDED, modules_flap, now);
	if (p->held && p->held->kind != p->told) {
		p->told = p->held->kind;
		event_ring_add(events, p->held);
	}
	event_unref(p->held);
	p->held = NULL;
}

enum reading {
	READING_GOOD,
	READING_BAD,
	READING_UNDECIDED,
};

static enum reading reading_of(const struct port_state *state, bool explained)
{
	switch (state->status) {
	case READ_OK:
	case READ_ABSENT:
	case READ_UNSUPPORTED:
	/* All that its source can tell. */
	case READ_MONITORS:
		return state->late ? READING_UNDECIDED : READING_GOOD;
	/* Nothing was learnt about the port. */
	case READ_LOCAL_ERROR:
		return READING_UNDECIDED;
	default:
		break;
	}
	if (state->blocked || state->settling)
		return READING_UNDECIDED;
	/* Something is wrong, but that is news already. */
	if (explained)
		return READING_GOOD;
	return state->presence == PRESENCE_PRESENT || state->module ? READING_BAD : READING_UNDECIDED;
}

/* Raise or clear. What identifies a clear is taken from its raise. */
static void tell_reading(struct port_memory *p, struct event_ring *events, const struct snapshot *s,
                         size_t port, const struct scan_time *now)
{
	struct event event;

	if (p->unreadable) {
		notice_port(s, port, EVENT_PORT_UNREADABLE, s->ports[port].module, p->why, &now->real, &event);
		p->raised = event_share(&event);
	} else {
		notice_port_clear(p->raised, &now->real, &event);
		event_unref(p->raised);
		p->raised = NULL;
	}
	event_ring_add(events, &event);
}

/* Log what managers do not know yet of a port's being readable, unless it flaps. */
static void announce_reading(struct port_memory *p, struct event_ring *events, const struct tracking *how,
                             const struct snapshot *s, size_t port, const struct scan_time *now, bool flaps)
{
	if (p->reading.damped && !flaps) {
		if (!flap_calmed(&p->reading, &how->flap, &now->mono))
			return;
		log_port(events, s, port, EVENT_FLAPPING_ENDED, reading_flaps, now);
	}
	if (p->unreadable != (p->raised != NULL))
		tell_reading(p, events, s, port, now);
	if (flaps)
		log_port(events, s, port, EVENT_FLAPPING_STARTED, reading_flaps, now);
}

static void watch_reading(struct port_memory *p, struct event_ring *events, const struct tracking *how,
                          const struct snapshot *s, size_t port, bool explained,
                          const struct scan_time *now)
{
	const struct port_state *state = &s->ports[port];
	bool flaps = false;

	switch (reading_of(state, explained)) {
	case READING_BAD:
		p->good = 0;
		TEXT_SET(p->why, state->why);
		if (p->bad++ == 0)
			p->bad_since = now->mono;
		if (!p->unreadable && p->bad >= how->raise_after &&
		    clock_ms_between(&p->bad_since, &now->mono) >= UNREADABLE_MS) {
			p->unreadable = true;
			flaps = flap_raised(&p->reading, &how->flap, &now->mono);
		}
		break;
	case READING_GOOD:
		p->bad = 0;
		if (p->unreadable && ++p->good >= how->clear_after) {
			p->unreadable = false;
			flap_cleared(&p->reading, &now->mono);
		}
		break;
	case READING_UNDECIDED:
		return;
	}
	announce_reading(p, events, how, s, port, now, flaps);
}

/* Ports that are not declared any more are forgotten, and what was said of them is taken back. */
static void drop_others(struct port_watch *w, struct event_ring *events, const struct topology *topology,
                        const struct scan_time *now)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->count; i++) {
		struct port_memory *p = &w->ports[i];
		struct event event;

		if (topology_port_of_index(topology, p->index)) {
			w->ports[kept++] = *p;
			continue;
		}
		if (p->raised) {
			notice_port_clear(p->raised, &now->real, &event);
			event_ring_add(events, &event);
		}
		forget(p);
	}
	w->count = kept;
}

int port_watch_scan(struct port_watch *w, struct event_ring *events, const struct tracking *how,
                    const struct snapshot *s, const bool *explained, const struct scan_time *now)
{
	for (size_t i = 0; i < s->topology->port_count; i++) {
		struct port_memory *p = memory_of(w, s->topology->ports[i].index);

		if (!p)
			return -ENOMEM;
		end_damping(p, events, how, s, i, now);
		/* What scans in a row say is for regular ones. */
		if (!now->extra)
			watch_reading(p, events, how, s, i, explained[i], now);
	}
	if (w->count > s->topology->port_count)
		drop_others(w, events, s->topology, now);
	return 0;
}

int port_watch_restore(struct port_watch *w, const struct event *event, const struct timespec *mono)
{
	struct port_memory *p = memory_of(w, event->about.port);

	if (!p)
		return -ENOMEM;
	if (event->kind == EVENT_PORT_UNREADABLE && !p->raised) {
		p->raised = event_share(event);
		p->unreadable = p->raised != NULL;
		TEXT_SET(p->why, event->observed);
	} else if (event->kind == EVENT_FLAPPING_STARTED) {
		flap_resume(strcmp(event->observed, reading_flaps) == 0 ? &p->reading : &p->modules, mono);
	}
	return 0;
}

void port_watch_repeat(struct port_watch *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (w->ports[i].reading.damped)
			continue;
		event_unref(w->ports[i].raised);
		w->ports[i].raised = NULL;
	}
}
