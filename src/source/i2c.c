/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cage on an I2C adapter, by /dev/i2c-N: memory of A0h at address 0x50, of
 * A2h at 0x51.
 *
 * Pages are selected only for modules whose first bytes say that they have
 * any: byte 127 of an SFP's A0h is no register. Page 0 is left selected, for
 * others that read the module, also after what failed.
 *
 * An address that a kernel driver has is read through the driver's node: a
 * transfer of ours would select a page behind its back.
 *
 * The device is opened for each read: an open one would keep the kernel from
 * removing an adapter.
 */
#include "source/i2c.h"

#include <errno.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source/i2c_owner.h"
#include "source/node.h"
#include "source/paging.h"

#define ADDRESS 0x50
#define CHUNK_DEFAULT 16
#define TYPE_BYTE 2
#define ADDRESS_CHANGE_BYTE 92
#define ADDRESS_CHANGE_BIT 0x04

/*
 * Pauses before a failed transfer is tried again: an SFP that writes its memory
 * answers again after 10 ms, and CMIS allows 80. A timeout has taken long already.
 */
static const uint8_t pauses_ms[] = { 5, 20, 80 };
#define TIMEOUT_TRIES 2

/* Bytes of A0h that tell how to read the rest; -1: not read yet. */
struct head {
	int identifier;
	int type;           /* byte 2: one page only, or more */
	int address_change; /* byte 92, of an SFP */
};

struct i2c_source {
	struct source base;
	char *path;
	char *root;
	char *presence; /* NULL without */
	bool presence_inverted;
	unsigned chunk_declared, chunk;
	struct i2c_io io;
	bool answered;      /* there was a module at the last look */
	struct head head;   /* of the module that is in */
	bool head_is_old;   /* another may be in since: no reason to write anything */
	bool owes;          /* page 0 could not be selected again yet, in the memory that `owed` is of */
	struct i2c_range owed;
	struct source *node; /* of the driver that has the address, as of this call */
	char why[96];
};

static struct i2c_source *i2c_of(struct source *s)
{
	return (struct i2c_source *)s;
}

static void forget_module(struct i2c_source *s)
{
	s->head = (struct head){ -1, -1, -1 };
	s->answered = s->owes = false;
	s->chunk = s->chunk_declared;
}

/* 1 and s->node if a driver has the address, 0 if none has, or a negative errno. */
static int find_driver(struct i2c_source *s, unsigned address)
{
	char name[I2C_OWNER_NAME];
	int rc;

	source_close(s->node);
	s->node = NULL;
	rc = i2c_owner_find(s->path, s->root, address, name, &s->node);
	if (rc == 1)
		snprintf(s->why, sizeof(s->why), "kernel driver %s has address 0x%02x", name, address);
	else if (rc == -EBUSY)
		snprintf(s->why, sizeof(s->why), "kernel driver %s has address 0x%02x and shows no eeprom", name,
		         address);
	return rc;
}

static int open_device(struct i2c_source *s)
{
	int fd = s->io.kernel->open(s->path);
	int rc;

	if (fd < 0) {
		snprintf(s->why, sizeof(s->why), "opening the I2C adapter");
		/* Which is not a cage without module. */
		return node_gone(fd) ? -ENOENT : fd;
	}
	rc = s->io.kernel->ioctl(fd, I2C_FUNCS, &s->io.funcs);
	if (rc < 0) {
		s->io.kernel->close(fd);
		return rc;
	}
	if (s->io.blocks == I2C_BLOCKS_UNTRIED && i2c_owner_is_stub(s->path, s->root)) {
		s->io.blocks = I2C_BLOCKS_LIE;
		s->io.words_lie = true;
	}
	s->io.fd = fd;
	return 0;
}

static void close_device(struct i2c_source *s)
{
	s->io.kernel->close(s->io.fd);
	s->io.fd = -1;
}

/* No acknowledge, as the several adapters call it. */
static int same_words(int rc)
{
	return rc == -EREMOTEIO || rc == -ENODEV ? -ENXIO : rc;
}

static bool worth_retrying(int rc)
{
	return rc == -ENXIO || rc == -EIO || rc == -ETIMEDOUT || rc == -EAGAIN || rc == -EPROTO ||
	       rc == -ESTALE;
}

static int read_again(struct i2c_source *s, const struct i2c_range *range, uint8_t *buf)
{
	unsigned tries = 0, timeouts = 0;

	for (;;) {
		int rc = same_words(i2c_io_read(&s->io, range, s->chunk, buf));

		timeouts += rc == -ETIMEDOUT;
		if (!worth_retrying(rc) || tries == sizeof(pauses_ms) || timeouts == TIMEOUT_TRIES)
			return rc;
		s->io.kernel->sleep_ms(pauses_ms[tries++]);
	}
}

