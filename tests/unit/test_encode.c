/* SPDX-License-Identifier: BSD-3-Clause */
/* The encoder against the decoder: what is written is what was meant. */
#include "eeprom_fixture.h"

#include <errno.h>
#include <stdio.h>

#include "../common/random.h"
#include "base/text.h"
#include "eeprom/field.h"
#include "model/flag.h"

/* Members that a round trip must keep. Text is compared as text. */
#define MEMBER(name) { #name, offsetof(struct module, name), sizeof(((struct module *)0)->name), false }
#define TEXT(name) { #name, offsetof(struct module, name), sizeof(((struct module *)0)->name), true }

static const struct {
	const char *name;
	size_t offset, size;
	bool text;
} members[] = {
	MEMBER(status), TEXT(why), MEMBER(family), MEMBER(base_checksum), MEMBER(ext_checksum),
	MEMBER(identifier), MEMBER(identifier_copy), MEMBER(ext_identifier), MEMBER(connector),
	MEMBER(encoding), MEMBER(ext_compliance), MEMBER(ext_compliance2), MEMBER(compliance),
	MEMBER(revision_code), MEMBER(technology), MEMBER(far_end), MEMBER(diagnostic_type),
	MEMBER(enhanced_options), MEMBER(options), MEMBER(lengths), MEMBER(cdr_control),
	MEMBER(flat_memory), TEXT(vendor), MEMBER(oui), TEXT(part_number), TEXT(revision), TEXT(serial),
	TEXT(date_code), MEMBER(form), MEMBER(type), MEMBER(slow_type), TEXT(type_name),
	TEXT(type_evidence), MEMBER(medium), TEXT(medium_evidence), MEMBER(modulation), MEMBER(layout),
	MEMBER(wavelength), MEMBER(wavelength_tolerance), TEXT(wavelength_evidence), MEMBER(nominal_mbaud),
	MEMBER(lane_mbps), MEMBER(lanes), MEMBER(reach_m), MEMBER(connector_class), MEMBER(splittable),
	MEMBER(downshift_10g), MEMBER(power_class), MEMBER(max_power_mw), TEXT(management), MEMBER(dom),
	MEMBER(temperature), MEMBER(supply), MEMBER(alarms), MEMBER(alarms_known), MEMBER(thresholds),
	MEMBER(data_ready),
};

static void compare(const struct module *wanted, const struct module *got, const char *label)
{
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		const char *a = (const char *)wanted + members[i].offset;
		const char *b = (const char *)got + members[i].offset;

		if (members[i].text ? strcmp(a, b) != 0 : memcmp(a, b, members[i].size) != 0)
			fail_msg("%s: %s differs", label, members[i].name);
	}
	for (unsigned i = 0; i < MODULE_MAX_LANES; i++) {
		const struct lane *a = &wanted->lane[i], *b = &got->lane[i];

		if (memcmp(&a->rx_power, &b->rx_power, sizeof(a->rx_power)) != 0 ||
		    memcmp(&a->tx_power, &b->tx_power, sizeof(a->tx_power)) != 0 ||
		    memcmp(&a->tx_bias, &b->tx_bias, sizeof(a->tx_bias)) != 0 || a->signals != b->signals ||
		    a->signals_known != b->signals_known || a->alarms != b->alarms ||
		    a->alarms_known != b->alarms_known)
			fail_msg("%s: lane %u differs", label, i + 1);
	}
}

static void check_round_trip(const struct module *m, const char *label)
{
	struct image *img = image_new();
	struct module *back;

	assert_non_null(img);
	assert_row(eeprom_encode(m, img) == 0, label);
	back = image_module(img);
	compare(m, back, label);
	module_unref(back);
	image_free(img);
}

/* A module that was made, not read: there is nothing to doubt. */
static void check_no_doubt(const struct module *m, const char *label)
{
	struct image *img = image_new();
	struct module *back;

	assert_row(eeprom_encode(m, img) == 0, label);
	back = image_module(img);
	assert_row(m->doubts == 0 && back->doubts == 0, label);
	assert_row(m->dmi_checksum == back->dmi_checksum, label);
	module_unref(back);
	image_free(img);
}

