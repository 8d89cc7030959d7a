/* SPDX-License-Identifier: BSD-3-Clause */
/* Keys that are found in texts about modules, and what of ours they are. */
#ifndef BREAKOUT_TESTS_EXPECTED_FACTS_H
#define BREAKOUT_TESTS_EXPECTED_FACTS_H

#include "model/module.h"

enum fact_kind {
	FACT_TEXT,         /* member */
	FACT_DATE,         /* digits of it */
	FACT_OUI,
	FACT_NUMBER,       /* struct value in 10^-digits of the text's unit; 0 is not given */
	FACT_MILLIWATT,    /* struct value in nW */
	FACT_DBM,
	FACT_COUNT,        /* uint8_t */
	FACT_THRESHOLDS,   /* high alarm, low alarm, high warning, low warning */
	FACT_REGISTER,     /* a number that the row `key` shows */
	FACT_REGISTERS,    /* numbers of several rows, with slashes */
	FACT_WORDS,        /* letters and digits of it are in what the row shows */
	FACT_HEX,          /* bytes of the row */
	FACT_TYPE,
	FACT_MEDIUM,
	FACT_CHECKSUM,
	FACT_DOM,
};

struct fact {
	const char *key;
	enum fact_kind kind;
	uint8_t digits;
	bool lane;                  /* of the lane that the text is about */
	uint16_t member;
	const char *registers[4];   /* the first that there is; of FACT_REGISTERS: all */
};

/* Ends with a NULL key. */
extern const struct fact expected_facts[];

/* Differences that are known: the part of an image's name, the key, why. Ends with a NULL image. */
struct known_difference {
	const char *image, *key, *reason;
};
extern const struct known_difference expected_known[];

#endif
