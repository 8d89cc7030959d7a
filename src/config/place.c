/* SPDX-License-Identifier: BSD-3-Clause */
/* What ports and breakouts have in common: a name, and an index that is unique. */
#include "config/build.h"

#include <string.h>

#include "base/text.h"

#define INDEX_MAX 65535

void place_build(struct build *b, cfg_t *section, const char *what, uint32_t position, struct place *place,
		 char *name)
{
	const struct item *index = tree_item(section, "index");
	const char *title = cfg_title(section);
	size_t len = strlen(title);

	*place = (struct place){ .index = position, .line = tree_line(section), .by_position = !index };
	if (!text_copy(name, TOPOLOGY_NAME, title) || len == 0)
		problem_add(b->problems, place->line,
			    "%s: expected a name of 1 to %d bytes, saw %zu: \"%.80s\"", what,
			    TOPOLOGY_NAME - 1, len, title);
	build_number(b, index, "index", 1, INDEX_MAX, &place->index);
}

int place_compare(const void *left, const void *right)
{
	const struct place *a = left;
	const struct place *b = right;

	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

void place_check(struct build *b, const char *what, const struct place *first, const char *first_name,
		 const struct place *second, const char *second_name)
{
	static const char by_position[] = " by position";

	if (first->index == second->index)
		problem_add(b->problems, second->line,
			    "%s \"%s\": index %u%s is that of \"%s\"%s (line %u), expected another", what,
			    second_name, second->index, second->by_position ? by_position : "", first_name,
			    first->by_position ? by_position : "", first->line);
}
