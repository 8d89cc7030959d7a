/* SPDX-License-Identifier: BSD-3-Clause */
/* The control socket in the file system, and the whole way from a question to its answer. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "box.h"
#include "control/answer.h"
#include "control/client.h"
#include "control/control.h"
#include "control/socket.h"
#include "scratch.h"
#include "view/listing.h"
#include "view/show.h"

static const char *path_in(void **state, const char *name)
{
	static char path[SCRATCH_PATH];

	return scratch_path(*state, name, path);
}

/* Folders of the scratch folder are made with the umask's mode; these tests want to know it. */
static int setup(void **state)
{
	umask(022);
	return scratch_setup(state);
}

static struct stat stat_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st;
}

static void a_socket_is_for_owner_and_group(void **state)
{
	const char *path = path_in(state, "made/control.sock");
	struct socket_place place;
	struct stat st;
	int fd;

	assert_int_equal(socket_listen(path, "", &place), 0);
	st = stat_of(path);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0660);
	assert_int_equal(st.st_gid, getegid());
	assert_int_equal(fcntl(place.fd, F_GETFD), FD_CLOEXEC);
	fd = socket_connect(path);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	socket_remove(&place);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(socket_connect(path), -ENOENT);
}

static void nobody_connects_where_the_folder_is_missing(void **state)
{
	assert_int_equal(socket_connect(path_in(state, "nothing/control.sock")), -ENOENT);
	assert_int_equal(socket_connect("control.sock"), -EINVAL);
	assert_int_equal(socket_connect("/"), -EINVAL);
}

/* Longer than fits into a socket's address. */
static void a_path_may_be_long(void **state)
{
	char path[SCRATCH_PATH];
	struct socket_place place;
	struct text t;
	int fd;

	text_init(&t, path, sizeof(path));
	text_printf(&t, "%s", path_in(state, ""));
	for (int i = 0; i < 6; i++) {
		text_printf(&t, "/a-folder-with-a-long-name");
		assert_int_equal(mkdir(path, 0755), 0);
	}
	text_printf(&t, "/control.sock");
	assert_true(strlen(path) > 108);
	assert_int_equal(socket_listen(path, "", &place), 0);
	fd = socket_connect(path);
	assert_true(fd >= 0);
	close(fd);
	socket_remove(&place);
}

static void what_a_dead_process_left_is_replaced(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct socket_place first, second;
	int fd;

	assert_int_equal(socket_listen(path, "", &first), 0);
	/* As a crash does. */
	close(first.fd);
	first.fd = -1;
	assert_int_equal(socket_connect(path), -ECONNREFUSED);
	assert_int_equal(socket_listen(path, "", &second), 0);
	fd = socket_connect(path);
	assert_true(fd >= 0);
	close(fd);
	/* What is not one's own any more is left alone. */
	if (first.inode == second.inode)
		close(first.folder);
	else
		socket_remove(&first);
	assert_int_equal(access(path, F_OK), 0);
	socket_remove(&second);
	assert_int_equal(access(path, F_OK), -1);
}

static void a_live_one_stays(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct socket_place first, second;
	int fd;

	assert_int_equal(socket_listen(path, "", &first), 0);
	assert_int_equal(socket_listen(path, "", &second), -EADDRINUSE);
	fd = socket_connect(path);
	assert_true(fd >= 0);
	close(fd);
	socket_remove(&first);
}

static void a_live_one_that_takes_nobody_stays(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct socket_place first, second;
	int fd[200], n = 0;

	assert_int_equal(socket_listen(path, "", &first), 0);
	while (n < 200 && (fd[n] = socket_connect(path)) >= 0)
		n++;
	assert_true(n < 200);
	assert_int_equal(fd[n], -EAGAIN);
	assert_int_equal(socket_listen(path, "", &second), -EADDRINUSE);
	while (n > 0)
		close(fd[--n]);
	socket_remove(&first);
}

