/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Answers to requests: Get, GetNext and GetBulk against a naive model of the same
 * table, what is refused, the phases of a SET, and which snapshot a walk is answered from.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "agent/agentx/respond.h"
#include "agent/mib.h"
#include "fake_master.h"
#include "show_scan.h"

#define ROOT ".1.3.6.1.4.1.8072.9999.9999.42"
#define SESSION PDU_SESSION
#define ROWS 300
#define HUGE_INDEX 0xfffffffeU
#define NO_ERROR 0
#define END AGENTX_END_OF_MIB_VIEW

/* Column 1: the scan; column 2: 255 octets; column 3: an OID. */
static bool get_cell(const struct mib_cell *cell, struct mib_value *ret_value)
{
	static const mib_subid name[] = { 1, 3, 6, 1, 6, 3, 0x80000000U };

	switch (ret_value->type) {
	case MIB_OCTETS:
		ret_value->len = 255;
		memset(ret_value->buf, 'x', 255);
		ret_value->data = ret_value->buf;
		break;
	case MIB_OID:
		ret_value->data = name;
		ret_value->len = ARRAY_SIZE(name);
		break;
	default:
		ret_value->u = cell->view->snapshot ? cell->view->snapshot->scan : 0;
		break;
	}
	return true;
}

static void fill_rows(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	for (uint32_t i = 1; i < ROWS; i++)
		mib_rows_add(rows, &(struct mib_row){ .index = { i } });
	mib_rows_add(rows, &(struct mib_row){ .index = { HUGE_INDEX } });
}

#define COLUMN(n, t) { .number = (n), .name = "x", .type = (t), .access = MIB_READ_ONLY, .get = get_cell }
static const struct mib_column columns[] = {
	COLUMN(1, MIB_UNSIGNED), COLUMN(2, MIB_OCTETS), COLUMN(3, MIB_OID),
};
static const struct mib_table table = {
	.name = "table", .arcs = { 1, 1 }, .arc_count = 2, .index = { "a" }, .index_count = 1,
	.columns = columns, .column_count = ARRAY_SIZE(columns), .fill = fill_rows,
};
static const struct mib_table *const tables[] = { &table };

/* The same with a column that can be set. */
static const struct mib_column set_columns[] = {
	COLUMN(1, MIB_UNSIGNED),
	{ .number = 4, .name = "y", .type = MIB_INTEGER, .access = MIB_READ_WRITE, .get = get_cell,
	  .setter = &preferences_notifications_setter },
};
static const struct mib_table set_table = {
	.name = "setTable", .arcs = { 1, 1 }, .arc_count = 2, .index = { "a" }, .index_count = 1,
	.columns = set_columns, .column_count = ARRAY_SIZE(set_columns), .fill = fill_rows,
};
static const struct mib_table *const set_tables[] = { &set_table };

struct varbind {
	unsigned type;
	uint32_t column, row;
	uint32_t number;           /* of a value that is one */
};

struct world {
	struct pictures *pictures, *settable;
	struct topology *topology;
	struct mib_view view;
	struct timespec now;
	uint32_t transaction;
	struct pdu request;
	struct responder responder;
	struct preferences preferences;
	struct agentx_writer response;
	struct varbind answer[400];
	size_t count;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->now.tv_sec = 1000;
	w->preferences.notifications = true;
	w->topology = topology_new();
	w->pictures = pictures_new(ROOT, tables, 1, &w->view);
	w->settable = pictures_new(ROOT, set_tables, 1, &w->view);
	w->responder = (struct responder){ .pictures = w->pictures, .preferences = &w->preferences, .context = "",
		                           .session = SESSION };
	*state = w;
	return w->pictures && w->settable && w->topology ? 0 : -1;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	pictures_free(w->pictures);
	pictures_free(w->settable);
	topology_unref(w->topology);
	free(w);
	return 0;
}

