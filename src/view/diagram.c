/* SPDX-License-Identifier: BSD-3-Clause */
/* Breakouts as a picture. */
#include "view/diagram.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "rules/rule.h"
#include "view/show_columns.h"
#include "view/svg.h"
#include "view/table.h"
#include "view/wavelength.h"

/* The picture's measures, in pixels. */
#define WIDTH 1000.0
#define MARGIN 20.0
#define HEAD 58.0          /* of a breakout, above its boxes */
#define ROW 46.0           /* of a lane */
#define LANE_MIDDLE 16.0   /* of a row, where its line begins */
#define LEG_HEAD 50.0      /* words of a leg, above its lanes */
#define HEAD_MIDDLE 16.0   /* of its first line */
#define GAP 14.0           /* between legs */
#define BOX 300.0          /* width of trunk and legs */
#define RIGHT (WIDTH - MARGIN - BOX)
#define BAR_LEFT 54.0      /* in a box */
#define BAR 130.0
#define LINE 17.0          /* of text */
#define MARK 3.0           /* from a box to a mark beside it, and between marks */
#define STRAIGHT 88.0      /* of a lane, from a box */
#define LABEL 27.0         /* from a box to the words on a lane; a short mark fits before them */
#define TEXT_MOST 112      /* digits that fit the width */
#define TITLE_MOST 29      /* digits that fit a box, in its title */
#define SMALL_MOST 40      /* and below */

/* Where a leg is: its first row's top, and its lanes on the trunk. */
struct leg_place {
	double top, height;
	unsigned first, count;
};

struct drawing {
	const struct snapshot *s;
	size_t breakout;
	FILE *out;
	double top;                /* of the boxes */
	double bottom;
	struct leg_place legs[MODE_MAX_COUNT];
};

static const struct breakout_decl *decl_of(const struct drawing *d)
{
	return &d->s->topology->breakouts[d->breakout];
}

static const struct port_state *trunk_of(const struct drawing *d)
{
	return &d->s->ports[decl_of(d)->trunk];
}

/* The colour of a lane between two modules, and what is said of it; dotted where no light comes. */
static void lane_look(const struct module *m, unsigned lane, char *style, size_t size, char *label, size_t label_size)
{
	const struct lane *l = m ? module_lane(m, lane) : NULL;
	struct value wavelength = m ? lane_wavelength(m, lane) : (struct value){ .state = VALUE_ABSENT };

	label[0] = '\0';
	if (value_ok(wavelength)) {
		snprintf(style, size, "%s%s", wavelength_style(wavelength.v),
		         l && l->rx_power.state == VALUE_NO_LIGHT ? " dark" : "");
		snprintf(label, label_size, "%.*f nm", wavelength.v % 100 ? 1 : 0, wavelength.v / 100.0);
	} else {
		snprintf(style, size, "%s", m && m->medium != MEDIUM_UNKNOWN ? "copper" : "none dark");
	}
}

static const char *severity_style(enum severity severity)
{
	return severity >= SEVERITY_MAJOR ? "bad" : severity == SEVERITY_MINOR ? "poor" : "info";
}

static bool is_here(const struct drawing *d, const struct violation *v)
{
	return show_subject_of_breakout(d->s, &v->about, d->breakout);
}

/* Is this the port at the far end of a leg? */
static bool is_at(const struct drawing *d, size_t leg, uint32_t port)
{
	const struct leg_decl *decl = &decl_of(d)->legs[leg];

	return decl->peer == PEER_LOCAL && d->s->topology->ports[decl->port].index == port;
}

static void place_legs(struct drawing *d)
{
	const struct breakout_decl *b = decl_of(d);

	d->bottom = d->top;
	for (size_t i = 0; i < b->leg_count; i++) {
		struct leg_place *p = &d->legs[i];

		if (!snapshot_leg_lanes(d->s, d->breakout, (unsigned)i, LANES_MEDIA, &p->first, &p->count)) {
			p->first = b->legs[i].first_lane;
			p->count = b->legs[i].lane_count ? b->legs[i].lane_count : 1;
		}
		p->top = d->bottom;
		p->height = LEG_HEAD + ROW * p->count;
		d->bottom += p->height + GAP;
	}
}

/* Power. */

struct scale {
	double left, low, high;    /* pixels of `low`; dBm */
};

static double at(const struct scale *s, double dbm)
{
	double part = (dbm - s->low) / (s->high - s->low);

	return s->left + BAR * (part < 0 ? 0 : part > 1 ? 1 : part);
}

