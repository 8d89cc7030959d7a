/* SPDX-License-Identifier: BSD-3-Clause */
/* Dumps into images: is it text, and where in the memory each byte of it belongs. */
#include "eeprom/dump.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "eeprom/dump_text.h"
#include "eeprom/eeprom.h"

const struct code dump_format_labels[] = {
	{ DUMP_BINARY, "binary" },
	{ DUMP_ETHTOOL, "ethtool" },
	{ DUMP_XXD, "xxd" },
	{ DUMP_HEXDUMP, "hexdump" },
	{ DUMP_WORDS, "words" },
	{ DUMP_HEX, "hex" },
	{ 0, NULL },
};

#define HALF 128u
/* Where an SFP's A2h is in the linear layout. */
#define A2_START 256u

/* A byte and the line that it is from; line 0 of a file that is not text. */
struct cell {
	unsigned line;
	uint8_t byte;
	bool known;
};

/* The memory in the linear layout of image.h, as far as the dump has it. */
struct memory {
	struct cell cells[DUMP_MAX];
	size_t known;
	bool a2, a0_pages;         /* headings name these */
	bool located;              /* a heading says where bytes are */
	struct dump_error *error;
};

static int store(struct memory *m, size_t pos, unsigned byte, unsigned line)
{
	struct cell *c;

	if (pos >= DUMP_MAX)
		return dump_fail(m->error, line, -EFBIG, "more than %u bytes, no module's memory is that large",
		                 DUMP_MAX);
	c = &m->cells[pos];
	if (byte == DUMP_UNREAD)
		return 0;
	if (c->known && c->byte != byte)
		return dump_fail(m->error, line, -EINVAL,
		                 "offset 0x%zx is %02xh here and %02xh in line %u: two dumps, or two modules?",
		                 pos, byte, c->byte, c->line);
	m->known += !c->known;
	*c = (struct cell){ .line = line, .byte = (uint8_t)byte, .known = true };
	return 0;
}

/* --- offsets: hexadecimal, decimal or octal? --- */

static const unsigned bases[] = { 16, 10, 8 };

/* How many lines begin where the one before them ends; -1 if an offset is no number of this base. */
static int base_fits(const struct dump_text *t, unsigned base)
{
	size_t offset, next = 0;
	int fits = 0;

	for (size_t i = 0; i < t->line_count; i++) {
		const struct dump_line *l = &t->lines[i];

		if (l->offset.len == 0)
			continue;
		if ((l->hex && base != 16) || !span_number(l->offset, base, &offset))
			return -1;
		fits += i > 0 && !l->repeats && offset == next;
		next = offset + l->count;
	}
	return fits;
}

static bool base_matters(const struct dump_text *t, unsigned base)
{
	size_t hex, other;

	for (size_t i = 0; i < t->line_count; i++) {
		const struct span offset = t->lines[i].offset;

		if (offset.len && span_number(offset, base, &other) && span_number(offset, 16, &hex) && hex != other)
			return true;
	}
	return false;
}

/* The base by which the most lines follow each other; hexadecimal where a tool writes nothing else. */
static int choose_base(const struct dump_text *t, struct dump_error *error, unsigned *ret_base)
{
	bool bare = t->format == DUMP_HEXDUMP || t->format == DUMP_WORDS;
	int best = base_fits(t, 16);

	*ret_base = 16;
	for (size_t i = 1; i < sizeof(bases) / sizeof(bases[0]); i++) {
		int fits = base_fits(t, bases[i]);

		if (fits > best) {
			best = fits;
			*ret_base = bases[i];
		}
	}
	for (size_t i = 1; bare && i < sizeof(bases) / sizeof(bases[0]); i++) {
		if (bases[i] != *ret_base && best >= 0 && base_fits(t, bases[i]) == best && base_matters(t, bases[i]))
			return dump_fail(error, t->lines[0].number, -EINVAL,
			                 "offsets may be hexadecimal or not: give all lines (hexdump -v, od -v)");
	}
	return 0;
}