/* A temperature that a register can hold, but for FFFFh. */
static struct value any_temperature(uint32_t random)
{
	return value_of(field_scale((int32_t)(random % 0xff00) - 0x7f00, 100, 256));
}

/* Changes a simulator makes: monitors, signals, flags. */
static void disturb(struct module *m, uint32_t seed)
{
	m->temperature = value_ok(m->temperature) ? any_temperature(next_random(&seed)) : m->temperature;
	if (value_ok(m->supply))
		m->supply = value_of((int32_t)(next_random(&seed) % 65534 + 1) * 100);
	m->alarms = next_random(&seed) & m->alarms_known;
	for (unsigned i = 0; i < MODULE_MAX_LANES; i++) {
		struct lane *lane = &m->lane[i];

		if (value_ok(lane->rx_power) && next_random(&seed) % 4 == 0)
			lane->rx_power = (struct value){ .state = VALUE_NO_LIGHT };
		else if (value_ok(lane->rx_power))
			lane->rx_power = value_of((int32_t)(next_random(&seed) % 65535 + 1) * 100);
		if (value_ok(lane->tx_bias))
			lane->tx_bias = value_of((int32_t)(next_random(&seed) % 65536) * 2 *
			                         (m->bias_multiplier ? m->bias_multiplier : 1));
		lane->signals = (uint8_t)(next_random(&seed) & lane->signals_known);
		lane->alarms = next_random(&seed) & lane->alarms_known;
	}
}

#define SEEDS 64

static void decode_of_encode_is_the_same(void **state)
{
	unsigned types = 0;

	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		/* Declared types are not in the memory. */
		if (!eeprom_type_encodable(t) || eeprom_type_is_declared(t))
			continue;
		types++;
		for (uint32_t seed = 0; seed < SEEDS; seed++) {
			struct eeprom_identity id = { .seed = seed };
			struct module *m = module_new();

			assert_row(eeprom_module_of_type(t, &id, m) == 0, t->token);
			assert_row(m->type == t, t->token);
			check_round_trip(m, t->token);
			check_no_doubt(m, t->token);
			disturb(m, seed + 1);
			check_round_trip(m, t->token);
			module_unref(m);
		}
	}
	assert_true(types >= 45);
}

static void types_are_healthy_and_named(void **state)
{
	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		struct module *m = module_new();
		bool optical = t->medium == MEDIUM_MMF || t->medium == MEDIUM_SMF;

		if (eeprom_module_of_type(t, NULL, m) == 0) {
			assert_row(m->status == READ_OK, t->token);
			assert_row(m->form == t->form, t->token);
			assert_row(m->medium == t->medium, t->token);
			assert_row(m->layout == t->layout, t->token);
			assert_row(m->lanes == t->lanes, t->token);
			assert_row(m->connector_class == t->connector, t->token);
			assert_row(strcmp(m->vendor, "BREAKOUT SIM") == 0, t->token);
			assert_row(strcmp(m->serial, "SIM0000000") == 0, t->token);
			assert_row(strcmp(m->date_code, "260101") == 0, t->token);
			assert_row(value_ok(m->wavelength) == optical, t->token);
			assert_row(value_ok(m->temperature) == (optical || t->medium == MEDIUM_AOC),
				   t->token);
			/* Registers have no place for the second channel of a CSFP. */
			for (unsigned i = 0; optical && !eeprom_type_is_declared(t) && i < m->lanes; i++)
				assert_row(lane_status(m, &m->lane[i]) == LANE_OK, t->token);
		}
		module_unref(m);
	}
}

