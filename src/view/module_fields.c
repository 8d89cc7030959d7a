/* SPDX-License-Identifier: BSD-3-Clause */
/* What is said of a module, by section. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "eeprom/sff8024.h"
#include "view/module_view.h"

static void get_checksum(const struct module *m, struct cell *c)
{
	cell_set_code(c, checksum_labels, module_checksum(m));
}

static void get_identifier(const struct module *m, struct cell *c)
{
	const char *name = code_name(sff8024_identifiers, m->identifier);

	/* No module, or not its first byte. */
	if (m->family == FAMILY_UNKNOWN && m->status != READ_UNSUPPORTED && m->status != READ_CORRUPT) {
		cell_set_text(c, "");
		return;
	}
	cell_set_number(c, m->identifier, 0);
	snprintf(c->text, sizeof(c->text), "0x%02x (%s)", m->identifier, name ? name : "unknown");
}

static void get_oui(const struct module *m, struct cell *c)
{
	if (m->oui[0] || m->oui[1] || m->oui[2])
		cell_set_format(c, "%02x:%02x:%02x", m->oui[0], m->oui[1], m->oui[2]);
	else
		cell_set_text(c, "");
}

static void get_type_token(const struct module *m, struct cell *c)
{
	cell_set_text(c, m->type ? m->type->token : "");
}

static void get_type_derived(const struct module *m, struct cell *c)
{
	if (m->type_name[0])
		cell_set_bool(c, m->type_derived);
	else
		cell_set_text(c, "");
}

static void get_slow_type(const struct module *m, struct cell *c)
{
	cell_set_text(c, m->slow_type ? m->slow_type->name : "");
}

static void get_rate(const struct module *m, struct cell *c)
{
	uint32_t mbps = module_rate_mbps(m);

	if (mbps == 0) {
		cell_set_text(c, "");
		return;
	}
	cell_set_number(c, mbps, 0);
	cell_note(c, " Mb/s");
}

static void get_connector(const struct module *m, struct cell *c)
{
	/* Without an identity the byte means nothing. */
	if (m->status != READ_OK && m->connector_class == CONNECTOR_CLASS_UNKNOWN)
		cell_set_text(c, "");
	else
		cell_set_code(c, sff8024_connectors, m->connector);
}

static void get_connector_code(const struct module *m, struct cell *c)
{
	if (module_identity_read(m))
		cell_set_number(c, m->connector, 0);
	else
		cell_set_text(c, "");
}

static void get_dom(const struct module *m, struct cell *c)
{
	static const struct code words[] = {
		{ DOM_TEMPERATURE, "temperature" }, { DOM_SUPPLY, "supply" },
		{ DOM_RX_POWER, "rxPower" },        { DOM_TX_POWER, "txPower" },
		{ DOM_TX_BIAS, "txBias" },          { DOM_RX_AVERAGE, "rxAveragePower" },
		{ DOM_FLAGS, "flags" },             { 0, NULL },
	};

	module_set_bits(c, words, m->dom);
}

/* Of a single-fibre link: no register holds it. */
static void get_mates(const struct module *m, struct cell *c)
{
	int32_t mate;

	cell_set_list(c);
	for (unsigned n = 0; m->layout == LAYOUT_BIDI && value_ok(m->wavelength) &&
			     (mate = bidi_mate(m->wavelength.v, n)); n++)
		cell_add_number(c, mate / 100, " nm");
	if (!*c->text)
		cell_note(c, "-");
}

/* Labels for programs, sentences for people. */
static void get_doubts(const struct module *m, struct cell *c)
{
	struct text t;

	module_set_bits(c, doubt_labels, m->doubts);
	text_init(&t, c->text, sizeof(c->text));
	for (const struct code *row = doubt_words; row->name; row++) {
		if (m->doubts & row->code)
			text_item(&t, "; ", "%s", row->name);
	}
	if (t.len == 0)
		text_printf(&t, "-");
}

static void get_alarms(const struct module *m, struct cell *c)
{
	module_set_alarms(c, m->alarms & m->alarms_known);
}

/* Rows: key, label, registers, then what it is. */
#define MEMBER(name) .member = offsetof(struct module, name)
#define SAID_BY(name) .evidence = offsetof(struct module, name)
#define TEXT(name) .kind = MODULE_FIELD_TEXT, MEMBER(name)
#define CODE(name, table) .kind = MODULE_FIELD_CODE, .names = table, MEMBER(name)
#define CODE8(name, table) .kind = MODULE_FIELD_CODE8, .names = table, MEMBER(name)
#define COUNT(name) .kind = MODULE_FIELD_COUNT, MEMBER(name)
#define VALUE(name, digits, u) .kind = MODULE_FIELD_VALUE, .decimals = digits, .unit = u, MEMBER(name)
#define STATE(name) .kind = MODULE_FIELD_STATE, MEMBER(name)
#define TRISTATE(name) .kind = MODULE_FIELD_TRISTATE, MEMBER(name)
#define GET(function) .kind = MODULE_FIELD_GET, .get = function
#define NOTE .note = true
#define END_OF_FIELDS { .key = NULL }

