/* SPDX-License-Identifier: BSD-3-Clause */
/* CMIS 3.0 to 5.x (QSFP-DD, OSFP, QSFP112...): between the map, applications and meaning. */
#ifndef BREAKOUT_EEPROM_CMIS_H
#define BREAKOUT_EEPROM_CMIS_H

#include "eeprom/family.h"

/* Registers that more than their row refers to. */
#define CMIS_AT(pg, off) { .device = IMAGE_A0, .page = (pg), .offset = (off) }
#define CMIS_BANK_AT(b, pg, off) { .device = IMAGE_A0, .bank = (b), .page = (pg), .offset = (off) }
#define CMIS_ADDR(pg, off) ((struct image_addr)CMIS_AT(pg, off))
#define CMIS_BANK_ADDR(b, pg, off) ((struct image_addr)CMIS_BANK_AT(b, pg, off))

#define CMIS_FLAT_BIT 0x80       /* 00h:2 */
#define CMIS_LANES_PER_BANK 8
#define CMIS_IDENTIFIER_OSFP_XD 0x21

/* 01h:142-160, m->support by index. */
#define CMIS_SUPPORT(offset) ((offset) - 142)
#define CMIS_PAGES_VDM 0x40      /* 142 */
#define CMIS_PAGES_DIAGNOSTICS 0x20

#define CMIS_PAGE_DIAGNOSTICS 0x14
#define CMIS_DIAGNOSTICS_SNR 208 /* and up to the end: of host lanes, of media lanes, if selected */

/*
 * Banks by 01h:142. Code 3 refers to 01h:174 from CMIS 5.4 on and was reserved
 * before: what is behind the lanes we have room for is not read either way.
 */
static inline unsigned cmis_banks(uint8_t pages)
{
	return (pages & 3) == 0 ? 1 : MODULE_MAX_LANES / CMIS_LANES_PER_BANK;
}

/* m->lengths: 01h:132-136, then 00h:202. */
enum {
	CMIS_LENGTH_SMF,
	CMIS_LENGTH_OM5,
	CMIS_LENGTH_OM4,
	CMIS_LENGTH_OM3,
	CMIS_LENGTH_OM2,
	CMIS_LENGTH_CABLE,
};

/* m->versions: pairs of major, minor. */
enum {
	CMIS_VERSION_ACTIVE = 0,
	CMIS_VERSION_INACTIVE = 2,
	CMIS_VERSION_HARDWARE = 4,
};

/* m->host_lane[].active. */
static inline unsigned cmis_active_application(const struct host_lane *lane)
{
	return lane->active >> 4;
}

static inline unsigned cmis_active_first(const struct host_lane *lane)
{
	return lane->active >> 1 & 7;
}

/* cmis_apps.c */

/* What the stored descriptors mean: names, lanes, instances, rates, m->host_lanes. */
void cmis_applications_settle(struct module *m);

/*
 * The application that names the module: of those with the highest rate in
 * all, one that makes a type we know, then the one with the fewest instances,
 * then the first. NULL if there is none.
 */
const struct application *cmis_main_application(const struct module *m);

/* What all instances of an application make together, or NULL. */
const struct module_type *cmis_application_whole(const struct module *m, const struct application *a);

/* The lane's application and data path state, from the host lanes' and the descriptors. */
void cmis_data_paths_settle(struct module *m);

/* cmis_meaning.c */

void cmis_identify(struct module *m);
uint8_t cmis_monitors(const struct module *m);
uint8_t cmis_signals(const struct module *m);
void cmis_settle(struct module *m);
/* The code of 00h:211 for far ends of `lanes` lanes that struct module would call `text`; 0 (undefined): none is. */
uint8_t cmis_far_end(const char *text, unsigned lanes);

/* Contradictions, and monitors where there should be none: enum module_doubt. */
uint32_t cmis_doubts(const struct image *img, const struct module *m);

/* The copper technologies of 00h:212. */
bool cmis_technology_is_copper(uint8_t technology);

/* 00h:202 in decimetres. */
unsigned cmis_length_dm(uint8_t stored);

/* cmis_quality.c: SNR and BER of lanes, from the diagnostics monitor (VDM, pages 20h-2Fh) or page 14h. */

/* How many groups of 64 observables the module has: 0 if it has none, or the bytes are not there. */
unsigned cmis_vdm_groups(const struct image *img);
void cmis_quality_decode(const struct image *img, struct module *m);
/* The bytes of a live range that it looks at, as of struct family's live_bytes. */
void cmis_quality_bytes(const struct image *img, const struct module *m, const struct image_range *range,
                        bool need[256]);
/* Samples for what `m` has; descriptors of the usual ones where the image has none. 0 or -ENOMEM. */
int cmis_quality_encode(const struct module *m, struct image *img);

/* cmis_describe.c */

int cmis_describe(const struct module_type *type, struct module *m);

/*
 * Run all instances of an application, as a switch would program it: that of
 * `mode`, or the first if that is none, or not offered. In a mixed mode each
 * leg's lanes run their own. Applications are settled.
 */
void cmis_run(struct module *m, const struct mode *mode);

/* SFF-8024 identifier of CMIS modules in this shell; 0 if there are none. */
uint8_t cmis_identifier(enum form_factor form);

#endif
