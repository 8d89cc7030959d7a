/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transfers. Over I2C_RDWR, selecting, reading, looking and restoring are one:
 * the adapter is locked meanwhile, so that no other reader selects a page in
 * between. Over SMBus they are several; the look afterwards finds out.
 */
#include "source/i2c_io.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define BANK_SELECT 126
#define PAGE_SELECT 127
/* Of a transfer: select, restore, and two to look. */
#define EXTRA_MESSAGES 4
/* Pieces of a transfer: as many as I2C_RDWR_IOCTL_MAX_MSGS allows, and even. */
#define PIECES_MAX 18

static int kernel_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -errno : fd;
}

static int kernel_ioctl(int fd, unsigned long request, void *arg)
{
	int r = ioctl(fd, request, arg);

	return r < 0 ? -errno : r;
}

static void kernel_close(int fd)
{
	close(fd);
}

static void kernel_sleep(unsigned ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL);
}

const struct i2c_kernel i2c_kernel_default = {
	.open = kernel_open,
	.ioctl = kernel_ioctl,
	.close = kernel_close,
	.sleep_ms = kernel_sleep,
};

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* What reading back the select registers tells: the page asked for, none such, or another reader's. */
static int judge_selection(const struct i2c_range *r, uint8_t bank, uint8_t page)
{
	if (page == r->page && (!r->with_bank || bank == r->bank))
		return 0;
	/* A module that lacks a page goes to page 0, or to bank 0. */
	return page == 0 || (page == r->page && bank == 0) ? -ENODATA : -ESTALE;
}

struct transfer {
	struct i2c_msg messages[EXTRA_MESSAGES + 2 * PIECES_MAX];
	uint8_t offsets[PIECES_MAX];
	unsigned count;
};

static void add_message(struct transfer *t, uint16_t address, bool read, uint8_t *buf, size_t len)
{
	t->messages[t->count++] =
		(struct i2c_msg){ .addr = address, .flags = read ? I2C_M_RD : 0, .len = (uint16_t)len, .buf = buf };
}

/* One transfer with as much of the range as it takes; its length, or a negative errno. */
static int rdwr_some(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	struct transfer t = { .count = 0 };
	uint8_t select[] = { BANK_SELECT, r->bank, r->page }, restore[] = { BANK_SELECT, 0, 0 };
	uint8_t page_only[] = { PAGE_SELECT, r->page }, restore_page[] = { PAGE_SELECT, 0 };
	uint8_t look = r->with_bank ? BANK_SELECT : PAGE_SELECT, seen[2] = { 0, 0 };
	struct i2c_rdwr_ioctl_data data = { .msgs = t.messages };
	size_t done = 0;
	int rc;

	if (r->select)
		add_message(&t, r->address, false, r->with_bank ? select : page_only, r->with_bank ? 3 : 2);
	for (unsigned n = 0; n < PIECES_MAX && done < r->len; n++) {
		size_t len = smaller(chunk, r->len - done);

		t.offsets[n] = (uint8_t)(r->offset + done);
		add_message(&t, r->address, false, &t.offsets[n], 1);
		add_message(&t, r->address, true, buf + done, len);
		done += len;
	}
	if (r->select) {
		add_message(&t, r->address, false, &look, 1);
		add_message(&t, r->address, true, r->with_bank ? seen : seen + 1, r->with_bank ? 2 : 1);
	}
	if (r->select && (r->page || r->bank))
		add_message(&t, r->address, false, r->with_bank ? restore : restore_page, r->with_bank ? 3 : 2);
	data.nmsgs = t.count;
	rc = io->kernel->ioctl(io->fd, I2C_RDWR, &data);
	if (rc < 0)
		return rc;
	if (rc != (int)t.count)
		return -EIO;
	rc = r->select ? judge_selection(r, seen[0], seen[1]) : 0;
	return rc < 0 ? rc : (int)done;
}

static int rdwr_read(struct i2c_io *io, const struct i2c_range *range, size_t chunk, uint8_t *buf)
{
	struct i2c_range rest = *range;

	while (rest.len > 0) {
		int n = rdwr_some(io, &rest, chunk, buf);

		if (n < 0)
			return n;
		buf += n;
		rest.offset = (uint8_t)(rest.offset + n);
		rest.len -= (size_t)n;
	}
	return 0;
}

static int smbus(struct i2c_io *io, uint8_t direction, uint8_t command, uint32_t size,
                 union i2c_smbus_data *data)
{
	struct i2c_smbus_ioctl_data arg = {
		.read_write = direction,
		.command = command,
		.size = size,
		.data = data,
	};

	return io->kernel->ioctl(io->fd, I2C_SMBUS, &arg);
}

static int smbus_byte(struct i2c_io *io, uint8_t offset, uint8_t *ret_byte)
{
	union i2c_smbus_data data = { .byte = 0 };
	int rc = smbus(io, I2C_SMBUS_READ, offset, I2C_SMBUS_BYTE_DATA, &data);

	*ret_byte = data.byte;
	return rc < 0 ? rc : 0;
}

