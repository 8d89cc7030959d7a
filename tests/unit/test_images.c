/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Memory of real modules, where a collection of it is found: BREAKOUT_EEPROMS,
 * default ../shared/eeproms beside the source. It has a MANIFEST.tsv with the
 * columns file, family, source, license, genuine pages, checksums and
 * description ("VENDOR | PART NUMBER ; remarks").
 */
#include "eeprom_fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include "eeprom/field.h"

enum { COLUMN_FILE, COLUMN_FAMILY, COLUMN_CHECKSUM = 5, COLUMN_DESCRIPTION, COLUMNS };

static const char *folder(void)
{
	static char path[4096];
	const char *env = getenv("BREAKOUT_EEPROMS"), *srcdir = getenv("top_srcdir");

	if (env)
		snprintf(path, sizeof(path), "%s", env);
	else
		snprintf(path, sizeof(path), "%s/../shared/eeproms", srcdir ? srcdir : ".");
	return path;
}

static FILE *open_manifest(void)
{
	char path[8192];
	FILE *f;

	snprintf(path, sizeof(path), "%s/MANIFEST.tsv", folder());
	f = fopen(path, "r");
	if (!f) {
		print_message("# no %s (set BREAKOUT_EEPROMS)\n", path);
		skip();
	}
	return f;
}

static struct image *load(const char *file)
{
	static uint8_t bytes[257 * 128 + 256];
	struct image *img = image_new();
	char path[8192];
	size_t len;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder(), file);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s: not there", path);
	len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_row(len > 0, file);
	assert_int_equal(image_load_linear(img, bytes, len, image_identifier_two_devices(bytes[0])), 0);
	return img;
}

/* Split a line at tabs; false for the heading and for lines that are short. */
static bool split(char *line, char *columns[COLUMNS])
{
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < COLUMNS; i++) {
		columns[i] = strsep(&line, "\t");
		if (!columns[i])
			return false;
	}
	return strcmp(columns[COLUMN_FILE], "file") != 0;
}

/* The manifest's "\0" and "\x09" back to bytes, and those as the decoder shows them. */
static void clean(const char *escaped, size_t len, char text[MODULE_TEXT])
{
	uint8_t bytes[64];
	size_t n = 0;

	for (size_t i = 0; i < len && n < sizeof(bytes); n++) {
		unsigned hex;

		if (escaped[i] == '\\' && escaped[i + 1] == '0') {
			bytes[n] = 0;
			i += 2;
		} else if (sscanf(escaped + i, "\\x%2x", &hex) == 1) {
			bytes[n] = (uint8_t)hex;
			i += 4;
		} else {
			bytes[n] = (uint8_t)escaped[i++];
		}
	}
	field_text(bytes, n, text, MODULE_TEXT);
}

static void check_names(const struct module *m, const char *description, const char *file)
{
	const char *bar = strstr(description, " | "), *end = strstr(description, " ; ");
	char vendor[MODULE_TEXT], part[MODULE_TEXT];

	assert_row(bar, file);
	clean(description, (size_t)(bar - description), vendor);
	clean(bar + 3, end ? (size_t)(end - bar - 3) : strlen(bar + 3), part);
	if (strcmp(m->vendor, vendor) != 0)
		fail_msg("%s: vendor '%s', not '%s'", file, m->vendor, vendor);
	if (strcmp(m->part_number, part) != 0)
		fail_msg("%s: part number '%s', not '%s'", file, m->part_number, part);
}

static enum checksum_state wanted_checksum(const char *column, const char *name)
{
	const char *at = strstr(column, name);

	if (!at)
		return CHECKSUM_ABSENT;
	return strncmp(at + strlen(name), "ok", 2) == 0 ? CHECKSUM_OK : CHECKSUM_BAD;
}

static void ignore(const struct eeprom_field *field, void *arg)
{
	(void)arg;
	assert_non_null(field->key);
}