/* --- sections of text --- */

/* A part of the text that one heading is for, or none, or that begins at 0 again. */
struct part {
	const struct dump_text *t;
	const struct dump_section *section;
	size_t first, last;        /* lines, last not included */
	unsigned base;
	size_t shift;              /* added to offsets */
	bool a2;                   /* of an SFP's second device */
};

static size_t part_offset(const struct part *p, size_t i)
{
	size_t offset = 0;

	span_number(p->t->lines[i].offset, p->base, &offset);
	return offset;
}

/* Where in the linear layout is offset `offset` of this part? */
static int locate(struct memory *m, const struct part *p, size_t offset, unsigned line, size_t *ret_pos)
{
	const struct dump_place *place = &p->section->place;
	struct image_addr at = { .device = place->device };

	offset += p->shift;
	*ret_pos = offset + (p->a2 ? A2_START : 0);
	if (!place->located)
		return 0;
	if (offset > 255)
		return dump_fail(m->error, line, -EINVAL, "offset 0x%zx is outside of what line %u names", offset,
		                 p->section->line);
	if ((place->half == HALF_LOWER && offset >= HALF) || (place->half == HALF_UPPER && offset < HALF))
		return dump_fail(m->error, line, -EINVAL, "offset 0x%zx is not in the half that line %u names", offset,
		                 p->section->line);
	at.offset = (uint8_t)offset;
	if (offset >= HALF) {
		at.page = place->page;
		at.bank = place->bank;
	}
	if (!image_is_linear(at) || image_linear_offset(at) >= DUMP_MAX)
		return dump_fail(m->error, line, -EINVAL, "bank %u, page %02xh: no module has it", at.bank, at.page);
	m->a2 |= at.device == IMAGE_A2;
	m->a0_pages |= at.device == IMAGE_A0 && at.page > 0;
	*ret_pos = image_linear_offset(at);
	return 0;
}

static int store_line(struct memory *m, const struct part *p, const struct dump_line *l, size_t offset)
{
	int error = 0;

	for (size_t i = 0; i < l->count && error == 0; i++) {
		size_t pos;

		error = locate(m, p, offset + i, l->number, &pos);
		if (error == 0)
			error = store(m, pos, p->t->bytes[l->first + i], l->number);
	}
	return error;
}

/* Lines like `l`, which ends at `from`, up to `to`. */
static int repeat_line(struct memory *m, const struct part *p, const struct dump_line *l, size_t from, size_t to)
{
	int error = 0;

	if (to > DUMP_MAX)
		return dump_fail(m->error, l[1].number, -EFBIG, "more than %u bytes, no module's memory is that large",
		                 DUMP_MAX);
	for (size_t i = 0; from + i < to && error == 0; i++) {
		size_t pos;

		error = locate(m, p, from + i, l->number, &pos);
		if (error == 0)
			error = store(m, pos, p->t->bytes[l->first + i % l->count], l->number);
	}
	return error;
}

/* From the line before, which ends at `next`, to line `i` at `offset`: is what is between known to be missing? */
static int check_step(struct memory *m, const struct part *p, size_t i, size_t next, size_t offset)
{
	const struct dump_line *l = &p->t->lines[i], *before = l - 1;

	if (l->repeats && offset >= next)
		return repeat_line(m, p, before, next, offset);
	/* Whole lines may be left out. A line of an odd length is cut off, and so is a dump that ends later. */
	if (offset < next || (offset > next && (before->count % 16 || l->count == 0)))
		return dump_fail(m->error, l->number, -EINVAL, "offset 0x%zx where 0x%zx would be next", offset, next);
	return 0;
}

static int drop(struct memory *m, const struct part *p, size_t offset, unsigned line)
{
	size_t pos;
	int error = locate(m, p, offset, line, &pos);

	if (error == 0 && pos < DUMP_MAX && m->cells[pos].known) {
		m->cells[pos].known = false;
		m->known--;
	}
	return error;
}

