/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Images of real modules, where a collection of them is found: each decoded by
 * us and by the real ethtool, and held against what others wrote down of the
 * same module (expected/NAME.txt). Every difference is listed with its reason;
 * one without fails. Speaks TAP.
 *
 * BREAKOUT_EEPROMS names the folder; MANIFEST.tsv in it lists the images.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diff/compare.h"
#include "diff/expected.h"

#define MAX_IMAGE 65536

struct totals {
	unsigned images, shown;           /* of these, by ethtool too */
	unsigned fields, explained, unexplained;
	unsigned texts, text_fields, text_explained, text_unexplained;
};

struct image_run {
	const char *name;
	struct totals *totals;
	unsigned unexplained;
};

static void note_difference(const struct comparison *c, const struct compare_reason *reason, void *arg)
{
	struct image_run *run = arg;

	if (reason)
		run->totals->explained++;
	else
		run->totals->unexplained++;
	run->unexplained += !reason;
	printf("# %s: %s, lane %u: ours %s, ethtool's %s: %s\n", run->name, c->row->label, c->lane, c->ours,
	       c->theirs ? c->theirs : "(not shown)", reason ? reason->why : "NOT EXPLAINED");
}

static void note_expected(const char *key, const char *ours, const char *theirs, const char *reason,
                          void *arg)
{
	struct image_run *run = arg;

	if (reason)
		run->totals->text_explained++;
	else
		run->totals->text_unexplained++;
	run->unexplained += !reason;
	printf("# %s: %s: ours %s, written down %s: %s\n", run->name, key, ours, theirs,
	       reason ? reason : "NOT EXPLAINED");
}

static size_t read_image(const char *folder, const char *name, uint8_t *bytes)
{
	char *path = NULL;
	size_t len = 0;
	FILE *f;

	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return 0;
	f = fopen(path, "rbe");
	free(path);
	if (f) {
		len = fread(bytes, 1, MAX_IMAGE, f);
		fclose(f);
	}
	return len;
}

/* "sff8636/NAME.bin" has "expected/NAME.txt". */
static FILE *open_expected(const char *folder, const char *name)
{
	const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
	char *path = NULL;
	FILE *f;

	if (asprintf(&path, "%s/expected/%.*s.txt", folder, (int)(strlen(last) - strlen(".bin")), last) < 0)
		return NULL;
	f = fopen(path, "re");
	free(path);
	return f;
}

static bool run_image(const char *folder, const char *name, struct oracle *oracle, struct totals *totals)
{
	static uint8_t bytes[MAX_IMAGE];
	struct image_run run = { .name = name, .totals = totals };
	size_t len = read_image(folder, name, bytes);
	struct image *img = image_new();
	struct module *m = module_new();
	const struct oracle_line *lines;
	FILE *expected;
	int count;

	if (len == 0 || !img || !m ||
	    image_load_linear(img, bytes, len, image_identifier_two_devices(bytes[0])) < 0) {
		printf("# %s: can't be read\n", name);
		return false;
	}
	eeprom_decode(img, m);
	totals->images++;
	count = oracle_decode(oracle, bytes, len, m->family, &lines);
	if (count > 0) {
		totals->shown++;
		totals->fields += compare(img, m, bytes, len, lines, count, note_difference, &run);
	} else {
		printf("# %s: ethtool shows nothing: %.60s\n", name,
		       count < 0 ? strerror(-count) : oracle_text(oracle));
	}
	expected = open_expected(folder, name);
	if (expected) {
		totals->texts++;
		totals->text_fields += expected_compare(expected, name, img, m, note_expected, &run);
		fclose(expected);
	}
	image_free(img);
	module_unref(m);
	return run.unexplained == 0;
}

static const char *find_folder(char *buf, size_t size)
{
	const char *given = getenv("BREAKOUT_EEPROMS"), *top = getenv("top_srcdir");

	if (given)
		return given;
	snprintf(buf, size, "%s/../shared/eeproms", top ? top : ".");
	return buf;
}

int main(void)
{
	char usual[4096], line[8192], *path = NULL;
	const char *folder = find_folder(usual, sizeof(usual)), *why = "";
	struct totals totals = { 0 };
	unsigned failed = 0, number = 0;
	struct oracle *oracle;
	FILE *manifest;

	if (asprintf(&path, "%s/MANIFEST.tsv", folder) < 0)
		return EXIT_FAILURE;
	manifest = fopen(path, "re");
	free(path);
	oracle = manifest ? oracle_start(&why) : NULL;
	if (!oracle) {
		printf("1..0 # SKIP %s\n",
		       manifest ? why : "no collection of real images (BREAKOUT_EEPROMS)");
		if (manifest)
			fclose(manifest);
		return EXIT_SUCCESS;
	}
	while (fgets(line, sizeof(line), manifest)) {
		bool ok;

		line[strcspn(line, "\t")] = '\0';
		if (!strstr(line, ".bin"))
			continue;
		ok = run_image(folder, line, oracle, &totals);
		printf("%s %u - %s\n", ok ? "ok" : "not ok", ++number, line);
		failed += !ok;
	}
	fclose(manifest);
	printf("# %s\n", oracle_version(oracle));
	printf("# %u images, %u shown by ethtool: %u fields, %u differences explained, %u not\n",
	       totals.images, totals.shown, totals.fields, totals.explained, totals.unexplained);
	printf("# %u with facts written down by others: %u facts, %u differences explained, %u not\n",
	       totals.texts, totals.text_fields, totals.text_explained, totals.text_unexplained);
	printf("1..%u\n", number);
	oracle_stop(oracle);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