/* Monitors stay inside their thresholds, and vary. */
static void monitors_are_within_thresholds(void **state)
{
	(void)state;
	for (const struct module_type *t = module_types; t->token; t++) {
		int32_t first = 0;
		bool varies = false;

		if (!eeprom_type_encodable(t) || eeprom_type_is_declared(t))
			continue;
		for (uint32_t seed = 0; seed < SEEDS; seed++) {
			struct eeprom_identity id = { .seed = seed };
			struct module *m = module_new();

			assert_int_equal(eeprom_module_of_type(t, &id, m), 0);
			for (unsigned i = 0; m->dom && i < m->lanes; i++) {
				const struct thresholds *rx = &m->thresholds[MONITOR_RX_POWER];
				const struct thresholds *tx = &m->thresholds[MONITOR_TX_POWER];
				const struct thresholds *bias = &m->thresholds[MONITOR_TX_BIAS];

				assert_row(m->lane[i].rx_power.v > rx->low_warning.v, t->token);
				assert_row(m->lane[i].rx_power.v < rx->high_warning.v, t->token);
				assert_row(m->lane[i].tx_power.v > tx->low_warning.v, t->token);
				assert_row(m->lane[i].tx_power.v < tx->high_warning.v, t->token);
				assert_row(m->lane[i].tx_bias.v > bias->low_warning.v, t->token);
				assert_row(m->lane[i].tx_bias.v < bias->high_warning.v, t->token);
			}
			if (seed == 0)
				first = m->lane[0].rx_power.v;
			varies |= m->lane[0].rx_power.v != first;
			assert_row(!m->dom || seed < SEEDS - 1 || varies, t->token);
			module_unref(m);
		}
	}
}

static void identity_words_are_kept(void **state)
{
	struct eeprom_identity id = {
		.vendor = "A VENDOR WITH A LONG NAME", .part_number = "PN-1", .revision = "7",
		.serial = "S/N 42",
		.date_code = "240229X1", .seed = 7,
	};
	struct module *m = module_new();

	(void)state;
	assert_int_equal(eeprom_module_of_type(module_type_find("25g-sr"), &id, m), 0);
	assert_string_equal(m->vendor, "A VENDOR WITH A");
	assert_string_equal(m->part_number, "PN-1");
	assert_string_equal(m->serial, "S/N 42");
	assert_string_equal(m->date_code, "240229X1");
	id.vendor = "Z\xc3\xbcrich";
	assert_int_equal(eeprom_module_of_type(module_type_find("25g-sr"), &id, m), 0);
	check_round_trip(m, "accents");
	id = (struct eeprom_identity){ .seed = 4294967295u };
	assert_int_equal(eeprom_module_of_type(module_type_find("100g-sr4"), &id, m), 0);
	assert_string_equal(m->serial, "SIM4294967295");
	assert_string_equal(m->part_number, "100G-SR4");
	module_unref(m);
}

static void some_types_cannot_be_encoded(void **state)
{
	struct module_type odd = *module_types;
	struct module *m = module_new();
	struct image *img = image_new();

	(void)state;
	odd.form = FORM_OSFP;
	assert_false(eeprom_type_encodable(&odd));
	assert_int_equal(eeprom_module_of_type(&odd, NULL, m), -ENOTSUP);
	odd.form = FORM_SFP;
	odd.token = "9g-xx";
	assert_false(eeprom_type_encodable(&odd));
	odd.form = FORM_QSFP28;
	assert_false(eeprom_type_encodable(&odd));
	odd.connector = CONNECTOR_CLASS_UNKNOWN;
	assert_false(eeprom_type_encodable(&odd));
	assert_int_equal(eeprom_encode(m, img), -ENOTSUP);   /* no family */
	module_unref(m);
	image_free(img);
}

/* Types that sim and the tests of the rules name. */
static void the_types_of_the_plan_can_be_made(void **state)
{
	static const char *const tokens[] = {
		"10g-sr", "10g-lr", "25g-sr", "25g-lr", "40g-sr4", "40g-lr4", "50g-sr", "50g-fr", "50g-lr",
		"100g-sr4", "100g-psm4", "100g-lr4", "100g-cwdm4", "100g-dr", "100g-fr", "200g-sr4",
		"200g-dr4", "200g-fr4", "1g-bx", "10g-t", "25g-cr", "100g-cr4", "40g-cr4", "10g-cr",
		"25g-aoc", "100g-aoc",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tokens); i++) {
		const struct module_type *t = module_type_find(tokens[i]);

		assert_row(t && eeprom_type_encodable(t), tokens[i]);
	}
}