static void check_one(char *columns[COLUMNS])
{
	const char *file = columns[COLUMN_FILE], *sums = columns[COLUMN_CHECKSUM];
	struct image *img = load(file);
	struct module *m = image_module(img);
	bool odd = strncmp(file, "odd/", 4) == 0, cmis = strcmp(columns[COLUMN_FAMILY], "cmis") == 0;

	eeprom_walk_fields(img, m, ignore, NULL);
	if (odd) {
		assert_row(m->status != READ_OK, file);
		assert_row(m->why[0] != '\0', file);
		assert_row(m->type == NULL, file);
	} else if (cmis) {
		check_names(m, columns[COLUMN_DESCRIPTION], file);
		assert_row(m->base_checksum == wanted_checksum(sums, "P00_222="), file);
		assert_row((m->base_checksum == CHECKSUM_BAD) == (m->status == READ_CORRUPT), file);
	} else {
		check_names(m, columns[COLUMN_DESCRIPTION], file);
		assert_row(m->base_checksum == wanted_checksum(sums, "CC_BASE="), file);
		assert_row(m->ext_checksum == wanted_checksum(sums, "CC_EXT="), file);
		assert_row((m->status == READ_CORRUPT) == (m->base_checksum == CHECKSUM_BAD), file);
		assert_row((m->family == FAMILY_SFF8636) == !image_identifier_two_devices(m->identifier),
			   file);
	}
	module_unref(m);
	image_free(img);
}

static void the_manifest_holds(void **state)
{
	FILE *f = open_manifest();
	unsigned count = 0;
	char line[8192], *columns[COLUMNS];

	(void)state;
	while (fgets(line, sizeof(line), f)) {
		if (!split(line, columns))
			continue;
		check_one(columns);
		count++;
	}
	fclose(f);
	assert_true(count > 0);
	print_message("# %u images\n", count);
}

/* Absent numbers of the table below. */
#define NA INT32_MIN

static const struct {
	const char *file, *type, *serial, *date;
	int32_t wavelength, temperature, supply, bias, tx_nw, rx_nw;
	unsigned lane;
	enum register_family family;
} spots[] = {
	{ "sff8472/fs-sfp28-25gsr-85.bin", "25g-sr", "G1907043057", "190922", 85000, 4139, 3384000, 6104,
	  1508600, 1439200, 1, FAMILY_SFF8472 },
	{ "sff8472/gpon-huawei-hpsp2120-extcal.bin", "-", "030KMF6TB4524820", "11041403", 131000, 3750,
	  3324300, 526, 1778200, 0, 1, FAMILY_SFF8472 },
	{ "sff8472/oem-sfp-2.5g-t.bin", "-", "SK2301110008", "230110", 85000, 4110, 3334500, 6000, 500000,
	  400000, 1, FAMILY_SFF8472 },
	{ "sff8472/cisco-finisar-ftlx1474d3bcl.bin", "10g-lr", "FNS16100CQX", "120305", 131000, NA, NA, NA,
	  NA, NA, 1, FAMILY_SFF8472 },
	{ "sff8472/netgear-axm761.bin", "10g-sr", "A7N2018312", "100625", 85000, NA, NA, NA, NA, NA, 1,
	  FAMILY_SFF8472 },
	{ "sff8472/mikrotik-s+85dlc03d.bin", "10g-sr", "STST85S84700155", "181207", 85000, 3354, 3251200,
	  6554, NA, NA, 1, FAMILY_SFF8472 },
	{ "sff8472/mikrotik-s-85dlc05d.bin", "1g-sx", "SG85M31401687", "130424", 85000, 3348, 3237000, 2638,
	  263500, 300600, 1, FAMILY_SFF8472 },
	{ "sff8472/goethtool-flexoptix-p.b1696.10.da.bin", "10g-lr", "F79B5KH", "191218", 133000, NA, NA,
	  NA, NA, NA, 1, FAMILY_SFF8472 },
	{ "sff8472/gpon-tsuhan-thmpra-2677.bin", "-", "802670138206693", "220928", 127000, 3064, 3260000, 0,
	  0, 100, 1, FAMILY_SFF8472 },
	{ "sff8472/goethtool-brocade-57-1000042-02-t.bin", "1g-t", NULL, NULL, NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_SFF8472 },
	{ "sff8472/pro10optix-hua-sfp-10g-dwdm.bin", "10g-er", NULL, NULL, 154453, 3115, 3362100, NA, NA,
	  NA, 1, FAMILY_SFF8472 },
	{ "sff8472/ats-sfp-ge-t.bin", "-", NULL, NULL, NA, NA, NA, NA, NA, NA, 1, FAMILY_SFF8472 },
	{ "sff8472/oem-sfp-h10gb-cu0.5m.bin", "10g-cr", NULL, NULL, NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_SFF8472 },
	{ "sff8472/bdk-finisar-fccg125sd1c01.bin", "25g-aoc", "WXC0QGH", "170407", NA, NA, NA, NA, NA, NA,
	  1, FAMILY_SFF8472 },
	{ "sff8636/fs-qsfp28-lr4-100g.bin", "100g-lr4", "G2140564425", "20220117", 131000, 3560, 3299900,
	  54324, NA, 1203800, 1, FAMILY_SFF8636 },
	{ "sff8636/goethtool-fs-qsfp28-ir4-100g.bin", "100g-lr4", "C1812155461", "190110", 130235, 2859,
	  3320900, 34432, NA, NA, 1, FAMILY_SFF8636 },
	{ "sff8636/mellanox-mma1b00-ss1.bin", "100g-sr4", "MT1834FT03846", "180703", 85000, 3947, 3347700,
	  0, 0, 0, 1, FAMILY_SFF8636 },
	{ "sff8636/sonicdoc-fit-afct-89sfdz.bin", "100g-dr", NULL, NULL, 131000, 3623, 3302900, 92412,
	  1799900, 0, 1, FAMILY_SFF8636 },
	{ "sff8636/3m-9qa0-111-12-1.00.bin", "40g-cr4", NULL, NULL, NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_SFF8636 },
	{ "sff8636/oem-qsfp-h40g-cu2m.bin", "40g-cr4", NULL, NULL, NA, NA, NA, NA, NA, NA, 3,
	  FAMILY_SFF8636 },
	{ "sff8636/goethtool-fs-q28-pc.bin", "100g-cr4", NULL, NULL, NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_SFF8636 },
	{ "sff8636/arista-qsfp-40g-sr4-xmd1404005vr.bin", "40g-sr4", NULL, NULL, 85000, 2536, 3266800, NA,
	  NA, 814100, 1, FAMILY_SFF8636 },
	/* Advertises DR4 and four FR1; its SMF length says 2 km. */
	{ "cmis/fboss-arista-400g-xdr4.bin", "400g-dr4", "XKT231212112", "230325", 131100, 4282, 3249100,
	  101748, 1590900, 1675900, 1, FAMILY_CMIS },
	{ "cmis/fboss-arista-400g-xdr4.bin", "400g-dr4", NULL, NULL, 131100, NA, NA, 84458, 1603700,
	  1592200, 4, FAMILY_CMIS },
	{ "cmis/sonicdoc-avago-afct-93drphz.bin", "400g-dr4", "FD2038FG0FK", "201007", NA, NA, NA, NA, NA,
	  NA, 1, FAMILY_CMIS },
	{ "cmis/sonicdoc-fit-cu4ep54.bin", "400g-cr8", "N010Z8350100030", "180827", NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_CMIS },
	{ "cmis/xcvremu-cisco-68-103205.bin", "-", "FAB261100CQ", "221018", NA, NA, NA, NA, NA, NA, 1,
	  FAMILY_CMIS },
	{ "sff8636/luxtera-lux42604bo-psm4.bin", "100g-psm4", NULL, NULL, 131000, NA, NA, 54250, NA, NA, 4,
	  FAMILY_SFF8636 },
};

