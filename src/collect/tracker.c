/* SPDX-License-Identifier: BSD-3-Clause */
/* Debounced violations, verdicts and events. */
#include "collect/tracker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "collect/events.h"
#include "collect/infer.h"
#include "collect/notice.h"
#include "collect/port_watch.h"
#include "collect/verdict.h"

/* A violation that is raised, on its way there, or was not long ago. */
struct tracked {
	struct notice_violation is; /* is.v.index 0 until it is raised */
	bool found;                 /* in this scan */
	unsigned seen;              /* scans in a row with it, until raised; those that count */
	struct timespec first;      /* CLOCK_MONOTONIC of the first of them */
	unsigned missed;            /* scans in a row without it */
	bool raised;
	bool wanted;                /* raised, and something to tell of */
	bool notified;              /* managers think that it is */
	struct flap flap;
};

struct tracker {
	struct tracked *tracked; /* sorted by rule and subject */
	size_t count;
	uint32_t last_violation;
	struct event_ring events;
	struct port_watch ports;
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
	port_watch_release(&t->ports);
	free(t);
}

/* Order of (rule, subject); rule 0 comes first. */
static int key_compare(uint32_t rule_a, const struct subject *a, uint32_t rule_b, const struct subject *b)
{
	/* Lane, and which end of a leg, are what was seen last of it, not what it is. */
	const uint32_t ka[] = { a->breakout, a->leg, a->leg ? 0 : a->port, rule_a };
	const uint32_t kb[] = { b->breakout, b->leg, b->leg ? 0 : b->port, rule_b };

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

	if (!count)
		return false;
	if (bsearch(&one, sorted, count, sizeof(one), compare_unknowns))
		return true;
	/* That a module can't be read is no matter to rules that don't ask it. */
	return !(one.rule && (one.rule->flags & RULE_ON_PRESENCE)) &&
	       bsearch(&any, sorted, count, sizeof(any), compare_unknowns);
}

static enum event_kind raise_of(const struct rule *rule)
{
	if (rule->flags & RULE_LEG_MISMATCH)
		return EVENT_LEG_MISMATCH;
	return rule->flags & RULE_LANE_ALARM ? EVENT_LANE_ALARM : EVENT_VIOLATION_RAISED;
}

/* By its own port, or by that of its leg if it was measured at the other end. */
static const struct waiver *waiver_of(const struct violation *v, const struct topology *t)
{
	const struct waiver *w = topology_waiver(t, v->rule, v->about.breakout, v->about.leg, v->about.port);
	const struct leg_decl *leg = topology_leg(t, &v->about);

	if (w || !leg || leg->peer != PEER_LOCAL)
		return w;
	return topology_waiver(t, v->rule, v->about.breakout, v->about.leg, t->ports[leg->port].index);
}

/* The network device of what it is about: of a trunk's lanes the leg's subport. */
static uint32_t if_index_of(const struct subject *about, const struct snapshot *s)
{
	const struct topology *t = s->topology;
	const struct port_decl *p = topology_port_of_index(t, about->port);
	const struct breakout_decl *b = topology_breakout_of_index(t, about->breakout);

	if (b && topology_leg(t, about) && p == &t->ports[b->trunk])
		return s->breakouts[b - t->breakouts].legs[about->leg - 1].trunk_if_index;
	return p ? s->ports[p - t->ports].if_index[0] : 0;
}