/* Ends of a fan-out cable say how it is built. */
static void cables_say_how_they_are_built(void **state)
{
	static const struct {
		const char *type;
		uint8_t legs, far_end;
		enum tristate splittable;
	} rows[] = {
		{ "100g-cr4", 4, 0x40, TRI_YES },    { "100g-cr4", 2, 0x50, TRI_YES },
		{ "100g-cr4", 0, 0x00, TRI_UNKNOWN }, { "100g-cr4", 3, 0x00, TRI_UNKNOWN },
		{ "400g-cr8", 8, 0x01, TRI_YES },    { "400g-cr8", 2, 0x03, TRI_YES },
		{ "400g-cr8", 4, 0x0c, TRI_YES },    { "400g-cr4", 2, 0x0c, TRI_YES },
		{ "200g-aoc", 4, 0x40, TRI_YES },    { "100g-sr4", 4, 0x00, TRI_YES },
		{ "25g-cr", 0, 0x00, TRI_NO },       { "100g-acc1", 0, 0x00, TRI_NO },
		{ "200g-cr1", 0, 0x00, TRI_NO },     { "200g-acc2", 2, 0x01, TRI_YES },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct eeprom_identity id = { .legs = rows[i].legs, .cable_m = 7 };
		struct module *m = module_new();

		assert_int_equal(eeprom_module_of_type(module_type_find(rows[i].type), &id, m), 0);
		check_round_trip(m, rows[i].type);
		assert_row(m->far_end == rows[i].far_end, rows[i].type);
		assert_row(m->splittable == rows[i].splittable, rows[i].type);
		if (m->layout == LAYOUT_CABLE)
			assert_value(m->reach_m, 7);
		module_unref(m);
	}
}

/* What no register says, the operator may. */
static void types_can_be_declared(void **state)
{
	const struct module_type *csfp = module_type_find("2x1g-bx");
	struct memory mem = sfp_memory();
	struct module *m;

	(void)state;
	mem.byte[3] = 0;
	mem.byte[6] = 0x40;
	mem.byte[12] = 13;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_string_equal(type_token(m->type), "1g-bx");
	assert_int_equal(m->splittable, TRI_UNKNOWN);
	assert_true(eeprom_override_type(m, csfp));
	assert_ptr_equal(m->type, csfp);
	assert_string_equal(m->type_name, csfp->name);
	assert_string_equal(m->type_evidence, "configuration");
	assert_string_equal(m->medium_evidence, "configuration");
	assert_int_equal(m->lanes, 2);
	assert_int_equal(m->form, FORM_SFP);
	assert_int_equal(m->splittable, TRI_YES);
	/* Of another shell: as it was. */
	assert_false(eeprom_override_type(m, module_type_find("100g-sr4")));
	assert_ptr_equal(m->type, csfp);
	module_unref(m);
	/* Not readable: nothing to declare. */
	mem.byte[63] ^= 1;
	m = memory_module(&mem);
	assert_false(eeprom_override_type(m, csfp));
	assert_null(m->type);
	module_unref(m);
	/* A module that says nothing, in a QSFP cage. */
	mem = qsfp_memory();
	mem.byte[192] = 0;
	mem.byte[131] = 0;
	mem.byte[130] = 0;
	put_sums(&mem);
	m = memory_module(&mem);
	assert_null(m->type);
	assert_true(eeprom_override_type(m, module_type_find("40g-sr4")));
	assert_int_equal(m->connector_class, CONNECTOR_CLASS_MPO);
	assert_int_equal(m->splittable, TRI_YES);
	assert_int_equal(m->line_fec, FEC_NONE);
	assert_int_equal(m->downshift_10g, TRI_YES);
	assert_value(m->lane_mbps, 10000);
	module_unref(m);
	assert_true(eeprom_type_is_declared(csfp));
	assert_false(eeprom_type_is_declared(module_type_find("1g-bx")));
}