static double dbm_of(struct value nw, double missing)
{
	return value_ok(nw) ? power_cdbm_from_nw(nw.v) / 100.0 : missing;
}

static void put_zone(FILE *out, const struct scale *s, double y, double from, double to, const char *style)
{
	if (to > from)
		svg_rect(out, (struct svg_box){ at(s, from), y, at(s, to) - at(s, from), 8 }, 0, style);
}

/* A bar with the zones of its thresholds, a tick where the power is, and its number. */
static void put_power(FILE *out, double x, double y, const char *name, struct value v, const struct thresholds *t)
{
	double low = dbm_of(t->low_alarm, -20), high = dbm_of(t->high_alarm, 5);
	const struct scale scale = { x + BAR_LEFT, low - 4, high + 4 };
	char number[32];

	svg_text(out, x + 30, y + 8, "small", 4, name);
	svg_rect(out, (struct svg_box){ scale.left, y, BAR, 8 }, 2, "track");
	if (value_ok(t->low_alarm) && value_ok(t->high_alarm)) {
		put_zone(out, &scale, y, low, high, "zpoor");
		put_zone(out, &scale, y, dbm_of(t->low_warning, low), dbm_of(t->high_warning, high), "zgood");
	}
	if (value_ok(v)) {
		svg_rect(out, (struct svg_box){ at(&scale, dbm_of(v, 0)) - 1.5, y - 3, 3, 14 }, 1, "tick");
		snprintf(number, sizeof(number), "%.2f dBm", dbm_of(v, 0));
	} else {
		snprintf(number, sizeof(number), "%s", v.state == VALUE_NO_LIGHT ? "no light" : "not known");
	}
	svg_text(out, scale.left + BAR + 8, y + 8, v.state == VALUE_NO_LIGHT ? "small badtext" : "small", 12, number);
}

static void put_lane(FILE *out, double x, double y, const struct module *m, unsigned n)
{
	const struct lane *lane = m ? module_lane(m, n) : NULL;
	char label[8];

	if (!lane)
		return;
	snprintf(label, sizeof(label), "%u", n);
	svg_text(out, x + 10, y + 20, "lane", 3, label);
	put_power(out, x, y + 5, "RX", lane->rx_power, &m->thresholds[MONITOR_RX_POWER]);
	put_power(out, x, y + 22, "TX", lane->tx_power, &m->thresholds[MONITOR_TX_POWER]);
}

/* Boxes. */

static void put_module(FILE *out, double x, double y, const char *name, const struct module *m, const char *nothing)
{
	const char *type = m ? m->type_name : nothing;
	size_t width = svg_width(type) + 3;
	char line[CELL_TEXT], shown[CELL_TEXT];

	/* A long name gives way to the type. */
	svg_cut(name, width < TITLE_MOST / 2 ? TITLE_MOST - width : TITLE_MOST / 2, shown, sizeof(shown));
	snprintf(line, sizeof(line), "%.160s%s%.160s", shown, *type ? " \u00b7 " : "", type);
	svg_text(out, x + 10, y + 19, "title", TITLE_MOST, line);
	if (!m)
		return;
	snprintf(line, sizeof(line), "%s %s \u00b7 %s", m->vendor, m->part_number, m->serial);
	svg_text(out, x + 10, y + 37, "small", SMALL_MOST, line);
}

/* How the box of a port looks: by the worst of what is found at that end. */
static const char *box_style(const struct drawing *d, uint32_t port)
{
	enum severity worst = SEVERITY_NONE;

	for (size_t i = 0; i < d->s->violation_count; i++) {
		const struct violation *v = &d->s->violations[i];

		if (v->about.port == port && !v->waived && v->severity > worst)
			worst = v->severity;
	}
	return worst >= SEVERITY_MAJOR ? "box wrong" : worst == SEVERITY_MINOR ? "box doubtful" : "box";
}

static void put_trunk(const struct drawing *d)
{
	const struct breakout_decl *b = decl_of(d);
	const struct port_state *state = trunk_of(d);

	svg_rect(d->out, (struct svg_box){ MARGIN, d->top, BOX, d->bottom - d->top - GAP }, 6,
	         box_style(d, d->s->topology->ports[b->trunk].index));
	put_module(d->out, MARGIN, d->top, d->s->topology->ports[b->trunk].name, state->module, "no module");
	for (size_t i = 0; i < b->leg_count; i++) {
		for (unsigned n = 0; n < d->legs[i].count; n++)
			put_lane(d->out, MARGIN, d->legs[i].top + LEG_HEAD + ROW * n, state->module,
			         d->legs[i].first + n);
	}
}

