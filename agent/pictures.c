/* SPDX-License-Identifier: BSD-3-Clause */
/* Pictures: a snapshot with its tables; cursors that hold them. */
#include "agent/pictures.h"

#include <stdbool.h>
#include <stdlib.h>

#include "agent/mib.h"
#include "base/clock.h"

struct picture {
	struct mib *mib;
	struct mib_view view;      /* that the mib looks at */
	size_t bytes;              /* of the snapshot, roughly, with nothing counted that snapshots share */
	unsigned cursors;
};

/* Names are remembered as hashes: two that collide cost one walk its snapshot. */
struct cursor {
	struct picture *picture;   /* NULL: free */
	bool has_transaction;
	uint32_t transaction;      /* of the last PDU */
	uint64_t at;               /* the last answer; 0: none */
	uint64_t before;           /* where the transaction began, if that was an answer; 0: it was not */
	struct timespec used;
};

struct pictures {
	const char *root;
	const struct mib_table *const *tables;
	size_t table_count;
	const struct mib_view *view;
	struct mib *names;         /* without rows */
	struct picture *latest;
	struct picture *held[PICTURES_HELD + 1];  /* oldest first */
	size_t held_count;
	struct cursor cursors[PICTURES_CURSORS];
};

static void picture_free(struct picture *picture)
{
	if (!picture)
		return;
	mib_free(picture->mib);
	snapshot_unref(picture->view.snapshot);
	free(picture);
}

static size_t bytes_of(const struct snapshot *s)
{
	return s ? s->topology->port_count * sizeof(s->ports[0]) +
	                   s->topology->breakout_count * sizeof(s->breakouts[0]) +
	                   s->violation_count * sizeof(s->violations[0]) +
	                   s->events->count * sizeof(s->events->events[0]) :
	           0;
}

static struct picture *picture_new(const struct pictures *p, const struct snapshot *snapshot)
{
	struct picture *picture = calloc(1, sizeof(*picture));

	if (!picture)
		return NULL;
	picture->mib = mib_new(p->root, p->tables, p->table_count, &picture->view);
	if (!picture->mib) {
		free(picture);
		return NULL;
	}
	picture->view.snapshot = snapshot ? snapshot_ref(snapshot) : NULL;
	picture->bytes = bytes_of(snapshot);
	return picture;
}

struct pictures *pictures_new(const char *root, const struct mib_table *const *tables, size_t table_count,
                              const struct mib_view *view)
{
	struct pictures *p = calloc(1, sizeof(*p));

	if (!p)
		return NULL;
	p->root = root;
	p->tables = tables;
	p->table_count = table_count;
	p->view = view;
	p->names = mib_new(root, tables, table_count, NULL);
	p->latest = picture_new(p, NULL);
	if (!p->names || !p->latest) {
		pictures_free(p);
		return NULL;
	}
	return p;
}

void pictures_free(struct pictures *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->held_count; i++)
		picture_free(p->held[i]);
	picture_free(p->latest);
	mib_free(p->names);
	free(p);
}

const struct mib *pictures_names(const struct pictures *p)
{
	return p->names;
}

size_t pictures_held(const struct pictures *p)
{
	return p->held_count;
}

/* Free what no cursor uses any more. */
static void sweep(struct pictures *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->held_count; i++) {
		if (p->held[i]->cursors)
			p->held[kept++] = p->held[i];
		else
			picture_free(p->held[i]);
	}
	p->held_count = kept;
}

static void release(struct cursor *c)
{
	if (c->picture)
		c->picture->cursors--;
	*c = (struct cursor){ 0 };
}

/* Which of two cursors is easier to do without? One that nobody went on from, then the least used. */
static bool lesser(const struct cursor *a, const struct cursor *b)
{
	return !a->before != !b->before ? !a->before : clock_before(&a->used, &b->used);
}

/* The held picture whose best cursor is the least. */
static size_t least_wanted(const struct pictures *p)
{
	const struct cursor *worst = NULL;
	size_t ret = 0;

	for (size_t i = 0; i < p->held_count; i++) {
		const struct cursor *best = NULL;

		for (size_t c = 0; c < PICTURES_CURSORS; c++) {
			if (p->cursors[c].picture == p->held[i] && (!best || lesser(best, &p->cursors[c])))
				best = &p->cursors[c];
		}
		if (best && (!worst || lesser(best, worst))) {
			worst = best;
			ret = i;
		}
	}
	return ret;
}

static size_t held_bytes(const struct pictures *p)
{
	size_t bytes = 0;

	for (size_t i = 0; i < p->held_count; i++)
		bytes += p->held[i]->bytes;
	return bytes;
}

