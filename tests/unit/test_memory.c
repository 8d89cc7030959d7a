/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An allocator that fails once, at the n-th call, for every n: over a start, scans with
 * notifications, a walk, a reload and a stop. Nothing crashes or hangs, and the
 * next scan shows all modules. Each n has a process of its own, several at a time.
 *
 * BREAKOUT_MEMORY_AT=N fails at that call only, in this process, for a debugger.
 */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "config.h"

#include "agent/agentx/session.h"
#include "agent/ledger.h"
#include "agent/mib.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/preferences.h"
#include "box.h"
#include "collect/collect.h"
#include "eeprom/eeprom.h"
#include "fake_source.h"
#include "scratch.h"

/* Processes at a time: most of their time they wait for the state directory. */
#define AT_A_TIME 32
#define HANG_SECONDS 20

/* Of glibc's. Sanitizers have an allocator of their own, and there is none in others. */
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#define CAN_FAIL 1

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static atomic_uint calls;         /* since it was armed */
static atomic_uint fails_at;      /* 0: none */
static atomic_bool armed;
static _Thread_local int exempt;  /* the test's own calls */

static bool fails(void)
{
	if (!atomic_load(&armed) || exempt || atomic_fetch_add(&calls, 1) + 1 != atomic_load(&fails_at))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}
#endif

#ifdef CAN_FAIL
struct rig {
	const struct scratch *scratch;
	struct box box;
	struct fake_box *fake;
	struct config config;
	struct state *state;
	struct ledger *ledger;
	struct collector *collector;
	struct agent_status status;
	struct notifier notifier;
	struct entity_change entities;
	struct preferences preferences;
	struct mib_view view;
	struct pictures *pictures;
	struct session *session;
	struct snapshot *latest;
	struct chassis chassis;
};

/* Sources are the test's own. */
static int open_source(const struct port_decl *port, const char *root, void *arg, struct source **ret_source)
{
	int r;

	exempt++;
	r = fake_open(port, root, arg, ret_source);
	exempt--;
	return r;
}

static void insert(struct rig *rig, uint32_t cage, const char *type)
{
	struct module *m;
	struct image *img;

	exempt++;
	m = box_module(type);
	img = image_new();
	assert_non_null(img);
	assert_int_equal(eeprom_encode(m, img), 0);
	fake_insert_image(rig->fake, cage, img);
	image_free(img);
	module_unref(m);
	exempt--;
}

static void rig_init(struct rig *rig, const struct scratch *scratch)
{
	*rig = (struct rig){ .scratch = scratch, .fake = fake_box_new(5) };
	box_init(&rig->box, "4x10G");
	rig->config.topology = rig->box.topology;
	rig->config.settings = (struct settings){
		.presence_interval_ms = 100, .dom_interval_ms = 3600000, .port_deadline_ms = 1000, .raise_after = 1,
		.clear_after = 1, .event_log_size = 64, .notifications = true,
	};
	insert(rig, 1, "40g-sr4");
	for (uint32_t cage = 2; cage <= 5; cage++)
		insert(rig, cage, "10g-sr");
}

/* As the daemon starts. */
static int start(struct rig *rig)
{
	struct session_options options = { .context = "", .priority = 127 };
	const struct event *const *known;
	char address[SCRATCH_PATH];
	size_t count;
	int r = state_new(&rig->state);

	if (r == 0)
		r = collector_new(&rig->config, open_source, rig->fake, &rig->collector);
	if (r == 0)
		r = collector_remember(rig->collector, rig->state, rig->scratch->dir);
	if (r == 0)
		r = ledger_open(rig->state, rig->scratch->dir, &rig->ledger);
	if (r < 0)
		return r;
	known = ledger_known(rig->ledger, &count);
	r = collector_restore(rig->collector, known, count, ledger_last_event(rig->ledger));
	if (r == 0)
		r = preferences_init(&rig->preferences, rig->state, rig->scratch->dir, true);
	notifier_init(&rig->notifier, &rig->status, rig->ledger, 0);
	rig->status.version = "1";
	rig->view = (struct mib_view){ .settings = &rig->config.settings, .status = &rig->status,
		                       .preferences = &rig->preferences, .chassis = &rig->chassis };
	if (r == 0) {
		rig->pictures = pictures_new(MIB_ROOT, mib_tables, MIB_TABLE_COUNT, &rig->view);
		r = rig->pictures ? 0 : -ENOMEM;
	}
	options.address = scratch_path(rig->scratch, "nobody", address);
	if (r == 0)
		r = session_new(&options, &rig->notifier, &rig->entities, rig->pictures, &rig->preferences,
		                &rig->session);
	return r;
}

