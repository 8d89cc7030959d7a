/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ENTITY-MIB and ENTITY-SENSOR-MIB over snapshots made by hand: the arithmetic of
 * indexes, the tree, and each sensor as a manager reads it that knows nothing
 * but ENTITY-SENSOR-MIB.
 */
#include "test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/entity.h"
#include "agent/mib.h"
#include "agent/mib_entity.h"
#include "base/text.h"
#include "own_host.h"

/* Columns. */
enum { P_DESCR = 2, P_TYPE, P_PARENT, P_CLASS, P_POSITION, P_NAME, P_HARDWARE, P_FIRMWARE, P_SOFTWARE,
       P_SERIAL, P_MAKER, P_MODEL, P_ALIAS, P_ASSET, P_FRU, P_DATE, P_URIS, P_UUID };
enum { S_TYPE = 1, S_SCALE, S_PRECISION, S_VALUE, S_STATUS, S_UNITS, S_STAMP, S_RATE };

struct world {
	struct settings settings;
	struct agent_status status;
	struct chassis chassis;
	struct mib_view view;
	struct snapshot *snapshot;
	struct mib *mib;
};

static struct mib *make_mib(const struct mib_view *view)
{
	const struct mib_table *tables[MIB_ENTITY_TABLE_COUNT + 1];
	struct mib *mib;

	memcpy(tables, mib_entity_tables, sizeof(mib_entity_tables[0]) * MIB_ENTITY_TABLE_COUNT);
	tables[MIB_ENTITY_TABLE_COUNT] = &mib_entity_sensor_table;
	mib = mib_new(".1.3.6.1.4.1.1", tables, ARRAY_SIZE(tables), view);
	assert_non_null(mib);
	return mib;
}

static struct snapshot *make_snapshot(size_t ports)
{
	struct topology *t = topology_new();
	struct snapshot *s;

	assert_non_null(t);
	t->ports = calloc(ports, sizeof(*t->ports));
	assert_non_null(t->ports);
	t->port_count = ports;
	for (size_t i = 0; i < ports; i++) {
		t->ports[i].index = (uint32_t)i + 1;
		snprintf(t->ports[i].name, sizeof(t->ports[i].name), "swp%zu", i + 1);
		t->ports[i].cage = FORM_QSFP28;
	}
	s = snapshot_new(t);
	topology_unref(t);
	assert_non_null(s);
	s->events = event_log_new(0);
	s->mono = (struct timespec){ .tv_sec = 1000 };
	return s;
}

#define ALL_DOM (DOM_TEMPERATURE | DOM_SUPPLY | DOM_RX_POWER | DOM_TX_POWER | DOM_TX_BIAS)

static struct module *make_module(uint8_t lanes)
{
	struct module *m = module_new();

	assert_non_null(m);
	m->status = READ_OK;
	m->form = FORM_QSFP28;
	m->medium = MEDIUM_MMF;
	m->lanes = lanes;
	m->dom = ALL_DOM;
	TEXT_SET(m->type_name, "100GBASE-SR4");
	TEXT_SET(m->vendor, "ACME");
	TEXT_SET(m->part_number, "P-1");
	TEXT_SET(m->serial, "S1");
	TEXT_SET(m->revision, "A0");
	TEXT_SET(m->firmware, "2.7");
	TEXT_SET(m->date_code, "240229ab");
	m->wavelength = value_of(85000);
	m->temperature = value_of(-1234);
	m->supply = value_of(3300600);
	for (unsigned i = 0; i < lanes; i++) {
		m->lane[i].rx_power = value_of(100 + (int32_t)i);
		m->lane[i].tx_power = value_of(1000000);
		m->lane[i].tx_bias = value_of(6002);
	}
	return m;
}

static void plug(struct snapshot *s, size_t port, struct module *m)
{
	s->ports[port].presence = PRESENCE_PRESENT;
	s->ports[port].status = READ_OK;
	s->ports[port].module = m;
	s->ports[port].insertions = 1;
	s->ports[port].read_mono = (struct timespec){ .tv_sec = 998, .tv_nsec = 570000000 };
}

static void netdev(struct snapshot *s, size_t port, unsigned number, const char *name, uint32_t if_index)
{
	struct host_port *host = own_host(&s->ports[port]);

	TEXT_SET(host->netdev[number - 1].name, name);
	host->netdev[number - 1].if_index = if_index;
	if (host->netdev_count < number)
		host->netdev_count = number;
}

