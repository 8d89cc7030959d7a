/* SPDX-License-Identifier: BSD-3-Clause */
/* A decoded dump as text and as JSON. */
#include "cli/decode_view.h"

#include <string.h>

#include "base/text.h"
#include "eeprom/eeprom.h"
#include "view/listing.h"
#include "view/module_page.h"

/* Is the byte in a range before this one, too? Live ranges are parts of static ones. */
static bool in_earlier_range(const struct image_range *ranges, size_t n, struct image_addr at)
{
	for (size_t i = 0; i < n; i++) {
		const struct image_addr *first = &ranges[i].at;

		if (ranges[i].use != RANGE_FINGERPRINT && first->device == at.device &&
		    first->bank == at.bank && first->page == at.page && at.offset >= first->offset &&
		    at.offset - first->offset < ranges[i].len)
			return true;
	}
	return false;
}

/* The runs of a range that are neither in the dump nor listed for a range before it. */
static void add_gaps(const struct decoded *d, const struct image_range *ranges, size_t n, struct cell *c)
{
	unsigned run = 0;

	for (unsigned i = 0; i <= ranges[n].len; i++) {
		struct image_addr at = ranges[n].at;
		char buf[32];

		at.offset = (uint8_t)(at.offset + i);
		if (i < ranges[n].len && !image_has(d->image, at, 1) && !in_earlier_range(ranges, n, at)) {
			run++;
			continue;
		}
		if (run == 0)
			continue;
		at.offset = (uint8_t)(at.offset - run);
		module_address_text(d->module, at, run, buf, sizeof(buf));
		cell_add_item(c, buf);
		run = 0;
	}
}

/* What the module says it has and the dump does not. */
static void get_missing(const struct decoded *d, struct cell *c)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(d->image, ranges);

	cell_set_list(c);
	for (size_t i = 0; i < n; i++) {
		if (ranges[i].use != RANGE_FINGERPRINT)
			add_gaps(d, ranges, i, c);
	}
}

/* Registers: a list of rows that eeprom_walk_fields() makes. */

struct register_row {
	const struct decoded *decoded;
	const struct eeprom_field *field;
};

static void get_key(const void *row, struct cell *c)
{
	const struct register_row *r = row;

	cell_set_text(c, r->field->key);
}

static void get_label(const void *row, struct cell *c)
{
	const struct register_row *r = row;

	cell_set_text(c, r->field->label);
}

static void get_address(const void *row, struct cell *c)
{
	const struct register_row *r = row;
	char buf[32];

	module_address_text(r->decoded->module, r->field->at, r->field->len, buf, sizeof(buf));
	cell_set_text(c, buf);
}

static void get_register_value(const void *row, struct cell *c)
{
	const struct register_row *r = row;

	cell_set_text(c, r->field->value);
}

static void get_hex(const void *row, struct cell *c)
{
	const struct register_row *r = row;
	char buf[3 * 64 + 1];
	uint8_t bytes[64];
	struct text t;

	text_init(&t, buf, sizeof(buf));
	if (r->field->len <= sizeof(bytes) &&
	    image_read(r->decoded->image, r->field->at, r->field->len, bytes) == 0) {
		for (unsigned i = 0; i < r->field->len; i++)
			text_item(&t, " ", "%02x", bytes[i]);
	}
	cell_set_text(c, buf);
}

#define REGISTER_COLUMNS                             \
	{ "address", "ADDRESS", 0, get_address },    \
	{ "key", NULL, 0, get_key },                 \
	{ "label", "REGISTER", LISTING_WRAP, get_label }

static const struct listing_column register_columns[] = {
	REGISTER_COLUMNS,
	{ "value", "VALUE", LISTING_WRAP, get_register_value },
	{ "hex", NULL, 0, get_hex },
	LISTING_END,
};

static const struct listing_column register_hex_columns[] = {
	REGISTER_COLUMNS,
	{ "hex", "BYTES", LISTING_WRAP, get_hex },
	{ "value", "VALUE", LISTING_WRAP, get_register_value },
	LISTING_END,
};

/* Registers go to a list: all of them, or those whose keys are in `keys`. */
struct register_walk {
	const struct decoded *decoded;
	struct listing *listing;
	const char *keys;
	int error;
};

