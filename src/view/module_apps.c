/* SPDX-License-Identifier: BSD-3-Clause */
/* The applications that a CMIS module advertises. */
#include "view/module_view.h"

struct application_row {
	unsigned number;
	const struct application *a;
};

static const struct application *row_application(const void *row)
{
	const struct application_row *r = row;

	return r->a;
}

/* A number where 0 is not known. */
static void set_known(struct cell *c, uint32_t v)
{
	if (v)
		cell_set_number(c, v, 0);
	else
		cell_set_text(c, "");
}

static void get_number(const void *row, struct cell *c)
{
	const struct application_row *r = row;

	cell_set_number(c, r->number, 0);
}

static void set_name(struct cell *c, const char *name, uint8_t id)
{
	if (name)
		cell_set_text(c, name);
	else
		cell_set_format(c, "unknown(0x%02x)", id);
}

static void get_host(const void *row, struct cell *c)
{
	set_name(c, row_application(row)->host_name, row_application(row)->host_id);
}

static void get_media(const void *row, struct cell *c)
{
	set_name(c, row_application(row)->media_name, row_application(row)->media_id);
}

static void get_host_lanes(const void *row, struct cell *c)
{
	set_known(c, row_application(row)->host_lanes);
}

static void get_media_lanes(const void *row, struct cell *c)
{
	set_known(c, row_application(row)->media_lanes);
}

static void get_instances(const void *row, struct cell *c)
{
	set_known(c, row_application(row)->instances);
}

static void get_rate(const void *row, struct cell *c)
{
	set_known(c, row_application(row)->rate_mbps);
}

static void get_modulation(const void *row, struct cell *c)
{
	enum modulation modulation = row_application(row)->modulation;

	cell_set_text(c, modulation == MODULATION_UNKNOWN ? "" : code_name(modulation_labels, modulation));
}

static void get_type(const void *row, struct cell *c)
{
	const struct module_type *type = row_application(row)->type;

	cell_set_text(c, type ? type->token : "");
}

struct listing *module_applications(const struct module *m, bool json)
{
	static const struct listing_column columns[] = {
		{ "application", "NO.", LISTING_RIGHT, get_number },
		{ "host_interface", "HOST", LISTING_WRAP, get_host },
		{ "host_lanes", "LANES", LISTING_RIGHT, get_host_lanes },
		{ "media_interface", "MEDIA", LISTING_WRAP, get_media },
		{ "media_lanes", "LANES", LISTING_RIGHT, get_media_lanes },
		{ "instances", "TIMES", LISTING_RIGHT, get_instances },
		{ "rate_mbps", "Mb/s", LISTING_RIGHT, get_rate },
		{ "modulation", NULL, 0, get_modulation },
		{ "type_token", NULL, 0, get_type },
		LISTING_END,
	};
	struct listing *l = listing_new(columns, json);

	for (unsigned n = 0; l && n < m->application_count; n++) {
		if (!m->application[n].host_id)
			continue;
		if (listing_add(l, &(struct application_row){ n + 1, &m->application[n] }) < 0) {
			listing_free(l);
			return NULL;
		}
	}
	return l;
}