/* Port 1: split; 2: empty; 3: a module that can't be read at all; 4: a passive cable. Two chassis sensors. */
static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct snapshot *s = make_snapshot(4);

	assert_non_null(w);
	w->settings.dom_interval_ms = 10000;
	w->chassis = (struct chassis){ .maker = "Maker", .model = "Box 9", .revision = "R2", .serial = "C77",
	                               .uuid = { 1, 2, 3 }, .has_uuid = true };
	plug(s, 0, make_module(4));
	for (unsigned n = 1; n <= 4; n++)
		netdev(s, 0, n, (const char *[]){ "swp1s0", "swp1s1", "swp1s2", "swp1s3" }[n - 1], 50 + n);
	s->ports[1].presence = PRESENCE_ABSENT;
	netdev(s, 1, 1, "swp2", 7);
	s->ports[2].presence = PRESENCE_PRESENT;
	s->ports[2].status = READ_IO_ERROR;
	plug(s, 3, make_module(4));
	{
		struct module *dac = make_module(4);
		static const struct value none = { .state = VALUE_UNSUPPORTED };

		module_unref(s->ports[3].module);
		s->ports[3].module = dac;
		dac->dom = 0;
		dac->temperature = dac->supply = none;
		for (unsigned i = 0; i < 4; i++)
			dac->lane[i].rx_power = dac->lane[i].tx_power = dac->lane[i].tx_bias = none;
		TEXT_SET(dac->date_code, "249931");
		TEXT_SET(dac->revision, "");
		TEXT_SET(dac->hardware, "1.2");
		/* 16 unprintable bytes as they are kept: 48 octets, where RFC 6933 has 32. */
		for (unsigned i = 0; i < 16; i++)
			memcpy(&dac->serial[3 * i], "\xef\xbf\xbd", 4);
	}
	s->sensor_count = 2;
	s->sensors = calloc(2, sizeof(*s->sensors));
	assert_non_null(s->sensors);
	TEXT_SET(s->sensors[0].chip, "coretemp-isa-0000");
	TEXT_SET(s->sensors[0].feature, "temp1");
	TEXT_SET(s->sensors[0].label, "Package id 0");
	s->sensors[0].temperature = value_of(4150);
	s->sensors[0].read_mono = (struct timespec){ .tv_sec = 990 };
	TEXT_SET(s->sensors[1].chip, "jc42-i2c-0-18");
	TEXT_SET(s->sensors[1].feature, "temp1");
	TEXT_SET(s->sensors[1].label, "temp1");
	s->sensors[1].temperature.state = VALUE_UNREADABLE;
	s->sensors[1].fault = TRI_YES;
	w->snapshot = s;
	w->view = (struct mib_view){ .snapshot = s, .settings = &w->settings, .status = &w->status,
	                             .chassis = &w->chassis, .now = { .tv_sec = 1001 },
	                             .up_since = { .tv_sec = 900, .tv_nsec = 50000000 },
	                             .entities_changed = { .tv_sec = 950 } };
	w->mib = make_mib(&w->view);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	mib_free(w->mib);
	snapshot_unref(w->snapshot);
	free(w);
	return 0;
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* A cell that has to be there. */
static void cell(struct mib *mib, const struct mib_table *table, unsigned column, uint32_t index,
                 struct mib_value *ret_value)
{
	const uint32_t full[MIB_MAX_INDEX] = { index, 0 };
	struct mib_name name;

	if (!mib_cell(mib, table, column, full, &name, ret_value))
		fail_msg("%s.%u.%u is not there", table->name, column, index);
}

static int32_t number(struct mib *mib, const struct mib_table *table, unsigned column, uint32_t index)
{
	struct mib_value v;

	cell(mib, table, column, index, &v);
	return v.i;
}