/* What is at the other end, in words where it is no port of ours. */
static void put_leg(const struct drawing *d, size_t i)
{
	const struct leg_decl *leg = &decl_of(d)->legs[i];
	const struct leg_state *state = &d->s->breakouts[d->breakout].legs[i];
	const struct leg_place *p = &d->legs[i];
	char name[160];

	if (leg->peer == PEER_LOCAL)
		snprintf(name, sizeof(name), "%u: %s", leg->number, d->s->topology->ports[leg->port].name);
	else if (leg->peer == PEER_REMOTE)
		snprintf(name, sizeof(name), "%u: %.60s:%.60s", leg->number, leg->remote_agent, leg->remote_port);
	else
		snprintf(name, sizeof(name), "%u:", leg->number);
	svg_rect(d->out, (struct svg_box){ RIGHT, p->top, BOX, p->height }, 6,
	         leg->peer == PEER_LOCAL ? box_style(d, d->s->topology->ports[leg->port].index) : "box");
	put_module(d->out, RIGHT, p->top, name, state->module,
	           leg->peer == PEER_LOCAL ? "no module" : leg->peer == PEER_REMOTE ? "" : "not declared");
	if (!state->module && leg->peer == PEER_LOCAL && state->expected.type_name[0]) {
		snprintf(name, sizeof(name), "expected: %s", state->expected.type_name);
		svg_text(d->out, RIGHT + 10, p->top + 37, "small", SMALL_MOST, name);
	}
	for (unsigned n = 0; n < p->count; n++)
		put_lane(d->out, RIGHT, p->top + LEG_HEAD + ROW * n, state->module, n + 1);
}

/* Half of a lane, from the box at `x` to the middle of its leg, with its wavelength. */
static void put_half(const struct drawing *d, double x, double y, double mid, const struct module *m, unsigned lane)
{
	const double middle = (MARGIN + BOX + RIGHT) / 2, side = x < middle ? 1 : -1, bend = 40 * side;
	const double from = x + side * STRAIGHT;
	char look[24], label[24];

	lane_look(m, lane, look, sizeof(look), label, sizeof(label));
	fprintf(d->out, "<path d=\"M%.1f %.1fH%.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" class=\"fibre %s\"/>\n", x, y, from,
	        from + bend, y, middle - bend, mid, middle, mid, look);
	if (label[0])
		svg_text(d->out, x + side * LABEL, y + 4, side > 0 ? "small on" : "small on end", 12, label);
}

/* The harness: a line for each lane, half in the colour of the trunk and half in that of the leg. */
static void put_lines(const struct drawing *d, size_t i)
{
	const struct leg_place *p = &d->legs[i];
	const struct leg_decl *leg = &decl_of(d)->legs[i];
	const struct module *trunk = trunk_of(d)->module, *far = d->s->breakouts[d->breakout].legs[i].module;
	const double mid = p->top + LEG_HEAD + ROW * (p->count - 1) / 2 + LANE_MIDDLE;

	for (unsigned n = 0; n < p->count; n++) {
		double y = p->top + LEG_HEAD + ROW * n + LANE_MIDDLE;
		/* Of an end in another box nothing is known. */
		bool remote = leg->peer == PEER_REMOTE;

		put_half(d, MARGIN + BOX, y, mid, trunk, p->first + n);
		put_half(d, RIGHT, y, mid, remote ? trunk : far, remote ? p->first + n : n + 1);
	}
}

/* Violations. */

/* The row of lane `lane` of `p`'s lanes from `first`, or its head. */
static double row_of(const struct leg_place *p, unsigned first, unsigned lane)
{
	if (lane < first || lane >= first + p->count)
		return p->top + HEAD_MIDDLE;
	return p->top + LEG_HEAD + ROW * (lane - first) + LANE_MIDDLE;
}

/*
 * Where the mark of a violation is: on its lane at the end that it is about, else at its leg's name or the
 * trunk's. *ret_left: at the trunk.
 */