static void begin(struct world *w, unsigned type)
{
	pdu_begin(&w->request, type, ++w->transaction, "");
}

/* A range from COLUMN.ROW of our table, or from COLUMN on (no row) to the end of ours. */
static void add(struct world *w, uint32_t column, uint32_t row)
{
	uint32_t name[] = { 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, 1, 1, column, row };

	pdu_oid(&w->request, name, ARRAY_SIZE(name) - (row ? 0 : 1), false);
	pdu_oid(&w->request, NULL, 0, false);
}

static bool answered(struct world *w)
{
	return respond(&w->responder, w->request.bytes, w->request.len, &w->now, &w->response);
}

static unsigned error_of(const struct world *w)
{
	return (unsigned)w->response.bytes[24] << 8 | w->response.bytes[25];
}

static unsigned index_of(const struct world *w)
{
	return (unsigned)w->response.bytes[26] << 8 | w->response.bytes[27];
}

/* The response in w->answer; its error. */
static unsigned ask(struct world *w)
{
	struct agentx_header header;
	struct agentx_reader r;
	struct mib_name name;
	unsigned error;

	assert_true(answered(w));
	agentx_read_header(&r, w->response.bytes, w->response.len, &header);
	assert_int_equal(header.type, AGENTX_RESPONSE);
	assert_int_equal(header.transaction, w->transaction);
	(void)agentx_read_u16(&r), (void)agentx_read_u16(&r);  /* sysUpTime */
	error = agentx_read_u16(&r);
	(void)agentx_read_u16(&r);
	for (w->count = 0; agentx_more(&r); w->count++) {
		struct varbind *v = &w->answer[w->count];
		const uint8_t *octets;
		size_t len;

		assert_true(w->count < ARRAY_SIZE(w->answer));
		v->type = agentx_read_u16(&r);
		(void)agentx_read_u16(&r);
		agentx_read_name(&r, &name, NULL);
		v->column = name.id[12];
		v->row = name.len > 13 ? name.id[13] : 0;
		if (v->type == 66)
			v->number = agentx_read_u16(&r) << 16, v->number |= agentx_read_u16(&r);
		else if (v->type == 4)
			agentx_read_octets(&r, &octets, &len);
		else if (v->type == 6)
			agentx_read_name(&r, &name, NULL);
	}
	assert_false(r.failed);
	return error;
}

static void requests_that_are_not_ours_are_refused(void **state)
{
	static const uint32_t elsewhere[] = { 1, 3, 6, 1, 2, 1, 1, 1, 0 };
	struct world *w = *state;

	begin(w, PDU_GET);
	add(w, 1, 1);
	assert_true(answered(w));
	assert_int_equal(error_of(w), NO_ERROR);
	w->responder.session++;
	assert_true(answered(w));
	assert_int_equal(error_of(w), AGENTX_NOT_OPEN);
	w->responder.session--;
	w->responder.context = "lab";
	assert_true(answered(w));
	assert_int_equal(error_of(w), AGENTX_UNSUPPORTED_CONTEXT);
	w->responder.context = "";
	for (unsigned type = 0; type < 256; type++) {
		w->request.bytes[1] = (unsigned char)type;
		assert_int_equal(answered(w), type >= PDU_GET && type <= PDU_UNDOSET);
	}
	begin(w, PDU_GET);
	pdu_oid(&w->request, elsewhere, ARRAY_SIZE(elsewhere), false);
	pdu_oid(&w->request, NULL, 0, false);
	assert_true(answered(w));
	assert_int_equal(error_of(w), NO_ERROR);
	assert_int_equal(w->response.bytes[29], AGENTX_NO_SUCH_OBJECT);
}