static void nothing_else_is_removed(void **state)
{
	const struct scratch *s = *state;
	struct socket_place place;

	scratch_text(s, "file", "precious");
	assert_int_equal(socket_listen(path_in(state, "file"), "", &place), -EEXIST);
	assert_int_equal(stat_of(path_in(state, "file")).st_size, 8);
	scratch_symlink(s, "file", "link");
	assert_int_equal(socket_listen(path_in(state, "link"), "", &place), -EEXIST);
	scratch_symlink(s, "nothing", "dangling");
	assert_int_equal(socket_listen(path_in(state, "dangling"), "", &place), -EEXIST);
	assert_int_equal(access(path_in(state, "nothing"), F_OK), -1);
	scratch_mkdir(s, "folder");
	assert_int_equal(socket_listen(path_in(state, "folder"), "", &place), -EEXIST);
}

static void others_must_not_write_to_the_folder(void **state)
{
	static const struct {
		const char *label;
		mode_t mode;
		int error;
	} rows[] = {
		{ "everybody", 0777, -EPERM },
		{ "the group", 0775, -EPERM },
		{ "everybody, but sticky", 01777, 0 },
		{ "nobody else", 0755, 0 },
	};

	scratch_mkdir(*state, "folder");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct socket_place place;

		assert_int_equal(chmod(path_in(state, "folder"), rows[i].mode), 0);
		assert_row(socket_listen(path_in(state, "folder/control.sock"), "", &place) == rows[i].error,
		           rows[i].label);
		if (rows[i].error == 0)
			socket_remove(&place);
	}
}

static void a_group_that_there_is_none_of_is_refused(void **state)
{
	struct socket_place place;

	assert_int_equal(socket_listen(path_in(state, "control.sock"), "no such group", &place), -ESRCH);
	assert_int_equal(access(path_in(state, "control.sock"), F_OK), -1);
}

static void a_group_may_be_given(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct socket_place place;

	if (geteuid() != 0)
		skip();
	assert_int_equal(socket_listen(path, "daemon", &place), 0);
	assert_int_not_equal(stat_of(path).st_gid, getegid());
	assert_int_equal(stat_of(path).st_mode & 07777, 0660);
	socket_remove(&place);
}

static void no_descriptor_is_left(void **state)
{
	struct socket_place place;
	int before, after;

	before = dup(0);
	close(before);
	scratch_text(*state, "file", "x");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(socket_listen(path_in(state, "file"), "", &place), -EEXIST);
		assert_int_equal(socket_listen(path_in(state, "s"), "", &place), 0);
		socket_remove(&place);
		assert_int_equal(socket_connect(path_in(state, "s")), -ENOENT);
	}
	after = dup(0);
	close(after);
	assert_int_equal(after, before);
}

/* All the way. */

static const struct daemon_status status = {
	.version = "0.0", .master = "connected", .config = "/etc/breakoutd.conf", .address = "unix:/x",
	.pid = 42,
	.presence_interval_ms = 1000, .dom_interval_ms = 10000, .notifications = true,
};

static struct control_reply ask(const char *path, struct control_request request)
{
	struct control_reply reply;

	while (request.word_count < CONTROL_WORDS_MAX && request.words[request.word_count])
		request.word_count++;
	assert_int_equal(control_ask(path, &request, 2000, &reply), 0);
	return reply;
}

/* As the command line would print it itself. */
static char *shown(const struct snapshot *s, const char *word, bool json)
{
	struct show_options options = { .json = json };
	char *text = NULL;
	char why[SHOW_WHY];
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	clock_gettime(CLOCK_MONOTONIC, &options.now);
	assert_int_equal(show_print(show_find(word), s, &options, out, why), 0);
	fclose(out);
	return text;
}

/* Written row by row as it would be as a whole. */
static void require_json(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);
	char *whole = json ? json_dumps(json, LISTING_JSON_FLAGS) : NULL;

	assert_non_null(whole);
	assert_memory_equal(text, whole, strlen(whole));
	assert_string_equal(text + strlen(whole), "\n");
	free(whole);
	json_decref(json);
}

