/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutctl fit: verdicts and exit codes, what ends may be, and its JSON
 * against docs/fit-json.md.
 */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "cli/cli.h"
#include "cli/fit_modes.h"
#include "cli/fit_view.h"
#include "eeprom/eeprom.h"

#include "cli_run.h"
#include "json_document.h"
#include "scratch.h"

#define FITS 0
#define DOES_NOT_FIT 1
#define CANNOT_TELL 3

static struct json_document document;

static const char *folder(void **state)
{
	const struct scratch *s = *state;

	return s->dir;
}

/* Run `fit` with --json, expect an exit code, hold the output against the documentation. */
static json_t *fit(const char *words, const char *dir, int code)
{
	char line[512];
	json_t *j;

	snprintf(line, sizeof(line), "breakoutctl fit --json %s", words);
	j = cli_run_json_code(line, dir, code);
	json_document_check(&document, j, json_object_get(j, "modes") ? "list" : "breakout", words);
	assert_int_equal(json_integer_value(json_object_get(j, "schema_version")), FIT_SCHEMA_VERSION);
	assert_string_equal(json_string_value(json_object_get(j, "verdict")),
	                    code == FITS           ? "fits"
	                    : code == DOES_NOT_FIT ? "doesNotFit"
	                                           : "cannotTell");
	return j;
}

static json_t *element(json_t *array, const char *key, const char *is)
{
	json_t *e;
	size_t i;

	json_array_foreach(array, i, e) {
		const char *s = json_string_value(json_object_get(e, key));

		if (s && strcmp(s, is) == 0)
			return e;
	}
	return NULL;
}

/* The words with a mode and what they should come to; "" for no rule. */
struct verdict_row {
	const char *words;
	int code;
	const char *rule;       /* first finding */
	const char *severity;
};

static void check_rows(const struct verdict_row *rows, size_t count, const char *dir)
{
	for (size_t i = 0; i < count; i++) {
		json_t *j = fit(rows[i].words, dir, rows[i].code);
		json_t *finding = json_array_get(json_object_get(j, "findings"), 0);
		const char *rule = json_string_value(json_object_get(finding, "rule"));
		const char *severity = json_string_value(json_object_get(finding, "severity"));

		if (strcmp(rule ? rule : "", rows[i].rule) != 0)
			fail_msg("%s: %s", rows[i].words, rule ? rule : "no finding");
		assert_row(!rule || strcmp(severity, rows[i].severity) == 0, rows[i].words);
		json_decref(j);
	}
}

static void every_plan_fits_with_its_own_legs(void **state)
{
	for (const struct plan *p = plans; p->trunk; p++) {
		for (size_t i = 0; i < PLAN_MAX_LEGS && p->legs[i].type; i++) {
			char words[128], mode[MODE_TEXT];
			json_t *j, *leg;

			snprintf(words, sizeof(words), "%s %s %s", p->trunk,
			         mode_text(&p->mode, mode, sizeof(mode)), p->legs[i].type);
			j = fit(words, folder(state), FITS);
			assert_row(json_array_size(json_object_get(j, "unknowns")) == 0, words);
			leg = json_array_get(json_object_get(j, "legs"), p->mode.count - 1u);
			assert_row(strcmp(json_string_value(json_object_get(leg, "verdict")), "fits") == 0, words);
			assert_row(json_is_integer(json_object_get(leg, "reach_m")), words);
			json_decref(j);
		}
	}
}

