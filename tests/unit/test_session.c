/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The AgentX session against a master agent that does, at each point of the
 * protocol, what a script has it do. Both are in one thread: a call that
 * waited for the master agent would never return.
 */
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "agent/agentx/pdu.h"
#include "agent/agentx/session.h"
#include "agent/mib.h"
#include "fake_master.h"
#include "scratch.h"

#define ROOT ".1.3.6.1.4.1.8072.9999.9999.42"
#define SUBTREES 4  /* that are registered: ours; 47, 47.1, 47.1.9 */

static bool get_cell(const struct mib_cell *cell, struct mib_value *ret_value)
{
	ret_value->u = cell->row->index[0];
	return true;
}

static void fill_rows(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (uint32_t i = 1; i < 1000; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { i } });
}

static const struct mib_column columns[] = {
	{ .number = 1, .name = "x", .type = MIB_UNSIGNED, .access = MIB_READ_ONLY, .get = get_cell },
};

#define TABLE(name_, arc_, ...) static const struct mib_table name_ = { \
	.name = #name_, .arcs = { 1, (arc_), 1 }, .arc_count = 3, .index = { "a" }, .index_count = 1, \
	.columns = columns, .column_count = ARRAY_SIZE(columns), .fill = fill_rows, ##__VA_ARGS__ }

TABLE(first, 2);
TABLE(other, 9, .root = ".1.3.6.1.2.1.47");
static const struct mib_table *const tables[] = { &first, &other };

/* So that whatever is due is due within a test. */
static const struct session_times times = {
	.stuck_ms = 60, .hang_ms = 400, .handshake_ms = 250, .ping_ms = 20, .retry_ms = 10, .retry_max_ms = 40,
};