static void requests_that_are_cut_off_are_parse_errors(void **state)
{
	struct world *w = *state;

	for (unsigned type = PDU_GET; type <= PDU_GETBULK; type++) {
		size_t whole, head = AGENTX_HEADER_SIZE;

		begin(w, type);
		if (type == PDU_GETBULK)
			pdu_u32(&w->request, 10);
		head = w->request.len;
		add(w, 1, 1);
		add(w, 1, 2);
		whole = w->request.len;
		for (w->request.len = head + 1; w->request.len < whole; w->request.len++) {
			if (w->request.len == head + (whole - head) / 2)
				continue;   /* one range, whole */
			assert_true(answered(w));
			assert_int_equal(error_of(w), AGENTX_PARSE_ERROR);
			assert_int_equal(w->response.len, AGENTX_HEADER_SIZE + 8);
		}
	}
}

/* A varbind of a TestSet: an INTEGER, or any other type without a value. */
static void add_set(struct world *w, uint32_t column, uint32_t row, unsigned type, uint32_t value)
{
	uint32_t name[] = { 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 42, 1, 1, column, row };

	pdu_u32(&w->request, type << 16);
	pdu_oid(&w->request, name, ARRAY_SIZE(name), false);
	if (type == AGENTX_INTEGER)
		pdu_u32(&w->request, value);
}

/* One phase of the SET under way, as packet `packet`: its error. */
static unsigned phase(struct world *w, unsigned type, uint32_t packet)
{
	w->responder.pictures = w->settable;
	if (type != PDU_TESTSET)
		pdu_begin(&w->request, type, w->transaction, "");
	w->request.bytes[15] = (unsigned char)packet;
	assert_true(answered(w));
	return error_of(w);
}

static void cleanup(struct world *w)
{
	pdu_begin(&w->request, PDU_CLEANUPSET, w->transaction, "");
	assert_false(answered(w));
}

static unsigned test_one(struct world *w, uint32_t column, uint32_t row, unsigned type, uint32_t value)
{
	begin(w, PDU_TESTSET);
	add_set(w, column, row, type, value);
	return phase(w, PDU_TESTSET, 1);
}

static void what_cannot_be_set_is_refused(void **state)
{
	struct world *w = *state;

	assert_int_equal(test_one(w, 4, 1, AGENTX_INTEGER, 1), NO_ERROR);
	assert_int_equal(test_one(w, 4, 1, AGENTX_INTEGER, 3), AGENTX_WRONG_VALUE);
	assert_int_equal(index_of(w), 1);
	assert_int_equal(test_one(w, 4, 1, AGENTX_NULL, 0), AGENTX_WRONG_TYPE);
	assert_int_equal(test_one(w, 1, 1, AGENTX_INTEGER, 1), AGENTX_NOT_WRITABLE);
	assert_int_equal(test_one(w, 4, ROWS + 5, AGENTX_INTEGER, 1), AGENTX_NO_CREATION);
	assert_int_equal(test_one(w, 9, 1, AGENTX_INTEGER, 1), AGENTX_NO_CREATION);
	/* A refused SET can't be committed, and changes nothing. */
	assert_int_equal(phase(w, PDU_COMMITSET, 2), AGENTX_COMMIT_FAILED);
	assert_true(w->preferences.notifications);
	cleanup(w);
}

/* The same object twice: neither value is taken (cases/agent.md, A-3). */
static void one_object_twice_is_inconsistent(void **state)
{
	struct world *w = *state;

	begin(w, PDU_TESTSET);
	add_set(w, 4, 1, AGENTX_INTEGER, 1);
	add_set(w, 4, 1, AGENTX_INTEGER, 2);
	assert_int_equal(phase(w, PDU_TESTSET, 1), AGENTX_INCONSISTENT_VALUE);
	assert_int_equal(index_of(w), 2);
	assert_int_equal(phase(w, PDU_UNDOSET, 2), NO_ERROR);
	cleanup(w);
	assert_true(w->preferences.notifications);
}

