/* SPDX-License-Identifier: BSD-3-Clause */
/* Decoded modules: life cycle, comparison, and words for people. */
#include "model/module.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/refs.h"

/* Arrays are behind the module, in one piece of memory with it. */
static struct module *allocate(size_t applications, size_t lanes, size_t host_lanes)
{
	struct module *m;
	size_t behind = applications * sizeof(m->application[0]) + lanes * sizeof(m->lane[0]) +
	                host_lanes * sizeof(m->host_lane[0]);

	m = calloc(1, sizeof(*m) + behind);
	if (!m)
		return NULL;
	m->refs = 1;
	m->application = (void *)(m + 1);
	m->lane = (void *)(m->application + applications);
	m->host_lane = (void *)(m->lane + lanes);
	m->application_room = (uint8_t)applications;
	m->lane_room = (uint8_t)lanes;
	m->host_lane_room = (uint8_t)host_lanes;
	return m;
}

struct module *module_new(void)
{
	return allocate(MODULE_MAX_APPLICATIONS, MODULE_MAX_LANES, MODULE_MAX_LANES);
}

/* As far as there is room; what is behind stays. */
static void copy_into(struct module *to, const struct module *from)
{
	const struct module was = *to;

	*to = *from;
	to->refs = was.refs;
	to->application = was.application;
	to->lane = was.lane;
	to->host_lane = was.host_lane;
	to->application_room = was.application_room;
	to->lane_room = was.lane_room;
	to->host_lane_room = was.host_lane_room;
	for (unsigned n = 0; n < to->application_room && n < from->application_room; n++)
		to->application[n] = from->application[n];
	for (unsigned n = 0; n < to->lane_room && n < from->lane_room; n++)
		to->lane[n] = from->lane[n];
	for (unsigned n = 0; n < to->host_lane_room && n < from->host_lane_room; n++)
		to->host_lane[n] = from->host_lane[n];
}

struct module *module_copy(const struct module *m)
{
	struct module *copy = module_new();

	if (copy)
		copy_into(copy, m);
	return copy;
}

void module_reset(struct module *m)
{
	static const struct module nothing;

	copy_into(m, &nothing);
	memset(m->application, 0, m->application_room * sizeof(m->application[0]));
	memset(m->lane, 0, m->lane_room * sizeof(m->lane[0]));
	memset(m->host_lane, 0, m->host_lane_room * sizeof(m->host_lane[0]));
}

static bool is_zero(const void *object, size_t size)
{
	const unsigned char *bytes = object;

	while (size > 0 && bytes[size - 1] == 0)
		size--;
	return size == 0;
}

struct module *module_pack(struct module *m)
{
	unsigned lanes = m->lane_room, host_lanes = m->host_lane_room;
	unsigned least = m->lanes > 1 ? m->lanes : 1;
	struct module *packed;

	while (lanes > least && is_zero(&m->lane[lanes - 1], sizeof(m->lane[0])))
		lanes--;
	while (host_lanes > 0 && is_zero(&m->host_lane[host_lanes - 1], sizeof(m->host_lane[0])))
		host_lanes--;
	packed = allocate(m->application_count, lanes, host_lanes);
	if (!packed)
		return m;
	copy_into(packed, m);
	module_unref(m);
	return packed;
}

struct module *module_ref(const struct module *m)
{
	return refs_get(m, &m->refs);
}

void module_unref(const struct module *m)
{
	if (m && refs_put(&m->refs))
		free(refs_owned(m));
}

bool module_same_unit(const struct module *a, const struct module *b)
{
	if (!a->serial[0] && !a->part_number[0] && !a->vendor[0])
		return false;
	return strcmp(a->serial, b->serial) == 0 && strcmp(a->part_number, b->part_number) == 0 &&
	       strcmp(a->vendor, b->vendor) == 0;
}

bool module_latches(const struct module *m)
{
	return m->family == FAMILY_SFF8636 || m->family == FAMILY_CMIS;
}

const struct lane *module_lane(const struct module *m, unsigned number)
{
	if (number < 1 || number > m->lanes || number > m->lane_room)
		return NULL;
	return &m->lane[number - 1];
}