struct world {
	struct scratch *scratch;
	char address[SCRATCH_PATH + 5], path[SCRATCH_PATH];
	struct fake_master master;
	struct pictures *pictures;
	struct agent_status status;
	struct preferences preferences;
	struct mib_view view;
	struct notifier notifier;
	struct entity_change entities;
	struct session *session;
	struct pdu pdu, answer;
	unsigned registrations, opens, pings;
	unsigned refuse;            /* error of answers to Register */
	bool mute;                  /* answers nothing but Open and Ping */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void start(struct world *w, const char *context)
{
	const struct session_options options = { .address = w->address, .context = context, .priority = 90,
		                                 .times = &times };

	assert_int_equal(session_new(&options, &w->notifier, &w->entities, w->pictures, &w->preferences, &w->session),
	                 0);
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	assert_int_equal(scratch_setup((void **)&w->scratch), 0);
	scratch_path(w->scratch, "agentx", w->path);
	snprintf(w->address, sizeof(w->address), "unix:%s", w->path);
	w->view = (struct mib_view){ .status = &w->status, .preferences = &w->preferences };
	w->pictures = pictures_new(ROOT, tables, ARRAY_SIZE(tables), &w->view);
	assert_non_null(w->pictures);
	notifier_init(&w->notifier, &w->status, NULL, 0);
	assert_true(fake_master_open(&w->master, w->path));
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	session_free(w->session);
	notifier_release(&w->notifier);
	pictures_free(w->pictures);
	fake_master_close(&w->master);
	scratch_teardown((void **)&w->scratch);
	free(w);
	return 0;
}

/* No turn takes longer than it may: nothing waits. */
static void turn(struct world *w)
{
	int64_t began = now_ms();

	session_turn(w->session, NULL, 0, 5);
	assert_true(now_ms() - began < 200);
}

/* Answer what a friendly master agent would. Returns the type of what came; 0: nothing. */
static unsigned serve(struct world *w)
{
	unsigned type;

	(void)fake_master_accept(&w->master);
	if (w->master.fd < 0 || !fake_master_read(&w->master, &w->pdu))
		return 0;
	type = pdu_type(&w->pdu);
	w->opens += type == PDU_OPEN;
	w->pings += type == PDU_PING;
	w->registrations += type == PDU_REGISTER;
	if (type == PDU_RESPONSE || type == PDU_CLOSE || (w->mute && type != PDU_OPEN && type != PDU_PING))
		return type;
	pdu_answer(&w->answer, &w->pdu, type == PDU_REGISTER ? w->refuse : 0);
	fake_master_send(&w->master, &w->answer);
	return type;
}

/* Both go on for `ms`. */
static void run(struct world *w, int ms)
{
	for (int64_t end = now_ms() + ms; now_ms() < end;) {
		(void)serve(w);
		turn(w);
	}
}

/* Both go on until the session is in this state. */
static void run_until(struct world *w, enum session_state state)
{
	int64_t end = now_ms() + 5000;

	while (session_state(w->session) != state) {
		assert_true(now_ms() < end);
		(void)serve(w);
		turn(w);
	}
}

/* The session goes on while the master agent does nothing, for `ms`. */
static void leave(struct world *w, int ms)
{
	for (int64_t end = now_ms() + ms; now_ms() < end;)
		turn(w);
}

static bool reason_has(struct world *w, const char *text)
{
	char reason[SESSION_REASON];

	if (strstr(session_reason(w->session, reason, NULL), text))
		return true;
	printf("# reason: %s\n", reason);
	return false;
}

static void opens_and_registers(void **state)
{
	struct world *w = *state;
	const unsigned char head[4] = { 0, 90, 0, 0 };

	start(w, "");
	assert_true(reason_has(w, "connecting"));
	while (serve(w) != PDU_REGISTER)
		turn(w);
	assert_memory_equal(w->pdu.bytes + 20, head, 4);
	assert_int_equal(pdu_at(&w->pdu, 4), PDU_SESSION);
	run_until(w, SESSION_UP);
	run(w, 60);
	assert_int_equal(w->registrations, SUBTREES);
	assert_true(session_serves(w->session, ".1.3.6.1.2.1.47"));
	assert_true(reason_has(w, "connected"));
	assert_true(w->pings > 0);
}

static void names_its_context(void **state)
{
	struct world *w = *state;

	start(w, "lab");
	while (serve(w) != PDU_REGISTER)
		turn(w);
	assert_int_equal(w->pdu.bytes[2], 0x18);
	assert_int_equal(pdu_at(&w->pdu, 20), 3);
	assert_memory_equal(w->pdu.bytes + 24, "lab", 4);
	run_until(w, SESSION_UP);
}

/* sysORTable lists the MIB. */
static void announces_its_mib(void **state)
{
	const uint32_t compliance[] = { 1, 8072, 9999, 9999, 42, 2, 1, 1 };
	struct world *w = *state;
	unsigned type;

	start(w, "");
	for (int i = 0; (type = serve(w)) != PDU_ADD_AGENT_CAPS; i++) {
		assert_true(i < 1000);
		turn(w);
	}
	assert_int_equal(pdu_at(&w->pdu, 20), 8U << 24 | 4U << 16);
	for (size_t i = 0; i < ARRAY_SIZE(compliance); i++)
		assert_int_equal(pdu_at(&w->pdu, 24 + 4 * i), compliance[i]);
}

static void a_refused_registration_is_tried_again(void **state)
{
	struct world *w = *state;

	w->refuse = AGENTX_DUPLICATE_REGISTRATION;
	start(w, "");
	run_until(w, SESSION_REFUSED);
	run(w, 50);
	assert_int_equal(w->registrations, 1);   /* only our own MIB's, and not again at once */
	assert_true(reason_has(w, "another breakoutd"));
	assert_int_equal(w->opens, 1);
}

static void no_master_agent_is_a_reason(void **state)
{
	struct world *w = *state;

	fake_master_close(&w->master);
	(void)unlink(w->path);
	start(w, "");
	leave(w, 50);
	assert_true(reason_has(w, "not connected: No such file"));
	assert_true(fake_master_open(&w->master, w->path));
	run_until(w, SESSION_UP);
}

/* Until the session has been given up, while `step` is what the master agent does. */
static void until_closed(struct world *w, void (*step)(struct world *))
{
	int64_t end = now_ms() + 5000;

	while (session_state(w->session) == SESSION_UP || reason_has(w, "connecting")) {
		assert_true(now_ms() < end);
		if (step)
			step(w);
		turn(w);
	}
}

static void refuse_open(struct world *w)
{
	(void)fake_master_accept(&w->master);
	if (w->master.fd < 0 || !fake_master_read(&w->master, &w->pdu))
		return;
	w->opens += pdu_type(&w->pdu) == PDU_OPEN;
	pdu_answer(&w->answer, &w->pdu, AGENTX_OPEN_FAILED);
	fake_master_send(&w->master, &w->answer);
}

static void a_refused_open_is_named_and_backs_off(void **state)
{
	struct world *w = *state;

	start(w, "");
	until_closed(w, refuse_open);
	assert_true(reason_has(w, "openFailed"));
	w->opens = 0;
	for (int64_t end = now_ms() + 200; now_ms() < end;) {
		refuse_open(w);
		turn(w);
	}
	/* 20, 40, 40, 40... ms apart rather than 10. */
	assert_in_range(w->opens, 2, 8);
	fake_master_hang_up(&w->master);
	run_until(w, SESSION_UP);
}

static void hang_up_at_once(struct world *w)
{
	if (fake_master_accept(&w->master))
		fake_master_hang_up(&w->master);
}

static void a_master_agent_that_hangs_up_is_named(void **state)
{
	struct world *w = *state;

	start(w, "");
	until_closed(w, hang_up_at_once);
	assert_true(reason_has(w, "closed the connection"));
	run_until(w, SESSION_UP);
}

static void serve_only(struct world *w)
{
	(void)serve(w);
}

static void a_registration_without_an_answer_is_named(void **state)
{
	struct world *w = *state;

	w->mute = true;
	start(w, "");
	until_closed(w, serve_only);
	assert_true(reason_has(w, "does not answer Register"));
	w->mute = false;
	run_until(w, SESSION_UP);
}

static void silence_ends_the_session(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	until_closed(w, NULL);
	assert_true(reason_has(w, "has not answered"));
	while (fake_master_read(&w->master, &w->pdu))
		;
	assert_true(fake_master_is_left(&w->master));
	run_until(w, SESSION_UP);
}

static void one_that_is_stopped_at_the_beginning_gets_one_connection(void **state)
{
	struct world *w = *state;
	int connections = 0;

	start(w, "");
	leave(w, 300);
	while (fake_master_accept(&w->master))
		connections++;
	assert_int_equal(connections, 1);
	run_until(w, SESSION_UP);
}

/* Answers, and takes longer for each than it is silent: that is slow, not dead. */
static void a_slow_master_agent_is_alive(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	for (int i = 0; i < 8; i++) {
		leave(w, 100);
		while (serve(w))
			;
	}
	turn(w);
	assert_int_equal(session_state(w->session), SESSION_UP);
	assert_int_equal(w->opens, 1);
}

static void add_range(struct world *w)
{
	const uint32_t name[] = { 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, 1 };

	pdu_oid(&w->pdu, name, ARRAY_SIZE(name), false);
	pdu_oid(&w->pdu, NULL, 0, false);
}

static void ask_bulk(struct world *w, uint32_t number)
{
	pdu_begin(&w->pdu, PDU_GETBULK, number, "");
	pdu_u32(&w->pdu, 900);
	add_range(w);
	fake_master_send(&w->master, &w->pdu);
}

/* cases/agent.md, A-1: it asks and does not read. */
static void a_master_agent_that_does_not_read_is_left(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	for (uint32_t i = 0; i < 60; i++)
		ask_bulk(w, i);
	until_closed(w, NULL);
	assert_true(reason_has(w, "not read") || reason_has(w, "not answered"));
	run_until(w, SESSION_UP);
}

static void one_that_reads_slowly_gets_all_answers(void **state)
{
	struct world *w = *state;
	unsigned answers = 0;

	start(w, "");
	run_until(w, SESSION_UP);
	for (uint32_t i = 0; i < 200; i++)
		ask_bulk(w, i);
	for (int64_t end = now_ms() + 5000; answers < 200 && now_ms() < end;) {
		turn(w);
		while (fake_master_read(&w->master, &w->pdu)) {
			if (pdu_type(&w->pdu) == PDU_RESPONSE)
				assert_int_equal(pdu_at(&w->pdu, 8), answers++);
		}
	}
	assert_int_equal(answers, 200);
}

static void a_length_that_is_claimed_ends_the_session(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	pdu_begin(&w->pdu, PDU_GET, 1, "");
	w->pdu.bytes[16] = 0x11;
	fake_master_send(&w->master, &w->pdu);
	until_closed(w, NULL);
	assert_true(reason_has(w, "longer than"));
	run_until(w, SESSION_UP);
}

static void noise_ends_the_session(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	w->pdu.len = 64;
	memset(w->pdu.bytes, 0xa5, w->pdu.len);
	fake_master_send(&w->master, &w->pdu);
	until_closed(w, NULL);
	assert_true(reason_has(w, "not AgentX"));
	run_until(w, SESSION_UP);
}

static void a_request_byte_by_byte_is_answered(void **state)
{
	struct world *w = *state;
	size_t len;
	struct pdu *request = calloc(1, sizeof(*request));
	bool answered = false;

	assert_non_null(request);
	start(w, "");
	run_until(w, SESSION_UP);
	pdu_begin(request, PDU_GETNEXT, 77, "");
	memcpy(&w->pdu, request, sizeof(*request));
	add_range(w);
	memcpy(request, &w->pdu, sizeof(*request));
	len = request->len;
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(write(w->master.fd, request->bytes + i, 1), 1);
		turn(w);
	}
	for (int i = 0; i < 50 && !answered; i++) {
		turn(w);
		answered = serve(w) == PDU_RESPONSE && pdu_at(&w->pdu, 8) == 77;
	}
	assert_true(answered);
	free(request);
}

