/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reference counts of objects that are immutable to everybody but their
 * maker: handed round as pointers to const, counted and freed through here.
 * Counting is atomic, since collector threads and the agent share snapshots.
 */
#ifndef BREAKOUT_MODEL_REFS_H
#define BREAKOUT_MODEL_REFS_H

#include <stdbool.h>
#include <stdint.h>

/* The one place where const is cast away: the last owner may free. */
static inline void *refs_owned(const void *object)
{
	return (void *)(uintptr_t)object;
}

static inline void *refs_get(const void *object, const unsigned *refs)
{
	__atomic_add_fetch((unsigned *)refs_owned(refs), 1, __ATOMIC_RELAXED);
	return refs_owned(object);
}

/* True if this was the last reference. */
static inline bool refs_put(const unsigned *refs)
{
	return __atomic_sub_fetch((unsigned *)refs_owned(refs), 1, __ATOMIC_ACQ_REL) == 0;
}

#endif