/* An end of an AOC whose identifier is FFh: what it is, and so where its registers are, only the operator knows. */
static void an_unknown_identifier_may_be_declared(void **state)
{
	const struct module_type *aoc = module_type_find("10g-aoc"), *qsfp = module_type_find("40g-aoc");
	struct memory mem = sfp_memory();
	struct module *m = module_new();
	struct image *img;

	(void)state;
	mem.byte[0] = 0xff;
	put_sums(&mem);
	img = image_new();
	assert_int_equal(image_load_linear(img, mem.byte, mem.len, true), 0);
	eeprom_decode(img, m);
	assert_int_equal(m->status, READ_UNSUPPORTED);
	eeprom_decode_declared(img, aoc, "", m);
	assert_int_equal(m->status, READ_OK);
	assert_int_equal(m->family, FAMILY_SFF8472);
	assert_int_equal(m->identifier, 0xff);
	assert_ptr_equal(m->type, aoc);
	assert_int_equal(m->form, FORM_SFP_PLUS);
	assert_string_equal(m->type_evidence, "configuration");
	assert_string_equal(m->vendor, "ACME OPTICS");
	assert_value(m->temperature, 2550);
	eeprom_decode_declared(img, aoc, "AC-10G-SR", m);
	assert_ptr_equal(m->type, aoc);
	/* Of another part it is not known. */
	eeprom_decode_declared(img, aoc, "AC-10G-LR", m);
	assert_int_equal(m->status, READ_UNSUPPORTED);
	assert_null(m->type);
	image_free(img);
	/* What does not have the checksums of that shell is none. */
	mem.byte[20] ^= 1;
	img = image_new();
	assert_int_equal(image_load_linear(img, mem.byte, mem.len, true), 0);
	eeprom_decode_declared(img, aoc, "", m);
	assert_int_equal(m->status, READ_UNSUPPORTED);
	assert_null(m->type);
	image_free(img);
	mem = qsfp_memory();
	mem.byte[0] = 0xff;
	img = image_new();
	assert_int_equal(image_load_linear(img, mem.byte, mem.len, false), 0);
	eeprom_decode_declared(img, qsfp, "", m);
	assert_int_equal(m->status, READ_OK);
	assert_ptr_equal(m->type, qsfp);
	/* One that is known stays: an SFP is no QSFP. */
	image_free(img);
	mem = sfp_memory();
	img = image_new();
	assert_int_equal(image_load_linear(img, mem.byte, mem.len, true), 0);
	eeprom_decode_declared(img, qsfp, "", m);
	assert_string_equal(type_token(m->type), "10g-sr");
	image_free(img);
	module_unref(m);
}

