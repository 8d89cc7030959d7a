/* SPDX-License-Identifier: BSD-3-Clause */
/* GET and GETNEXT over tables of const columns and sorted rows. */
#include "agent/mib_engine.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"

/* A table's entry: the sub-identifiers that its names begin with. */
struct prefix {
	mib_subid id[MIB_MAX_ROOT + MIB_MAX_ARCS];
	size_t len;
};

/*
 * The rows of a table. Where a column turned out to have holes, skips[column]
 * says for each row which is the next (or the same) that has an instance.
 */
struct row_set {
	struct mib_rows rows;
	bool filled;
	uint32_t **skips;
};

struct mib {
	struct prefix root;
	const struct mib_table **tables;  /* in the order of their names */
	struct prefix *prefixes;          /* of tables[] */
	size_t table_count;
	struct mib_region *regions;
	size_t region_count;
	const struct mib_view *view;
	struct row_set *sets;             /* of tables[] */
};

/* Numeric OID with a leading dot. */
static int parse_root(const char *s, struct prefix *root)
{
	root->len = 0;
	while (*s == '.') {
		size_t digits = strspn(++s, "0123456789");
		char number[16];
		uint32_t id;

		if (digits >= sizeof(number) || root->len >= MIB_MAX_ROOT)
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

/*
 * How `name` relates to names that begin with `prefix`: -1 before all of
 * them (a proper prefix of it, too), 0 it is one of them, 1 behind them.
 */
static int locate(const struct prefix *prefix, const mib_subid *name, size_t len)
{
	for (size_t i = 0; i < prefix->len; i++) {
		if (i >= len || name[i] < prefix->id[i])
			return -1;
		if (name[i] > prefix->id[i])
			return 1;
	}
	return 0;
}

/* Put a table where it belongs. */
static int add_table(struct mib *mib, const struct mib_table *table)
{
	struct prefix prefix = mib->root;
	size_t at = mib->table_count;

	if (table->root && parse_root(table->root, &prefix))
		return -1;
	for (unsigned i = 0; i < table->arc_count; i++)
		prefix.id[prefix.len++] = table->arcs[i];
	for (; at > 0 && locate(&mib->prefixes[at - 1], prefix.id, prefix.len) < 0; at--) {
		mib->tables[at] = mib->tables[at - 1];
		mib->prefixes[at] = mib->prefixes[at - 1];
	}
	mib->tables[at] = table;
	mib->prefixes[at] = prefix;
	mib->table_count++;
	return 0;
}

static bool scalars(const struct mib_table *table)
{
	return !table->index[0];
}

/* Our own root is shared with our notifications, which are registered nowhere. */
static void region_root(const struct mib *mib, size_t t, struct mib_name *ret_root)
{
	const struct prefix *own = &mib->prefixes[t];

	ret_root->len = mib->tables[t]->root ? own->len - mib->tables[t]->arc_count : mib->root.len + 1;
	memcpy(ret_root->id, own->id, ret_root->len * sizeof(ret_root->id[0]));
}

static bool same_name(const struct mib_name *a, const struct mib_name *b)
{
	return a->len == b->len && memcmp(a->id, b->id, a->len * sizeof(a->id[0])) == 0;
}

static void make_regions(struct mib *mib)
{
	struct mib_region *last = NULL;

	for (size_t t = 0; t < mib->table_count; t++) {
		struct mib_name root;

		region_root(mib, t, &root);
		if (!last || !same_name(&last->root, &root)) {
			last = &mib->regions[mib->region_count++];
			last->name = mib->tables[t]->mib ? mib->tables[t]->mib : mib->tables[t]->name;
			last->root = root;
			last->first = t;
			last->own = !mib->tables[t]->root;
		}
		last->end = t + 1;
	}
}

static bool is_among(const struct mib_name *names, size_t count, const struct mib_name *name)
{
	for (size_t i = 0; i < count; i++) {
		if (same_name(&names[i], name))
			return true;
	}
	return false;
}

size_t mib_region_subtrees(const struct mib *mib, const struct mib_region *region, struct mib_name *ret_names,
                           size_t room)
{
	size_t count = 0;

	for (size_t t = region->first; t < region->end; t++) {
		const struct prefix *entry = &mib->prefixes[t];
		size_t last = region->own ? region->root.len : entry->len - (scalars(mib->tables[t]) ? 0 : 1);

		for (size_t len = region->root.len; len <= last; len++) {
			struct mib_name name = { .len = len };

			memcpy(name.id, entry->id, len * sizeof(name.id[0]));
			if (is_among(ret_names, count, &name))
				continue;
			if (count == room)
				return room + 1;
			ret_names[count++] = name;
		}
	}
	return count;
}

struct mib *mib_new(const char *root, const struct mib_table *const *tables, size_t table_count,
                    const struct mib_view *view)
{
	struct mib *mib = calloc(1, sizeof(*mib));

	if (!mib)
		return NULL;
	mib->view = view;
	mib->sets = calloc(table_count + 1, sizeof(*mib->sets));
	mib->tables = calloc(table_count + 1, sizeof(*mib->tables));
	mib->prefixes = calloc(table_count + 1, sizeof(*mib->prefixes));
	mib->regions = calloc(table_count + 1, sizeof(*mib->regions));
	if (!mib->sets || !mib->tables || !mib->prefixes || !mib->regions || parse_root(root, &mib->root)) {
		mib_free(mib);
		return NULL;
	}
	for (size_t i = 0; i < table_count; i++) {
		if (add_table(mib, tables[i])) {
			mib_free(mib);
			return NULL;
		}
	}
	make_regions(mib);
	return mib;
}

static void forget_skips(struct row_set *set, size_t columns)
{
	for (size_t i = 0; set->skips && i < columns; i++)
		free(set->skips[i]);
	free(set->skips);
	set->skips = NULL;
}

void mib_free(struct mib *mib)
{
	if (!mib)
		return;
	for (size_t i = 0; mib->sets && i < mib->table_count; i++) {
		forget_skips(&mib->sets[i], mib->tables[i]->column_count);
		free(mib->sets[i].rows.rows);
	}
	free(mib->sets);
	free(mib->tables);
	free(mib->prefixes);
	free(mib->regions);
	free(mib);
}

size_t mib_region_count(const struct mib *mib)
{
	return mib->region_count;
}

const struct mib_region *mib_region(const struct mib *mib, size_t n)
{
	return &mib->regions[n];
}

void mib_refresh(struct mib *mib)
{
	for (size_t i = 0; i < mib->table_count; i++) {
		forget_skips(&mib->sets[i], mib->tables[i]->column_count);
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

const struct mib_table *mib_table_number(const struct mib *mib, size_t t)
{
	return mib->tables[t];
}

static void name_of(const struct prefix *prefix, struct mib_name *ret_name)
{
	memcpy(ret_name->id, prefix->id, prefix->len * sizeof(prefix->id[0]));
	ret_name->len = prefix->len;
}

void mib_root_name(const struct mib *mib, const mib_subid *arcs, size_t count, struct mib_name *ret_name)
{
	name_of(&mib->root, ret_name);
	for (size_t i = 0; i < count && ret_name->len < MIB_MAX_NAME; i++)
		ret_name->id[ret_name->len++] = arcs[i];
}

static size_t number_of(const struct mib *mib, const struct mib_table *table)
{
	size_t t = 0;

	while (mib->tables[t] != table)
		t++;
	return t;
}

void mib_table_name(const struct mib *mib, const struct mib_table *table, struct mib_name *ret_name)
{
	name_of(&mib->prefixes[number_of(mib, table)], ret_name);
}

static void instance_name(const struct mib *mib, size_t t, const struct mib_column *column,
                          const struct mib_row *row, struct mib_name *ret_name)
{
	name_of(&mib->prefixes[t], ret_name);
	ret_name->id[ret_name->len++] = column->number;
	for (unsigned i = 0; i < mib->tables[t]->index_count; i++)
		ret_name->id[ret_name->len++] = row->index[i];
}

/* The first of the tables `first` to `end` that ends behind `name`. */
static size_t table_at(const struct mib *mib, size_t first, size_t end, const mib_subid *name, size_t len)
{
	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (locate(&mib->prefixes[middle], name, len) > 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

static bool readable(const struct mib_column *column)
{
	return column->access != MIB_NOT_ACCESSIBLE;
}

static enum mib_result resolve(struct mib *mib, const mib_subid *name, size_t len,
                               const struct mib_column **ret_column, const struct mib_row **ret_row)
{
	size_t t = table_at(mib, 0, mib->table_count, name, len);
	const struct mib_table *table;
	const struct mib_column *column;
	size_t skip;

	if (t == mib->table_count || locate(&mib->prefixes[t], name, len) != 0)
		return MIB_NO_OBJECT;
	table = mib->tables[t];
	skip = mib->prefixes[t].len;
	column = len > skip && name[skip] <= UINT_MAX ? mib_table_column(table, (unsigned)name[skip]) : NULL;
	if (!column || !readable(column))
		return MIB_NO_OBJECT;
	*ret_column = column;
	*ret_row = find_row(table_rows(mib, t), table->index_count, name + skip + 1, len - skip - 1);
	return *ret_row ? MIB_FOUND : MIB_NO_INSTANCE;
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

/*
 * A column has holes: find all of them now, so that nobody looks for the next
 * instance row by row again. NULL if out of memory, which costs time only.
 */
static const uint32_t *find_holes(struct mib *mib, size_t t, size_t column)
{
	const struct mib_table *table = mib->tables[t];
	struct row_set *set = &mib->sets[t];
	size_t row = set->rows.count, next = row;
	struct mib_value value;
	uint32_t *skip;

	if (!set->skips)
		set->skips = calloc(table->column_count, sizeof(set->skips[0]));
	skip = set->skips ? malloc((row + 1) * sizeof(*skip)) : NULL;
	if (!skip)
		return NULL;
	skip[row] = (uint32_t)row;
	while (row-- > 0) {
		if (fetch(mib, &table->columns[column], &set->rows.rows[row], &value))
			next = row;
		skip[row] = (uint32_t)next;
	}
	set->skips[column] = skip;
	return skip;
}

/* The first instance of a column from `row` on. */
static bool next_row(struct mib *mib, size_t t, size_t column, size_t row, struct mib_name *ret_name,
                     struct mib_value *ret_value)
{
	const struct mib_column *c = &mib->tables[t]->columns[column];
	const struct mib_rows *rows = table_rows(mib, t);
	const uint32_t *skip = mib->sets[t].skips ? mib->sets[t].skips[column] : NULL;

	if (!readable(c) || !c->get)
		return false;
	for (; row < rows->count; row++) {
		if (skip)
			row = skip[row];
		if (row < rows->count && fetch(mib, c, &rows->rows[row], ret_value)) {
			instance_name(mib, t, c, &rows->rows[row], ret_name);
			return true;
		}
		if (!skip)
			skip = find_holes(mib, t, column);
	}
	return false;
}

/* The first cell from `row` of the column at `column` on. */
static enum mib_result next_cell(struct mib *mib, size_t t, size_t column, size_t row,
                                 struct mib_name *ret_name, struct mib_value *ret_value)
{
	for (; column < mib->tables[t]->column_count; column++, row = 0) {
		if (next_row(mib, t, column, row, ret_name, ret_value))
			return MIB_FOUND;
	}
	return MIB_END;
}

/* The first cell of table `t`, which `name` is in, behind it. */
static enum mib_result next_inside(struct mib *mib, size_t t, const mib_subid *name, size_t len,
                                   bool inclusive, struct mib_name *ret_name, struct mib_value *ret_value)
{
	const struct mib_table *table = mib->tables[t];
	size_t skip = mib->prefixes[t].len, column = 0, row = 0;

	if (len > skip) {
		column = column_position(table, name[skip]);
		if (column < table->column_count && table->columns[column].number == name[skip])
			row = lower_bound(table_rows(mib, t), table->index_count, name + skip + 1,
			                  len - skip - 1, inclusive);
	}
	return next_cell(mib, t, column, row, ret_name, ret_value);
}

enum mib_result mib_next_within(struct mib *mib, size_t first, size_t end, const mib_subid *name, size_t len,
                                bool inclusive, struct mib_name *ret_name, struct mib_value *ret_value)
{
	size_t t = table_at(mib, first, end, name, len);

	if (t < end && locate(&mib->prefixes[t], name, len) == 0) {
		if (next_inside(mib, t, name, len, inclusive, ret_name, ret_value) == MIB_FOUND)
			return MIB_FOUND;
		t++;
	}
	for (; t < end; t++) {
		if (next_cell(mib, t, 0, 0, ret_name, ret_value) == MIB_FOUND)
			return MIB_FOUND;
	}
	return MIB_END;
}

enum mib_result mib_next(struct mib *mib, const mib_subid *name, size_t len, bool inclusive,
                         struct mib_name *ret_name, struct mib_value *ret_value)
{
	return mib_next_within(mib, 0, mib->table_count, name, len, inclusive, ret_name, ret_value);
}

bool mib_cell(struct mib *mib, const struct mib_table *table, unsigned number, const uint32_t *index,
              struct mib_name *ret_name, struct mib_value *ret_value)
{
	const struct mib_column *column = mib_table_column(table, number);
	size_t t = number_of(mib, table);
	mib_subid id[MIB_MAX_INDEX];
	const struct mib_row *row;

	assert(column && readable(column));
	for (unsigned i = 0; i < table->index_count; i++)
		id[i] = index[i];
	row = find_row(table_rows(mib, t), table->index_count, id, table->index_count);
	if (!row || !fetch(mib, column, row, ret_value))
		return false;
	instance_name(mib, t, column, row, ret_name);
	return true;
}
