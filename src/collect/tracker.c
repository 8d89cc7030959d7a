/* SPDX-License-Identifier: BSD-3-Clause */
/* Debounced violations, verdicts and events. */
#include "collect/tracker.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "collect/events.h"

/* A violation that is raised or on its way there. */
struct tracked {
	struct violation v; /* v.index 0 until it is raised */
	unsigned seen;      /* scans in a row with it, until raised */
	unsigned missed;    /* scans in a row without it */
	bool raised;
	bool notified;
	char breakout_name[TOPOLOGY_NAME];
	char port_name[TOPOLOGY_NAME];
	uint32_t if_index;
};

struct tracker {
	struct tracked *tracked; /* sorted by rule and subject */
	size_t count;
	uint32_t last_violation;
	struct event_ring events;
};

struct tracker *tracker_new(size_t event_room)
{
	struct tracker *t = calloc(1, sizeof(*t));

	if (t && event_ring_init(&t->events, event_room) < 0) {
		free(t);
		return NULL;
	}
	return t;
}

void tracker_free(struct tracker *t)
{
	if (!t)
		return;
	free(t->tracked);
	event_ring_release(&t->events);
	free(t);
}

/* Order of (rule, subject); rule 0 comes first. */
static int key_compare(uint32_t rule_a, const struct subject *a, uint32_t rule_b, const struct subject *b)
{
	/* The lane is what was seen last of it, not what it is. */
	const uint32_t ka[] = { a->breakout, a->leg, a->port, rule_a };
	const uint32_t kb[] = { b->breakout, b->leg, b->port, rule_b };

	for (size_t i = 0; i < sizeof(ka) / sizeof(ka[0]); i++) {
		if (ka[i] != kb[i])
			return ka[i] < kb[i] ? -1 : 1;
	}
	return 0;
}

/* Rows of the table are its first rule onwards; NULL stands for "any". */
static uint32_t index_of(const struct rule *rule)
{
	return rule ? (uint32_t)(rule - rules) + 1 : 0;
}

static int compare_findings(const void *a, const void *b)
{
	const struct judge_finding *const *fa = a, *const *fb = b;

	return key_compare(index_of((*fa)->rule), &(*fa)->about, index_of((*fb)->rule), &(*fb)->about);
}

static int compare_unknowns(const void *a, const void *b)
{
	const struct judge_unknown *ua = a, *ub = b;

	return key_compare(index_of(ua->rule), &ua->about, index_of(ub->rule), &ub->about);
}

static bool is_unknown(const struct judge_unknown *sorted, size_t count, uint32_t rule,
                       const struct subject *about)
{
	struct judge_unknown one = { .rule = rule_of_index(rule), .about = *about };
	struct judge_unknown any = { .rule = NULL, .about = *about };

	return count && (bsearch(&one, sorted, count, sizeof(one), compare_unknowns) ||
	                 bsearch(&any, sorted, count, sizeof(any), compare_unknowns));
}

/* Names are kept with the violation: its clear may come after the configuration has changed. */
static void take_finding(struct tracked *e, const struct judge_finding *f, const struct snapshot *s)
{
	const struct topology *topology = s->topology;
	const struct breakout_decl *b = topology_breakout_of_index(topology, f->about.breakout);
	const struct port_decl *p = topology_port_of_index(topology, f->about.port);

	uint8_t lane = e->raised ? e->v.about.lane : f->about.lane;
	const struct waiver *waiver;

	/* A clear names the lane that its raise did. */
	e->v.rule = index_of(f->rule);
	e->v.about = f->about;
	e->v.about.lane = lane;
	e->v.severity = f->what.severity;
	e->v.leg_mismatch = f->rule->flags & RULE_LEG_MISMATCH;
	TEXT_SET(e->v.expected, f->what.expected);
	TEXT_SET(e->v.observed, f->what.observed);
	TEXT_SET(e->v.evidence, f->what.evidence);
	e->v.suppressed = f->suppressed;
	waiver = topology_waiver(topology, e->v.rule, f->about.breakout, f->about.leg, f->about.port);
	e->v.waived = waiver != NULL;
	TEXT_SET(e->v.waiver, waiver ? waiver->reason : "");
	module_brief_set(&e->v.module, f->module);
	TEXT_SET(e->breakout_name, b ? b->name : "");
	TEXT_SET(e->port_name, p ? p->name : "");
	e->if_index = p ? s->ports[p - topology->ports].if_index[0] : 0;
}