static void mismatches_are_named(void **state)
{
	static const struct verdict_row rows[] = {
		{ "100g-sr4 4x25G 25g-sr", FITS, "", "" },
		{ "100g-sr4 4x25G 25g-lr", DOES_NOT_FIT, "WL-01", "critical" },
		{ "100g-sr4 4x25G 25g-sr 25g-lr 25g-sr 25g-sr", DOES_NOT_FIT, "WL-01", "critical" },
		{ "100g-sr4 4x25G 10g-sr", DOES_NOT_FIT, "RATE-01", "critical" },
		{ "100g-sr4 4x25G 25g-cr", DOES_NOT_FIT, "MED-02", "critical" },
		{ "100g-sr4 4x25G 25g-aoc", DOES_NOT_FIT, "MED-03", "critical" },
		{ "100g-sr4 4x25G 10g-t", DOES_NOT_FIT, "LEG-06", "critical" },
		{ "100g-sr4 4x25G -", DOES_NOT_FIT, "LEG-01", "major" },
		{ "40g-sr4 4x10G 25g-sr", DOES_NOT_FIT, "RATE-04", "critical" },
		{ "200g-sr4 4x50G 25g-sr", DOES_NOT_FIT, "RATE-01", "critical" },
		{ "100g-lr4 4x25G 25g-lr", DOES_NOT_FIT, "SP-01", "critical" },
		{ "800g-sr4.2 4x200G 200g-sr2", DOES_NOT_FIT, "SP-05", "critical" },
		{ "800g-sr4.2 4x200G 100g-sr1.2", DOES_NOT_FIT, "RATE-01", "critical" },
		{ "800g-sr4.2 8x100G 100g-sr1", DOES_NOT_FIT, "SP-02", "critical" },
		{ "400g-sr4.2 2x200G 200g-sr4", DOES_NOT_FIT, "SP-05", "critical" },
		{ "10g-sr 4x25G 25g-sr", DOES_NOT_FIT, "FF-01", "critical" },
		{ "200g-dr4 4x50G 50g-lr", FITS, "REACH-04", "info" },
		{ "100g-sr4 4x25G 25g-sr --length 100", FITS, "", "" },
		{ "100g-sr4 4x25G 25g-sr --length 200", DOES_NOT_FIT, "REACH-03", "major" },
		{ "100g-sr4 4x25G 25g-sr --fec rs528", FITS, "", "" },
		{ "100g-sr4 4x25G 25g-sr --fec none", FITS, "FEC-02", "minor" },
		{ "400g-dr4 4x100G 100g-dr --fec rs544", DOES_NOT_FIT, "FEC-03", "major" },
		{ "400g-dr4 4x100G 100g-dr --fec rs544,none", FITS, "FEC-04", "info" },
		{ "200g-dr4 2x100G 100g-dr", FITS, "RATE-06", "minor" },
		{ "200g-dr4 2x100G 100g-dr --strict-signalling", DOES_NOT_FIT, "RATE-06", "critical" },
	};

	check_rows(rows, ARRAY_SIZE(rows), folder(state));
}