/* What of these bytes of A0h tells how to read on. */
static void note_head(struct i2c_source *s, uint8_t offset, size_t len, const uint8_t *buf)
{
	size_t end = offset + len;

	if (offset == 0 && len > 0) {
		if (s->head.identifier != buf[0])
			s->head = (struct head){ buf[0], -1, -1 };
		s->head_is_old = false;
	}
	if (offset <= TYPE_BYTE && end > TYPE_BYTE)
		s->head.type = buf[TYPE_BYTE - offset];
	if (offset <= ADDRESS_CHANGE_BYTE && end > ADDRESS_CHANGE_BYTE)
		s->head.address_change = buf[ADDRESS_CHANGE_BYTE - offset];
}

/* Page 0 again, of a module that a failure left at another one. One try at a time. */
static void restore_page(struct i2c_source *s)
{
	if (s->owes && i2c_io_restore(&s->io, &s->owed) >= 0)
		s->owes = false;
}

/* Whatever failed may have selected the page: nobody else should have to read that one. */
static void owe_page(struct i2c_source *s, const struct i2c_range *range, int rc)
{
	if (rc == 0 || rc == -ENODATA || rc == -ESTALE || rc == -EUNATCH || !(range->page || range->bank))
		return;
	s->owes = true;
	s->owed = *range;
	restore_page(s);
}

static int read_identifier(struct i2c_source *s, bool again)
{
	struct i2c_range range = { .address = ADDRESS, .len = 1 };
	uint8_t byte;
	int rc = again ? read_again(s, &range, &byte) : same_words(i2c_io_read(&s->io, &range, 1, &byte));

	if (rc == 0)
		note_head(s, 0, 1, &byte);
	return rc;
}

/* Some modules fail on long reads: shorter ones then, down to bytes, until another module comes. */
static int read_range(struct i2c_source *s, const struct i2c_range *range, uint8_t *buf)
{
	int rc = read_again(s, range, buf);

	while (rc < 0 && worth_retrying(rc) && rc != -ESTALE && s->chunk > 1 && range->len > 1) {
		unsigned before = s->chunk;

		/* Without an answer at all, length is not why. */
		if (read_identifier(s, false) < 0)
			break;
		s->chunk = before > 4 ? before / 4 + before / 4 % 2 : before > 2 ? 2 : 1;
		rc = read_again(s, range, buf);
		if (rc < 0 && s->chunk == 1)
			s->chunk = s->chunk_declared;
		if (s->chunk >= before)
			break;
	}
	owe_page(s, range, rc);
	if (rc == -ESTALE) {
		snprintf(s->why, sizeof(s->why), "another reader selects pages in between");
		return -EAGAIN;
	}
	return rc;
}

/* Which bytes the module has is known only once its first ones are. */
static int need_head(struct i2c_source *s, bool may_be_old)
{
	struct i2c_range range = { .address = ADDRESS, .len = PAGING_HEAD };
	uint8_t head[PAGING_HEAD];
	int rc;

	if (s->head.identifier >= 0 && (!s->head_is_old || may_be_old) &&
	    (s->head.type >= 0 || !paging_is_possible((uint8_t)s->head.identifier)))
		return 0;
	rc = read_range(s, &range, head);
	if (rc == 0)
		note_head(s, 0, sizeof(head), head);
	return rc;
}

static bool turns_pages(const struct i2c_source *s)
{
	const uint8_t head[PAGING_HEAD] = { (uint8_t)s->head.identifier, 0, (uint8_t)s->head.type };

	return s->head.identifier >= 0 && paging_is_used(head);
}

static int read_a0(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct i2c_range range = { .address = ADDRESS, .page = at.page, .bank = at.bank, .offset = at.offset, .len = len };
	bool home = at.page == 0 && at.bank == 0;
	int rc = 0;

	if (at.offset >= 128)
		rc = need_head(s, home);
	if (rc < 0)
		return rc;
	if (at.offset >= 128 && turns_pages(s)) {
		range.select = true;
		range.with_bank = paging_has_banks((uint8_t)s->head.identifier);
		range.unsure = s->head_is_old;
	}
	if ((at.page && !range.select) || (at.bank && !range.with_bank))
		return -ENODATA;
	rc = read_range(s, &range, buf);
	if (rc == -EUNATCH) {
		rc = need_head(s, false);
		return rc < 0 ? rc : read_a0(s, at, len, buf);
	}
	if (rc == 0)
		note_head(s, at.offset, len, buf);
	return rc;
}

/* SFF-8472: a module that answers at A0h only, until it is told to become A2h. */
static int check_address_change(struct i2c_source *s, struct source *a0_node)
{
	struct image_addr at = { .device = IMAGE_A0, .offset = ADDRESS_CHANGE_BYTE };
	uint8_t byte;
	int rc;

	if (s->head.address_change < 0) {
		rc = a0_node ? source_read(a0_node, at, 1, &byte) : read_a0(s, at, 1, &byte);
		if (rc < 0)
			return rc;
		s->head.address_change = byte;
	}
	if (!(s->head.address_change & ADDRESS_CHANGE_BIT))
		return 0;
	snprintf(s->why, sizeof(s->why), "module needs address change to show A2h");
	return -ENOTSUP;
}

static int read_a2(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct i2c_range range = {
		.address = ADDRESS + 1,
		.select = at.page || at.bank,
		.with_bank = at.bank,
		.bank = at.bank,
		.page = at.page,
		.offset = at.offset,
		.len = len,
	};

	return read_range(s, &range, buf);
}