static int smbus_select(struct i2c_io *io, const struct i2c_range *r, uint8_t bank, uint8_t page)
{
	union i2c_smbus_data data;
	int rc = 0;

	if (r->with_bank && (io->funcs & I2C_FUNC_SMBUS_WRITE_WORD_DATA)) {
		data.word = (uint16_t)(bank | page << 8);
		return smbus(io, I2C_SMBUS_WRITE, BANK_SELECT, I2C_SMBUS_WORD_DATA, &data);
	}
	data.byte = bank;
	if (r->with_bank)
		rc = smbus(io, I2C_SMBUS_WRITE, BANK_SELECT, I2C_SMBUS_BYTE_DATA, &data);
	data.byte = page;
	return rc < 0 ? rc : smbus(io, I2C_SMBUS_WRITE, PAGE_SELECT, I2C_SMBUS_BYTE_DATA, &data);
}

static int smbus_look(struct i2c_io *io, const struct i2c_range *r)
{
	uint8_t bank = 0, page;
	int rc = smbus_byte(io, PAGE_SELECT, &page);

	if (rc == 0 && r->with_bank)
		rc = smbus_byte(io, BANK_SELECT, &bank);
	return rc < 0 ? rc : judge_selection(r, bank, page);
}

/* In words where the adapter has them: the two bytes of a word are of one moment. */
static int smbus_words(struct i2c_io *io, uint8_t offset, size_t len, bool words, uint8_t *buf)
{
	words = words && (io->funcs & I2C_FUNC_SMBUS_READ_WORD_DATA);
	for (size_t i = 0, n; i < len; i += n) {
		union i2c_smbus_data data = { .word = 0 };
		int rc;

		n = words && i + 2 <= len && (offset + i) % 2 == 0 ? 2 : 1;
		rc = n == 2 ? smbus(io, I2C_SMBUS_READ, (uint8_t)(offset + i), I2C_SMBUS_WORD_DATA, &data)
		            : smbus_byte(io, (uint8_t)(offset + i), &buf[i]);
		if (rc < 0)
			return rc;
		if (n == 2) {
			buf[i] = data.word & 0xff;
			buf[i + 1] = data.word >> 8;
		}
	}
	return 0;
}

/* A block, unless it is not what bytes say: then that adapter's blocks are not read again. */
static int smbus_block(struct i2c_io *io, const struct i2c_range *r, uint8_t offset, size_t len, uint8_t *buf)
{
	union i2c_smbus_data data = { .block = { (uint8_t)len } };
	int rc = smbus(io, I2C_SMBUS_READ, offset, I2C_SMBUS_I2C_BLOCK_DATA, &data);

	if (rc < 0)
		return rc;
	if (data.block[0] != len) {
		io->blocks = I2C_BLOCKS_LIE;
		return smbus_words(io, offset, len, true, buf);
	}
	if (io->blocks == I2C_BLOCKS_GOOD || (r->page == 0 && r->bank == 0)) {
		memcpy(buf, data.block + 1, len);
		return 0;
	}
	rc = smbus_words(io, offset, len, true, buf);
	if (rc < 0)
		return rc;
	/* What is all the same may be that of any page. */
	if (memcmp(buf, data.block + 1, len) != 0)
		io->blocks = I2C_BLOCKS_LIE;
	else if (memcmp(buf, buf + 1, len - 1) != 0)
		io->blocks = I2C_BLOCKS_GOOD;
	return 0;
}

static int smbus_data(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	bool blocks = (io->funcs & I2C_FUNC_SMBUS_READ_I2C_BLOCK) && chunk > 2;

	chunk = smaller(chunk, I2C_SMBUS_BLOCK_MAX);
	for (size_t i = 0, n; i < r->len; i += n) {
		uint8_t offset = (uint8_t)(r->offset + i);
		int rc;

		n = smaller(chunk > 1 ? chunk : 2, r->len - i);
		if (blocks && io->blocks != I2C_BLOCKS_LIE && n > 2)
			rc = smbus_block(io, r, offset, n, buf + i);
		else
			rc = smbus_words(io, offset, n, chunk > 1, buf + i);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int smbus_read(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	/* As a number, not a pointer: that is how this request takes it. */
	int rc = io->kernel->ioctl(io->fd, I2C_SLAVE, (void *)(uintptr_t)r->address);
	int restored;

	if (rc >= 0 && r->select)
		rc = smbus_select(io, r, r->bank, r->page);
	if (rc < 0)
		return rc;
	rc = smbus_data(io, r, chunk, buf);
	if (rc == 0 && r->select)
		rc = smbus_look(io, r);
	/* Also after a failure, where it may still work. */
	if (r->select && (r->page || r->bank) && rc != -ESTALE) {
		restored = smbus_select(io, r, 0, 0);
		rc = rc == 0 && restored < 0 ? restored : rc;
	}
	return rc;
}

int i2c_io_read(struct i2c_io *io, const struct i2c_range *range, size_t chunk, uint8_t *buf)
{
	int rc;

	if ((io->funcs & I2C_FUNC_I2C) && !io->no_rdwr) {
		rc = rdwr_read(io, range, chunk, buf);
		if (rc != -EOPNOTSUPP)
			return rc;
		io->no_rdwr = true;
	}
	if (!(io->funcs & I2C_FUNC_SMBUS_READ_BYTE_DATA))
		return -EOPNOTSUPP;
	return smbus_read(io, range, chunk, buf);
}