static void stored_fields_are_what_is_written(void **state)
{
	struct module *m = module_new(), *back;
	struct image *img = image_new();

	(void)state;
	/* A dual-rate 100GBASE-SR4: only the codes are changed. */
	assert_int_equal(eeprom_module_of_type(module_type_find("100g-sr4"), NULL, m), 0);
	m->compliance[0] |= 0x04;
	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	assert_string_equal(back->slow_type->token, "40g-sr4");
	assert_int_equal(back->downshift_10g, TRI_YES);
	module_unref(back);
	/* A changed serial number; what no row knows of stays. */
	TEXT_SET(m->serial, "ANOTHER");
	assert_int_equal(image_write(img, (struct image_addr){ .offset = 230 }, "vendor", 6), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	assert_string_equal(back->serial, "ANOTHER");
	assert_int_equal(back->status, READ_OK);
	module_unref(back);
	char vendor[6];
	assert_int_equal(image_read(img, (struct image_addr){ .offset = 230 }, 6, vendor), 0);
	assert_memory_equal(vendor, "vendor", 6);
	module_unref(m);
	image_free(img);
}

static void class_8_power_is_written(void **state)
{
	struct memory mem = qsfp_memory();
	struct module *m;

	(void)state;
	mem.byte[129] = 0xe0;
	mem.byte[107] = 75;
	put_sums(&mem);
	m = memory_module(&mem);
	check_round_trip(m, "class 8");
	module_unref(m);
}

static void whole_blocks_are_written(void **state)
{
	struct module *m = module_new();
	struct image *img = image_new();
	uint8_t bytes[1024];
	size_t len;

	(void)state;
	assert_int_equal(eeprom_module_of_type(module_type_find("10g-lr"), NULL, m), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, sizeof(bytes), &len), 0);
	assert_int_equal(len, 384);
	/* CC_DMI: the sum of A2h:0-94. */
	uint8_t sum = 0;
	for (unsigned i = 0; i < 95; i++)
		sum = (uint8_t)(sum + bytes[256 + i]);
	assert_int_equal(bytes[256 + 95], sum);
	image_free(img);

	img = image_new();
	assert_int_equal(eeprom_module_of_type(module_type_find("100g-sr4"), NULL, m), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, sizeof(bytes), &len), 0);
	assert_int_equal(len, 640);
	image_free(img);

	img = image_new();
	assert_int_equal(eeprom_module_of_type(module_type_find("100g-cr4"), NULL, m), 0);
	assert_int_equal(eeprom_encode(m, img), 0);
	assert_int_equal(image_store_linear(img, bytes, sizeof(bytes), &len), 0);
	assert_int_equal(len, 256);
	image_free(img);
	module_unref(m);
}

/* FFh of A0h:12 with 64B/66B is a rate of 25G, whatever A0h:66 has: a cable is known by it. */
static void a_rate_above_the_coarse_one_is_kept(void **state)
{
	struct eeprom_identity id = { .cable_m = 3 };
	struct module *m = module_new(), *back = module_new();
	struct image *img = image_new();

	(void)state;
	assert_int_equal(eeprom_module_of_type(module_type_find("25g-aoc"), &id, m), 0);
	m->ext_compliance = 0;
	m->encoding = 6;
	m->nominal_mbaud = (struct value){ .state = VALUE_UNSUPPORTED };
	m->rate_is_fine = true;
	assert_int_equal(eeprom_encode(m, img), 0);
	eeprom_decode(img, back);
	assert_true(back->rate_is_fine);
	assert_true(back->type_derived);
	assert_string_equal(back->type->token, "25g-aoc");
	image_free(img);
	module_unref(back);
	module_unref(m);
}

/* Calibrated values are written as such: the constants become neutral. */
static void external_calibration_is_resolved(void **state)
{
	struct memory mem = sfp_memory();
	struct image *img;
	struct module *m, *back;

	(void)state;
	mem.byte[92] = 0x58;
	put_sums(&mem);
	put16(&mem, A2(68), 0x3f80);
	for (unsigned at = 76; at <= 88; at += 4)
		put16(&mem, A2(at), 0x0180);
	img = memory_image(&mem);
	m = image_module(img);
	check_round_trip(m, "on a new image");
	assert_int_equal(eeprom_encode(m, img), 0);
	back = image_module(img);
	compare(m, back, "on its own image");
	module_unref(back);
	module_unref(m);
	image_free(img);
}

/* Hand-written memory with any bytes: what was decoded once is decoded again. */
static void random_memory_is_stable(void **state)
{
	uint32_t seed = 20260101;

	(void)state;
	for (unsigned n = 0; n < 8000; n++) {
		struct memory mem = n % 2 ? sfp_memory() : qsfp_memory();
		struct image *img;
		struct module *m, *back;
		char label[32];

		for (unsigned i = 0; i < 12; i++) {
			size_t at = 1 + next_random(&seed) % (mem.len - 1);

			if (at != 128)
				mem.byte[at] = (uint8_t)next_random(&seed);
		}
		put_sums(&mem);
		img = memory_image(&mem);
		m = image_module(img);
		snprintf(label, sizeof(label), "memory %u", n);
		assert_row(m->status == READ_OK, label);
		assert_row(eeprom_encode(m, img) == 0, label);
		back = image_module(img);
		compare(m, back, label);
		module_unref(back);
		module_unref(m);
		image_free(img);
	}
}

