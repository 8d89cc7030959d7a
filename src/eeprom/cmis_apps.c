/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * CMIS application descriptors: what a module can be used as, how often side
 * by side, and which of it is in use (OIF-CMIS-05.2, 6.2.1 and 8.2.11).
 */
#include <string.h>

#include "eeprom/cmis.h"
#include "eeprom/interfaces.h"

/* The end of the list. */
#define END_OF_LIST 0xff

static unsigned ones(unsigned bits)
{
	unsigned n = 0;

	for (; bits; bits &= bits - 1)
		n++;
	return n;
}

/* The n-th set bit, from 0; 8 if there are fewer. */
static unsigned nth_bit(unsigned bits, unsigned n)
{
	unsigned i = 0;

	while (i < 8 && (!(bits >> i & 1) || n-- > 0))
		i++;
	return i;
}

/* As many as fit without sharing a host lane. */
static unsigned count_instances(unsigned starts, unsigned lanes)
{
	unsigned n = 0;

	for (unsigned i = 0; lanes && i + lanes <= 8;) {
		if (starts >> i & 1) {
			n++;
			i += lanes;
		} else {
			i++;
		}
	}
	return n;
}

/* A passive cable with a laser is nothing. */
static enum medium cable_medium(const struct module *m)
{
	bool copper = cmis_technology_is_copper(m->technology);

	if (m->media_type == MEDIA_TYPE_COPPER)
		return copper ? MEDIUM_COPPER : MEDIUM_UNKNOWN;
	return copper ? MEDIUM_ACTIVE_COPPER : MEDIUM_AOC;
}

/* A cable's code says only that it is one: it is what its host interface is. */
static bool is_cable(const struct module *m)
{
	return m->media_type == MEDIA_TYPE_COPPER || m->media_type == MEDIA_TYPE_ACTIVE;
}

static const struct module_type *cable_type(const struct module *m, const struct application *a,
					    unsigned instances)
{
	const struct host_interface *host = host_interface_find(a->host_id);

	return host && host->lane_mbps
		       ? cable_type_find(cable_medium(m), a->host_lanes * instances, host->lane_mbps)
		       : NULL;
}

/*
 * The unit that one instance is. Some vendors name a 400GBASE-SR8 by the
 * 50GBASE-SR of its lanes: the lane count is right, then, not the name.
 */
static const struct module_type *fibre_type(const struct application *a, const struct media_interface *media)
{
	const struct host_interface *host = host_interface_find(a->host_id);

	if (!media || !media->token)
		return NULL;
	/*
	 * BiDi of 50G lanes has one code. Behind PAM4 host lanes the host's RS(544,514) is on
	 * the line, which is 100GBASE-SR1.2; 100G-BiDi has NRZ host lanes and FEC of its own.
	 */
	if (strcmp(media->token, "100g-bidi") == 0 && host && host->modulation == MODULATION_PAM4)
		return media_type_of_parts("100g-sr1.2", a->media_lanes / media->lanes);
	if (media->lanes == a->media_lanes)
		return media_type_of_parts(media->token, 1);
	if (media->lanes == 0 || a->media_lanes % media->lanes)
		return NULL;
	return media_type_of_parts(media->token, a->media_lanes / media->lanes);
}

static void settle_one(struct module *m, struct application *a)
{
	const struct host_interface *host = host_interface_find(a->host_id);
	const struct media_interface *media = media_interface_find(m->media_type, a->media_id);

	a->host_name = host ? host->name : NULL;
	a->media_name = media ? media->name : NULL;
	a->host_lanes = a->lane_counts >> 4;
	a->media_lanes = a->lane_counts & 15;
	/* 0: more than 15, see the interface. */
	if (a->host_lanes == 0 && host)
		a->host_lanes = host->lanes;
	if (a->media_lanes == 0 && media)
		a->media_lanes = media->lanes;
	a->instances = (uint8_t)count_instances(a->host_starts, a->host_lanes);
	/* Each bank repeats the pattern; only the 16-lane interfaces go across. */
	if (m->identifier == CMIS_IDENTIFIER_OSFP_XD && a->host_lanes <= CMIS_LANES_PER_BANK)
		a->instances = (uint8_t)(a->instances * m->banks);
	if (host && host->lane_mbps)
		a->rate_mbps = host->lane_mbps * a->host_lanes;
	else if (media)
		a->rate_mbps = media->lane_mbps * a->media_lanes;
	if (!is_cable(m)) {
		a->type = fibre_type(a, media);
		a->modulation = media ? media->modulation : MODULATION_UNKNOWN;
	} else if (media && media->layout == LAYOUT_CABLE) {
		a->type = cable_type(m, a, 1);
		a->modulation = host ? host->modulation : MODULATION_UNKNOWN;
	}
}

