/* SPDX-License-Identifier: BSD-3-Clause */
/* How modules were when they were plugged in, and how they are now. */
#include "collect/baseline.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "collect/baseline_file.h"
#include "rules/light.h"

#define FILE_NAME "baseline.json"

/* A clock that stands before 2020 was not set yet. */
#define CLOCK_SET 1577836800

/* Readings that are further apart count as this far, seconds: the agent was not there. */
#define STEP_MAX 3600

/* 0.01 degC: what bias depends on more than on age. */
#define SAME_TEMPERATURE 1000

/* What is plugged into a port of the topology. */
struct slot {
	char port[TOPOLOGY_NAME];       /* "": never looked at */
	struct baseline_module *module; /* NULL: nothing that can be remembered */
	uint32_t insertions;
	int64_t settled; /* seconds of the clock that is not set: not before */
	struct timespec read; /* when the monitors were read that were taken in last */
};

struct baseline {
	struct state_file *file;
	struct baseline_modules all;
	struct slot *slots; /* parallel to topology->ports */
	size_t slot_count;
	int64_t saved; /* seconds of the clock that is not set */
	bool dirty;
};

static int load(struct baseline *b)
{
	char *text;
	size_t len;
	int r = state_read(b->file, BASELINE_FILE_MAX, &text, &len);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	r = baseline_file_parse(text, len, &b->all);
	free(text);
	if (r < 0 && r != -ENOMEM)
		state_reject(b->file);
	return r == -ENOMEM ? r : 0;
}

struct baseline *baseline_new(struct state *state, const char *dir)
{
	struct baseline *b = calloc(1, sizeof(*b));
	char *path = NULL;

	if (b && asprintf(&path, "%s/" FILE_NAME, dir) >= 0)
		b->file = state_open(state, path, "how modules were when they were plugged in", NULL, NULL);
	free(path);
	if (!b || !b->file || load(b) < 0) {
		baseline_free(b);
		return NULL;
	}
	return b;
}

static void save(struct baseline *b)
{
	char *text = baseline_file_print(&b->all);

	/* Out of memory: it stays dirty. */
	if (!text)
		return;
	state_put_text(b->file, text);
	b->dirty = false;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	if (b->dirty)
		save(b);
	baseline_modules_release(&b->all);
	free(b->slots);
	free(b);
}

/* Finding. */

static bool is_same(const struct baseline_module *known, const char *port, const struct module *m)
{
	return strcmp(known->serial, m->serial) == 0 && strcmp(known->port, port) == 0 &&
	       strcmp(known->part_number, m->part_number) == 0 && strcmp(known->vendor, m->vendor) == 0;
}

static bool is_plugged(const struct baseline *b, const struct baseline_module *m)
{
	for (size_t i = 0; i < b->slot_count; i++) {
		if (b->slots[i].module == m)
			return true;
	}
	return false;
}

static void drop(struct baseline *b, size_t i)
{
	baseline_module_free(b->all.modules[i]);
	b->all.modules[i] = b->all.modules[--b->all.count];
	b->dirty = true;
}

/* Forget what was not seen for long. */
static void drop_old(struct baseline *b, int64_t real)
{
	for (size_t i = 0; i < b->all.count;) {
		if (real - b->all.modules[i]->seen > BASELINE_KEEP && !is_plugged(b, b->all.modules[i]))
			drop(b, i);
		else
			i++;
	}
}

/* Room for one more: of those that are gone, the one that was seen longest ago gives way. */
static bool make_room(struct baseline *b)
{
	size_t oldest = SIZE_MAX;

	if (b->all.count < BASELINE_MAX_MODULES)
		return true;
	for (size_t i = 0; i < b->all.count; i++) {
		if ((oldest == SIZE_MAX || b->all.modules[i]->seen < b->all.modules[oldest]->seen) &&
		    !is_plugged(b, b->all.modules[i]))
			oldest = i;
	}
	if (oldest == SIZE_MAX)
		return false;
	drop(b, oldest);
	return true;
}

