/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One engine that answers GET and GETNEXT for every table: tables are const
 * rows that bind a column to its number, type, access and getter; conceptual
 * rows are found in sorted arrays, built from one snapshot when first needed.
 *
 * Knows nothing of AgentX, so that it serves requests, notifications and tests alike.
 *
 * Object identifiers: TABLE.COLUMN.INDEX..., where TABLE is the root of the
 * table's MIB and the arcs of the table's entry. A group of scalars is a table whose
 * only row has the index 0.
 */
#ifndef BREAKOUT_AGENT_MIB_ENGINE_H
#define BREAKOUT_AGENT_MIB_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/codes.h"

struct mib_view;     /* what getters look at: agent/mib.h */
struct preferences;  /* what can be set: agent/preferences.h */

/* A sub-identifier. */
typedef uint32_t mib_subid;

#define MIB_MAX_NAME 128
#define MIB_MAX_INDEX 2
#define MIB_MAX_ARCS 4   /* of a table below its root */
#define MIB_MAX_ROOT 32  /* sub-identifiers of a root */

enum mib_type {
	MIB_INTEGER,    /* Integer32 and enumerations */
	MIB_UNSIGNED,   /* Unsigned32 and Gauge32, the same on the wire */
	MIB_COUNTER,    /* Counter32 */
	MIB_OCTETS,     /* OCTET STRING and BITS */
	MIB_TICKS,      /* TimeTicks */
	MIB_OID,        /* OBJECT IDENTIFIER */
};

enum mib_access {
	MIB_NOT_ACCESSIBLE,
	MIB_READ_ONLY,
	MIB_READ_WRITE,
};

/* A value; `data` points into the snapshot, at a constant, or into `buf`. Not to be copied by assignment. */
struct mib_value {
	enum mib_type type;
	union {
		int32_t i;     /* MIB_INTEGER */
		uint32_t u;    /* MIB_UNSIGNED, MIB_COUNTER, MIB_TICKS */
	};
	const void *data;      /* MIB_OCTETS; MIB_OID: of mib_subid */
	size_t len;            /* octets; MIB_OID: sub-identifiers */
	union {
		unsigned char buf[256];
		mib_subid id[32];
	};
};

/* A conceptual row: its index, and what getters need to find its values. */
struct mib_row {
	uint32_t index[MIB_MAX_INDEX];
	const void *object[2];  /* of types that the table knows; parts of the snapshot */
	size_t item;            /* position in an array of the topology, by table */
};

struct mib_column;

struct mib_cell {
	const struct mib_view *view;
	const struct mib_row *row;
	const struct mib_column *column;
};

/* Fetch a value; its type is preset to the column's. False: there is no such instance now. */
typedef bool mib_get_fn(const struct mib_cell *cell, struct mib_value *ret_value);

/* How a column is set. Values are integers; nothing else is writable. None of these can fail or wait. */
struct mib_setter {
	bool (*valid)(int32_t value);
	int32_t (*get)(const struct preferences *p);
	void (*set)(struct preferences *p, int32_t value);
};

/* Where a plain getter finds its field: object[part] plus an offset. */
struct mib_field {
	unsigned part;
	size_t offset;
	size_t size;
};

struct mib_column {
	unsigned number;
	const char *name;            /* as in the MIB file */
	enum mib_type type;
	enum mib_access access;
	mib_get_fn *get;             /* NULL for what is not accessible, and for what nothing reports yet */
	struct mib_field field;      /* for the getters of mib_cells.h */
	const struct code *labels;   /* enumeration or BITS; NULL for plain numbers and text */
	unsigned shift;              /* label code + shift = number in the MIB */
	const struct mib_setter *setter;
};

/* Rows under construction. */
struct mib_rows {
	struct mib_row *rows;
	size_t count;
	size_t allocated;
	bool failed;                 /* out of memory: the table is empty in this picture */
};

