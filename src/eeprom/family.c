/* SPDX-License-Identifier: BSD-3-Clause */
/* What the register families share: conditions, checksums, rates. */
#include "eeprom/family.h"

#include <string.h>

const struct family *family_find(enum register_family family)
{
	switch (family) {
	case FAMILY_SFF8472:
		return &family_sff8472;
	case FAMILY_SFF8636:
		return &family_sff8636;
	case FAMILY_CMIS:
		return &family_cmis;
	case FAMILY_SFP_DD_MIS:
		return &family_sfp_dd_mis;
	case FAMILY_UNKNOWN:
		break;
	}
	return NULL;
}

bool family_has(const struct module *m, const struct checksum_range *range)
{
	return range->len > 0 && (range->first.page == 0 || !m->flat_memory);
}

/* INF-8074 DWDM-SFP: the wavelength goes on in byte 62. */
#define IDENTIFIER_DWDM_SFP 0x0b
/* SFF-8636: its limit is in lower byte 107. */
#define POWER_CLASS_VARIABLE 8
/* A0h:92 bit 4. */
#define EXTERNALLY_CALIBRATED 0x10

static uint32_t monitor_conditions(const struct module *m)
{
	uint32_t holds = 0;

	for (unsigned monitor = MONITOR_TEMPERATURE; monitor < MONITOR_END; monitor++) {
		if (!(m->dom >> (monitor - 1) & 1))
			continue;
		holds |= WHEN_BIT(WHEN_MONITOR + monitor);
		if (m->dom & DOM_FLAGS)
			holds |= WHEN_BIT(WHEN_FLAGS + monitor);
		if (!m->flat_memory)
			holds |= WHEN_BIT(WHEN_THRESHOLDS + monitor);
	}
	return holds;
}

uint32_t family_holds(const struct family *f, const struct module *m)
{
	uint32_t holds = monitor_conditions(m);

	if (m->status == READ_CORRUPT)
		return 0;
	if (module_identity_read(m) && !medium_is_cable(m->medium) && m->medium != MEDIUM_BASET)
		holds |= m->identifier == IDENTIFIER_DWDM_SFP ? WHEN_BIT(WHEN_WAVELENGTH_FINE)
							      : WHEN_BIT(WHEN_WAVELENGTH);
	if (f->has_live && f->has_live(m))
		holds |= WHEN_BIT(WHEN_LIVE);
	/* Which signals it has depends on its medium. */
	if (holds & WHEN_BIT(WHEN_LIVE) && module_identity_read(m))
		holds |= (uint32_t)f->signals(m) << WHEN_RX_LOS;
	if (f->family == FAMILY_CMIS) {
		if (m->flat_memory)
			holds &= ~WHEN_BIT(WHEN_WAVELENGTH);
		else
			holds |= WHEN_BIT(WHEN_PAGED);
	}
	if (m->power_class == POWER_CLASS_VARIABLE)
		holds |= WHEN_BIT(WHEN_MAX_POWER);
	if (f->family == FAMILY_SFF8472 && (m->diagnostic_type & EXTERNALLY_CALIBRATED))
		holds |= WHEN_BIT(WHEN_EXTERNAL);
	return holds;
}

int image_sum(const struct image *img, const struct checksum_range *range, uint8_t *ret_sum)
{
	uint8_t bytes[128], sum = 0;
	int r = image_read(img, range->first, range->len, bytes);

	if (r < 0)
		return r;
	for (unsigned i = 0; i < range->len; i++)
		sum = (uint8_t)(sum + bytes[i]);
	*ret_sum = sum;
	return 0;
}

bool image_is_filled(const struct image *img, struct image_addr at, size_t len, uint8_t byte)
{
	uint8_t bytes[128];

	if (image_read(img, at, len, bytes) < 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] != byte)
			return false;
	}
	return true;
}

int image_fill_absent(struct image *img, struct image_addr at, size_t len)
{
	static const uint8_t zero = 0;
	int r = 0;

	for (; len > 0 && r == 0; len--, at.offset++) {
		if (!image_has(img, at, 1))
			r = image_write(img, at, &zero, 1);
	}
	return r;
}

uint8_t image_byte(const struct image *img, struct image_addr at)
{
	uint8_t byte = 0;

	(void)image_read(img, at, 1, &byte);
	return byte;
}

#define RATE_STEP 100
#define RATE_STEP_FINE 250
#define RATE_IS_FINE 0xff

struct value rate_decode(const struct image *img, struct image_addr at, struct image_addr at_fine, bool *ret_is_fine)
{
	uint8_t byte;
	int32_t step = RATE_STEP;
	int r = image_read(img, at, 1, &byte);

	*ret_is_fine = r == 0 && byte == RATE_IS_FINE;
	if (*ret_is_fine) {
		step = RATE_STEP_FINE;
		r = image_read(img, at_fine, 1, &byte);
	}
	if (r < 0)
		return (struct value){ .state = field_state(r) };
	return byte ? value_of(byte * step) : (struct value){ .state = VALUE_UNSUPPORTED };
}

int rate_encode(struct value mbaud, bool is_fine, struct image_addr at, struct image_addr at_fine,
                struct image *img)
{
	uint8_t coarse = is_fine ? RATE_IS_FINE : 0, fine = 0;
	int r;

