/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether all is well, in a line. */
#include "view/check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "rules/rule.h"
#include "view/show_columns.h"

#define NAME "BREAKOUT"

static const char *const words[] = {
	[CHECK_OK] = "OK", [CHECK_WARNING] = "WARNING", [CHECK_CRITICAL] = "CRITICAL", [CHECK_UNKNOWN] = "UNKNOWN",
};

/* What is counted. */
struct tally {
	unsigned of[SEVERITY_CRITICAL + 1];
	unsigned waived, ports, modules, unreadable;
	const struct violation *worst;
	bool empty;                      /* there is no module anywhere: is this the right configuration? */
};

/* In a line of a plugin, "|" begins the performance data. */
static void put_text(FILE *out, const char *s)
{
	char clean[CELL_TEXT];

	cell_clean(clean, sizeof(clean), s);
	for (char *p = clean; *p; p++)
		fputc(*p == '|' ? '/' : *p, out);
}

static void count_violations(const struct show_row *base, struct tally *tally)
{
	struct show_row row = *base;

	for (size_t i = 0; i < row.snapshot->violation_count; i++) {
		const struct violation *v = &row.snapshot->violations[i];

		if (!show_subject_selected(&row, &v->about, v->severity))
			continue;
		if (v->waived) {
			tally->waived++;
			continue;
		}
		tally->of[v->severity]++;
		if (!tally->worst || v->severity > tally->worst->severity)
			tally->worst = v;
	}
}

static void count_ports(const struct show_row *base, struct tally *tally)
{
	struct show_row row = *base;

	for (row.port = 0; row.port < row.snapshot->topology->port_count; row.port++) {
		const struct port_state *p = &row.snapshot->ports[row.port];

		if (!show_port_selected(&row))
			continue;
		tally->ports++;
		tally->modules += p->module != NULL;
		/* That some source shows monitors only is for ever, and no news. */
		tally->unreadable += p->status != READ_OK && p->status != READ_ABSENT && p->status != READ_MONITORS;
	}
}

static enum check_code code_of(const struct tally *tally, const char *why_old)
{
	if (tally->of[SEVERITY_CRITICAL] || tally->of[SEVERITY_MAJOR])
		return CHECK_CRITICAL;
	if (tally->of[SEVERITY_MINOR])
		return CHECK_WARNING;
	return tally->unreadable || tally->empty || why_old ? CHECK_UNKNOWN : CHECK_OK;
}

static void put_violation(const struct show_row *base, const struct violation *v, FILE *out)
{
	const struct rule *rule = rule_of_index(v->rule);
	const struct topology *t = base->snapshot->topology;
	const struct breakout_decl *breakout = topology_breakout_of_index(t, v->about.breakout);
	char place[PLACE_TEXT];

	subject_place(&v->about, t, place, sizeof(place));
	fprintf(out, ": %s %s", rule ? rule->id : "?", rule ? rule->name : "");
	if (breakout) {
		fputs(" at ", out);
		put_text(out, breakout->name);
	}
	if (v->about.leg)
		fprintf(out, " leg %u", v->about.leg);
	if (place[0]) {
		fputs(breakout ? " (" : " at ", out);
		put_text(out, place);
		fputs(breakout ? ")" : "", out);
	}
	if (v->observed[0]) {
		fputs(": ", out);
		put_text(out, v->observed);
	}
}

static void put_summary(const struct show_row *base, const struct tally *tally, const char *why_old, FILE *out)
{
	char list[128] = "";
	struct text t;

	text_init(&t, list, sizeof(list));
	for (int s = SEVERITY_CRITICAL; s >= SEVERITY_MINOR; s--) {
		if (tally->of[s])
			text_item(&t, ", ", "%u %s", tally->of[s], code_name(severity_labels, (uint32_t)s));
	}
	if (tally->unreadable)
		text_item(&t, ", ", "%u of %u ports can't be read", tally->unreadable, tally->ports);
	if (tally->empty)
		text_item(&t, ", ", "there is no module in any port");
	fputs(*list ? list : "no violations", out);
	if (*list && tally->worst && tally->worst->severity >= SEVERITY_MINOR)
		put_violation(base, tally->worst, out);
	if (why_old) {
		fputs("; ", out);
		put_text(out, why_old);
	}
}

