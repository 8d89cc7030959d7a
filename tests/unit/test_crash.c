/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Killed at each step of each write of the state directory: files are old or
 * new, never damaged, and each raise that a manager was sent is known to the
 * next agent, so that its clear comes.
 *
 * Calls that change files go through here (ld --wrap); the process kills itself
 * before the n-th of them, for every n; of a write() half is done.
 */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent/ledger.h"
#include "agent/notify.h"
#include "agent/preferences.h"
#include "base/clock.h"
#include "base/file.h"
#include "model/snapshot.h"
#include "scratch.h"

/* Ports that are raised and cleared in turn. */
#define PORTS 3
#define AT_A_TIME 32

static atomic_uint calls;
static unsigned dies_at;           /* 0: never */

static bool is_last(void)
{
	return atomic_fetch_add(&calls, 1) + 1 == dies_at;
}

static void step(void)
{
	if (is_last())
		raise(SIGKILL);
}

ssize_t __real_write(int fd, const void *data, size_t len);
int __real_rename(const char *from, const char *to);
int __real_fsync(int fd);
int __real_fchmod(int fd, mode_t mode);
ssize_t __wrap_write(int fd, const void *data, size_t len);
int __wrap_rename(const char *from, const char *to);
int __wrap_fsync(int fd);
int __wrap_fchmod(int fd, mode_t mode);

ssize_t __wrap_write(int fd, const void *data, size_t len)
{
	if (is_last()) {
		(void)!__real_write(fd, data, len / 2);
		raise(SIGKILL);
	}
	return __real_write(fd, data, len);
}

int __wrap_rename(const char *from, const char *to)
{
	step();
	return __real_rename(from, to);
}

int __wrap_fsync(int fd)
{
	step();
	return __real_fsync(fd);
}

int __wrap_fchmod(int fd, mode_t mode)
{
	step();
	return __real_fchmod(fd, mode);
}

/* What managers know: written by the process under test, read when it is dead. */
struct managers {
	bool knows[PORTS + 1];         /* a raise about the port was received */
	unsigned received;
};

struct agent {
	struct managers *managers;     /* shared memory */
	const struct event_log *log;
	struct state *state;
	struct ledger *ledger;
	struct preferences preferences;
	struct state_file *text;
	struct agent_status status;
	struct notifier notifier;
};

static const struct event *find_event(const struct event_log *log, uint32_t index)
{
	for (size_t i = 0; i < log->count; i++) {
		if (log->events[i]->index == index)
			return log->events[i];
	}
	return NULL;
}

/* A manager receives it at once; the master agent's answer comes later. */
static int receive(void *arg, const struct mib_notification *kind, uint32_t index)
{
	struct agent *a = arg;
	const struct event *e = find_event(a->log, index);

	(void)kind;
	a->managers->knows[e->about.port] = e->kind == EVENT_PORT_UNREADABLE;
	a->managers->received++;
	return 0;
}

/* Turns of the main loop until all is acknowledged. */
static void notify_all(struct agent *a)
{
	while (notifier_pending(&a->notifier, a->log)) {
		struct timespec now;

		clock_gettime(CLOCK_MONOTONIC, &now);
		notifier_run(&a->notifier, a->log, true, &now, receive, a);
		ledger_save(a->ledger);
		usleep(2000);
		if (a->notifier.count > 0)
			notifier_answered(&a->notifier, a->notifier.sent, true);
		ledger_save(a->ledger);
	}
}

static struct event_log *log_of(enum event_kind kind, uint32_t first)
{
	struct event_log *log = event_log_new(PORTS);

	assert_non_null(log);
	for (uint32_t i = 0; i < PORTS; i++) {
		struct event e = { .index = first + i, .kind = kind, .severity = SEVERITY_MAJOR,
			           .about = { .port = i + 1 } };

		log->events[i] = event_share(&e);
		assert_non_null(log->events[i]);
	}
	return log;
}

