/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The field engine: register maps are rows, and one engine decodes, encodes
 * and prints them. A row says where a field lives, how its bytes are to be
 * read, which member of struct module holds it, and under which condition it
 * is there at all.
 *
 * Rows come in two kinds by `when`. Rows that are always there (WHEN_ALWAYS,
 * and WHEN_PAGED unless m->flat_memory was set by a row before) are decoded
 * first. From what they say the family works out which conditions
 * hold, and then the others are decoded: where the condition does not hold, a
 * value says so instead of showing what happens to be in those bytes.
 */
#ifndef BREAKOUT_EEPROM_FIELD_H
#define BREAKOUT_EEPROM_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/codes.h"
#include "base/text.h"
#include "eeprom/eeprom.h"
#include "eeprom/image.h"
#include "model/module.h"

/* How the bytes are to be read. All multi-byte numbers are big-endian. */
enum field_kind {
	FIELD_UINT,      /* unsigned, 1-4 bytes, or `width` bits of it from `shift` */
	FIELD_INT,       /* two's complement, 1-4 bytes */
	FIELD_DECIMAL,   /* unsigned whole part, then hundredths in the last byte (INF-8074 DWDM) */
	FIELD_FLOAT,     /* IEEE-754 single; for printing only */
	FIELD_TEXT,      /* ASCII, padded */
	FIELD_BYTES,
	FIELD_FLAG,      /* bit `shift` */
};

/* Units of struct value members (value.h), and ways to print the rest. */
enum field_unit {
	UNIT_NONE,
	UNIT_HEX,
	UNIT_CENTIDEGREE,
	UNIT_MICROVOLT,
	UNIT_MICROAMPERE,
	UNIT_NANOWATT,
	UNIT_CENTINANOMETRE,
	UNIT_METRE,
	UNIT_KILOMETRE,
	UNIT_MEGABAUD,
	UNIT_MILLIWATT,
	UNIT_PERCENT,
	UNIT_DEGREE,
	UNIT_DECIBEL,
	UNIT_SECOND,
	UNIT_NANOSECOND,
	UNIT_MILLIVOLT,
};

/* Where the decoded field goes. */
enum field_member {
	MEMBER_NONE,       /* printed only */
	MEMBER_U8,
	MEMBER_BOOL,
	MEMBER_BYTES,      /* uint8_t[len] */
	MEMBER_TEXT,       /* char[MODULE_TEXT] */
	MEMBER_VALUE,      /* struct value */
	MEMBER_FLAG8,      /* `mask` of a uint8_t, and of the uint8_t `known` */
	MEMBER_FLAG32,     /* the same with uint32_t */
	MEMBER_TRI_NOT,    /* enum tristate: bit clear is yes, bit set is no */
};

/* What the member belongs to; with all but the first, the n-th time to number n, or `first` and up. */
enum field_of {
	OF_MODULE,
	OF_LANE,
	OF_HOST_LANE,
	OF_APPLICATION,
};

/*
 * Words for bytes whose meaning takes more than a table: appends the whole
 * value. `bytes` are the row's (and follow what is stored, not what was made
 * of it), `m` the decoded module.
 */
typedef void field_words_fn(struct text *t, const struct module *m, const uint8_t *bytes);

/*
 * Conditions. A set of them is a uint32_t with bit n for condition n. The
 * first three groups follow the order of enum monitor.
 */
enum field_when {
	WHEN_ALWAYS,
	WHEN_MONITOR = 0,       /* + enum monitor: has this monitor */
	WHEN_FLAGS = 5,         /* + enum monitor: has alarm and warning flags for it */
	WHEN_THRESHOLDS = 10,   /* + enum monitor: has thresholds for it */
	WHEN_RX_LOS = 16,       /* signals, in the order of enum signal */
	WHEN_TX_LOS,
	WHEN_RX_LOL,
	WHEN_TX_LOL,
	WHEN_TX_FAULT,
	WHEN_TX_DISABLED,
	WHEN_WAVELENGTH,        /* optical: those bytes are not a cable's */
	WHEN_WAVELENGTH_FINE,   /* wavelength with hundredths */
	WHEN_LIVE,              /* there is a live status */
	WHEN_EXTERNAL,          /* externally calibrated */
	WHEN_MAX_POWER,         /* power limit in a register of its own */
	WHEN_PAGED,             /* CMIS: has pages behind 00h */
	WHEN_END,
};

