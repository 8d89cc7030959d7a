/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX responses straight from the engine. */
#include "agent/agentx/respond.h"

#include <string.h>

#include "base/log.h"

/* A response to GetBulk that is longer is not repeated further; the master agent asks again from there. */
#define BULK_ENOUGH (AGENTX_PDU_MAX / 2)

/* Ranges of one GetBulk; more are answered with AGENTX_TOO_BIG. */
#define BULK_RANGES 64

/* A SearchRange: of a Get only its beginning counts. */
struct range {
	struct mib_name start, end;  /* no sub-identifiers: no end */
	bool include;
};

static void read_range(struct agentx_reader *r, struct range *ret_range)
{
	agentx_read_name(r, &ret_range->start, &ret_range->include);
	agentx_read_name(r, &ret_range->end, NULL);
}

static int compare(const struct mib_name *a, const struct mib_name *b)
{
	for (size_t i = 0; i < a->len && i < b->len; i++) {
		if (a->id[i] != b->id[i])
			return a->id[i] < b->id[i] ? -1 : 1;
	}
	return a->len == b->len ? 0 : a->len < b->len ? -1 : 1;
}

/* Read the context of a request; is it ours? */
static bool read_context(struct agentx_reader *r, const struct agentx_header *header, const char *context)
{
	const uint8_t *octets = NULL;
	size_t len = 0;

	if (header->flags & AGENTX_FLAG_CONTEXT)
		agentx_read_octets(r, &octets, &len);
	return len == strlen(context) && (len == 0 || memcmp(context, octets, len) == 0);
}

static void get(struct mib *mib, struct agentx_reader *ranges, struct agentx_writer *response)
{
	struct mib_value value;
	struct range range;

	read_range(ranges, &range);
	switch (mib_get(mib, range.start.id, range.start.len, &value)) {
	case MIB_FOUND:
		agentx_add_value(response, &range.start, &value);
		break;
	case MIB_NO_INSTANCE:
		agentx_add_exception(response, &range.start, AGENTX_NO_SUCH_INSTANCE);
		break;
	default:
		agentx_add_exception(response, &range.start, AGENTX_NO_SUCH_OBJECT);
		break;
	}
}

/* One step; the range begins behind the instance found then. Returns whether there was one. */
static bool step(struct mib *mib, struct range *range, struct agentx_writer *response)
{
	struct mib_value value;
	struct mib_name name;

	if (mib_next(mib, range->start.id, range->start.len, range->include, &name, &value) != MIB_FOUND ||
	    (range->end.len && compare(&name, &range->end) >= 0)) {
		agentx_add_exception(response, &range->start, AGENTX_END_OF_MIB_VIEW);
		return false;
	}
	agentx_add_value(response, &name, &value);
	range->start = name;
	range->include = false;
	return true;
}

/* The first range says which walk it is, and where its answer ends is where the walk goes on. */
struct walk {
	struct mib *mib;
	struct cursor *cursor;
};

static void walk_begin(struct walk *w, struct pictures *pictures, uint32_t transaction,
                       struct agentx_reader ranges, const struct timespec *now)
{
	struct mib_name first;

	agentx_read_name(&ranges, &first, NULL);
	w->mib = pictures_walk(pictures, transaction, first.id, first.len, now, &w->cursor);
}

static void walk_end(const struct walk *w, bool found, const struct range *first)
{
	if (found)
		pictures_answered(w->cursor, first->start.id, first->start.len);
	else
		pictures_ended(w->cursor);
}

static void get_nexts(const struct walk *w, struct agentx_reader *ranges, struct agentx_writer *response)
{
	for (bool first = true; agentx_more(ranges) && !response->failed; first = false) {
		struct range range;
		bool found;

		read_range(ranges, &range);
		found = step(w->mib, &range, response);
		if (first)
			walk_end(w, found, &range);
	}
}

/* A round of steps from range `first` on. Returns whether any was one; *found is whether that of range 0 was. */
static bool steps(struct mib *mib, struct range *ranges, size_t first, size_t end,
                  struct agentx_writer *response, bool *found)
{
	bool any = false;

