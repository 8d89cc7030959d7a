/* SPDX-License-Identifier: BSD-3-Clause */
/* When entConfigChange is sent: a sequence of seconds, with what happens in each. */
#include "test.h"

#include <errno.h>

#include "agent/entity_change.h"

struct master {
	int sent;
	int error;   /* of sending */
};

static int take(void *arg)
{
	struct master *m = arg;

	if (m->error)
		return m->error;
	m->sent++;
	return 0;
}

static struct timespec at(long tenths)
{
	return (struct timespec){ .tv_sec = 100 + tenths / 10, .tv_nsec = tenths % 10 * 100000000 };
}

static void changes_are_throttled(void **state)
{
	/* In tenths of a second since the start. */
	static const struct {
		long time;
		const char *what;   /* c: a change, a: the answer, l: the master is lost */
		int sent;           /* until then */
	} steps[] = {
		{ 0, "c", 0 },      /* the first look at the ports is no news... */
		{ 20, "cc", 0 },
		{ 49, "", 0 },
		{ 50, "", 1 },      /* ...but told once, with all that followed within five seconds */
		{ 51, "a", 1 },
		{ 60, "c", 1 },
		{ 99, "", 1 },
		{ 100, "", 2 },     /* five seconds after the one before */
		{ 101, "a", 2 },
		{ 200, "", 2 },     /* nothing changed, nothing is told */
		{ 300, "c", 3 },    /* long after: at once */
		{ 310, "c", 3 },
		{ 400, "", 3 },     /* the one before was not answered */
		{ 401, "a", 4 },
		{ 402, "l", 4 },    /* lost on its way: once more */
		{ 450, "", 4 },
		{ 451, "", 5 },
		{ 452, "a", 5 },
		{ 600, "", 5 },
		{ 601, "l", 5 },    /* nothing was under way */
		{ 700, "", 5 },
	};
	struct entity_change c;
	struct master m = { 0 };
	struct timespec now = at(0);

	(void)state;
	entity_change_init(&c, &now);
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
		now = at(steps[i].time);
		for (const char *what = steps[i].what; *what; what++) {
			if (*what == 'c')
				entity_change_note(&c, &now);
			else if (*what == 'a')
				entity_change_answered(&c);
			else
				entity_change_lost(&c);
		}
		entity_change_run(&c, true, &now, take, &m);
		if (m.sent != steps[i].sent)
			fail_msg("at %ld: %d sent, expected %d", steps[i].time, m.sent, steps[i].sent);
	}
	assert_int_equal(c.changed.tv_sec, 131);
}

static void what_can_not_be_sent_stays_due(void **state)
{
	struct timespec now = at(0);
	struct entity_change c;
	struct master m = { .error = -EAGAIN };

	(void)state;
	entity_change_init(&c, &now);
	entity_change_note(&c, &now);
	now = at(60);
	entity_change_run(&c, true, &now, take, &m);
	m.error = 0;
	entity_change_run(&c, true, &now, take, &m);
	assert_int_equal(m.sent, 1);
}

static void switched_off_nothing_is_told_later(void **state)
{
	struct timespec now = at(0);
	struct entity_change c;
	struct master m = { 0 };

	(void)state;
	entity_change_init(&c, &now);
	entity_change_note(&c, &now);
	now = at(60);
	entity_change_run(&c, false, &now, take, &m);
	entity_change_run(&c, true, &now, take, &m);
	assert_int_equal(m.sent, 0);
	assert_int_equal(c.changed.tv_sec, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_throttled),
		cmocka_unit_test(what_can_not_be_sent_stays_due),
		cmocka_unit_test(switched_off_nothing_is_told_later),
	};

	return cmocka_run_group_tests_name("entity_change", tests, NULL, NULL);
}