/* What sources agree on, and where they do not: with the first cause. */
static void verdicts_are_those_of_an_expert(void **state)
{
	static const struct verdict_row rows[] = {
		/* A wider module of which half the lanes are used. */
		{ "400g-dr4 2x200G 400g-dr4", FITS, "FF-03", "info" },
		{ "400g-dr4 2x200G 400g-xdr4", FITS, "FF-03", "info" },
		{ "800g-sr8 4x200G 400g-sr4", FITS, "FF-03", "info" },
		{ "800g-dr8 2x400G 800g-dr8", FITS, "FF-03", "info" },
		{ "800g-sr8 8x100G 400g-sr4", DOES_NOT_FIT, "FF-03", "major" },
		{ "800g-sr8 4x200G 800g-sr8", DOES_NOT_FIT, "FF-03", "major" },
		/* With and without an inner FEC. */
		{ "800g-dr4 2x400G 400g-dr2-2", DOES_NOT_FIT, "RATE-08", "critical" },
		{ "1.6t-dr8 8x200G 200g-dr1-2", DOES_NOT_FIT, "RATE-08", "critical" },
		{ "800g-dr4-2 4x200G 200g-dr1", DOES_NOT_FIT, "RATE-08", "critical" },
		{ "1.6t-dr8-2 2x800G 800g-dr4", DOES_NOT_FIT, "RATE-08", "critical" },
		{ "800g-dr4-2 4x200G 200g-dr1-2", FITS, "", "" },
		/* A gearbox in the cable. */
		{ "200g-aoc 2x100G 100g-aoc", FITS, "CAB-07", "info" },
		{ "200g-acc 2x100G 100g-acc", FITS, "CAB-07", "info" },
		{ "800g-acc 2x400G 400g-acc", FITS, "CAB-07", "info" },
		{ "200g-cr4 2x100G 100g-cr4", DOES_NOT_FIT, "MOD-01", "critical" },
		/* A receiver for 40 km at a transmitter for 500 m. */
		{ "200g-dr4 4x50G 50g-er", DOES_NOT_FIT, "REACH-02", "major" },
		{ "400g-dr4 4x100G 100g-er-40", DOES_NOT_FIT, "REACH-02", "major" },
		{ "100g-psm4 4x25G 25g-er", DOES_NOT_FIT, "REACH-02", "major" },
		/* No harness joins parallel fibres and one pair. */
		{ "800g-2xfr4 2x400G 400g-er4", DOES_NOT_FIT, "WL-02", "major" },
		{ "800g-2xfr4 2x400G 400g-dr4", DOES_NOT_FIT, "LEG-06", "critical" },
		{ "400g-2xfr4 2x200G 200g-dr4", DOES_NOT_FIT, "LEG-06", "critical" },
		/* PAM4 against NRZ needs no vendor's word. */
		{ "400g-sr8 4x100G 100g-sr4", DOES_NOT_FIT, "MOD-01", "critical" },
		{ "200g-sr4 2x100G 100g-sr4", DOES_NOT_FIT, "MOD-01", "critical" },
		/* Sources disagree. */
		{ "400g-dr4 4x100G 100g-lr", CANNOT_TELL, "", "" },
		{ "200g-dr4 2x100G 100g-fr", FITS, "RATE-06", "minor" },
		{ "200g-dr4 2x100G 100g-fr --strict-signalling", DOES_NOT_FIT, "RATE-06", "critical" },
		/* What a bare type does not say. */
		{ "1.6t-dr8 2x400G 400g-dr4", CANNOT_TELL, "", "" },
	};

	check_rows(rows, ARRAY_SIZE(rows), folder(state));
}

/* What is advised is for the link that there is: the same at both ends, at the rate of the mode. */
static void fec_is_advised_for_the_rate_of_the_mode(void **state)
{
	static const struct {
		const char *words, *fec;
	} rows[] = {
		{ "200g-cr4 4x25G 25g-cr", "rs528" }, { "100g-cr4 4x10G 25g-cr", "none" },
		{ "100g-cr4 4x10G 10g-cr", "none" },  { "400g-cr8 8x25G 25g-cr", "rs528" },
		{ "400g-sr8 8x25G 25g-sr", "rs528" }, { "200g-cr4 4x50G 50g-cr", "rs544" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		json_t *j = fit(rows[i].words, folder(state), FITS);
		json_t *leg = json_array_get(json_object_get(j, "legs"), 0);
		const char *trunk = json_string_value(json_object_get(leg, "trunk_fec"));
		const char *own = json_string_value(json_object_get(leg, "leg_fec"));

		if (!trunk || !own || strcmp(trunk, rows[i].fec) != 0 || strcmp(own, rows[i].fec) != 0)
			fail_msg("%s: %s at the trunk, %s at the leg", rows[i].words, trunk ? trunk : "nothing",
			         own ? own : "nothing");
		json_decref(j);
	}
}

static void legs_that_are_not_given_are_not_judged(void **state)
{
	json_t *j = fit("100g-sr4 4x25G 25g-sr 25g-sr", folder(state), FITS), *legs;

	legs = json_object_get(j, "legs");
	assert_int_equal(json_array_size(legs), 4);
	assert_string_equal(json_string_value(json_object_get(json_array_get(legs, 1), "verdict")), "fits");
	assert_string_equal(json_string_value(json_object_get(json_array_get(legs, 2), "kind")), "notGiven");
	assert_true(json_is_null(json_object_get(json_array_get(legs, 2), "verdict")));
	json_decref(j);
	j = fit("100g-sr4 4x25G 25g-sr -", folder(state), DOES_NOT_FIT);
	assert_int_equal(json_integer_value(json_array_get(
				 json_object_get(json_array_get(json_object_get(j, "findings"), 0), "legs"), 0)),
			 2);
	json_decref(j);
}

/* A healthy module's memory, as a file has it. Returns its length. */
static size_t memory_of(const struct module_type *type, uint8_t bytes[65536])
{
	const struct eeprom_identity id = { .legs = type->lanes };
	struct image *img = image_new();
	struct module *m = module_new();
	size_t len;

	assert_true(img && m);
	assert_int_equal(eeprom_module_of_type(type, &id, m), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, 65536, &len), 0);
	image_free(img);
	module_unref(m);
	return len;
}