/* Lanes that any of its instances uses. */
static unsigned lanes_used(const struct application *a)
{
	unsigned used = 0;

	for (unsigned i = 0; i < 8; i++) {
		if (a->host_starts >> i & 1 && i + a->host_lanes > used)
			used = i + a->host_lanes;
	}
	return used;
}

void cmis_applications_settle(struct module *m)
{
	m->application_count = 0;
	for (unsigned i = 0; i < MODULE_MAX_APPLICATIONS; i++) {
		struct application *a = &m->application[i];
		unsigned lanes;

		if (a->host_id == END_OF_LIST)
			break;
		if (a->host_id == 0)
			continue;
		settle_one(m, a);
		m->application_count = (uint8_t)(i + 1);
		lanes = lanes_used(a);
		if (lanes > m->host_lanes)
			m->host_lanes = (uint8_t)lanes;
	}
}

static uint32_t whole_rate(const struct application *a)
{
	return a->rate_mbps * (a->instances ? a->instances : 1);
}

const struct module_type *cmis_application_whole(const struct module *m, const struct application *a)
{
	unsigned instances = a->instances ? a->instances : 1;

	if (is_cable(m))
		return cable_type(m, a, instances);
	return a->type ? media_type_of_parts(a->type->token, instances) : NULL;
}

/* `a` names the module better than `b`, both of the highest rate. */
static bool names_better(const struct module *m, const struct application *a, const struct application *b)
{
	bool a_known = cmis_application_whole(m, a) != NULL, b_known = cmis_application_whole(m, b) != NULL;

	if (a_known != b_known)
		return a_known;
	if ((a->media_name != NULL) != (b->media_name != NULL))
		return a->media_name != NULL;
	return a->instances < b->instances;
}

const struct application *cmis_main_application(const struct module *m)
{
	const struct application *best = NULL;

	for (unsigned i = 0; i < m->application_count; i++) {
		const struct application *a = &m->application[i];

		if (a->host_id == 0)
			continue;
		if (!best || whole_rate(a) > whole_rate(best) ||
		    (whole_rate(a) == whole_rate(best) && names_better(m, a, best)))
			best = a;
	}
	return best;
}

/* First media lane, in its bank, of the instance that starts at host lane `first`. */
static unsigned first_media_lane(const struct application *a, unsigned first)
{
	unsigned instance = first % a->host_lanes == 0 ? first / a->host_lanes
						       : ones(a->host_starts & ((1u << first) - 1));

	return a->media_starts ? nth_bit(a->media_starts, instance) : instance * a->media_lanes;
}

void cmis_data_paths_settle(struct module *m)
{
	for (unsigned n = 0; n < MODULE_MAX_LANES; n++)
		m->lane[n].application = m->lane[n].data_path = 0;
	for (unsigned n = 0; n < MODULE_MAX_LANES; n++) {
		const struct host_lane *host = &m->host_lane[n];
		unsigned number = cmis_active_application(host), bank = n - n % CMIS_LANES_PER_BANK, media;
		const struct application *a;

		/* One host lane speaks for its data path: the first. */
		if (number == 0 || number > m->application_count ||
		    cmis_active_first(host) != n % CMIS_LANES_PER_BANK)
			continue;
		a = &m->application[number - 1];
		if (a->host_id == 0 || a->host_lanes == 0)
			continue;
		media = first_media_lane(a, n % CMIS_LANES_PER_BANK);
		for (unsigned i = 0; i < a->media_lanes && bank + media + i < MODULE_MAX_LANES; i++) {
			m->lane[bank + media + i].application = (uint8_t)number;
			m->lane[bank + media + i].data_path = host->data_path;
		}
	}
}
