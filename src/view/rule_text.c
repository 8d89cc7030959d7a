/* SPDX-License-Identifier: BSD-3-Clause */
/* Rules in words. */
#include "view/rule_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "view/table.h"

const struct rule_family rule_families[] = {
	{ "FF", "Form factors" },
	{ "SP", "Trunks that can not be split" },
	{ "LEG", "Legs as a set" },
	{ "MED", "Media" },
	{ "WL", "Wavelengths" },
	{ "RATE", "Rates" },
	{ "MOD", "Modulation" },
	{ "CON", "Connectors and harness" },
	{ "REACH", "Reach" },
	{ "FEC", "Forward error correction" },
	{ "HOST", "The switch and what it does with the module" },
	{ "LINK", "Links" },
	{ "CAB", "Cable assemblies" },
	{ "DOM", "Light and other monitors" },
	{ "DAT", "The bytes themselves" },
	{ NULL, NULL },
};

const struct rule_family *rule_family_of(const struct rule *rule)
{
	size_t len = strcspn(rule->id, "-");

	for (const struct rule_family *f = rule_families; f->prefix; f++) {
		if (strlen(f->prefix) == len && strncmp(f->prefix, rule->id, len) == 0)
			return f;
	}
	return NULL;
}

const char *rule_scope_text(const struct rule *rule, char *buf, size_t size)
{
	static const struct code words[] = {
		{ RULE_SCOPE_PORT, "port" },
		{ RULE_SCOPE_BREAKOUT, "breakout" },
		{ RULE_SCOPE_LEG, "leg" },
		{ 0, NULL },
	};
	struct text t;

	text_init(&t, buf, size);
	for (const struct code *word = words; word->name; word++) {
		if (rule->scopes & word->code)
			text_item(&t, ", ", "%s", word->name);
	}
	return buf;
}

const struct rule *rule_named(const char *word)
{
	for (const struct rule *rule = rules; rule < rules + rule_count; rule++) {
		if (strcasecmp(rule->id, word) == 0 || strcmp(rule->name, word) == 0)
			return rule;
	}
	return NULL;
}

#define LANE_ALARM_TEXT "Announced as brkLaneAlarm. "
#define EXPLAINS_LIGHT_TEXT "Explains dark or weak lanes, which are not raised then."
#define ABOUT_LIGHT_TEXT "Not raised where another rule explains the missing light."

/* What its flags mean for people; NULL: nothing of note. */
static const char *role_text(const struct rule *rule)
{
	bool lane_alarm = rule->flags & RULE_LANE_ALARM;

	if (rule->flags & RULE_LEG_MISMATCH)
		return "Announced as brkLegMismatch: the module does not belong there.";
	if (rule->flags & RULE_EXPLAINS_LEGS)
		return "Explains whatever is wrong with the legs, which is not raised then.";
	if (rule->flags & RULE_EXPLAINS_LIGHT)
		return lane_alarm ? LANE_ALARM_TEXT EXPLAINS_LIGHT_TEXT : EXPLAINS_LIGHT_TEXT;
	if (rule->flags & RULE_ABOUT_LIGHT)
		return lane_alarm ? LANE_ALARM_TEXT ABOUT_LIGHT_TEXT : ABOUT_LIGHT_TEXT;
	return lane_alarm ? LANE_ALARM_TEXT : NULL;
}

/* Terminal. */

#define LABEL_WIDTH 12

static void print_labelled(const char *label, const char *s, FILE *out)
{
	size_t width = TABLE_WIDTH - LABEL_WIDTH;

	while (*s) {
		size_t n = table_line_bytes(s, width);

		fprintf(out, "%-*s%.*s\n", LABEL_WIDTH, label, (int)n, s);
		label = "";
		s += n;
		while (*s == ' ')
			s++;
	}
}

void rule_print(const struct rule *rule, FILE *out)
{
	char scope[48];
	const char *role = role_text(rule);

	fprintf(out, "%s %s\n\n", rule->id, rule->name);
	print_labelled("severity", code_name(severity_labels, rule->severity), out);
	print_labelled("about", rule_scope_text(rule, scope, sizeof(scope)), out);
	print_labelled("meaning", rule->description, out);
	print_labelled("seen by", rule->seen, out);
	print_labelled("what to do", rule->remedy, out);
	if (role)
		print_labelled("note", role, out);
}

/* Manual. */

/* What roff would take for its own: a backslash, a minus sign. */
static void put_escaped(const char *s, size_t len, FILE *out)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\\')
			fputs("\\e", out);
		else if (s[i] == '-' && i + 1 < len && s[i + 1] >= '0' && s[i + 1] <= '9' &&
		         (i == 0 || s[i - 1] == ' '))
			fputs("\\-", out);
		else
			fputc(s[i], out);
	}
}

/* A sentence to the line, as mdoc wants it, and lines of at most 78 bytes. */
static void put_text(const char *s, FILE *out)
{
	while (*s) {
		const char *end = strstr(s, ". ");
		size_t sentence = end ? (size_t)(end - s) + 1 : strlen(s), n = sentence;

		if (sentence > 78)
			n = table_line_bytes(s, 78);
		/* A control line begins with one of these. */
		if (*s == '.' || *s == '\'')
			fputs("\\&", out);
		put_escaped(s, n, out);
		fputc('\n', out);
		s += n;
		while (*s == ' ')
			s++;
	}
}

static void put_rule(const struct rule *rule, FILE *out)
{
	const char *role = role_text(rule);
	char scope[48];

	fprintf(out, ".It Cm %s Pq %s , %s , %s\n", rule->id, rule->name, code_name(severity_labels, rule->severity),
	        rule_scope_text(rule, scope, sizeof(scope)));
	put_text(rule->description, out);
	fputs(".br\n.Em Seen by :\n", out);
	put_text(rule->seen, out);
	fputs(".br\n.Em To do :\n", out);
	put_text(rule->remedy, out);
	if (role) {
		fputs(".br\n", out);
		put_text(role, out);
	}
}

static int by_id(const void *a, const void *b)
{
	const struct rule *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

void rule_print_manual(FILE *out)
{
	const struct rule **sorted = calloc(rule_count, sizeof(const struct rule *));

	if (!sorted)
		return;
	for (size_t i = 0; i < rule_count; i++)
		sorted[i] = &rules[i];
	qsort(sorted, rule_count, sizeof(const struct rule *), by_id);
	for (const struct rule_family *f = rule_families; f->prefix; f++) {
		fprintf(out, ".Ss %s\n.Bl -tag -width Ds\n", f->title);
		for (size_t i = 0; i < rule_count; i++) {
			if (rule_family_of(sorted[i]) == f)
				put_rule(sorted[i], out);
		}
		fputs(".El\n", out);
	}
	free(sorted);
}
