/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * BREAKOUT-MIB, ENTITY-MIB and ENTITY-SENSOR-MIB against the rows of agent/: every
 * table, column, number, base type, access, enumeration and index, and each
 * notification's objects. The reader below knows as much of SMIv2 as these
 * files use.
 */
#include "test.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/mib_entity.h"
#include "agent/mib_tables.h"

#define WORD 64
#define MAX_WORDS 20000
#define MAX_NODES 600
#define MAX_LIST 40

struct label {
	char name[WORD];
	unsigned number;
};

struct syntax {
	char base[WORD];             /* "INTEGER", "OCTET", "SEQUENCE OF", or a textual convention */
	struct label labels[MAX_LIST];
	unsigned label_count;
};

/* Anything with a name and a place in the tree; textual conventions have no place. */
struct node {
	char name[WORD];
	char what[WORD];             /* "OBJECT-TYPE", "TEXTUAL-CONVENTION", "NOTIFICATION-TYPE"... */
	struct syntax syntax;
	char access[WORD];
	char list[MAX_LIST][WORD];   /* INDEX or OBJECTS */
	unsigned list_count;
	char parent[WORD];
	unsigned arc;
};

struct file {
	char (*words)[WORD];
	size_t count, at;
	struct node *nodes;
	size_t node_count;
	const struct subject *about;
};

/* A file and what is served of it. */
struct subject {
	const char *path;
	const char *top;             /* name of the module's own node */
	const char *root;            /* of the tables; NULL: where the agent is rooted */
	const struct mib_table *const *tables;
	size_t table_count;
	bool may_refuse;             /* write access may be left out: RFC 6933, entity4Compliance */
};

/* Words, "::=" and single characters; comments and strings are left out. */
static void split(struct file *f, const char *s)
{
	while (*s) {
		size_t n = 1;

		if (isspace((unsigned char)*s)) {
			s++;
			continue;
		}
		if (strncmp(s, "--", 2) == 0) {
			s += strcspn(s, "\n");
			continue;
		}
		if (*s == '"') {
			s = strchr(s + 1, '"');
			assert_non_null(s);
			s++;
			continue;
		}
		if (strncmp(s, "::=", 3) == 0)
			n = 3;
		else if (isalnum((unsigned char)*s))
			while (isalnum((unsigned char)s[n]) || s[n] == '-')
				n++;
		assert_true(n < WORD && f->count < MAX_WORDS);
		memcpy(f->words[f->count], s, n);
		f->words[f->count++][n] = '\0';
		s += n;
	}
}

static const char *peek(const struct file *f)
{
	return f->at < f->count ? f->words[f->at] : "";
}

static const char *take(struct file *f)
{
	assert_true(f->at < f->count);
	return f->words[f->at++];
}

static bool accept(struct file *f, const char *word)
{
	if (strcmp(peek(f), word) != 0)
		return false;
	f->at++;
	return true;
}

static void copy(char *to, const char *from)
{
	assert_true(strlen(from) < WORD);
	strcpy(to, from);
}

static unsigned number(const char *word)
{
	char *end;
	unsigned long v = strtoul(word, &end, 10);

	if (*end || end == word)
		fail_msg("\"%s\" is no number", word);
	return (unsigned)v;
}

/* A, B, C up to the closing brace. */
static unsigned take_list(struct file *f, char list[MAX_LIST][WORD])
{
	unsigned n = 0;

	assert_true(accept(f, "{"));
	while (!accept(f, "}")) {
		assert_true(n < MAX_LIST);
		copy(list[n++], take(f));
		accept(f, ",");
	}
	return n;
}

/* ( ... ), with what is nested in it. */
static void skip_range(struct file *f)
{
	unsigned depth = 0;

	if (strcmp(peek(f), "(") != 0)
		return;
	do {
		const char *word = take(f);

		if (*word == '(')
			depth++;
		else if (*word == ')')
			depth--;
	} while (depth > 0);
}

static void take_syntax(struct file *f, struct syntax *s)
{
	copy(s->base, take(f));
	if (strcmp(s->base, "SEQUENCE") == 0 || strcmp(s->base, "OCTET") == 0)
		take(f);  /* OF, STRING */
	if (strcmp(s->base, "SEQUENCE") == 0)
		take(f);  /* the entry's type */
	if (strcmp(peek(f), "{") == 0) {
		take(f);
		while (!accept(f, "}")) {
			struct label *l = &s->labels[s->label_count++];

			assert_true(s->label_count <= MAX_LIST);
			copy(l->name, take(f));
			assert_true(accept(f, "("));
			l->number = number(take(f));
			assert_true(accept(f, ")"));
			accept(f, ",");
		}
	}
	skip_range(f);
}