/* Lower memory and a page, each by itself. */
static int read_halves(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	int (*read)(struct i2c_source *, struct image_addr, size_t, uint8_t *) =
		at.device == IMAGE_A2 ? read_a2 : read_a0;
	size_t lower = at.offset < 128 ? 128u - at.offset : 0;
	int rc = 0;

	if (lower > len)
		lower = len;
	if (lower > 0)
		rc = read(s, at, lower, buf);
	at.offset = (uint8_t)(at.offset + lower);
	if (rc == 0 && len > lower)
		rc = read(s, at, len - lower, buf + lower);
	return rc;
}

/* By the adapter; `a0_node` if a driver has A0h. */
static int read_bus(struct i2c_source *s, struct image_addr at, size_t len, struct source *a0_node, uint8_t *buf)
{
	int rc = open_device(s);

	if (rc < 0)
		return rc;
	if (at.device == IMAGE_A2)
		rc = check_address_change(s, a0_node);
	if (rc == 0)
		rc = read_halves(s, at, len, buf);
	if (rc == 0)
		restore_page(s);
	close_device(s);
	/* Whatever is in the cage next may be another module. */
	if (rc == -ENXIO)
		s->head = (struct head){ -1, -1, -1 };
	return rc;
}

/*
 * A2h where a driver may have either address. One of A0h shows A2h as well if it
 * knows SFPs; an at24 of 256 bytes does not, and leaves 0x51 to us.
 */
static int read_beyond(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct image_addr flat = { .device = IMAGE_A0, .offset = at.offset };
	int theirs = find_driver(s, ADDRESS + 1), rc;

	if (theirs > 0)
		return at.page || at.bank ? -ENODATA : source_read(s->node, flat, len, buf);
	rc = find_driver(s, ADDRESS);
	if (rc < 0)
		return rc;
	if (rc > 0) {
		rc = source_read(s->node, at, len, buf);
		if (theirs < 0 || (rc != -ENODATA && rc != -ENXIO))
			return rc;
	}
	return theirs < 0 ? theirs : read_bus(s, at, len, s->node, buf);
}

static int i2c_read(struct source *source, struct image_addr at, size_t len, uint8_t *buf)
{
	struct i2c_source *s = i2c_of(source);
	int rc = node_check_range(at, len);

	s->why[0] = '\0';
	if (rc < 0 || len == 0)
		return rc;
	if (at.device == IMAGE_A2)
		return read_beyond(s, at, len, buf);
	rc = find_driver(s, ADDRESS);
	if (rc != 0)
		return rc < 0 ? rc : source_read(s->node, at, len, buf);
	return read_bus(s, at, len, NULL, buf);
}

/* A byte at the module's address: no acknowledge is no module, unless there was one a moment ago that is busy. */
static int probe(struct i2c_source *s)
{
	int rc = find_driver(s, ADDRESS);

	if (rc != 0)
		return rc < 0 ? rc : source_presence(s->node);
	rc = open_device(s);
	if (rc < 0)
		return rc;
	rc = read_identifier(s, s->answered);
	if (rc == 0) {
		s->answered = true;
		restore_page(s);
	}
	close_device(s);
	return rc == 0 ? 1 : rc == -ENXIO ? 0 : rc;
}

static int i2c_presence(struct source *source)
{
	struct i2c_source *s = i2c_of(source);
	int rc;

	s->why[0] = '\0';
	if (s->presence) {
		/* A swap between two looks is not seen here: which module it is must be asked again. */
		s->head_is_old = true;
		rc = source_presence_file(s->presence, s->presence_inverted);
	} else {
		rc = probe(s);
	}
	if (rc == 0)
		forget_module(s);
	return rc;
}

static const char *i2c_why(const struct source *source)
{
	return ((const struct i2c_source *)source)->why;
}

static void i2c_close(struct source *source)
{
	struct i2c_source *s = i2c_of(source);

	source_close(s->node);
	free(s->path);
	free(s->root);
	free(s->presence);
	free(s);
}

static const struct source_ops i2c_ops = {
	.name = "i2c",
	.presence = i2c_presence,
	.read = i2c_read,
	.why = i2c_why,
	.close = i2c_close,
};

int source_i2c_open(const struct i2c_cage *cage, const struct i2c_kernel *kernel, struct source **ret_source)
{
	struct i2c_source *s = calloc(1, sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->base.ops = &i2c_ops;
	s->io = (struct i2c_io){ .kernel = kernel, .fd = -1 };
	s->chunk_declared = cage->chunk ? cage->chunk : CHUNK_DEFAULT;
	s->presence_inverted = cage->presence_inverted;
	s->path = strdup(cage->path);
	s->root = strdup(cage->root);
	if (cage->presence_path)
		s->presence = strdup(cage->presence_path);
	forget_module(s);
	if (!s->path || !s->root || (cage->presence_path && !s->presence)) {
		i2c_close(&s->base);
		return -ENOMEM;
	}
	*ret_source = &s->base;
	return 0;
}