/* Octets as text, in hex if they are none; "(absent)". */
static const char *words(struct mib *mib, unsigned column, uint32_t index, char *buf, size_t size)
{
	const uint32_t full[MIB_MAX_INDEX] = { index };
	struct mib_name name;
	struct mib_value v;
	bool printable = true;
	size_t n = 0;

	if (!mib_cell(mib, &mib_entity_physical_table, column, full, &name, &v))
		return "(absent)";
	assert_int_equal(v.type, MIB_OCTETS);
	for (size_t i = 0; i < v.len; i++)
		printable = printable && ((const unsigned char *)v.data)[i] >= 0x20;
	buf[0] = '\0';
	for (size_t i = 0; i < v.len; i++)
		n += (size_t)snprintf(buf + n, size - n, printable ? "%c" : "%02x", ((const unsigned char *)v.data)[i]);
	return buf;
}

static void indexes_are_arithmetic(void **state)
{
	static const uint32_t ports[] = { 1, 2, 5, 1152, 65535 };
	uint32_t last = ENTITY_CHASSIS_INDEX;

	(void)state;
	assert_int_equal(entity_cage(5), 50000);
	assert_int_equal(entity_interface(5, 8), 50008);
	assert_int_equal(entity_module(5), 50100);
	assert_int_equal(entity_sensor(5, 0, MONITOR_SUPPLY), 50102);
	assert_int_equal(entity_sensor(5, 1, MONITOR_RX_POWER), 51013);
	assert_int_equal(entity_sensor(65535, 99, MONITOR_TX_BIAS), 655351995);
	for (size_t i = 0; i < ARRAY_SIZE(ports); i++) {
		struct entity e = entity_of(entity_cage(ports[i]));

		assert_true(e.kind == ENTITY_CAGE && e.port == ports[i] && e.index > last);
		e = entity_of(last = entity_interface(ports[i], 8));
		assert_true(e.kind == ENTITY_INTERFACE && e.port == ports[i] && e.number == 8);
		e = entity_of(last = entity_module(ports[i]));
		assert_true(e.kind == ENTITY_MODULE && e.port == ports[i]);
		for (unsigned lane = 0; lane <= 99; lane++) {
			for (enum monitor m = MONITOR_TEMPERATURE; m < MONITOR_END; m++) {
				e = entity_of(entity_sensor(ports[i], lane, m));
				assert_true(e.kind == ENTITY_SENSOR && e.port == ports[i]);
				assert_true(e.number == lane && e.monitor == m && e.index > last);
				assert_int_equal(entity_parent(&e), entity_module(ports[i]));
				last = e.index;
			}
		}
	}
	assert_true(last < ENTITY_CHASSIS_SENSORS);
}

static const char *const absent = "(absent)";

static const struct {
	uint32_t index;
	unsigned column;
	const char *text;
} texts[] = {
	{ 1, P_DESCR, "Maker Box 9" },
	{ 1, P_NAME, "chassis" },
	{ 1, P_HARDWARE, "R2" },
	{ 1, P_SERIAL, "C77" },
	{ 1, P_MAKER, "Maker" },
	{ 1, P_MODEL, "Box 9" },
	{ 1, P_UUID, "01020300000000000000000000000000" },
	{ 1, P_DATE, absent },
	{ 10000, P_DESCR, "QSFP28 cage of port swp1" },
	{ 10000, P_NAME, "swp1" },
	{ 10000, P_SERIAL, "" },
	{ 10003, P_NAME, "swp1s2" },
	{ 10003, P_DESCR, "network interface swp1s2 of port swp1" },
	{ 20001, P_NAME, "swp2" },
	{ 10100, P_DESCR, "QSFP28 100GBASE-SR4, 850 nm, multimode" },
	{ 10100, P_NAME, "swp1 module" },
	{ 10100, P_HARDWARE, "A0" },
	{ 10100, P_FIRMWARE, "2.7" },
	{ 10100, P_SOFTWARE, "" },
	{ 10100, P_SERIAL, "S1" },
	{ 10100, P_MAKER, "ACME" },
	{ 10100, P_MODEL, "P-1" },
	{ 10100, P_ALIAS, "" },
	{ 10100, P_ASSET, "" },
	{ 10100, P_DATE, "07e8021d00000000" },  /* 2024-02-29 */
	{ 10100, P_URIS, "" },
	{ 10100, P_UUID, "" },
	{ 40100, P_DATE, absent },              /* month 99 */
	{ 40100, P_HARDWARE, "1.2" },
	{ 30100, P_DESCR, "module that can not be read" },
	{ 30100, P_SERIAL, "" },
	{ 30100, P_DATE, absent },
	{ 10101, P_NAME, "swp1 temperature" },
	{ 10102, P_DESCR, "supply voltage of the module in port swp1" },
	{ 11043, P_NAME, "swp1 lane 4 rx power" },
	{ 11043, P_DESCR, "received optical power of lane 4, port swp1" },
};