const struct lane *module_any_lane(const struct module *m, unsigned number)
{
	static const struct lane none;

	return number >= 1 && number <= m->lane_room ? &m->lane[number - 1] : &none;
}

const struct host_lane *module_host_lane(const struct module *m, unsigned number)
{
	static const struct host_lane none;

	return number >= 1 && number <= m->host_lane_room ? &m->host_lane[number - 1] : &none;
}

const struct application *module_application(const struct module *m, unsigned number)
{
	static const struct application none;

	return number >= 1 && number <= m->application_room ? &m->application[number - 1] : &none;
}

static const char *medium_words(enum medium medium)
{
	switch (medium) {
	case MEDIUM_MMF:
		return "multimode";
	case MEDIUM_SMF:
		return "single-mode";
	case MEDIUM_COPPER:
		return "copper cable";
	case MEDIUM_ACTIVE_COPPER:
		return "active copper cable";
	case MEDIUM_AOC:
		return "active optical cable";
	case MEDIUM_BASET:
		return "twisted pair";
	case MEDIUM_UNKNOWN:
		break;
	}
	return NULL;
}

const char *module_summary(const struct module *m, char *buf, size_t size)
{
	const char *form = m->form == FORM_UNKNOWN ? NULL : code_name(form_factor_names, m->form);
	const char *medium = medium_words(m->medium);
	struct text t;

	text_init(&t, buf, size);
	if (form)
		text_item(&t, " ", "%s", form);
	text_item(&t, " ", "%s", m->type_name[0] ? m->type_name : "unknown type");
	if (m->type_derived)
		text_item(&t, " ", "(derived)");
	if (value_ok(m->wavelength)) {
		int32_t nm = m->wavelength.v;

		if (nm % 100)
			text_item(&t, ", ", "%d.%02d nm", nm / 100, nm % 100);
		else
			text_item(&t, ", ", "%d nm", nm / 100);
	}
	if (medium)
		text_item(&t, ", ", "%s", medium);
	return buf;
}

enum confidence module_type_sure(const struct module *m)
{
	return m->type && !m->type_derived ? m->type->sure : SURE_NOT;
}

/* How many legs the fibres allow: one for each part where a part has all its lanes on one pair. */
static unsigned most_legs(const struct module *m)
{
	switch (m->layout) {
	case LAYOUT_PARALLEL:
	case LAYOUT_CABLE:
		return MODE_MAX_COUNT;
	case LAYOUT_WDM_PARTS:
		return m->type ? module_type_parts(m->type) : MODE_MAX_COUNT;
	default:
		return 1;
	}
}

static bool offers(const struct module *m, const struct application *a, struct mode *ret_mode)
{
	if (a->instances < 2 || a->instances > most_legs(m) || !mode_halves(a->instances) ||
	    a->rate_mbps == 0)
		return false;
	*ret_mode = (struct mode){
		.count = a->instances,
		.lanes = a->host_lanes,
		.rate_mbps = a->rate_mbps,
	};
	return true;
}

static bool offered_before(const struct module *m, size_t end, const struct mode *mode)
{
	struct mode other;

	for (size_t i = 0; i < end; i++) {
		if (offers(m, &m->application[i], &other) && mode_equal(&other, mode))
			return true;
	}
	return false;
}

bool module_offered_mode(const struct module *m, size_t n, struct mode *ret_mode)
{
	struct mode mode;

	for (size_t i = 0; i < m->application_count; i++) {
		if (!offers(m, &m->application[i], &mode) || offered_before(m, i, &mode) || n-- > 0)
			continue;
		*ret_mode = mode;
		return true;
	}
	return false;
}

/* The code that refers to a page which is not decoded: it names nothing. */
#define HOST_NAMED_ELSEWHERE 0xbe

bool module_modes_known(const struct module *m)
{
	for (size_t i = 0; i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->host_id != 0 && a->instances != 1 &&
		    (!a->host_name || a->host_id == HOST_NAMED_ELSEWHERE))
			return false;
	}
	return true;
}

