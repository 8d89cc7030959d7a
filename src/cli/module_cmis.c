/* SPDX-License-Identifier: BSD-3-Clause */
/* What only CMIS modules tell: applications, data paths, quality of the signals. */
#include "cli/module_view.h"

struct application_row {
	const struct application *application;
	unsigned number;
};

static const struct application *row_application(const void *row)
{
	const struct application_row *r = row;

	return r->application;
}

static void get_number(const void *row, struct cell *c)
{
	const struct application_row *r = row;

	cell_set_number(c, r->number, 0);
}

static void set_interface(struct cell *c, const char *name, uint8_t code)
{
	if (name)
		cell_set_text(c, name);
	else
		cell_set_format(c, "unknown(0x%02x)", code);
}

static void get_host(const void *row, struct cell *c)
{
	set_interface(c, row_application(row)->host_name, row_application(row)->host_id);
}

static void get_media(const void *row, struct cell *c)
{
	set_interface(c, row_application(row)->media_name, row_application(row)->media_id);
}

static void set_count(struct cell *c, uint32_t n)
{
	if (n)
		cell_set_number(c, n, 0);
	else
		cell_set_text(c, "");
}

static void get_host_lanes(const void *row, struct cell *c)
{
	set_count(c, row_application(row)->host_lanes);
}

static void get_media_lanes(const void *row, struct cell *c)
{
	set_count(c, row_application(row)->media_lanes);
}

static void get_instances(const void *row, struct cell *c)
{
	set_count(c, row_application(row)->instances);
}

static void get_rate(const void *row, struct cell *c)
{
	set_count(c, row_application(row)->rate_mbps);
}

static void get_type(const void *row, struct cell *c)
{
	const struct module_type *type = row_application(row)->type;

	cell_set_text(c, type ? type->token : "");
}

struct listing *module_applications(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "number", "NO", LISTING_RIGHT, get_number },
		{ "host", "HOST", 0, get_host },
		{ "host_lanes", "LANES", LISTING_RIGHT, get_host_lanes },
		{ "media", "MEDIA", 0, get_media },
		{ "media_lanes", "LANES", LISTING_RIGHT, get_media_lanes },
		{ "instances", "TIMES", LISTING_RIGHT, get_instances },
		{ "rate_mbps", "Mb/s EACH", LISTING_RIGHT, get_rate },
		{ "type_token", NULL, 0, get_type },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	for (unsigned i = 0; l && i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->host_id == 0)
			continue;
		if (listing_add(l, &(struct application_row){ a, i + 1 }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}

/* One lane of one side. */
struct path_row {
	unsigned lane;
	bool host;
	uint8_t data_path, application;
	struct value snr, ber, ber_average;
};

static void get_side(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	cell_set_text(c, r->host ? "host" : "media");
}

static void get_lane(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	cell_set_number(c, r->lane, 0);
}

static void get_data_path(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	if (r->data_path)
		cell_set_code(c, data_path_labels, r->data_path);
	else
		cell_set_text(c, "");
}

static void get_application(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	set_count(c, r->application);
}

static void get_snr(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	cell_set_value(c, r->snr, 2);
}

static void set_ratio(struct cell *c, struct value v)
{
	double ratio = ratio_from_f16(v.v);

	if (!value_ok(v)) {
		cell_set_value(c, v, 0);
		return;
	}
	cell_set_format(c, "%.3g", ratio);
	cell_set_json(c, json_real(ratio));
}

static void get_ber(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	set_ratio(c, r->ber);
}

static void get_ber_average(const void *row, struct cell *c)
{
	const struct path_row *r = row;

	set_ratio(c, r->ber_average);
}

static int add_media(struct listing *l, const struct module *m)
{
	const struct lane *lane;
	int r = 0;

	for (unsigned n = 1; r == 0 && (lane = module_lane(m, n)); n++)
		r = listing_add(l, &(struct path_row){ .lane = n,
		                                       .data_path = lane->data_path,
		                                       .application = lane->application,
		                                       .snr = lane->snr,
		                                       .ber = lane->ber,
		                                       .ber_average = lane->ber_average });
	return r;
}

static int add_host(struct listing *l, const struct module *m)
{
	int r = 0;

	for (unsigned n = 1; r == 0 && n <= m->host_lanes && n <= MODULE_MAX_LANES; n++) {
		const struct host_lane *lane = &m->host_lane[n - 1];

		r = listing_add(l, &(struct path_row){ .lane = n,
		                                       .host = true,
		                                       .data_path = lane->data_path,
		                                       .application = lane->active >> 4,
		                                       .snr = lane->snr,
		                                       .ber = lane->ber,
		                                       .ber_average = lane->ber_average });
	}
	return r;
}

struct listing *module_data_paths(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "side", "SIDE", 0, get_side },
		{ "lane", "LANE", LISTING_RIGHT, get_lane },
		{ "application", "APPLICATION", LISTING_RIGHT, get_application },
		{ "data_path", "DATA PATH", 0, get_data_path },
		{ "snr_db", "SNR dB", LISTING_RIGHT, get_snr },
		{ "ber", "BER", LISTING_RIGHT, get_ber },
		{ "ber_average", "AVERAGE", LISTING_RIGHT, get_ber_average },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	/* A flat memory has no data paths, and what can't be trusted none that count. */
	if (l && m->family == FAMILY_CMIS && !m->flat_memory && m->application_count &&
	    (add_media(l, m) < 0 || add_host(l, m) < 0)) {
		listing_free(l);
		return NULL;
	}
	return l;
}