static void entities_describe_themselves(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		char buf[1024];
		const char *is = words(w->mib, texts[i].column, texts[i].index, buf, sizeof(buf));

		if (strcmp(is, texts[i].text) != 0)
			fail_msg("%u.%u: \"%s\", expected \"%s\"", texts[i].column, texts[i].index, is, texts[i].text);
	}
}

static void texts_have_the_size_of_the_rfc(void **state)
{
	struct world *w = *state;
	struct mib_value v;

	cell(w->mib, &mib_entity_physical_table, P_SERIAL, 40100, &v);
	assert_int_equal(v.len, 30);  /* of 32, whole characters */
	cell(w->mib, &mib_entity_physical_table, P_TYPE, 40100, &v);
	assert_true(v.type == MIB_OID && v.len == 2 && ((const mib_subid *)v.data)[0] == 0);
}

static void only_what_is_there_has_rows(void **state)
{
	static const uint32_t absent_rows[] = { 0, 2, 10005, 20100, 20101, 30101, 31013, 40001, 40101, 41013, 50000 };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(absent_rows); i++) {
		struct mib_name name;
		struct mib_value v;

		if (mib_cell(w->mib, &mib_entity_physical_table, P_CLASS, &absent_rows[i], &name, &v))
			fail_msg("%u is there", absent_rows[i]);
	}
}

static void aliases_lead_to_interfaces(void **state)
{
	static const struct {
		uint32_t index;
		unsigned long if_index;  /* 0: no row */
	} rows[] = {
		{ 10000, 0 }, { 10001, 51 }, { 10004, 54 }, { 10100, 0 },  /* split: nobody can tell for the cage */
		{ 20000, 7 }, { 20001, 7 }, { 30000, 0 },
	};
	static const mib_subid prefix[] = { 1, 3, 6, 1, 2, 1, 2, 2, 1, 1 };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint32_t index[] = { rows[i].index, 0 };
		struct mib_name name;
		struct mib_value v;
		bool there = mib_cell(w->mib, &mib_entity_alias_table, 2, index, &name, &v);
		const mib_subid *id = v.data;

		assert_int_equal(there, rows[i].if_index != 0);
		if (!there)
			continue;
		assert_true(v.type == MIB_OID && v.len == 11 && memcmp(id, prefix, sizeof(prefix)) == 0);
		assert_int_equal(id[10], rows[i].if_index);
	}
}

/* Declared interfaces, where nothing else is known. */
static void declared_interfaces_do(void **state)
{
	struct world *w = *state;
	struct port_decl *decl = &w->snapshot->topology->ports[2];
	const char *name;
	uint32_t if_index;

	TEXT_SET(decl->netdevs[0], "eth2");
	decl->netdev_count = 1;
	assert_false(entity_netdev(w->snapshot, 2, 1, &name, &if_index));
	w->snapshot->ports[2].if_index[0] = 12;
	assert_true(entity_netdev(w->snapshot, 2, 1, &name, &if_index));
	assert_string_equal(name, "eth2");
	assert_int_equal(if_index, 12);
	w->snapshot->ports[2].if_index[0] = 2147483648u;  /* no InterfaceIndex */
	assert_false(entity_netdev(w->snapshot, 2, 1, &name, &if_index));
}

/*
 * What a generic manager makes of a sensor: value times ten to the power of its
 * scale, less its decimal places. RFC 3433, EntitySensorDataScale.
 */
static double si_value(struct mib *mib, uint32_t index)
{
	static const int exponents[] = { 0, -24, -21, -18, -15, -12, -9, -6, -3, 0, 3, 6, 9, 12, 18, 15, 21, 24 };
	int32_t scale = number(mib, &mib_entity_sensor_table, S_SCALE, index);
	int32_t precision = number(mib, &mib_entity_sensor_table, S_PRECISION, index);

	assert_true(scale >= 1 && scale <= 17 && precision >= -8 && precision <= 9);
	return number(mib, &mib_entity_sensor_table, S_VALUE, index) *
	       pow(10, exponents[scale] - (precision > 0 ? precision : 0));
}

