/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Module memory for tests, written byte by byte from the specifications, so
 * that decoder and encoder are not checked against themselves.
 */
#ifndef BREAKOUT_TESTS_EEPROM_FIXTURE_H
#define BREAKOUT_TESTS_EEPROM_FIXTURE_H

#include <string.h>

#include "eeprom/eeprom.h"
#include "test.h"

/* Linear memory: 8472 has A2h at 256, 8636 has page 03h at 512. */
struct memory {
	uint8_t byte[640];
	size_t len;
	bool two_devices;
};

#define A2(off) (256 + (off))
#define P03(off) (384 + (off))

static inline void put_text(struct memory *mem, size_t at, size_t len, const char *text)
{
	memset(mem->byte + at, ' ', len);
	memcpy(mem->byte + at, text, strlen(text));
}

static inline void put16(struct memory *mem, size_t at, unsigned v)
{
	mem->byte[at] = (uint8_t)(v >> 8);
	mem->byte[at + 1] = (uint8_t)v;
}

static inline void put_sum(struct memory *mem, size_t first, size_t at)
{
	uint8_t sum = 0;

	for (size_t i = first; i < at; i++)
		sum = (uint8_t)(sum + mem->byte[i]);
	mem->byte[at] = sum;
}

static inline void put_sums(struct memory *mem)
{
	if (mem->two_devices) {
		put_sum(mem, 0, 63);
		put_sum(mem, 64, 95);
	} else {
		put_sum(mem, 128, 191);
		put_sum(mem, 192, 223);
	}
}

/* Thresholds in register order: high alarm, low alarm, high warning, low warning. */
static inline void put_thresholds(struct memory *mem, size_t at, unsigned ha, unsigned la, unsigned hw,
				  unsigned lw)
{
	put16(mem, at, ha);
	put16(mem, at + 2, la);
	put16(mem, at + 4, hw);
	put16(mem, at + 6, lw);
}

/* A 10GBASE-SR SFP+ with internally calibrated DOM: 25.50 degC, 3.3000 V, 6 mA, 0.5 mW, 0.4 mW. */
static inline struct memory sfp_memory(void)
{
	struct memory mem = { .len = 512, .two_devices = true };
	uint8_t *b = mem.byte;

	b[0] = 0x03;
	b[1] = 0x04;
	b[2] = 0x07;
	b[3] = 0x10;
	b[11] = 0x06;
	b[12] = 103;
	b[16] = 8;
	b[17] = 3;
	b[19] = 30;
	put_text(&mem, 20, 16, "ACME OPTICS");
	b[37] = 0x00;
	b[38] = 0x17;
	b[39] = 0x6a;
	put_text(&mem, 40, 16, "AC-10G-SR");
	put_text(&mem, 56, 4, "1.2");
	put16(&mem, 60, 850);
	b[65] = 0x1a;
	put_text(&mem, 68, 16, "SN0001");
	put_text(&mem, 84, 8, "250102A1");
	b[92] = 0x68;
	b[93] = 0xf0;
	b[94] = 5;
	put_sums(&mem);

	put_thresholds(&mem, A2(0), 75 << 8, 0xfb00, 70 << 8, 0);   /* 75, -5, 70, 0 degC */
	put_thresholds(&mem, A2(8), 36300, 29700, 34650, 31350);
	put_thresholds(&mem, A2(16), 6000, 1000, 5000, 1500);
	put_thresholds(&mem, A2(24), 10000, 1000, 8000, 2000);
	put_thresholds(&mem, A2(32), 10000, 100, 8000, 200);
	put16(&mem, A2(96), 0x1980);
	put16(&mem, A2(98), 33000);
	put16(&mem, A2(100), 3000);
	put16(&mem, A2(102), 5000);
	put16(&mem, A2(104), 4000);
	return mem;
}

/* A 100GBASE-SR4 QSFP28, revision 2.8, with DOM and thresholds. Lane n has n x 1000 in all its monitors. */
static inline struct memory qsfp_memory(void)
{
	struct memory mem = { .len = 640 };
	uint8_t *b = mem.byte;

	b[0] = b[128] = 0x11;
	b[1] = 8;
	put16(&mem, 22, 0x1980);
	put16(&mem, 26, 33000);
	for (unsigned lane = 0; lane < 4; lane++) {
		put16(&mem, 34 + 2 * lane, 1000 * (lane + 1));
		put16(&mem, 42 + 2 * lane, 1000 * (lane + 1));
		put16(&mem, 50 + 2 * lane, 1000 * (lane + 1));
	}
	b[98] = 0xff;
	b[129] = 0xcc;
	b[130] = 0x0c;
	b[131] = 0x80;
	b[139] = 0x05;
	b[140] = 0xff;
	b[143] = 35;
	b[146] = 50;
	put_text(&mem, 148, 16, "ACME OPTICS");
	b[165] = 0x00;
	b[166] = 0x17;
	b[167] = 0x6a;
	put_text(&mem, 168, 16, "AC-100G-SR4");
	put_text(&mem, 184, 2, "A1");
	put16(&mem, 186, 850 * 20);
	put16(&mem, 188, 10 * 200);
	b[192] = 0x02;
	b[194] = 0xf0;
	b[195] = 0x1a;
	put_text(&mem, 196, 16, "SN0002");
	put_text(&mem, 212, 8, "250102");
	b[220] = 0x3c;
	b[222] = 103;
	put_sums(&mem);

	put_thresholds(&mem, P03(128), 75 << 8, 0xfb00, 70 << 8, 0);
	put_thresholds(&mem, P03(144), 36300, 29700, 34650, 31350);
	put_thresholds(&mem, P03(176), 10000, 100, 8000, 200);
	put_thresholds(&mem, P03(184), 6000, 1000, 5000, 1500);
	put_thresholds(&mem, P03(192), 11000, 1100, 8100, 2100);
	return mem;
}

static inline struct image *memory_image(const struct memory *mem)
{
	struct image *img = image_new();

	assert_non_null(img);
	assert_int_equal(image_load_linear(img, mem->byte, mem->len, mem->two_devices), 0);
	return img;
}

/* Decode into a new module. */
static inline struct module *image_module(const struct image *img)
{
	struct module *m = module_new();

	assert_non_null(m);
	eeprom_decode(img, m);
	return m;
}

static inline struct module *memory_module(const struct memory *mem)
{
	struct image *img = memory_image(mem);
	struct module *m = image_module(img);

	image_free(img);
	return m;
}

static inline const char *type_token(const struct module_type *type)
{
	return type ? type->token : "-";
}

#define assert_value(actual, number)                          \
	do {                                                  \
		assert_int_equal((actual).state, VALUE_OK);   \
		assert_int_equal((actual).v, (number));       \
	} while (0)
#define assert_state(actual, wanted) assert_int_equal((actual).state, (wanted))

#endif