/* ::= { parent arc } */
static void take_place(struct file *f, struct node *n)
{
	assert_true(accept(f, "{"));
	copy(n->parent, take(f));
	n->arc = number(take(f));
	assert_true(accept(f, "}"));
}

/* The clauses of a macro up to its place in the tree. */
static void take_clauses(struct file *f, struct node *n)
{
	while (!accept(f, "::=")) {
		const char *clause = take(f);

		if (strcmp(clause, "SYNTAX") == 0)
			take_syntax(f, &n->syntax);
		else if (strcmp(clause, "MAX-ACCESS") == 0)
			copy(n->access, take(f));
		else if (strcmp(clause, "INDEX") == 0 || strcmp(clause, "OBJECTS") == 0)
			n->list_count = take_list(f, n->list);
	}
	take_place(f, n);
}

static void parse(struct file *f)
{
	static const char *const macros[] = { "OBJECT-TYPE", "NOTIFICATION-TYPE", "MODULE-IDENTITY", "OBJECT-GROUP",
	                                      "NOTIFICATION-GROUP", "MODULE-COMPLIANCE" };

	while (!accept(f, ";"))
		take(f);  /* heading and imports */
	while (!accept(f, "END")) {
		struct node *n = &f->nodes[f->node_count++];

		assert_true(f->node_count < MAX_NODES);
		copy(n->name, take(f));
		copy(n->what, take(f));
		if (strcmp(n->what, "OBJECT") == 0) {
			assert_true(accept(f, "IDENTIFIER") && accept(f, "::="));
			take_place(f, n);
		} else if (strcmp(n->what, "::=") == 0 && accept(f, "TEXTUAL-CONVENTION")) {
			copy(n->what, "TEXTUAL-CONVENTION");
			while (!accept(f, "SYNTAX"))
				take(f);
			take_syntax(f, &n->syntax);
		} else if (strcmp(n->what, "::=") == 0) {
			copy(n->what, "ROW");
			while (!accept(f, "}"))
				take(f);
		} else {
			bool known = false;

			for (size_t i = 0; i < ARRAY_SIZE(macros); i++)
				known = known || strcmp(n->what, macros[i]) == 0;
			if (!known)
				fail_msg("%s: %s is not known to this reader", n->name, n->what);
			take_clauses(f, n);
		}
	}
}

static int load(void **state, const struct subject *about)
{
	const char *top = getenv("top_srcdir");
	static char path[4096], text[262144];
	struct file *f = calloc(1, sizeof(*f));
	FILE *in;
	size_t n;

	snprintf(path, sizeof(path), "%s/mibs/%s", top ? top : ".", about->path);
	in = fopen(path, "r");
	if (!f || !in)
		return -1;
	f->about = about;
	f->words = calloc(MAX_WORDS, WORD);
	f->nodes = calloc(MAX_NODES, sizeof(*f->nodes));
	n = fread(text, 1, sizeof(text) - 1, in);
	fclose(in);
	if (!f->words || !f->nodes || n == sizeof(text) - 1)
		return -1;
	text[n] = '\0';
	split(f, text);
	parse(f);
	*state = f;
	return 0;
}

static int load_breakout(void **state)
{
	static const struct subject about = { "BREAKOUT-MIB.txt", "brkMIB", NULL, mib_tables, MIB_TABLE_COUNT, false };

	return load(state, &about);
}

static int load_entity(void **state)
{
	static const struct subject about = { "standard/ENTITY-MIB.txt", "entityMIB", ".1.3.6.1.2.1.47",
	                                      mib_entity_tables, MIB_ENTITY_TABLE_COUNT, true };

	return load(state, &about);
}

static int load_sensor(void **state)
{
	static const struct mib_table *const tables[] = { &mib_entity_sensor_table };
	static const struct subject about = { "standard/ENTITY-SENSOR-MIB.txt", "entitySensorMIB", ".1.3.6.1.2.1.99",
	                                      tables, 1, false };

	return load(state, &about);
}

static int unload(void **state)
{
	struct file *f = *state;

	free(f->words);
	free(f->nodes);
	free(f);
	return 0;
}

static const struct node *find(const struct file *f, const char *name)
{
	for (size_t i = 0; i < f->node_count; i++) {
		if (strcmp(f->nodes[i].name, name) == 0)
			return &f->nodes[i];
	}
	return NULL;
}

static const struct node *need(const struct file *f, const char *name)
{
	const struct node *n = find(f, name);

	if (!n)
		fail_msg("%s is not in the MIB file", name);
	return n;
}