/* RFC 3433's numbers of what is measured. */
enum { VOLTS_DC = 4, AMPERES = 5, WATTS = 6, CELSIUS = 8 };

static void sensors_read_what_the_model_has(void **state)
{
	static const struct {
		uint32_t index;
		int32_t type;
		double value;
		const char *units;
		double of_units;   /* one of them in the SI's */
	} sensors[] = {
		{ 10101, CELSIUS, -12.34, "degrees Celsius", 1 },
		{ 10102, VOLTS_DC, 3.3006, "volts", 1 },
		{ 11013, WATTS, 100e-9, "milliwatts", 1e-3 },
		{ 11023, WATTS, 101e-9, "milliwatts", 1e-3 },
		{ 11014, WATTS, 1e-3, "milliwatts", 1e-3 },
		{ 11045, AMPERES, 6.002e-3, "milliamperes", 1e-3 },
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_SIZE(sensors); i++) {
		struct mib_value units;
		double shown = number(w->mib, &mib_entity_sensor_table, S_VALUE, sensors[i].index) *
		               pow(10, -number(w->mib, &mib_entity_sensor_table, S_PRECISION, sensors[i].index));

		assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_TYPE, sensors[i].index), sensors[i].type);
		assert_true(fabs(si_value(w->mib, sensors[i].index) - sensors[i].value) < 1e-12);
		cell(w->mib, &mib_entity_sensor_table, S_UNITS, sensors[i].index, &units);
		assert_int_equal(units.len, strlen(sensors[i].units));
		assert_memory_equal(units.data, sensors[i].units, units.len);
		assert_true(fabs(shown * sensors[i].of_units - sensors[i].value) < 1e-12);
		assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STATUS, sensors[i].index), 1);
		assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_RATE, sensors[i].index), 10000);
		/* 998.57 s, and sysUpTime was 0 at 900.05 s. */
		assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STAMP, sensors[i].index), 9852);
	}
}

static void states_have_a_status(void **state)
{
	enum { OK = 1, UNAVAILABLE, BROKEN };
	static const struct {
		enum read_status port;
		enum value_state value;
		int32_t v, status, shown;
	} rows[] = {
		{ READ_OK, VALUE_OK, 5, OK, 5 },
		{ READ_OK, VALUE_NO_LIGHT, 0, OK, 0 },
		{ READ_OK, VALUE_ABSENT, 5, UNAVAILABLE, 0 },
		{ READ_OK, VALUE_UNREADABLE, 5, UNAVAILABLE, 0 },
		{ READ_OK, VALUE_CORRUPT, 5, BROKEN, 0 },
		{ READ_TIMEOUT, VALUE_OK, 5, UNAVAILABLE, 5 },  /* the last one that was read */
		{ READ_IO_ERROR, VALUE_CORRUPT, 5, UNAVAILABLE, 0 },
		{ READ_CORRUPT, VALUE_OK, 5, UNAVAILABLE, 5 },
		{ READ_OK, VALUE_OK, 999999999, OK, 999999999 },
		{ READ_OK, VALUE_OK, 1000000001, OK, 1000000000 },
		{ READ_OK, VALUE_OK, -2147483647, OK, -1000000000 },
	};
	struct world *w = *state;
	struct module *m = make_module(1);

	module_unref(w->snapshot->ports[0].module);
	w->snapshot->ports[0].module = m;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		m->lane[0].rx_power = (struct value){ rows[i].value, rows[i].v };
		w->snapshot->ports[0].status = rows[i].port;
		mib_refresh(w->mib);
		if (number(w->mib, &mib_entity_sensor_table, S_STATUS, 11013) != rows[i].status ||
		    number(w->mib, &mib_entity_sensor_table, S_VALUE, 11013) != rows[i].shown)
			fail_msg("row %zu", i);
	}
}