static double mark_place(const struct drawing *d, const struct violation *v, bool *ret_left)
{
	const struct breakout_decl *b = decl_of(d);
	const struct port_decl *ports = d->s->topology->ports;
	const struct subject *about = &v->about;
	bool of_trunk = about->port == ports[b->trunk].index;

	*ret_left = of_trunk || !about->leg;
	for (size_t i = 0; i < b->leg_count; i++) {
		const struct leg_place *p = &d->legs[i];
		double row = row_of(p, of_trunk ? p->first : 1, about->lane);

		if (about->leg && about->leg == b->legs[i].number)
			return row;
		if (about->leg)
			continue;
		if (is_at(d, i, about->port)) {
			*ret_left = false;
			return row;
		}
		if (of_trunk && row > p->top + HEAD_MIDDLE)
			return row;
	}
	return d->top + HEAD_MIDDLE;
}

static void put_marks(const struct drawing *d)
{
	for (size_t i = 0; i < d->s->violation_count; i++) {
		const struct violation *v = &d->s->violations[i], *other = d->s->violations;
		const struct rule *rule = rule_of_index(v->rule);
		bool left, other_left;
		double y, shift = MARK;
		char number[16];

		if (!is_here(d, v))
			continue;
		y = mark_place(d, v, &left);
		/* Those at the same place stand beside each other, in the harness. */
		for (; other < v; other++) {
			snprintf(number, sizeof(number), "%u", other->index);
			if (is_here(d, other) && mark_place(d, other, &other_left) == y && other_left == left)
				shift += svg_badge_width(number) + MARK;
		}
		snprintf(number, sizeof(number), "%u", v->index);
		svg_badge(d->out, left ? MARGIN + BOX + shift : RIGHT - shift - svg_badge_width(number), y,
		          severity_style(v->severity), number, rule ? rule->id : "");
	}
}

/* "WL-01 wavelengthBand (leg 2, lane 2): expected …; observed …" */
static void note_of(const struct drawing *d, const struct violation *v, char *buf, size_t size)
{
	const struct rule *rule = rule_of_index(v->rule);
	char line[CELL_TEXT], where[128] = "", place[PLACE_TEXT];
	struct text t;

	text_init(&t, where, sizeof(where));
	if (v->about.leg)
		text_item(&t, ", ", "leg %u", v->about.leg);
	subject_place(&v->about, d->s->topology, place, sizeof(place));
	if (place[0])
		text_item(&t, ", ", "%s", place);
	text_init(&t, line, sizeof(line));
	text_printf(&t, "%u  %s %s", v->index, rule ? rule->id : "", rule ? rule->name : "");
	if (*where)
		text_printf(&t, " (%s)", where);
	if (v->waived)
		text_printf(&t, ", waived");
	if (v->expected[0])
		text_printf(&t, ": expected %.190s", v->expected);
	if (v->observed[0])
		text_printf(&t, "; observed %.190s", v->observed);
	cell_clean(buf, size, line);
}

/* The next line of a note, without the blanks behind it. Returns its bytes in `rest`. */
static size_t take_line(const char *rest, char *line, size_t size)
{
	size_t bytes = 0;

	for (size_t most = TEXT_MOST * 5 / 4; most > 0; most -= most > 8 ? 8 : most) {
		bytes = table_line_bytes(rest, most);
		snprintf(line, size, "%.*s", (int)bytes, rest);
		if (svg_width(line) <= TEXT_MOST)
			break;
	}
	return bytes;
}

/* What violations say, in lines. Without a file, how high they are. */
static double put_notes(const struct drawing *d, double y, FILE *out)
{
	double top = y;

	for (size_t i = 0; i < d->s->violation_count; i++) {
		const struct violation *v = &d->s->violations[i];
		char note[CELL_TEXT], line[CELL_TEXT];
		const char *rest = note;

		if (!is_here(d, v))
			continue;
		note_of(d, v, note, sizeof(note));
		while (*rest) {
			size_t bytes = take_line(rest, line, sizeof(line));

			if (out)
				svg_text(out, MARGIN + (rest == note ? 0 : 22), y + 12,
				         severity_style(v->severity), TEXT_MOST, line);
			rest += bytes;
			rest += strspn(rest, " ");
			y += LINE;
		}
	}
	return y - top;
}

static void put_head(const struct drawing *d, double y)
{
	const struct breakout_decl *b = decl_of(d);
	const struct breakout_state *state = &d->s->breakouts[d->breakout];
	char mode[MODE_TEXT], line[200];

	svg_text(d->out, MARGIN, y + 24, "head", 60, b->name);
	snprintf(line, sizeof(line), "%s \u00b7 %s%s%s", code_name(verdict_labels, state->verdict),
	         mode_text(&b->mode, mode, sizeof(mode)), b->harness[0] ? " \u00b7 " : "", b->harness);
	svg_text(d->out, MARGIN, y + 44,
	         state->verdict == VERDICT_OK          ? "good"
	         : state->verdict == VERDICT_VIOLATION ? "bad"
	                                               : "poor",
	         TEXT_MOST, line);
}