/* What a finding says. A clear names the port and the lane that its raise did. */
static void take_finding(struct tracked *e, const struct judge_finding *f, const struct snapshot *s)
{
	const struct topology *topology = s->topology;
	const struct breakout_decl *b = topology_breakout_of_index(topology, f->about.breakout);
	struct violation *v = &e->is.v;
	const struct waiver *waiver;
	const struct port_decl *p;

	v->rule = index_of(f->rule);
	if (!e->raised)
		v->about = f->about;
	v->severity = f->what.severity;
	TEXT_SET(v->expected, f->what.expected);
	TEXT_SET(v->observed, f->what.observed);
	TEXT_SET(v->evidence, f->what.evidence);
	v->suppressed = f->suppressed;
	waiver = waiver_of(v, topology);
	v->waived = waiver != NULL;
	TEXT_SET(v->waiver, waiver ? waiver->reason : "");
	if (v->about.port == f->about.port)
		module_brief_set(&v->module, f->module);
	if (!e->notified)
		e->is.raise = raise_of(f->rule);
	p = topology_port_of_index(topology, v->about.port);
	TEXT_SET(e->is.rule_id, f->rule->id);
	TEXT_SET(e->is.rule_name, f->rule->name);
	TEXT_SET(e->is.breakout_name, b ? b->name : "");
	TEXT_SET(e->is.port_name, p ? p->name : "");
	TEXT_SET(e->is.place, "");
	subject_place(&v->about, topology, e->is.place, sizeof(e->is.place));
	e->is.if_index = if_index_of(&v->about, s);
}

static void log_violation(struct tracker *t, const struct tracked *e, enum event_kind kind,
                          const struct scan_time *now)
{
	struct event event;

	notice_violation(&e->is, kind, &now->real, &event);
	event_ring_add(&t->events, &event);
}

/* Log what managers do not know yet, unless it flaps. Remarks (info) are not news. */
static void announce(struct tracker *t, struct tracked *e, const struct tracking *how,
                     const struct scan_time *now)
{
	bool wanted = e->raised && e->is.v.severity > SEVERITY_INFO && !e->is.v.waived;
	bool flaps = false;

	if (wanted && !e->wanted)
		flaps = flap_raised(&e->flap, &how->flap, &now->mono);
	else if (e->wanted && !wanted)
		flap_cleared(&e->flap, &now->mono);
	e->wanted = wanted;
	if (e->flap.damped && !flaps) {
		if (!flap_calmed(&e->flap, &how->flap, &now->mono))
			return;
		log_violation(t, e, EVENT_FLAPPING_ENDED, now);
	}
	if (wanted != e->notified) {
		e->notified = wanted;
		log_violation(t, e, wanted ? e->is.raise : event_clear_of(e->is.raise), now);
	}
	if (flaps)
		log_violation(t, e, EVENT_FLAPPING_STARTED, now);
}

int tracker_port_event(struct tracker *t, const struct tracking *how, const struct snapshot *s,
                       enum event_kind kind, size_t port, const struct module *m,
                       const struct scan_time *now)
{
	return port_watch_module(&t->ports, &t->events, how, s, kind, port, m, now);
}

/* The ports that a violation is about: trunk, leg, or itself. Their number. */
static size_t ports_of(const struct tracked *e, const struct snapshot *s,
                       const struct port_state *ret_ports[3])
{
	const struct breakout_decl *b = topology_breakout_of_index(s->topology, e->is.v.about.breakout);
	const struct port_decl *port = topology_port_of_index(s->topology, e->is.v.about.port);
	unsigned leg = e->is.v.about.leg;
	size_t n = 0;

	if (port)
		ret_ports[n++] = &s->ports[port - s->topology->ports];
	if (b)
		ret_ports[n++] = &s->ports[b->trunk];
	if (b && leg >= 1 && leg <= b->leg_count && b->legs[leg - 1].peer == PEER_LOCAL)
		ret_ports[n++] = &s->ports[b->legs[leg - 1].port];
	return n;
}

/*
 * Does the scan not count, as it says nothing new of it (a port of it was not looked at, monitors were not
 * read), or is one too many where so many scans in a row are wanted?
 */