static int taken(void *arg, const struct mib_notification *kind, uint32_t event)
{
	(void)arg;
	(void)kind;
	(void)event;
	return 0;
}

/* Scan, show, notify of it, save. */
static void turn(struct rig *rig)
{
	struct snapshot *s;
	struct timespec now;

	session_turn(rig->session, NULL, 0, 0);
	if (collector_scan(rig->collector, true, &s) < 0)
		return;
	rig->view.snapshot = s;
	pictures_show(rig->pictures, s);
	snapshot_unref(rig->latest);
	rig->latest = s;
	if (s->events->count)
		ledger_logged(rig->ledger, s->events->events[s->events->count - 1]->index);
	clock_gettime(CLOCK_MONOTONIC, &now);
	notifier_run(&rig->notifier, s->events, true, &now, taken, NULL);
	notifier_answered(&rig->notifier, rig->notifier.sent, true);
	ledger_save(rig->ledger);
}

static void walk(struct rig *rig)
{
	struct mib_name name = { .len = 0 };
	struct mib_value value;
	struct timespec now;
	struct mib *mib;

	clock_gettime(CLOCK_MONOTONIC, &now);
	mib = pictures_latest(rig->pictures, &now);
	while (mib_next(mib, name.id, name.len, false, &name, &value) == MIB_FOUND)
		;
}

static void reload(struct rig *rig)
{
	struct collector *successor;

	if (collector_new(&rig->config, open_source, rig->fake, &successor) < 0)
		return;
	collector_stop(rig->collector);
	if (collector_inherit(successor, rig->collector) < 0) {
		collector_free(successor);
		return;
	}
	collector_free(rig->collector);
	rig->collector = successor;
}

static void stop(struct rig *rig)
{
	session_free(rig->session);
	notifier_release(&rig->notifier);
	collector_free(rig->collector);
	ledger_close(rig->ledger);
	pictures_free(rig->pictures);
	snapshot_unref(rig->latest);
	state_free(rig->state, 2000);
}

static void require_all_modules(struct rig *rig)
{
	turn(rig);
	turn(rig);
	assert_non_null(rig->latest);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(rig->latest->ports[i].status, READ_OK);
	assert_int_equal(snapshot_module_count(rig->latest), 5);
}

/* The number of calls. */
static unsigned run(const struct scratch *scratch, unsigned at)
{
	struct rig rig;
	int r;

	rig_init(&rig, scratch);
	atomic_store(&fails_at, at);
	atomic_store(&armed, true);
	r = start(&rig);
	if (r == 0) {
		turn(&rig);
		insert(&rig, 3, "10g-lr");
		turn(&rig);
		preferences_set(&rig.preferences, false);
		turn(&rig);
		walk(&rig);
		reload(&rig);
		turn(&rig);
		atomic_store(&armed, false);
		require_all_modules(&rig);
		atomic_store(&armed, true);
	} else {
		assert_int_equal(r, -ENOMEM);
	}
	stop(&rig);
	atomic_store(&armed, false);
	fake_box_free(rig.fake);
	box_release(&rig.box);
	return atomic_load(&calls);
}

static pid_t begin_run(const struct scratch *scratch, unsigned at)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	alarm(HANG_SECONDS);
	if (!freopen("/dev/null", "w", stderr))
		_exit(99);
	(void)run(scratch, at);
	_exit(0);
}

static void end_run(pid_t pids[], const unsigned at[], unsigned *bad)
{
	int status = 0;
	pid_t pid = wait(&status);

	for (unsigned i = 0; i < AT_A_TIME; i++) {
		if (pids[i] != pid)
			continue;
		pids[i] = 0;
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		print_message("call %u: %s %d\n", at[i], WIFSIGNALED(status) ? "signal" : "status",
		              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
		(*bad)++;
	}
}

static void any_allocation_may_fail(void **state)
{
	const struct scratch *scratch = *state;
	const char *one = getenv("BREAKOUT_MEMORY_AT");
	pid_t pids[AT_A_TIME] = { 0 };
	unsigned at[AT_A_TIME] = { 0 }, bad = 0, running = 0;
	unsigned total = run(scratch, one ? (unsigned)strtoul(one, NULL, 10) : 0);

	print_message("%u calls\n", total);
	for (unsigned n = 1; n <= total && !one; n++) {
		unsigned i = 0;

		if (running == AT_A_TIME) {
			end_run(pids, at, &bad);
			running--;
		}
		while (pids[i])
			i++;
		at[i] = n;
		pids[i] = begin_run(scratch, n);
		running++;
	}
	for (; running > 0; running--)
		end_run(pids, at, &bad);
	assert_int_equal(bad, 0);
}
#else
static void any_allocation_may_fail(void **state)
{
	(void)state;
	skip();
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(any_allocation_may_fail, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