/* CMIS in all shells that it comes in, of one or two lanes too. */
static void cmis_shells(void **state)
{
	static const struct {
		const char *token;
		enum form_factor shell;
		uint8_t identifier;
		unsigned lanes;
		enum form_factor form;
	} rows[] = {
		{ "100g-sr2", FORM_DSFP, 0x1b, 2, FORM_DSFP },
		{ "200g-sr2", FORM_DSFP, 0x1b, 2, FORM_DSFP },
		{ "100g-cr2", FORM_DSFP, 0x1b, 2, FORM_DSFP },
		{ "100g-sr2", FORM_SFP_DD, 0x1f, 2, FORM_SFP_DD },
		{ "200g-cr2", FORM_SFP_DD, 0x1f, 2, FORM_SFP_DD },
		{ "100g-dr", FORM_SFP112, 0x20, 1, FORM_SFP112 },
		{ "100g-cr1", FORM_SFP112, 0x20, 1, FORM_SFP112 },
		{ "50g-sr", FORM_SFP56, 0x20, 1, FORM_SFP56 },
		{ "25g-lr", FORM_SFP28, 0x20, 1, FORM_SFP28 },
		{ "400g-dr4", FORM_QSFP112, 0x1e, 4, FORM_QSFP56 },   /* by its 50G host lanes */
		{ "400g-dr4", FORM_OSFP, 0x19, 4, FORM_OSFP },
		{ "400g-sr8", FORM_OSFP, 0x19, 8, FORM_OSFP },
		{ "800g-dr8", FORM_QSFP_DD, 0x18, 8, FORM_QSFP_DD },
		/* These there are not. */
		{ "400g-sr8", FORM_DSFP, 0, 0, FORM_UNKNOWN },
		{ "100g-sr2", FORM_SFP112, 0, 0, FORM_UNKNOWN },
		{ "100g-dr", FORM_OTHER, 0, 0, FORM_UNKNOWN },
		{ "10g-sr", FORM_SFP112, 0, 0, FORM_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct eeprom_identity identity = { .seed = 7, .cmis = rows[i].shell };
		const struct module_type *type = module_type_find(rows[i].token);
		struct module *m = module_new();
		int r = eeprom_module_of_type(type, &identity, m);

		assert_row((r == 0) == (rows[i].identifier != 0), rows[i].token);
		if (r == 0) {
			assert_row(m->identifier == rows[i].identifier && m->family == FAMILY_CMIS,
				   rows[i].token);
			assert_row(m->type == type && m->lanes == rows[i].lanes, rows[i].token);
			assert_row(m->form == rows[i].form, rows[i].token);
			check_round_trip(m, rows[i].token);
			check_no_doubt(m, rows[i].token);
		}
		module_unref(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decode_of_encode_is_the_same),
		cmocka_unit_test(types_are_healthy_and_named),
		cmocka_unit_test(monitors_are_within_thresholds),
		cmocka_unit_test(identity_words_are_kept),
		cmocka_unit_test(some_types_cannot_be_encoded),
		cmocka_unit_test(the_types_of_the_plan_can_be_made),
		cmocka_unit_test(cables_say_how_they_are_built),
		cmocka_unit_test(types_can_be_declared),
		cmocka_unit_test(an_unknown_identifier_may_be_declared),
		cmocka_unit_test(stored_fields_are_what_is_written),
		cmocka_unit_test(class_8_power_is_written),
		cmocka_unit_test(a_rate_above_the_coarse_one_is_kept),
		cmocka_unit_test(whole_blocks_are_written),
		cmocka_unit_test(external_calibration_is_resolved),
		cmocka_unit_test(random_memory_is_stable),
		cmocka_unit_test(cmis_shells),
	};

	return cmocka_run_group_tests_name("encode", tests, NULL, NULL);
}
