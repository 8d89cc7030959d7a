/* SPDX-License-Identifier: BSD-3-Clause */
/* GET and GETNEXT over tables of const columns and sorted rows. */
#include "agent/mib_engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

struct row_set {
	struct mib_rows rows;
	bool filled;
};

struct mib {
	struct mib_name root;
	const struct mib_table *const *tables;
	size_t table_count;
	const struct mib_view *view;
	struct row_set *sets;
};

/* Numeric OID with a leading dot. */
static int parse_root(const char *s, struct mib_name *root)
{
	while (*s == '.') {
		size_t digits = strspn(++s, "0123456789");
		char number[16];
		uint32_t id;

		if (digits >= sizeof(number) || root->len >= MIB_MAX_NAME / 2)
			return -1;
		memcpy(number, s, digits);
		number[digits] = '\0';
		if (parse_u32(number, 0, UINT32_MAX, &id))
			return -1;
		root->id[root->len++] = id;
		s += digits;
	}
	return *s == '\0' && root->len > 0 ? 0 : -1;
}

struct mib *mib_new(const char *root, const struct mib_table *const *tables, size_t table_count,
                    const struct mib_view *view)
{
	struct mib *mib = calloc(1, sizeof(*mib));

	if (!mib)
		return NULL;
	mib->tables = tables;
	mib->table_count = table_count;
	mib->view = view;
	mib->sets = calloc(table_count + 1, sizeof(*mib->sets));
	if (!mib->sets || parse_root(root, &mib->root)) {
		mib_free(mib);
		return NULL;
	}
	return mib;
}

void mib_free(struct mib *mib)
{
	if (!mib)
		return;
	for (size_t i = 0; mib->sets && i < mib->table_count; i++)
		free(mib->sets[i].rows.rows);
	free(mib->sets);
	free(mib);
}

void mib_refresh(struct mib *mib)
{
	for (size_t i = 0; i < mib->table_count; i++) {
		mib->sets[i].filled = false;
		mib->sets[i].rows.count = 0;
		mib->sets[i].rows.failed = false;
	}
}

void mib_rows_add(struct mib_rows *rows, const struct mib_row *row)
{
	if (rows->failed)
		return;
	if (rows->count == rows->allocated) {
		size_t n = rows->allocated ? rows->allocated * 2 : 64;
		struct mib_row *grown = reallocarray(rows->rows, n, sizeof(*grown));

		if (!grown) {
			rows->failed = true;
			rows->count = 0;
			return;
		}
		rows->rows = grown;
		rows->allocated = n;
	}
	rows->rows[rows->count++] = *row;
}

static int compare_rows(const void *a, const void *b)
{
	const struct mib_row *x = a, *y = b;

	for (unsigned i = 0; i < MIB_MAX_INDEX; i++) {
		if (x->index[i] != y->index[i])
			return x->index[i] < y->index[i] ? -1 : 1;
	}
	return 0;
}

static const struct mib_rows *table_rows(struct mib *mib, size_t table)
{
	struct row_set *set = &mib->sets[table];

	if (!set->filled) {
		set->filled = true;
		mib->tables[table]->fill(mib->view, &set->rows);
		/* Mostly sorted already; a walk that ran backwards would never end. */
		for (size_t i = 1; i < set->rows.count; i++) {
			if (compare_rows(&set->rows.rows[i - 1], &set->rows.rows[i]) >= 0) {
				qsort(set->rows.rows, set->rows.count, sizeof(*set->rows.rows), compare_rows);
				break;
			}
		}
	}
	return &set->rows;
}

/*
 * A row's index against sub-identifiers that a manager sent: any number of
 * them, of any size. A proper prefix sorts before what it is a prefix of.
 */
static int compare_index(const struct mib_row *row, unsigned count, const mib_subid *id, size_t len)
{
	for (unsigned i = 0; i < count; i++) {
		if (i >= len)
			return 1;
		if (row->index[i] != id[i])
			return row->index[i] < id[i] ? -1 : 1;
	}
	return len > count ? -1 : 0;
}

