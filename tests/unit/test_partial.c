/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Claims rest on bytes that were read. Of a module of every type, parts are
 * decoded: files cut off at every length, and images with holes. Whatever is
 * said of a part is what is said of the whole, or is not known.
 */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "../common/random.h"
#include "../common/sample.h"
#include "cli/decode_view.h"
#include "eeprom/eeprom.h"
#include "view/module_page.h"

/* What changes with how much was read is no claim about the module. */
static const char *const about_reading[] = {
	"status", "why", "doubts", "checksum", "type_derived", "condition",
	"harness",   /* of what such modules have, where this one does not say */
};

static bool is_about_reading(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(about_reading); i++) {
		if (strcmp(key, about_reading[i]) == 0)
			return true;
	}
	return false;
}

/* Words and values that claim nothing. */
static bool is_unknown(const json_t *value)
{
	static const char *const words[] = { "absent", "", "unknown" };
	const char *text = json_string_value(value);

	if (json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0))
		return true;
	for (size_t i = 0; text && i < ARRAY_SIZE(words); i++) {
		if (strcmp(text, words[i]) == 0)
			return true;
	}
	/* Codes without words for them, as the name of a type. */
	return text && strncmp(text, "unknown(", 8) == 0;
}

/* "0x01" of "0x01 (2x1)"; some cable of a cable that has a type. */
static bool is_coarser(const json_t *part, const json_t *whole)
{
	const char *a = json_string_value(part), *b = json_string_value(whole);

	return a && b && (strncmp(a, b, strlen(a)) == 0 || strstr(a, " cable"));
}

/* Words of a list that says more when more was read: signals, monitors. */
static bool is_some_of(json_t *part, json_t *whole)
{
	for (size_t i = 0; i < json_array_size(part); i++) {
		bool found = false;

		for (size_t n = 0; n < json_array_size(whole); n++)
			found = found || json_equal(json_array_get(part, i), json_array_get(whole, n));
		if (!found || !json_is_string(json_array_get(part, i)))
			return false;
	}
	return json_is_array(part) && json_is_array(whole);
}

struct part {
	const char *type;
	const char *what;   /* "cut at", "holes of seed" */
	size_t number;
	uint32_t variant;
	uint32_t doubts;    /* about the whole module */
	bool registers;
	unsigned failures;
};

/* The row of a list that is about the same: its first key says about what. */
static json_t *same_row(json_t *list, json_t *row)
{
	const char *key = json_object_iter_key(json_object_iter(row));

	for (size_t i = 0; key && i < json_array_size(list); i++) {
		json_t *candidate = json_array_get(list, i);

		if (json_equal(json_object_get(candidate, key), json_object_get(row, key)))
			return candidate;
	}
	return NULL;
}

static void check_value(struct part *p, const char *path, json_t *part, json_t *whole);

static void check_object(struct part *p, const char *path, json_t *part, json_t *whole)
{
	const char *key;
	json_t *value;
	char name[128];

	json_object_foreach(part, key, value) {
		if (is_about_reading(key))
			continue;
		snprintf(name, sizeof(name), "%s.%s", path, key);
		check_value(p, name, value, json_object_get(whole, key));
	}
}

static void check_value(struct part *p, const char *path, json_t *part, json_t *whole)
{
	char name[128];

	/* "If the cable is a fan-out" is what may be so. */
	if (json_string_value(json_object_get(part, "condition")))
		return;
	if (is_unknown(part) || is_coarser(part, whole) || json_equal(part, whole) || is_some_of(part, whole))
		return;
	if (json_is_object(part) && json_is_object(whole)) {
		check_object(p, path, part, whole);
		return;
	}
	if (json_is_array(part) && json_is_array(whole)) {
		for (size_t i = 0; i < json_array_size(part); i++) {
			snprintf(name, sizeof(name), "%s[%zu]", path, i);
			check_value(p, name, json_array_get(part, i), same_row(whole, json_array_get(part, i)));
		}
		return;
	}
	char *a = json_dumps(part, JSON_ENCODE_ANY), *b = json_dumps(whole, JSON_ENCODE_ANY);

	if (p->failures++ < 3)
		print_message("# %s/%u, %s %zu: %s is %s, of the whole module %s\n", p->type, p->variant,
			      p->what, p->number, path, a, b ? b : "-");
	free(a);
	free(b);
}

/* Registers as an object: lists have no keys. */
static void add_register(const struct eeprom_field *field, void *arg)
{
	json_object_set_new(arg, field->key, json_string(field->value));
}

static json_t *claims_of(const struct image *img, bool with_registers, uint32_t *ret_doubts)
{
	struct module *m = module_new();
	json_t *claims, *registers = json_object();

	assert_non_null(m);
	eeprom_decode(img, m);
	claims = module_view_fields(m);
	assert_non_null(claims);
	assert_int_equal(module_json_lists(claims, m), 0);
	eeprom_walk_fields(img, m, add_register, registers);
	if (with_registers)
		json_object_set(claims, "registers", registers);
	json_decref(registers);
	*ret_doubts = m->doubts;
	module_unref(m);
	return claims;
}

static void check_part(struct part *p, const struct image *img, json_t *whole)
{
	uint32_t doubts;
	json_t *part = claims_of(img, p->registers, &doubts);

	check_object(p, "", part, whole);
	if ((doubts & ~(p->doubts | DOUBT_TRUNCATED)) && p->failures++ < 3)
		print_message("# %s/%u, %s %zu: doubts %08x\n", p->type, p->variant, p->what, p->number, doubts);
	json_decref(part);
}