/* Is `key` one of the words of `keys`? */
static bool is_among(const char *keys, const char *key)
{
	size_t len = strlen(key);

	for (const char *at = strstr(keys, key); at; at = strstr(at + 1, key)) {
		if ((at == keys || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
			return true;
	}
	return false;
}

static void add_register(const struct eeprom_field *field, void *arg)
{
	struct register_walk *w = arg;

	if (w->error == 0 && (!w->keys || is_among(w->keys, field->key)))
		w->error = listing_add(w->listing, &(struct register_row){ w->decoded, field });
}

/* NULL when out of memory. */
static struct listing *registers(const struct decoded *d, const struct listing_column *columns,
				 const char *keys, bool json)
{
	struct register_walk w = { .decoded = d, .listing = listing_new(columns, json), .keys = keys };

	if (!w.listing)
		return NULL;
	eeprom_walk_fields(d->image, d->module, add_register, &w);
	if (w.error < 0) {
		listing_free(w.listing);
		return NULL;
	}
	return w.listing;
}

static int json_add_missing(json_t *object, const struct decoded *d)
{
	struct cell missing;
	int r;

	cell_init(&missing);
	get_missing(d, &missing);
	r = missing.failed ? -1 : json_object_set_new(object, "missing", cell_json(&missing));
	cell_release(&missing);
	return r;
}

/* "bytes": for each field, the registers that it comes from. */
static int json_add_bytes(json_t *object, const struct decoded *d)
{
	static const struct listing_column columns[] = {
		{ "address", NULL, 0, get_address },
		{ "hex", NULL, 0, get_hex },
		LISTING_END,
	};
	json_t *bytes = json_object();
	int r = json_object_set_new(object, "bytes", bytes);

	for (const struct module_section *s = module_sections; s->title && r == 0; s++) {
		for (const struct module_field *f = s->fields; (f->key || f->label) && r == 0; f++) {
			if (f->key && f->registers)
				r = module_json_add_list(bytes, f->key, registers(d, columns, f->registers, true));
		}
	}
	return r;
}

json_t *decode_json(const struct decoded *d, unsigned more)
{
	json_t *object = json_pack("{s:i, s:s, s:I}", "schema_version", DECODE_SCHEMA_VERSION, "format",
				   code_name(dump_format_labels, d->info.format), "size",
				   (json_int_t)d->info.size);
	json_t *fields = module_view_fields(d->module);
	int r = object && fields ? json_object_update(object, fields) : -1;

	json_decref(fields);
	if (r == 0)
		r = json_add_missing(object, d);
	if (r == 0)
		r = module_json_lists(object, d->module);
	if (more && r == 0)
		r = module_json_add_list(object, "registers", registers(d, register_columns, NULL, true));
	if (more & DECODE_HEX && r == 0)
		r = json_add_bytes(object, d);
	if (r == 0)
		return object;
	json_decref(object);
	return NULL;
}

struct bytes_walk {
	const struct decoded *decoded;
	const char *keys;
	FILE *out;
};

/* "        00h:148-163 = 46 53 ..." under its field. */
static void print_register_bytes(const struct eeprom_field *field, void *arg)
{
	const struct bytes_walk *w = arg;
	const struct register_row row = { w->decoded, field };
	struct cell address, hex;

	if (!is_among(w->keys, field->key))
		return;
	cell_init(&address);
	cell_init(&hex);
	get_address(&row, &address);
	get_hex(&row, &hex);
	module_print_wrapped(w->out, (unsigned)fprintf(w->out, "        %s = ", address.text), hex.text);
	cell_release(&address);
	cell_release(&hex);
}

static void print_bytes(const struct module_field *field, void *arg)
{
	const struct bytes_walk *walk = arg;
	struct bytes_walk of_field = *walk;

	of_field.keys = field->registers;
	if (field->registers)
		eeprom_walk_fields(walk->decoded->image, walk->decoded->module, print_register_bytes, &of_field);
}

static void print_dump(FILE *out, const struct decoded *d)
{
	struct cell c;

	cell_init(&c);
	cell_set_number(&c, (int64_t)d->info.size, 0);
	cell_note(&c, " bytes, %s", code_name(dump_format_labels, d->info.format));
	module_print_field(out, "Dump", c.text);
	get_missing(d, &c);
	if (*c.text)
		module_print_field(out, "Not in the dump", c.text);
	cell_release(&c);
}

bool decode_print(const struct decoded *d, unsigned more, FILE *out)
{
	const struct listing_column *columns = more & DECODE_HEX ? register_hex_columns : register_columns;
	struct bytes_walk w = { .decoded = d, .out = out };
	bool ok;

	module_print_summary(d->module, out);
	for (const struct module_section *s = module_sections; s->title; s++) {
		module_print_section(out, s, d->module, more & DECODE_HEX ? print_bytes : NULL, &w);
		if (s == module_sections)
			print_dump(out, d);
	}
	ok = module_print_lists(out, d->module);
	if (more && ok)
		ok = module_print_list(out, "Registers", "not known", registers(d, columns, NULL, false));
	return ok;
}
