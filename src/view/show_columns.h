/* SPDX-License-Identifier: BSD-3-Clause */
/* Columns of the lists that `breakoutctl show` prints. */
#ifndef BREAKOUT_VIEW_SHOW_COLUMNS_H
#define BREAKOUT_VIEW_SHOW_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/snapshot.h"
#include "view/listing.h"
#include "view/module_view.h"
#include "view/show.h"

/* A row of any of them; each list uses the members it needs. */
struct show_row {
	struct lane_row lane;     /* first: lane columns look at it */
	const struct snapshot *snapshot;
	const struct timespec *now;   /* CLOCK_MONOTONIC that ages are counted to */
	size_t port;              /* index into ports */
	size_t breakout;          /* index into breakouts */
	size_t leg;               /* index into its legs */
	const struct violation *violation;
	const struct event *event;
	const struct show_selection *selection;
};

/* What a filter comes to. */
struct show_selection {
	size_t port;              /* index into ports; SIZE_MAX: all */
	size_t breakout;          /* likewise */
	enum severity severity;   /* at least; 0: all */
	uint32_t last;            /* rows, the last ones; 0: all */
};

/* 0 or -ENOENT, said in why[SHOW_WHY]. */
int show_select(const struct show_filter *filter, const struct topology *t, struct show_selection *ret_selection,
                char *why);

/* Is the row one that was asked for? Each looks at what such rows have. */
bool show_port_selected(const struct show_row *row);
bool show_breakout_selected(const struct show_row *row);
bool show_leg_selected(const struct show_row *row);
bool show_subject_selected(const struct show_row *row, const struct subject *about, enum severity severity);

/* Is it about this breakout (index into breakouts), or about a port of it? */
bool show_subject_of_breakout(const struct snapshot *s, const struct subject *about, size_t breakout);

extern const struct listing_column show_port_columns[];
extern const struct listing_column show_module_columns[];
extern const struct listing_column show_lane_columns[];
extern const struct listing_column show_breakout_columns[];
extern const struct listing_column show_leg_columns[];
extern const struct listing_column show_violation_columns[];
extern const struct listing_column show_event_columns[];

/* Over a `struct rule`. */
extern const struct listing_column show_rule_columns[];

/* A number where 0 means that there is none. */
void show_set_nonzero(struct cell *c, uint32_t v);
/* A time in ms as a person wants it: "3 s", "5 min". Negative: there is none. */
void show_set_age(struct cell *c, int64_t ms);
/* "2026-07-01T12:00:00Z", in UTC so that it sorts and compares; nothing for 0. */
void show_set_time(struct cell *c, const struct timespec *t);
void show_set_mode(struct cell *c, const struct mode *mode);

#endif