/* The first row after `id`, or at it if `inclusive`. */
static size_t lower_bound(const struct mib_rows *rows, unsigned count, const mib_subid *id, size_t len,
                          bool inclusive)
{
	size_t low = 0, high = rows->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = compare_index(&rows->rows[middle], count, id, len);

		if (c < 0 || (c == 0 && !inclusive))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct mib_row *find_row(const struct mib_rows *rows, unsigned count, const mib_subid *id,
                                      size_t len)
{
	size_t at = lower_bound(rows, count, id, len, true);

	if (at >= rows->count || compare_index(&rows->rows[at], count, id, len) != 0)
		return NULL;
	return &rows->rows[at];
}

/* Position of the first column whose number is `number` or more. */
static size_t column_position(const struct mib_table *table, mib_subid number)
{
	size_t low = 0, high = table->column_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->columns[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct mib_column *mib_table_column(const struct mib_table *table, unsigned number)
{
	size_t at = column_position(table, number);

	return at < table->column_count && table->columns[at].number == number ? &table->columns[at] : NULL;
}

static bool fetch(const struct mib *mib, const struct mib_column *column, const struct mib_row *row,
                  struct mib_value *ret_value)
{
	const struct mib_cell cell = { .view = mib->view, .row = row, .column = column };

	if (!column->get)
		return false;
	ret_value->type = column->type;
	ret_value->data = NULL;
	ret_value->len = 0;
	return column->get(&cell, ret_value);
}

void mib_root_name(const struct mib *mib, const mib_subid *arcs, size_t count, struct mib_name *ret_name)
{
	*ret_name = mib->root;
	for (size_t i = 0; i < count && ret_name->len < MIB_MAX_NAME; i++)
		ret_name->id[ret_name->len++] = arcs[i];
}

void mib_table_name(const struct mib *mib, const struct mib_table *table, struct mib_name *ret_name)
{
	mib_root_name(mib, table->arcs, table->arc_count, ret_name);
}

/*
 * How `name` relates to the table's prefix: -1 before everything in it
 * (a proper prefix of it, too), 0 inside with *ret_rest sub-identifiers
 * skipped, 1 behind it.
 */
static int locate(const struct mib *mib, const struct mib_table *table, const mib_subid *name, size_t len,
                  size_t *ret_skip)
{
	const size_t root = mib->root.len;
	const size_t prefix = root + table->arc_count;

	for (size_t i = 0; i < prefix; i++) {
		mib_subid want = i < root ? mib->root.id[i] : table->arcs[i - root];

		if (i >= len || name[i] < want)
			return -1;
		if (name[i] > want)
			return 1;
	}
	*ret_skip = prefix;
	return 0;
}

static void instance_name(const struct mib *mib, const struct mib_table *table,
                          const struct mib_column *column, const struct mib_row *row,
                          struct mib_name *ret_name)
{
	mib_table_name(mib, table, ret_name);
	ret_name->id[ret_name->len++] = column->number;
	for (unsigned i = 0; i < table->index_count; i++)
		ret_name->id[ret_name->len++] = row->index[i];
}

static bool readable(const struct mib_column *column)
{
	return column->access != MIB_NOT_ACCESSIBLE;
}

static enum mib_result resolve(struct mib *mib, const mib_subid *name, size_t len,
                               const struct mib_column **ret_column, const struct mib_row **ret_row)
{
	size_t skip;

	for (size_t t = 0; t < mib->table_count; t++) {
		const struct mib_table *table = mib->tables[t];
		size_t at;

		if (locate(mib, table, name, len, &skip) != 0)
			continue;
		if (len == skip)
			return MIB_NO_OBJECT;
		at = column_position(table, name[skip]);
		if (at == table->column_count || table->columns[at].number != name[skip] ||
		    !readable(&table->columns[at]))
			return MIB_NO_OBJECT;
		*ret_column = &table->columns[at];
		*ret_row = find_row(table_rows(mib, t), table->index_count, name + skip + 1, len - skip - 1);
		return *ret_row ? MIB_FOUND : MIB_NO_INSTANCE;
	}
	return MIB_NO_OBJECT;
}

enum mib_result mib_get(struct mib *mib, const mib_subid *name, size_t len, struct mib_value *ret_value)
{
	const struct mib_column *column;
	const struct mib_row *row;
	enum mib_result result = resolve(mib, name, len, &column, &row);

	if (result == MIB_FOUND && !fetch(mib, column, row, ret_value))
		return MIB_NO_INSTANCE;
	return result;
}

const struct mib_column *mib_find(struct mib *mib, const mib_subid *name, size_t len)
{
	const struct mib_column *column;
	const struct mib_row *row;

	return resolve(mib, name, len, &column, &row) == MIB_FOUND ? column : NULL;
}

enum mib_result mib_table_next(struct mib *mib, size_t t, const mib_subid *name, size_t len, bool inclusive,
                               struct mib_name *ret_name, struct mib_value *ret_value)
{
	const struct mib_table *table = mib->tables[t];
	size_t skip = 0, column = 0, row = 0;
	int side = locate(mib, table, name, len, &skip);
	const struct mib_rows *rows;

	if (side > 0)
		return MIB_END;
	rows = table_rows(mib, t);
	if (side == 0 && len > skip) {
		column = column_position(table, name[skip]);
		if (column < table->column_count && table->columns[column].number == name[skip])
			row = lower_bound(rows, table->index_count, name + skip + 1, len - skip - 1,
			                  inclusive);
	}
	for (; column < table->column_count; column++, row = 0) {
		const struct mib_column *c = &table->columns[column];

		if (!readable(c) || !c->get)
			continue;
		for (; row < rows->count; row++) {
			if (fetch(mib, c, &rows->rows[row], ret_value)) {
				instance_name(mib, table, c, &rows->rows[row], ret_name);
				return MIB_FOUND;
			}
		}
	}
	return MIB_END;
}

enum mib_result mib_next(struct mib *mib, const mib_subid *name, size_t len, bool inclusive,
                         struct mib_name *ret_name, struct mib_value *ret_value)
{
	for (size_t t = 0; t < mib->table_count; t++) {
		if (mib_table_next(mib, t, name, len, inclusive, ret_name, ret_value) == MIB_FOUND)
			return MIB_FOUND;
	}
	return MIB_END;
}

bool mib_cell(struct mib *mib, const struct mib_table *table, unsigned number, const uint32_t *index,
              struct mib_name *ret_name, struct mib_value *ret_value)
{
	const struct mib_column *column = mib_table_column(table, number);
	mib_subid id[MIB_MAX_INDEX];
	const struct mib_row *row;

	assert(column && readable(column));
	for (unsigned i = 0; i < table->index_count; i++)
		id[i] = index[i];
	for (size_t t = 0; t < mib->table_count; t++) {
		if (mib->tables[t] != table)
			continue;
		row = find_row(table_rows(mib, t), table->index_count, id, table->index_count);
		if (!row || !fetch(mib, column, row, ret_value))
			return false;
		instance_name(mib, table, column, row, ret_name);
		return true;
	}
	return false;
}
