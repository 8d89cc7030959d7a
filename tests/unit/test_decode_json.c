/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * JSON of `breakoutctl decode` against docs/decode-json.md: for modules of
 * every type, healthy and broken, every documented key is there and has a
 * documented type, no other key is, and each type was seen at least once.
 */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "cli/decode_view.h"
#include "view/module_view.h"
#include "eeprom/eeprom.h"

#include "json_document.h"

static struct json_document document;

static int read_document(void **state)
{
	(void)state;
	json_document_read(&document, "docs/decode-json.md");
	return 0;
}

/* What broken memory shows. */
enum damage {
	HEALTHY,
	BAD_CHECKSUM,
	TRUNCATED,
	UNKNOWN_IDENTIFIER,
	NOTHING,
	UNREAD,
	HOLES,            /* thresholds that could not be read, one of each kind */
	UNPROGRAMMED,     /* no words in it, no OUI */
	RARE,             /* what else a module may say */
	DAMAGE_END,
};

static void damage(struct image *img, enum damage how)
{
	static const struct image_addr start = { .device = IMAGE_A0 };
	static const struct image_addr holes[] = {
		{ .device = IMAGE_A2, .offset = 0 },  { .device = IMAGE_A2, .offset = 10 },
		{ .device = IMAGE_A2, .offset = 20 }, { .device = IMAGE_A2, .offset = 30 },
		{ .page = 3, .offset = 128 },         { .page = 3, .offset = 146 },
		{ .page = 3, .offset = 180 },         { .page = 3, .offset = 190 },
	};
	struct image_addr vendor = { .offset = 20 };
	uint8_t bytes[128] = { 0xee }, code;

	switch (how) {
	case BAD_CHECKSUM:
		image_read(img, vendor, 1, &code);
		code ^= 0x15;
		image_write(img, vendor, &code, 1);
		vendor.offset = 150;
		image_read(img, vendor, 1, &code);
		code ^= 0x15;
		image_write(img, vendor, &code, 1);
		break;
	case TRUNCATED:
		image_fail(img, (struct image_addr){ .offset = 30 }, 226, -ENODATA);
		break;
	case UNKNOWN_IDENTIFIER:
		image_write(img, start, bytes, 1);
		break;
	case UNREAD:
		image_fail(img, start, 256, -ENODATA);
		break;
	case NOTHING:
		memset(bytes, 0xff, sizeof(bytes));
		image_write(img, start, bytes, sizeof(bytes));
		break;
	case HOLES:
		/* High alarm of one monitor, low alarm of the next, and so on. */
		for (size_t i = 0; i < ARRAY_SIZE(holes); i++)
			image_fail(img, holes[i], 2, -EIO);
		break;
	default:
		break;
	}
}

static void check_module(const struct module_type *type, enum damage how)
{
	static const unsigned mores[] = { 0, DECODE_REGISTERS, DECODE_REGISTERS | DECODE_HEX };
	struct decoded d = { .info = { .format = DUMP_BINARY, .size = 640 } };
	struct module *m = module_new();

	d.image = image_new();
	d.module = module_new();
	assert_true(m && d.image && d.module);
	assert_int_equal(eeprom_module_of_type(type, NULL, m), 0);
	if (how == UNPROGRAMMED)
		m->vendor[0] = m->part_number[0] = m->serial[0] = m->revision[0] = m->date_code[0] = '\0';
	else
		m->oui[2] = 0x6a;
	if (how == RARE) {
		m->compliance[0] |= 0x04;   /* a QSFP28 that is a 40G one too */
		m->far_end = m->family == FAMILY_CMIS ? 0x01 : 0x40;
		m->versions[2] = 1;
		m->application[1].host_id = 0xfe;
		m->application[1].lane_counts = m->application[1].media_id = 0;
	}
	if (m->lanes > 0)
		m->lane[0].rx_power.state = VALUE_NO_LIGHT;
	assert_int_equal(eeprom_encode(m, d.image), 0);
	damage(d.image, how);
	eeprom_decode(d.image, d.module);
	for (size_t i = 0; i < ARRAY_SIZE(mores); i++) {
		json_t *object = decode_json(&d, mores[i]);

		assert_non_null(object);
		json_document_check(&document, object, "", type->token);
		assert_int_equal(json_integer_value(json_object_get(object, "schema_version")),
				 DECODE_SCHEMA_VERSION);
		assert_true(!json_object_get(object, "registers") == (mores[i] == 0));
		assert_true(!json_object_get(object, "bytes") == !(mores[i] & DECODE_HEX));
		json_decref(object);
	}
	module_unref(m);
	module_unref(d.module);
	image_free(d.image);
}

static void every_type_is_as_documented(void **state)
{
	(void)state;
	assert_true(document.count > 50);
	for (const struct module_type *t = module_types; t->token; t++) {
		if (!eeprom_type_encodable(t))
			continue;
		for (enum damage how = HEALTHY; how < DAMAGE_END; how++)
			check_module(t, how);
	}
}

/* Runs after the modules: what is documented happens. */
static void every_documented_type_occurs(void **state)
{
	(void)state;
	json_document_check_seen(&document);
}

struct known_keys {
	const char *word;
	size_t len;
	bool found;
};

static void find_word(const struct eeprom_field *field, void *arg)
{
	struct known_keys *k = arg;

	if (strncmp(field->key, k->word, k->len) == 0 && !field->key[k->len])
		k->found = true;
}

/* Registers that a field names exist, in one family at least. */
static void fields_name_real_registers(void **state)
{
	(void)state;
	for (const struct module_section *s = module_sections; s->title; s++) {
		for (const struct module_field *f = s->fields; f->key || f->label; f++) {
			const char *p = f->registers;

			while (p && *p) {
				struct known_keys k = { .word = p, .len = strcspn(p, " ") };

				for (const struct module_type *t = module_types; t->token; t++) {
					struct module *m = module_new();
					struct image *img = image_new();

					if (!k.found && eeprom_module_of_type(t, NULL, m) == 0 &&
					    eeprom_encode(m, img) == 0)
						eeprom_walk_fields(img, m, find_word, &k);
					image_free(img);
					module_unref(m);
				}
				assert_row(k.found, p);
				p += k.len;
				p += strspn(p, " ");
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_as_documented),
		cmocka_unit_test(every_documented_type_occurs),
		cmocka_unit_test(fields_name_real_registers),
	};

	return cmocka_run_group_tests_name("decode_json", tests, read_document, NULL);
}
