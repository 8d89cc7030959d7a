/* SPDX-License-Identifier: BSD-3-Clause */
/* The field engine: decode and encode rows. Printing them is in field_text.c. */
#include "eeprom/field.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "eeprom/field_item.h"

#define LANES_PER_BANK 8

/* As field_owner(), of a module that is being decoded: it has room for all. */
static char *owner_of(struct module *m, const struct field_item *item)
{
	switch ((enum field_of)item->f->of) {
	case OF_LANE:
		return (char *)&m->lane[item->n];
	case OF_HOST_LANE:
		return (char *)&m->host_lane[item->n];
	case OF_APPLICATION:
		return (char *)&m->application[item->n];
	default:
		return (char *)m;
	}
}

const char *field_owner(const struct module *m, const struct field_item *item)
{
	switch ((enum field_of)item->f->of) {
	case OF_LANE:
		return (const char *)module_any_lane(m, item->n + 1);
	case OF_HOST_LANE:
		return (const char *)module_host_lane(m, item->n + 1);
	case OF_APPLICATION:
		return (const char *)module_application(m, item->n + 1);
	default:
		return (const char *)m;
	}
}

struct field_item field_item(const struct field *f, unsigned n)
{
	struct field_item item = { .f = f, .at = f->at, .shift = f->shift,
				   .n = n + (f->first ? f->first - 1u : 0) };
	int step = f->stride * (int)(f->banked ? n % LANES_PER_BANK : n);

	item.at.bank = (uint8_t)(f->banked ? n / LANES_PER_BANK : 0);
	if (f->kind != FIELD_FLAG && !f->width) {
		item.at.offset = (uint8_t)(item.at.offset + step);
	} else if (step >= 0) {
		item.at.offset = (uint8_t)(item.at.offset + (f->shift + step) / 8);
		item.shift = (uint8_t)((f->shift + step) % 8);
	} else {
		/* Bit 7 first: count from the top of the byte. */
		int from_top = 7 - f->shift - step;

		item.at.offset = (uint8_t)(item.at.offset + from_top / 8);
		item.shift = (uint8_t)(7 - from_top % 8);
	}
	return item;
}

unsigned field_count(const struct field *f, const struct module *m)
{
	unsigned count = f->count ? f->count : 1, there = LANES_PER_BANK * (m->banks ? m->banks : 1u);

	return f->banked && count > there ? there : count;
}

int32_t field_scale(int64_t number, uint32_t mul, uint32_t div)
{
	int64_t n = number * (mul ? mul : 1), d = div ? div : 1;
	int64_t quotient = n / d, rest = n % d;
	int64_t twice = (rest < 0 ? -rest : rest) * 2;

	/* C truncates: step away from zero when nearer, or to make a tie even. */
	if (twice > d || (twice == d && quotient % 2 != 0))
		quotient += n < 0 ? -1 : 1;
	if (quotient > INT32_MAX)
		return INT32_MAX;
	return quotient < INT32_MIN ? INT32_MIN : (int32_t)quotient;
}

static uint32_t big_endian(const uint8_t *p, unsigned len)
{
	uint32_t v = 0;

	while (len-- > 0)
		v = v << 8 | *p++;
	return v;
}

static void put_big_endian(uint8_t *p, unsigned len, uint32_t v)
{
	for (; len > 0; v >>= 8)
		p[--len] = (uint8_t)v;
}

int64_t field_number(const struct field_item *item, const uint8_t *bytes)
{
	const struct field *f = item->f;
	uint32_t v = big_endian(bytes, f->len);

	switch ((enum field_kind)f->kind) {
	case FIELD_INT:
		return v & UINT32_C(1) << (f->len * 8 - 1) ? (int64_t)v - (INT64_C(1) << f->len * 8) : v;
	case FIELD_DECIMAL:
		return (int64_t)big_endian(bytes, f->len - 1u) * 100 + bytes[f->len - 1];
	case FIELD_FLAG:
		return v >> item->shift & 1;
	default:
		return f->width ? v >> item->shift & ((UINT32_C(1) << f->width) - 1) : v;
	}
}

enum value_state field_state(int error)
{
	return error == -ENODATA ? VALUE_ABSENT : VALUE_UNREADABLE;
}

static void flag_store(const struct field_item *item, char *owner, bool set)
{
	const struct field *f = item->f;

	if (f->member_type == MEMBER_FLAG8) {
		uint8_t *flags = (uint8_t *)(owner + f->member), *known = (uint8_t *)(owner + f->known);

		*flags = (uint8_t)(*flags | (set ? f->mask : 0));
		*known = (uint8_t)(*known | f->mask);
	} else {
		uint32_t *flags = (void *)(owner + f->member), *known = (void *)(owner + f->known);

		*flags |= set ? f->mask : 0;
		*known |= f->mask;
	}
}