	for (size_t i = first; i < end; i++) {
		bool one = step(mib, &ranges[i], response);

		any |= one;
		if (i == 0)
			*found = one;
	}
	return any;
}

static void get_bulk(const struct walk *w, unsigned non_repeaters, unsigned repetitions,
                     struct agentx_reader *reader, struct agentx_writer *response)
{
	struct range ranges[BULK_RANGES];
	size_t count = 0, first;
	bool found = true;

	for (; agentx_more(reader) && count < BULK_RANGES; count++)
		read_range(reader, &ranges[count]);
	if (agentx_more(reader)) {
		agentx_set_error(response, AGENTX_TOO_BIG, 0);
		return;
	}
	first = non_repeaters < count ? non_repeaters : count;
	(void)steps(w->mib, ranges, 0, first, response, &found);
	while (repetitions-- > 0 && response->len < BULK_ENOUGH && !response->failed &&
	       steps(w->mib, ranges, first, count, response, &found))
		;
	walk_end(w, found, &ranges[0]);
}

/* Get, GetNext and GetBulk. */
static void answer_get(struct responder *r, const struct agentx_header *header, struct agentx_reader *reader,
                       const struct timespec *now, struct agentx_writer *response)
{
	unsigned non_repeaters = 0, repetitions = 0;
	struct walk walk;
	struct mib *mib;

	if (header->type == AGENTX_GETBULK) {
		non_repeaters = agentx_read_u16(reader);
		repetitions = agentx_read_u16(reader);
	}
	if (!agentx_more(reader))
		return;
	if (header->type == AGENTX_GET) {
		mib = pictures_latest(r->pictures, now);
		while (agentx_more(reader) && !response->failed)
			get(mib, reader, response);
		return;
	}
	walk_begin(&walk, r->pictures, header->transaction, *reader, now);
	if (header->type == AGENTX_GETNEXT)
		get_nexts(&walk, reader, response);
	else
		get_bulk(&walk, non_repeaters, repetitions, reader, response);
}

static unsigned test_varbind(const struct mib_column *column, const struct agentx_varbind *v)
{
	if (!column)
		return AGENTX_NO_CREATION;
	if (column->access != MIB_READ_WRITE)
		return AGENTX_NOT_WRITABLE;
	if (v->type != AGENTX_INTEGER)
		return AGENTX_WRONG_TYPE;
	return column->setter->valid(v->integer) ? AGENTX_NO_ERROR : AGENTX_WRONG_VALUE;
}

/* Objects that can be set are scalars: one column, one object. */
static bool is_staged(const struct set_transaction *set, const struct mib_column *column)
{
	for (size_t i = 0; i < set->count; i++) {
		if (set->objects[i].column == column)
			return true;
	}
	return false;
}

/* Stage one varbind. Its error. */
static unsigned stage(struct responder *r, struct mib *mib, const struct agentx_varbind *v)
{
	const struct mib_column *column = mib_find(mib, v->name.id, v->name.len);
	struct set_transaction *set = &r->set;
	unsigned error = test_varbind(column, v);

	if (error)
		return error;
	if (is_staged(set, column))
		return AGENTX_INCONSISTENT_VALUE;
	if (set->count == RESPOND_SET_MAX)
		return AGENTX_GEN_ERR;
	set->objects[set->count].column = column;
	set->objects[set->count].wanted = v->integer;
	set->objects[set->count++].before = column->setter->get(r->preferences);
	return AGENTX_NO_ERROR;
}

static void test_set(struct responder *r, const struct agentx_header *header, struct agentx_reader *reader,
                     const struct timespec *now)
{
	struct mib *mib = pictures_latest(r->pictures, now);
	struct set_transaction *set = &r->set;

	*set = (struct set_transaction){ .transaction = header->transaction, .open = true };
	for (size_t index = 1; agentx_more(reader); index++) {
		struct agentx_varbind v;
		unsigned error;

		agentx_read_varbind(reader, &v);
		error = reader->failed ? AGENTX_PARSE_ERROR : stage(r, mib, &v);
		if (error) {
			set->count = 0;
			set->error = error;
			set->error_index = error == AGENTX_PARSE_ERROR ? 0 : index;
			return;
		}
	}
}