static struct baseline_module *find(struct baseline *b, const char *port, const struct module *m,
                                    int64_t real)
{
	struct baseline_module *fresh;

	if (!m->serial[0])
		return NULL; /* which one is it? */
	for (size_t i = 0; i < b->all.count; i++) {
		if (is_same(b->all.modules[i], port, m))
			return b->all.modules[i];
	}
	fresh = make_room(b) ? calloc(1, sizeof(*fresh)) : NULL;
	if (!fresh)
		return NULL;
	fresh->seen = real;
	TEXT_SET(fresh->port, port);
	TEXT_SET(fresh->vendor, m->vendor);
	TEXT_SET(fresh->part_number, m->part_number);
	TEXT_SET(fresh->serial, m->serial);
	return baseline_modules_add(&b->all, fresh) < 0 ? NULL : fresh;
}

/* Series. */

static bool has_started(const struct series *s)
{
	return s->since != 0;
}

static void start_anew(struct series *s)
{
	*s = (struct series){ 0 };
}

/* The mean of its first readings becomes the start. */
static void begin(struct series *s, double v, struct value temperature, const struct scan_time *now)
{
	if (s->count == 0)
		s->first = now->mono.tv_sec;
	s->sum += v;
	s->count++;
	if (value_ok(temperature)) {
		s->temperature_sum += temperature.v;
		s->temperature_count++;
	}
	s->last = now->mono.tv_sec;
	if (s->count < BASELINE_READINGS || now->mono.tv_sec - s->first < BASELINE_START)
		return;
	s->start = s->now = s->sum / s->count;
	s->since = now->real.tv_sec;
	s->has_temperature = s->temperature_count > 0;
	if (s->has_temperature)
		s->temperature = s->temperature_sum / s->temperature_count;
}

/* A mean that forgets: readings count the less the older they are. */
static void follow(struct series *s, double v, const struct scan_time *now)
{
	int64_t step = s->last ? now->mono.tv_sec - s->last : 0;

	if (step > STEP_MAX)
		step = STEP_MAX;
	if (step > 0)
		s->now += (v - s->now) * (1 - exp(-(double)step / BASELINE_NOW));
	s->last = now->mono.tv_sec;
}

static void take(struct series *s, double v, struct value temperature, const struct scan_time *now)
{
	/* The clock was wrong when it started. */
	if (s->since > now->real.tv_sec + 86400)
		start_anew(s);
	if (!has_started(s))
		begin(s, v, temperature, now);
	else
		follow(s, v, now);
}

static bool same_temperature(const struct series *s, struct value temperature)
{
	return !has_started(s) || !s->has_temperature ||
	       (value_ok(temperature) && fabs(temperature.v - s->temperature) <= SAME_TEMPERATURE);
}

/* Note darkness; power starts anew when light comes back after long enough. */
static bool is_lit(struct baseline_lane *lane, const struct light_lane *l, int64_t mono)
{
	enum tristate lit = light_arrives(l);

	if (lit == TRI_NO && !lane->dark_since)
		lane->dark_since = mono ? mono : 1;
	if (lit != TRI_YES)
		return false;
	if (lane->dark_since && mono - lane->dark_since >= BASELINE_DARK)
		start_anew(&lane->rx_power);
	lane->dark_since = 0;
	return true;
}

static void take_lane(struct baseline_lane *lane, const struct light_lane *l, const struct scan_time *now)
{
	const struct module *m = l->module;

	if (light_sends(l) == TRI_YES && value_ok(l->lane->tx_bias) && l->lane->tx_bias.v > 0 &&
	    same_temperature(&lane->bias, m->temperature))
		take(&lane->bias, l->lane->tx_bias.v, m->temperature, now);
	if (is_lit(lane, l, now->mono.tv_sec) && value_ok(l->lane->rx_power) && l->lane->rx_power.v > 0)
		take(&lane->rx_power, l->lane->rx_power.v, (struct value){ 0 }, now);
}

/* Ports. */