/* A threshold of performance data: a range "low:high" that is good. */
static void put_range(FILE *out, struct value low, struct value high, double (*of)(struct value))
{
	if (value_ok(low) || value_ok(high)) {
		if (value_ok(low))
			fprintf(out, "%.2f", of(low));
		else
			fputc('~', out);
		fputc(':', out);
		if (value_ok(high))
			fprintf(out, "%.2f", of(high));
	}
}

static double dbm_of(struct value nw)
{
	return power_cdbm_from_nw(nw.v) / 100.0;
}

static double ma_of(struct value ua)
{
	return ua.v / 1000.0;
}

static void put_measured(FILE *out, const char *name, unsigned lane, struct value v, const struct thresholds *t,
                         double (*of)(struct value))
{
	if (v.state == VALUE_NO_LIGHT)
		fprintf(out, " %s%u=-40.00;", name, lane);
	else if (value_ok(v))
		fprintf(out, " %s%u=%.2f;", name, lane, of(v));
	else
		return;
	put_range(out, t->low_warning, t->high_warning, of);
	fputc(';', out);
	put_range(out, t->low_alarm, t->high_alarm, of);
}

static void put_lanes(const struct module *m, FILE *out)
{
	for (unsigned n = 1; module_lane(m, n); n++) {
		const struct lane *lane = module_lane(m, n);

		put_measured(out, "rx", n, lane->rx_power, &m->thresholds[MONITOR_RX_POWER], dbm_of);
		put_measured(out, "tx", n, lane->tx_power, &m->thresholds[MONITOR_TX_POWER], dbm_of);
		put_measured(out, "bias", n, lane->tx_bias, &m->thresholds[MONITOR_TX_BIAS], ma_of);
	}
}

int check_print(const struct snapshot *s, const struct show_filter *filter, const char *why_old, FILE *out,
                char *why)
{
	struct show_selection selection;
	const struct show_row base = { .snapshot = s, .selection = &selection };
	struct tally tally = { .worst = NULL };
	enum check_code code;
	int r = show_select(filter, s->topology, &selection, why);

	if (r < 0)
		return r;
	count_violations(&base, &tally);
	count_ports(&base, &tally);
	tally.empty = snapshot_module_count(s) == 0;
	code = code_of(&tally, why_old);
	fprintf(out, NAME " %s - ", words[code]);
	put_summary(&base, &tally, why_old, out);
	fprintf(out, " | critical=%u;;0 major=%u;;0 minor=%u;0 info=%u waived=%u modules=%u unreadable=%u",
	        tally.of[SEVERITY_CRITICAL], tally.of[SEVERITY_MAJOR], tally.of[SEVERITY_MINOR],
	        tally.of[SEVERITY_INFO], tally.waived, tally.modules, tally.unreadable);
	if (selection.port != SIZE_MAX && s->ports[selection.port].module)
		put_lanes(s->ports[selection.port].module, out);
	fputc('\n', out);
	return (int)code;
}

void check_print_unknown(const char *why, FILE *out)
{
	char line[CELL_TEXT];

	snprintf(line, sizeof(line), "%.*s", (int)strcspn(why, "\n"), why);
	fprintf(out, NAME " %s - ", words[CHECK_UNKNOWN]);
	put_text(out, *line ? line : "out of memory");
	fputc('\n', out);
}

enum check_code check_code_of(const char *line)
{
	static const char name[] = NAME " ";

	for (enum check_code code = CHECK_OK; code < CHECK_UNKNOWN; code++) {
		size_t len = strlen(words[code]);

		if (strncmp(line, name, sizeof(name) - 1) == 0 &&
		    strncmp(line + sizeof(name) - 1, words[code], len) == 0 &&
		    line[sizeof(name) - 1 + len] == ' ')
			return code;
	}
	return CHECK_UNKNOWN;
}