static void check_number(struct value v, int32_t wanted, const char *file, const char *what)
{
	if (wanted == NA)
		return;
	if (wanted == 0 && v.state == VALUE_NO_LIGHT)
		return;
	if (v.state != VALUE_OK || v.v != wanted)
		fail_msg("%s: %s is %s %d, not %d", file, what, value_state_name(v.state), v.v, wanted);
}

static void known_values_are_decoded(void **state)
{
	(void)state;
	fclose(open_manifest());
	for (size_t i = 0; i < ARRAY_SIZE(spots); i++) {
		const char *file = spots[i].file;
		struct image *img = load(file);
		struct module *m = image_module(img);
		const struct lane *lane = &m->lane[spots[i].lane - 1];

		assert_row(m->family == spots[i].family, file);
		assert_row(strcmp(type_token(m->type), spots[i].type) == 0, file);
		assert_row(!spots[i].serial || strcmp(m->serial, spots[i].serial) == 0, file);
		assert_row(!spots[i].date || strcmp(m->date_code, spots[i].date) == 0, file);
		assert_row(spots[i].wavelength != NA || !value_ok(m->wavelength), file);
		check_number(m->wavelength, spots[i].wavelength, file, "wavelength");
		check_number(m->temperature, spots[i].temperature, file, "temperature");
		check_number(m->supply, spots[i].supply, file, "supply");
		check_number(lane->tx_bias, spots[i].bias, file, "bias");
		check_number(lane->tx_power, spots[i].tx_nw, file, "tx power");
		check_number(lane->rx_power, spots[i].rx_nw, file, "rx power");
		module_unref(m);
		image_free(img);
	}
}

/*
 * Test images of a vendor's own, with a checksum that is wrong: as they are they
 * claim nothing, with the right one they are what their authors say.
 */