static void sensors_are_where_a_module_has_them(void **state)
{
	static const struct {
		uint8_t dom;
		enum value_state value;
		bool there;
	} rows[] = {
		{ DOM_RX_POWER, VALUE_OK, true },         { DOM_RX_POWER, VALUE_ABSENT, true },
		{ DOM_RX_POWER, VALUE_UNREADABLE, true }, { DOM_RX_POWER, VALUE_UNSUPPORTED, false },
		{ 0, VALUE_ABSENT, false },               { 0, VALUE_UNREADABLE, false },
		{ 0, VALUE_OK, true },                    { 0, VALUE_NO_LIGHT, true },
	};
	struct world *w = *state;
	struct module *m = make_module(1);

	module_unref(w->snapshot->ports[0].module);
	w->snapshot->ports[0].module = m;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint32_t index = 11013;
		struct mib_name name;
		struct mib_value v;

		m->dom = rows[i].dom;
		m->lane[0].rx_power = (struct value){ rows[i].value, 0 };
		mib_refresh(w->mib);
		if (mib_cell(w->mib, &mib_entity_sensor_table, S_TYPE, &index, &name, &v) != rows[i].there)
			fail_msg("row %zu", i);
	}
}

static void time_stamps_are_of_sys_up_time(void **state)
{
	struct world *w = *state;

	assert_int_equal(number(w->mib, &mib_entity_general, 1, 0), 4995);
	w->view.up_since = (struct timespec){ .tv_sec = 999 };
	/* Before the master agent started. */
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STAMP, 11013), 0);
	assert_int_equal(number(w->mib, &mib_entity_general, 1, 0), 0);
	/* Never read: when that was found out. */
	w->snapshot->ports[0].read_mono = (struct timespec){ 0 };
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STAMP, 11013), 100);
	/* 2^32 hundredths of a second are over. */
	w->snapshot->ports[0].read_mono = (struct timespec){ .tv_sec = 999 + 42949673 };
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STAMP, 11013), 4);
}

struct found {
	uint32_t *indexes;
	uint32_t last;
	size_t count;
};

static void find_sensor(void *arg, const struct entity *e, size_t item)
{
	struct found *f = arg;

	assert_true(e->index > f->last);
	f->last = e->index;
	if (e->kind == ENTITY_CHASSIS_SENSOR) {
		f->indexes[item] = e->index;
		f->count++;
	}
}

/* Their indexes, in the order of the array. */
static size_t chassis_sensors(const struct snapshot *s, uint32_t *indexes)
{
	struct found f = { .indexes = indexes };

	entity_each(s, find_sensor, &f);
	return f.count;
}

static void chassis_sensors_are_known_by_their_names(void **state)
{
	struct world *w = *state;
	uint32_t before[2], after[2];
	struct chassis_sensor first = w->snapshot->sensors[0];
	char buf[256];

	assert_int_equal(chassis_sensors(w->snapshot, before), 2);
	assert_int_equal(before[0], 1751983862u);  /* what managers have stored: never to change */
	assert_string_equal(words(w->mib, P_NAME, before[0], buf, sizeof(buf)), "coretemp-isa-0000 Package id 0");
	assert_string_equal(words(w->mib, P_DESCR, before[0], buf, sizeof(buf)),
	                    "temperature of the chassis: Package id 0 (coretemp-isa-0000 temp1)");
	assert_int_equal(number(w->mib, &mib_entity_physical_table, P_PARENT, before[0]), 1);
	assert_true(fabs(si_value(w->mib, before[0]) - 41.5) < 1e-9);
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STATUS, before[0]), 1);
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STAMP, before[0]), 8995);
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STATUS, before[1]), 3);
	w->snapshot->sensors[1].fault = TRI_NO;
	assert_int_equal(number(w->mib, &mib_entity_sensor_table, S_STATUS, before[1]), 2);

	/* Another order, another label. */
	w->snapshot->sensors[0] = w->snapshot->sensors[1];
	w->snapshot->sensors[1] = first;
	TEXT_SET(w->snapshot->sensors[1].label, "CPU");
	assert_int_equal(chassis_sensors(w->snapshot, after), 2);
	assert_int_equal(after[0], before[1]);
	assert_int_equal(after[1], before[0]);
}

/* Two names with the same hash. */
static void colliding_sensors_have_an_index_each(void **state)
{
	struct world *w = *state;
	struct chassis_sensor *sensors = w->snapshot->sensors;
	uint32_t indexes[2];

	memset(sensors, 0, 2 * sizeof(*sensors));
	TEXT_SET(sensors[0].chip, "chip-i2c-56085-4c");
	TEXT_SET(sensors[1].chip, "chip-i2c-73136-4c");
	TEXT_SET(sensors[0].feature, "temp1");
	TEXT_SET(sensors[1].feature, "temp1");
	assert_int_equal(chassis_sensors(w->snapshot, indexes), 2);
	assert_int_equal(indexes[0], 730323352u);
	assert_int_equal(indexes[1], 730323353u);
}

