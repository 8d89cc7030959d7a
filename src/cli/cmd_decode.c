/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl decode: explain a memory dump. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/listing.h"
#include "cli/module_view.h"
#include "cli/table.h"
#include "eeprom/eeprom.h"

#define DUMP_MAX 65536
#define LABEL_WIDTH 28

struct dump {
	const char *name;
	struct image *image;
	struct module *module;
	size_t size;
};

static void dump_release(struct dump *d)
{
	module_unref(d->module);
	image_free(d->image);
}

/* All of `f`, at most DUMP_MAX bytes. Errors are reported. */
static int read_bytes(struct cli *cli, FILE *f, const char *name, uint8_t *buf, size_t *ret_len)
{
	size_t len;

	errno = 0;
	len = fread(buf, 1, DUMP_MAX + 1, f);
	if (ferror(f)) {
		int error = errno ? errno : EIO;

		cli_error(cli, "%s: %s", name, strerror(error));
		return -error;
	}
	if (len == 0) {
		cli_error(cli, "%s: empty, expected a dump of module memory", name);
		return -ENODATA;
	}
	if (len > DUMP_MAX) {
		cli_error(cli, "%s: more than %d bytes, no module's memory is that large", name, DUMP_MAX);
		return -EFBIG;
	}
	*ret_len = len;
	return 0;
}

/* Raw bytes in linear layout. */
static int dump_decode(struct cli *cli, struct dump *d, const uint8_t *bytes, size_t len)
{
	d->size = len;
	d->image = image_new();
	d->module = module_new();
	if (!d->image || !d->module ||
	    image_load_linear(d->image, bytes, len, image_identifier_two_devices(bytes[0])) < 0) {
		cli_out_of_memory(cli);
		return -ENOMEM;
	}
	eeprom_decode(d->image, d->module);
	return 0;
}

static int dump_read(struct cli *cli, const char *path, struct dump *d)
{
	bool from_stdin = strcmp(path, "-") == 0;
	FILE *f = from_stdin ? cli->in : fopen(path, "rbe");
	uint8_t *bytes;
	size_t len;
	int r;

	d->name = from_stdin ? "standard input" : path;
	if (!f) {
		r = -errno;
		cli_error(cli, "%s: %s", path, strerror(-r));
		return r;
	}
	bytes = malloc(DUMP_MAX + 1);
	if (bytes) {
		r = read_bytes(cli, f, d->name, bytes, &len);
		if (r == 0)
			r = dump_decode(cli, d, bytes, len);
	} else {
		cli_out_of_memory(cli);
		r = -ENOMEM;
	}
	free(bytes);
	if (!from_stdin)
		fclose(f);
	return r;
}

/* "A2h:96-105", "02h:128-255": as the specifications write it. */
static void address_text(const struct module *m, struct image_addr at, unsigned len, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (at.device == IMAGE_A2)
		text_printf(&t, "A2h:");
	else if (m->family == FAMILY_SFF8472)
		text_printf(&t, "A0h:");
	else
		text_printf(&t, "%02xh:", at.page);
	text_printf(&t, "%u", at.offset);
	if (len > 1)
		text_printf(&t, "-%u", at.offset + len - 1);
}

/* What the module says it has and the dump does not. */
static void get_missing(const struct dump *d, struct cell *c)
{
	struct image_range ranges[EEPROM_MAX_RANGES];
	size_t n = eeprom_ranges(d->image, ranges);

	cell_set_list(c);
	for (size_t i = 0; i < n; i++) {
		char buf[32];

		if (ranges[i].use == RANGE_FINGERPRINT || image_has(d->image, ranges[i].at, ranges[i].len))
			continue;
		address_text(d->module, ranges[i].at, ranges[i].len, buf, sizeof(buf));
		cell_add_item(c, buf);
	}
}

/* Registers: a list of rows that eeprom_walk_fields() makes. */

struct register_row {
	const struct module *module;
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

	address_text(r->module, r->field->at, r->field->len, buf, sizeof(buf));
	cell_set_text(c, buf);
}

static void get_register_value(const void *row, struct cell *c)
{
	const struct register_row *r = row;

	cell_set_text(c, r->field->value);
}

struct register_walk {
	const struct module *module;
	struct listing *listing;
	int error;
};

static void add_register(const struct eeprom_field *field, void *arg)
{
	struct register_walk *w = arg;

	if (w->error == 0)
		w->error = listing_add(w->listing, &(struct register_row){ w->module, field });
}

static struct listing *dump_registers(const struct dump *d, bool json)
{
	static const struct listing_column columns[] = {
		{ "address", "ADDRESS", 0, get_address },
		{ "key", NULL, 0, get_key },
		{ "label", "REGISTER", LISTING_WRAP, get_label },
		{ "value", "VALUE", LISTING_WRAP, get_register_value },
		{ NULL, NULL, 0, NULL },
	};
	struct register_walk w = { .module = d->module, .listing = listing_new(columns, json) };