struct mib_table {
	const char *name;            /* of the table or group in the MIB file */
	const char *root;            /* a numeric OID with a leading dot; NULL: the root given to mib_new() */
	const char *mib;             /* with a root of its own: the name of the MIB that is rooted there */
	mib_subid arcs[MIB_MAX_ARCS];  /* below the root, of the entry */
	unsigned arc_count;
	const char *index[MIB_MAX_INDEX];  /* names of the index objects; none for scalars */
	unsigned index_count;        /* sub-identifiers of an index: 1 for scalars */
	const struct mib_column *columns;  /* by number */
	size_t column_count;
	void (*fill)(const struct mib_view *view, struct mib_rows *rows);
};

/* Append a row; a NULL `row->object` is fine. For fill functions. */
void mib_rows_add(struct mib_rows *rows, const struct mib_row *row);

/* A set of tables over one view. */
struct mib;

/*
 * Tables, in any order, under their own roots or under `root`, a numeric OID
 * with a leading dot. They are numbered in the order of their names from
 * here on. The view is borrowed and must stay as it is until mib_refresh().
 * NULL if out of memory or a root is malformed.
 */
struct mib *mib_new(const char *root, const struct mib_table *const *tables, size_t table_count,
                    const struct mib_view *view);
void mib_free(struct mib *mib);

/* The view shows another snapshot: forget all rows. */
void mib_refresh(struct mib *mib);

/* A name: a table's prefix, a column and an index. */
struct mib_name {
	mib_subid id[MIB_MAX_NAME];
	size_t len;
};

/*
 * What is served as a whole or not at all: all tables under the root given to
 * mib_new(), which nobody else serves; all under another root, which another
 * agent may have.
 */
struct mib_region {
	const char *name;      /* of its MIB, or of its first table */
	struct mib_name root;
	size_t first, end;     /* numbers of its tables */
	bool own;              /* under the root given to mib_new() */
};

size_t mib_region_count(const struct mib *mib);
const struct mib_region *mib_region(const struct mib *mib, size_t n);

/*
 * The subtrees to be registered for a region, each once, containing ones
 * first. One, its root, where it is our own. Otherwise also those that lead
 * to its tables, down to these without their entry's arc: an agent that has
 * registered one of them has the tables. Returns how many there are;
 * `room` + 1 if there is not enough of it.
 */
size_t mib_region_subtrees(const struct mib *mib, const struct mib_region *region, struct mib_name *ret_names,
                           size_t room);

/* Table number `t` of a region. */
const struct mib_table *mib_table_number(const struct mib *mib, size_t t);

enum mib_result {
	MIB_FOUND,
	MIB_NO_OBJECT,     /* GET: no such object */
	MIB_NO_INSTANCE,   /* GET: the object is known, this instance is not there */
	MIB_END,           /* GETNEXT: nothing follows */
};

enum mib_result mib_get(struct mib *mib, const mib_subid *name, size_t len, struct mib_value *ret_value);

/* The first instance after `name` (at or after it, if `inclusive`). Outputs only if MIB_FOUND. */
enum mib_result mib_next(struct mib *mib, const mib_subid *name, size_t len, bool inclusive,
                         struct mib_name *ret_name, struct mib_value *ret_value);

/* As mib_next(), but only tables number `first` to `end`, exclusive, are there. */
enum mib_result mib_next_within(struct mib *mib, size_t first, size_t end, const mib_subid *name, size_t len,
                                bool inclusive, struct mib_name *ret_name, struct mib_value *ret_value);

/* The column an instance name belongs to if the instance is there, else NULL. */
const struct mib_column *mib_find(struct mib *mib, const mib_subid *name, size_t len);

/* One cell of a row known by its index: for notifications. False if it is not there. */
bool mib_cell(struct mib *mib, const struct mib_table *table, unsigned column, const uint32_t *index,
              struct mib_name *ret_name, struct mib_value *ret_value);

/* Name of the entry of a table of `mib`. */
void mib_table_name(const struct mib *mib, const struct mib_table *table, struct mib_name *ret_name);

/* Name of arcs below the root given to mib_new(). */
void mib_root_name(const struct mib *mib, const mib_subid *arcs, size_t count, struct mib_name *ret_name);

const struct mib_column *mib_table_column(const struct mib_table *table, unsigned number);

#endif