uint32_t module_rate_mbps(const struct module *m)
{
	if (m->type)
		return module_type_rate_mbps(m->type);
	return value_ok(m->lane_mbps) ? (uint32_t)m->lane_mbps.v * m->lanes : 0;
}

bool module_identity_read(const struct module *m)
{
	return m->base_checksum != CHECKSUM_ABSENT;
}

enum module_checksum module_checksum(const struct module *m)
{
	bool base_bad = m->base_checksum == CHECKSUM_BAD;
	bool ext_bad = m->ext_checksum == CHECKSUM_BAD;

	if (base_bad)
		return ext_bad ? MODULE_CHECKSUM_BOTH_BAD : MODULE_CHECKSUM_BASE_BAD;
	if (ext_bad)
		return MODULE_CHECKSUM_EXT_BAD;
	if (!module_identity_read(m))
		return MODULE_CHECKSUM_UNKNOWN;
	return MODULE_CHECKSUM_OK;
}

const struct code read_status_labels[] = {
	{ READ_OK, "ok" },           { READ_ABSENT, "absent" },   { READ_IO_ERROR, "ioError" },
	{ READ_CORRUPT, "corrupt" }, { READ_UNSUPPORTED, "unsupported" },
	{ READ_TIMEOUT, "timeout" }, { READ_STALE, "stale" },     { READ_TRUNCATED, "truncated" },
	{ READ_MONITORS, "monitorsOnly" }, { READ_LOCAL_ERROR, "localError" },
	{ 0, NULL },
};

const struct code register_family_labels[] = {
	{ FAMILY_UNKNOWN, "unknown" },
	{ FAMILY_SFF8472, "sff8472" },
	{ FAMILY_SFF8636, "sff8636" },
	{ FAMILY_CMIS, "cmis" },
	{ FAMILY_SFP_DD_MIS, "sfpDdMis" },
	{ 0, NULL },
};

const struct code lane_status_labels[] = {
	{ LANE_UNKNOWN, "unknown" }, { LANE_OK, "ok" },     { LANE_WARNING, "warning" },
	{ LANE_ALARM, "alarm" },     { LANE_FAULT, "fault" }, { LANE_DARK, "dark" },
	{ LANE_DISABLED, "disabled" }, { 0, NULL },
};

const struct code monitor_labels[] = {
	{ MONITOR_TEMPERATURE, "temperature" },
	{ MONITOR_SUPPLY, "supply" },
	{ MONITOR_RX_POWER, "rxPower" },
	{ MONITOR_TX_POWER, "txPower" },
	{ MONITOR_TX_BIAS, "txBias" },
	{ 0, NULL },
};

const struct code checksum_labels[] = {
	{ MODULE_CHECKSUM_UNKNOWN, "unknown" },
	{ MODULE_CHECKSUM_OK, "ok" },
	{ MODULE_CHECKSUM_BASE_BAD, "baseBad" },
	{ MODULE_CHECKSUM_EXT_BAD, "extBad" },
	{ MODULE_CHECKSUM_BOTH_BAD, "bothBad" },
	{ 0, NULL },
};

const struct code doubt_labels[] = {
	{ DOUBT_BASE_CHECKSUM, "baseChecksum" },
	{ DOUBT_EXT_CHECKSUM, "extChecksum" },
	{ DOUBT_DMI_CHECKSUM, "dmiChecksum" },
	{ DOUBT_IDENTIFIERS, "identifierMismatch" },
	{ DOUBT_BLANK, "lowerMemoryBlank" },
	{ DOUBT_TRUNCATED, "truncated" },
	{ DOUBT_TEXT, "nonPrintableText" },
	{ DOUBT_OUI, "noOui" },
	{ DOUBT_DATE, "implausibleDate" },
	{ DOUBT_CODES, "contradictingCodes" },
	{ DOUBT_REVISION, "unknownRevision" },
	{ DOUBT_DOM_ON_COPPER, "domOnCopper" },
	{ DOUBT_DOM_UNADVERTISED, "domNotAdvertised" },
	{ DOUBT_MONITORS, "monitorsBlank" },
	{ DOUBT_THRESHOLDS, "implausibleThresholds" },
	{ DOUBT_CALIBRATION, "implausibleCalibration" },
	{ DOUBT_REPEATED, "pageRepeated" },
	{ DOUBT_WAVELENGTH, "implausibleWavelength" },
	{ DOUBT_MAP, "registerMapUnknown" },
	{ DOUBT_FIBRES, "fibresUnknown" },
	{ 0, NULL },
};

