/* SPDX-License-Identifier: BSD-3-Clause */
/* Getters that most columns share. */
#include "agent/mib_cells.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

/* Of BrkText and SnmpAdminString. */
#define TEXT_OCTETS 255

bool cell_set_integer(struct mib_value *ret_value, int32_t v)
{
	ret_value->i = v;
	return true;
}

bool cell_set_unsigned(struct mib_value *ret_value, uint32_t v)
{
	ret_value->u = v;
	return true;
}

/* Where text ends that may have `most` octets; a character is not cut in two. */
static size_t text_octets(const char *text, size_t most)
{
	size_t len = strlen(text);

	if (len <= most)
		return len;
	for (len = most; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
		;
	return len;
}

bool cell_set_string(struct mib_value *ret_value, const char *text)
{
	ret_value->data = text;
	ret_value->len = text_octets(text, TEXT_OCTETS);
	return true;
}

bool cell_set_copy(struct mib_value *ret_value, const char *text)
{
	return cell_set_copy_upto(ret_value, text, TEXT_OCTETS);
}

bool cell_set_copy_upto(struct mib_value *ret_value, const char *text, size_t octets)
{
	ret_value->len = text_octets(text, octets);
	memcpy(ret_value->buf, text, ret_value->len);
	ret_value->data = ret_value->buf;
	return true;
}

bool cell_set_truth(struct mib_value *ret_value, bool v)
{
	return cell_set_integer(ret_value, v ? 1 : 2);
}

bool cell_set_bits(struct mib_value *ret_value, uint32_t bits, unsigned count)
{
	assert(count <= 32);
	ret_value->len = (count + 7) / 8;
	ret_value->data = ret_value->buf;
	memset(ret_value->buf, 0, ret_value->len);
	for (unsigned n = 0; n < count; n++) {
		if (bits >> n & 1)
			ret_value->buf[n / 8] |= (unsigned char)(0x80 >> n % 8);
	}
	return true;
}

bool cell_set_date(struct mib_value *ret_value, const struct timespec *realtime)
{
	unsigned char *b = ret_value->buf;
	struct tm tm;

	if (!gmtime_r(&realtime->tv_sec, &tm) || tm.tm_year < -1900 || tm.tm_year > 65535 - 1900)
		return false;
	b[0] = (unsigned char)((tm.tm_year + 1900) >> 8);
	b[1] = (unsigned char)(tm.tm_year + 1900);
	b[2] = (unsigned char)(tm.tm_mon + 1);
	b[3] = (unsigned char)tm.tm_mday;
	b[4] = (unsigned char)tm.tm_hour;
	b[5] = (unsigned char)tm.tm_min;
	b[6] = (unsigned char)tm.tm_sec;
	b[7] = (unsigned char)(realtime->tv_nsec / 100000000);
	b[8] = '+';
	b[9] = b[10] = 0;
	ret_value->data = b;
	ret_value->len = 11;
	return true;
}

bool cell_set_stamp(struct mib_value *ret_value, const struct mib_view *view, const struct timespec *mono)
{
	int64_t centiseconds = (int64_t)(mono->tv_sec - view->up_since.tv_sec) * 100 +
	                       (mono->tv_nsec - view->up_since.tv_nsec) / 10000000;

	return cell_set_unsigned(ret_value, centiseconds > 0 ? (uint32_t)centiseconds : 0);
}

bool cell_some_unsigned(struct mib_value *ret_value, uint32_t v)
{
	return v && cell_set_unsigned(ret_value, v);
}

bool cell_some_date(struct mib_value *ret_value, const struct timespec *realtime)
{
	return (realtime->tv_sec || realtime->tv_nsec) && cell_set_date(ret_value, realtime);
}

bool cell_some_age(struct mib_value *ret_value, const struct port_state *port, const struct timespec *now)
{
	int64_t ms = port_data_age_ms(port, now);

	return ms >= 0 && cell_set_unsigned(ret_value, ms > UINT32_MAX ? UINT32_MAX : (uint32_t)ms);
}

bool cell_monitor(enum monitor monitor, struct value value, int32_t *ret_v)
{
	bool power = monitor == MONITOR_RX_POWER || monitor == MONITOR_TX_POWER;

	if (!value_ok(value) && !(power && value.state == VALUE_NO_LIGHT))
		return false;
	if (power)
		*ret_v = power_cdbm_from_nw(value.v);
	else if (monitor == MONITOR_SUPPLY)
		*ret_v = (value.v + (value.v < 0 ? -500 : 500)) / 1000;  /* uV to mV */
	else
		*ret_v = value.v;
	return true;
}

static const void *field(const struct mib_cell *cell)
{
	const struct mib_field *f = &cell->column->field;

	return (const char *)cell->row->object[f->part] + f->offset;
}

bool cell_text(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_string(ret_value, field(cell));
}

bool cell_some_text(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const char *text = field(cell);

	return *text && cell_set_string(ret_value, text);
}

bool cell_string(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const char *const *text = field(cell);

	return *text && cell_set_string(ret_value, *text);
}

static uint32_t number(const struct mib_cell *cell)
{
	const void *at = field(cell);

	switch (cell->column->field.size) {
	case sizeof(uint8_t):
		return *(const uint8_t *)at;
	case sizeof(uint32_t):
		return *(const uint32_t *)at;
	case sizeof(uint64_t):
		return (uint32_t)*(const uint64_t *)at;
	default:
		assert(!"a field of this size is no number");
		return 0;
	}
}

bool cell_enum(const struct mib_cell *cell, struct mib_value *ret_value)
{
	uint32_t code = number(cell);

	return code_name(cell->column->labels, code) &&
	       cell_set_integer(ret_value, (int32_t)(code + cell->column->shift));
}

bool cell_unsigned(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_unsigned(ret_value, number(cell));
}

bool cell_unsigned_some(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_unsigned(ret_value, number(cell));
}

bool cell_integer(const struct mib_cell *cell, struct mib_value *ret_value)
{
	uint32_t v = number(cell);

	return v <= INT32_MAX && cell_set_integer(ret_value, (int32_t)v);
}

bool cell_value(const struct mib_cell *cell, struct mib_value *ret_value)
{
	const struct value *v = field(cell);

	if (!value_ok(*v))
		return false;
	if (cell->column->type == MIB_UNSIGNED)
		return v->v >= 0 && cell_set_unsigned(ret_value, (uint32_t)v->v);
	return cell_set_integer(ret_value, v->v);
}

bool cell_power(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_monitor(MONITOR_RX_POWER, *(const struct value *)field(cell), &ret_value->i);
}

bool cell_date(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_some_date(ret_value, field(cell));
}

bool cell_truth(const struct mib_cell *cell, struct mib_value *ret_value)
{
	return cell_set_truth(ret_value, *(const bool *)field(cell));
}

bool cell_mode(const struct mib_cell *cell, struct mib_value *ret_value)
{
	char text[MODE_TEXT];

	return cell_set_copy(ret_value, mode_text(field(cell), text, sizeof(text)));
}

const struct code truth_labels[] = { { 1, "true" }, { 2, "false" }, { 0, NULL } };
