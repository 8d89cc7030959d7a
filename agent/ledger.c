/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers know. */
#include "agent/ledger.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/ledger_file.h"
#include "base/clock.h"
#include "base/log.h"

#define FILE_NAME "notified.json"

/* How long the start waits for the disk: numbers must be reserved before the first is given. */
#define RESERVE_MS 2000

/* How long a notification waits for the disk. */
#define ANNOUNCE_MS 2000

/* When a raise that is pending was announced, and the number of its first save; 0: none yet. */
struct announced {
	struct timespec since;
	uint64_t save;
};

struct ledger {
	struct state_file *file;         /* borrowed; NULL: nothing is kept */
	uint32_t began;                  /* last event of earlier agents */
	bool full;                       /* said so */
	bool changed;                    /* since it was saved */
	bool unsure;                     /* raises were pending when the agent before ended */
	struct ledger_content now;       /* `known` is sorted, with room for LEDGER_MAX */
	struct announced announced[LEDGER_PENDING];  /* of now.pending */
};

/* A raise, its clear and whatever they are about have the same. */
static int compare_subjects(const struct event *a, const struct event *b)
{
	const uint32_t ka[] = { a->about.breakout, a->about.leg, a->about.port };
	const uint32_t kb[] = { b->about.breakout, b->about.leg, b->about.port };
	int order;

	for (size_t i = 0; i < sizeof(ka) / sizeof(ka[0]); i++) {
		if (ka[i] != kb[i])
			return ka[i] < kb[i] ? -1 : 1;
	}
	order = strcmp(a->rule_id, b->rule_id);
	/* Of a port more than one thing may flap. */
	return order == 0 && !a->rule_id[0] ? strcmp(a->observed, b->observed) : order;
}

static int compare(enum event_kind pair_a, const struct event *a, enum event_kind pair_b, const struct event *b)
{
	if (pair_a != pair_b)
		return pair_a < pair_b ? -1 : 1;
	return compare_subjects(a, b);
}

static int compare_known(const void *a, const void *b)
{
	const struct event *const *ea = a, *const *eb = b;

	return compare((*ea)->kind, *ea, (*eb)->kind, *eb);
}

/* Raises that managers may know are treated as known, so that their clears come. Takes the references over. */
static void take_known(struct ledger *l, struct ledger_content *loaded)
{
	const struct event **known = l->now.known;
	size_t kept = 0;

	for (size_t i = 0; i < loaded->count; i++)
		known[l->now.count++] = loaded->known[i];
	for (size_t i = 0; i < loaded->pending_count; i++) {
		if (l->now.count < LEDGER_MAX)
			known[l->now.count++] = loaded->pending[i];
		else
			event_unref(loaded->pending[i]);
	}
	l->unsure = loaded->pending_count > 0;
	loaded->count = loaded->pending_count = 0;
	qsort(known, l->now.count, sizeof(known[0]), compare_known);
	for (size_t i = 0; i < l->now.count; i++) {
		if (kept > 0 && compare_known(&known[kept - 1], &known[i]) == 0)
			event_unref(known[i]);
		else
			known[kept++] = known[i];
	}
	l->now.count = kept;
}

static int load(struct ledger *l)
{
	struct ledger_content loaded = { 0 };
	char *text;
	size_t len;
	int r = state_read(l->file, LEDGER_FILE_MAX, &text, &len);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	r = ledger_file_parse(text, len, &loaded);
	free(text);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		state_reject(l->file);
	l->now.last_event = loaded.stopped ? loaded.last_event : loaded.reserved;
	take_known(l, &loaded);
	ledger_content_release(&loaded);
	return 0;
}

/* As it is now, for the thread that writes it. NULL when out of memory. */
static struct ledger_content *copy_content(const struct ledger *l)
{
	struct ledger_content *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = l->now;
	copy->known = calloc(copy->count + 1, sizeof(copy->known[0]));
	copy->pending = calloc(copy->pending_count + 1, sizeof(copy->pending[0]));
	if (!copy->known || !copy->pending) {
		free(copy->known);
		free(copy->pending);
		free(copy);
		return NULL;
	}
	for (size_t i = 0; i < copy->count; i++)
		copy->known[i] = event_ref(l->now.known[i]);
	for (size_t i = 0; i < copy->pending_count; i++)
		copy->pending[i] = event_ref(l->now.pending[i]);
	return copy;
}

static void free_content(void *content)
{
	ledger_content_release(content);
	free(content);
}

void ledger_save(struct ledger *l)
{
	struct ledger_content *copy;
	uint64_t number;

	if (!l->changed || !l->file)
		return;
	copy = copy_content(l);
	/* Out of memory: the next turn tries again. */
	if (!copy)
		return;
	l->changed = false;
	number = state_put(l->file, copy);
	for (size_t i = 0; i < l->now.pending_count; i++) {
		if (l->announced[i].save == 0) {
			l->announced[i].save = number;
			state_hurry(l->file);
		}
	}
}

/* The file is to be as things are now. */
static void changed(struct ledger *l)
{
	l->now.reserved = l->now.last_event + LEDGER_RESERVE;
	l->changed = true;
}

static void ledger_free(struct ledger *l)
{
	ledger_content_release(&l->now);
	free(l);
}

