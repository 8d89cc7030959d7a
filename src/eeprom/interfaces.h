/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Host electrical and media interfaces of CMIS modules: the codes of
 * SFF-8024 tables 4-5 to 4-10. Codes that are not in a table are unknown,
 * never an error.
 */
#ifndef BREAKOUT_EEPROM_INTERFACES_H
#define BREAKOUT_EEPROM_INTERFACES_H

#include <stdint.h>

#include "model/module.h"

/* Which table a media interface code is of: 00h:85 (CMIS table 8-17). */
enum media_type {
	MEDIA_TYPE_UNDEFINED,
	MEDIA_TYPE_MMF,
	MEDIA_TYPE_SMF,
	MEDIA_TYPE_COPPER,    /* passive cable */
	MEDIA_TYPE_ACTIVE,    /* active cable, optical or copper */
	MEDIA_TYPE_BASET,
};

struct host_interface {
	uint8_t code;
	const char *name;
	uint8_t lanes;            /* 0: as many as the application says */
	uint32_t lane_mbps;       /* nominal; 0: not a rate that breakouts know */
	enum modulation modulation;
};

struct media_interface {
	uint8_t code;
	const char *token;        /* in the catalogue of model/type.h, or NULL */
	const char *name;
	uint8_t lanes;
	uint32_t lane_mbps;
	enum modulation modulation;
	enum layout layout;
};

/* NULL for a code that is unknown. */
const struct host_interface *host_interface_find(uint8_t code);
const struct media_interface *media_interface_find(uint8_t media_type, uint8_t code);

/*
 * The type that `count` units of `token` side by side make, or `token`'s own
 * for 1; NULL if that is not in the catalogue. Eight 100GBASE-DR are an
 * 800GBASE-DR8.
 */
const struct module_type *media_type_of_parts(const char *token, unsigned count);

/* The cable assembly with these lanes; NULL if there is none in the catalogue. */
const struct module_type *cable_type_find(enum medium medium, unsigned lanes, uint32_t lane_mbps);

/* Names, for register rows. */
extern const struct code host_interface_names[];
extern const struct code media_type_names[];

#endif