static bool is_stale(const struct tracked *e, const struct scan_time *now, unsigned wanted,
                     const struct snapshot *s)
{
	const struct rule *rule = rule_of_index(e->is.v.rule);
	const struct port_state *ports[3];
	/* What rests on presence is about the first of them. */
	size_t all = ports_of(e, s, ports), count = all && rule && (rule->flags & RULE_ON_PRESENCE) ? 1 : all;
	/* Of what there is nothing left nothing new will be read. */
	bool live = !now->stale || count == 0;

	if ((now->extra && wanted > 1) || (s->host_late && rule && (rule->flags & RULE_ON_HOST)))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (ports[i]->late)
			return true;
		live |= ports[i]->live;
	}
	return !live && rule && (rule->flags & RULE_ON_READINGS);
}

/* That a port is split as it should be, the kernel said in so many words: it will say the same again. */
static bool is_split_confirmed(const struct tracked *e, const struct snapshot *s)
{
	const struct rule *rule = rule_of_index(e->is.v.rule);
	const struct breakout_decl *b = topology_breakout_of_index(s->topology, e->is.v.about.breakout);

	return rule && (rule->flags & RULE_ON_SPLIT) && b && !s->host_late &&
	       port_host(&s->ports[b->trunk])->split_confirmed &&
	       s->breakouts[b - s->topology->breakouts].host_split == HOST_SPLIT;
}

/* Was it found for long enough? */
static bool is_ripe(const struct tracked *e, const struct judge_finding *f, const struct tracking *how,
                    const struct scan_time *now)
{
	return e->seen >= how->raise_after &&
	       (!(f->rule->flags & RULE_OF_LAST_RESORT) ||
	        clock_ms_between(&e->first, &now->mono) >= how->link_grace_ms);
}

/* One more scan with the finding. */
static void seen(struct tracker *t, struct tracked *e, const struct judge_finding *f,
                 const struct snapshot *s, const struct tracking *how, const struct scan_time *now)
{
	take_finding(e, f, s);
	if (is_stale(e, now, how->raise_after, s))
		return;
	e->missed = 0;
	if (e->raised)
		return;
	if (e->seen++ == 0)
		e->first = now->mono;
	if (is_ripe(e, f, how, now)) {
		e->raised = true;
		e->is.v.index = ++t->last_violation;
		e->is.v.since = now->real;
		e->is.v.since_mono = now->mono;
	}
}

/* One more scan without it. */
static void missed(struct tracked *e, const struct tracking *how, const struct scan_time *now,
                   const struct snapshot *s)
{
	bool sure = is_split_confirmed(e, s);

	if (!sure && is_stale(e, now, how->clear_after, s))
		return;
	e->seen = 0;
	if (e->raised && (++e->missed >= how->clear_after || sure))
		e->raised = false;
}

/* Is there still something to remember? */
static bool is_over(struct tracked *e, const struct tracking *how, const struct scan_time *now)
{
	return !e->raised && !e->seen && !e->found && !e->notified && !e->flap.damped &&
	       flap_calmed(&e->flap, &how->flap, &now->mono);
}

/* Judgements are compared with what is tracked in this order. */
static int sort_judgement(const struct judgement *j, const struct judge_finding ***ret_findings)
{
	const struct judge_finding **findings = calloc(j->finding_count + 1, sizeof(const void *));

	if (!findings)
		return -ENOMEM;
	for (size_t i = 0; i < j->finding_count; i++)
		findings[i] = &j->findings[i];
	qsort(findings, j->finding_count, sizeof(findings[0]), compare_findings);
	if (j->unknown_count)
		qsort(j->unknowns, j->unknown_count, sizeof(j->unknowns[0]), compare_unknowns);
	*ret_findings = findings;
	return 0;
}