/* Everything hangs together: parents exist, positions are unique, entPhysicalContainsTable says the same. */
static void check_tree(struct mib *mib, size_t at_least)
{
	const struct mib_table *physical = &mib_entity_physical_table;
	struct mib_name prefix, name, next;
	struct mib_value v;
	size_t children = 0, contained = 0;
	uint32_t last_parent = 0;

	mib_table_name(mib, physical, &prefix);
	name = prefix;
	name.id[name.len++] = P_PARENT;
	prefix = name;
	while (mib_next(mib, name.id, name.len, false, &next, &v) == MIB_FOUND &&
	       memcmp(next.id, prefix.id, prefix.len * sizeof(prefix.id[0])) == 0) {
		uint32_t index = (uint32_t)next.id[prefix.len], parent = (uint32_t)v.i;
		uint32_t pair[] = { parent, index };
		struct mib_name there;

		if (parent) {
			(void)number(mib, physical, P_CLASS, parent);
			assert_true(number(mib, physical, P_POSITION, index) >= 0);
			assert_true(mib_cell(mib, &mib_entity_contains_table, 1, pair, &there, &v));
			assert_int_equal(v.i, index);
			children++;
		} else {
			assert_int_equal(index, ENTITY_CHASSIS_INDEX);
			assert_int_equal(number(mib, physical, P_POSITION, index), -1);
		}
		name = next;
	}
	assert_true(children >= at_least);
	mib_table_name(mib, &mib_entity_contains_table, &name);
	prefix = name;
	while (mib_next(mib, name.id, name.len, false, &next, &v) == MIB_FOUND &&
	       memcmp(next.id, prefix.id, prefix.len * sizeof(prefix.id[0])) == 0) {
		assert_true(next.id[prefix.len + 1] >= last_parent);
		last_parent = (uint32_t)next.id[prefix.len + 1];
		contained++;
		name = next;
	}
	assert_int_equal(children, contained);
}

struct position {
	uint32_t parent;
	int32_t class, position;
};

struct positions {
	struct mib *mib;
	struct position rows[1024];
	size_t count;
};

static void collect_position(void *arg, const struct entity *e, size_t item)
{
	struct positions *p = arg;
	const struct position is = {
		.parent = (uint32_t)number(p->mib, &mib_entity_physical_table, P_PARENT, e->index),
		.class = number(p->mib, &mib_entity_physical_table, P_CLASS, e->index),
		.position = number(p->mib, &mib_entity_physical_table, P_POSITION, e->index),
	};

	(void)item;
	for (size_t i = 0; i < p->count; i++) {
		if (memcmp(&p->rows[i], &is, sizeof(is)) == 0)
			fail_msg("%u: position %d is taken", e->index, is.position);
	}
	assert_true(p->count < ARRAY_SIZE(p->rows));
	p->rows[p->count++] = is;
}

static void the_tree_is_consistent(void **state)
{
	struct world *w = *state;
	static struct positions positions;

	check_tree(w->mib, 20);
	positions = (struct positions){ .mib = w->mib };
	entity_each(w->snapshot, collect_position, &positions);
	assert_true(positions.count > 20);
}

/* 1,152 modules of 16 lanes: the rows of all tables, each once. */
static void a_full_switch(void **state)
{
	struct world *w = *state;
	struct snapshot *s = make_snapshot(1152);
	struct mib *mib;

	for (size_t i = 0; i < 1152; i++) {
		plug(s, i, make_module(16));
		netdev(s, i, 1, "x", (uint32_t)i + 10);
	}
	w->view.snapshot = s;
	mib = make_mib(&w->view);
	check_tree(mib, 1152 * (1 + 1 + 1 + 2 + 48));
	assert_int_equal(number(mib, &mib_entity_sensor_table, S_VALUE, 11520000 + 1163), 115);
	mib_free(mib);
	snapshot_unref(s);
}

static void without_a_snapshot_there_is_a_time(void **state)
{
	struct world *w = *state;
	struct mib_name name = { .len = 0 };
	struct mib_value v;
	size_t n = 0;

	w->view.snapshot = NULL;
	mib_refresh(w->mib);
	while (mib_next(w->mib, name.id, name.len, false, &name, &v) == MIB_FOUND)
		n++;
	assert_int_equal(n, 1);
}

