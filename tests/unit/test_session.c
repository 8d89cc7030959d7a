/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The AgentX session against a master agent that speaks the protocol by hand:
 * the fast path and the library's handlers give the same bytes for random
 * requests; registrations; refusals.
 *
 * The library can be set up once in a process, so each case has a child.
 */
#include "test.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/mib.h"
#include "agent/notify.h"
#include "agent/pictures.h"
#include "agent/session.h"
#include "fake_master.h"
#include "scratch.h"

#define ROOT ".1.3.6.1.4.1.8072.9999.9999.42"
#define ROWS 30

/* Any type, some of it absent; the same at any time. */
static bool get_cell(const struct mib_cell *cell, struct mib_value *ret_value)
{
	uint32_t x = cell->row->index[0] * 31 + cell->row->index[1] * 7 + cell->column->number;

	switch (ret_value->type) {
	case MIB_INTEGER:
		ret_value->i = (int32_t)(x * 2654435761U);
		break;
	case MIB_OCTETS:
		ret_value->len = x % 256;
		memset(ret_value->buf, (int)x, ret_value->len);
		ret_value->data = ret_value->buf;
		break;
	case MIB_OID:
		ret_value->len = 2 + x % 12;
		for (size_t i = 0; i < ret_value->len; i++)
			ret_value->id[i] = 1 + i;
		ret_value->data = ret_value->id;
		break;
	default:
		ret_value->u = x * 2654435761U;
		break;
	}
	return true;
}

static bool get_some(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell->row->index[0] % 3 == 0 && get_cell(cell, ret_value);
}

static bool get_text(const struct mib_cell *cell, struct mib_value *ret_value)
{
	(void)cell;
	ret_value->len = 255;
	memset(ret_value->buf, 'x', 255);
	ret_value->data = ret_value->buf;
	return true;
}

static void fill_rows(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (uint32_t i = 0; i < ROWS; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { 1 + i / 4 + (i == ROWS - 1 ? 0x70000000U : 0), i % 4 } });
}

static void fill_scalars(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	mib_rows_add(rows, &(struct mib_row){ .index = { 0 } });
}

static void fill_nothing(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	(void)rows;
}

#define READ(n_, type_, get_) { .number = (n_), .name = "x", .type = (type_), .access = MIB_READ_ONLY, .get = (get_) }

static const struct mib_column columns[] = {
	{ .number = 1, .name = "x", .type = MIB_UNSIGNED, .access = MIB_NOT_ACCESSIBLE },
	READ(2, MIB_INTEGER, get_cell), READ(3, MIB_UNSIGNED, get_some), READ(5, MIB_OCTETS, get_cell),
	READ(6, MIB_COUNTER, get_cell), READ(7, MIB_TICKS, NULL), READ(8, MIB_OID, get_cell),
	READ(9, MIB_TICKS, get_cell), READ(10, MIB_OCTETS, get_text),
};
static const struct mib_column scalar_columns[] = { READ(1, MIB_OCTETS, get_cell), READ(4, MIB_INTEGER, get_cell) };

#define TABLE(name_, arc_, fill_, ...) static const struct mib_table name_ = { \
	.name = #name_, .arcs = { 1, (arc_), 1 }, .arc_count = 3, .index = { "a", "b" }, .index_count = 2, \
	.columns = columns, .column_count = ARRAY_SIZE(columns), .fill = (fill_), ##__VA_ARGS__ }

TABLE(first, 2, fill_rows);
TABLE(nothing, 3, fill_nothing);
TABLE(last, 5, fill_rows);
TABLE(other, 9, fill_rows, .root = ".1.3.6.1.2.1.47");
static const struct mib_table scalars = {
	.name = "scalars", .arcs = { 1, 1 }, .arc_count = 2, .index_count = 1,
	.columns = scalar_columns, .column_count = ARRAY_SIZE(scalar_columns), .fill = fill_scalars,
};
static const struct mib_table *const tables[] = { &scalars, &first, &nothing, &last, &other };
#define REGIONS 2
#define SUBTREES 4  /* that are registered for them: ours; 47, 47.1, 47.1.9 */

