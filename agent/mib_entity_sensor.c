/* SPDX-License-Identifier: BSD-3-Clause */
/* ENTITY-SENSOR-MIB (RFC 3433): entPhySensorTable, which has all columns in each of its rows. */
#include "agent/mib_entity.h"

#include "agent/entity.h"
#include "agent/mib_cells.h"

/* EntitySensorDataType, EntitySensorDataScale, EntitySensorStatus. */
static const struct code type_labels[] = {
	{ 1, "other" }, { 2, "unknown" }, { 3, "voltsAC" },    { 4, "voltsDC" }, { 5, "amperes" }, { 6, "watts" },
	{ 7, "hertz" }, { 8, "celsius" }, { 9, "percentRH" },  { 10, "rpm" },    { 11, "cmm" },
	{ 12, "truthvalue" },
	{ 0, NULL },
};

static const struct code scale_labels[] = {
	{ 1, "yocto" },  { 2, "zepto" },  { 3, "atto" },  { 4, "femto" }, { 5, "pico" },  { 6, "nano" },
	{ 7, "micro" },  { 8, "milli" },  { 9, "units" }, { 10, "kilo" }, { 11, "mega" }, { 12, "giga" },
	{ 13, "tera" },  { 14, "exa" },   { 15, "peta" }, { 16, "zetta" }, { 17, "yotta" },
	{ 0, NULL },
};

static const struct code status_labels[] = {
	{ 1, "ok" }, { 2, "unavailable" }, { 3, "nonoperational" }, { 0, NULL },
};

enum { VOLTS_DC = 4, AMPERES = 5, WATTS = 6, CELSIUS = 8 };
enum { MILLI = 8, UNITS = 9 };
enum { STATUS_OK = 1, STATUS_UNAVAILABLE, STATUS_NONOPERATIONAL };

/* EntitySensorValue of fixed-point numbers: 9 digits; one more says that it is too large. */
#define VALUE_OVERFLOW 1000000000

/*
 * Scale and precision are such that the number is the model's own, in the
 * finest unit that any module has (value.h): nothing is rounded. Up to 999 mW
 * and 999 A there is no overflow; registers end at 6.6 mW and 0.6 A.
 */
static const struct sensor {
	int32_t type, scale, precision;
	const char *units;             /* of the number with its decimal point */
} sensors[MONITOR_END] = {
	[MONITOR_TEMPERATURE] = { CELSIUS, UNITS, 2, "degrees Celsius" },  /* 0.01 degC */
	[MONITOR_SUPPLY] = { VOLTS_DC, UNITS, 6, "volts" },                /* uV */
	[MONITOR_RX_POWER] = { WATTS, MILLI, 6, "milliwatts" },            /* nW */
	[MONITOR_TX_POWER] = { WATTS, MILLI, 6, "milliwatts" },            /* nW */
	[MONITOR_TX_BIAS] = { AMPERES, MILLI, 3, "milliamperes" },         /* uA */
};

/* item: as of entity_fn. The rest is in the index. */
static void add(void *arg, const struct entity *e, size_t item)
{
	if (e->kind == ENTITY_SENSOR || e->kind == ENTITY_CHASSIS_SENSOR)
		mib_rows_add(arg, &(struct mib_row){ .index = { e->index }, .item = item });
}

static void fill(const struct mib_view *view, struct mib_rows *rows)
{
	if (view->snapshot)
		entity_each(view->snapshot, add, rows);
}

static const struct sensor *sensor_at(const struct mib_cell *cell)
{
	return &sensors[entity_of(cell->row->index[0]).monitor];
}

/* What a sensor reads, whoever's it is. */
struct reading {
	struct value value;
	bool current;                  /* asking for it works */
	bool broken;                   /* it says so itself */
	const struct timespec *read;   /* CLOCK_MONOTONIC; 0: never */
};

static struct reading reading(const struct mib_cell *cell)
{
	const struct snapshot *s = cell->view->snapshot;
	const struct entity e = entity_of(cell->row->index[0]);
	const struct chassis_sensor *sensor;
	const struct port_state *port;

	if (e.kind == ENTITY_CHASSIS_SENSOR) {
		sensor = &s->sensors[cell->row->item];
		return (struct reading){ sensor->temperature, true, sensor->fault == TRI_YES, &sensor->read_mono };
	}
	port = &s->ports[cell->row->item];
	return (struct reading){ entity_reading(port->module, e.number, e.monitor), port->status == READ_OK, false,
	                         &port->read_mono };
}

/* No light is a reading like any other: 0 W. */
static bool has_number(struct value v)
{
	return v.state == VALUE_OK || v.state == VALUE_NO_LIGHT;
}

static bool type(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, sensor_at(cell)->type);
}

static bool scale(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, sensor_at(cell)->scale);
}

static bool precision(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_integer(ret_value, sensor_at(cell)->precision);
}

/* The last one, also while the port can not be read; 0 where there never was one: the status tells. */
static bool value(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct reading r = reading(cell);
	int32_t v = r.value.state == VALUE_OK ? r.value.v : 0;

	if (v >= VALUE_OVERFLOW)
		v = VALUE_OVERFLOW;
	else if (v <= -VALUE_OVERFLOW)
		v = -VALUE_OVERFLOW;
	return cell_set_integer(ret_value, v);
}

static bool status(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct reading r = reading(cell);

	if (!r.current)
		return cell_set_integer(ret_value, STATUS_UNAVAILABLE);
	if (r.broken || r.value.state == VALUE_CORRUPT)
		return cell_set_integer(ret_value, STATUS_NONOPERATIONAL);
	return cell_set_integer(ret_value, has_number(r.value) ? STATUS_OK : STATUS_UNAVAILABLE);
}

static bool units(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_string(ret_value, sensor_at(cell)->units);
}

/* When the value was read; before it ever was, when its status was found out. */
static bool timestamp(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct reading r = reading(cell);
	bool never = r.read->tv_sec == 0 && r.read->tv_nsec == 0;

	return cell_set_stamp(ret_value, cell->view, never ? &cell->view->snapshot->mono : r.read);
}

static bool update_rate(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, cell->view->settings->dom_interval_ms);
}

static const struct mib_column columns[] = {
	COLUMN(1, "entPhySensorType", MIB_INTEGER, type, LABELS(type_labels, 0)),
	COLUMN(2, "entPhySensorScale", MIB_INTEGER, scale, LABELS(scale_labels, 0)),
	COLUMN(3, "entPhySensorPrecision", MIB_INTEGER, precision),
	COLUMN(4, "entPhySensorValue", MIB_INTEGER, value),
	COLUMN(5, "entPhySensorOperStatus", MIB_INTEGER, status, LABELS(status_labels, 0)),
	COLUMN(6, "entPhySensorUnitsDisplay", MIB_OCTETS, units),
	COLUMN(7, "entPhySensorValueTimeStamp", MIB_TICKS, timestamp),
	COLUMN(8, "entPhySensorValueUpdateRate", MIB_UNSIGNED, update_rate),
};

const struct mib_table mib_entity_sensor_table = {
	.name = "entPhySensorTable",
	.root = ENTITY_SENSOR_MIB_ROOT,
	.mib = "ENTITY-SENSOR-MIB",
	.arcs = { 1, 1, 1 },
	.arc_count = 3,
	.index = { "entPhysicalIndex" },
	.index_count = 1,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.fill = fill,
};