static void apply(struct responder *r, bool before)
{
	for (size_t i = 0; i < r->set.count; i++) {
		const struct mib_column *column = r->set.objects[i].column;
		int32_t value = before ? r->set.objects[i].before : r->set.objects[i].wanted;

		column->setter->set(r->preferences, value);
		log_info("%s: a manager set it to %d%s", column->name, value, before ? " and took that back" : "");
	}
}

static void commit_set(struct responder *r)
{
	if (!r->set.open || r->set.error)
		r->set.error = AGENTX_COMMIT_FAILED;
	else if (!r->set.committed)
		apply(r, false);
	r->set.committed = r->set.error == AGENTX_NO_ERROR;
}

static void undo_set(struct responder *r)
{
	if (r->set.committed)
		apply(r, true);
	r->set.error = r->set.open ? AGENTX_NO_ERROR : AGENTX_UNDO_FAILED;
	r->set.committed = false;
}

/* A phase of a SET; one that is repeated is answered as before. */
static void answer_set(struct responder *r, const struct agentx_header *header, struct agentx_reader *reader,
                       const struct timespec *now, struct agentx_writer *response)
{
	struct set_transaction *set = &r->set;
	bool same = set->transaction == header->transaction;

	if (!same || set->phase != header->type || set->packet != header->packet) {
		if (!same && header->type != AGENTX_TESTSET)
			*set = (struct set_transaction){ .transaction = header->transaction };
		if (header->type == AGENTX_TESTSET)
			test_set(r, header, reader, now);
		else if (header->type == AGENTX_COMMITSET)
			commit_set(r);
		else
			undo_set(r);
		set->phase = header->type;
		set->packet = header->packet;
	}
	if (set->error)
		agentx_set_error(response, set->error, set->error_index);
}

void responder_reset(struct responder *r, uint32_t session)
{
	r->session = session;
	r->set = (struct set_transaction){ 0 };
}

/* RFC 2741 section 7.1: what is wrong with the request as such. */
static unsigned refuse(const struct responder *r, const struct agentx_header *header, struct agentx_reader *reader)
{
	bool own;

	if (header->session != r->session)
		return AGENTX_NOT_OPEN;
	if (header->type == AGENTX_COMMITSET || header->type == AGENTX_UNDOSET)
		return AGENTX_NO_ERROR;
	own = read_context(reader, header, r->context);
	if (reader->failed)
		return AGENTX_PARSE_ERROR;
	return own ? AGENTX_NO_ERROR : AGENTX_UNSUPPORTED_CONTEXT;
}

bool respond(struct responder *r, const uint8_t *pdu, size_t len, const struct timespec *now,
             struct agentx_writer *ret_response)
{
	struct agentx_header header;
	struct agentx_reader reader;
	unsigned error;

	agentx_read_header(&reader, pdu, len, &header);
	if (header.type == AGENTX_CLEANUPSET && header.session == r->session &&
	    header.transaction == r->set.transaction)
		r->set = (struct set_transaction){ 0 };
	if (header.type < AGENTX_GET || header.type > AGENTX_UNDOSET)
		return false;
	agentx_begin_response(ret_response, &header);
	error = refuse(r, &header, &reader);
	if (error)
		agentx_set_error(ret_response, error, 0);
	else if (header.type <= AGENTX_GETBULK)
		answer_get(r, &header, &reader, now, ret_response);
	else
		answer_set(r, &header, &reader, now, ret_response);
	/* Never half of what was asked for. */
	if (reader.failed && !error)
		agentx_set_error(ret_response, AGENTX_PARSE_ERROR, 0);
	(void)agentx_finish(ret_response);
	return true;
}