/* A module's memory, with one byte changed and its checksum right again or not. */
static void store(const struct scratch *s, const char *name, const char *token, uint8_t offset, uint8_t value,
                  uint8_t checksum_first, uint8_t checksum_at)
{
	uint8_t bytes[65536], sum = 0;
	size_t len = memory_of(module_type_find(token), bytes);

	if (offset)
		bytes[offset] = value;
	for (size_t i = checksum_first; i < checksum_at; i++)
		sum = (uint8_t)(sum + bytes[i]);
	if (checksum_at)
		bytes[checksum_at] = sum;
	scratch_write(s, name, bytes, len);
}

static void images_that_do_not_say_leave_it_open(void **state)
{
	static const struct verdict_row rows[] = {
		{ "@/trunk 4x25G 25g-sr", FITS, "", "" },
		{ "@/trunk 4x25G @/leg", FITS, "", "" },
		{ "@/trunk 4x25G 25g-lr", DOES_NOT_FIT, "WL-01", "critical" },
		{ "100g-sr4 4x25G @/vendor-leg", FITS, "", "" },   /* other registers prove what it is */
		{ "100g-sr4 4x25G @/odd-leg", CANNOT_TELL, "", "" },
		{ "file:@/broken 4x25G 25g-sr", CANNOT_TELL, "DAT-01", "major" },
		{ "100g-sr4 4x25G @/broken-leg", CANNOT_TELL, "DAT-01", "major" },
		{ "100g-sr4 4x25G @/leg - - -", DOES_NOT_FIT, "LEG-01", "major" },
	};
	const struct scratch *s = *state;
	json_t *j;

	store(s, "trunk", "100g-sr4", 0, 0, 0, 0);
	store(s, "leg", "25g-sr", 0, 0, 0, 0);
	store(s, "vendor-trunk", "100g-sr4", 192, 0xfb, 192, 223);
	store(s, "vendor-leg", "25g-sr", 36, 0xfb, 0, 63);
	store(s, "odd-leg", "25g-sr", 36, 0x25, 0, 63);   /* a code of QSFP modules */
	store(s, "broken", "100g-sr4", 150, 0x55, 0, 0);
	store(s, "broken-leg", "25g-sr", 22, 0x55, 0, 0);
	store(s, "endless", "400g-cr8", 202, 0, 128, 222);
	store(s, "unsaid", "400g-cr8", 211, 0, 128, 222);
	check_rows(rows, ARRAY_SIZE(rows), s->dir);

	j = fit("100g-sr4 4x25G @/odd-leg", s->dir, CANNOT_TELL);
	assert_true(json_array_size(json_object_get(j, "unknowns")) > 0);
	json_decref(j);
	j = fit("@/vendor-trunk 4x25G 25g-sr", s->dir, CANNOT_TELL);
	assert_true(json_array_size(json_object_get(j, "unknowns")) > 0);
	json_decref(j);
	json_decref(fit("@/vendor-trunk", s->dir, CANNOT_TELL));
	json_decref(fit("@/broken", s->dir, CANNOT_TELL));
	/* A cable of no known length. */
	json_decref(fit("@/endless", s->dir, FITS));
	/* One whose far end is not stated: not even ends of its own are a proof, as nobody has seen them. */
	j = fit("@/unsaid", s->dir, CANNOT_TELL);
	assert_non_null(strstr(json_string_value(json_object_get(
		json_array_get(json_object_get(json_array_get(json_object_get(j, "modes"), 0), "unknowns"), 0),
		"reason")), "Far end"));
	json_decref(j);
}