	if (mbaud.state != VALUE_OK && mbaud.state != VALUE_UNSUPPORTED)
		return 0;
	if (mbaud.state == VALUE_OK && !is_fine) {
		bool fits = mbaud.v % RATE_STEP == 0 && mbaud.v / RATE_STEP < RATE_IS_FINE;

		coarse = fits ? (uint8_t)(mbaud.v / RATE_STEP) : RATE_IS_FINE;
	}
	r = image_write(img, at, &coarse, 1);
	if (r < 0 || coarse != RATE_IS_FINE)
		return r;
	if (mbaud.state == VALUE_OK)
		fine = (uint8_t)field_scale(mbaud.v, 1, RATE_STEP_FINE);
	return image_write(img, at_fine, &fine, 1);
}

static int word_at(const struct image *img, struct image_addr at)
{
	uint8_t bytes[2] = { 0 };

	(void)image_read(img, at, sizeof(bytes), bytes);
	return bytes[0] << 8 | bytes[1];
}

static int signed_at(const struct image *img, struct image_addr at)
{
	return (int16_t)word_at(img, at);
}

/* Supply that no other bytes are by chance, in 100 uV, and temperatures of modules that work, 1/256 degC. */
#define SUPPLY_MIN 29000
#define SUPPLY_MAX 37000
#define TEMPERATURE_MIN (-40 * 256)
#define TEMPERATURE_MAX (110 * 256)
/* A module that is too hot or has too little supply is still one. */
#define TEMPERATURE_BEYOND (20 * 256)
#define SUPPLY_BEYOND 3000

/* Is `v` between the alarms (high first), give or take `beyond`? Of thresholds that are zero: not `needed`. */
static bool is_between(int v, int high, int low, int beyond, bool needed)
{
	if (high == 0 && low == 0)
		return !needed;
	return high > low && v >= low - beyond && v <= high + beyond;
}

uint8_t monitors_seen(const struct image *img, const struct monitor_places *at, bool needed)
{
	struct image_addr hot_low = at->temperature_thresholds, supply_low = at->supply_thresholds;
	int temperature = signed_at(img, at->temperature), supply = word_at(img, at->supply);

	hot_low.offset = (uint8_t)(hot_low.offset + 2);
	supply_low.offset = (uint8_t)(supply_low.offset + 2);
	if (temperature == 0 || temperature < TEMPERATURE_MIN || temperature > TEMPERATURE_MAX ||
	    supply < SUPPLY_MIN || supply > SUPPLY_MAX ||
	    !is_between(temperature, signed_at(img, at->temperature_thresholds), signed_at(img, hot_low),
			TEMPERATURE_BEYOND, needed) ||
	    !is_between(supply, word_at(img, at->supply_thresholds), word_at(img, supply_low), SUPPLY_BEYOND,
			needed))
		return 0;
	return DOM_TEMPERATURE | DOM_SUPPLY;
}

void value_spoil(struct value *v)
{
	if (v->state == VALUE_OK || v->state == VALUE_NO_LIGHT)
		*v = (struct value){ .state = VALUE_CORRUPT };
}

void signals_forget(struct module *m)
{
	m->data_ready = TRI_UNKNOWN;
	for (unsigned i = 0; i < MODULE_MAX_LANES; i++)
		m->lane[i].signals = m->lane[i].signals_known = 0;
}

void monitors_spoil(struct module *m)
{
	if (m->dom)
		m->doubts |= DOUBT_MONITORS;
	value_spoil(&m->temperature);
	value_spoil(&m->supply);
	m->alarms = m->alarms_known = 0;
	for (unsigned i = 0; i < MODULE_MAX_LANES; i++) {
		struct lane *lane = &m->lane[i];

		value_spoil(&lane->rx_power);
		value_spoil(&lane->tx_power);
		value_spoil(&lane->tx_bias);
		lane->alarms = lane->alarms_known = 0;
	}
}

bool image_is_same(const struct image *img, struct image_addr a, struct image_addr b, size_t len)
{
	uint8_t first[128], second[128];

	return image_read(img, a, len, first) == 0 && image_read(img, b, len, second) == 0 &&
	       memcmp(first, second, len) == 0;
}

static const struct value unsupported = { .state = VALUE_UNSUPPORTED };

static bool was_read(struct value v)
{
	return v.state == VALUE_NO_LIGHT || v.state == VALUE_OK;
}

/*
 * High and low, of alarms or of warnings. False if they can't be. Two equal
 * ones leave no room between them (all FFh is such a pair), but temperatures
 * are rounded: their registers may differ.
 */
static bool pair_settle(struct value *high, struct value *low, bool order, bool rounded)
{
	bool blank = high->v == 0 && low->v == 0;
	bool apart = rounded ? high->v >= low->v : high->v > low->v;

	if (!was_read(*high) || !was_read(*low) || (!blank && (!order || apart)))
		return true;
	*high = *low = unsupported;
	return blank;
}

void thresholds_settle(struct module *m, bool order)
{
	for (unsigned i = MONITOR_TEMPERATURE; i < MONITOR_END; i++) {
		struct thresholds *t = &m->thresholds[i];
		bool rounded = i == MONITOR_TEMPERATURE;
		bool alarms = pair_settle(&t->high_alarm, &t->low_alarm, order, rounded);
		bool warnings = pair_settle(&t->high_warning, &t->low_warning, order, rounded);

		if (!alarms || !warnings)
			m->doubts |= DOUBT_THRESHOLDS;
	}
}

void thresholds_drop(struct module *m)
{
	for (unsigned i = MONITOR_TEMPERATURE; i < MONITOR_END; i++)
		m->thresholds[i] = (struct thresholds){ unsupported, unsupported, unsupported, unsupported };
}
