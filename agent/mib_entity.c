/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ENTITY-MIB (RFC 6933): entPhysicalTable, entAliasMappingTable,
 * entPhysicalContainsTable and entLastChangeTime. There are no logical
 * entities, so their tables are empty. What RFC 6933 lets managers write is
 * read-only here, as its compliance statement allows.
 */
#include "agent/mib_entity.h"

#include <stdio.h>
#include <string.h>

#include "agent/entity.h"
#include "agent/mib_cells.h"
#include "base/text.h"

/* The size that RFC 6933 gives to a serial number. */
#define SERIAL_OCTETS 32

/* IANAPhysicalClass; those that are used here. */
static const struct code class_labels[] = {
	{ 1, "other" },      { 2, "unknown" },   { 3, "chassis" }, { 4, "backplane" }, { 5, "container" },
	{ 6, "powerSupply" },{ 7, "fan" },       { 8, "sensor" },  { 9, "module" },    { 10, "port" },
	{ 11, "stack" },     { 12, "cpu" },      { 13, "energyObject" }, { 14, "battery" },
	{ 15, "storageDrive" },
	{ 0, NULL },
};

static const int32_t classes[] = {
	[ENTITY_CHASSIS] = 3,
	[ENTITY_CAGE] = 5,
	[ENTITY_INTERFACE] = 10,
	[ENTITY_MODULE] = 9,
	[ENTITY_SENSOR] = 8,
	[ENTITY_CHASSIS_SENSOR] = 8,
};

/* item: as of entity_fn. The rest is in the index. */
static void add_physical(void *arg, const struct entity *e, size_t item)
{
	mib_rows_add(arg, &(struct mib_row){ .index = { e->index }, .item = item });
}

static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	if (view->snapshot)
		entity_each(view->snapshot, add_physical, rows);
}

static struct entity entity_at(const struct mib_cell *cell)
{
	return entity_of(cell->row->index[0]);
}

/* The module of a module's row; NULL if nothing is known of it, and for other rows. */
static const struct module *module_at(const struct mib_cell *cell)
{
	return entity_at(cell).kind == ENTITY_MODULE ? cell->view->snapshot->ports[cell->row->item].module : NULL;
}

static const struct chassis *chassis_at(const struct mib_cell *cell)
{
	return entity_at(cell).kind == ENTITY_CHASSIS ? cell->view->chassis : NULL;
}

static const struct chassis_sensor *sensor_at(const struct mib_cell *cell)
{
	return &cell->view->snapshot->sensors[cell->row->item];
}

static const char *port_name(const struct mib_cell *cell)
{
	return cell->view->snapshot->topology->ports[cell->row->item].name;
}

static const char *netdev_name(const struct mib_cell *cell, unsigned number)
{
	const char *name = "";

	(void)entity_netdev(cell->view->snapshot, cell->row->item, number, &name, NULL);
	return name;
}

static const char *cage_words(const struct mib_cell *cell, char *buf, size_t size)
{
	enum form_factor cage = cell->view->snapshot->topology->ports[cell->row->item].cage;
	struct text t;

	text_init(&t, buf, size);
	if (cage != FORM_UNKNOWN && code_name(form_factor_names, cage))
		text_item(&t, " ", "%s", code_name(form_factor_names, cage));
	text_item(&t, " ", "cage of port %s", port_name(cell));
	return buf;
}

static const char *chassis_words(const struct chassis *c, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (c && c->maker[0])
		text_item(&t, " ", "%s", c->maker);
	if (c && c->model[0])
		text_item(&t, " ", "%s", c->model);
	return buf[0] ? buf : "chassis";
}

