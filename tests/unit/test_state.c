/* SPDX-License-Identifier: BSD-3-Clause */
/* Files of the state directory: written by a thread, again until it succeeds, never lost in silence. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "scratch.h"
#include "state/state.h"

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct state *new_state(void)
{
	struct state *s;

	assert_int_equal(state_new(&s), 0);
	return s;
}

static struct state_file *open_text(struct state *s, void *scratch, const char *name)
{
	char path[SCRATCH_PATH];
	struct state_file *f = state_open(s, scratch_path(scratch, name, path), "a text", NULL, NULL);

	assert_non_null(f);
	return f;
}

static void put(struct state_file *f, const char *text)
{
	state_put_text(f, strdup(text));
}

static bool holds(void *scratch, const char *name, const char *text)
{
	char path[SCRATCH_PATH], *got;
	size_t len;
	bool same;

	if (file_slurp(scratch_path(scratch, name, path), 1000, &got, &len) < 0)
		return false;
	same = strcmp(got, text) == 0;
	free(got);
	return same;
}

static void what_is_put_is_written(void **state)
{
	struct state *s = new_state();
	struct state_file *f = open_text(s, *state, "deep/file");

	put(f, "one");
	assert_true(state_wait(s, 5000));
	assert_true(holds(*state, "deep/file", "one"));
	/* The latest of several, soon, and the last of all at the end. */
	put(f, "two");
	put(f, "three");
	assert_true(holds(*state, "deep/file", "one"));
	assert_true(state_wait(s, 5000));
	assert_true(holds(*state, "deep/file", "three"));
	put(f, "four");
	state_free(s, 5000);
	assert_true(holds(*state, "deep/file", "four"));
	state_free(NULL, 0);
}

static void a_file_that_is_not_there_is_empty(void **state)
{
	struct state *s = new_state();
	struct state_file *f = open_text(s, *state, "file");
	char *text;
	size_t len;

	assert_int_equal(state_read(f, 100, &text, &len), -ENOENT);
	put(f, "one");
	state_free(s, 5000);
	s = new_state();
	f = open_text(s, *state, "file");
	assert_int_equal(state_read(f, 100, &text, &len), 0);
	assert_int_equal(len, 3);
	assert_string_equal(text, "one");
	free(text);
	state_free(s, 5000);
}

/* cases/agent.md, A-7: what can't be read is not "nothing there", and is not overwritten. */
static void a_file_that_cannot_be_read_is_kept_aside(void **state)
{
	struct state *s = new_state();
	struct state_file *f = open_text(s, *state, "file");
	char *text;
	size_t len;

	scratch_text(*state, "file", "much too long");
	assert_int_equal(state_read(f, 5, &text, &len), -EFBIG);
	put(f, "new");
	assert_true(state_wait(s, 5000));
	assert_true(holds(*state, "file", "new"));
	assert_true(holds(*state, "file.damaged", "much too long"));
	state_free(s, 5000);
}

static void a_file_that_is_rejected_is_kept_aside(void **state)
{
	struct state *s = new_state();
	struct state_file *f = open_text(s, *state, "file");

	scratch_text(*state, "file", "nonsense");
	state_reject(f);
	put(f, "sense");
	state_free(s, 5000);
	assert_true(holds(*state, "file", "sense"));
	assert_true(holds(*state, "file.damaged", "nonsense"));
}

/* Where it can't be moved aside either, it stays. */
static void a_file_that_cannot_be_moved_is_not_overwritten(void **state)
{
	struct state *s = new_state();
	struct state_file *f = open_text(s, *state, "file");

	scratch_text(*state, "file", "nonsense");
	scratch_text(*state, "file.damaged/x", "in the way");
	state_reject(f);
	put(f, "sense");
	assert_true(state_wait(s, 5000));
	state_free(s, 5000);
	assert_true(holds(*state, "file", "nonsense"));
}

static void a_failure_is_tried_again(void **state)
{
	struct state *s = new_state();
	struct state_file *bad = open_text(s, *state, "bad"), *good = open_text(s, *state, "good");

	scratch_mkdir(*state, "bad.new");
	put(bad, "one");
	put(good, "two");
	assert_false(state_wait(s, 300));
	/* One file's trouble is not the other's. */
	assert_true(holds(*state, "good", "two"));
	put(bad, "newer");
	scratch_rmdir(*state, "bad.new");
	assert_true(state_wait(s, 10000));
	assert_true(holds(*state, "bad", "newer"));
	state_free(s, 5000);
}

static int prints;

static char *print_number(const void *content, size_t *ret_len)
{
	char *text = malloc(16);

	/* Out of memory, now and then. */
	if (prints++ % 2 == 0) {
		free(text);
		return NULL;
	}
	*ret_len = (size_t)snprintf(text, 16, "%d", *(const int *)content);
	return text;
}

static void content_is_printed_by_the_thread(void **state)
{
	struct state *s = new_state();
	char path[SCRATCH_PATH];
	struct state_file *f = state_open(s, scratch_path(*state, "n", path), "a number", print_number, free);
	int *n = malloc(sizeof(*n));

	*n = 42;
	state_put(f, n);
	assert_true(state_wait(s, 10000));
	assert_true(holds(*state, "n", "42"));
	assert_int_equal(prints, 2);
	state_free(s, 5000);
}

/* A disk that does not answer holds up nobody: putting does not wait, the end waits as long as it is told. */
static void nothing_waits_for_a_disk(void **state)
{
	struct state *s = new_state();
	struct state_file *f;
	char path[SCRATCH_PATH];
	int64_t began = now_ms();

	/* A pipe in the place of the temporary file: opening it for writing waits for a reader. */
	assert_int_equal(mkfifo(scratch_path(*state, "file.new", path), 0600), 0);
	f = open_text(s, *state, "file");
	put(f, "one");
	usleep(100000);
	put(f, "two");
	state_free(s, 200);
	assert_true(now_ms() - began < 2000);
	/* Let the thread go, so that nothing is left behind. It may find no reader any more. */
	signal(SIGPIPE, SIG_IGN);
	close(open(path, O_RDONLY | O_NONBLOCK));
	usleep(200000);
}

int main(void)
{
#define WITH_SCRATCH(test_) cmocka_unit_test_setup_teardown(test_, scratch_setup, scratch_teardown)
	const struct CMUnitTest tests[] = {
		WITH_SCRATCH(what_is_put_is_written),
		WITH_SCRATCH(a_file_that_is_not_there_is_empty),
		WITH_SCRATCH(a_file_that_cannot_be_read_is_kept_aside),
		WITH_SCRATCH(a_file_that_is_rejected_is_kept_aside),
		WITH_SCRATCH(a_file_that_cannot_be_moved_is_not_overwritten),
		WITH_SCRATCH(a_failure_is_tried_again),
		WITH_SCRATCH(content_is_printed_by_the_thread),
		WITH_SCRATCH(nothing_waits_for_a_disk),
	};

	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