/* Merge sorted findings into sorted entries: clears are logged first, as a manager expects, then raises. */
static int merge(struct tracker *t, const struct judgement *j, const struct tracking *how,
                 const struct scan_time *now, const struct snapshot *s)
{
	struct tracked *next = calloc(t->count + j->finding_count + 1, sizeof(*next));
	const struct judge_finding **findings;
	size_t count = 0, f = 0, old = 0;

	if (!next || sort_judgement(j, &findings) < 0) {
		free(next);
		return -ENOMEM;
	}
	while (old < t->count || f < j->finding_count) {
		struct tracked *e = &next[count++];
		int order = old == t->count ? 1
		            : f == j->finding_count
		                    ? -1
		                    : key_compare(t->tracked[old].is.v.rule, &t->tracked[old].is.v.about,
		                                  index_of(findings[f]->rule), &findings[f]->about);

		if (order <= 0)
			*e = t->tracked[old++];
		e->found = order >= 0;
		if (order >= 0)
			seen(t, e, findings[f++], s, how, now);
		else if (!is_unknown(j->unknowns, j->unknown_count, e->is.v.rule, &e->is.v.about))
			missed(e, how, now, s);
	}
	for (size_t i = 0; i < count; i++) {
		if (!next[i].raised)
			announce(t, &next[i], how, now);
	}
	t->count = 0;
	for (size_t i = 0; i < count; i++) {
		if (next[i].raised)
			announce(t, &next[i], how, now);
		if (is_over(&next[i], how, now))
			continue;
		if (t->count != i)
			next[t->count] = next[i];
		t->count++;
	}
	free(findings);
	free(t->tracked);
	t->tracked = next;
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
			s->violations[n++] = t->tracked[i].is.v;
	}
	s->violation_count = n;
	qsort(s->violations, n, sizeof(s->violations[0]), compare_violations);
	return 0;
}

static bool pending(const void *arg, uint32_t breakout, unsigned leg)
{
	const struct tracker *t = arg;
	/* Subjects are sorted by breakout and leg first. */
	struct subject about = { .breakout = breakout, .leg = (uint8_t)leg };
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (key_compare(t->tracked[mid].is.v.rule, &t->tracked[mid].is.v.about, 0, &about) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < t->count; low++) {
		const struct tracked *e = &t->tracked[low];

		if (e->is.v.about.breakout != breakout || e->is.v.about.leg != leg)
			return false;
		if (!e->raised && (e->seen || e->found) && e->is.v.severity > SEVERITY_INFO)
			return true;
	}
	return false;
}

/* Of which ports it was found already what is wrong with their bytes. NULL when out of memory. */
static bool *explained_ports(const struct judgement *j, const struct topology *topology)
{
	bool *explained = calloc(topology->port_count + 1, sizeof(explained[0]));

	for (size_t i = 0; explained && i < j->finding_count; i++) {
		const struct judge_finding *f = &j->findings[i];
		const struct port_decl *port = topology_port_of_index(topology, f->about.port);

		if (port && (f->rule->flags & RULE_ON_BAD_DATA))
			explained[port - topology->ports] = true;
	}
	return explained;
}

int tracker_update(struct tracker *t, const struct judgement *j, const struct tracking *how,
                   const struct scan_time *now, const struct snapshot *previous, struct snapshot *s)
{
	bool *explained = explained_ports(j, s->topology);
	int rc = explained ? port_watch_scan(&t->ports, &t->events, how, s, explained, now) : -ENOMEM;

	free(explained);
	if (rc == 0)
		rc = merge(t, j, how, now, s);
	if (rc == 0)
		rc = fill_violations(t, s);
	if (rc < 0)
		return rc;
	verdicts_fill(s, previous, &now->real, pending, t);
	s->events = event_ring_log(&t->events);
	return s->events ? 0 : -ENOMEM;
}

/* Is what an event of an earlier agent was about still what it was? Concluded breakouts are not declared. */
static bool subject_stands(const struct event *e, const struct topology *topology)
{
	const struct breakout_decl *b = topology_breakout_of_index(topology, e->about.breakout);
	const struct port_decl *p = topology_port_of_index(topology, e->about.port);

	if (e->about.breakout && e->about.breakout < INFER_INDEX &&
	    (!b || strcmp(b->name, e->breakout_name) != 0))
		return false;
	return !e->about.port || (p && strcmp(p->name, e->port_name) == 0);
}