static int open_file(struct ledger *l, struct state *state, const char *dir)
{
	char *path;

	if (!dir)
		return 0;
	if (asprintf(&path, "%s/" FILE_NAME, dir) < 0)
		return -ENOMEM;
	l->file = state_open(state, path, "what managers were told", ledger_file_print, free_content);
	free(path);
	return l->file ? load(l) : -ENOMEM;
}

int ledger_open(struct state *state, const char *dir, struct ledger **ret_ledger)
{
	struct ledger *l = calloc(1, sizeof(*l));

	if (!l)
		return -ENOMEM;
	l->now.known = calloc(LEDGER_MAX, sizeof(l->now.known[0]));
	l->now.pending = calloc(LEDGER_PENDING, sizeof(l->now.pending[0]));
	if (!l->now.known || !l->now.pending || open_file(l, state, dir) < 0) {
		ledger_free(l);
		return -ENOMEM;
	}
	l->began = l->now.last_event;
	changed(l);
	ledger_save(l);
	if (l->file)
		(void)state_wait(state, RESERVE_MS);
	*ret_ledger = l;
	return 0;
}

void ledger_close(struct ledger *l)
{
	if (!l)
		return;
	l->now.stopped = true;
	l->now.reserved = l->now.last_event;
	l->changed = true;
	ledger_save(l);
	ledger_free(l);
}

const struct event *const *ledger_known(const struct ledger *l, size_t *ret_count)
{
	*ret_count = l->now.count;
	return (const struct event *const *)l->now.known;
}

uint32_t ledger_last_event(const struct ledger *l)
{
	return l->began;
}

void ledger_logged(struct ledger *l, uint32_t last_event)
{
	if (last_event > l->now.last_event) {
		l->now.last_event = last_event;
		if (l->now.reserved < last_event || l->now.reserved - last_event < LEDGER_RESERVE / 2)
			changed(l);
	}
}

/* Where the raise of `pair` about the same is, or would be. */
static size_t place_of(const struct ledger *l, enum event_kind pair, const struct event *event, bool *ret_found)
{
	size_t low = 0, high = l->now.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(l->now.known[middle]->kind, l->now.known[middle], pair, event) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_found = low < l->now.count && compare(l->now.known[low]->kind, l->now.known[low], pair, event) == 0;
	return low;
}

static void remember(struct ledger *l, enum event_kind pair, const struct event *event)
{
	bool found;
	size_t at = place_of(l, pair, event, &found);
	const struct event **known = l->now.known;

	if (found) {
		event_unref(known[at]);
	} else if (l->now.count == LEDGER_MAX) {
		if (!l->full)
			log_warning("too many active alarms to save; some may be announced again after a restart");
		l->full = true;
		return;
	} else {
		memmove(&known[at + 1], &known[at], (l->now.count++ - at) * sizeof(known[0]));
	}
	known[at] = event_ref(event);
	changed(l);
}

static void forget(struct ledger *l, enum event_kind pair, const struct event *event)
{
	bool found;
	size_t at = place_of(l, pair, event, &found);
	const struct event **known = l->now.known;

	if (!found)
		return;
	event_unref(known[at]);
	memmove(&known[at], &known[at + 1], (--l->now.count - at) * sizeof(known[0]));
	changed(l);
}

/* Where a raise is pending; now.pending_count: nowhere. */
static size_t find_pending(const struct ledger *l, const struct event *event)
{
	size_t i = 0;

	while (i < l->now.pending_count && l->now.pending[i]->index != event->index)
		i++;
	return i;
}

static void drop_pending(struct ledger *l, size_t at)
{
	size_t behind;

	if (at == l->now.pending_count)
		return;
	event_unref(l->now.pending[at]);
	behind = --l->now.pending_count - at;
	memmove(&l->now.pending[at], &l->now.pending[at + 1], behind * sizeof(l->now.pending[0]));
	memmove(&l->announced[at], &l->announced[at + 1], behind * sizeof(l->announced[0]));
	changed(l);
}

static void add_pending(struct ledger *l, const struct event *event, const struct timespec *now)
{
	/* The oldest has left the log without being sent. */
	if (l->now.pending_count == LEDGER_PENDING)
		drop_pending(l, 0);
	l->announced[l->now.pending_count] = (struct announced){ .since = *now };
	l->now.pending[l->now.pending_count++] = event_ref(event);
	changed(l);
}

bool ledger_announce(struct ledger *l, const struct event *event, const struct timespec *now)
{
	size_t at = find_pending(l, event);
	const struct announced *a = &l->announced[at];

	if (!l->file || event_raise_of(event->kind) != event->kind)
		return true;
	if (at == l->now.pending_count) {
		add_pending(l, event, now);
		return false;
	}
	return clock_ms_between(&a->since, now) >= ANNOUNCE_MS || (a->save && state_is_saved(l->file, a->save));
}

void ledger_refused(struct ledger *l, const struct event *event)
{
	drop_pending(l, find_pending(l, event));
}

bool ledger_unsure(const struct ledger *l)
{
	return l->unsure;
}

void ledger_told(struct ledger *l, const struct event *event)
{
	enum event_kind pair = event_raise_of(event->kind);

	if (!pair)
		return;
	drop_pending(l, find_pending(l, event));
	if (event->kind == pair)
		remember(l, pair, event);
	else
		forget(l, pair, event);
}