static void describe(const struct event *event, const char *what, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (event->breakout_name[0])
		text_printf(&t, "breakout %s", event->breakout_name);
	if (event->about.leg)
		text_item(&t, " ", "leg %u", event->about.leg);
	if (event->port_name[0])
		text_item(&t, " ", t.len ? "(port %s)" : "port %s", event->port_name);
	text_item(&t, ": ", "%s", what);
}

static void violation_event(struct tracker *t, const struct tracked *e, bool raise,
                            const struct scan_time *now)
{
	const struct rule *rule = rule_of_index(e->v.rule);
	struct event event = {
		.severity = raise ? e->v.severity : SEVERITY_NONE,
		.time = now->real,
		.rule = e->v.rule,
		.about = e->v.about,
		.if_index = e->if_index,
		.suppressed = raise ? e->v.suppressed : 0,
		.module = e->v.module,
	};
	char what[2 * FINDING_TEXT + 64];

	if (e->v.leg_mismatch)
		event.kind = raise ? EVENT_LEG_MISMATCH : EVENT_LEG_MISMATCH_CLEARED;
	else
		event.kind = raise ? EVENT_VIOLATION_RAISED : EVENT_VIOLATION_CLEARED;
	TEXT_SET(event.rule_id, rule->id);
	TEXT_SET(event.breakout_name, e->breakout_name);
	TEXT_SET(event.port_name, e->port_name);
	TEXT_SET(event.expected, e->v.expected);
	TEXT_SET(event.observed, e->v.observed);
	if (raise)
		snprintf(what, sizeof(what), "%s %s: expected %s; observed %s", rule->id, rule->name,
		         e->v.expected, e->v.observed);
	else
		snprintf(what, sizeof(what), "%s %s: no longer", rule->id, rule->name);
	describe(&event, what, event.text, sizeof(event.text));
	event_ring_add(&t->events, &event);
}

/* Send what the manager does not know yet. Remarks (info) are not news. */
static void announce(struct tracker *t, struct tracked *e, const struct scan_time *now)
{
	bool wanted = e->raised && e->v.severity > SEVERITY_INFO && !e->v.waived;

	if (wanted == e->notified)
		return;
	e->notified = wanted;
	violation_event(t, e, wanted, now);
}

int tracker_port_event(struct tracker *t, const struct snapshot *s, enum event_kind kind, size_t port,
                       const struct module *m, const struct scan_time *now)
{
	const struct port_state *state = &s->ports[port];
	struct event event = {
		.kind = kind,
		.severity = SEVERITY_INFO,
		.time = now->real,
		.about = { .port = s->topology->ports[port].index, .leg = state->leg },
		.if_index = state->if_index[0],
	};
	char what[256], summary[128];

	if (state->role != ROLE_STANDALONE) {
		const struct breakout_decl *b = &s->topology->breakouts[state->breakout];

		event.about.breakout = b->index;
		TEXT_SET(event.breakout_name, b->name);
	}
	TEXT_SET(event.port_name, s->topology->ports[port].name);
	module_brief_set(&event.module, m);
	snprintf(what, sizeof(what), "module %s%s%s", kind == EVENT_MODULE_INSERTED ? "inserted" : "removed",
	         m ? ": " : "", m ? module_summary(m, summary, sizeof(summary)) : "");
	describe(&event, what, event.text, sizeof(event.text));
	event_ring_add(&t->events, &event);
	return 0;
}

/* The ports that a violation is about: trunk, leg, or itself. Their number. */
static size_t ports_of(const struct tracked *e, const struct snapshot *s,
                       const struct port_state *ret_ports[3])
{
	const struct breakout_decl *b = topology_breakout_of_index(s->topology, e->v.about.breakout);
	const struct port_decl *port = topology_port_of_index(s->topology, e->v.about.port);
	unsigned leg = e->v.about.leg;
	size_t n = 0;

	if (port)
		ret_ports[n++] = &s->ports[port - s->topology->ports];
	if (b)
		ret_ports[n++] = &s->ports[b->trunk];
	if (b && leg >= 1 && leg <= b->leg_count && b->legs[leg - 1].peer == PEER_LOCAL)
		ret_ports[n++] = &s->ports[b->legs[leg - 1].port];
	return n;
}