/* A breakoutd without a collector, and its master agent in another thread. */
struct world {
	const char *context;
	struct fake_master *master;
	int commands[2];           /* of the master's thread: 'f' and 'h' choose the way, 'q' ends */
	int done[2];
	struct pictures *pictures;
	struct session *session;
	struct mib *names;
	unsigned long seed;
	bool failed;
};

static uint32_t roll(struct world *w, uint32_t below)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return (uint32_t)(w->seed >> 33) % below;
}

/* A name at or near one that is there. Net-SNMP's agent misreads sub-identifiers of 2^31 and more. */
static struct mib_name some_name(struct world *w)
{
	struct mib_name name;
	struct mib_value value;
	uint32_t region = roll(w, REGIONS);

	name = mib_region(w->names, region)->root;
	if (!mib_region(w->names, region)->own) {
		name.id[name.len++] = 1;
		name.id[name.len++] = 9;
	}
	if (roll(w, 8)) {
		name.id[name.len++] = roll(w, 4) ? 1 + roll(w, 5) : roll(w, 8);
		name.id[name.len++] = 1 + roll(w, 2) * roll(w, 2);
		name.id[name.len++] = roll(w, 12);
		name.id[name.len++] = roll(w, 12);
		name.id[name.len++] = roll(w, 5);
	}
	if (roll(w, 4))
		(void)mib_next(w->names, name.id, name.len, false, &name, &value);
	switch (roll(w, 8)) {
	case 0:
		name.len = mib_region(w->names, 0)->root.len + roll(w, 3);
		break;
	case 1:
		name.id[name.len++] = roll(w, 3);
		break;
	case 2:
		name.id[name.len - 1] += 0x7fffffffU * roll(w, 2);
		name.id[name.len - 1] &= 0x7fffffffU;
		break;
	case 3:
		name.id[name.len - 1 - roll(w, 3)] = 0x7fffffffU - roll(w, 3);
		break;
	case 4:
		name.len -= 1 + roll(w, 3);
		break;
	}
	return name;
}

static void add_range(struct world *w, struct pdu *request, unsigned type)
{
	struct mib_name begin = some_name(w), end = mib_region(w->names, REGIONS - 1)->root;

	pdu_oid(request, begin.id, begin.len, type != PDU_GET && roll(w, 4) == 0);
	switch (type == PDU_GET ? 0 : roll(w, 4)) {
	case 0:
		pdu_oid(request, NULL, 0, false);
		break;
	case 1:
		end = some_name(w);
		pdu_oid(request, end.id, end.len, false);
		break;
	default:
		end.id[end.len - 1]++;
		pdu_oid(request, end.id, end.len, false);
		break;
	}
}

static void choose(struct world *w, char way)
{
	char ok;

	if (write(w->commands[1], &way, 1) != 1 || read(w->done[0], &ok, 1) != 1)
		w->failed = true;
}

static void show(const char *what, const struct pdu *pdu)
{
	printf("# %s:", what);
	for (size_t i = 0; i < pdu->len && i < 400; i++)
		printf(" %02x", pdu->bytes[i]);
	printf("\n");
}

/* The same request both ways: the same bytes. */
static void compare(struct world *w, struct pdu *request)
{
	static struct pdu fast, slow;

	choose(w, 'f');
	if (!fake_master_ask(w->master, request, &fast)) {
		printf("# no answer over the fast path\n");
		w->failed = true;
	}
	choose(w, 'h');
	if (!fake_master_ask(w->master, request, &slow)) {
		printf("# no answer by the handlers\n");
		w->failed = true;
	}
	/* The library repeats the context of a request, although it means not to. */
	pdu_drop_context(&fast);
	pdu_drop_context(&slow);
	if (fast.len == slow.len && memcmp(fast.bytes, slow.bytes, fast.len) == 0)
		return;
	show("request", request);
	show("fast", &fast);
	show("handlers", &slow);
	w->failed = true;
}