/* For people, and for managers that show nothing else of a sensor: it says which port, too. */
static bool descr(const struct mib_cell *cell, struct mib_value *ret_value)
{
	static const char *const words[MONITOR_END] = {
		[MONITOR_TEMPERATURE] = "temperature", [MONITOR_SUPPLY] = "supply voltage",
		[MONITOR_RX_POWER] = "received optical power", [MONITOR_TX_POWER] = "transmitted optical power",
		[MONITOR_TX_BIAS] = "laser bias current",
	};
	const struct entity e = entity_at(cell);
	const struct module *m = module_at(cell);
	char buf[256] = "";

	switch (e.kind) {
	case ENTITY_CHASSIS:
		return cell_set_copy(ret_value, chassis_words(cell->view->chassis, buf, sizeof(buf)));
	case ENTITY_CHASSIS_SENSOR:
		snprintf(buf, sizeof(buf), "temperature of the chassis: %s (%s %s)", sensor_at(cell)->label,
		         sensor_at(cell)->chip, sensor_at(cell)->feature);
		break;
	case ENTITY_CAGE:
		return cell_set_copy(ret_value, cage_words(cell, buf, sizeof(buf)));
	case ENTITY_INTERFACE:
		snprintf(buf, sizeof(buf), "network interface %s of port %s", netdev_name(cell, e.number),
		         port_name(cell));
		break;
	case ENTITY_MODULE:
		return m ? cell_set_copy(ret_value, module_summary(m, buf, sizeof(buf))) :
		           cell_set_string(ret_value, "module that can not be read");
	case ENTITY_SENSOR:
		if (e.number)
			snprintf(buf, sizeof(buf), "%s of lane %u, port %s", words[e.monitor], e.number,
			         port_name(cell));
		else
			snprintf(buf, sizeof(buf), "%s of the module in port %s", words[e.monitor],
			         port_name(cell));
		break;
	}
	return cell_set_copy(ret_value, buf);
}

static bool vendor_type(const struct mib_cell *cell, struct mib_value *ret_value)
{
	static const mib_subid zero_dot_zero[] = { 0, 0 };

	(void)cell;
	ret_value->data = zero_dot_zero;
	ret_value->len = 2;
	return true;
}

static bool contained_in(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct entity e = entity_at(cell);

	return cell_set_integer(ret_value, (int32_t)entity_parent(&e));
}

static bool class(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, classes[entity_at(cell).kind]);
}

static bool parent_rel_pos(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct entity e = entity_at(cell);

	return cell_set_integer(ret_value, entity_position(&e));
}

static bool name(const struct mib_cell *cell, struct mib_value *ret_value)
{
	static const char *const words[MONITOR_END] = {
		[MONITOR_TEMPERATURE] = "temperature", [MONITOR_SUPPLY] = "supply", [MONITOR_RX_POWER] = "rx power",
		[MONITOR_TX_POWER] = "tx power", [MONITOR_TX_BIAS] = "tx bias",
	};
	const struct entity e = entity_at(cell);
	char buf[256] = "";

	switch (e.kind) {
	case ENTITY_CHASSIS:
		return cell_set_string(ret_value, "chassis");
	case ENTITY_CHASSIS_SENSOR:
		snprintf(buf, sizeof(buf), "%s %s", sensor_at(cell)->chip, sensor_at(cell)->label);
		break;
	case ENTITY_CAGE:
		return cell_set_string(ret_value, port_name(cell));
	case ENTITY_INTERFACE:
		return cell_set_string(ret_value, netdev_name(cell, e.number));
	case ENTITY_MODULE:
		snprintf(buf, sizeof(buf), "%s module", port_name(cell));
		break;
	case ENTITY_SENSOR:
		if (e.number)
			snprintf(buf, sizeof(buf), "%s lane %u %s", port_name(cell), e.number, words[e.monitor]);
		else
			snprintf(buf, sizeof(buf), "%s %s", port_name(cell), words[e.monitor]);
		break;
	}
	return cell_set_copy(ret_value, buf);
}

/* Where there is none, RFC 6933 wants an empty string. CMIS modules have a revision of the hardware, too. */
static bool hardware_rev(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);
	const struct chassis *c = chassis_at(cell);

	if (m)
		return cell_set_string(ret_value, m->revision[0] ? m->revision : m->hardware);
	return cell_set_string(ret_value, c ? c->revision : "");
}

static bool firmware_rev(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);

	return cell_set_string(ret_value, m ? m->firmware : "");
}

static bool serial_num(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);
	const struct chassis *c = chassis_at(cell);

	return cell_set_copy_upto(ret_value, m ? m->serial : c ? c->serial : "", SERIAL_OCTETS);
}

static bool mfg_name(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);
	const struct chassis *c = chassis_at(cell);

	return cell_set_string(ret_value, m ? m->vendor : c ? c->maker : "");
}

static bool model_name(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);
	const struct chassis *c = chassis_at(cell);

	return cell_set_string(ret_value, m ? m->part_number : c ? c->model : "");
}

static bool empty(const struct mib_cell *cell, struct mib_value *ret_value)
{
	(void)cell;
	return cell_set_string(ret_value, "");
}

