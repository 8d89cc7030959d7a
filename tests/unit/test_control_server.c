/* SPDX-License-Identifier: BSD-3-Clause */
/* Clients of the control socket, well-behaved and not, over socket pairs. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "control/server.h"

#define STATUS "breakoutd 1\nword status\n\n"
#define BIG "breakoutd 1\nword big\n\n"
#define BIG_SIZE (4 * 1024 * 1024)

static bool everybody(uid_t user)
{
	(void)user;
	return true;
}

static const struct server_limits limits = {
	.clients = 4, .clients_of_user = 4, .request_ms = 500, .reply_ms = 2000, .reply_bytes = BIG_SIZE,
	.reply_bytes_of_user = BIG_SIZE, .privileged = everybody,
};

static struct server *server;
static unsigned answered;

/* "status" is echoed, "big" is more than any socket takes at once. */
static void answer(void *arg, const struct control_request *request, struct server_answer *a)
{
	(void)arg;
	answered++;
	if (strcmp(request->words[0], "big") == 0) {
		for (size_t i = 0; i < BIG_SIZE / 64; i++)
			fprintf(a->text, "%063zu\n", i);
		return;
	}
	a->status = CONTROL_AGAIN;
	fprintf(a->text, "text of %s\n", request->words[0]);
	fprintf(a->note, "note\n");
}

static int setup(void **state)
{
	(void)state;
	answered = 0;
	server = server_new(-1, -1, &limits, answer, NULL);
	return server ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	server_free(server);
	return 0;
}

