/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Our decoding and ethtool's of the same memory, field by field. Where they
 * differ for a reason that is known, compare_reasons[] says it.
 */
#ifndef BREAKOUT_TESTS_COMPARE_H
#define BREAKOUT_TESTS_COMPARE_H

#include "diff/oracle.h"
#include "eeprom/eeprom.h"
#include "model/module.h"

struct comparison;

/* One of the places where ethtool and we differ. The predicates are in compare_reasons.c. */
struct compare_reason {
	const char *id;
	const char *why;
	/* Does it account for this difference? */
	bool (*holds)(const struct comparison *c);
	bool rare;   /* of real modules: the encoder and random changes don't make it */
};

/* Ends with a NULL id. */
extern const struct compare_reason compare_reasons[];
extern const size_t compare_reason_count;

enum compare_kind {
	COMPARE_TEXT,
	COMPARE_OUI,
	COMPARE_VALUE,     /* struct value */
	COMPARE_POWER,     /* struct value in nW: both mW and dBm */
	COMPARE_ALARM,     /* a bit of alarms and alarms_known */
	COMPARE_REGISTER,  /* a row of eeprom_walk_fields(), by key */
};

/* A field that both show. */
struct compare_row {
	unsigned families;       /* bit per enum register_family */
	const char *label;       /* of ethtool; with # for the lane if there are `lanes` */
	enum compare_kind kind;
	uint8_t decimals;        /* of ethtool */
	uint8_t digits;          /* ours is in 10^-digits of ethtool's unit */
	uint8_t monitor;         /* enum monitor; 0: none */
	bool threshold;
	uint8_t level;           /* of a threshold: 0-3 for high and low alarm, high and low warning */
	bool lanes;
	bool of_lane;            /* what follows is of struct lane, else of struct module */
	uint16_t member;         /* offset */
	uint16_t known;          /* of alarms */
	uint32_t mask;
	const char *key;         /* of a register, and of text */
};

/* What the reasons look at. */
struct comparison {
	const struct compare_row *row;
	unsigned lane;            /* 1-based; 0: not of a lane */
	const struct module *m;
	const uint8_t *bytes;     /* the memory, linear */
	size_t len;
	bool shown;               /* do we show a value? */
	double number;            /* ours, in ethtool's unit */
	struct value value;       /* ours, of COMPARE_VALUE and COMPARE_POWER */
	char ours[96];
	const char *theirs;       /* NULL: ethtool does not show it */
};

/* Called for each difference; `reason` is NULL if there is none. */
typedef void compare_fn(const struct comparison *c, const struct compare_reason *reason, void *arg);

/*
 * Compare all fields. Memory that is not in `img` was 00h for ethtool: fields
 * there are left out. Returns how many fields were compared.
 */
unsigned compare(const struct image *img, const struct module *m, const uint8_t *bytes, size_t len,
		 const struct oracle_line *lines, int count, compare_fn *fn, void *arg);

#endif
