/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * walker PORT ROWS column|row|full CELLS SECONDS
 *
 * Walk the table of an agent at 127.0.0.1 with GETBULK, over and over, until
 * there were CELLS cells or SECONDS are over, and print how many cells came in how
 * many seconds. Each cell must be the one that table.c has there; whatever else
 * comes ends the program with status 1.
 *
 * column: 50 repetitions of one name, of each column up to CELLS / 12 rows
 * row:    8 repetitions of a name in each column, up to CELLS / 12 rows
 * full:   50 repetitions of one name, through the whole table
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/parse.h"
#include "snmp.h"
#include "table.h"

#define COLUMN_REPETITIONS 50
#define ROW_REPETITIONS 8
#define TIMEOUT_MS 10000
/* The entry of the table is a column's name without the column. */
#define ENTRY { TABLE_OID, 1 }
#define ENTRY_LEN 12

struct walker {
	int socket;
	uint32_t id;
	size_t rows;
	struct table_row *table;
	size_t goal;               /* cells */
	double deadline;           /* CLOCK_MONOTONIC */
	size_t cells;
	struct snmp_varbind varbinds[SNMP_VARBINDS];
	unsigned count;            /* of varbinds of the last response */
	unsigned char packet[65536];
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "walker: %s\n", what);
	exit(EXIT_FAILURE);
}

static _Noreturn void fail_at(const struct snmp_name *name, const char *what)
{
	fputs("walker: at ", stderr);
	for (unsigned i = 0; i < name->len; i++)
		fprintf(stderr, ".%u", name->id[i]);
	fprintf(stderr, ": %s\n", what);
	exit(EXIT_FAILURE);
}

static void ask(struct walker *w, unsigned repetitions, const struct snmp_name *names, unsigned count)
{
	struct pollfd wait = { .fd = w->socket, .events = POLLIN };
	unsigned char request[2048];
	size_t len = snmp_getbulk(request, sizeof(request), ++w->id, repetitions, names, count);
	ssize_t n;

	if (send(w->socket, request, len, 0) < 0)
		fail("nobody listens");
	if (poll(&wait, 1, TIMEOUT_MS) <= 0)
		fail_at(&names[0], "no answer");
	n = recv(w->socket, w->packet, sizeof(w->packet), 0);
	if (n < 0)
		fail("nobody listens");
	if (!snmp_response(w->packet, (size_t)n, w->id, w->varbinds, &w->count) || w->count == 0)
		fail_at(&names[0], "an error instead of an answer");
}

/* The name of column `column`, from 1, or of cell `row` in it, from 0. */
static void column_name(unsigned column, struct snmp_name *ret_name)
{
	*ret_name = (struct snmp_name){ .id = ENTRY, .len = ENTRY_LEN };
	ret_name->id[ret_name->len++] = column;
}

static bool right_value(const struct snmp_varbind *v, unsigned column, const struct table_row *row)
{
	if (column == TABLE_TEXT)
		return v->tag == SNMP_OCTETS && v->len == strlen(row->text) &&
		       memcmp(v->data, row->text, v->len) == 0;
	if (column == TABLE_COUNTER)
		return v->tag == SNMP_COUNTER && snmp_number(v) == row->counter;
	if (column > TABLE_NUMBERS)
		return v->tag == SNMP_GAUGE && snmp_number(v) == row->gauge[column - TABLE_NUMBERS - 1];
	return v->tag == SNMP_INTEGER && snmp_number(v) == row->number[column - 1];
}

/* Cells are numbered column by column. */
static void check(const struct walker *w, const struct snmp_varbind *v, size_t cell)
{
	unsigned column = (unsigned)(cell / w->rows) + 1;
	const struct table_row *row = &w->table[cell % w->rows];
	struct snmp_name name;

	if (cell >= w->rows * TABLE_COLUMNS) {
		column_name(1, &name);
		if (v->tag != SNMP_END_OF_MIB && v->name.len >= ENTRY_LEN &&
		    memcmp(v->name.id, name.id, ENTRY_LEN * sizeof(name.id[0])) == 0)
			fail_at(&v->name, "behind the last cell");
		return;
	}
	column_name(column, &name);
	name.id[name.len++] = row->port;
	name.id[name.len++] = row->lane;
	if (v->name.len != name.len || memcmp(v->name.id, name.id, name.len * sizeof(name.id[0])) != 0)
		fail_at(&v->name, "another cell comes here");
	if (!right_value(v, column, row))
		fail_at(&v->name, "another value is expected");
}