static void run_ok(const char *line, const char *dir)
{
	struct cli_result r = cli_run(line, dir);

	if (r.code != CLI_OK)
		fail_msg("%s: exit %d: %s", line, r.code, r.err);
	cli_result_release(&r);
}

/* `fit FILE` against what `decode FILE` says of a file, whole or short. */
static void check_one_answer(const struct scratch *s, const struct module_type *type, const uint8_t *bytes,
                             size_t len)
{
	struct cli_result decoded, tried;
	json_t *j, *splittable;
	int wanted;

	scratch_write(s, "part", bytes, len);
	decoded = cli_run("breakoutctl decode --json @/part", s->dir);
	tried = cli_run("breakoutctl fit --json file:@/part", s->dir);
	j = json_loads(decoded.out, 0, NULL);
	splittable = json_object_get(j, "splittable");
	wanted = json_is_true(splittable) ? FITS : json_is_false(splittable) ? DOES_NOT_FIT : CANNOT_TELL;
	if (tried.code != wanted)
		fail_msg("%s, %zu bytes: fit exits with %d, decode wants %d", type->token, len, tried.code,
		         wanted);
	json_decref(j);
	cli_result_release(&decoded);
	cli_result_release(&tried);
}

static void decode_and_fit_have_one_answer(void **state)
{
	static const size_t parts[] = { 64, 128, 256 };
	uint8_t bytes[65536];

	for (const struct module_type *t = module_types; t->token; t++) {
		size_t len;

		if (!eeprom_type_encodable(t) || eeprom_type_is_declared(t))
			continue;
		len = memory_of(t, bytes);
		check_one_answer(*state, t, bytes, len);
		for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
			if (parts[i] < len)
				check_one_answer(*state, t, bytes, parts[i]);
		}
	}
}

static void ports_are_what_is_in_them(void **state)
{
	static const struct verdict_row rows[] = {
		{ "-c @/breakoutd.conf swp1 4x25G swp2 swp3 swp4 swp5", FITS, "", "" },
		/* The light of today says nothing about another wiring. */
		{ "-c @/breakoutd.conf port:swp1 4x25G port:swp2", FITS, "", "" },
		{ "-c @/breakoutd.conf swp1 4x25G type:25g-lr", DOES_NOT_FIT, "WL-01", "critical" },
		{ "-c @/breakoutd.conf swp1 4x25G swp3", DOES_NOT_FIT, "LEG-01", "major" },
		{ "-c @/breakoutd.conf 100g-sr4 4x25G swp2", FITS, "", "" },
		/* A port that is called like a type. */
		{ "-c @/two.conf 100g-sr4 4x25G 25g-lr", FITS, "", "" },
		{ "-c @/two.conf 100g-sr4 4x25G type:25g-lr", DOES_NOT_FIT, "WL-01", "critical" },
		{ "-c @/two.conf 100g-sr4 4x25G file:@/ports/swp2.eeprom", FITS, "", "" },
		/* Rules that the operator does not want. */
		{ "-c @/three.conf 100g-sr4 4x25G -", FITS, "", "" },
	};
	const struct scratch *s = *state;
	json_t *j;

	run_ok("breakoutctl sim init @ --type 100g-sr4", s->dir);
	run_ok("breakoutctl sim set @ swp2 rx=off", s->dir);
	run_ok("breakoutctl sim remove @ swp3", s->dir);
	scratch_text(s, "two.conf", "port \"25g-lr\" { source = \"file\" path = \"ports/swp2.eeprom\" }\n");
	scratch_text(s, "three.conf", "rule \"LEG-01\" { enabled = no }\n");
	check_rows(rows + 1, ARRAY_SIZE(rows) - 1, s->dir);
	run_ok("breakoutctl sim insert @ swp3 25g-sr", s->dir);
	check_rows(rows, 1, s->dir);
	j = fit("-c @/breakoutd.conf swp1 4x25G swp2", s->dir, FITS);
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "trunk"), "kind")), "port");
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "trunk"), "serial")), "SIM0000001");
	json_decref(j);
}

