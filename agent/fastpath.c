/* SPDX-License-Identifier: BSD-3-Clause */
/* AgentX responses straight from the engine. */
#include "agent/fastpath.h"

#include <stdlib.h>
#include <string.h>

/* A response to GetBulk that is longer is not repeated further; the master agent asks again from there. */
#define BULK_ENOUGH (AGENTX_PDU_MAX / 2)

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

/* Is the name in a region of ours? */
static bool is_ours(const struct mib *names, const struct mib_name *name)
{
	for (size_t i = 0; i < mib_region_count(names); i++) {
		const struct mib_name *root = &mib_region(names, i)->root;

		if (name->len >= root->len && memcmp(name->id, root->id, root->len * sizeof(root->id[0])) == 0)
			return true;
	}
	return false;
}

/* All of the ranges that `ranges` is about to read. */
static bool all_ours(const struct mib *names, struct agentx_reader ranges)
{
	struct range range;

	if (!agentx_more(&ranges))
		return false;
	while (agentx_more(&ranges)) {
		read_range(&ranges, &range);
		if (ranges.failed || !is_ours(names, &range.start))
			return false;
	}
	return true;
}

static bool read_context(struct agentx_reader *r, const struct agentx_header *header, const char *context)
{
	const uint8_t *octets = NULL;
	size_t len = 0;

	if (header->flags & AGENTX_FLAG_CONTEXT)
		agentx_read_octets(r, &octets, &len);
	return !r->failed && len == strlen(context) && (len == 0 || memcmp(context, octets, len) == 0);
}

static void get(struct mib *mib, struct agentx_reader *ranges, struct agentx_response *response)
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
static bool step(struct mib *mib, struct range *range, struct agentx_response *response)
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

static void get_nexts(const struct walk *w, struct agentx_reader *ranges, struct agentx_response *response)
{
	for (bool first = true; agentx_more(ranges); first = false) {
		struct range range;
		bool found;

		read_range(ranges, &range);
		found = step(w->mib, &range, response);
		if (first)
			walk_end(w, found, &range);
	}
}

static size_t count_ranges(struct agentx_reader ranges)
{
	struct range range;
	size_t n = 0;

	for (; agentx_more(&ranges); n++)
		read_range(&ranges, &range);
	return n;
}

/* A round of steps from range `first` on. Returns whether any was one; *found is whether that of range 0 was. */
static bool steps(struct mib *mib, struct range *ranges, size_t first, size_t end,
                  struct agentx_response *response, bool *found)
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

/* False if out of memory. */
static bool get_bulk(const struct walk *w, unsigned non_repeaters, unsigned repetitions,
                     struct agentx_reader *reader, struct agentx_response *response)
{
	size_t count = count_ranges(*reader), first = non_repeaters < count ? non_repeaters : count;
	struct range *ranges = calloc(count, sizeof(*ranges));
	bool found = true;

	if (!ranges)
		return false;
	for (size_t i = 0; i < count; i++)
		read_range(reader, &ranges[i]);
	(void)steps(w->mib, ranges, 0, first, response, &found);
	while (repetitions-- > 0 && response->len < BULK_ENOUGH &&
	       steps(w->mib, ranges, first, count, response, &found))
		;
	walk_end(w, found, &ranges[0]);
	free(ranges);
	return true;
}

bool fastpath_answer(struct pictures *pictures, uint32_t session, const char *context, const uint8_t *pdu,
                     size_t len, const struct timespec *now, struct agentx_response *ret_response)
{
	unsigned non_repeaters = 0, repetitions = 0;
	struct agentx_header header;
	struct agentx_reader reader;
	struct walk walk;
	struct mib *mib;

	agentx_read_header(&reader, pdu, len, &header);
	if ((header.type != AGENTX_GET && header.type != AGENTX_GETNEXT && header.type != AGENTX_GETBULK) ||
	    header.session != session || !read_context(&reader, &header, context))
		return false;
	if (header.type == AGENTX_GETBULK) {
		non_repeaters = agentx_read_u16(&reader);
		repetitions = agentx_read_u16(&reader);
	}
	if (!all_ours(pictures_names(pictures), reader))
		return false;
	agentx_begin(ret_response, &header);
	if (header.type == AGENTX_GET) {
		mib = pictures_latest(pictures, now);
		while (agentx_more(&reader))
			get(mib, &reader, ret_response);
	} else {
		walk_begin(&walk, pictures, header.transaction, reader, now);
		if (header.type == AGENTX_GETNEXT)
			get_nexts(&walk, &reader, ret_response);
		else if (!get_bulk(&walk, non_repeaters, repetitions, &reader, ret_response))
			return false;
	}
	agentx_finish(ret_response);
	return true;
}