/* Base types, and the imported textual conventions in terms of them. */
static const struct {
	const char *name;
	enum mib_type type;
	const char *labels;  /* of an imported enumeration */
} types[] = {
	{ "INTEGER", MIB_INTEGER, NULL },
	{ "Integer32", MIB_INTEGER, NULL },
	{ "Unsigned32", MIB_UNSIGNED, NULL },
	{ "Gauge32", MIB_UNSIGNED, NULL },
	{ "Counter32", MIB_COUNTER, NULL },
	{ "OCTET", MIB_OCTETS, NULL },
	{ "BITS", MIB_OCTETS, NULL },
	{ "BrkText", MIB_OCTETS, NULL },
	{ "DateAndTime", MIB_OCTETS, NULL },
	{ "SnmpAdminString", MIB_OCTETS, NULL },
	{ "TimeStamp", MIB_TICKS, NULL },
	{ "AutonomousType", MIB_OID, NULL },
	{ "RowPointer", MIB_OID, NULL },
	{ "InterfaceIndex", MIB_INTEGER, NULL },
	{ "InterfaceIndexOrZero", MIB_INTEGER, NULL },
	{ "TruthValue", MIB_INTEGER, "true(1) false(2) " },
};

/* "true(1) false(2) " */
static void labels_text(const struct syntax *s, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (unsigned i = 0; i < s->label_count; i++)
		n += (size_t)snprintf(buf + n, size - n, "%s(%u) ", s->labels[i].name, s->labels[i].number);
}

static void column_labels_text(const struct mib_column *c, char *buf, size_t size)
{
	size_t n = 0;

	buf[0] = '\0';
	for (const struct code *l = c->labels; l && l->name; l++)
		n += (size_t)snprintf(buf + n, size - n, "%s(%u) ", l->name, l->code + c->shift);
}

static void check_syntax(const struct file *f, const struct node *object, const struct mib_column *column)
{
	const struct syntax *s = &object->syntax;
	const struct node *convention = find(f, s->base);
	char in_file[2048], in_rows[2048];

	if (convention) {
		assert_row(strcmp(convention->what, "TEXTUAL-CONVENTION") == 0, object->name);
		s = &convention->syntax;
	}
	labels_text(s, in_file, sizeof(in_file));
	column_labels_text(column, in_rows, sizeof(in_rows));
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (strcmp(types[i].name, s->base) != 0)
			continue;
		if (types[i].labels)
			snprintf(in_file, sizeof(in_file), "%s", types[i].labels);
		assert_row(types[i].type == column->type, object->name);
		if (strcmp(in_file, in_rows) != 0)
			fail_msg("%s: file says \"%s\", rows say \"%s\"", object->name, in_file, in_rows);
		return;
	}
	fail_msg("%s: type %s is not known", object->name, s->base);
}

static const char *access_name(enum mib_access access)
{
	static const char *const names[] = {
		[MIB_NOT_ACCESSIBLE] = "not-accessible",
		[MIB_READ_ONLY] = "read-only",
		[MIB_READ_WRITE] = "read-write",
	};

	return names[access];
}

static bool same_access(const struct file *f, const struct node *object, enum mib_access access)
{
	return strcmp(object->access, access_name(access)) == 0 ||
	       (f->about->may_refuse && strcmp(object->access, "read-write") == 0 && access == MIB_READ_ONLY);
}

static void check_column(const struct file *f, const char *parent, const struct mib_column *column)
{
	const struct node *object = need(f, column->name);

	assert_row(strcmp(object->what, "OBJECT-TYPE") == 0, column->name);
	assert_row(strcmp(object->parent, parent) == 0, column->name);
	assert_row(object->arc == column->number, column->name);
	assert_row(same_access(f, object, column->access), column->name);
	assert_row((column->access == MIB_READ_WRITE) == (column->setter != NULL), column->name);
	check_syntax(f, object, column);
}

/* Does the path of arcs from the module's node down to `name` equal the table's? */
static void check_place(const struct file *f, const char *name, const struct mib_table *table)
{
	for (unsigned i = table->arc_count; i-- > 0;) {
		const struct node *n = need(f, name);

		assert_row(n->arc == table->arcs[i], table->name);
		name = n->parent;
	}
	assert_string_equal(name, f->about->top);
	if (f->about->root)
		assert_string_equal(table->root, f->about->root);
	else
		assert_null(table->root);
}

static void columns_are_those_of_the_file(void **state)
{
	const struct file *f = *state;

	for (size_t t = 0; t < f->about->table_count; t++) {
		const struct mib_table *table = f->about->tables[t];
		char parent[WORD];

		copy(parent, table->name);
		if (table->index[0])
			strcpy(strstr(parent, "Table"), "Entry");
		check_place(f, parent, table);
		for (size_t c = 0; c < table->column_count; c++) {
			check_column(f, parent, &table->columns[c]);
			assert_row(c == 0 || table->columns[c - 1].number < table->columns[c].number, table->name);
		}
		/* And no object of the file is missing. */
		for (size_t i = 0; i < f->node_count; i++) {
			const struct node *n = &f->nodes[i];

			if (strcmp(n->parent, parent) == 0 && strcmp(n->what, "OBJECT-TYPE") == 0 &&
			    !mib_table_column(table, n->arc))
				fail_msg("%s is not in the rows of %s", n->name, table->name);
		}
	}
}

