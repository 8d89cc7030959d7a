/* SPDX-License-Identifier: BSD-3-Clause */
/* Debounce, holding, verdicts and the event log. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "box.h"
#include "collect/events.h"
#include "collect/tracker.h"

struct history {
	struct box box;
	struct tracker *tracker;
	struct judgement judgement;
	struct snapshot *latest;
	struct tracking how;
	time_t clock;
	bool stale;                      /* scans don't read monitors */
	size_t late;       /* number of a port that is, 0: none */
	size_t live;       /* of one whose monitors were read all the same */
	bool extra;        /* scans are between the regular ones */
	bool host_late;    /* the kernel says nothing */
	struct host_port host; /* what it says of the trunk */
};

static void history_init(struct history *h, unsigned raise_after, unsigned clear_after)
{
	*h = (struct history){ .how = { .raise_after = raise_after, .clear_after = clear_after }, .clock = 1000 };
	box_init(&h->box, "4x10G");
	box_fit(&h->box, "40g-sr4", "10g-sr");
	judgement_init(&h->judgement);
	h->tracker = tracker_new(64);
	assert_non_null(h->tracker);
}

static void history_release(struct history *h)
{
	tracker_free(h->tracker);
	judgement_release(&h->judgement);
	snapshot_unref(h->latest);
	box_release(&h->box);
}

/* One scan of the box as it is now. */
static const struct snapshot *scan(struct history *h)
{
	struct snapshot *s = box_snapshot(&h->box);
	struct scan_time now = {
		.real = { .tv_sec = h->clock }, .mono = { .tv_sec = h->clock }, .stale = h->stale,
		.extra = h->extra
	};

	h->clock++;
	if (h->late)
		s->ports[h->late - 1].late = true;
	s->host_late = h->host_late;
	s->ports[0].host = host_port_share(&h->host);
	for (unsigned i = 0; i < h->host.netdev_count; i++)
		s->ports[0].if_index[i] = h->host.netdev[i].if_index;
	if (h->live)
		s->ports[h->live - 1].live = true;
	assert_int_equal(judge_snapshot(s, &h->judgement), 0);
	assert_int_equal(
		tracker_update(h->tracker, &h->judgement, &h->how, &now, h->latest, s),
		0);
	snapshot_unref(h->latest);
	h->latest = s;
	return s;
}

static void set_leg(struct history *h, unsigned leg, const char *type)
{
	box_plug(&h->box, leg, type ? box_module(type) : NULL);
}

static const struct event *last_event(const struct snapshot *s)
{
	return s->events->count ? s->events->events[s->events->count - 1] : NULL;
}

static void raises_after_n_and_clears_after_m(void **state)
{
	struct history h;
	const struct snapshot *s;
	const struct event *e;

	(void)state;
	history_init(&h, 3, 2);
	s = scan(&h);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_OK);
	assert_int_equal(s->breakouts[0].severity, SEVERITY_NONE);
	set_leg(&h, 2, "10g-lr");
	for (int i = 0; i < 2; i++) {
		s = scan(&h);
		assert_int_equal(s->violation_count, 0);
		assert_int_equal(s->events->count, 0);
		/* Neither a violation yet nor fine any more. */
		assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_UNKNOWN);
	}
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].index, 1);
	assert_int_equal(s->violations[0].since.tv_sec, h.clock - 1);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_VIOLATION);
	assert_int_equal(s->breakouts[0].legs[1].severity, SEVERITY_CRITICAL);
	assert_int_equal(s->breakouts[0].legs[0].verdict, VERDICT_OK);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_VIOLATION);
	assert_int_equal(s->breakouts[0].violations, 1);
	assert_int_equal(s->breakouts[0].changed.tv_sec, h.clock - 1);
	e = last_event(s);
	assert_int_equal(s->events->count, 1);
	assert_int_equal(e->kind, EVENT_LEG_MISMATCH);
	assert_int_equal(e->index, 1);
	assert_string_equal(e->rule_id, "WL-01");
	assert_string_equal(e->breakout_name, "rack1");
	assert_string_equal(e->port_name, "swp3");
	assert_int_equal(e->about.leg, 2);
	assert_string_equal(e->module.type_name, "10GBASE-LR");
	assert_non_null(strstr(e->expected, "850 nm"));
	assert_non_null(strstr(e->observed, "1310 nm"));
	/* Once is enough. */
	s = scan(&h);
	assert_int_equal(s->events->count, 1);
	set_leg(&h, 2, "10g-sr");
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	s = scan(&h);
	assert_int_equal(s->violation_count, 0);
	e = last_event(s);
	assert_int_equal(s->events->count, 2);
	assert_int_equal(e->kind, EVENT_LEG_MISMATCH_CLEARED);
	assert_int_equal(e->index, 2);
	/* The clear names what the raise named. */
	assert_string_equal(e->rule_id, "WL-01");
	assert_string_equal(e->breakout_name, "rack1");
	assert_string_equal(e->port_name, "swp3");
	assert_int_equal(e->about.leg, 2);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_OK);
	history_release(&h);
}