static bool is_fru(const struct mib_cell *cell, struct mib_value *ret_value)
{
	enum entity_kind kind = entity_at(cell).kind;

	return cell_set_truth(ret_value, kind == ENTITY_MODULE || kind == ENTITY_CHASSIS);
}

/* YYMMDD, where it is a date. Modules have no time of day, and no zone. */
static bool mfg_date(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct module *m = module_at(cell);
	unsigned char *b = ret_value->buf;
	unsigned n[3];

	if (!m || m->doubts & DOUBT_DATE || strlen(m->date_code) < 6)
		return false;
	for (unsigned i = 0; i < 3; i++) {
		const char *digits = &m->date_code[2 * i];

		if (digits[0] < '0' || digits[0] > '9' || digits[1] < '0' || digits[1] > '9')
			return false;
		n[i] = (unsigned)(digits[0] - '0') * 10 + (unsigned)(digits[1] - '0');
	}
	if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31)
		return false;
	memset(b, 0, 8);
	b[0] = (unsigned char)((2000 + n[0]) >> 8);
	b[1] = (unsigned char)(2000 + n[0]);
	b[2] = (unsigned char)n[1];
	b[3] = (unsigned char)n[2];
	ret_value->data = b;
	ret_value->len = 8;
	return true;
}

static bool uuid(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct chassis *c = chassis_at(cell);

	ret_value->data = c && c->has_uuid ? (const void *)c->uuid : "";
	ret_value->len = c && c->has_uuid ? sizeof(c->uuid) : 0;
	return true;
}

static const struct mib_column columns[] = {
	INDEX_COLUMN(1, "entPhysicalIndex", MIB_INTEGER),
	COLUMN(2, "entPhysicalDescr", MIB_OCTETS, descr),
	COLUMN(3, "entPhysicalVendorType", MIB_OID, vendor_type),
	COLUMN(4, "entPhysicalContainedIn", MIB_INTEGER, contained_in),
	COLUMN(5, "entPhysicalClass", MIB_INTEGER, class, LABELS(class_labels, 0)),
	COLUMN(6, "entPhysicalParentRelPos", MIB_INTEGER, parent_rel_pos),
	COLUMN(7, "entPhysicalName", MIB_OCTETS, name),
	COLUMN(8, "entPhysicalHardwareRev", MIB_OCTETS, hardware_rev),
	COLUMN(9, "entPhysicalFirmwareRev", MIB_OCTETS, firmware_rev),
	COLUMN(10, "entPhysicalSoftwareRev", MIB_OCTETS, empty),
	COLUMN(11, "entPhysicalSerialNum", MIB_OCTETS, serial_num),
	COLUMN(12, "entPhysicalMfgName", MIB_OCTETS, mfg_name),
	COLUMN(13, "entPhysicalModelName", MIB_OCTETS, model_name),
	COLUMN(14, "entPhysicalAlias", MIB_OCTETS, empty),
	COLUMN(15, "entPhysicalAssetID", MIB_OCTETS, empty),
	COLUMN(16, "entPhysicalIsFRU", MIB_INTEGER, is_fru, LABELS(truth_labels, 0)),
	COLUMN(17, "entPhysicalMfgDate", MIB_OCTETS, mfg_date),
	COLUMN(18, "entPhysicalUris", MIB_OCTETS, empty),
	COLUMN(19, "entPhysicalUUID", MIB_OCTETS, uuid),
};