/* Answers to nothing that was asked, and of another session, change nothing. */
static void strange_answers_are_ignored(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	for (uint32_t packet = 0; packet < 200; packet += 7) {
		pdu_begin(&w->pdu, PDU_PING, packet + 1000, "");
		pdu_answer(&w->answer, &w->pdu, AGENTX_NOT_OPEN);
		fake_master_send(&w->master, &w->answer);
		w->answer.bytes[7] = PDU_SESSION + 1;
		w->answer.bytes[15] = (unsigned char)packet;
		fake_master_send(&w->master, &w->answer);
	}
	run(w, 60);
	assert_int_equal(session_state(w->session), SESSION_UP);
	assert_int_equal(w->opens, 1);
}

static void a_session_that_the_master_forgot_is_opened_again(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	while (!fake_master_read(&w->master, &w->pdu) || pdu_type(&w->pdu) != PDU_PING)
		turn(w);
	pdu_answer(&w->answer, &w->pdu, AGENTX_NOT_OPEN);
	fake_master_send(&w->master, &w->answer);
	w->opens = 0;
	turn(w);
	run_until(w, SESSION_UP);
	run(w, 30);
	assert_int_equal(w->opens, 1);
}

static void a_close_ends_the_session(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	pdu_begin(&w->pdu, PDU_CLOSE, 1, "");
	pdu_u32(&w->pdu, 5U << 24);
	fake_master_send(&w->master, &w->pdu);
	turn(w);
	assert_int_equal(session_state(w->session), SESSION_DOWN);
	run_until(w, SESSION_UP);
}

