/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transfers. Over I2C_RDWR, selecting, reading, looking and restoring are one:
 * the adapter is locked meanwhile, so that no other reader selects a page in
 * between. Over SMBus they are several; the look afterwards finds out, unless
 * the other reader has put the same page back: page 0 has checksums for that.
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
/* Before a page that is not selected is taken not to exist. */
#define LOOKS 3
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

static bool at_home(const struct i2c_range *r)
{
	return r->page == 0 && r->bank == 0;
}

/* What the select registers hold: bank (0 where there is none), page. */
struct selection {
	uint8_t bank, page;
};

static bool is_selected(const struct i2c_range *r, struct selection seen)
{
	return seen.page == r->page && (!r->with_bank || seen.bank == r->bank);
}

/* What reading back the select registers after the data tells: the page asked for, none such, or another reader's. */
static int judge_selection(const struct i2c_range *r, struct selection seen)
{
	if (is_selected(r, seen))
		return 0;
	/* A module that lacks a page goes to page 0, or to bank 0. */
	return !at_home(r) && (seen.page == 0 || (seen.page == r->page && seen.bank == 0)) ? -ENODATA : -ESTALE;
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

/* The messages that select; the bytes in `out` are theirs. */
static void add_select(struct transfer *t, const struct i2c_range *r, uint8_t bank, uint8_t page, uint8_t out[3])
{
	out[0] = BANK_SELECT;
	out[1] = bank;
	out[2] = page;
	if (r->with_bank) {
		add_message(t, r->address, false, out, 3);
		return;
	}
	out[1] = PAGE_SELECT;
	add_message(t, r->address, false, out + 1, 2);
}

static int rdwr(struct i2c_io *io, struct transfer *t)
{
	struct i2c_rdwr_ioctl_data data = { .msgs = t->messages, .nmsgs = t->count };
	int rc = io->kernel->ioctl(io->fd, I2C_RDWR, &data);

	return rc < 0 ? rc : rc != (int)t->count ? -EIO : 0;
}

/*
 * One transfer with as much of the range as it takes, of the page that is
 * selected or after selecting. Its length and what was selected at its end, or
 * a negative errno.
 */
static int rdwr_some(struct i2c_io *io, const struct i2c_range *r, bool select, size_t chunk, uint8_t *buf,
                     struct selection *ret_seen)
{
	struct transfer t = { .count = 0 };
	uint8_t selecting[3], restoring[3];
	uint8_t look = r->with_bank ? BANK_SELECT : PAGE_SELECT, seen[2] = { 0, 0 };
	size_t done = 0;
	int rc;

	if (select)
		add_select(&t, r, r->bank, r->page, selecting);
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
	if (select && !at_home(r))
		add_select(&t, r, 0, 0, restoring);
	rc = rdwr(io, &t);
	if (rc < 0)
		return rc;
	*ret_seen = (struct selection){ seen[0], seen[1] };
	return (int)done;
}

/* Nobody comes in between: one look is enough, and page 0 need not be selected where it is. */
static int rdwr_page(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	struct selection seen;
	int done, rc;

	if (!r->select || at_home(r)) {
		done = rdwr_some(io, r, false, chunk, buf, &seen);
		if (done < 0 || !r->select || is_selected(r, seen))
			return done;
	}
	if (r->unsure)
		return -EUNATCH;
	done = rdwr_some(io, r, true, chunk, buf, &seen);
	if (done < 0)
		return done;
	rc = judge_selection(r, seen);
	return rc < 0 ? rc : done;
}

static int rdwr_read(struct i2c_io *io, const struct i2c_range *range, size_t chunk, uint8_t *buf)
{
	struct i2c_range rest = *range;

	while (rest.len > 0) {
		int n = rdwr_page(io, &rest, chunk, buf);

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

	if (r->with_bank && !io->words_lie && (io->funcs & I2C_FUNC_SMBUS_WRITE_WORD_DATA)) {
		data.word = (uint16_t)(bank | page << 8);
		return smbus(io, I2C_SMBUS_WRITE, BANK_SELECT, I2C_SMBUS_WORD_DATA, &data);
	}
	data.byte = bank;
	if (r->with_bank)
		rc = smbus(io, I2C_SMBUS_WRITE, BANK_SELECT, I2C_SMBUS_BYTE_DATA, &data);
	data.byte = page;
	return rc < 0 ? rc : smbus(io, I2C_SMBUS_WRITE, PAGE_SELECT, I2C_SMBUS_BYTE_DATA, &data);
}

static int smbus_look(struct i2c_io *io, const struct i2c_range *r, struct selection *ret_seen)
{
	int rc = smbus_byte(io, PAGE_SELECT, &ret_seen->page);

	ret_seen->bank = 0;
	return rc == 0 && r->with_bank ? smbus_byte(io, BANK_SELECT, &ret_seen->bank) : rc;
}

/* In words where the adapter has them: the two bytes of a word are of one moment. */
static int smbus_words(struct i2c_io *io, uint8_t offset, size_t len, bool words, uint8_t *buf)
{
	words = words && !io->words_lie && (io->funcs & I2C_FUNC_SMBUS_READ_WORD_DATA);
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

/*
 * The page is not what is selected any more: has the module none such, or did
 * another reader select page 0 in between? Who looks at once sees it, unless
 * that reader is there each time.
 */
static int smbus_doubt(struct i2c_io *io, const struct i2c_range *r)
{
	struct selection seen;

	for (unsigned n = 0; n < LOOKS; n++) {
		int rc = smbus_select(io, r, r->bank, r->page);

		if (rc >= 0)
			rc = smbus_look(io, r, &seen);
		if (rc < 0)
			return rc;
		if (is_selected(r, seen))
			return -ESTALE;
	}
	return -ENODATA;
}

static int smbus_page(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	struct selection seen;
	int rc = at_home(r) ? smbus_look(io, r, &seen) : 0;

	if (rc >= 0 && !(at_home(r) && is_selected(r, seen)))
		rc = r->unsure ? -EUNATCH : smbus_select(io, r, r->bank, r->page);
	if (rc >= 0)
		rc = smbus_data(io, r, chunk, buf);
	if (rc >= 0)
		rc = smbus_look(io, r, &seen);
	if (rc >= 0)
		rc = judge_selection(r, seen);
	return rc == -ENODATA ? smbus_doubt(io, r) : rc;
}

/* As a number, not a pointer: that is how this request takes it. */
static int smbus_address(struct i2c_io *io, const struct i2c_range *r)
{
	return io->kernel->ioctl(io->fd, I2C_SLAVE, (void *)(uintptr_t)r->address);
}

static int smbus_read(struct i2c_io *io, const struct i2c_range *r, size_t chunk, uint8_t *buf)
{
	int rc = smbus_address(io, r), restored;

	if (rc < 0)
		return rc;
	if (!r->select)
		return smbus_data(io, r, chunk, buf);
	rc = smbus_page(io, r, chunk, buf);
	if (!at_home(r) && (rc == 0 || rc == -ENODATA)) {
		restored = smbus_select(io, r, 0, 0);
		rc = rc == 0 && restored < 0 ? restored : rc;
	}
	return rc;
}

static bool can_rdwr(const struct i2c_io *io)
{
	return (io->funcs & I2C_FUNC_I2C) && !io->no_rdwr;
}

int i2c_io_read(struct i2c_io *io, const struct i2c_range *range, size_t chunk, uint8_t *buf)
{
	int rc;

	if (can_rdwr(io)) {
		rc = rdwr_read(io, range, chunk, buf);
		if (rc != -EOPNOTSUPP)
			return rc;
		io->no_rdwr = true;
	}
	if (!(io->funcs & I2C_FUNC_SMBUS_READ_BYTE_DATA))
		return -EOPNOTSUPP;
	return smbus_read(io, range, chunk, buf);
}

int i2c_io_restore(struct i2c_io *io, const struct i2c_range *range)
{
	struct transfer t = { .count = 0 };
	uint8_t out[3];
	int rc;

	if (can_rdwr(io)) {
		add_select(&t, range, 0, 0, out);
		return rdwr(io, &t);
	}
	rc = smbus_address(io, range);
	return rc < 0 ? rc : smbus_select(io, range, 0, 0);
}