static unsigned rounds(void)
{
	const char *text = getenv("BREAKOUT_SESSION_ROUNDS");

	return text ? (unsigned)atoi(text) : 400;
}

static unsigned long seed(void)
{
	const char *text = getenv("BREAKOUT_SESSION_SEED");

	return text ? strtoul(text, NULL, 10) : 7;
}

static void *ask_at_random(void *arg)
{
	static struct pdu request;
	struct world *w = arg;

	w->failed = !fake_master_wait(w->master, SUBTREES, 0);
	for (uint32_t i = 1; i <= rounds() && !w->failed; i++) {
		unsigned type = roll(w, 2) ? PDU_GET : PDU_GETNEXT;
		uint32_t varbinds = roll(w, 3) ? 1 + roll(w, 4) : 1 + roll(w, 60);

		pdu_begin(&request, type, i, roll(w, 20) ? w->context : "elsewhere");
		while (varbinds-- > 0)
			add_range(w, &request, type);
		compare(w, &request);
	}
	choose(w, 'q');
	return NULL;
}

/* More than 64 KB; and GetBulk, which the master agent of Net-SNMP never sends: it must equal GetNexts. */
static void *ask_for_much(void *arg)
{
	static struct pdu request, answer, step;
	struct world *w = arg;
	struct mib_name root = mib_region(w->names, 1)->root, end = root;
	const unsigned long big[] = { 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, 1, 2, 1, 10, 1, 0 };

	w->failed = !fake_master_wait(w->master, SUBTREES, 0);
	end.id[end.len - 1]++;
	choose(w, 'f');
	pdu_begin(&request, PDU_GET, 1, "");
	for (int i = 0; i < 400; i++) {
		pdu_oid(&request, big, ARRAY_SIZE(big), false);
		pdu_oid(&request, NULL, 0, false);
	}
	w->failed |= !fake_master_ask(w->master, &request, &answer);
	if (!w->failed)
		printf("# 400 long texts: %zu bytes, error %u\n", answer.len, answer.bytes[25]);
	w->failed |= answer.bytes[25] == 0 ? answer.len < 400 * 255 : answer.bytes[25] != 1;
	pdu_begin(&request, PDU_GETBULK, 2, "");
	pdu_u32(&request, 20);  /* no non-repeaters, 20 repetitions */
	pdu_oid(&request, root.id, root.len, true);
	pdu_oid(&request, end.id, end.len, false);
	w->failed |= !fake_master_ask(w->master, &request, &answer);
	for (size_t at = 28, i = 0; i < 20 && !w->failed; i++) {
		pdu_begin(&request, PDU_GETNEXT, 2, "");
		pdu_oid(&request, root.id, root.len, i == 0);
		pdu_oid(&request, end.id, end.len, false);
		w->failed |= !fake_master_ask(w->master, &request, &step);
		/* The one varbind is the next of those of the GetBulk; its name leads on. */
		w->failed |= at + step.len - 28 > answer.len ||
		             memcmp(answer.bytes + at, step.bytes + 28, step.len - 28) != 0;
		at += step.len - 28;
		root.len = step.bytes[32] + (step.bytes[33] ? 5U : 0);
		memcpy(root.id, (unsigned long[]){ 1, 3, 6, 1, step.bytes[33] }, 5 * sizeof(root.id[0]));
		for (size_t k = root.len - step.bytes[32], b = 36; k < root.len; k++, b += 4)
			root.id[k] = (unsigned long)step.bytes[b] << 24 | (unsigned long)step.bytes[b + 1] << 16 |
			             (unsigned long)step.bytes[b + 2] << 8 | step.bytes[b + 3];
		if (i == 19)
			w->failed |= at != answer.len;
	}
	choose(w, 'q');
	return NULL;
}