const struct mib_table mib_entity_physical_table = {
	.name = "entPhysicalTable",
	.root = ENTITY_MIB_ROOT,
	.mib = "ENTITY-MIB",
	.arcs = { 1, 1, 1, 1 },
	.arc_count = 4,
	.index = { "entPhysicalIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};

/*
 * Interfaces have a row each. So does the cage of a port that has just one:
 * from there a manager finds the interface of what is in the cage.
 */
static uint32_t alias_of(const struct snapshot *s, const struct entity *e, size_t port)
{
	uint32_t if_index = 0;

	if (e->kind == ENTITY_CAGE)
		return entity_only_if_index(s, port);
	if (e->kind == ENTITY_INTERFACE)
		(void)entity_netdev(s, port, e->number, NULL, &if_index);
	return if_index;
}

struct filling {
	const struct snapshot *snapshot;
	struct mib_rows *rows;
	bool of_chassis;
};

static void add_alias(void *arg, const struct entity *e, size_t item)
{
	struct filling *f = arg;

	/* The second index, entAliasLogicalIndexOrZero, is 0: for all logical entities. */
	if (alias_of(f->snapshot, e, item))
		mib_rows_add(f->rows, &(struct mib_row){ .index = { e->index, 0 }, .item = item });
}

static void fill_aliases(const struct mib_view *view, struct mib_rows *rows)
{
	struct filling f = { .snapshot = view->snapshot, .rows = rows };

	if (view->snapshot)
		entity_each(view->snapshot, add_alias, &f);
}

/* IF-MIB::ifIndex.N */
static bool alias_identifier(const struct mib_cell *cell, struct mib_value *ret_value)
{
	static const mib_subid if_index[] = { 1, 3, 6, 1, 2, 1, 2, 2, 1, 1 };
	const size_t count = sizeof(if_index) / sizeof(if_index[0]);
	const struct entity e = entity_at(cell);

	memcpy(ret_value->id, if_index, sizeof(if_index));
	ret_value->id[count] = alias_of(cell->view->snapshot, &e, cell->row->item);
	ret_value->data = ret_value->id;
	ret_value->len = count + 1;
	return true;
}

static const struct mib_column alias_columns[] = {
	INDEX_COLUMN(1, "entAliasLogicalIndexOrZero", MIB_INTEGER),
	COLUMN(2, "entAliasMappingIdentifier", MIB_OID, alias_identifier),
};

const struct mib_table mib_entity_alias_table = {
	.name = "entAliasMappingTable",
	.root = ENTITY_MIB_ROOT,
	.mib = "ENTITY-MIB",
	.arcs = { 1, 3, 2, 1 },
	.arc_count = 4,
	.index = { "entPhysicalIndex", "entAliasLogicalIndexOrZero" },
	.index_count = 2,
	.columns = alias_columns,
	.column_count = sizeof(alias_columns) / sizeof(alias_columns[0]),
	.fill = fill_aliases,
};

static void add_contained(void *arg, const struct entity *e, size_t item)
{
	struct filling *f = arg;
	uint32_t parent = entity_parent(e);

	if (parent && (parent == ENTITY_CHASSIS_INDEX) == f->of_chassis)
		mib_rows_add(f->rows, &(struct mib_row){ .index = { parent, e->index }, .item = item });
}

/* In order of parents: what the chassis has, then what is in each port, whose parts follow one another. */
static void fill_contained(const struct mib_view *view, struct mib_rows *rows)
{
	struct filling f = { .rows = rows, .of_chassis = true };

	if (!view->snapshot)
		return;
	entity_each(view->snapshot, add_contained, &f);
	f.of_chassis = false;
	entity_each(view->snapshot, add_contained, &f);
}

static bool child_index(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, (int32_t)cell->row->index[1]);
}

static const struct mib_column contains_columns[] = {
	COLUMN(1, "entPhysicalChildIndex", MIB_INTEGER, child_index),
};

const struct mib_table mib_entity_contains_table = {
	.name = "entPhysicalContainsTable",
	.root = ENTITY_MIB_ROOT,
	.mib = "ENTITY-MIB",
	.arcs = { 1, 3, 3, 1 },
	.arc_count = 4,
	.index = { "entPhysicalIndex", "entPhysicalChildIndex" },
	.index_count = 2,
	.columns = contains_columns,
	.column_count = sizeof(contains_columns) / sizeof(contains_columns[0]),
	.fill = fill_contained,
};

static void fill_general(const struct mib_view *view, struct mib_rows *rows)
{
	(void)view;
	mib_rows_add(rows, &(struct mib_row){ .index = { 0 } });
}

static bool last_change(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_stamp(ret_value, cell->view, &cell->view->entities_changed);
}

static const struct mib_column general_columns[] = {
	COLUMN(1, "entLastChangeTime", MIB_TICKS, last_change),
};

const struct mib_table mib_entity_general = {
	.name = "entityGeneral",
	.root = ENTITY_MIB_ROOT,
	.mib = "ENTITY-MIB",
	.arcs = { 1, 4 },
	.arc_count = 2,
	.index_count = 1,
	.columns = general_columns,
	.column_count = sizeof(general_columns) / sizeof(general_columns[0]),
	.fill = fill_general,
};

const struct mib_table *const mib_entity_tables[MIB_ENTITY_TABLE_COUNT] = {
	&mib_entity_physical_table, &mib_entity_alias_table, &mib_entity_contains_table, &mib_entity_general,
};