static void the_daemon_answers_as_a_scan_would(void **state)
{
	static const char *const words[] = { "ports", "modules", "lanes", "breakouts", "legs", "violations" };
	const char *path = path_in(state, "control.sock");
	struct control *control;
	struct box box;

	box_init(&box, "4x25G");
	box_fit(&box, "100g-sr4", "25g-sr");
	clock_gettime(CLOCK_MONOTONIC, &box.snapshot->mono);
	assert_int_equal(control_listen(path, "", -1, &control), 0);
	assert_int_equal(control_publish(control, box.snapshot, &status), 0);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(words); i++) {
		const char *word = words[i / 2];
		struct control_reply reply = ask(path, (struct control_request){ .words = { "show", word },
		                                                                 .json = i % 2 });
		char *expected = shown(box.snapshot, word, i % 2);

		assert_int_equal(reply.status, CONTROL_OK);
		assert_string_equal(reply.note, "");
		assert_string_equal(reply.text, expected);
		if (i % 2)
			require_json(reply.text);
		assert_int_equal(reply.text_len, strlen(expected));
		free(expected);
		control_reply_release(&reply);
	}
	control_stop(control);
	assert_int_equal(access(path, F_OK), -1);
	box_release(&box);
}

#define FIRST "breakoutd has not finished its first scan yet\n"
#define UNKNOWN "this version of breakoutd can't answer that\n"

static void what_it_cant_answer_it_says(void **state)
{
	static const struct {
		struct control_request request;
		unsigned status;
		const char *note;
	} rows[] = {
		{ { .words = { "show", "ports" } }, CONTROL_AGAIN, FIRST },
		{ { .words = { "show" } }, CONTROL_BAD_REQUEST, UNKNOWN },
		{ { .words = { "show", "nothing" } }, CONTROL_BAD_REQUEST, UNKNOWN },
		{ { .words = { "resync", "all" } }, CONTROL_BAD_REQUEST, UNKNOWN },
		{ { .words = { "status" }, .config = "/other" }, CONTROL_OTHER_CONFIG,
		  "breakoutd runs with /etc/breakoutd.conf\n" },
	};
	const char *path = path_in(state, "control.sock");
	struct control *control;

	assert_int_equal(control_listen(path, "", -1, &control), 0);
	assert_int_equal(control_publish(control, NULL, &status), 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct control_reply reply = ask(path, rows[i].request);

		assert_int_equal(reply.status, rows[i].status);
		assert_string_equal(reply.note, rows[i].note);
		assert_string_equal(reply.text, "");
		control_reply_release(&reply);
	}
	control_stop(control);
}

static void status_needs_no_scan(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct control *control;
	struct control_reply reply;

	assert_int_equal(control_listen(path, "", -1, &control), 0);
	assert_int_equal(control_publish(control, NULL, &status), 0);
	reply = ask(path, (struct control_request){ .words = { "status" }, .config = "/etc/breakoutd.conf" });
	assert_int_equal(reply.status, CONTROL_OK);
	assert_non_null(strstr(reply.text, "master agent   connected\n"));
	assert_non_null(strstr(reply.text, "last scan      none yet\n"));
	control_reply_release(&reply);
	control_stop(control);
}

static void an_old_picture_says_so(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct control *control;
	struct control_reply reply;
	struct box box;

	box_init(&box, "4x25G");
	clock_gettime(CLOCK_MONOTONIC, &box.snapshot->mono);
	box.snapshot->mono.tv_sec -= 60;
	assert_int_equal(control_listen(path, "", -1, &control), 0);
	assert_int_equal(control_publish(control, box.snapshot, &status), 0);
	reply = ask(path, (struct control_request){ .words = { "show", "legs" } });
	assert_int_equal(reply.status, CONTROL_OK);
	assert_string_equal(reply.note,
	                    "what breakoutd knows is 60 s old: it has not finished a scan since\n");
	control_reply_release(&reply);
	control_stop(control);
	box_release(&box);
}

/* The status that `user` gets; the task in *ret_task. */
static unsigned resync_of(uid_t user, bool notifications, enum control_task *ret_task)
{
	const struct control_request request = { .words = { "resync" }, .word_count = 1 };
	struct control_picture picture = { .status = status };
	struct timespec now = { .tv_sec = 1 };
	char text[128] = "", note[128] = "";
	struct server_answer answer = { .user = user };

	picture.status.notifications = notifications;
	answer.text = fmemopen(text, sizeof(text), "w");
	answer.note = fmemopen(note, sizeof(note), "w");
	assert_non_null(answer.text);
	assert_non_null(answer.note);
	*ret_task = control_answer(&picture, &now, &request, &answer);
	fclose(answer.text);
	fclose(answer.note);
	assert_true(answer.status == CONTROL_OK ? text[0] && !note[0] : note[0] && !text[0]);
	return answer.status;
}