/* How well the bytes could be read. */
static const struct module_field reading_fields[] = {
	{ "status", "Status", NULL, CODE(status, read_status_labels) },
	{ "why", "Because", NULL, NOTE, TEXT(why) },
	{ "doubts", "Doubts", NULL, NOTE, GET(get_doubts) },
	{ "checksum", "Checksum", "cc_base cc_ext checksum checksum_01", GET(get_checksum) },
	{ "family", "Register map", NULL, CODE(family, register_family_labels) },
	{ "management", "Management revision", "revision_compliance", TEXT(management) },
	END_OF_FIELDS,
};

/* Who made it. */
static const struct module_field identity_fields[] = {
	{ "identifier", "Identifier", "identifier identifier_copy", GET(get_identifier) },
	{ "form_factor", "Form factor", NULL, CODE(form, form_factor_names) },
	{ "vendor", "Vendor name", "vendor", TEXT(vendor) },
	{ "oui", "Vendor OUI", "oui", NOTE, GET(get_oui) },
	{ "part_number", "Part number", "part_number", TEXT(part_number) },
	{ "revision", "Revision", "revision", TEXT(revision) },
	{ "serial", "Serial number", "serial", TEXT(serial) },
	{ "date_code", "Date code (YYMMDD)", "date_code", TEXT(date_code) },
	END_OF_FIELDS,
};

/* What it is. */
static const struct module_field type_fields[] = {
	{ "type", "Type", "extended_compliance compliance", TEXT(type_name), SAID_BY(type_evidence) },
	{ "type_derived", NULL, NULL, GET(get_type_derived) },
	{ "type_token", "Type token", NULL, GET(get_type_token) },
	{ "slow_type", "Slower personality", "extended_compliance_2", NOTE, GET(get_slow_type) },
	{ "medium", "Medium", "device_technology media_type technology", CODE(medium, medium_labels),
	  SAID_BY(medium_evidence) },
	{ "wavelength_nm", "Wavelength", "wavelength", VALUE(wavelength, 2, "nm"),
	  SAID_BY(wavelength_evidence) },
	{ "wavelength_tolerance_nm", "Wavelength tolerance", "wavelength_tolerance", NOTE,
	  VALUE(wavelength_tolerance, 2, "nm") },
	{ "modulation", "Modulation", "encoding", CODE(modulation, modulation_labels) },
	{ "lane_count", "Media lanes", NULL, COUNT(lanes) },
	{ "host_lane_count", "Host lanes", NULL, NOTE, COUNT(host_lanes) },
	{ "rate_mbps", "Rate", NULL, GET(get_rate) },
	{ "lane_mbps", "Rate of a lane", NULL, VALUE(lane_mbps, 0, "Mb/s") },
	{ "nominal_mbaud", "Line rate of a lane", "nominal_rate nominal_rate_extended rate_max",
	  VALUE(nominal_mbaud, 0, "MBd") },
	{ "reach_m", "Reach", "lengths length_cable", VALUE(reach_m, 0, "m") },
	{ "connector", "Connector", "connector", GET(get_connector) },
	{ "connector_code", NULL, NULL, GET(get_connector_code) },
	{ "mate_wavelengths_nm", "Other end's wavelength", NULL, NOTE, GET(get_mates) },
	{ "far_end", "Far end (ends x lanes)", "far_end", NOTE, TEXT(far_end_text) },
	{ "line_fec", "FEC on the line", NULL, CODE(line_fec, fec_labels) },
	{ "fec_in_module", "FEC ends in the module", NULL, TRISTATE(fec_in_module) },
	{ "splittable", "Splittable", NULL, TRISTATE(splittable) },
	{ "downshift_10g", "Lanes can run at 10G", "cdr_control options", TRISTATE(downshift_10g) },
	{ "power_class", "Power class", "extended_identifier power_class", COUNT(power_class) },
	{ "max_power_w", "Maximum power", "max_power", VALUE(max_power_mw, 3, "W") },
	{ "firmware", "Firmware", "active_firmware", NOTE, TEXT(firmware) },
	{ "firmware_inactive", "Inactive firmware", "inactive_firmware", NOTE, TEXT(firmware_inactive) },
	{ "hardware", "Hardware revision", "hardware_revision", NOTE, TEXT(hardware) },
	END_OF_FIELDS,
};

/* What it monitors. */
static const struct module_field monitor_fields[] = {
	{ "dom", "Monitors", "diagnostic_type enhanced_options", GET(get_dom) },
	{ "state", "Module state", "module_state", NOTE, CODE8(state, module_state_labels) },
	{ "data_ready", "Data ready", "data_not_ready", TRISTATE(data_ready) },
	{ "temperature_c", "Module temperature", "temperature", VALUE(temperature, 2, "degrees C") },
	{ "temperature_state", NULL, NULL, STATE(temperature) },
	{ "supply_v", "Module voltage", "supply", VALUE(supply, 4, "V"), .drop = 2 },
	{ "supply_state", NULL, NULL, STATE(supply) },
	{ "alarms", "Alarms and warnings", NULL, GET(get_alarms) },
	END_OF_FIELDS,
};