/* A client's end, non-blocking. */
static int join(void)
{
	int ends[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	server_add(server, ends[0]);
	return ends[1];
}

static void say(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static void turns(unsigned n)
{
	while (n-- > 0)
		assert_int_equal(server_turn(server, 0), 0);
}

/* Turns for so long. */
static void pass(uint32_t ms)
{
	struct timespec now, until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, ms);
	do {
		assert_int_equal(server_turn(server, 10), 0);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (clock_ms_between(&now, &until) > 0);
}

/* What is there, up to `size`; *ret_end if the connection has ended. */
static size_t hear(int fd, char *buf, size_t size, bool *ret_end)
{
	size_t len = 0;
	ssize_t n = 0;

	while (len < size && (n = recv(fd, buf + len, size - len, 0)) > 0)
		len += (size_t)n;
	*ret_end = n == 0 || (n < 0 && errno == ECONNRESET);
	return len;
}

static void hears(int fd, const char *expected)
{
	char buf[512];
	bool end;
	size_t len = hear(fd, buf, sizeof(buf) - 1, &end);

	buf[len] = '\0';
	assert_string_equal(buf, expected);
	assert_true(end);
	close(fd);
}

static void is_cut_off(int fd)
{
	hears(fd, "");
}

static void a_request_is_answered(void **state)
{
	int fd = join();

	(void)state;
	say(fd, STATUS);
	turns(3);
	hears(fd, "breakoutd 1 75 5 15\nnote\ntext of status\n");
	assert_int_equal(server_clients(server), 0);
}

static void a_request_may_come_in_pieces(void **state)
{
	int fd = join();

	(void)state;
	for (const char *p = STATUS; *p; p++) {
		char byte[2] = { *p, '\0' };

		say(fd, byte);
		turns(1);
	}
	turns(3);
	hears(fd, "breakoutd 1 75 5 15\nnote\ntext of status\n");
}

static void who_has_asked_may_stop_sending(void **state)
{
	int fd = join();

	(void)state;
	say(fd, STATUS);
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	turns(3);
	hears(fd, "breakoutd 1 75 5 15\nnote\ntext of status\n");
}

static void nonsense_is_refused(void **state)
{
	int fd = join();

	(void)state;
	say(fd, "GET / HTTP/1.1\nHost: x\n\n");
	turns(3);
	hears(fd, "breakoutd 1 64 60 0\nbreakoutd refuses the request: not a request of breakoutctl\n");
	assert_int_equal(answered, 0);
}

static void a_big_reply_is_sent_as_it_is_taken(void **state)
{
	char *buf = malloc(BIG_SIZE + 100);
	size_t len = 0;
	bool end = false;
	int fd = join();

	(void)state;
	assert_non_null(buf);
	say(fd, BIG);
	while (!end) {
		turns(1);
		len += hear(fd, buf + len, BIG_SIZE + 100 - len, &end);
	}
	assert_int_equal(len, BIG_SIZE + strlen("breakoutd 1 0 0 4194304\n"));
	for (size_t i = 0; i < BIG_SIZE / 64; i++) {
		char line[65];

		snprintf(line, sizeof(line), "%063zu\n", i);
		assert_memory_equal(buf + len - BIG_SIZE + i * 64, line, 64);
	}
	free(buf);
	close(fd);
}

static void silence_is_not_waited_for(void **state)
{
	int fd = join(), late = join();

	(void)state;
	say(late, "breakoutd 1\nword st");
	turns(3);
	assert_int_equal(server_clients(server), 2);
	pass(limits.request_ms + 50);
	assert_int_equal(server_clients(server), 0);
	is_cut_off(fd);
	is_cut_off(late);
}

/* Bytes that trickle in win no time. */
static void a_trickle_is_not_waited_for(void **state)
{
	int fd = join();

	(void)state;
	for (int i = 0; i < 40; i++) {
		(void)!send(fd, "b", 1, MSG_NOSIGNAL);
		pass(20);
	}
	assert_int_equal(server_clients(server), 0);
	close(fd);
}

static void endless_requests_are_cut_off(void **state)
{
	static char junk[1024 * 1024];
	int fd = join();

	(void)state;
	memset(junk, 'x', sizeof(junk));
	for (int i = 0; i < 10; i++) {
		(void)!send(fd, junk, sizeof(junk), MSG_NOSIGNAL);
		turns(2);
	}
	assert_int_equal(server_clients(server), 0);
	assert_int_equal(answered, 0);
	close(fd);
}

static void who_never_reads_is_let_go(void **state)
{
	int deaf = join(), fd;

	(void)state;
	say(deaf, BIG);
	turns(5);
	assert_int_equal(server_clients(server), 1);
	pass(limits.reply_ms + 50);
	assert_int_equal(server_clients(server), 0);
	close(deaf);
	fd = join();
	say(fd, STATUS);
	turns(3);
	hears(fd, "breakoutd 1 75 5 15\nnote\ntext of status\n");
}

/* What is not taken is not made more of: others wait, and are answered once it is gone. */
static void replies_that_wait_are_bounded(void **state)
{
	int deaf = join(), fd;

	(void)state;
	say(deaf, BIG);
	turns(3);
	assert_int_equal(answered, 1);
	fd = join();
	say(fd, STATUS);
	turns(10);
	assert_int_equal(answered, 1);
	close(deaf);
	turns(4);
	assert_int_equal(answered, 2);
	hears(fd, "breakoutd 1 75 5 15\nnote\ntext of status\n");
}

static void who_has_gone_is_not_answered(void **state)
{
	int deaf = join(), fd = join();

	(void)state;
	say(deaf, BIG);
	turns(3);
	say(fd, STATUS);
	turns(2);
	close(fd);
	turns(2);
	close(deaf);
	turns(3);
	assert_int_equal(answered, 1);
	assert_int_equal(server_clients(server), 0);
}

static void more_clients_are_turned_away(void **state)
{
	int fd[64];

	(void)state;
	for (size_t i = 0; i < limits.clients; i++)
		fd[i] = join();
	for (size_t i = limits.clients; i < ARRAY_SIZE(fd); i++) {
		fd[i] = join();
		hears(fd[i], "breakoutd 1 75 31 0\ntoo many are asking; try again\n");
	}
	assert_int_equal(server_clients(server), limits.clients);
	/* They do not push the first ones out. */
	say(fd[0], STATUS);
	turns(3);
	hears(fd[0], "breakoutd 1 75 5 15\nnote\ntext of status\n");
	for (size_t i = 1; i < limits.clients; i++)
		close(fd[i]);
	turns(2);
	assert_int_equal(server_clients(server), 0);
}

static void one_user_does_not_take_all(void **state)
{
	struct server_limits few = limits;
	int first, second;

	(void)state;
	server_free(server);
	few.clients_of_user = 1;
	server = server_new(-1, -1, &few, answer, NULL);
	assert_non_null(server);
	first = join();
	second = join();
	hears(second, "breakoutd 1 75 31 0\ntoo many are asking; try again\n");
	assert_int_equal(server_clients(server), 1);
	close(first);
}

static bool is_nobody;

static bool unless_nobody(uid_t user)
{
	(void)user;
	return !is_nobody;
}

/* cases/agent.md, A-9: what others hold does not keep root waiting. */
static void a_reserve_is_for_the_privileged(void **state)
{
	struct server_limits few = limits;
	int fd[4];

	(void)state;
	server_free(server);
	few.privileged = unless_nobody;
	few.reply_bytes = 4 * BIG_SIZE;
	few.reply_bytes_of_user = 1;
	server = server_new(-1, -1, &few, answer, NULL);
	assert_non_null(server);
	is_nobody = true;
	for (size_t i = 0; i < 3; i++)
		fd[i] = join();
	fd[3] = join();
	hears(fd[3], "breakoutd 1 75 31 0\ntoo many are asking; try again\n");
	say(fd[0], BIG);
	say(fd[1], STATUS);
	turns(4);
	/* One reply that is not taken is a user's share. */
	assert_int_equal(answered, 1);
	is_nobody = false;
	fd[3] = join();
	turns(4);
	assert_int_equal(answered, 2);
	assert_int_equal(server_clients(server), 3);
	for (size_t i = 0; i < 4; i++)
		close(fd[i]);
}

static void one_request_is_answered_at_a_turn(void **state)
{
	int fd[3];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(fd); i++) {
		fd[i] = join();
		say(fd[i], STATUS);
	}
	turns(1);
	assert_int_equal(answered, 1);
	turns(1);
	assert_int_equal(answered, 2);
	turns(3);
	for (size_t i = 0; i < ARRAY_SIZE(fd); i++)
		hears(fd[i], "breakoutd 1 75 5 15\nnote\ntext of status\n");
}

static void it_can_be_stopped(void **state)
{
	int ends[2];
	struct server *s;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	s = server_new(-1, ends[0], &limits, answer, NULL);
	assert_non_null(s);
	assert_int_equal(server_turn(s, 0), 0);
	assert_int_equal(write(ends[1], "", 1), 1);
	assert_int_equal(server_turn(s, -1), 1);
	server_free(s);
	close(ends[0]);
	close(ends[1]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_is_answered),
		TEST(a_request_may_come_in_pieces),
		TEST(who_has_asked_may_stop_sending),
		TEST(nonsense_is_refused),
		TEST(a_big_reply_is_sent_as_it_is_taken),
		TEST(silence_is_not_waited_for),
		TEST(a_trickle_is_not_waited_for),
		TEST(endless_requests_are_cut_off),
		TEST(who_never_reads_is_let_go),
		TEST(replies_that_wait_are_bounded),
		TEST(who_has_gone_is_not_answered),
		TEST(more_clients_are_turned_away),
		TEST(one_user_does_not_take_all),
		TEST(a_reserve_is_for_the_privileged),
		TEST(one_request_is_answered_at_a_turn),
		TEST(it_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