/* Flags are latched: what one reading showed is not seen again by scans that did not read. */
static void readings_count_not_scans(void **state)
{
	const struct snapshot *s;
	struct module *leg;
	struct history h;

	(void)state;
	history_init(&h, 2, 2);
	leg = box_module("10g-sr");
	leg->lane[0].tx_power = (struct value){ .state = VALUE_NO_LIGHT };
	leg->lane[0].signals |= SIGNAL_TX_FAULT;
	leg->lane[0].signals_known |= SIGNAL_TX_FAULT;
	box_plug(&h.box, 2, leg);
	scan(&h);
	h.stale = true;
	for (unsigned i = 0; i < 5; i++) {
		s = scan(&h);
		assert_int_equal(s->violation_count, 0);
		assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_UNKNOWN);
	}
	h.stale = false;
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].rule, rule_index("DOM-03"));
	/* The same with its end. */
	leg->lane[0].tx_power = leg->lane[0].rx_power;
	leg->lane[0].signals &= (uint8_t)~SIGNAL_TX_FAULT;
	scan(&h);
	h.stale = true;
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 1);
	/* What does not rest on readings goes on. */
	set_leg(&h, 3, "10g-lr");
	scan(&h);
	assert_int_equal(scan(&h)->violation_count, 2);
	h.stale = false;
	assert_int_equal(scan(&h)->violation_count, 1);
	history_release(&h);
}

/* A port that was not looked at says nothing new; one that was read late says it when it comes. */
static void late_ports_count_when_they_come(void **state)
{
	const struct snapshot *s;
	struct module *leg;
	struct history h;

	(void)state;
	history_init(&h, 2, 2);
	set_leg(&h, 2, "10g-lr");
	scan(&h);
	for (size_t late = 1; late <= 3; late += 2) {
		/* The trunk, or the leg itself. */
		h.late = late;
		for (unsigned i = 0; i < 5; i++)
			assert_int_equal(scan(&h)->violation_count, 0);
	}
	/* Another leg's lateness is none of its business. */
	h.late = 2;
	assert_int_equal(scan(&h)->violation_count, 1);
	set_leg(&h, 2, "10g-sr");
	h.late = 3;
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 1);
	h.late = 0;
	scan(&h);
	assert_int_equal(scan(&h)->violation_count, 0);
	/* Monitors that come in a scan that asked for none. */
	leg = box_module("10g-sr");
	leg->lane[0].tx_power = (struct value){ .state = VALUE_NO_LIGHT };
	leg->lane[0].signals |= SIGNAL_TX_FAULT;
	leg->lane[0].signals_known |= SIGNAL_TX_FAULT;
	box_plug(&h.box, 2, leg);
	h.stale = true;
	h.live = 4;
	scan(&h);
	assert_int_equal(scan(&h)->violation_count, 0);
	h.live = 3;
	scan(&h);
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].rule, rule_index("DOM-03"));
	history_release(&h);
}

