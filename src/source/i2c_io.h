/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Bytes of the devices at one I2C adapter: whole transfers with their page
 * select, over whichever of the two paths of /dev/i2c-N the adapter has.
 * No retries and no policy.
 */
#ifndef BREAKOUT_SOURCE_I2C_IO_H
#define BREAKOUT_SOURCE_I2C_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel, or a test's simulation of it. Each returns a negative errno on failure. */
struct i2c_kernel {
	int (*open)(const char *path);
	int (*ioctl)(int fd, unsigned long request, void *arg);
	void (*close)(int fd);
	void (*sleep_ms)(unsigned ms);
};

extern const struct i2c_kernel i2c_kernel_default;

/* Whether blocks that an SMBus adapter reads are those of the selected page. */
enum i2c_blocks {
	I2C_BLOCKS_UNTRIED,
	I2C_BLOCKS_GOOD,
	I2C_BLOCKS_LIE, /* or there are none */
};

struct i2c_io {
	const struct i2c_kernel *kernel;
	int fd;                 /* opened by the user of this, for a transfer or some */
	unsigned long funcs;    /* I2C_FUNCS of it */
	bool no_rdwr;           /* the adapter says it can, but not several messages at once */
	enum i2c_blocks blocks;
	bool words_lie;         /* the adapter's words are not two bytes that follow each other */
};

/* What to read, and what to select before. */
struct i2c_range {
	uint16_t address;       /* 7 bits */
	bool select;            /* has a page register: what is read is of this page; 0 is left there */
	bool with_bank;
	bool unsure;            /* which module this is: nothing may be written */
	uint8_t bank, page;
	uint8_t offset;
	size_t len;             /* all in lower memory, or all in the upper half; at most 128 */
};

/*
 * Read a range in pieces of at most `chunk` bytes. 0; -ENODATA: the module
 * has no such page; -ESTALE: somebody else selected another page in between;
 * -EUNATCH: page 0 is not selected, and `unsure` forbids to select it; else what the adapter said, and the page may still be selected. An even
 * offset and the one behind it are always read in one transfer, where the
 * adapter reads more than bytes.
 *
 * Page 0 is not written where it is selected already. Other pages are not for
 * the unsure.
 */
int i2c_io_read(struct i2c_io *io, const struct i2c_range *range, size_t chunk, uint8_t *buf);

/* After a failure: select page 0 again. One try. 0, or what the adapter said. */
int i2c_io_restore(struct i2c_io *io, const struct i2c_range *range);

#endif