static void limits_are_those_of_both_ends(void **state)
{
	json_t *j = fit("200g-dr4 4x50G 50g-lr", folder(state), FITS);
	json_t *leg = json_array_get(json_object_get(j, "legs"), 3);

	assert_int_equal(json_integer_value(json_object_get(leg, "reach_m")), 500);
	assert_int_equal(json_integer_value(json_object_get(leg, "leg_reach_m")), 10000);
	assert_string_equal(json_string_value(json_object_get(leg, "line_fec")), "rs544");
	assert_string_equal(json_string_value(json_object_get(leg, "trunk_fec")), "rs544");
	assert_true(json_number_value(json_object_get(leg, "budget_toward_leg_db")) == 5.7);
	assert_true(json_number_value(json_object_get(leg, "budget_toward_trunk_db")) == 3.6);
	assert_true(json_number_value(json_object_get(leg, "attenuation_toward_trunk_db")) == 1.2);
	assert_true(json_number_value(json_object_get(leg, "attenuation_toward_leg_db")) == 0);
	json_decref(j);
	/* A 100GBASE-DR with NRZ lanes to its host ends the FEC itself; slower lanes of a 100GBASE-SR4 have none. */
	j = fit("400g-dr4 4x100G 100g-dr", folder(state), FITS);
	leg = json_array_get(json_object_get(j, "legs"), 0);
	assert_string_equal(json_string_value(json_object_get(leg, "trunk_fec")), "rs544");
	assert_string_equal(json_string_value(json_object_get(leg, "leg_fec")), "none");
	json_decref(j);
	j = fit("100g-sr4 4x10G 10g-sr", folder(state), FITS);
	leg = json_array_get(json_object_get(j, "legs"), 0);
	assert_string_equal(json_string_value(json_object_get(leg, "trunk_fec")), "none");
	json_decref(j);
	/* What does not go together has no limits. */
	j = fit("100g-sr4 4x25G 25g-lr", folder(state), DOES_NOT_FIT);
	leg = json_array_get(json_object_get(j, "legs"), 0);
	assert_true(json_is_null(json_object_get(leg, "reach_m")));
	json_decref(j);
}

static void all_shows_what_passes(void **state)
{
	json_t *j = fit("100g-sr4 4x25G 25g-sr", folder(state), FITS);

	assert_int_equal(json_array_size(json_object_get(j, "rules")), 0);
	json_decref(j);
	j = fit("--all 100g-sr4 4x25G 25g-sr", folder(state), FITS);
	assert_true(json_array_size(json_object_get(j, "rules")) > rule_count / 2);
	assert_non_null(element(json_object_get(j, "rules"), "rule", "WL-01"));
	assert_string_equal(json_string_value(json_object_get(
				    element(json_object_get(j, "rules"), "rule", "WL-01"), "result")),
			    "pass");
	json_decref(j);
}

static void lists_have_every_plan(void **state)
{
	for (const struct module_type *t = module_types; t->token; t++) {
		const struct plan *plan;
		json_t *j;
		bool splits = plan_of_trunk(t, 0);

		if (!splits || !eeprom_type_encodable(t))
			continue;
		j = fit(t->token, folder(state), FITS);
		for (size_t n = 0; (plan = plan_of_trunk(t, n)); n++) {
			char mode[MODE_TEXT];
			json_t *m = element(json_object_get(j, "modes"), "mode",
					    mode_text(&plan->mode, mode, sizeof(mode)));

			assert_row(m, t->token);
			for (size_t i = 0; i < PLAN_MAX_LEGS && plan->legs[i].type; i++) {
				json_t *leg = element(json_object_get(m, "leg_types"), "type_token",
						      plan->legs[i].type);

				assert_row(leg, plan->legs[i].type);
				assert_row(strcmp(json_string_value(json_object_get(leg, "verdict")), "fits") == 0,
					   plan->legs[i].type);
			}
		}
		json_decref(j);
	}
}