/* Does the scan say nothing new of it, as a port of it was not looked at, or monitors were not read? */
static bool is_stale(const struct tracked *e, const struct scan_time *now, const struct snapshot *s)
{
	const struct rule *rule = rule_of_index(e->v.rule);
	const struct port_state *ports[3];
	size_t count = ports_of(e, s, ports);
	bool live = !now->stale;

	for (size_t i = 0; i < count; i++) {
		if (ports[i]->late)
			return true;
		live |= ports[i]->live;
	}
	return !live && rule && (rule->flags & RULE_ON_READINGS);
}

/* One more scan with the finding. */
static void seen(struct tracker *t, struct tracked *e, const struct judge_finding *f,
                 const struct snapshot *s, unsigned raise_after, const struct scan_time *now)
{
	take_finding(e, f, s);
	if (is_stale(e, now, s))
		return;
	e->missed = 0;
	if (!e->raised && ++e->seen >= raise_after) {
		e->raised = true;
		e->v.index = ++t->last_violation;
		e->v.since = now->real;
		e->v.since_mono = now->mono;
	}
}

/* One more scan without it: false if it is gone. */
static bool missed(struct tracker *t, struct tracked *e, unsigned clear_after, const struct scan_time *now,
                   const struct snapshot *s)
{
	if (is_stale(e, now, s))
		return true;
	e->seen = 0;
	if (!e->raised)
		return false;
	if (++e->missed < clear_after)
		return true;
	e->raised = false;
	announce(t, e, now);
	return false;
}

/* Merge sorted findings into sorted entries. */
static int merge(struct tracker *t, const struct judgement *j, unsigned raise_after, unsigned clear_after,
                 const struct scan_time *now, const struct snapshot *s)
{
	const struct judge_finding **findings = calloc(j->finding_count + 1, sizeof(const void *));
	struct tracked *next = calloc(t->count + j->finding_count + 1, sizeof(*next));
	size_t count = 0, f = 0, old = 0;

	if (!findings || !next) {
		free(findings);
		free(next);
		return -ENOMEM;
	}
	for (size_t i = 0; i < j->finding_count; i++)
		findings[i] = &j->findings[i];
	qsort(findings, j->finding_count, sizeof(findings[0]), compare_findings);
	if (j->unknown_count)
		qsort(j->unknowns, j->unknown_count, sizeof(j->unknowns[0]), compare_unknowns);
	while (old < t->count || f < j->finding_count) {
		struct tracked *e = &next[count];
		int order = old == t->count ? 1
		            : f == j->finding_count
		                    ? -1
		                    : key_compare(t->tracked[old].v.rule, &t->tracked[old].v.about,
		                                  index_of(findings[f]->rule), &findings[f]->about);

		if (order <= 0)
			*e = t->tracked[old++];
		if (order >= 0) {
			seen(t, e, findings[f++], s, raise_after, now);
			count++;
		} else if (is_unknown(j->unknowns, j->unknown_count, e->v.rule, &e->v.about) ||
		           missed(t, e, clear_after, now, s)) {
			count++;
		} else {
			*e = (struct tracked){ 0 };
		}
	}
	/* Clears are out; what replaces them comes after, as a manager expects. */
	for (size_t i = 0; i < count; i++)
		announce(t, &next[i], now);
	free(findings);
	free(t->tracked);
	t->tracked = next;
	t->count = count;
	return 0;
}

static int compare_violations(const void *a, const void *b)
{
	const struct violation *va = a, *vb = b;

	return va->index < vb->index ? -1 : va->index > vb->index;
}

static int fill_violations(const struct tracker *t, struct snapshot *s)
{
	size_t n = 0;

	s->violations = calloc(t->count + 1, sizeof(s->violations[0]));
	if (!s->violations)
		return -ENOMEM;
	for (size_t i = 0; i < t->count; i++) {
		if (t->tracked[i].raised)
			s->violations[n++] = t->tracked[i].v;
	}
	s->violation_count = n;
	qsort(s->violations, n, sizeof(s->violations[0]), compare_violations);
	return 0;
}