static bool enough(const struct walker *w)
{
	return w->cells >= w->goal || now() >= w->deadline;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* From the name at `from`, cell number `first`, up to cell `end`. */
static void walk_cells(struct walker *w, struct snmp_name *from, size_t first, size_t end)
{
	while (first < end && !enough(w)) {
		ask(w, COLUMN_REPETITIONS, from, 1);
		for (unsigned i = 0; i < w->count; i++)
			check(w, &w->varbinds[i], first + i);
		w->cells += least(w->count, w->rows * TABLE_COLUMNS - first);
		first += w->count;
		*from = w->varbinds[w->count - 1].name;
	}
}

static void walk_columns(struct walker *w)
{
	for (unsigned column = 1; column <= TABLE_COLUMNS; column++) {
		size_t first = (column - 1) * w->rows;
		struct snmp_name from;

		column_name(column, &from);
		walk_cells(w, &from, first, first + least(w->rows, w->goal / TABLE_COLUMNS));
	}
}

static void walk_rows(struct walker *w)
{
	struct snmp_name from[TABLE_COLUMNS];
	size_t end = least(w->rows, w->goal / TABLE_COLUMNS), row = 0;

	for (unsigned c = 0; c < TABLE_COLUMNS; c++)
		column_name(c + 1, &from[c]);
	while (row < end && !enough(w)) {
		ask(w, ROW_REPETITIONS, from, TABLE_COLUMNS);
		for (unsigned i = 0; i < w->count; i++) {
			unsigned c = i % TABLE_COLUMNS;

			check(w, &w->varbinds[i], c * w->rows + row + i / TABLE_COLUMNS);
			from[c] = w->varbinds[i].name;
		}
		if (w->count % TABLE_COLUMNS)
			fail_at(&from[0], "not all columns of a row");
		w->cells += least(w->count / TABLE_COLUMNS, w->rows - row) * TABLE_COLUMNS;
		row += w->count / TABLE_COLUMNS;
	}
}

static void walk_all(struct walker *w)
{
	struct snmp_name from = { .id = ENTRY, .len = ENTRY_LEN };

	walk_cells(w, &from, 0, w->rows * TABLE_COLUMNS);
}

static int connect_to(unsigned port)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
	                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&sin, sizeof(sin)) < 0)
		fail("no socket");
	return fd;
}

static const struct {
	const char *name;
	void (*walk)(struct walker *w);
} walks[] = { { "column", walk_columns }, { "row", walk_rows }, { "full", walk_all } };

int main(int argc, char *argv[])
{
	static struct walker w = { .id = 1000 };
	void (*walk)(struct walker *) = NULL;
	uint32_t port, rows, cells, seconds;
	double began;

	for (size_t i = 0; argc == 6 && i < sizeof(walks) / sizeof(walks[0]); i++) {
		if (strcmp(argv[3], walks[i].name) == 0)
			walk = walks[i].walk;
	}
	if (!walk || parse_u32(argv[1], 1, 65535, &port) || parse_u32(argv[2], 1, 1000000, &rows) ||
	    parse_u32(argv[4], TABLE_COLUMNS, 100000000, &cells) || parse_u32(argv[5], 1, 3600, &seconds)) {
		fputs("usage: walker PORT ROWS column|row|full CELLS SECONDS\n", stderr);
		return EXIT_FAILURE;
	}
	w.socket = connect_to(port);
	w.rows = rows;
	w.table = table_rows(rows);
	w.goal = cells;
	began = now();
	w.deadline = began + seconds;
	while (!enough(&w))
		walk(&w);
	printf("%zu %.6f\n", w.cells, now() - began);
	free(w.table);
	return EXIT_SUCCESS;
}