static void says_good_bye(void **state)
{
	struct world *w = *state;

	start(w, "");
	run_until(w, SESSION_UP);
	while (serve(w))
		;
	session_free(w->session);
	w->session = NULL;
	while (fake_master_read(&w->master, &w->pdu)) {
		if (pdu_type(&w->pdu) == PDU_CLOSE)
			return;
	}
	fail_msg("no Close came");
}

static void a_nonsensical_address_is_refused(void **state)
{
	struct world *w = *state;
	const struct session_options options = { .address = "tcp:nowhere", .context = "", .priority = 1 };

	assert_int_equal(session_new(&options, &w->notifier, &w->entities, w->pictures, &w->preferences, &w->session),
	                 -EINVAL);
	w->session = NULL;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(opens_and_registers),
		CASE(names_its_context),
		CASE(announces_its_mib),
		CASE(a_refused_registration_is_tried_again),
		CASE(no_master_agent_is_a_reason),
		CASE(a_refused_open_is_named_and_backs_off),
		CASE(a_master_agent_that_hangs_up_is_named),
		CASE(a_registration_without_an_answer_is_named),
		CASE(silence_ends_the_session),
		CASE(one_that_is_stopped_at_the_beginning_gets_one_connection),
		CASE(a_slow_master_agent_is_alive),
		CASE(a_master_agent_that_does_not_read_is_left),
		CASE(one_that_reads_slowly_gets_all_answers),
		CASE(a_length_that_is_claimed_ends_the_session),
		CASE(noise_ends_the_session),
		CASE(a_request_byte_by_byte_is_answered),
		CASE(strange_answers_are_ignored),
		CASE(a_session_that_the_master_forgot_is_opened_again),
		CASE(a_close_ends_the_session),
		CASE(says_good_bye),
		CASE(a_nonsensical_address_is_refused),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