/* The module that is in the port now: found again, or new. */
static void look_into(struct baseline *b, struct slot *slot, const struct port_decl *port,
                      const struct port_state *state, const struct scan_time *now)
{
	const struct module *m = state->module;
	bool known = strcmp(slot->port, port->name) == 0;
	bool inserted = known && slot->insertions != state->insertions;

	if (!slot->module || !is_same(slot->module, port->name, m))
		slot->module = find(b, port->name, m, now->real.tv_sec);
	if (slot->module && inserted) {
		slot->settled = now->mono.tv_sec + BASELINE_SETTLE;
		for (unsigned i = 0; i < slot->module->lane_count; i++)
			start_anew(&slot->module->lanes[i].rx_power);
		b->dirty = true;
	} else if (!known) {
		/* It may have been there for long, or the box has just been started. */
		slot->settled = now->mono.tv_sec + BASELINE_SETTLE;
	}
	TEXT_SET(slot->port, port->name);
	slot->insertions = state->insertions;
}

static struct drift drift_of(const struct series *s, int64_t real)
{
	struct drift d = { 0 };

	if (!has_started(s) || real < s->since)
		return d;
	d.start = value_of((int32_t)lround(s->start));
	d.now = value_of((int32_t)lround(s->now));
	d.since = s->since;
	d.seconds = real - s->since;
	return d;
}

static void fill(const struct baseline_module *m, struct port_state *state, int64_t real)
{
	for (unsigned i = 0; i < m->lane_count && i < state->lanes.count; i++) {
		state->lanes.lane[i].bias = drift_of(&m->lanes[i].bias, real);
		state->lanes.lane[i].rx_power = drift_of(&m->lanes[i].rx_power, real);
	}
}

static void scan_port(struct baseline *b, struct slot *slot, const struct port_decl *port,
                      struct port_state *state, const struct scan_time *now)
{
	const struct module *m = view_sound_module(state);
	bool fresh = state->read_mono.tv_sec != slot->read.tv_sec ||
	             state->read_mono.tv_nsec != slot->read.tv_nsec;

	slot->read = state->read_mono;
	if (!m) {
		if (state->presence == PRESENCE_ABSENT)
			slot->module = NULL;
		return;
	}
	look_into(b, slot, port, state, now);
	if (!slot->module || baseline_module_fit(slot->module, m->lanes) < 0)
		return;
	/* Monitors may be of libsensors alone, and their cage knows no lanes. */
	if (state->lanes.count < m->lanes && lane_histories_resize(&state->lanes, m->lanes) < 0)
		return;
	if (fresh && now->mono.tv_sec >= slot->settled) {
		slot->module->seen = now->real.tv_sec;
		for (unsigned n = 1; n <= m->lanes; n++) {
			struct light_lane l = light_lane_of(m, n, port, state);

			take_lane(&slot->module->lanes[n - 1], &l, now);
		}
		b->dirty = true;
	}
	fill(slot->module, state, now->real.tv_sec);
}

/* After a reload ports may be others: slots of which begin anew. */
static bool fit_slots(struct baseline *b, const struct topology *t)
{
	struct slot *slots = b->slots;

	if (b->slot_count != t->port_count || !slots) {
		slots = reallocarray(b->slots, t->port_count + 1, sizeof(*slots));
		if (!slots)
			return false;
		for (size_t i = b->slot_count; i < t->port_count; i++)
			slots[i] = (struct slot){ 0 };
		b->slots = slots;
		b->slot_count = t->port_count;
	}
	for (size_t i = 0; i < t->port_count; i++) {
		if (slots[i].port[0] && strcmp(slots[i].port, t->ports[i].name) != 0)
			slots[i] = (struct slot){ 0 };
	}
	return true;
}

void baseline_scan(struct baseline *b, struct snapshot *s, const struct scan_time *now)
{
	if (now->real.tv_sec < CLOCK_SET || !fit_slots(b, s->topology))
		return;
	if (!b->saved)
		b->saved = now->mono.tv_sec ? now->mono.tv_sec : 1;
	for (size_t i = 0; i < s->topology->port_count; i++)
		scan_port(b, &b->slots[i], &s->topology->ports[i], &s->ports[i], now);
	if (now->mono.tv_sec - b->saved < BASELINE_SAVE)
		return;
	drop_old(b, now->real.tv_sec);
	if (b->dirty)
		save(b);
	b->saved = now->mono.tv_sec;
}
