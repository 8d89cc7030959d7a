/* SPDX-License-Identifier: BSD-3-Clause */
/* CMIS memory for tests, written register by register from the specification. */
#ifndef BREAKOUT_TESTS_CMIS_FIXTURE_H
#define BREAKOUT_TESTS_CMIS_FIXTURE_H

#include "eeprom_fixture.h"

/* Linear memory up to page 2Fh; upper halves by page. */
#define PAGES 0x30
#define P(page, off) ((page) * 128 + (off))

struct cmis {
	uint8_t byte[P(PAGES, 128)];
	size_t len;
};

static inline void put(struct cmis *c, size_t at, const char *bytes, size_t len)
{
	memcpy(c->byte + at, bytes, len);
}
#define PUT(c, at, bytes) put(c, at, bytes, sizeof(bytes) - 1)

static inline void put_word(struct cmis *c, size_t at, unsigned v)
{
	c->byte[at] = (uint8_t)(v >> 8);
	c->byte[at + 1] = (uint8_t)v;
}

static inline void put_text16(struct cmis *c, size_t at, const char *text)
{
	memset(c->byte + at, ' ', 16);
	memcpy(c->byte + at, text, strlen(text));
}

static inline void sum(struct cmis *c, size_t first, size_t at)
{
	uint8_t s = 0;

	for (size_t i = first; i < at; i++)
		s = (uint8_t)(s + c->byte[i]);
	c->byte[at] = s;
}

static inline void sums(struct cmis *c)
{
	sum(c, P(0, 128), P(0, 222));
	sum(c, P(1, 130), P(1, 255));
	sum(c, P(2, 128), P(2, 255));
}

/*
 * A 400GBASE-DR4 QSFP-DD, CMIS 4.0, ready, split into four: application 2 runs
 * on host lanes 1-2, 3-4, 5-6 and 7-8. Lane n has n x 1000 in its monitors.
 */
static inline struct cmis dr4_memory(void)
{
	struct cmis c = { .len = P(0x12, 128) };
	uint8_t *b = c.byte;

	b[0] = b[128] = 0x18;
	b[1] = 0x40;
	b[3] = 3 << 1;
	put_word(&c, 14, 0x1980);            /* 25.5 degC */
	put_word(&c, 16, 33000);
	b[39] = 2;
	b[40] = 7;
	b[61] = 2;
	b[85] = 2;
	PUT(&c, 86, "\x11\x1c\x84\x01" "\x0d\x14\x21\x55" "\xff");
	put_text16(&c, 129, "ACME OPTICS");
	PUT(&c, 145, "\x00\x17\x6a");
	put_text16(&c, 148, "AC-400G-DR4");
	PUT(&c, 164, "A1");
	put_text16(&c, 166, "SN0003");
	PUT(&c, 182, "250102  ");
	b[200] = 5 << 5;
	b[201] = 48;
	b[203] = 0x0c;
	b[210] = 0xf0;
	b[212] = 0x06;

	b[P(1, 128)] = 2;
	b[P(1, 129)] = 6;
	b[P(1, 130)] = 1;
	b[P(1, 131)] = 4;
	b[P(1, 132)] = 5;                    /* 0.5 km */
	put_word(&c, P(1, 138), 1311 * 20);
	put_word(&c, P(1, 140), 1300);       /* 6.5 nm */
	b[P(1, 151)] = 0x10;
	b[P(1, 155)] = 0x02;
	b[P(1, 157)] = 0x07;
	b[P(1, 158)] = 0x06;
	b[P(1, 159)] = 0x03;
	b[P(1, 160)] = 0x07 | 1 << 3;        /* bias counts twice */
	b[P(1, 176)] = 0x01;
	b[P(1, 177)] = 0x0f;
	b[P(1, 223)] = 0xff;

	/* High alarm, low alarm, high warning, low warning. */
	PUT(&c, P(2, 128), "\x4b\x00\xfb\x00\x46\x00\x00\x00");
	PUT(&c, P(2, 136), "\x8d\xcc\x77\x24\x87\x5a\x7a\x76");
	PUT(&c, P(2, 176), "\x27\x10\x00\x64\x1f\x40\x00\xc8");
	PUT(&c, P(2, 184), "\x75\x30\x03\xe8\x61\xa8\x05\xdc");
	PUT(&c, P(2, 192), "\x27\x11\x00\x65\x1f\x41\x00\xc9");

	memset(b + P(0x11, 128), 0x44, 4);
	for (unsigned n = 0; n < 4; n++) {
		put_word(&c, P(0x11, 154 + 2 * n), 1000 * (n + 1));
		put_word(&c, P(0x11, 170 + 2 * n), 1000 * (n + 1));
		put_word(&c, P(0x11, 186 + 2 * n), 1000 * (n + 1));
		b[P(0x11, 240 + n)] = b[P(0x11, 248 + n)] = (uint8_t)(0x10 | (n + 1));
	}
	memset(b + P(0x11, 202), 0x11, 4);
	PUT(&c, P(0x11, 206), "\x20\x20\x24\x24\x28\x28\x2c\x2c");
	sums(&c);
	return c;
}

static inline struct image *cmis_image(const struct cmis *c)
{
	struct image *img = image_new();

	assert_non_null(img);
	assert_int_equal(image_load_linear(img, c->byte, c->len, false), 0);
	return img;
}

static inline struct module *cmis_module(const struct cmis *c)
{
	struct image *img = cmis_image(c);
	struct module *m = image_module(img);

	image_free(img);
	return m;
}

static inline void write_bank(struct image *img, uint8_t page, uint8_t offset, const void *data, size_t len)
{
	struct image_addr at = { .bank = 1, .page = page, .offset = offset };

	assert_int_equal(image_write(img, at, data, len), 0);
}

#endif