const struct module_section module_sections[] = {
	{ "Reading", reading_fields },
	{ "Identity", identity_fields },
	{ "Type", type_fields },
	{ "Monitors", monitor_fields },
	{ NULL, NULL },
};

struct value module_value_round(struct value v, unsigned digits)
{
	int32_t unit = 1;

	while (digits-- > 0)
		unit *= 10;
	if (value_ok(v))
		v.v = (v.v + (v.v < 0 ? -unit : unit) / 2) / unit;
	return v;
}

static void set_value(const struct module_field *field, struct value v, struct cell *c)
{
	cell_set_value(c, module_value_round(v, field->drop), field->decimals);
	if (value_ok(v))
		cell_note(c, " %s", field->unit);
}

/* 0 is "unknown" in all enumerations that are shown. */
static void set_code(const struct module_field *field, int code, struct cell *c)
{
	if (code)
		cell_set_code(c, field->names, (uint32_t)code);
	else
		cell_set_text(c, "");
}

void module_field_get(const struct module_field *field, const struct module *m, struct cell *c)
{
	const void *from = (const char *)m + field->member;
	const char *evidence = field->evidence ? (const char *)m + field->evidence : "";

	switch (field->kind) {
	case MODULE_FIELD_GET:
		field->get(m, c);
		break;
	case MODULE_FIELD_TEXT:
		cell_set_text(c, from);
		break;
	case MODULE_FIELD_CODE:
		set_code(field, *(const int *)from, c);
		break;
	case MODULE_FIELD_CODE8:
		set_code(field, *(const uint8_t *)from, c);
		break;
	case MODULE_FIELD_COUNT:
		if (*(const uint8_t *)from)
			cell_set_number(c, *(const uint8_t *)from, 0);
		else
			cell_set_text(c, "");
		break;
	case MODULE_FIELD_VALUE:
		set_value(field, *(const struct value *)from, c);
		break;
	case MODULE_FIELD_STATE:
		cell_set_state(c, ((const struct value *)from)->state);
		break;
	case MODULE_FIELD_TRISTATE:
		cell_set_tristate(c, *(const enum tristate *)from);
		break;
	}
	/* The registers that say so, behind the text: "mmf  [00h:192=02h]". */
	if (*evidence && !json_is_null(c->json))
		cell_note(c, "  [%s%s]", evidence == m->type_evidence && m->type_derived ? "derived from " : "",
			  evidence);
}

static int object_add(json_t *object, const struct module_field *field, const struct module *m)
{
	struct cell c;
	int r = 0;

	if (!field->key)
		return 0;
	cell_init(&c);
	module_field_get(field, m, &c);
	if (c.failed || json_object_set_new(object, field->key, cell_json(&c)))
		r = -1;
	cell_release(&c);
	return r;
}

void module_set_type(struct cell *c, const struct module *m)
{
	cell_set_text(c, m ? m->type_name : "");
	if (m && m->type_derived)
		cell_note(c, " (derived)");
}

json_t *module_view_fields(const struct module *m)
{
	json_t *object = json_object();

	for (const struct module_section *s = module_sections; object && s->title; s++) {
		for (const struct module_field *f = s->fields; object && (f->key || f->label); f++) {
			if (object_add(object, f, m) == 0)
				continue;
			json_decref(object);
			object = NULL;
		}
	}
	return object;
}

void module_address_text(const struct module *m, struct image_addr at, unsigned len, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	if (at.device == IMAGE_A2)
		text_printf(&t, "A2h");
	else if (m->family == FAMILY_SFF8472)
		text_printf(&t, "A0h");
	else
		text_printf(&t, "%02xh", at.page);
	if (at.bank)
		text_printf(&t, ".%u", at.bank);
	text_printf(&t, ":%u", at.offset);
	if (len > 1)
		text_printf(&t, "-%u", at.offset + len - 1);
}

void module_set_bits(struct cell *c, const struct code *bits, uint32_t set)
{
	cell_set_list(c);
	for (; bits->name; bits++) {
		if (set & bits->code)
			cell_add_item(c, bits->name);
	}
	if (!*c->text)
		cell_note(c, "-");
}

void module_set_alarms(struct cell *c, uint32_t set)
{
	static const char *const levels[] = {
		[ALARM_HIGH_ALARM] = "HighAlarm",
		[ALARM_HIGH_WARNING] = "HighWarning",
		[ALARM_LOW_WARNING] = "LowWarning",
		[ALARM_LOW_ALARM] = "LowAlarm",
	};

	cell_set_list(c);
	for (enum monitor m = MONITOR_TEMPERATURE; m < MONITOR_END; m++) {
		for (enum alarm_level level = ALARM_HIGH_ALARM; level <= ALARM_LOW_ALARM; level++) {
			char name[48];

			if (!(set & alarm_bit(m, level)))
				continue;
			snprintf(name, sizeof(name), "%s%s", code_name(monitor_labels, m), levels[level]);
			cell_add_item(c, name);
		}
	}
	if (!*c->text)
		cell_note(c, "-");
}