/* Of one that can't be judged any more, managers are told that it is over. */
static void take_back(struct tracker *t, const struct event *event, const struct scan_time *now)
{
	struct event clear = *event;

	clear.kind = event_clear_of(event->kind);
	clear.severity = SEVERITY_NONE;
	clear.time = now->real;
	clear.suppressed = 0;
	TEXT_SET(clear.text, "no longer judged: what it was about is not what it was");
	event_ring_add(&t->events, &clear);
}

/* What managers know of a violation goes into a new entry. */
static void restore_violation(struct tracker *t, const struct event *event, const struct scan_time *now)
{
	uint32_t rule = rule_index(event->rule_id);
	struct tracked *e = &t->tracked[t->count++];
	int64_t age_ms = clock_ms_between(&event->time, &now->real);

	*e = (struct tracked){ .raised = true, .wanted = true, .notified = true };
	notice_violation_of(event, &e->is);
	TEXT_SET(e->is.rule_name, rule_of_index(rule)->name);
	e->is.v.rule = rule;
	e->is.v.index = ++t->last_violation;
	e->is.v.since_mono = now->mono;
	/* A clock that was set, or a machine that was started since, makes it as old as can be told. */
	if (age_ms > 0 && age_ms / 1000 < now->mono.tv_sec)
		e->is.v.since_mono.tv_sec -= (time_t)(age_ms / 1000);
}

static int compare_tracked(const void *a, const void *b)
{
	const struct tracked *ta = a, *tb = b;

	return key_compare(ta->is.v.rule, &ta->is.v.about, tb->is.v.rule, &tb->is.v.about);
}

/* Those that flapped go on being damped; a violation that is not raised has an entry for that only. */
static void restore_flapping(struct tracker *t, size_t sorted, const struct event *event,
                             const struct scan_time *now)
{
	struct tracked key = { .is.v = { .rule = rule_index(event->rule_id), .about = event->about } };
	struct tracked *e = bsearch(&key, t->tracked, sorted, sizeof(key), compare_tracked);

	if (!e) {
		e = &t->tracked[t->count++];
		*e = (struct tracked){ 0 };
		notice_violation_of(event, &e->is);
		e->is.v.rule = key.is.v.rule;
		e->is.raise = raise_of(rule_of_index(key.is.v.rule));
		TEXT_SET(e->is.rule_name, rule_of_index(key.is.v.rule)->name);
	}
	flap_resume(&e->flap, &now->mono);
}

int tracker_restore(struct tracker *t, const struct topology *topology, const struct event *const known[],
                    size_t count, uint32_t last_event, const struct scan_time *now)
{
	struct tracked *tracked = calloc(count + 1, sizeof(*tracked));
	int rc = 0;

	if (!tracked)
		return -ENOMEM;
	free(t->tracked);
	t->tracked = tracked;
	t->count = 0;
	t->events.last_index = last_event;
	for (size_t i = 0; i < count && rc == 0; i++) {
		if (!subject_stands(known[i], topology) || (known[i]->rule_id[0] && !rule_index(known[i]->rule_id)))
			take_back(t, known[i], now);
		else if (!known[i]->rule_id[0])
			rc = port_watch_restore(&t->ports, known[i], &now->mono);
		else if (known[i]->kind != EVENT_FLAPPING_STARTED)
			restore_violation(t, known[i], now);
	}
	qsort(t->tracked, t->count, sizeof(t->tracked[0]), compare_tracked);
	for (size_t i = 0, sorted = t->count; i < count && rc == 0; i++) {
		if (known[i]->kind == EVENT_FLAPPING_STARTED && known[i]->rule_id[0] &&
		    rule_index(known[i]->rule_id) && subject_stands(known[i], topology))
			restore_flapping(t, sorted, known[i], now);
	}
	qsort(t->tracked, t->count, sizeof(t->tracked[0]), compare_tracked);
	return rc;
}

void tracker_repeat(struct tracker *t)
{
	for (size_t i = 0; i < t->count; i++)
		t->tracked[i].notified &= t->tracked[i].flap.damped;
	port_watch_repeat(&t->ports);
}