static void a_set_is_committed_and_undone_as_a_whole(void **state)
{
	struct world *w = *state;

	assert_int_equal(test_one(w, 4, 1, AGENTX_INTEGER, 2), NO_ERROR);
	assert_true(w->preferences.notifications);
	assert_int_equal(phase(w, PDU_COMMITSET, 2), NO_ERROR);
	assert_false(w->preferences.notifications);
	assert_int_equal(phase(w, PDU_UNDOSET, 3), NO_ERROR);
	assert_true(w->preferences.notifications);
	cleanup(w);
	/* A later UndoSet of it finds nothing. */
	assert_int_equal(phase(w, PDU_UNDOSET, 4), AGENTX_UNDO_FAILED);
	assert_int_equal(phase(w, PDU_COMMITSET, 5), AGENTX_COMMIT_FAILED);
}

static void a_phase_sent_again_is_answered_as_before(void **state)
{
	struct world *w = *state;

	assert_int_equal(test_one(w, 4, 1, AGENTX_INTEGER, 2), NO_ERROR);
	assert_int_equal(phase(w, PDU_TESTSET, 1), NO_ERROR);
	assert_int_equal(phase(w, PDU_COMMITSET, 2), NO_ERROR);
	w->preferences.notifications = true;   /* would show if it were applied again */
	assert_int_equal(phase(w, PDU_COMMITSET, 2), NO_ERROR);
	assert_true(w->preferences.notifications);
	cleanup(w);
	assert_int_equal(test_one(w, 4, 1, AGENTX_INTEGER, 7), AGENTX_WRONG_VALUE);
	assert_int_equal(phase(w, PDU_TESTSET, 1), AGENTX_WRONG_VALUE);
	assert_int_equal(index_of(w), 1);
}

static void a_set_that_is_cut_off_changes_nothing(void **state)
{
	struct world *w = *state;
	size_t whole;

	begin(w, PDU_TESTSET);
	whole = w->request.len;
	add_set(w, 4, 1, AGENTX_INTEGER, 2);
	for (w->request.len--; w->request.len > whole; w->request.len--) {
		w->transaction++;
		w->request.bytes[11] = (unsigned char)w->transaction;
		assert_int_equal(phase(w, PDU_TESTSET, 1), AGENTX_PARSE_ERROR);
	}
	assert_true(w->preferences.notifications);
}

/* More ranges than we keep state for: the master agent asks for fewer. */
static void a_bulk_of_too_many_ranges_is_too_big(void **state)
{
	struct world *w = *state;

	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 2);
	for (unsigned i = 0; i < 65; i++)
		add(w, 1, i + 1);
	assert_true(answered(w));
	assert_int_equal(error_of(w), AGENTX_TOO_BIG);
}

static void sub_identifiers_are_unsigned(void **state)
{
	struct world *w = *state;

	begin(w, PDU_GET);
	add(w, 1, HUGE_INDEX);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->answer[0].type, 66);
	begin(w, PDU_GETNEXT);
	add(w, 1, ROWS - 1);
	add(w, 3, HUGE_INDEX - 1);
	add(w, 3, HUGE_INDEX);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->answer[0].row, HUGE_INDEX);
	assert_int_equal(w->answer[1].row, HUGE_INDEX);
	assert_int_equal(w->answer[2].type, END);
}

/* 1.3.6.1.6 is a prefix. */
static void internet_names_are_compact(void **state)
{
	static const uint8_t name[] = { 2, 6, 0, 0, 0, 0, 0, 3, 0x80, 0, 0, 0 };
	struct world *w = *state;

	begin(w, PDU_GET);
	add(w, 3, 1);
	assert_int_equal(ask(w), NO_ERROR);
	assert_memory_equal(w->response.bytes + w->response.len - sizeof(name), name, sizeof(name));
}