/* A burst of reports raises nothing early, and clears nothing, unless one scan is enough. */
static void extra_scans_do_not_count(void **state)
{
	struct history h;

	(void)state;
	history_init(&h, 2, 2);
	h.extra = true;
	set_leg(&h, 2, "10g-lr");
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 0);
	assert_int_equal(h.latest->breakouts[0].verdict, VERDICT_UNKNOWN);
	h.extra = false;
	assert_int_equal(scan(&h)->violation_count, 0);
	h.extra = true;
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 0);
	h.extra = false;
	assert_int_equal(scan(&h)->violation_count, 1);
	set_leg(&h, 2, "10g-sr");
	h.extra = true;
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 1);
	h.extra = false;
	scan(&h);
	assert_int_equal(scan(&h)->violation_count, 0);
	h.how.raise_after = h.how.clear_after = 1;
	h.extra = true;
	set_leg(&h, 2, "10g-lr");
	assert_int_equal(scan(&h)->violation_count, 1);
	set_leg(&h, 2, "10g-sr");
	assert_int_equal(scan(&h)->violation_count, 0);
	history_release(&h);
}

static void split_into(struct history *h, unsigned count, bool confirmed)
{
	h->host.split_known = true;
	h->host.split = (struct mode){ .count = (uint8_t)count };
	h->host.split_confirmed = confirmed;
}

/* What devlink says is so at once; what names tell may be half of a change. */
static void a_confirmed_split_clears_at_once(void **state)
{
	const struct snapshot *s;
	struct history h;

	(void)state;
	for (int confirmed = 0; confirmed < 2; confirmed++) {
		history_init(&h, 2, 3);
		split_into(&h, 1, confirmed);
		h.extra = true;
		for (unsigned i = 0; i < 3; i++)
			assert_int_equal(scan(&h)->violation_count, 0);
		h.extra = false;
		scan(&h);
		s = scan(&h);
		assert_int_equal(s->violation_count, 1);
		assert_int_equal(s->violations[0].rule, rule_index("HOST-01"));
		/* Another wrong number of parts is no split, whoever says so. */
		split_into(&h, 2, confirmed);
		assert_int_equal(scan(&h)->violation_count, 1);
		split_into(&h, 4, confirmed);
		h.extra = true;
		assert_int_equal(scan(&h)->violation_count, !confirmed);
		h.extra = false;
		for (unsigned i = 0; i < 3; i++)
			scan(&h);
		assert_int_equal(h.latest->violation_count, 0);
		assert_int_equal(h.latest->events->count, 2);
		history_release(&h);
	}
}

static void a_silent_kernel_raises_and_clears_nothing(void **state)
{
	struct history h;

	(void)state;
	history_init(&h, 2, 2);
	split_into(&h, 1, true);
	h.host_late = true;
	set_leg(&h, 2, "10g-lr");
	for (unsigned i = 0; i < 5; i++)
		scan(&h);
	/* Modules are another matter. */
	assert_int_equal(h.latest->violation_count, 1);
	assert_int_equal(h.latest->violations[0].rule, rule_index("WL-01"));
	h.host_late = false;
	scan(&h);
	assert_int_equal(scan(&h)->violation_count, 2);
	h.host_late = true;
	split_into(&h, 4, true);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 2);
	h.host_late = false;
	assert_int_equal(scan(&h)->violation_count, 1);
	history_release(&h);
}

static void a_flicker_is_not_raised(void **state)
{
	struct history h;

	(void)state;
	history_init(&h, 2, 2);
	for (int i = 0; i < 5; i++) {
		set_leg(&h, 2, "10g-lr");
		scan(&h);
		set_leg(&h, 2, "10g-sr");
		assert_int_equal(scan(&h)->events->count, 0);
	}
	/* And one good scan does not clear. */
	set_leg(&h, 2, "10g-lr");
	scan(&h);
	assert_int_equal(scan(&h)->events->count, 1);
	for (int i = 0; i < 5; i++) {
		set_leg(&h, 2, "10g-sr");
		scan(&h);
		set_leg(&h, 2, "10g-lr");
		assert_int_equal(scan(&h)->events->count, 1);
	}
	history_release(&h);
}