/* A long scenario: start, raises, a setting, clears, raises again, a text, stop. */
static void live(struct managers *managers, const struct scratch *scratch)
{
	struct agent a = { .managers = managers };
	char path[SCRATCH_PATH];
	uint32_t next;

	assert_int_equal(state_new(&a.state), 0);
	assert_int_equal(ledger_open(a.state, scratch->dir, &a.ledger), 0);
	assert_int_equal(preferences_init(&a.preferences, a.state, scratch->dir, true), 0);
	a.text = state_open(a.state, scratch_path(scratch, "ports", path), "a text", NULL, NULL);
	assert_non_null(a.text);
	next = ledger_last_event(a.ledger) + 1;
	notifier_init(&a.notifier, &a.status, a.ledger, next - 1);
	for (unsigned round = 0; round < 3; round++) {
		struct event_log *log = log_of(round % 2 ? EVENT_PORT_READABLE : EVENT_PORT_UNREADABLE, next);

		a.log = log;
		ledger_logged(a.ledger, next + PORTS - 1);
		next += PORTS;
		notify_all(&a);
		preferences_set(&a.preferences, round % 2);
		state_put_text(a.text, strdup(round % 2 ? "second\n" : "first\n"));
		event_log_unref(log);
	}
	ledger_close(a.ledger);
	state_free(a.state, 5000);
}

static bool is_one_of(const struct scratch *scratch, const char *name, const char *one, const char *other)
{
	char path[SCRATCH_PATH], *text;
	size_t len;
	bool is;

	if (file_slurp(scratch_path(scratch, name, path), 100, &text, &len) < 0)
		return access(path, F_OK) != 0;
	is = strcmp(text, one) == 0 || strcmp(text, other) == 0;
	free(text);
	return is;
}

/* The next agent starts: does it know what managers know? */
static bool is_sound(const struct managers *managers, const struct scratch *scratch)
{
	struct state *state;
	struct ledger *ledger;
	const struct event *const *known;
	char path[SCRATCH_PATH];
	bool sound = is_one_of(scratch, "ports", "first\n", "second\n") &&
	             is_one_of(scratch, "preferences", "notifications = true\n", "notifications = false\n");
	size_t count;

	assert_int_equal(state_new(&state), 0);
	assert_int_equal(ledger_open(state, scratch->dir, &ledger), 0);
	known = ledger_known(ledger, &count);
	for (uint32_t port = 1; port <= PORTS; port++) {
		bool is_known = false;

		for (size_t i = 0; i < count; i++)
			is_known |= known[i]->about.port == port;
		sound &= is_known || !managers->knows[port];
	}
	sound &= ledger_last_event(ledger) >= managers->received;
	sound &= access(scratch_path(scratch, "notified.json.damaged", path), F_OK) != 0;
	ledger_close(ledger);
	state_free(state, 5000);
	return sound;
}

struct life {
	struct scratch *scratch;
	struct managers *managers;
	pid_t pid;
};

static struct managers *share_managers(void)
{
	FILE *f = tmpfile();
	struct managers *m;

	assert_non_null(f);
	assert_int_equal(ftruncate(fileno(f), sizeof(*m)), 0);
	m = mmap(NULL, sizeof(*m), PROT_READ | PROT_WRITE, MAP_SHARED, fileno(f), 0);
	assert_true(m != MAP_FAILED);
	fclose(f);
	return m;
}

static void begin_life(struct life *l, unsigned at)
{
	void *scratch;

	assert_int_equal(scratch_setup(&scratch), 0);
	*l = (struct life){ .scratch = scratch, .managers = share_managers() };
	l->pid = fork();
	assert_true(l->pid >= 0);
	if (l->pid > 0)
		return;
	alarm(60);
	if (!freopen("/dev/null", "w", stderr))
		_exit(99);
	dies_at = at;
	live(l->managers, l->scratch);
	_exit(0);
}

/* Returns whether it died where it should. */
static bool end_life(struct life *l, bool *ret_sound)
{
	void *scratch = l->scratch;
	int status;

	assert_int_equal(waitpid(l->pid, &status, 0), l->pid);
	assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
	*ret_sound = is_sound(l->managers, l->scratch);
	munmap(l->managers, sizeof(*l->managers));
	(void)scratch_teardown(&scratch);
	return WIFSIGNALED(status);
}

static void any_step_may_be_the_last(void **state)
{
	struct life lives[AT_A_TIME];
	unsigned first = 1, unsound = 0, died = AT_A_TIME;

	(void)state;
	/* Steps depend on the disk's pace a little: until a whole batch has come to its end. */
	for (; died > 0 && first < 2000; first += AT_A_TIME) {
		died = 0;
		for (unsigned i = 0; i < AT_A_TIME; i++)
			begin_life(&lives[i], first + i);
		for (unsigned i = 0; i < AT_A_TIME; i++) {
			bool sound;

			died += end_life(&lives[i], &sound);
			if (!sound)
				print_message("killed at step %u: not sound\n", first + i);
			unsound += !sound;
		}
	}
	assert_true(first > 1 + AT_A_TIME);
	assert_int_equal(unsound, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_step_may_be_the_last),
	};

	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