static int store_lines(struct memory *m, const struct part *p)
{
	size_t next = p->section->place.first;
	int error = 0;

	for (size_t i = p->first; i < p->last && error == 0; i++) {
		const struct dump_line *l = &p->t->lines[i];
		bool plain = l->offset.len == 0;
		size_t offset = plain ? next : part_offset(p, i);

		if (i > p->first && p->t->lines[i - 1].count == 0)
			return dump_fail(m->error, l->number, -EINVAL, "more follows behind the end of the dump");
		/* hexdump and od count in words and end with the real size: an odd byte less. */
		if (l->count == 0 && p->t->format == DUMP_WORDS && offset + 1 == next)
			return drop(m, p, offset, l->number);
		if (i > p->first)
			error = check_step(m, p, i, next, offset);
		if (error == 0)
			error = store_line(m, p, l, offset);
		next = offset + l->count;
	}
	return error;
}

static size_t part_bytes(const struct part *p)
{
	const struct dump_line *first = &p->t->lines[p->first], *last = &p->t->lines[p->last - 1];

	return last->first + last->count - first->first;
}

/* Upper halves are printed from 80h, or from 0; bytes without offsets begin where the heading says. */
static int shift_part(struct memory *m, struct part *p)
{
	const struct dump_place *place = &p->section->place;
	const struct dump_line *first = &p->t->lines[p->first];
	bool plain = first->offset.len == 0, upper = place->half == HALF_UPPER;
	size_t n = part_bytes(p);

	if (place->half == HALF_ANY && place->located && place->has_page && place->count == 0) {
		size_t end = plain ? n : part_offset(p, p->last - 1) + p->t->lines[p->last - 1].count;

		if (plain && n == HALF && place->page > 0)
			upper = true;
		else if (plain ? n != 2 * HALF : place->page > 0 && end <= HALF)
			return dump_fail(m->error, first->number, -EINVAL,
			                 "lower or upper half? Line %u may say 'Lower page' or 'Upper page'",
			                 p->section->line);
	}
	if (upper && place->first == 0 &&
	    (plain || part_offset(p, p->last - 1) + p->t->lines[p->last - 1].count <= HALF))
		p->shift = HALF;
	return 0;
}

static bool identifier_known(const struct memory *m, uint8_t *ret_identifier)
{
	*ret_identifier = m->cells[0].byte;
	return m->cells[0].known;
}

/*
 * A second dump without a heading: what follows A0h in two dumps of an SFP is
 * A2h, which has a checksum over its first 95 bytes.
 */
static int take_for_a2(struct memory *m, struct part *p)
{
	const uint16_t *bytes = p->t->bytes + p->t->lines[p->first].first;
	unsigned sum = 0, any = 0;
	uint8_t identifier;

	if (identifier_known(m, &identifier) && image_identifier_two_devices(identifier) && part_bytes(p) >= HALF &&
	    !m->cells[A2_START].known) {
		for (unsigned i = 0; i < 95; i++) {
			sum += bytes[i];
			any |= bytes[i];
		}
		p->a2 = any && (sum & 0xff) == bytes[95];
	}
	if (p->a2)
		return 0;
	return dump_fail(m->error, p->t->lines[p->first].number, -EINVAL,
	                 "a second dump: of which memory? A heading such as 'A2h' or 'Upper page 3h' may say it");
}

static int store_part(struct memory *m, struct part *p, bool again)
{
	const struct dump_place *place = &p->section->place;
	int error = 0;

	m->located |= place->located;
	if (place->count && part_bytes(p) != place->count)
		return dump_fail(m->error, p->section->line, -EINVAL, "%zu bytes, but %zu follow", place->count,
		                 part_bytes(p));
	if (again && !place->located)
		error = take_for_a2(m, p);
	if (error == 0)
		error = shift_part(m, p);
	return error ? error : store_lines(m, p);
}