static void unreadable_neither_raises_nor_clears(void **state)
{
	struct history h;
	const struct snapshot *s;

	(void)state;
	history_init(&h, 2, 2);
	set_leg(&h, 2, "10g-lr");
	scan(&h);
	h.box.snapshot->ports[2].status = READ_IO_ERROR;
	for (int i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->violation_count, 0);
	h.box.snapshot->ports[2].status = READ_OK;
	/* The scan before the gap still counts. */
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	h.box.snapshot->ports[2].status = READ_IO_ERROR;
	for (int i = 0; i < 5; i++)
		s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_VIOLATION);
	/* The same while the trunk can't be read. */
	h.box.snapshot->ports[2].status = READ_OK;
	h.box.snapshot->ports[0].status = READ_TIMEOUT;
	for (int i = 0; i < 5; i++)
		s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->events->count, 1);
	history_release(&h);
}

/* Event kinds of the log, in order, as short text. */
static const char *kinds(const struct snapshot *s, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (size_t i = 0; i < s->events->count; i++)
		text_item(&t, " ", "%s", code_name(event_kind_labels, s->events->events[i]->kind));
	return buf;
}

/* Whether a leg is there is known though its module, or the trunk, can't be read. */
static void presence_is_known_of_what_cannot_be_read(void **state)
{
	const struct snapshot *s;
	struct history h;

	(void)state;
	history_init(&h, 1, 2);
	set_leg(&h, 2, NULL);
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	set_leg(&h, 2, "10g-sr");
	h.box.snapshot->ports[2].status = READ_CORRUPT;
	scan(&h);
	s = scan(&h);
	assert_int_equal(s->violation_count, 0);
	assert_int_equal(last_event(s)->kind, EVENT_VIOLATION_CLEARED);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_UNKNOWN);
	history_release(&h);
}

/* Links take their time: what nothing explains is news after link-grace, and meanwhile not fine. */
static void links_have_a_time_of_grace(void **state)
{
	const struct snapshot *s;
	struct history h;

	(void)state;
	history_init(&h, 1, 1);
	h.how.link_grace_ms = 30000;
	h.host.netdev_count = 4;
	for (unsigned i = 0; i < 4; i++)
		h.host.netdev[i] = (struct host_netdev){ .if_index = 10 + i, .admin_up = TRI_YES, .carrier = TRI_YES };
	h.box.topology->ports[0].netdev_count = 4;
	s = scan(&h);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_OK);
	for (unsigned n = 0; n < 2; n++) {
		h.host.netdev[1].carrier = TRI_NO;
		for (unsigned i = 0; i < 30; i++) {
			s = scan(&h);
			assert_int_equal(s->violation_count, 0);
			assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_UNKNOWN);
		}
		/* A link in between begins it anew. */
		h.host.netdev[1].carrier = n ? TRI_NO : TRI_YES;
		s = scan(&h);
	}
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_VIOLATION);
	assert_int_equal(s->breakouts[0].legs[0].verdict, VERDICT_OK);
	history_release(&h);
}

static void unreadable_ports_are_news(void **state)
{
	struct history h;
	const struct snapshot *s;
	const struct event *e;
	struct port_state *port;
	char buf[256];

	(void)state;
	history_init(&h, 2, 2);
	scan(&h);
	port = &h.box.snapshot->ports[2];
	port->status = READ_IO_ERROR;
	TEXT_SET(port->why, "no acknowledge");
	for (int i = 0; i < 10; i++)
		assert_int_equal(scan(&h)->events->count, 0);
	s = scan(&h);
	e = last_event(s);
	assert_non_null(e);
	assert_int_equal(e->kind, EVENT_PORT_UNREADABLE);
	assert_int_equal(e->severity, SEVERITY_MINOR);
	assert_string_equal(e->port_name, "swp3");
	assert_int_equal(e->about.leg, 2);
	assert_string_equal(e->observed, "no acknowledge");
	assert_string_equal(e->module.type_name, "10GBASE-SR");
	for (int i = 0; i < 5; i++)
		assert_int_equal(scan(&h)->events->count, 1);
	port->status = READ_OK;
	scan(&h);
	s = scan(&h);
	assert_string_equal(kinds(s, buf, sizeof(buf)), "portUnreadable portReadable");
	assert_string_equal(last_event(s)->port_name, "swp3");
	/* Of one that waits for another, nor of one that never held anything, nothing is said. */
	port->status = READ_TIMEOUT;
	port->blocked = true;
	h.box.snapshot->ports[3].status = READ_IO_ERROR;
	h.box.snapshot->ports[3].presence = PRESENCE_UNKNOWN;
	module_unref(h.box.snapshot->ports[3].module);
	h.box.snapshot->ports[3].module = NULL;
	for (int i = 0; i < 15; i++)
		s = scan(&h);
	assert_string_equal(kinds(s, buf, sizeof(buf)), "portUnreadable portReadable");
	/* Nor of one of which only monitors can be had. */
	port->status = READ_MONITORS;
	port->blocked = false;
	for (int i = 0; i < 15; i++)
		s = scan(&h);
	assert_string_equal(kinds(s, buf, sizeof(buf)), "portUnreadable portReadable");
	history_release(&h);
}