	if (!w.listing)
		return NULL;
	eeprom_walk_fields(d->image, d->module, add_register, &w);
	if (w.error < 0) {
		listing_free(w.listing);
		return NULL;
	}
	return w.listing;
}

/* Lists that follow the fields, in both outputs. */
static const struct dump_list {
	const char *key;    /* JSON */
	const char *title;  /* text */
	const char *empty;  /* NULL: leave out without rows */
	struct listing *(*make)(const struct module *m, bool json);
} dump_lists[] = {
	{ "lanes", "Lanes", "not known", module_lanes },
	{ "thresholds", "Thresholds", "none", module_thresholds },
	{ "splits_into", "Can be split into", "", module_plans },
	{ "leg_of", "Fits as a leg of", NULL, module_leg_plans },
};

#define LIST_COUNT (sizeof(dump_lists) / sizeof(dump_lists[0]))

static int json_add_list(json_t *object, const char *key, struct listing *l)
{
	json_t *array = l ? listing_json(l) : NULL;

	listing_free(l);
	return array ? json_object_set_new(object, key, array) : -1;
}

static enum cli_exit print_json(struct cli *cli, const struct dump *d, bool registers)
{
	json_t *object = module_view_fields(d->module);
	struct cell missing;
	int r;

	if (!object)
		return cli_out_of_memory(cli);
	cell_init(&missing);
	get_missing(d, &missing);
	r = json_object_set_new(object, "size", json_integer((json_int_t)d->size));
	if (r == 0)
		r = missing.failed ? -1 : json_object_set_new(object, "missing", cell_json(&missing));
	cell_release(&missing);
	for (size_t i = 0; i < LIST_COUNT && r == 0; i++)
		r = json_add_list(object, dump_lists[i].key, dump_lists[i].make(d->module, true));
	if (registers && r == 0)
		r = json_add_list(object, "registers", dump_registers(d, true));
	if (r) {
		json_decref(object);
		return cli_out_of_memory(cli);
	}
	return cli_print_json(cli, object);
}

/* "    Label      : text", continued under the text. */
static void print_field(FILE *out, const char *label, const char *text)
{
	unsigned lead = 4 + LABEL_WIDTH + 3;

	fprintf(out, "    %-*s : ", LABEL_WIDTH, label);
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

static void print_fields(FILE *out, const struct module_section *section, const struct module *m)
{
	fprintf(out, "\n%s\n", section->title);
	for (const struct listing_column *f = section->fields; f->get; f++) {
		struct cell c;

		if (!f->heading)
			continue;
		cell_init(&c);
		f->get(m, &c);
		if (!(f->flags & LISTING_NOTE) || strcmp(c.text, "-") != 0)
			print_field(out, f->heading, c.text);
		cell_release(&c);
	}
}

static void print_missing(FILE *out, const struct dump *d)
{
	struct cell c;

	cell_init(&c);
	cell_set_number(&c, (int64_t)d->size, 0);
	cell_note(&c, " bytes");
	print_field(out, "Dump", c.text);
	get_missing(d, &c);
	if (*c.text)
		print_field(out, "Not in the dump", c.text);
	cell_release(&c);
}

static bool print_list(FILE *out, const char *title, const char *empty, struct listing *l)
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

static enum cli_exit print_text(struct cli *cli, const struct dump *d, bool registers)
{
	char summary[160], clean[CELL_TEXT];
	bool ok = true;

	cell_clean(clean, sizeof(clean), module_summary(d->module, summary, sizeof(summary)));
	fprintf(cli->out, "%s\n", clean);
	for (const struct module_section *s = module_sections; s->title; s++) {
		print_fields(cli->out, s, d->module);
		if (s == module_sections)
			print_missing(cli->out, d);
	}
	for (size_t i = 0; i < LIST_COUNT && ok; i++) {
		const struct dump_list *list = &dump_lists[i];
		const char *empty = list->make == module_plans ? module_no_plan(d->module) : list->empty;

		ok = print_list(cli->out, list->title, empty, list->make(d->module, false));
	}
	if (registers && ok)
		ok = print_list(cli->out, "Registers", "not known", dump_registers(d, false));
	return ok ? CLI_OK : cli_out_of_memory(cli);
}

enum cli_exit cmd_decode(struct cli *cli, const struct cli_args *args)
{
	struct dump d = { .name = NULL };
	enum cli_exit code = CLI_FAILURE;
	bool registers = args->given & CLI_REGISTERS;

	if (dump_read(cli, args->operands[0], &d) == 0)
		code = args->given & CLI_JSON ? print_json(cli, &d, registers)
					      : print_text(cli, &d, registers);
	dump_release(&d);
	return code;
}
