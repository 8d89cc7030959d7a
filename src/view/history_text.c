/* SPDX-License-Identifier: BSD-3-Clause */
/* The last day of a lane in the terminal. */
#include "view/history_text.h"

#include <errno.h>

#include "view/table.h"

#define ROWS 4
#define STEPS (ROWS * 8)   /* that block elements show */
#define LABELS 9           /* columns before the plot */

static const struct monitor_view {
	const char *title, *key;
	double unit;
	int32_t span;   /* of a plot at least, in units: noise is not to look like drama */
} monitors[HISTORY_MONITORS] = {
	[HISTORY_RX_POWER] = { "received power, dBm", "rx_power_dbm", 0.01, 100 },
	[HISTORY_TX_POWER] = { "transmitted power, dBm", "tx_power_dbm", 0.01, 100 },
	[HISTORY_TX_BIAS] = { "laser bias, mA", "tx_bias_ma", 0.002, 500 },
};

/* Several points as one. */
static struct history_point merge(const struct history_point *points, size_t count)
{
	struct history_point all = { .known = false };
	int64_t sum = 0, known = 0;

	for (size_t i = 0; i < count; i++) {
		const struct history_point *p = &points[i];

		if (!p->known)
			continue;
		all.least = !all.known || p->least < all.least ? p->least : all.least;
		all.most = !all.known || p->most > all.most ? p->most : all.most;
		all.known = true;
		sum += p->mean;
		known++;
	}
	if (all.known)
		all.mean = (int32_t)(sum / known);
	return all;
}

/* The block that fills `step` eighths of row `row` (0 is the lowest). */
static const char *block(int step, int row)
{
	static const char *const blocks[] = { " ", "\u2581", "\u2582", "\u2583", "\u2584",
	                                      "\u2585", "\u2586", "\u2587", "\u2588" };
	int eighths = step - row * 8;

	return blocks[eighths < 0 ? 0 : eighths > 8 ? 8 : eighths];
}

/* One to STEPS, by the mean; 0 where nothing is known. */
static int step_of(struct history_point p, struct history_point range)
{
	if (!p.known)
		return 0;
	return 1 + (int)((int64_t)(p.mean - range.least) * (STEPS - 1) / (range.most - range.least));
}

static void plot(const struct monitor_view *view, const struct history_point *points, unsigned columns, FILE *out)
{
	struct history_point range = merge(points, HISTORY_SLOTS);

	fprintf(out, "\n%s: least %.2f, mean %.2f, most %.2f\n", view->title, range.least * view->unit,
	        range.mean * view->unit, range.most * view->unit);
	if (range.most - range.least < view->span) {
		range.least -= (view->span - (range.most - range.least)) / 2;
		range.most = range.least + view->span;
	}
	for (int row = ROWS - 1; row >= 0; row--) {
		if (row == ROWS - 1)
			fprintf(out, "%*.2f ", LABELS - 1, range.most * view->unit);
		else if (row == 0)
			fprintf(out, "%*.2f ", LABELS - 1, range.least * view->unit);
		else
			fprintf(out, "%*s", LABELS, "");
		for (unsigned c = 0; c < columns; c++) {
			size_t from = (size_t)c * HISTORY_SLOTS / columns;
			size_t to = (size_t)(c + 1) * HISTORY_SLOTS / columns;

			fputs(block(step_of(merge(points + from, to - from), range), row), out);
		}
		fputc('\n', out);
	}
}

static int print_text(const struct lane_day *day, unsigned width, FILE *out)
{
	unsigned columns = (width ? width : TABLE_WIDTH) - LABELS;
	bool any = false;

	if (columns > HISTORY_SLOTS)
		columns = HISTORY_SLOTS;
	fprintf(out, "%s lane %u, the last 24 hours\n", day->port, day->lane);
	for (size_t m = 0; m < HISTORY_MONITORS; m++) {
		if (!day->known[m] || !merge(day->points[m], HISTORY_SLOTS).known)
			continue;
		plot(&monitors[m], day->points[m], columns, out);
		any = true;
	}
	if (any)
		fprintf(out, "%*s-24 h%*s\n", LABELS, "", (int)columns - 5, "now");
	else
		fputs("nothing is known of it\n", out);
	return 0;
}

static json_t *point_json(const struct history_point *p, double unit)
{
	if (!p->known)
		return json_null();
	return json_pack("{s:f, s:f, s:f}", "least", p->least * unit, "mean", p->mean * unit, "most", p->most * unit);
}

static json_t *day_json(const struct lane_day *day)
{
	json_t *object = json_pack("{s:s, s:i, s:i}", "port", day->port, "lane", day->lane, "slot_s", HISTORY_SLOT_S);

	for (size_t m = 0; object && m < HISTORY_MONITORS; m++) {
		json_t *array = json_array();
		int r = array ? json_object_set_new(object, monitors[m].key, array) : -1;

		for (size_t i = 0; i < HISTORY_SLOTS && r == 0 && day->known[m]; i++)
			r = json_array_append_new(array, point_json(&day->points[m][i], monitors[m].unit));
		if (r < 0) {
			json_decref(object);
			object = NULL;
		}
	}
	return object;
}

int history_print(const struct lane_day *day, const struct show_options *options, FILE *out)
{
	if (options->json)
		return show_print_json(day_json(day), out);
	return print_text(day, options->width, out);
}
