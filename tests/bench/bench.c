/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How fast memory is decoded, and how that compares with ethtool; then what
 * judging costs (bench_judge.c), and reading the bus (bench_bus.c): `make bench`.
 *
 * All is per second of CPU time, on one core; ours and ethtool's turns
 * alternate within one run, so that both see the same machine. ethtool is
 * measured twice: forked per image with its libraries loaded (the shim's
 * server), and started per image as a shell does. "printed" is our decoding
 * with every register as text behind it, as ethtool does.
 *
 * With "--once TYPE COUNT" only decodes, with "--judge TRUNKS COUNT" only
 * judges, for callgrind; with "--bus" only counts what is read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench/bench_bus.h"
#include "bench/bench_judge.h"
#include "common/type_image.h"
#include "diff/oracle.h"
#include "eeprom/eeprom.h"

#define TURNS 9
#define TURN_SECONDS 0.1
#define TURN_FORKS 50
#define TURN_STARTS 10

/* One of each family with everything in it. */
static const char *const types[] = { "10g-sr", "100g-sr4", "400g-dr4" };

struct subject {
	const struct module_type *type;
	uint8_t bytes[TYPE_IMAGE_MAX];
	size_t len;
	struct image *image;
	struct module *module;
};

/* Of this thread, and of programs that were started and have ended. */
double own_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double children_seconds(void)
{
	struct rusage used;

	getrusage(RUSAGE_CHILDREN, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void subject_make(struct subject *s, const char *token)
{
	s->type = module_type_find(token);
	s->len = s->type ? type_image(s->type, 1, s->bytes, sizeof(s->bytes)) : 0;
	s->image = image_new();
	s->module = module_new();
	if (s->len == 0 || !s->image || !s->module) {
		fprintf(stderr, "bench: %s can't be made\n", token);
		exit(EXIT_FAILURE);
	}
	image_load_linear(s->image, s->bytes, s->len, image_identifier_two_devices(s->bytes[0]));
}

static void subject_release(struct subject *s)
{
	image_free(s->image);
	module_unref(s->module);
}

static void ignore_field(const struct eeprom_field *field, void *arg)
{
	size_t *total = arg;

	*total += strlen(field->value);
}

/* The ways to decode; each returns images per second. */

static double decode(struct subject *s, struct oracle *o)
{
	double start = own_seconds(), spent;
	unsigned n = 0;

	(void)o;
	do {
		for (unsigned i = 0; i < 100; i++)
			eeprom_decode(s->image, s->module);
		n += 100;
		spent = own_seconds() - start;
	} while (spent < TURN_SECONDS);
	return n / spent;
}

static double decode_printed(struct subject *s, struct oracle *o)
{
	double start = own_seconds(), spent;
	size_t total = 0;
	unsigned n = 0;

	(void)o;
	do {
		eeprom_decode(s->image, s->module);
		eeprom_walk_fields(s->image, s->module, ignore_field, &total);
		n++;
		spent = own_seconds() - start;
	} while (spent < TURN_SECONDS);
	return n / spent;
}

static double ethtool_forked(struct subject *s, struct oracle *o)
{
	const struct oracle_line *lines;
	double spent = 0;

	for (unsigned i = 0; i < TURN_FORKS; i++) {
		if (oracle_decode(o, s->bytes, s->len, eeprom_family(s->bytes[0]), &lines) <= 0)
			return 0;
		spent += oracle_seconds(o);
	}
	return TURN_FORKS / spent;
}

static double ethtool_started(struct subject *s, struct oracle *o)
{
	const struct oracle_line *lines;
	double start = children_seconds();

	(void)o;
	for (unsigned i = 0; i < TURN_STARTS; i++) {
		const char *why;
		struct oracle *one = oracle_start(&why);
		int count =
			one ? oracle_decode(one, s->bytes, s->len, eeprom_family(s->bytes[0]), &lines) : 0;

		oracle_stop(one);
		if (count <= 0)
			return 0;
	}
	return TURN_STARTS / (children_seconds() - start);
}

static const struct way {
	const char *name;
	double (*measure)(struct subject *s, struct oracle *o);
	bool ethtool;
} ways[] = {
	{ "decoded", decode, false },
	{ "printed", decode_printed, false },
	{ "ethtool, forked", ethtool_forked, true },
	{ "ethtool, started", ethtool_started, true },
};

#define WAYS (sizeof(ways) / sizeof(ways[0]))

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct spread spread_of(double *values, unsigned count)
{
	qsort(values, count, sizeof(values[0]), by_value);
	return (struct spread){ values[0], values[count / 2], values[count - 1] };
}

static void bench(const char *token, struct oracle *o)
{
	static struct subject s;
	double turns[WAYS][TURNS], ratios[WAYS][TURNS];

	subject_make(&s, token);
	for (unsigned turn = 0; turn < TURNS; turn++) {
		for (size_t w = 0; w < WAYS; w++) {
			turns[w][turn] = o || !ways[w].ethtool ? ways[w].measure(&s, o) : 0;
			ratios[w][turn] = turns[w][turn] > 0 ? turns[0][turn] / turns[w][turn] : 0;
		}
	}
	printf("%s (%s, %zu bytes)\n", s.type->name,
	       code_name(register_family_labels, eeprom_family(s.bytes[0])), s.len);
	for (size_t w = 0; w < WAYS; w++) {
		struct spread rate = spread_of(turns[w], TURNS), ratio = spread_of(ratios[w], TURNS);

		if (rate.min == 0)
			continue;
		printf("  %-17s %9.0f %9.0f %9.0f", ways[w].name, rate.min, rate.median, rate.max);
		if (w > 0)
			printf("   %7.1f %7.1f %7.1f", ratio.min, ratio.median, ratio.max);
		putchar('\n');
	}
	subject_release(&s);
}

static int decode_often(const char *token, unsigned count)
{
	static struct subject s;

	subject_make(&s, token);
	while (count-- > 0)
		eeprom_decode(s.image, s.module);
	subject_release(&s);
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	const char *why = "";
	struct oracle *o;

	if (argc == 4 && strcmp(argv[1], "--once") == 0)
		return decode_often(argv[2], (unsigned)atoi(argv[3]));
	if (argc == 4 && strcmp(argv[1], "--judge") == 0) {
		judge_often((unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]));
		return EXIT_SUCCESS;
	}
	if (argc == 2 && strcmp(argv[1], "--bus") == 0) {
		bench_bus();
		return EXIT_SUCCESS;
	}
	o = oracle_start(&why);
	if (!o)
		printf("not compared: %s\n", why);
	else
		printf("%s\n", oracle_version(o));
	printf("images per second of CPU time, of %d turns: min, median, max; then how many times\n"
	       "as fast \"decoded\" is\n", TURNS);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		bench(types[i], o);
	oracle_stop(o);
	bench_judge();
	bench_bus();
	return EXIT_SUCCESS;
}