static void lists_name_nothing_wrong(void **state)
{
	json_t *j = fit("100g-sr4 4x25G", folder(state), FITS);
	json_t *types = json_object_get(json_array_get(json_object_get(j, "modes"), 0), "leg_types");

	assert_int_equal(json_array_size(json_object_get(j, "modes")), 1);
	assert_non_null(element(types, "type_token", "25g-sr"));
	assert_null(element(types, "type_token", "25g-lr"));
	assert_null(element(types, "type_token", "10g-sr"));
	json_decref(j);
	j = fit("100g-lr4", folder(state), DOES_NOT_FIT);
	assert_int_equal(json_array_size(json_object_get(j, "modes")), 0);
	assert_non_null(element(json_object_get(j, "findings"), "rule", "SP-01"));
	json_decref(j);
	json_decref(fit("10g-sr", folder(state), DOES_NOT_FIT));
	json_decref(fit("100g-lr4 4x25G", folder(state), DOES_NOT_FIT));
}

static void text_says_the_same(void **state)
{
	static const struct {
		const char *line;
		int code;
		const char *says[4];
	} rows[] = {
		{ "breakoutctl fit 100g-sr4 4x25G 25g-sr", FITS,
		  { "100GBASE-SR4 in 4x25G: fits\n", "1-4    25GBASE-SR", "limits of legs 1-4", "harness: MPO12" } },
		{ "breakoutctl fit 100g-sr4 4x25G 25g-sr 25g-lr -", DOES_NOT_FIT,
		  { "does not fit\n", "WL-01", "LEG-01", "not given" } },
		{ "breakoutctl fit 100g-sr4", FITS, { "can be split", "4x25G: MPO12", "25g-sr", "RATE-03 minor" } },
		{ "breakoutctl fit 800g-dr8 1x400G+4x100G 400g-dr4 100g-dr 100g-dr 100g-dr 100g-fr", FITS,
		  { "800GBASE-DR8 in 1x400G+4x100G: fits\n", "1      400GBASE-DR4", "2-4    100GBASE-DR" } },
		{ "breakoutctl fit 800g-dr8 1x400G+4x100G", FITS, { "1      400GBASE-DR4", "2-5    100GBASE-DR" } },
		{ "breakoutctl fit 800g-dr8 4x100G+1x400G 400g-dr4 100g-dr 100g-dr 100g-dr 100g-dr", DOES_NOT_FIT,
		  { "RATE-07", "FF-03" } },
		{ "breakoutctl fit 400g-dr4 1x400G+4x100G", DOES_NOT_FIT, { "SP-02", "1x400G of 1x400G+4x100G" } },
		{ "breakoutctl fit 100g-lr4", DOES_NOT_FIT, { "can't be split", "SP-01" } },
		{ "breakoutctl fit 100g-sr4 4x25G @/vendor", CANNOT_TELL,
		  { "can't tell\n", "what can't be told", "nothing is known of" } },
		{ "breakoutctl fit --all 100g-sr4 4x25G 25g-sr", FITS, { "all rules", "pass", "notApplicable" } },
		{ "breakoutctl explain WL-01", 0, { "wavelengthBand", "A0h:60", "critical" } },
	};

	store(*state, "vendor", "25g-sr", 36, 0x25, 0, 63);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, folder(state));

		if (r.code != rows[i].code)
			fail_msg("%s: exit %d: %s", rows[i].line, r.code, r.err);
		for (size_t k = 0; k < ARRAY_SIZE(rows[i].says) && rows[i].says[k]; k++) {
			if (!strstr(r.out, rows[i].says[k]))
				fail_msg("%s: no '%s' in:\n%s", rows[i].line, rows[i].says[k], r.out);
		}
		cli_result_release(&r);
	}
}

