/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of what a snapshot holds: the walks over it. Columns are in show_*.c. */
#include "view/show.h"

#include <errno.h>
#include <string.h>

#include "rules/rule.h"
#include "view/listing.h"
#include "view/show_columns.h"

/* A list: its columns, what is said of an empty one, and the walk, which fills in copies of `base`. */
struct show_list {
	const char *word;
	const struct listing_column *columns;
	const char *empty;
	int (*walk)(const struct show_row *base, struct listing *l);
};

static int walk_ports(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < base->snapshot->topology->port_count && r == 0; i++) {
		row.port = i;
		r = listing_add(l, &row);
	}
	return r;
}

static int walk_modules(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < base->snapshot->topology->port_count && r == 0; i++) {
		row.port = i;
		if (base->snapshot->ports[i].module)
			r = listing_add(l, &row);
	}
	return r;
}

static int walk_lanes(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < base->snapshot->topology->port_count; i++) {
		const struct module *m = base->snapshot->ports[i].module;

		row.port = i;
		for (unsigned n = 1; m && module_lane(m, n) && r == 0; n++) {
			row.lane = (struct lane_row){ m, n };
			r = listing_add(l, &row);
		}
	}
	return r;
}

static int walk_breakouts(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < base->snapshot->topology->breakout_count && r == 0; i++) {
		row.breakout = i;
		r = listing_add(l, &row);
	}
	return r;
}

static int walk_legs(const struct show_row *base, struct listing *l)
{
	const struct topology *t = base->snapshot->topology;
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < t->breakout_count; i++) {
		row.breakout = i;
		for (size_t j = 0; j < t->breakouts[i].leg_count && r == 0; j++) {
			row.leg = j;
			r = listing_add(l, &row);
		}
	}
	return r;
}

static int walk_violations(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (size_t i = 0; i < base->snapshot->violation_count && r == 0; i++) {
		row.violation = &base->snapshot->violations[i];
		r = listing_add(l, &row);
	}
	return r;
}

static const struct show_list lists[] = {
	{ "ports", show_port_columns, "no ports are configured, and none were found", walk_ports },
	{ "modules", show_module_columns, "no modules are plugged in", walk_modules },
	{ "lanes", show_lane_columns, "no modules are plugged in", walk_lanes },
	{ "breakouts", show_breakout_columns, "no breakouts are configured", walk_breakouts },
	{ "legs", show_leg_columns, "no breakouts are configured", walk_legs },
	{ "violations", show_violation_columns, "no violations", walk_violations },
};

const struct show_list *show_find(const char *word)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (strcmp(lists[i].word, word) == 0)
			return &lists[i];
	}
	return NULL;
}

int show_print_json(json_t *json, FILE *out)
{
	int r;

	if (!json)
		return -ENOMEM;
	r = json_dumpf(json, out, LISTING_JSON_FLAGS);
	json_decref(json);
	if (r < 0 && !ferror(out))
		return -ENOMEM;
	fputc('\n', out);
	return 0;
}

static struct listing *start(const struct listing_column *columns, const struct show_options *options, FILE *out)
{
	return options->json ? listing_new_stream(columns, out) : listing_new(columns, false);
}

/* Print a listing that was filled with result `r`, and release it. */
static int finish(struct listing *l, int r, const struct show_options *options, const char *empty, FILE *out)
{
	if (r == 0 && options->json)
		listing_end(l);
	else if (r == 0)
		listing_print_wide(l, out, 0, options->width, empty);
	listing_free(l);
	return r;
}

int show_print(const struct show_list *list, const struct snapshot *s, const struct show_options *options,
               FILE *out)
{
	const struct show_row base = { .snapshot = s, .now = &options->now };
	struct listing *l = start(list->columns, options, out);

	if (!l)
		return -ENOMEM;
	return finish(l, list->walk(&base, l), options, list->empty, out);
}

int show_print_rules(const struct show_options *options, FILE *out)
{
	struct listing *l = start(show_rule_columns, options, out);
	int r = 0;

	if (!l)
		return -ENOMEM;
	for (size_t i = 0; i < rule_count && r == 0; i++)
		r = listing_add(l, &rules[i]);
	return finish(l, r, options, "no rules", out);
}