static void resync_is_for_root_and_the_daemons_user(void **state)
{
	enum control_task task;

	(void)state;
	assert_int_equal(resync_of(0, true, &task), CONTROL_OK);
	assert_int_equal(task, CONTROL_RESYNC);
	assert_int_equal(resync_of(geteuid(), true, &task), CONTROL_OK);
	assert_int_equal(task, CONTROL_RESYNC);
	assert_int_equal(resync_of(geteuid() + 1, true, &task), CONTROL_DENIED);
	assert_int_equal(task, CONTROL_NO_TASK);
	assert_int_equal(resync_of((uid_t)-1, true, &task), CONTROL_DENIED);
	assert_int_equal(task, CONTROL_NO_TASK);
	assert_int_equal(resync_of(0, false, &task), CONTROL_FAILED);
	assert_int_equal(task, CONTROL_NO_TASK);
}

static void resync_is_handed_to_the_main_thread(void **state)
{
	const char *path = path_in(state, "control.sock");
	struct daemon_status notifying = status;
	int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct control *control;
	struct control_reply reply;
	uint64_t count;

	notifying.notifications = true;
	assert_int_equal(control_listen(path, "", wake, &control), 0);
	assert_int_equal(control_publish(control, NULL, &notifying), 0);
	assert_false(control_take_resync(control));
	reply = ask(path, (struct control_request){ .words = { "resync" } });
	assert_int_equal(reply.status, CONTROL_OK);
	assert_string_equal(reply.text, "what is active is announced again\n");
	control_reply_release(&reply);
	assert_int_equal(read(wake, &count, sizeof(count)), sizeof(count));
	assert_true(control_take_resync(control));
	assert_false(control_take_resync(control));
	control_stop(control);
	close(wake);
}

/* Something else is there, that says this and no more. */
static int ask_impostor(const char *path, const char *says)
{
	const struct control_request request = { .words = { "status" }, .word_count = 1 };
	struct control_reply reply;
	struct socket_place place;
	pid_t child;
	int r;

	assert_int_equal(socket_listen(path, "", &place), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		char buf[CONTROL_REQUEST_MAX];
		int fd;

		fcntl(place.fd, F_SETFL, 0);
		fd = accept(place.fd, NULL, NULL);
		if (fd < 0 || recv(fd, buf, sizeof(buf), 0) < 0 || send(fd, says, strlen(says), 0) < 0)
			_exit(1);
		if (!says[0])
			pause();
		_exit(0);
	}
	r = control_ask(path, &request, 300, &reply);
	if (!says[0])
		kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	socket_remove(&place);
	return r;
}

static void impostors_are_not_believed(void **state)
{
	const char *path = path_in(state, "control.sock");

	assert_int_equal(ask_impostor(path, "SSH-2.0-OpenSSH_10.0\n"), -EPROTO);
	assert_int_equal(ask_impostor(path, "breakoutd 2 0 0\n"), -EPROTONOSUPPORT);
	assert_int_equal(ask_impostor(path, "breakoutd 1 0 0 10\nhalf"), -EPROTO);
	assert_int_equal(ask_impostor(path, "breakoutd 1 0 10 0\nhalf"), -EPROTO);
	assert_int_equal(ask_impostor(path, "breakoutd 1 0"), -EPROTO);
	assert_int_equal(ask_impostor(path, ""), -ETIMEDOUT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_socket_is_for_owner_and_group),
		TEST(nobody_connects_where_the_folder_is_missing),
		TEST(a_path_may_be_long),
		TEST(what_a_dead_process_left_is_replaced),
		TEST(a_live_one_stays),
		TEST(a_live_one_that_takes_nobody_stays),
		TEST(nothing_else_is_removed),
		TEST(others_must_not_write_to_the_folder),
		TEST(a_group_that_there_is_none_of_is_refused),
		TEST(a_group_may_be_given),
		TEST(no_descriptor_is_left),
		TEST(the_daemon_answers_as_a_scan_would),
		TEST(what_it_cant_answer_it_says),
		TEST(status_needs_no_scan),
		TEST(resync_is_for_root_and_the_daemons_user),
		TEST(resync_is_handed_to_the_main_thread),
		TEST(an_old_picture_says_so),
		TEST(impostors_are_not_believed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