/* Each change of one thing: does it change entities? */
static void changes_are_seen(void **state)
{
	static const char *const changes[] = {
		"nothing", "readings", "status", "no light", "serial", "firmware", "type", "lanes", "sensor", "pulled",
		"swapped back", "interface", "interface name", "label", "chassis sensor", "port name",
	};

	for (size_t i = 0; i < ARRAY_SIZE(changes); i++) {
		const char *what = changes[i];
		struct world *a = *state, *b;
		void *other = NULL;
		struct module *m;
		struct port_state *port;
		bool changed = i >= 4;

		assert_int_equal(set_up(&other), 0);
		b = other;
		port = &b->snapshot->ports[0];
		m = make_module(4);
		module_unref(port->module);
		port->module = m;
		if (strcmp(what, "readings") == 0) {
			m->temperature = value_of(1);
			port->read_mono.tv_sec++;
			b->snapshot->sensors[0].temperature = value_of(1);
		} else if (strcmp(what, "status") == 0) {
			port->status = READ_TIMEOUT;
		} else if (strcmp(what, "no light") == 0) {
			m->lane[0].rx_power = (struct value){ .state = VALUE_NO_LIGHT };
			m->lane[1].rx_power = (struct value){ .state = VALUE_UNREADABLE };
		} else if (strcmp(what, "serial") == 0) {
			TEXT_SET(m->serial, "S2");
		} else if (strcmp(what, "firmware") == 0) {
			TEXT_SET(m->firmware, "2.8");
		} else if (strcmp(what, "type") == 0) {
			TEXT_SET(m->type_name, "40GBASE-SR4");
		} else if (strcmp(what, "lanes") == 0) {
			m->lanes = 2;
		} else if (strcmp(what, "sensor") == 0) {
			m->lane[2].tx_bias.state = VALUE_UNSUPPORTED;
		} else if (strcmp(what, "pulled") == 0) {
			module_unref(m);
			port->module = NULL;
			port->presence = PRESENCE_ABSENT;
		} else if (strcmp(what, "swapped back") == 0) {
			port->insertions++;
		} else if (strcmp(what, "interface") == 0) {
			own_host(port)->netdev_count = 1;
		} else if (strcmp(what, "interface name") == 0) {
			TEXT_SET(own_host(port)->netdev[1].name, "other");
		} else if (strcmp(what, "label") == 0) {
			TEXT_SET(b->snapshot->sensors[0].label, "CPU");
		} else if (strcmp(what, "chassis sensor") == 0) {
			b->snapshot->sensor_count = 1;
		} else if (strcmp(what, "port name") == 0) {
			struct topology *t = topology_copy(b->snapshot->topology, 0);

			assert_non_null(t);
			TEXT_SET(t->ports[1].name, "other");
			assert_int_equal(snapshot_set_topology(b->snapshot, t), 0);
			topology_unref(t);
		}
		assert_row(entity_changed(a->snapshot, b->snapshot) == changed, what);
		assert_row(entity_changed(b->snapshot, a->snapshot) == changed, what);
		tear_down(&other);
	}
	assert_true(entity_changed(NULL, ((struct world *)*state)->snapshot));
	assert_false(entity_changed(NULL, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(indexes_are_arithmetic),
		IN_WORLD(entities_describe_themselves),
		IN_WORLD(texts_have_the_size_of_the_rfc),
		IN_WORLD(only_what_is_there_has_rows),
		IN_WORLD(aliases_lead_to_interfaces),
		IN_WORLD(declared_interfaces_do),
		IN_WORLD(sensors_read_what_the_model_has),
		IN_WORLD(states_have_a_status),
		IN_WORLD(sensors_are_where_a_module_has_them),
		IN_WORLD(time_stamps_are_of_sys_up_time),
		IN_WORLD(chassis_sensors_are_known_by_their_names),
		IN_WORLD(colliding_sensors_have_an_index_each),
		IN_WORLD(the_tree_is_consistent),
		IN_WORLD(a_full_switch),
		IN_WORLD(without_a_snapshot_there_is_a_time),
		IN_WORLD(changes_are_seen),
	};

	return cmocka_run_group_tests_name("entity", tests, NULL, NULL);
}