static void test_fixtures_are_what_they_are_meant_for(void **state)
{
	static const struct {
		const char *file, *type;
		unsigned host_lanes, lanes, parts;
		int32_t temperature;
	} rows[] = {
		{ "cmis/fboss-400g-dr4.bin", "400g-dr4", 8, 4, 4, 4002 },
		{ "cmis/fboss-2x400g-fr4.bin", "800g-2xfr4", 8, 8, 2, 7182 },
	};
	static const struct image_addr checksum = { .offset = 222 };

	(void)state;
	fclose(open_manifest());
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct image *img = load(rows[i].file);
		struct module *m = image_module(img);
		uint8_t bytes[94], sum = 0;
		struct mode mode;

		assert_row(m->status == READ_CORRUPT && !m->type, rows[i].file);
		module_unref(m);
		assert_int_equal(image_read(img, (struct image_addr){ .offset = 128 }, sizeof(bytes), bytes),
				 0);
		for (size_t n = 0; n < sizeof(bytes); n++)
			sum = (uint8_t)(sum + bytes[n]);
		assert_int_equal(image_write(img, checksum, &sum, 1), 0);
		m = image_module(img);
		assert_row(m->status == READ_OK, rows[i].file);
		assert_row(strcmp(type_token(m->type), rows[i].type) == 0, rows[i].file);
		assert_row(m->host_lanes == rows[i].host_lanes && m->lanes == rows[i].lanes, rows[i].file);
		check_number(m->temperature, rows[i].temperature, rows[i].file, "temperature");
		assert_row(module_offered_mode(m, 0, &mode) && mode.count == rows[i].parts, rows[i].file);
		for (unsigned n = 0; n < m->lanes; n++)
			assert_row(m->lane[n].data_path == DATA_PATH_ACTIVATED, rows[i].file);
		module_unref(m);
		image_free(img);
	}
}

/* Passive cables keep vendor text and worse where others have monitors. */
static void cables_have_no_monitors(void **state)
{
	FILE *f = open_manifest();
	char line[8192], *columns[COLUMNS];
	unsigned count = 0;

	(void)state;
	while (fgets(line, sizeof(line), f)) {
		struct image *img;
		struct module *m;

		if (!split(line, columns))
			continue;
		img = load(columns[COLUMN_FILE]);
		m = image_module(img);
		if (m->medium == MEDIUM_COPPER) {
			count++;
			assert_row(m->dom == 0, columns[COLUMN_FILE]);
			assert_row(!value_ok(m->temperature), columns[COLUMN_FILE]);
			assert_row(!value_ok(m->lane[0].rx_power), columns[COLUMN_FILE]);
			assert_row(m->lane[0].signals_known == 0, columns[COLUMN_FILE]);
		}
		module_unref(m);
		image_free(img);
	}
	fclose(f);
	assert_true(count > 5);
}

/* Writing back what was decoded changes nothing that is decoded. */
static void images_survive_encoding(void **state)
{
	FILE *f = open_manifest();
	char line[8192], *columns[COLUMNS];

	(void)state;
	while (fgets(line, sizeof(line), f)) {
		struct module *m, *back;
		struct image *img;

		if (!split(line, columns))
			continue;
		img = load(columns[COLUMN_FILE]);
		m = image_module(img);
		if (m->status == READ_OK && m->ext_checksum == CHECKSUM_OK) {
			assert_row(eeprom_encode(m, img) == 0, columns[COLUMN_FILE]);
			back = image_module(img);
			assert_row(strcmp(m->vendor, back->vendor) == 0, columns[COLUMN_FILE]);
			assert_row(strcmp(m->type_name, back->type_name) == 0, columns[COLUMN_FILE]);
			assert_row(memcmp(&m->wavelength, &back->wavelength, sizeof(m->wavelength)) == 0,
				   columns[COLUMN_FILE]);
			assert_row(memcmp(m->thresholds, back->thresholds, sizeof(m->thresholds)) == 0,
				   columns[COLUMN_FILE]);
			assert_row(memcmp(m->lane, back->lane, MODULE_MAX_LANES * sizeof(m->lane[0])) == 0,
				   columns[COLUMN_FILE]);
			assert_row(module_checksum(back) == MODULE_CHECKSUM_OK, columns[COLUMN_FILE]);
			module_unref(back);
		}
		module_unref(m);
		image_free(img);
	}
	fclose(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manifest_holds),
		cmocka_unit_test(known_values_are_decoded),
		cmocka_unit_test(test_fixtures_are_what_they_are_meant_for),
		cmocka_unit_test(cables_have_no_monitors),
		cmocka_unit_test(images_survive_encoding),
	};

	return cmocka_run_group_tests_name("images", tests, NULL, NULL);
}