/* Bytes without offsets, 17 in each line, of which the first goes up by 16: offsets without a colon. */
static int check_first_column(const struct dump_text *t, struct dump_error *error)
{
	for (size_t i = 0; i < t->line_count; i++) {
		const struct dump_line *l = &t->lines[i];

		if (l->offset.len || l->count != 17 || t->bytes[l->first] != 16 * i)
			return 0;
	}
	if (t->line_count < 2)
		return 0;
	return dump_fail(error, t->lines[0].number, -EINVAL,
	                 "is the first column bytes or offsets? A colon behind it makes it offsets");
}

static int store_text(struct memory *m, const struct dump_text *t)
{
	struct part p = { .t = t };
	int error = check_first_column(t, m->error);

	if (error == 0)
		error = choose_base(t, m->error, &p.base);

	for (size_t i = 0; i < t->line_count && error == 0; i = p.last) {
		size_t section = t->lines[i].section;
		struct part part = { .t = t, .base = p.base, .section = &t->sections[section], .first = i };

		for (p.last = i + 1; p.last < t->line_count && t->lines[p.last].section == section; p.last++) {
			/* An offset of 0 begins anew. */
			if (t->lines[p.last].offset.len && t->lines[p.last].count > 0 && part_offset(&p, p.last) == 0)
				break;
		}
		part.last = p.last;
		error = store_part(m, &part, i > 0);
	}
	return error;
}

/* --- what it is as a whole --- */

static bool sum_holds(const struct cell *c, size_t first, size_t last)
{
	unsigned sum = 0;

	for (size_t i = first; i < last; i++)
		sum += c[i].byte;
	return (sum & 0xff) == c[last].byte;
}

static bool is_paged(uint8_t identifier)
{
	enum register_family family = eeprom_family(identifier);

	return family == FAMILY_SFF8636 || family == FAMILY_CMIS;
}

/*
 * Are these 128 bytes page 00h, which begins with the identifier, too? Its
 * checksums say so (SFF-8636: 191 and 223; CMIS: 222), or the vendor's name.
 */
static bool is_page_00(const struct cell *c)
{
	bool cmis = eeprom_family(c[0].byte) == FAMILY_CMIS;
	size_t name = cmis ? 1 : 20;

	if (!is_paged(c[0].byte))
		return false;
	if (cmis ? sum_holds(c, 0, 94) : sum_holds(c, 0, 63) && sum_holds(c, 64, 95))
		return true;
	for (size_t i = name; i < name + 16; i++) {
		if (c[i].byte < 0x20 || c[i].byte > 0x7e)
			return false;
	}
	return true;
}

/* The place of a page 00h alone is the upper half. */
static void settle_page_00(struct memory *m)
{
	if (m->located || m->known != HALF)
		return;
	for (size_t i = 0; i < HALF; i++) {
		if (!m->cells[i].known)
			return;
	}
	if (!is_page_00(m->cells))
		return;
	memcpy(m->cells + HALF, m->cells, HALF * sizeof(m->cells[0]));
	memset(m->cells, 0, HALF * sizeof(m->cells[0]));
}

/* Words are printed low byte first, as by a PC; of another order the identifier would be the second byte. */
static bool is_swapped(const struct memory *m, enum dump_format format)
{
	return format == DUMP_WORDS && m->cells[0].known && m->cells[1].known &&
	       eeprom_family(m->cells[0].byte) == FAMILY_UNKNOWN && eeprom_family(m->cells[1].byte) != FAMILY_UNKNOWN;
}

static int check_start(const struct memory *m, enum dump_format format)
{
	size_t first = 0;
	uint8_t identifier;

	if (m->known == 0)
		return dump_fail(m->error, 0, -ENODATA, "empty, expected a dump of module memory");
	if (is_swapped(m, format))
		return dump_fail(m->error, m->cells[0].line, -EINVAL,
		                 "words of high byte first? Give bytes: hexdump -C, od -t x1");
	if (identifier_known(m, &identifier)) {
		bool two = image_identifier_two_devices(identifier);

		if (two ? m->a0_pages : m->a2)
			return dump_fail(m->error, 0, -EINVAL, "headings name %s, but identifier %02xh has none",
			                 two ? "a page of A0h" : "A2h", identifier);
		return 0;
	}
	while (!m->cells[first].known)
		first++;
	if (!m->located && !(first == HALF && is_paged(m->cells[first].byte)))
		return dump_fail(m->error, m->cells[first].line, -EINVAL,
		                 "starts at 0x%zx: a dump starts at 0, where the identifier is", first);
	return 0;
}

