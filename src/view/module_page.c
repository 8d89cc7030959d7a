/* SPDX-License-Identifier: BSD-3-Clause */
/* A module on a page. */
#include "view/module_page.h"

#include <string.h>

#include "view/table.h"

#define LABEL_WIDTH 28

void module_print_wrapped(FILE *out, unsigned lead, const char *text)
{
	for (;;) {
		size_t bytes = table_line_bytes(text, TABLE_WIDTH - lead);

		fprintf(out, "%.*s\n", (int)bytes, text);
		text += bytes;
		text += strspn(text, " ");
		if (!*text)
			return;
		fprintf(out, "%*s", (int)lead, "");
	}
}

void module_print_field(FILE *out, const char *label, const char *text)
{
	fprintf(out, "    %-*s : ", LABEL_WIDTH, label);
	module_print_wrapped(out, 4 + LABEL_WIDTH + 3, text);
}

void module_print_summary(const struct module *m, FILE *out)
{
	char summary[160], clean[CELL_TEXT];

	cell_clean(clean, sizeof(clean), module_summary(m, summary, sizeof(summary)));
	fprintf(out, "%s\n", clean);
}

void module_print_section(FILE *out, const struct module_section *section, const struct module *m,
                          void (*more)(const struct module_field *field, void *arg), void *arg)
{
	fprintf(out, "\n%s\n", section->title);
	for (const struct module_field *f = section->fields; f->key || f->label; f++) {
		struct cell c;

		if (!f->label)
			continue;
		cell_init(&c);
		module_field_get(f, m, &c);
		if (!f->note || strcmp(c.text, "-") != 0) {
			module_print_field(out, f->label, c.text);
			if (more)
				more(f, arg);
		}
		cell_release(&c);
	}
}

bool module_print_list(FILE *out, const char *title, const char *empty, struct listing *l)
{
	if (!l)
		return false;
	if (empty || !listing_empty(l)) {
		fprintf(out, "\n%s\n", title);
		listing_print(l, out, 4, empty);
	}
	listing_free(l);
	return true;
}

/* Lists that follow the fields, in both outputs. */
static const struct page_list {
	const char *key;    /* JSON; NULL: text only */
	const char *title;  /* text */
	const char *empty;  /* NULL: leave out without rows */
	struct listing *(*make)(const struct module *m, bool json);
} lists[] = {
	{ "lanes", "Lanes", "not known", module_lanes },
	{ NULL, "Data paths", NULL, module_data_paths },
	{ "applications", "Applications", NULL, module_applications },
	{ "thresholds", "Thresholds", "none", module_thresholds },
	{ "splits_into", "Can be split into", "", module_plans },
	{ "leg_of", "Fits as a leg of", NULL, module_leg_plans },
};

#define LIST_COUNT (sizeof(lists) / sizeof(lists[0]))

bool module_print_lists(FILE *out, const struct module *m)
{
	char why[96];
	bool ok = true;

	for (size_t i = 0; i < LIST_COUNT && ok; i++) {
		const char *empty = lists[i].make == module_plans ? module_no_plan(m, why, sizeof(why))
		                                                  : lists[i].empty;

		ok = module_print_list(out, lists[i].title, empty, lists[i].make(m, false));
	}
	return ok;
}

int module_json_add_list(json_t *object, const char *key, struct listing *l)
{
	json_t *array = l ? listing_json(l) : NULL;

	listing_free(l);
	return array ? json_object_set_new(object, key, array) : -1;
}

int module_json_lists(json_t *object, const struct module *m)
{
	int r = 0;

	for (size_t i = 0; i < LIST_COUNT && r == 0; i++) {
		if (lists[i].key)
			r = module_json_add_list(object, lists[i].key, lists[i].make(m, true));
	}
	return r;
}
