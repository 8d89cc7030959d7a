/* SPDX-License-Identifier: BSD-3-Clause */
/* Which rows of a list were asked for. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "view/show_columns.h"

/* By name, else by index number, in the order of the topology. SIZE_MAX: there is none. */
static size_t find_port(const struct topology *t, const char *word)
{
	uint32_t index = 0;

	for (size_t i = 0; i < t->port_count; i++) {
		if (strcmp(t->ports[i].name, word) == 0)
			return i;
	}
	(void)parse_u32(word, 1, UINT16_MAX, &index);
	for (size_t i = 0; i < t->port_count; i++) {
		if (t->ports[i].index == index)
			return i;
	}
	return SIZE_MAX;
}

static size_t find_breakout(const struct topology *t, const char *word)
{
	uint32_t index = 0;

	for (size_t i = 0; i < t->breakout_count; i++) {
		if (strcmp(t->breakouts[i].name, word) == 0)
			return i;
	}
	(void)parse_u32(word, 1, UINT16_MAX, &index);
	for (size_t i = 0; i < t->breakout_count; i++) {
		if (t->breakouts[i].index == index)
			return i;
	}
	return SIZE_MAX;
}

int show_select(const struct show_filter *filter, const struct topology *t, struct show_selection *ret_selection,
                char *why)
{
	struct show_selection selection = { SIZE_MAX, SIZE_MAX, filter->severity, filter->last };

	if (filter->port)
		selection.port = find_port(t, filter->port);
	if (filter->breakout)
		selection.breakout = find_breakout(t, filter->breakout);
	if (filter->port && selection.port == SIZE_MAX) {
		snprintf(why, SHOW_WHY, "there is no port '%.64s'", filter->port);
		return -ENOENT;
	}
	if (filter->breakout && selection.breakout == SIZE_MAX) {
		snprintf(why, SHOW_WHY, "there is no breakout '%.64s'", filter->breakout);
		return -ENOENT;
	}
	*ret_selection = selection;
	return 0;
}

int show_port_of(const struct show_filter *filter, const struct topology *t, size_t *ret_port, char *why)
{
	struct show_selection selection;
	int r = show_select(filter, t, &selection, why);

	if (r == 0)
		*ret_port = selection.port;
	return r;
}

bool show_port_selected(const struct show_row *row)
{
	const struct show_selection *want = row->selection;
	const struct port_state *p = &row->snapshot->ports[row->port];

	return (want->port == SIZE_MAX || want->port == row->port) &&
	       (want->breakout == SIZE_MAX || (p->role != ROLE_STANDALONE && p->breakout == want->breakout));
}

/* Severities are of the worst; none is below all. */
static bool grave_enough(const struct show_selection *want, enum severity severity)
{
	return !want->severity || severity >= want->severity;
}

static bool is_at_leg(const struct leg_decl *leg, size_t port)
{
	return leg->peer == PEER_LOCAL && leg->port == port;
}

bool show_breakout_selected(const struct show_row *row)
{
	const struct show_selection *want = row->selection;
	const struct breakout_decl *b = &row->snapshot->topology->breakouts[row->breakout];
	bool here = want->port == SIZE_MAX || b->trunk == want->port;

	for (size_t i = 0; i < b->leg_count && !here; i++)
		here = is_at_leg(&b->legs[i], want->port);
	return here && (want->breakout == SIZE_MAX || want->breakout == row->breakout) &&
	       grave_enough(want, row->snapshot->breakouts[row->breakout].severity);
}

bool show_leg_selected(const struct show_row *row)
{
	const struct show_selection *want = row->selection;
	const struct breakout_decl *b = &row->snapshot->topology->breakouts[row->breakout];

	return (want->breakout == SIZE_MAX || want->breakout == row->breakout) &&
	       (want->port == SIZE_MAX || b->trunk == want->port || is_at_leg(&b->legs[row->leg], want->port)) &&
	       grave_enough(want, row->snapshot->breakouts[row->breakout].legs[row->leg].severity);
}

bool show_subject_of_breakout(const struct snapshot *s, const struct subject *about, size_t breakout)
{
	const struct topology *t = s->topology;

	if (about->breakout || !about->port)
		return about->breakout == t->breakouts[breakout].index;
	for (size_t i = 0; i < t->port_count; i++) {
		if (t->ports[i].index == about->port)
			return s->ports[i].role != ROLE_STANDALONE && s->ports[i].breakout == breakout;
	}
	return false;
}

/* Either end of a leg: what one measures is often the other one's doing. */
static bool is_at_port(const struct snapshot *s, const struct subject *about, size_t port)
{
	const struct topology *t = s->topology;
	const struct leg_decl *leg = topology_leg(t, about);

	if (t->ports[port].index == about->port)
		return true;
	return leg && (topology_breakout_of_index(t, about->breakout)->trunk == port || is_at_leg(leg, port));
}

bool show_subject_selected(const struct show_row *row, const struct subject *about, enum severity severity)
{
	const struct show_selection *want = row->selection;

	return (want->port == SIZE_MAX || is_at_port(row->snapshot, about, want->port)) &&
	       (want->breakout == SIZE_MAX || show_subject_of_breakout(row->snapshot, about, want->breakout)) &&
	       grave_enough(want, severity);
}

enum severity show_severity(const char *label)
{
	for (enum severity s = SEVERITY_INFO; s <= SEVERITY_CRITICAL; s++) {
		if (strcmp(label, code_name(severity_labels, (uint32_t)s)) == 0)
			return s;
	}
	return 0;
}