static void what_flaps_is_damped(void **state)
{
	struct history h;
	const struct snapshot *s = NULL;
	char buf[512];

	(void)state;
	history_init(&h, 1, 1);
	h.how.flap = (struct flap_limits){ .limit = 3, .window_ms = 60000 };
	for (int i = 0; i < 20; i++) {
		set_leg(&h, 2, i % 2 ? "10g-sr" : "10g-lr");
		s = scan(&h);
	}
	assert_string_equal(kinds(s, buf, sizeof(buf)), "legMismatch legMismatchCleared legMismatch legMismatchCleared "
	                                                "legMismatch flappingStarted");
	assert_string_equal(last_event(s)->rule_id, "WL-01");
	assert_int_equal(last_event(s)->about.leg, 2);
	/* Its rows come and go all the same. */
	assert_int_equal(s->violation_count, 0);
	assert_int_equal(s->breakouts[0].legs[1].verdict, VERDICT_OK);
	for (int i = 0; i < 59; i++)
		s = scan(&h);
	assert_int_equal(s->events->count, 6);
	s = scan(&h);
	/* In the end managers know how it is. */
	assert_string_equal(kinds(s, buf, sizeof(buf)), "legMismatch legMismatchCleared legMismatch legMismatchCleared "
	                                                "legMismatch flappingStarted flappingEnded legMismatchCleared");
	/* And it begins anew. */
	set_leg(&h, 2, "10g-lr");
	assert_int_equal(last_event(scan(&h))->kind, EVENT_LEG_MISMATCH);
	history_release(&h);
}

static void slow_changes_are_not_damped(void **state)
{
	struct history h;
	const struct snapshot *s = NULL;

	(void)state;
	history_init(&h, 1, 1);
	h.how.flap = (struct flap_limits){ .limit = 3, .window_ms = 60000 };
	for (int i = 0; i < 20; i++) {
		set_leg(&h, 2, i % 2 ? "10g-sr" : "10g-lr");
		s = scan(&h);
		h.clock += 20;
	}
	assert_int_equal(s->events->count, 20);
	history_release(&h);
}

static void modules_that_flap_are_damped(void **state)
{
	struct history h;
	const struct snapshot *s;
	char buf[512];

	(void)state;
	history_init(&h, 1, 1);
	h.how.flap = (struct flap_limits){ .limit = 2, .window_ms = 60000 };
	s = scan(&h);
	for (int i = 0; i < 10; i++) {
		struct scan_time now = { .real = { .tv_sec = h.clock }, .mono = { .tv_sec = h.clock } };
		enum event_kind kind = i % 2 ? EVENT_MODULE_INSERTED : EVENT_MODULE_REMOVED;

		assert_int_equal(tracker_port_event(h.tracker, &h.how, s, kind, 2, s->ports[2].module, &now), 0);
		s = scan(&h);
	}
	assert_string_equal(kinds(s, buf, sizeof(buf)), "moduleRemoved moduleInserted moduleRemoved flappingStarted");
	h.clock += 60;
	s = scan(&h);
	assert_string_equal(kinds(s, buf, sizeof(buf)),
	                    "moduleRemoved moduleInserted moduleRemoved flappingStarted flappingEnded moduleInserted");
	history_release(&h);
}

