/* SPDX-License-Identifier: BSD-3-Clause */
/* Is it a module? */
#include "discover/look.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"
#include "source/node.h"

#define HALF 128

/* What begins like something that is met at a module's address. */
static const struct {
	uint8_t offset, len;
	const char *bytes;
	const char *words;
} others[] = {
	{ 0, 8, "TlvInfo", "a board's memory (TlvInfo)" },
	{ 2, 1, "\x0b", "the memory of a DIMM (DDR3)" },
	{ 2, 1, "\x0c", "the memory of a DIMM (DDR4)" },
	{ 2, 1, "\x12", "the memory of a DIMM (DDR5)" },
};

static bool is_blank(const uint8_t first[HALF])
{
	for (size_t i = 1; i < HALF; i++) {
		if (first[i] != first[0])
			return false;
	}
	return first[0] == 0x00 || first[0] == 0xff;
}

static void say_other(const uint8_t first[HALF], const struct module *m, struct look *look)
{
	look->result = LOOK_OTHER;
	look->blank = is_blank(first);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (memcmp(first + others[i].offset, others[i].bytes, others[i].len) != 0)
			continue;
		TEXT_SET(look->words, others[i].words);
		return;
	}
	TEXT_FORMAT(look->words, "%s", m->why);
}

static void say_module(const struct module *m, struct look *look)
{
	char summary[96];
	struct text t;

	look->result = LOOK_MODULE;
	text_init(&t, look->words, sizeof(look->words));
	text_printf(&t, "%s", module_summary(m, summary, sizeof(summary)));
	if (m->vendor[0] || m->part_number[0])
		text_printf(&t, ", %s%s%s", m->vendor, m->vendor[0] ? " " : "", m->part_number);
	look->unique = m->layout != LAYOUT_CABLE;
	if (m->vendor[0] && m->part_number[0] && m->serial[0] && m->date_code[0])
		TEXT_FORMAT(look->identity, "%s/%s/%s/%s", m->vendor, m->part_number,
		         m->serial, m->date_code);
}

static void look_failed(int error, const char *why, struct look *look)
{
	look->result = node_gone(error) ? LOOK_EMPTY : LOOK_FAILED;
	look->error = error;
	TEXT_FORMAT(look->words, "%s%s%s", strerror(-error), why[0] ? ": " : "", why);
}

static void decode(const struct image *img, const uint8_t first[HALF], struct look *look)
{
	struct module *m = module_new();

	if (!m) {
		look_failed(-ENOMEM, "", look);
		return;
	}
	eeprom_decode(img, m);
	if (m->status == READ_OK && m->base_checksum == CHECKSUM_OK)
		say_module(m, look);
	else
		say_other(first, m, look);
	module_unref(m);
}

void look_at(struct source *source, struct look *ret_look)
{
	struct image *img = image_new();
	uint8_t half[2][HALF];
	struct look look = { .result = LOOK_NOT_YET };
	int r = img ? source_read(source, (struct image_addr){ .offset = 0 }, HALF, half[0]) : -ENOMEM;

	if (r == 0)
		r = image_write(img, (struct image_addr){ .offset = 0 }, half[0], HALF);
	if (r < 0) {
		look_failed(r, source_why(source), &look);
	} else {
		r = source_read(source, (struct image_addr){ .offset = HALF }, HALF, half[1]);
		if (r == 0)
			r = image_write(img, (struct image_addr){ .offset = HALF }, half[1], HALF);
		/* Memory that ends there is a short one, which the decoder judges. */
		if (r == 0 || r == -ENODATA)
			decode(img, half[0], &look);
		else
			look_failed(r, source_why(source), &look);
	}
	image_free(img);
	*ret_look = look;
}

void look_at_node(const char *root, const char *path, struct look *ret_look)
{
	char copy[PATH_MAX];
	const struct port_decl port = { .source = SOURCE_SYSFS, .path = copy };
	struct source *source;
	int r = TEXT_SET(copy, path) ? source_open(&port, root, &source) : -ENAMETOOLONG;

	if (r < 0) {
		*ret_look = (struct look){ .result = LOOK_NOT_YET };
		look_failed(r, "", ret_look);
		return;
	}
	look_at(source, ret_look);
	source_close(source);
}