static enum severity worse(enum severity a, enum severity b)
{
	return a > b ? a : b;
}

/* From the active rows, so that verdict and violation table never disagree. */
static void mark_active(struct snapshot *s)
{
	for (size_t i = 0; i < s->violation_count; i++) {
		const struct violation *v = &s->violations[i];
		const struct breakout_decl *b = topology_breakout_of_index(s->topology, v->about.breakout);
		struct breakout_state *state;
		struct leg_state *leg;

		if (!b)
			continue;
		state = &s->breakouts[b - s->topology->breakouts];
		leg = v->about.leg >= 1 && v->about.leg <= b->leg_count ? &state->legs[v->about.leg - 1] : NULL;
		if (v->waived) {
			state->waived |= v->severity > SEVERITY_INFO;
			if (leg)
				leg->waived |= v->severity > SEVERITY_INFO;
			continue;
		}
		state->violations++;
		state->severity = worse(state->severity, v->severity);
		if (leg)
			leg->severity = worse(leg->severity, v->severity);
	}
}

static enum verdict verdict_of(enum severity severity, bool undecided, bool waived)
{
	if (severity > SEVERITY_INFO)
		return VERDICT_VIOLATION;
	if (waived)
		return VERDICT_WAIVED;
	return undecided ? VERDICT_UNKNOWN : VERDICT_OK;
}

static bool pending(const struct tracker *t, uint32_t breakout, unsigned leg)
{
	/* Subjects are sorted by breakout and leg first. */
	struct subject about = { .breakout = breakout, .leg = (uint8_t)leg };
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (key_compare(t->tracked[mid].v.rule, &t->tracked[mid].v.about, 0, &about) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < t->count; low++) {
		const struct tracked *e = &t->tracked[low];

		if (e->v.about.breakout != breakout || e->v.about.leg != leg)
			return false;
		if (!e->raised && e->v.severity > SEVERITY_INFO)
			return true;
	}
	return false;
}

/* What breakouts[i] was in the previous scan; NULL if it was not, or was another. */
static const struct breakout_state *state_before(const struct snapshot *previous, const struct snapshot *s,
                                                 size_t i)
{
	const struct breakout_decl *b = &s->topology->breakouts[i], *then;

	if (!previous)
		return NULL;
	if (previous->topology == s->topology)
		return &previous->breakouts[i];
	/* What is concluded comes and goes; what is declared moves with it. */
	then = topology_breakout_of_index(previous->topology, b->index);
	if (!then || then->trunk != b->trunk || then->leg_count != b->leg_count)
		return NULL;
	return &previous->breakouts[then - previous->topology->breakouts];
}

static void fill_verdicts(const struct tracker *t, const struct scan_time *now,
                          const struct snapshot *previous, struct snapshot *s)
{
	mark_active(s);
	for (size_t i = 0; i < s->topology->breakout_count; i++) {
		const struct breakout_decl *b = &s->topology->breakouts[i];
		struct breakout_state *state = &s->breakouts[i];
		const struct breakout_state *before = state_before(previous, s, i);
		bool undecided = state->undecided || pending(t, b->index, 0);

		for (unsigned n = 0; n < b->leg_count; n++) {
			struct leg_state *leg = &state->legs[n];

			leg->verdict =
				verdict_of(leg->severity, leg->undecided || pending(t, b->index, n + 1),
			                   leg->waived);
			leg->changed = before && before->legs[n].verdict == leg->verdict
			                       ? before->legs[n].changed
			                       : now->real;
			undecided |= leg->verdict == VERDICT_UNKNOWN;
		}
		state->verdict = verdict_of(state->severity, undecided, state->waived);
		state->changed = before && before->verdict == state->verdict ? before->changed : now->real;
	}
}

int tracker_update(struct tracker *t, const struct judgement *j, unsigned raise_after, unsigned clear_after,
                   const struct scan_time *now, const struct snapshot *previous, struct snapshot *s)
{
	int rc = merge(t, j, raise_after, clear_after, now, s);

	if (rc == 0)
		rc = fill_violations(t, s);
	if (rc < 0)
		return rc;
	fill_verdicts(t, now, previous, s);
	s->events = event_ring_log(&t->events);
	return s->events ? 0 : -ENOMEM;
}