/* What one agent told, the next does not tell again; nor does it forget to clear it. */
static void a_successor_goes_on(void **state)
{
	const struct event *known[4];
	struct history h;
	const struct snapshot *s;
	struct scan_time now = { .real = { .tv_sec = 5000 }, .mono = { .tv_sec = 50 } };
	char buf[512];

	(void)state;
	history_init(&h, 1, 1);
	set_leg(&h, 2, "10g-lr");
	set_leg(&h, 3, "10g-lr");
	s = scan(&h);
	assert_int_equal(s->events->count, 2);
	known[0] = event_ref(s->events->events[1]);
	known[1] = event_ref(s->events->events[0]);
	/* About a port that has another name now, and of a rule that there is no more. */
	known[2] = event_share(&(struct event){
		.kind = EVENT_PORT_UNREADABLE, .about = { .port = 4 }, .port_name = "other" });
	known[3] = event_share(&(struct event){ .kind = EVENT_LANE_ALARM, .rule_id = "OLD-9", .port_name = "swp1",
	                                        .about = { .port = 1 } });
	tracker_free(h.tracker);
	h.tracker = tracker_new(64);
	assert_int_equal(tracker_restore(h.tracker, h.box.topology, known, 4, 77, &now), 0);
	snapshot_unref(h.latest);
	h.latest = NULL;
	h.clock = 5001;
	set_leg(&h, 3, "10g-sr");
	s = scan(&h);
	assert_string_equal(kinds(s, buf, sizeof(buf)), "portReadable laneAlarmCleared legMismatchCleared");
	assert_int_equal(s->events->events[0]->index, 78);
	assert_int_equal(last_event(s)->about.leg, 3);
	assert_string_equal(last_event(s)->rule_id, "WL-01");
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].about.leg, 2);
	assert_int_equal(s->violations[0].since.tv_sec, known[1]->time.tv_sec);
	/* On request, what is active is told again. */
	tracker_repeat(h.tracker);
	s = scan(&h);
	assert_int_equal(s->events->count, 4);
	assert_int_equal(last_event(s)->kind, EVENT_LEG_MISMATCH);
	assert_int_equal(last_event(s)->about.leg, 2);
	assert_int_equal(scan(&h)->events->count, 4);
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		event_unref(known[i]);
	history_release(&h);
}

static void another_cause_replaces_the_first(void **state)
{
	struct history h;
	const struct snapshot *s;

	(void)state;
	history_init(&h, 1, 1);
	set_leg(&h, 2, "10g-lr");
	s = scan(&h);
	assert_string_equal(last_event(s)->rule_id, "WL-01");
	/* Another wrong module of the same kind is no news. */
	set_leg(&h, 2, "10g-lr");
	assert_int_equal(scan(&h)->events->count, 1);
	set_leg(&h, 2, NULL);
	s = scan(&h);
	assert_int_equal(s->violation_count, 1);
	assert_int_equal(s->violations[0].index, 2);
	assert_string_equal(last_event(s)->rule_id, "LEG-01");
	assert_int_equal(last_event(s)->kind, EVENT_VIOLATION_RAISED);
	assert_int_equal(s->events->count, 3);
	assert_int_equal(s->events->events[1]->kind, EVENT_LEG_MISMATCH_CLEARED);
	history_release(&h);
}

static void remarks_are_rows_but_no_events(void **state)
{
	const uint32_t reach = rule_index("REACH-01");
	struct rule_policy *policies = calloc(rule_count, sizeof(*policies));
	struct history h = { .how = { .raise_after = 1, .clear_after = 1 }, .clock = 1 };
	const struct snapshot *s;

	(void)state;
	assert_non_null(policies);
	box_init(&h.box, "4x100G");
	box_fit(&h.box, "400g-dr4", "100g-fr");
	h.box.topology->policies = policies;
	h.box.topology->policy_count = rule_count;
	judgement_init(&h.judgement);
	h.tracker = tracker_new(16);
	s = scan(&h);
	assert_int_equal(s->violation_count, 4);
	assert_int_equal(s->violations[0].severity, SEVERITY_INFO);
	assert_int_equal(s->events->count, 0);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_OK);
	assert_int_equal(s->breakouts[0].severity, SEVERITY_INFO);
	/* Made an error by policy, it is news; and again when it is not. */
	policies[reach - 1].severity = SEVERITY_MAJOR;
	s = scan(&h);
	assert_int_equal(s->violation_count, 4);
	assert_int_equal(s->violations[0].index, 1);
	assert_int_equal(s->events->count, 4);
	assert_int_equal(s->breakouts[0].verdict, VERDICT_VIOLATION);
	policies[reach - 1].severity = 0;
	s = scan(&h);
	assert_int_equal(s->events->count, 8);
	assert_int_equal(last_event(s)->kind, EVENT_VIOLATION_CLEARED);
	history_release(&h);
}