static void bulk_begins_with_what_is_not_repeated(void **state)
{
	struct world *w = *state;

	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 1U << 16 | 3);
	add(w, 1, 7);
	add(w, 1, 20);
	add(w, 3, ROWS - 2);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->count, 7);
	assert_int_equal(w->answer[0].row, 8);
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(w->answer[1 + 2 * i].row, 21 + i);
	assert_int_equal(w->answer[2].row, ROWS - 1);
	assert_int_equal(w->answer[4].row, HUGE_INDEX);
	assert_int_equal(w->answer[6].type, END);
	/* More that is not to be repeated than there is; nothing to be repeated. */
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 9U << 16 | 3);
	add(w, 1, 7);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->count, 1);
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 0);
	add(w, 1, 7);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->count, 0);
}

static void bulk_ends_at_the_end_and_where_it_is_enough(void **state)
{
	struct world *w = *state;

	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 100);
	add(w, 3, ROWS - 2);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->count, 3);
	assert_int_equal(w->answer[2].type, END);
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 290);
	add(w, 2, 1);
	assert_int_equal(ask(w), NO_ERROR);
	assert_true(w->response.len > AGENTX_PDU_MAX / 2 && w->response.len < AGENTX_PDU_MAX);
	assert_int_equal(w->answer[w->count - 1].row, 1 + w->count);
}

static void a_walk_stays_in_its_scan_to_its_end(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	begin(w, PDU_GETNEXT);
	add(w, 1, ROWS - 3);
	add(w, 1, 100);
	assert_int_equal(ask(w), NO_ERROR);
	for (uint32_t i = 0; i < 2; i++) {
		show_scan(w->pictures, w->topology, 2 + i);
		begin(w, PDU_GETNEXT);
		add(w, 1, ROWS - 2 + i);
		add(w, 1, 101 + i);
		assert_int_equal(ask(w), NO_ERROR);
		assert_int_equal(w->answer[0].number, 1);
		assert_int_equal(w->answer[1].number, 1);
	}
	/* The first varbind says whether it is over. */
	pdu_begin(&w->request, PDU_GETNEXT, w->transaction, "");
	add(w, 3, HUGE_INDEX);
	add(w, 1, 1);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->answer[0].type, END);
	assert_int_equal(w->answer[1].number, 1);
	w->now.tv_sec++;
	pictures_expire(w->pictures, &w->now);
	assert_int_equal(pictures_held(w->pictures), 0);
}

/* A walk by GetBulk goes on from the last of its first range, whatever the others do. */
static void so_does_one_by_bulk(void **state)
{
	struct world *w = *state;

	show_scan(w->pictures, w->topology, 1);
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 5);
	add(w, 1, 10);
	add(w, 3, ROWS);
	assert_int_equal(ask(w), NO_ERROR);
	show_scan(w->pictures, w->topology, 2);
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 5);
	add(w, 1, 15);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->answer[0].number, 1);
	assert_int_equal(w->answer[4].number, 1);
	begin(w, PDU_GETBULK);
	pdu_u32(&w->request, 1U << 16 | 5);
	add(w, 1, 30);
	add(w, 1, 40);
	assert_int_equal(ask(w), NO_ERROR);
	assert_int_equal(w->answer[0].number, 2);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(requests_that_are_not_ours_are_refused),
		CASE(requests_that_are_cut_off_are_parse_errors),
		CASE(what_cannot_be_set_is_refused),
		CASE(one_object_twice_is_inconsistent),
		CASE(a_set_is_committed_and_undone_as_a_whole),
		CASE(a_phase_sent_again_is_answered_as_before),
		CASE(a_set_that_is_cut_off_changes_nothing),
		CASE(a_bulk_of_too_many_ranges_is_too_big),
		CASE(sub_identifiers_are_unsigned),
		CASE(internet_names_are_compact),
		CASE(bulk_begins_with_what_is_not_repeated),
		CASE(bulk_ends_at_the_end_and_where_it_is_enough),
		CASE(a_walk_stays_in_its_scan_to_its_end),
		CASE(so_does_one_by_bulk),
	};

	return cmocka_run_group_tests_name("respond", tests, NULL, NULL);
}