#define WHEN_BIT(when) (UINT32_C(1) << (when))

struct field {
	const char *key;
	const char *label;
	struct image_addr at;
	uint8_t len;
	uint8_t shift;           /* of a flag or bit field: its lowest bit in the (first) byte */
	uint8_t width;           /* of a bit field; 0: the whole number */
	uint8_t kind;            /* enum field_kind */
	uint8_t unit;            /* enum field_unit */
	uint8_t when;            /* enum field_when */
	bool quiet;              /* not shown where its condition does not hold */
	uint8_t member_type;     /* enum field_member */
	uint16_t mul, div;       /* member = number * mul / div; 0 means 1. Bias: and m->bias_multiplier */
	uint8_t of;              /* enum field_of: what `member` and `known` are members of */
	uint16_t member;         /* offset in that */
	uint16_t known;          /* of flags: offset of the map of known ones */
	uint32_t mask;           /* of flags */
	/*
	 * Repetition. `count` 0 is once; else count times, each a member of the next
	 * lane or application. `stride` is in bytes, for flags and bit
	 * fields in bits: positive upwards in significance, then into the next
	 * byte; negative downwards (SFF-8636 packs two lanes' flags high nibble
	 * first). `banked`: the first 8 are in bank 0, the next 8 at the same
	 * place of bank 1..., as far as m->banks goes.
	 */
	uint8_t count;
	int8_t stride;
	bool banked;
	const char *each;        /* what repeats, for the label; NULL: "lane" */
	uint8_t first;           /* its first number; 0 is 1 */
	/* Names of a number's codes; of FIELD_BYTES, of its bits: 8 * byte + bit, from the row's start. */
	const struct code *names;
	field_words_fn *words;   /* instead of the usual print, or NULL */
	/* Of rows without a member: is this what the bytes are in this module? NULL: always. Quiet if not. */
	bool (*applies)(const struct module *m);
};

/* A table of rows, in register order. */
struct field_map {
	const struct field *rows;
	size_t count;
};

/* Decode the rows that are always there. */
void fields_decode(const struct field_map *map, const struct image *img, struct module *m);

/*
 * Decode the conditional rows. `holds` is the set of conditions that hold;
 * values of the others get the state `otherwise`.
 */
void fields_decode_when(const struct field_map *map, const struct image *img, struct module *m,
			uint32_t holds, enum value_state otherwise);

/*
 * The rows backwards: write all that are always there and those whose
 * condition holds. Absent, unreadable and corrupt values and unknown flags are
 * not written. 0 or -ENOMEM.
 */
int fields_encode(const struct field_map *map, const struct module *m, uint32_t holds, struct image *img);

/* Every row as text, repetitions included. */
void fields_walk(const struct field_map *map, const struct image *img, const struct module *m, uint32_t holds,
		 eeprom_field_fn *fn, void *arg);

/* Scale with rounding half to even; what does not fit a value saturates. */
int32_t field_scale(int64_t number, uint32_t mul, uint32_t div);

/*
 * Text of EEPROM bytes as clean UTF-8: padding (blanks, 00h, FFh) trimmed at
 * both ends, bytes that are not printable ASCII shown as U+FFFD.
 */
void field_text(const uint8_t *bytes, size_t len, char *ret_text, size_t size);

/* "0x12 0x34 (name, bit 94.0)": bytes, and what bits set in them are. `first`: offset of the first. */
void field_bits(struct text *t, const uint8_t *bytes, size_t len, unsigned first, const struct code *names);

/* The value state for a failed read of its bytes. */
enum value_state field_state(int error);

#endif