const struct code doubt_words[] = {
	{ DOUBT_BASE_CHECKSUM, "checksum of the identity is wrong" },
	{ DOUBT_EXT_CHECKSUM, "checksum of serial number and options is wrong" },
	{ DOUBT_DMI_CHECKSUM, "checksum of thresholds and calibration is wrong" },
	{ DOUBT_IDENTIFIERS, "the two copies of the identifier differ" },
	{ DOUBT_BLANK, "the lower memory is blank" },
	{ DOUBT_TRUNCATED, "some of the memory was not read" },
	{ DOUBT_TEXT, "names or numbers have bytes that are not text" },
	{ DOUBT_OUI, "no vendor OUI" },
	{ DOUBT_DATE, "the date code is no date" },
	{ DOUBT_CODES, "codes contradict each other" },
	{ DOUBT_REVISION, "its revision of the specification is not known" },
	{ DOUBT_DOM_ON_COPPER, "a passive cable claims monitors" },
	{ DOUBT_DOM_UNADVERTISED, "monitors hold values but are not advertised" },
	{ DOUBT_MONITORS, "its monitors are blank" },
	{ DOUBT_THRESHOLDS, "thresholds are out of order, and left out" },
	{ DOUBT_CALIBRATION, "calibration constants make no values" },
	{ DOUBT_REPEATED, "a page is a copy of another one" },
	{ DOUBT_WAVELENGTH, "the wavelength can't be" },
	{ DOUBT_MAP, "what its registers mean is not known" },
	{ DOUBT_FIBRES, "by its wavelength it may be for a single fibre, or for CWDM" },
	{ 0, NULL },
};

const struct code module_state_labels[] = {
	{ MODULE_STATE_LOW_POWER, "lowPower" },
	{ MODULE_STATE_POWERING_UP, "poweringUp" },
	{ MODULE_STATE_READY, "ready" },
	{ MODULE_STATE_POWERING_DOWN, "poweringDown" },
	{ MODULE_STATE_FAULT, "fault" },
	{ MODULE_STATE_NOT_READY, "notReady" },
	{ 0, NULL },
};

/* CMIS table 8-15; 4 to 6 are named by one decoder only. */
const struct code module_fault_labels[] = {
	{ 0, "no fault" },
	{ 1, "TEC runaway" },
	{ 2, "data memory corrupted" },
	{ 3, "program memory corrupted" },
	{ 4, "laser driver or transmitter" },
	{ 5, "receiver" },
	{ 6, "temperature" },
	{ 0, NULL },
};

const struct code data_path_labels[] = {
	{ DATA_PATH_DEACTIVATED, "deactivated" },
	{ DATA_PATH_INITIALIZING, "initializing" },
	{ DATA_PATH_DEINITIALIZING, "deinitializing" },
	{ DATA_PATH_ACTIVATED, "activated" },
	{ DATA_PATH_TX_TURN_ON, "txTurnOn" },
	{ DATA_PATH_TX_TURN_OFF, "txTurnOff" },
	{ DATA_PATH_INITIALIZED, "initialized" },
	{ 0, NULL },
};

/* CMIS table 8-82. */
const struct code config_status_labels[] = {
	{ CONFIG_UNDEFINED, "undefined" },
	{ CONFIG_SUCCESS, "success" },
	{ CONFIG_REJECTED, "rejected" },
	{ 0x3, "rejected, invalid AppSel" },
	{ 0x4, "rejected, invalid data path" },
	{ 0x5, "rejected, invalid signal integrity" },
	{ 0x6, "rejected, lanes in use" },
	{ 0x7, "rejected, partial data path" },
	{ CONFIG_IN_PROGRESS, "in progress" },
	{ 0, NULL },
};