static void indexes_are_those_of_the_file(void **state)
{
	const struct file *f = *state;

	for (size_t t = 0; t < f->about->table_count; t++) {
		const struct mib_table *table = f->about->tables[t];
		const struct node *entry;
		char name[WORD];

		if (!table->index[0])
			continue;
		copy(name, table->name);
		strcpy(strstr(name, "Table"), "Entry");
		entry = need(f, name);
		assert_row(entry->list_count == table->index_count, name);
		for (unsigned i = 0; i < table->index_count; i++)
			assert_row(strcmp(entry->list[i], table->index[i]) == 0, name);
	}
}

static void every_table_of_the_file_is_served(void **state)
{
	const struct file *f = *state;

	for (size_t i = 0; i < f->node_count; i++) {
		bool served = false;

		if (strcmp(f->nodes[i].syntax.base, "SEQUENCE") != 0)
			continue;
		for (size_t t = 0; t < f->about->table_count; t++)
			served = served || strcmp(f->about->tables[t]->name, f->nodes[i].name) == 0;
		assert_row(served, f->nodes[i].name);
	}
	/* GETNEXT goes through them in this order. */
	for (size_t t = 1; t < f->about->table_count; t++)
		assert_row(f->about->tables[t - 1]->arcs[1] < f->about->tables[t]->arcs[1] ||
		                   f->about->tables[t - 1]->arcs[2] < f->about->tables[t]->arcs[2],
		           f->about->tables[t]->name);
}

static void notifications_are_those_of_the_file(void **state)
{
	const struct file *f = *state;
	size_t in_file = 0, in_rows = 0;

	for (const struct mib_notification *n = mib_notifications; n->name; n++, in_rows++) {
		const struct node *node = need(f, n->name);
		unsigned i = 0;

		assert_row(strcmp(node->what, "NOTIFICATION-TYPE") == 0, n->name);
		assert_row(strcmp(node->parent, "brkNotifications") == 0 && node->arc == n->arc, n->name);
		for (const uint8_t *c = n->columns; *c; c++, i++) {
			const struct mib_column *column = mib_table_column(&mib_event_table, *c);

			assert_row(column && column->get && column->type != MIB_COUNTER, n->name);
			assert_row(i < node->list_count, n->name);
			if (strcmp(node->list[i], column->name) != 0)
				fail_msg("%s: object %u is %s in the file, %s in the rows", n->name, i + 1,
				         node->list[i], column->name);
		}
		assert_row(i == node->list_count, n->name);
	}
	for (size_t i = 0; i < f->node_count; i++)
		in_file += strcmp(f->nodes[i].what, "NOTIFICATION-TYPE") == 0;
	assert_int_equal(in_file, in_rows);
	assert_int_equal(need(f, "brkNotifications")->arc, 0);
}

static void enumerations_start_at_one(void **state)
{
	const struct file *f = *state;

	for (size_t i = 0; i < f->node_count; i++) {
		const struct syntax *s = &f->nodes[i].syntax;
		bool bits = strcmp(s->base, "BITS") == 0;

		for (unsigned l = 0; l < s->label_count; l++)
			assert_row(s->labels[l].number == l + (bits ? 0 : 1), f->nodes[i].name);
	}
}

#define OF(load_, file_, test_) { file_ ": " #test_, test_, load_, unload, NULL }
#define OF_BREAKOUT(test_) OF(load_breakout, "BREAKOUT-MIB", test_)
#define OF_ENTITY(test_) OF(load_entity, "ENTITY-MIB", test_)
#define OF_SENSOR(test_) OF(load_sensor, "ENTITY-SENSOR-MIB", test_)

int main(void)
{
	const struct CMUnitTest tests[] = {
		OF_BREAKOUT(columns_are_those_of_the_file),
		OF_BREAKOUT(indexes_are_those_of_the_file),
		OF_BREAKOUT(every_table_of_the_file_is_served),
		OF_BREAKOUT(notifications_are_those_of_the_file),
		OF_BREAKOUT(enumerations_start_at_one),
		OF_ENTITY(columns_are_those_of_the_file),
		OF_ENTITY(indexes_are_those_of_the_file),
		OF_ENTITY(every_table_of_the_file_is_served),
		OF_SENSOR(columns_are_those_of_the_file),
		OF_SENSOR(indexes_are_those_of_the_file),
		OF_SENSOR(every_table_of_the_file_is_served),
	};

	return cmocka_run_group_tests_name("mib_file", tests, NULL, NULL);
}
