/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which snapshot a request is answered from, so that no manager sees half of
 * two scans.
 *
 * GET is answered from the latest one. So is the first GETNEXT of a walk; what
 * follows is answered from the same snapshot: further PDUs of one SNMP request
 * (a GETBULK reaches us as many of them, with one transaction id), and requests
 * that go on where an answer ended. For that a few cursors remember the last
 * answers, until they have not been used for PICTURES_IDLE_SECONDS. AgentX does
 * not say who asks: where two walks in different snapshots have come to the same
 * name, the one that was there first is taken to go on first.
 *
 * Old snapshots are held for cursors only: at most PICTURES_HELD, and no more
 * than PICTURES_HELD_BYTES of them but one. A walk that loses its snapshot to
 * that goes on in the latest one.
 */
#ifndef BREAKOUT_AGENT_PICTURES_H
#define BREAKOUT_AGENT_PICTURES_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "agent/mib_engine.h"

#define PICTURES_CURSORS 16
#define PICTURES_IDLE_SECONDS 2
#define PICTURES_ENDED_MS 200
#define PICTURES_HELD 4
#define PICTURES_HELD_BYTES (12U << 20)

struct pictures;
struct snapshot;

/*
 * With tables as for mib_new(). `view` is borrowed: its members other than the
 * snapshot and the time are used as they are when a request comes.
 * NULL if out of memory or a root is malformed.
 */
struct pictures *pictures_new(const char *root, const struct mib_table *const *tables, size_t table_count,
                              const struct mib_view *view);
void pictures_free(struct pictures *p);

/* Regions of all pictures, and names: what needs no rows. Borrowed. */
const struct mib *pictures_names(const struct pictures *p);

/* From now on this is the latest; a reference is taken. If out of memory, the one before stays. */
void pictures_show(struct pictures *p, const struct snapshot *snapshot);

/* The latest picture at CLOCK_MONOTONIC `now`. Borrowed, until any other call here. */
struct mib *pictures_latest(struct pictures *p, const struct timespec *now);

struct cursor;

/*
 * The picture for a GETNEXT of transaction `transaction`, whose first varbind
 * is `name`. When it is answered, pictures_answered() is to be called.
 */
struct mib *pictures_walk(struct pictures *p, uint32_t transaction, const mib_subid *name, size_t len,
                          const struct timespec *now, struct cursor **ret_cursor);

/* The first varbind was answered with this name. */
void pictures_answered(struct cursor *cursor, const mib_subid *name, size_t len);

/*
 * Nothing follows the first varbind: the walk is over, and is not to be taken for one that
 * comes here later. Its picture is held for the rest of the transaction only, PICTURES_ENDED_MS.
 */
void pictures_ended(struct cursor *cursor);

/* Let go of what walks have left alone since too long. */
void pictures_expire(struct pictures *p, const struct timespec *now);

/* Transactions are numbered anew: a walk is only known by where it is. */
void pictures_forget_transactions(struct pictures *p);

/* Snapshots that are held for walks besides the latest. */
size_t pictures_held(const struct pictures *p);

#endif