static void wrong_words_are_usage_errors(void **state)
{
	static const struct {
		const char *line;
		int code;
		const char *says;
	} rows[] = {
		{ "breakoutctl fit", CLI_USAGE, "something is missing" },
		{ "breakoutctl fit frob", CLI_USAGE, "'frob' is no port: there is no" },
		{ "breakoutctl fit type:frob", CLI_USAGE, "'frob' is no module type" },
		{ "breakoutctl fit port:swp1", CLI_USAGE, "'swp1' is no port" },
		{ "breakoutctl fit - 4x25G 25g-sr", CLI_USAGE, "the trunk can't be '-'" },
		{ "breakoutctl fit 100g-sr4 frob", CLI_USAGE, "'frob' is no mode" },
		{ "breakoutctl fit 100g-sr4 1x100G 25g-sr", CLI_USAGE, "'1x100G' is no mode" },
		{ "breakoutctl fit 400g-sr8 2x100G+4x25G", CLI_USAGE,
		  "'2x100G+4x25G': expected legs of whole lanes, of 8 in all; '2x25G(2)+1x50G(2)' states" },
		{ "breakoutctl fit 100g-sr4 1x50G+2x10G 25g-sr", CLI_USAGE, "whole lanes, of 4 in all" },
		{ "breakoutctl sim init @/new --type 400g-sr8 --mode 2x100G+4x25G", CLI_USAGE, "whole lanes, of 8 in all" },
		{ "breakoutctl fit 100g-sr4 2x50G 25g-sr 25g-sr 25g-sr", CLI_USAGE, "has 2 legs, 3 are given" },
		{ "breakoutctl fit 100g-sr4 4x25G 25g-sr --fec frob", CLI_USAGE, "expected none, base-r" },
		{ "breakoutctl fit 100g-sr4 4x25G 25g-sr --fec rs528,", CLI_USAGE, "expected none" },
		{ "breakoutctl fit 100g-sr4 4x25G 25g-sr --length 0", CLI_USAGE, "expected 1 to" },
		{ "breakoutctl explain XX-1", CLI_USAGE, "there is no rule 'XX-1'" },
		{ "breakoutctl fit file:@/nothing", CANNOT_TELL, "No such file" },
		{ "breakoutctl fit 100g-sr4 4x25G @/text", CANNOT_TELL, "/text:1:" },
		{ "breakoutctl fit -c @/text 100g-sr4", CANNOT_TELL, "/text:2:" },
	};

	scratch_text(*state, "text", "03 zz\n");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cli_result r = cli_run(rows[i].line, folder(state));

		if (r.code != rows[i].code || !strstr(r.err, rows[i].says))
			fail_msg("%s: exit %d, said: %s", rows[i].line, r.code, r.err);
		assert_row(*r.out == '\0', rows[i].line);
		cli_result_release(&r);
	}
}

/* Lanes that are stated, or rates that are too many for any lanes, are for rules. */
static void mixed_modes_are_judged_where_lanes_are_known(void **state)
{
	struct cli_result r = cli_run("breakoutctl fit 400g-sr8 2x100G(4)+4x25G(4)", folder(state));

	assert_int_equal(r.code, CLI_OK);
	cli_result_release(&r);
	r = cli_run("breakoutctl fit 400g-dr4 1x400G+4x100G", folder(state));
	assert_int_equal(r.code, CLI_FAILURE);
	assert_non_null(strstr(r.out, "SP-02"));
	cli_result_release(&r);
}

/* Runs after the others: what is documented happens. */
static void every_documented_type_occurs(void **state)
{
	(void)state;
	json_document_check_seen(&document);
}

static int read_document(void **state)
{
	(void)state;
	json_document_read(&document, "docs/fit-json.md");
	return 0;
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		IN_FOLDER(every_plan_fits_with_its_own_legs),
		IN_FOLDER(mismatches_are_named),
		IN_FOLDER(verdicts_are_those_of_an_expert),
		IN_FOLDER(fec_is_advised_for_the_rate_of_the_mode),
		IN_FOLDER(legs_that_are_not_given_are_not_judged),
		IN_FOLDER(images_that_do_not_say_leave_it_open),
		IN_FOLDER(decode_and_fit_have_one_answer),
		IN_FOLDER(ports_are_what_is_in_them),
		IN_FOLDER(limits_are_those_of_both_ends),
		IN_FOLDER(all_shows_what_passes),
		IN_FOLDER(lists_have_every_plan),
		IN_FOLDER(lists_name_nothing_wrong),
		IN_FOLDER(text_says_the_same),
		IN_FOLDER(wrong_words_are_usage_errors),
		IN_FOLDER(mixed_modes_are_judged_where_lanes_are_known),
		cmocka_unit_test(every_documented_type_occurs),
	};

	return cmocka_run_group_tests(tests, read_document, NULL);
}