static void keep_to_limits(struct pictures *p)
{
	while (p->held_count > PICTURES_HELD || (p->held_count > 1 && held_bytes(p) > PICTURES_HELD_BYTES)) {
		const struct picture *picture = p->held[least_wanted(p)];

		for (size_t i = 0; i < PICTURES_CURSORS; i++) {
			if (p->cursors[i].picture == picture)
				release(&p->cursors[i]);
		}
		sweep(p);
	}
}

void pictures_show(struct pictures *p, const struct snapshot *snapshot)
{
	struct picture *picture = picture_new(p, snapshot);

	if (!picture)
		return;
	p->held[p->held_count++] = p->latest;
	p->latest = picture;
	sweep(p);
	keep_to_limits(p);
}

/* What is not of the snapshot shows as it is now, also in an old picture. */
static struct mib *look(const struct pictures *p, struct picture *picture, const struct timespec *now)
{
	const struct snapshot *snapshot = picture->view.snapshot;

	picture->view = *p->view;
	picture->view.snapshot = snapshot;
	picture->view.now = *now;
	return picture->mib;
}

struct mib *pictures_latest(struct pictures *p, const struct timespec *now)
{
	return look(p, p->latest, now);
}

/* FNV-1a over the sub-identifiers; never 0. */
static uint64_t hash(const mib_subid *name, size_t len)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ name[i]) * 0x100000001b3U;
	return h ? h : 1;
}

static bool same_transaction(const struct cursor *c, uint32_t transaction, uint64_t name)
{
	(void)name;
	return c->has_transaction && c->transaction == transaction;
}

static bool goes_on(const struct cursor *c, uint32_t transaction, uint64_t name)
{
	(void)transaction;
	return c->at == name;
}

/* A request that is sent again because its answer got lost. */
static bool repeats(const struct cursor *c, uint32_t transaction, uint64_t name)
{
	(void)transaction;
	return c->before == name;
}

/* The one that waits for longest: of walks in step, the first to answer was the first to ask. */
static struct cursor *match(struct pictures *p, bool (*matches)(const struct cursor *, uint32_t, uint64_t),
                            uint32_t transaction, uint64_t name)
{
	struct cursor *best = NULL;

	for (size_t i = 0; i < PICTURES_CURSORS; i++) {
		struct cursor *c = &p->cursors[i];

		if (c->picture && matches(c, transaction, name) && (!best || clock_before(&c->used, &best->used)))
			best = c;
	}
	return best;
}

/* A free cursor, or the one to do without. */
static struct cursor *cursor_take(struct pictures *p)
{
	struct cursor *worst = &p->cursors[0];

	for (size_t i = 0; i < PICTURES_CURSORS; i++) {
		struct cursor *c = &p->cursors[i];

		if (!c->picture)
			return c;
		if (lesser(c, worst))
			worst = c;
	}
	release(worst);
	return worst;
}

struct mib *pictures_walk(struct pictures *p, uint32_t transaction, const mib_subid *name, size_t len,
                          const struct timespec *now, struct cursor **ret_cursor)
{
	uint64_t h = hash(name, len);
	struct cursor *c;

	pictures_expire(p, now);
	c = match(p, same_transaction, transaction, h);
	if (!c) {
		c = match(p, goes_on, transaction, h);
		if (!c)
			c = match(p, repeats, transaction, h);
		if (c)
			c->before = h;
	}
	if (!c) {
		c = cursor_take(p);
		c->picture = p->latest;
		c->picture->cursors++;
		sweep(p);
	}
	c->has_transaction = true;
	c->transaction = transaction;
	c->used = *now;
	*ret_cursor = c;
	return look(p, c->picture, now);
}

void pictures_answered(struct cursor *cursor, const mib_subid *name, size_t len)
{
	cursor->at = hash(name, len);
}

void pictures_ended(struct cursor *cursor)
{
	/* The rest of its transaction still is of this picture. */
	cursor->at = cursor->before = 0;
	cursor->used.tv_sec -= PICTURES_IDLE_SECONDS;
	clock_add_ms(&cursor->used, PICTURES_ENDED_MS);
}

void pictures_expire(struct pictures *p, const struct timespec *now)
{
	struct timespec limit = { .tv_sec = now->tv_sec - PICTURES_IDLE_SECONDS, .tv_nsec = now->tv_nsec };
	bool any = false;

	for (size_t i = 0; i < PICTURES_CURSORS; i++) {
		if (p->cursors[i].picture && clock_before(&p->cursors[i].used, &limit)) {
			release(&p->cursors[i]);
			any = true;
		}
	}
	if (any)
		sweep(p);
}

void pictures_forget_transactions(struct pictures *p)
{
	for (size_t i = 0; i < PICTURES_CURSORS; i++)
		p->cursors[i].has_transaction = false;
}