/* Cut at every third byte, others for each type; behind the identity at every 13th, no multiple of a field. */
static void check_cuts(struct part *p, const uint8_t *bytes, size_t len, json_t *whole)
{
	bool two = image_identifier_two_devices(bytes[0]);

	p->what = "cut at";
	p->registers = true;
	for (size_t n = strlen(p->type) % 3; n < len; n += n < 512 ? 3 : 13) {
		struct image *img = image_new();

		assert_int_equal(image_load_linear(img, bytes, n, two), 0);
		p->number = n;
		check_part(p, img, whole);
		image_free(img);
	}
}

#define HOLE_SEEDS 12

/* One to four ranges that nobody read. */
static void check_holes(struct part *p, const struct image *full, json_t *whole)
{
	p->what = "holes of seed";
	p->registers = false;
	for (uint32_t seed = p->variant * HOLE_SEEDS + 1; seed <= (p->variant + 1) * HOLE_SEEDS; seed++) {
		struct image *img = image_copy(full);
		uint32_t random = seed;
		unsigned holes = next_random(&random) % 4 + 1;

		while (holes-- > 0) {
			struct image_block block;
			size_t blocks = 0, first, size;

			while (image_block(full, blocks, &block))
				blocks++;
			assert_true(image_block(full, next_random(&random) % blocks, &block));
			first = next_random(&random) % 128;
			size = next_random(&random) % (128 - first) + 1;
			block.start.offset = (uint8_t)(block.start.offset + first);
			assert_int_equal(image_fail(img, block.start, size, -ENODATA), 0);
		}
		p->number = seed;
		check_part(p, img, whole);
		image_free(img);
	}
}

/* Sums over bytes of a file, each stored behind its last byte. */
static const struct sum {
	enum register_family family;
	size_t first, last;
} sums[] = {
	{ FAMILY_SFF8472, 0, 62 },      { FAMILY_SFF8472, 64, 94 },  { FAMILY_SFF8472, 256, 350 },
	{ FAMILY_SFF8636, 128, 190 },   { FAMILY_SFF8636, 192, 222 },
	{ FAMILY_CMIS, 128, 221 },      { FAMILY_CMIS, 258, 382 },   { FAMILY_CMIS, 384, 510 },
};

/* Where other modules of the type may differ: options, revision, status, controls. */
static const struct sum varied[] = {
	{ FAMILY_SFF8472, 64, 67 },   { FAMILY_SFF8472, 92, 94 },   { FAMILY_SFF8472, 366, 375 },
	{ FAMILY_SFF8636, 1, 21 },    { FAMILY_SFF8636, 86, 118 },  { FAMILY_SFF8636, 192, 195 },
	{ FAMILY_SFF8636, 220, 222 },
	{ FAMILY_CMIS, 1, 13 },       { FAMILY_CMIS, 200, 213 },    { FAMILY_CMIS, 268, 300 },
};

/* A few bytes changed, and the sums made right. */
static void vary(uint8_t *bytes, size_t len, enum register_family family, uint32_t seed)
{
	uint32_t random = seed * 7919 + 1;

	for (size_t i = 0; i < ARRAY_SIZE(varied); i++) {
		const struct sum *v = &varied[i];
		size_t at = v->first + next_random(&random) % (v->last - v->first + 1);

		if (v->family == family && at < len)
			bytes[at] = (uint8_t)(bytes[at] ^ 1u << next_random(&random) % 8);
	}
	for (size_t i = 0; i < ARRAY_SIZE(sums); i++) {
		uint8_t sum = 0;

		if (sums[i].family != family || sums[i].last + 1 >= len)
			continue;
		for (size_t n = sums[i].first; n <= sums[i].last; n++)
			sum = (uint8_t)(sum + bytes[n]);
		bytes[sums[i].last + 1] = sum;
	}
}

#define VARIANTS 4

/* The module itself with all its cuts, and others of the same type. */
static unsigned check_type(const struct module_type *t, const struct eeprom_identity *id)
{
	struct module *m = module_new();
	struct image *img = image_new();
	static uint8_t bytes[65536], varied_bytes[65536];
	unsigned failures = 0;
	size_t len;

	assert_row(eeprom_module_of_type(t, id, m) == 0, t->token);
	assert_row(eeprom_encode(m, img) == 0, t->token);
	assert_row(image_store_linear(img, bytes, sizeof(bytes), &len) == 0, t->token);
	image_free(img);
	for (uint32_t variant = 0; variant < VARIANTS; variant++) {
		struct part p = { .type = t->token, .variant = variant };
		json_t *whole;

		memcpy(varied_bytes, bytes, len);
		if (variant)
			vary(varied_bytes, len, m->family, variant);
		img = image_new();
		assert_int_equal(image_load_linear(img, varied_bytes, len, m->family == FAMILY_SFF8472), 0);
		whole = claims_of(img, true, &p.doubts);
		if (variant == 0)
			check_cuts(&p, varied_bytes, len, whole);
		check_holes(&p, img, whole);
		json_decref(whole);
		image_free(img);
		failures += p.failures;
	}
	module_unref(m);
	return failures;
}

static void parts_claim_what_the_whole_does(void **state)
{
	unsigned failures = 0, number = 0;

	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		struct eeprom_identity id = { .seed = 5, .legs = t->lanes };

		if (eeprom_type_encodable(t) && !eeprom_type_is_declared(t) && number++ % sample_step() == 0)
			failures += check_type(t, &id);
	}
	assert_int_equal(failures, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_claim_what_the_whole_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
