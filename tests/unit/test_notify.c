/* SPDX-License-Identifier: BSD-3-Clause */
/* The notifier: order, window, gaps, loss of the session, brkNotificationsEnabled. */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "agent/ledger.h"
#include "agent/notify.h"
#include "model/snapshot.h"

/* Takes notifications down; `room` of them. */
struct sink {
	uint32_t events[256];
	const char *kinds[256];
	unsigned count;
	unsigned room;
};

static int take(void *arg, const struct mib_notification *kind, uint32_t event)
{
	struct sink *sink = arg;

	if (sink->count >= sink->room)
		return -EAGAIN;
	sink->kinds[sink->count] = kind->name;
	sink->events[sink->count++] = event;
	return 0;
}

static struct event_log *make_log(uint32_t first, uint32_t last)
{
	struct event_log *log = event_log_new(last - first + 1);

	assert_non_null(log);
	for (size_t i = 0; i < log->count; i++) {
		log->events[i] = event_share(&(struct event){
			.index = first + (uint32_t)i, .kind = EVENT_MODULE_INSERTED });
		assert_non_null(log->events[i]);
	}
	return log;
}

struct world {
	struct agent_status status;
	struct notifier notifier;
	struct sink sink;
	struct timespec now;
};

static void world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	w->sink.room = ARRAY_SIZE(w->sink.events);
	w->now.tv_sec = 100;
	notifier_init(&w->notifier, &w->status, NULL, 0);
}

static void run(struct world *w, const struct event_log *log, bool enabled)
{
	notifier_run(&w->notifier, log, enabled, &w->now, take, &w->sink);
}

static void answer_all(struct world *w, unsigned from)
{
	for (unsigned i = from; i < w->sink.count; i++)
		notifier_answered(&w->notifier, w->sink.events[i], true);
}