/* Bias registers count in steps that a CMIS module chooses. */
static uint32_t member_mul(const struct field *f, const struct module *m)
{
	uint32_t mul = f->mul ? f->mul : 1;

	return f->unit == UNIT_MICROAMPERE && m->bias_multiplier ? mul * m->bias_multiplier : mul;
}

/* Put the bytes of one item into its member. */
static void item_store(struct module *m, const struct field_item *item, const uint8_t *bytes)
{
	const struct field *f = item->f;
	char *owner = owner_of(m, item);
	void *to = owner + f->member;

	switch ((enum field_member)f->member_type) {
	case MEMBER_NONE:
		break;
	case MEMBER_U8:
		*(uint8_t *)to = (uint8_t)field_number(item, bytes);
		break;
	case MEMBER_BOOL:
		*(bool *)to = field_number(item, bytes) != 0;
		break;
	case MEMBER_BYTES:
		memcpy(to, bytes, f->len);
		break;
	case MEMBER_TEXT:
		field_text(bytes, f->len, to, MODULE_TEXT);
		break;
	case MEMBER_VALUE:
		*(struct value *)to =
			value_of(field_scale(field_number(item, bytes), member_mul(f, m), f->div));
		if (f->unit == UNIT_NANOWATT && ((struct value *)to)->v == 0)
			((struct value *)to)->state = VALUE_NO_LIGHT;
		break;
	case MEMBER_FLAG8:
	case MEMBER_FLAG32:
		flag_store(item, owner, field_number(item, bytes) != 0);
		break;
	case MEMBER_TRI_NOT:
		*(enum tristate *)to = field_number(item, bytes) ? TRI_NO : TRI_YES;
		break;
	}
}

/* The condition of a row does not hold: its values say so. */
static void row_decode_without(const struct field *f, struct module *m, enum value_state otherwise)
{
	unsigned count = f->member_type == MEMBER_VALUE ? field_count(f, m) : 0;

	for (unsigned n = 0; n < count; n++) {
		struct field_item item = field_item(f, n);
		struct value *value = (void *)(owner_of(m, &item) + f->member);

		/* Rows that exclude each other share a member: leave what the other one put there. */
		if (value->state == VALUE_ABSENT)
			value->state = otherwise;
	}
}

static bool same_place(struct image_addr a, struct image_addr b)
{
	return a.offset == b.offset && a.page == b.page && a.bank == b.bank && a.device == b.device;
}

static void row_decode(const struct field *f, const struct image *img, struct module *m)
{
	struct image_addr read_at = { .device = UINT8_MAX };
	unsigned count = field_count(f, m);
	uint8_t bytes[FIELD_MAX_LEN];
	int r = 0;

	assert(f->len <= FIELD_MAX_LEN);
	for (unsigned n = 0; n < count; n++) {
		struct field_item item = field_item(f, n);

		/* Flags of several lanes share a byte. */
		if (!same_place(item.at, read_at)) {
			r = image_read(img, item.at, f->len, bytes);
			read_at = item.at;
		}
		if (r == 0)
			item_store(m, &item, bytes);
		else if (f->member_type == MEMBER_VALUE)
			((struct value *)(void *)(owner_of(m, &item) + f->member))->state = field_state(r);
	}
}

/* Decoded before the conditions of the others are known. */
static bool field_is_early(const struct field *f)
{
	return f->when == WHEN_ALWAYS || f->when == WHEN_PAGED;
}

void fields_decode(const struct field_map *map, const struct image *img, struct module *m)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct field *f = &map->rows[i];

		if (!field_is_early(f) || f->member_type == MEMBER_NONE ||
		    (f->when == WHEN_PAGED && m->flat_memory))
			continue;
		row_decode(f, img, m);
	}
}

void fields_decode_when(const struct field_map *map, const struct image *img, struct module *m,
			uint32_t holds, enum value_state otherwise)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct field *f = &map->rows[i];

		if (field_is_early(f) || f->member_type == MEMBER_NONE)
			continue;
		if (holds & WHEN_BIT(f->when))
			row_decode(f, img, m);
		else
			row_decode_without(f, m, otherwise);
	}
}

/* Text back to bytes, padded with blanks; U+FFFD stood for one byte we can't know: DELETE. */
static void text_store(const char *text, uint8_t *bytes, size_t len)
{
	size_t n = 0;

	for (; *text && n < len; n++) {
		if ((unsigned char)*text < 0x80) {
			bytes[n] = (uint8_t)*text++;
			continue;
		}
		bytes[n] = 0x7f;
		text++;
		while (((unsigned char)*text & 0xc0) == 0x80)
			text++;
	}
	memset(bytes + n, ' ', len - n);
}