static void modules_come_and_go(void **state)
{
	struct history h;
	const struct snapshot *s;
	struct scan_time now = { .real = { .tv_sec = 5 } };
	const struct event *e;

	(void)state;
	history_init(&h, 2, 2);
	s = scan(&h);
	assert_int_equal(tracker_port_event(h.tracker, &h.how, s, EVENT_MODULE_REMOVED, 2, s->ports[2].module, &now),
		0);
	assert_int_equal(tracker_port_event(h.tracker, &h.how, s, EVENT_MODULE_INSERTED, 0, NULL, &now), 0);
	s = scan(&h);
	assert_int_equal(s->events->count, 2);
	e = s->events->events[0];
	assert_int_equal(e->kind, EVENT_MODULE_REMOVED);
	assert_string_equal(e->port_name, "swp3");
	assert_string_equal(e->breakout_name, "rack1");
	assert_int_equal(e->about.leg, 2);
	assert_int_equal(e->about.port, 3);
	assert_string_equal(e->module.type_name, "10GBASE-SR");
	assert_non_null(strstr(e->text, "removed"));
	history_release(&h);
}

static void the_ring_keeps_the_latest(void **state)
{
	struct event_ring ring;
	const struct event_log *log, *again;

	(void)state;
	assert_int_equal(event_ring_init(&ring, 4), 0);
	log = event_ring_log(&ring);
	assert_int_equal(log->count, 0);
	event_log_unref(log);
	for (int i = 0; i < 10; i++)
		event_ring_add(&ring, &(struct event){ .kind = EVENT_MODULE_INSERTED });
	log = event_ring_log(&ring);
	again = event_ring_log(&ring);
	assert_ptr_equal(log, again);
	assert_int_equal(log->count, 4);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(log->events[i]->index, 7 + i);
	/* A reader's log does not change under it. */
	event_ring_add(&ring, &(struct event){ .kind = EVENT_MODULE_REMOVED });
	assert_int_equal(log->events[3]->index, 10);
	event_log_unref(log);
	event_log_unref(again);
	event_ring_release(&ring);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(raises_after_n_and_clears_after_m),
		cmocka_unit_test(readings_count_not_scans),
		cmocka_unit_test(late_ports_count_when_they_come),
		cmocka_unit_test(extra_scans_do_not_count),
		cmocka_unit_test(a_confirmed_split_clears_at_once),
		cmocka_unit_test(a_silent_kernel_raises_and_clears_nothing),
		cmocka_unit_test(a_flicker_is_not_raised),
		cmocka_unit_test(unreadable_neither_raises_nor_clears),
		cmocka_unit_test(presence_is_known_of_what_cannot_be_read),
		cmocka_unit_test(links_have_a_time_of_grace),
		cmocka_unit_test(unreadable_ports_are_news),
		cmocka_unit_test(what_flaps_is_damped),
		cmocka_unit_test(slow_changes_are_not_damped),
		cmocka_unit_test(modules_that_flap_are_damped),
		cmocka_unit_test(a_successor_goes_on),
		cmocka_unit_test(another_cause_replaces_the_first),
		cmocka_unit_test(remarks_are_rows_but_no_events),
		cmocka_unit_test(modules_come_and_go),
		cmocka_unit_test(the_ring_keeps_the_latest),
	};

	return cmocka_run_group_tests_name("tracker", tests, NULL, NULL);
}
