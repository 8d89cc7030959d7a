/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of what a snapshot holds: the walks over it. Columns are in show_*.c. */
#include "view/show.h"

#include <errno.h>
#include <string.h>

#include "rules/rule.h"
#include "view/listing.h"
#include "view/module_page.h"
#include "view/show_columns.h"

/* A list: its columns, what is said of an empty one, and the walk, which fills in copies of `base`. */
struct show_list {
	const char *word;
	const struct listing_column *columns;
	const char *empty;
	int (*walk)(const struct show_row *base, struct listing *l);
	bool grave;   /* its rows have a severity */
	bool last;    /* it has a last row */
};

static int walk_ports(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (row.port = 0; row.port < base->snapshot->topology->port_count && r == 0; row.port++) {
		if (show_port_selected(&row))
			r = listing_add(l, &row);
	}
	return r;
}

static int walk_modules(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (row.port = 0; row.port < base->snapshot->topology->port_count && r == 0; row.port++) {
		if (base->snapshot->ports[row.port].module && show_port_selected(&row))
			r = listing_add(l, &row);
	}
	return r;
}

static int walk_lanes(const struct show_row *base, struct listing *l)
{
	struct show_row row = *base;
	int r = 0;

	for (row.port = 0; row.port < base->snapshot->topology->port_count && r == 0; row.port++) {
		const struct module *m = base->snapshot->ports[row.port].module;

		if (!show_port_selected(&row))
			continue;
		for (unsigned n = 1; m && module_lane(m, n) && r == 0; n++) {
			row.lane = (struct lane_row){ m, n };
			r = listing_add(l, &row);
		}
	}
	return r;
}

static int walk_breakouts(const struct show_row *base, struct listing *l)
{
	const struct topology *t = base->snapshot->topology;
	struct show_row row = *base;
	int r = 0;

	for (row.breakout = 0; row.breakout < t->breakout_count && r == 0; row.breakout++) {
		if (show_breakout_selected(&row))
			r = listing_add(l, &row);
	}
	return r;
}

static int walk_legs(const struct show_row *base, struct listing *l)
{
	const struct topology *t = base->snapshot->topology;
	struct show_row row = *base;
	int r = 0;

	for (row.breakout = 0; row.breakout < t->breakout_count; row.breakout++) {
		for (row.leg = 0; row.leg < t->breakouts[row.breakout].leg_count && r == 0; row.leg++) {
			if (show_leg_selected(&row))
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
		if (show_subject_selected(&row, &row.violation->about, row.violation->severity))
			r = listing_add(l, &row);
	}
	return r;
}

static bool event_selected(const struct show_row *row)
{
	return show_subject_selected(row, &row->event->about, row->event->severity);
}

/* Where the last so many that were asked for begin. */
static size_t first_event(const struct show_row *base)
{
	const struct event_log *log = base->snapshot->events;
	struct show_row row = *base;
	size_t first = log->count;

	if (!base->selection->last)
		return 0;
	for (uint32_t left = base->selection->last; first > 0 && left > 0;) {
		row.event = log->events[--first];
		left -= event_selected(&row);
	}
	return first;
}

static int walk_events(const struct show_row *base, struct listing *l)
{
	const struct event_log *log = base->snapshot->events;
	struct show_row row = *base;
	int r = 0;

	for (size_t i = first_event(base); i < log->count && r == 0; i++) {
		row.event = log->events[i];
		if (event_selected(&row))
			r = listing_add(l, &row);
	}
	return r;
}

static const struct show_list lists[] = {
	{ "ports", show_port_columns, "no ports are configured, and none were found", walk_ports, false, false },
	{ "module", NULL, NULL, NULL, false, false },
	{ "modules", show_module_columns, "no modules are plugged in", walk_modules, false, false },
	{ "lanes", show_lane_columns, "no modules are plugged in", walk_lanes, false, false },
	{ "breakouts", show_breakout_columns, "no breakouts are configured", walk_breakouts, true, false },
	{ "legs", show_leg_columns, "no breakouts are configured", walk_legs, true, false },
	{ "violations", show_violation_columns, "no violations", walk_violations, true, false },
	{ "events", show_event_columns, "no events", walk_events, true, true },
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
	struct listing *l;

	if (options->csv)
		return listing_new_csv(columns, out);
	if (options->json)
		return listing_new_stream(columns, out);
	l = listing_new(columns, false);
	if (l)
		listing_set_colour(l, options->colour);
	return l;
}

/* Print a listing that was filled with result `r`, and release it. */
static int finish(struct listing *l, int r, const struct show_options *options, const char *empty, FILE *out)
{
	if (r == 0 && (options->json || options->csv))
		r = listing_end(l);
	else if (r == 0)
		listing_print_wide(l, out, 0, options->width, empty);
	listing_free(l);
	return r;
}

/* What the list has none of. */
static int check_filter(const struct show_list *list, const struct show_filter *filter, char *why)
{
	if (filter->severity && !list->grave)
		snprintf(why, SHOW_WHY, "%s have no severity", list->word);
	else if (filter->last && !list->last)
		snprintf(why, SHOW_WHY, "%s have no order of time", list->word);
	else
		return 0;
	return -EINVAL;
}

static bool filters(const struct show_filter *filter)
{
	return filter->port || filter->breakout || filter->severity;
}

static json_t *module_json(const struct port_decl *port, const struct module *m)
{
	json_t *object = json_pack("{s:s, s:I}", "port", port->name, "port_index", (json_int_t)port->index);
	json_t *fields = module_view_fields(m);
	int r = object && fields ? json_object_update(object, fields) : -1;

	json_decref(fields);
	if (r == 0)
		r = module_json_lists(object, m);
	if (r == 0)
		return object;
	json_decref(object);
	return NULL;
}

static int module_text(const struct port_decl *port, const struct port_state *state, FILE *out)
{
	fprintf(out, "%s: ", port->name);
	module_print_summary(state->module, out);
	for (const struct module_section *section = module_sections; section->title; section++)
		module_print_section(out, section, state->module, NULL, NULL);
	return module_print_lists(out, state->module) ? 0 : -ENOMEM;
}

static int print_module(const struct snapshot *s, const struct show_selection *selection,
                        const struct show_options *options, FILE *out, char *why)
{
	const struct port_decl *port;
	const struct port_state *state;

	if (options->csv) {
		snprintf(why, SHOW_WHY, "one module is no list, and has no CSV");
		return -EINVAL;
	}
	if (selection->port == SIZE_MAX) {
		snprintf(why, SHOW_WHY, "the module of which port?");
		return -EINVAL;
	}
	port = &s->topology->ports[selection->port];
	state = &s->ports[selection->port];
	if (!state->module) {
		snprintf(why, SHOW_WHY, "no module is known in %s: %s", port->name,
		         code_name(read_status_labels, state->status));
		return -ENOENT;
	}
	return options->json ? show_print_json(module_json(port, state->module), out) : module_text(port, state, out);
}

int show_print(const struct show_list *list, const struct snapshot *s, const struct show_options *options,
               FILE *out, char *why)
{
	struct show_selection selection;
	const struct show_row base = { .snapshot = s, .now = &options->now, .selection = &selection };
	struct listing *l;
	int r = check_filter(list, &options->filter, why);

	if (r == 0)
		r = show_select(&options->filter, s->topology, &selection, why);
	if (r < 0)
		return r;
	if (!list->columns)
		return print_module(s, &selection, options, out, why);
	l = start(list->columns, options, out);
	if (!l)
		return -ENOMEM;
	return finish(l, list->walk(&base, l), options, filters(&options->filter) ? "nothing of that" : list->empty,
	              out);
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