/* The inverse of field_number(): bits outside the field keep what `bytes` has. */
static void number_store(const struct field_item *item, int64_t number, uint8_t *bytes)
{
	const struct field *f = item->f;
	uint32_t mask, v = (uint32_t)number;

	if (f->kind == FIELD_DECIMAL) {
		put_big_endian(bytes, f->len - 1u, (uint32_t)(number / 100));
		bytes[f->len - 1] = (uint8_t)(number % 100);
		return;
	}
	if (f->kind == FIELD_FLAG)
		mask = UINT32_C(1) << item->shift;
	else if (f->width)
		mask = ((UINT32_C(1) << f->width) - 1) << item->shift;
	else
		mask = UINT32_MAX;
	if (mask != UINT32_MAX)
		v = (big_endian(bytes, f->len) & ~mask) | (v << item->shift & mask);
	put_big_endian(bytes, f->len, v);
}

/* A value that the register can't hold becomes the nearest that it can. */
static int64_t number_clamp(const struct field *f, int64_t number)
{
	unsigned bits = f->width ? f->width : f->len * 8u;
	int64_t max = (INT64_C(1) << bits) - 1, min = 0;

	if (f->kind == FIELD_INT) {
		max = (INT64_C(1) << (bits - 1)) - 1;
		min = -max - 1;
	} else if (f->kind == FIELD_DECIMAL) {
		max = (INT64_C(1) << (bits - 8)) * 100 - 1;
	}
	return number < min ? min : number > max ? max : number;
}

static bool value_store(const struct module *m, const struct field_item *item, struct value v,
                        uint8_t *bytes)
{
	const struct field *f = item->f;

	if (v.state == VALUE_OK)
		number_store(item, number_clamp(f, field_scale(v.v, f->div, member_mul(f, m))), bytes);
	else if (v.state == VALUE_NO_LIGHT || v.state == VALUE_UNSUPPORTED)
		number_store(item, 0, bytes);
	else
		return false;
	return true;
}

static bool flag_load(const struct module *m, const struct field_item *item, uint8_t *bytes)
{
	const char *owner = field_owner(m, item);
	const void *at = owner + item->f->member, *known_at = owner + item->f->known;
	uint32_t flags, known;

	if (item->f->member_type == MEMBER_FLAG8) {
		flags = *(const uint8_t *)at;
		known = *(const uint8_t *)known_at;
	} else {
		flags = *(const uint32_t *)at;
		known = *(const uint32_t *)known_at;
	}
	if (!(known & item->f->mask))
		return false;
	number_store(item, (flags & item->f->mask) != 0, bytes);
	return true;
}

/* The bytes of one item for its member; false if there is nothing to write. */
static bool item_load(const struct module *m, const struct field_item *item, uint8_t *bytes)
{
	const struct field *f = item->f;
	const void *from = field_owner(m, item) + f->member;
	enum tristate tri;

	switch ((enum field_member)f->member_type) {
	case MEMBER_NONE:
		return false;
	case MEMBER_U8:
		number_store(item, *(const uint8_t *)from, bytes);
		return true;
	case MEMBER_BOOL:
		number_store(item, *(const bool *)from, bytes);
		return true;
	case MEMBER_BYTES:
		memcpy(bytes, from, f->len);
		return true;
	case MEMBER_TEXT:
		text_store(from, bytes, f->len);
		return true;
	case MEMBER_VALUE:
		return value_store(m, item, *(const struct value *)from, bytes);
	case MEMBER_FLAG8:
	case MEMBER_FLAG32:
		return flag_load(m, item, bytes);
	case MEMBER_TRI_NOT:
		tri = *(const enum tristate *)from;
		number_store(item, tri == TRI_NO, bytes);
		return tri != TRI_UNKNOWN;
	}
	return false;
}

int fields_encode(const struct field_map *map, const struct module *m, uint32_t holds, struct image *img)
{
	for (size_t i = 0; i < map->count; i++) {
		const struct field *f = &map->rows[i];

		if (f->when != WHEN_ALWAYS && !(holds & WHEN_BIT(f->when)))
			continue;
		for (unsigned n = 0; n < field_count(f, m); n++) {
			struct field_item item = field_item(f, n);
			uint8_t bytes[FIELD_MAX_LEN] = { 0 };
			int r;

			/* Neighbours in the same byte stay; a byte not there starts as 00h. */
			(void)image_read(img, item.at, f->len, bytes);
			if (!item_load(m, &item, bytes))
				continue;
			r = image_write(img, item.at, bytes, f->len);
			if (r < 0)
				return r;
		}
	}
	return 0;
}