static void *only_register(void *arg)
{
	struct world *w = arg;
	char context[64];
	unsigned priority;

	w->failed = !fake_master_wait(w->master, SUBTREES, 0);
	w->failed |= fake_master_registrations(w->master, &priority, context) != SUBTREES || priority != 90 ||
	             strcmp(context, w->context) != 0;
	choose(w, 'q');
	return NULL;
}

/* Refused: asks again, of our own MIB only, and never gives up. */
static void *refuse(void *arg)
{
	struct world *w = arg;
	char context[64];
	unsigned priority;

	w->failed = !fake_master_wait(w->master, 1, 2500);
	w->failed |= fake_master_registrations(w->master, &priority, context) != 2;
	choose(w, 'q');
	return NULL;
}

/* In a child: 0 if all was well. */
static int run(const struct scratch *scratch, const char *context, bool refusing, enum session_state want, void *(*master)(void *))
{
	struct world w = { .context = context, .seed = seed() };
	struct agent_status status = { 0 };
	struct preferences preferences = { 0 };
	struct mib_view view = { .status = &status, .preferences = &preferences };
	struct session_options options = { .context = context, .priority = 90, .spin_us = 50, .fast_path = true };
	struct session_fd fd;
	struct notifier notifier;
	struct entity_change entities = { .due = false };
	pthread_t thread;
	char path[SCRATCH_PATH], address[SCRATCH_PATH + 5], command = 0;

	scratch_path(scratch, "agentx", path);
	snprintf(address, sizeof(address), "unix:%s", path);
	options.address = address;
	signal(SIGPIPE, SIG_IGN);
	notifier_init(&notifier, &status, NULL, 0);
	w.master = fake_master_new(path, refusing);
	w.pictures = pictures_new(ROOT, tables, ARRAY_SIZE(tables), &view);
	w.names = mib_new(ROOT, tables, ARRAY_SIZE(tables), &view);
	if (!w.master || !w.pictures || !w.names || pipe(w.commands) < 0 || pipe(w.done) < 0 ||
	    session_new(&options, &notifier, &entities, w.pictures, &preferences, &w.session) < 0 ||
	    pthread_create(&thread, NULL, master, &w) != 0)
		return 1;
	fd.fd = w.commands[0];
	while (command != 'q') {
		session_turn(w.session, &fd, 1, 100);
		if (!fd.ready || read(fd.fd, &command, 1) != 1)
			continue;
		session_set_fast_path(w.session, command == 'f');
		if (command == 'q' && session_state(w.session) != want)
			w.failed = true;
		if (write(w.done[1], "", 1) != 1)
			return 1;
	}
	pthread_join(thread, NULL);
	if (master == ask_at_random && session_fast_answers(w.session) < rounds() / 2) {
		printf("# only %lu fast answers\n", session_fast_answers(w.session));
		w.failed = true;
	}
	fake_master_free(w.master);
	session_free(w.session);
	pictures_free(w.pictures);
	mib_free(w.names);
	return w.failed;
}

static void in_a_child(const struct scratch *scratch, const char *context, bool refusing, enum session_state want, void *(*master)(void *))
{
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		status = run(scratch, context, refusing, want, master);
		fflush(NULL);
		exit(status);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void fast_path_and_handlers_agree(void **state)
{
	in_a_child(*state, "", false, SESSION_UP, ask_at_random);
}

static void also_in_a_context(void **state)
{
	in_a_child(*state, "switch-2", false, SESSION_UP, ask_at_random);
}

static void much_at_once_is_answered(void **state)
{
	in_a_child(*state, "", false, SESSION_UP, ask_for_much);
}

static void registers_with_priority_and_context(void **state)
{
	in_a_child(*state, "lab", false, SESSION_UP, only_register);
}

static void a_refusal_is_not_the_end(void **state)
{
	in_a_child(*state, "", true, SESSION_REFUSED, refuse);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(registers_with_priority_and_context, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(a_refusal_is_not_the_end, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(fast_path_and_handlers_agree, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(also_in_a_context, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(much_at_once_is_answered, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