static int fill_image(const struct memory *m, struct image *img)
{
	uint8_t identifier;
	bool two = identifier_known(m, &identifier) ? image_identifier_two_devices(identifier) : m->a2;

	for (size_t pos = 0; pos < DUMP_MAX; pos++) {
		const struct cell *c = &m->cells[pos];
		struct image_addr at;

		if (!c->known)
			continue;
		if (!image_linear_addr(pos, two, &at))
			return dump_fail(m->error, c->line, -EFBIG, "offset 0x%zx is behind the last page of an SFP", pos);
		if (image_write(img, at, &c->byte, 1) < 0)
			return dump_fail(m->error, 0, -ENOMEM, "out of memory");
	}
	return 0;
}

/* --- text or not --- */

/* The length of one UTF-8 character of two to four bytes; 0 if it is none. */
static size_t utf8_length(const uint8_t *p, size_t len)
{
	size_t n = p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : p[0] >= 0xe0 && p[0] < 0xf0 ? 3 : p[0] >= 0xc2 ? 2 : 0;

	if (n == 0 || p[0] >= 0xf5 || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return n;
}

/* No memory of a module is without control characters, or it is all FFh. */
static bool is_text(const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = 1;

		if (data[i] >= 0x80)
			n = utf8_length(data + i, len - i);
		else if (data[i] == 0x7f || (data[i] < 0x20 && data[i] != '\n' && !span_is_blank((char)data[i])))
			return false;
		if (n == 0)
			return false;
		i += n;
	}
	return true;
}

/* SFF-8472 names the first 64 and 96 bytes of A0h; all else comes in halves of 128 bytes. */
static int store_binary(struct memory *m, const uint8_t *data, size_t len)
{
	if (len > DUMP_MAX)
		return dump_fail(m->error, 0, -EFBIG, "more than %u bytes, no module's memory is that large", DUMP_MAX);
	if (len != 64 && len != 96 && len % HALF)
		return dump_fail(m->error, 0, -EINVAL,
		                 "%zu bytes that are no text; a memory has 64, 96, 128, 256, 384, 512, 640... (n x 128)",
		                 len);
	for (size_t i = 0; i < len; i++)
		store(m, i, data[i], 0);
	return 0;
}

static int read_dump(struct memory *m, const uint8_t *data, size_t len, enum dump_format *ret_format)
{
	struct dump_text t;
	int error;

	*ret_format = DUMP_BINARY;
	if (!is_text(data, len))
		return store_binary(m, data, len);
	if (len > DUMP_MAX_INPUT)
		return dump_fail(m->error, 0, -EFBIG, "more than %u bytes of text", DUMP_MAX_INPUT);
	error = dump_text_parse((const char *)data, len, &t, m->error);
	if (error == 0)
		error = store_text(m, &t);
	*ret_format = t.format;
	dump_text_free(&t);
	return error;
}

int dump_load(const void *data, size_t len, struct image *img, struct dump_info *ret_info,
	      struct dump_error *ret_error)
{
	struct memory *m = calloc(1, sizeof(*m));
	enum dump_format format;
	int error;

	if (!m)
		return dump_fail(ret_error, 0, -ENOMEM, "out of memory");
	m->error = ret_error;
	error = read_dump(m, data, len, &format);
	if (error == 0)
		error = check_start(m, format);
	if (error == 0) {
		settle_page_00(m);
		error = fill_image(m, img);
	}
	if (error == 0)
		*ret_info = (struct dump_info){ .format = format, .size = m->known };
	free(m);
	return error;
}