static void sends_what_there_is_in_order_once(void **state)
{
	struct event_log *log = make_log(1, 5);
	struct world w;

	(void)state;
	world_init(&w);
	assert_true(notifier_pending(&w.notifier, log));
	run(&w, log, true);
	run(&w, log, true);
	assert_int_equal(w.sink.count, 5);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(w.sink.events[i], i + 1);
	assert_string_equal(w.sink.kinds[0], "brkModuleInserted");
	assert_int_equal(w.status.notifications_sent, 0);
	answer_all(&w, 0);
	assert_int_equal(w.status.notifications_sent, 5);
	assert_false(notifier_pending(&w.notifier, log));
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void keeps_to_the_window(void **state)
{
	struct event_log *log = make_log(1, 200);
	struct world w;
	unsigned turns = 0;

	(void)state;
	world_init(&w);
	while (notifier_pending(&w.notifier, log)) {
		unsigned from = w.sink.count;

		run(&w, log, true);
		assert_true(w.sink.count - from <= NOTIFIER_WINDOW);
		assert_true(w.notifier.count <= NOTIFIER_WINDOW);
		answer_all(&w, from);
		assert_true(++turns < 100);
	}
	assert_int_equal(w.sink.count, 200);
	for (uint32_t i = 0; i < 200; i++)
		assert_int_equal(w.sink.events[i], i + 1);
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void a_sender_that_is_full_is_asked_again(void **state)
{
	struct event_log *log = make_log(1, 4);
	struct world w;

	(void)state;
	world_init(&w);
	w.sink.room = 3;
	run(&w, log, true);
	assert_int_equal(w.sink.count, 3);
	w.sink.room = 10;
	run(&w, log, true);
	assert_int_equal(w.sink.count, 4);
	assert_int_equal(w.sink.events[3], 4);
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void what_was_under_way_is_sent_again(void **state)
{
	struct event_log *log = make_log(1, 4);
	struct world w;

	(void)state;
	world_init(&w);
	run(&w, log, true);
	notifier_answered(&w.notifier, 1, true);
	notifier_answered(&w.notifier, 2, true);
	notifier_lost(&w.notifier, &w.now);
	run(&w, log, true);
	assert_int_equal(w.sink.count, 4);  /* not at once */
	w.now.tv_sec += 3;
	run(&w, log, true);
	assert_int_equal(w.sink.count, 6);
	assert_int_equal(w.sink.events[4], 3);
	assert_int_equal(w.sink.events[5], 4);
	assert_int_equal(w.status.notifications_repeated, 2);
	notifier_answered(&w.notifier, 3, true);
	notifier_answered(&w.notifier, 4, true);
	assert_int_equal(w.status.notifications_sent, 4);
	assert_int_equal(w.status.notifications_repeated, 2);
	assert_false(notifier_pending(&w.notifier, log));
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void late_answers_change_nothing(void **state)
{
	struct event_log *log = make_log(1, 4);
	struct world w;

	(void)state;
	world_init(&w);
	run(&w, log, true);
	answer_all(&w, 0);
	notifier_answered(&w.notifier, 2, true);
	notifier_answered(&w.notifier, 9, true);
	assert_int_equal(w.status.notifications_sent, 4);
	assert_int_equal(w.notifier.acknowledged, 4);
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void a_gap_is_counted_and_passed(void **state)
{
	struct event_log *first = make_log(1, 3), *later = make_log(7, 8);
	struct world w;

	(void)state;
	world_init(&w);
	run(&w, first, true);
	run(&w, later, true);
	assert_int_equal(w.sink.count, 3);  /* first what is under way */
	answer_all(&w, 0);
	run(&w, later, true);
	assert_int_equal(w.sink.count, 5);
	assert_int_equal(w.sink.events[3], 7);
	assert_int_equal(w.status.notifications_dropped, 3);
	assert_int_equal(w.status.notifications_suppressed, 0);
	notifier_release(&w.notifier);
	event_log_unref(first);
	event_log_unref(later);
}

static void nothing_is_sent_while_disabled_nor_later(void **state)
{
	struct event_log *first = make_log(1, 2), *second = make_log(1, 4), *third = make_log(1, 5);
	struct world w;

	(void)state;
	world_init(&w);
	run(&w, first, true);
	run(&w, second, false);
	answer_all(&w, 0);
	run(&w, second, false);
	assert_int_equal(w.sink.count, 2);
	assert_int_equal(w.status.notifications_suppressed, 2);
	assert_false(notifier_pending(&w.notifier, second));
	run(&w, third, true);
	assert_int_equal(w.sink.count, 3);
	assert_int_equal(w.sink.events[2], 5);
	notifier_release(&w.notifier);
	event_log_unref(first);
	event_log_unref(second);
	event_log_unref(third);
}

static void refusals_and_folded_events_are_counted(void **state)
{
	struct event_log *log = make_log(1, 2);
	struct world w;

	(void)state;
	world_init(&w);
	event_unref(log->events[0]);
	log->events[0] = event_share(&(struct event){ .index = 1, .kind = EVENT_MODULE_REMOVED, .suppressed = 4 });
	run(&w, log, true);
	notifier_answered(&w.notifier, 1, true);
	notifier_answered(&w.notifier, 2, false);
	assert_int_equal(w.status.notifications_sent, 1);
	assert_int_equal(w.status.notifications_suppressed, 5);
	w.now.tv_sec += 10;
	run(&w, log, true);
	assert_int_equal(w.sink.count, 2);  /* what was refused is not sent again */
	notifier_release(&w.notifier);
	event_log_unref(log);
}

/* A burst, and then no more than the rate. */
/* What the master agent refuses no manager knows: its clear would be news to them. */
static void what_was_refused_is_not_known(void **state)
{
	struct event_log *log = event_log_new(2);
	struct ledger *ledger;
	struct world w;
	size_t known;

	(void)state;
	assert_non_null(log);
	for (uint32_t i = 0; i < 2; i++) {
		log->events[i] = event_share(&(struct event){ .index = i + 1, .kind = EVENT_PORT_UNREADABLE,
		                                              .about = { .port = i + 1 } });
		assert_non_null(log->events[i]);
	}
	assert_int_equal(ledger_open(NULL, NULL, &ledger), 0);
	world_init(&w);
	w.notifier.ledger = ledger;
	run(&w, log, true);
	notifier_answered(&w.notifier, 1, false);
	(void)ledger_known(ledger, &known);
	assert_int_equal(known, 0);
	assert_int_equal(w.status.notifications_sent, 0);
	assert_int_equal(w.status.notifications_suppressed, 1);
	notifier_answered(&w.notifier, 2, true);
	assert_int_equal(ledger_known(ledger, &known)[0]->index, 2);
	assert_int_equal(known, 1);
	notifier_release(&w.notifier);
	ledger_close(ledger);
	event_log_unref(log);
}

static void managers_are_not_flooded(void **state)
{
	struct event_log *log = make_log(1, 200);
	struct world w;
	unsigned before;

	(void)state;
	world_init(&w);
	w.notifier.rate = 50;
	for (int i = 0; i < 10; i++) {
		before = w.sink.count;
		run(&w, log, true);
		answer_all(&w, before);
	}
	assert_int_equal(w.sink.count, NOTIFIER_BURST);
	assert_int_equal(notifier_wait_ms(&w.notifier, log), 21);
	w.now.tv_nsec += 100000000;
	for (int i = 0; i < 3; i++) {
		before = w.sink.count;
		run(&w, log, true);
		answer_all(&w, before);
	}
	assert_int_equal(w.sink.count, NOTIFIER_BURST + 5);
	w.now.tv_sec += 100;
	for (int i = 0; i < 10; i++) {
		before = w.sink.count;
		run(&w, log, true);
		answer_all(&w, before);
	}
	assert_int_equal(w.sink.count, 2 * NOTIFIER_BURST + 5);
	w.notifier.rate = 0;
	for (int i = 0; i < 10; i++) {
		before = w.sink.count;
		run(&w, log, true);
		answer_all(&w, before);
	}
	assert_int_equal(w.sink.count, 200);
	assert_int_equal(notifier_wait_ms(&w.notifier, log), -1);
	notifier_release(&w.notifier);
	event_log_unref(log);
}

static void every_kind_has_a_notification(void **state)
{
	(void)state;
	for (uint32_t kind = EVENT_MODULE_INSERTED; kind < EVENT_KIND_END; kind++)
		assert_non_null(mib_notification_of(kind));
	assert_null(mib_notification_of(0));
	assert_null(mib_notification_of(EVENT_KIND_END));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_what_there_is_in_order_once),
		cmocka_unit_test(keeps_to_the_window),
		cmocka_unit_test(a_sender_that_is_full_is_asked_again),
		cmocka_unit_test(what_was_under_way_is_sent_again),
		cmocka_unit_test(late_answers_change_nothing),
		cmocka_unit_test(a_gap_is_counted_and_passed),
		cmocka_unit_test(nothing_is_sent_while_disabled_nor_later),
		cmocka_unit_test(refusals_and_folded_events_are_counted),
		cmocka_unit_test(what_was_refused_is_not_known),
		cmocka_unit_test(managers_are_not_flooded),
		cmocka_unit_test(every_kind_has_a_notification),
	};

	return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