/* Of the whole breakout at `top`; with a file, it is drawn. */
static double draw(const struct snapshot *s, size_t breakout, double top, FILE *out)
{
	struct drawing d = { .s = s, .breakout = breakout, .out = out, .top = top + HEAD };
	double notes;

	place_legs(&d);
	notes = put_notes(&d, d.bottom, out);
	if (out) {
		put_head(&d, top);
		for (size_t i = 0; i < decl_of(&d)->leg_count; i++)
			put_lines(&d, i);
		put_trunk(&d);
		for (size_t i = 0; i < decl_of(&d)->leg_count; i++)
			put_leg(&d, i);
		put_marks(&d);
	}
	return d.bottom + notes + GAP - top;
}

static const char style[] =
	"svg{--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--box:#f6f8fa;--good:#1a7f37;--poor:#9a6700;"
	"--bad:#cf222e;--info:#0969da;--zgood:#aceebb;--zpoor:#f8e3a1;background:var(--paper)}\n"
	"@media (prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--line:#3d444d;"
	"--box:#161b22;--good:#3fb950;--poor:#d29922;--bad:#f85149;--info:#4493f8;--zgood:#1f6f33;--zpoor:#6b4f00}}\n"
	"text{font:13px system-ui,sans-serif;fill:var(--ink)}.head{font-size:20px;font-weight:600}"
	".title{font-size:14px;font-weight:600}.small{font-size:11px;fill:var(--soft)}.lane{font-weight:600}"
	".mark{font-size:10px;font-weight:700;fill:#fff;text-anchor:middle}\n"
	".paper{fill:var(--paper)}.box{fill:var(--box);stroke:var(--line)}.wrong{stroke:var(--bad);stroke-width:2}"
	".doubtful{stroke:var(--poor);stroke-width:2}"
	".track{fill:var(--line)}.zgood{fill:var(--zgood)}.zpoor{fill:var(--zpoor)}.tick{fill:var(--ink)}\n"
	".good{fill:var(--good)}.poor{fill:var(--poor)}.bad,.badtext{fill:var(--bad)}.info{fill:var(--info)}\n"
	".on{stroke:var(--paper);stroke-width:8px;paint-order:stroke}.end{text-anchor:end}"
	".fibre{fill:none;stroke-width:3}.none{stroke:var(--soft)}.dark{stroke-dasharray:2 6}.copper{stroke:#b87333}\n";

static void put_picture(const struct show_row *base, double height, const char *size, FILE *out)
{
	struct show_row row = *base;
	double top = 0;

	fprintf(out,
	        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" %s role=\"img\">\n"
	        "<title>Breakouts</title>\n<style>\n%s%s</style>\n",
	        WIDTH, height, size, style, wavelength_css);
	svg_rect(out, (struct svg_box){ 0, 0, WIDTH, height }, 0, "paper");
	for (row.breakout = 0; row.breakout < row.snapshot->topology->breakout_count; row.breakout++) {
		if (show_breakout_selected(&row))
			top += draw(row.snapshot, row.breakout, top, out);
	}
	fputs("</svg>\n", out);
}

int diagram_print(const struct snapshot *s, const struct show_filter *filter, bool html, FILE *out, char *why)
{
	struct show_selection selection;
	struct show_row row = { .snapshot = s, .selection = &selection };
	double height = 0;
	char size[64];
	int r = show_select(filter, s->topology, &selection, why);

	if (r < 0)
		return r;
	for (row.breakout = 0; row.breakout < s->topology->breakout_count; row.breakout++) {
		if (show_breakout_selected(&row))
			height += draw(s, row.breakout, 0, NULL);
	}
	if (height == 0) {
		snprintf(why, SHOW_WHY, "there is no breakout to draw");
		return -ENOENT;
	}
	snprintf(size, sizeof(size), "width=\"%.0f\" height=\"%.0f\"", WIDTH, height);
	if (html)
		fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>Breakouts</title>\n"
		      "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
		      "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		      "<style>body{margin:0;background:#fff}svg{display:block;margin:auto;max-width:1200px}"
		      "@media (prefers-color-scheme:dark){body{background:#0d1117}}</style>\n</head>\n<body>\n",
		      out);
	put_picture(&row, height, html ? "width=\"100%\"" : size, out);
	if (html)
		fputs("</body>\n</html>\n", out);
	return 0;
}
