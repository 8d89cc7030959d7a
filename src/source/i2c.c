/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cage on an I2C adapter, by /dev/i2c-N: memory of A0h at address 0x50, of
 * A2h at 0x51.
 *
 * Pages are selected only for modules whose identifier says that they have
 * any: byte 127 of an SFP's A0h is no register. Page 0 is left selected.
 *
 * An address that a kernel driver has is read through the driver's node: a
 * transfer of ours would select a page behind its back.
 *
 * The device is opened for each read: an open one would keep the kernel from
 * removing an adapter.
 */
#include "source/i2c.h"

#include <errno.h>
#include <limits.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/adapter.h"
#include "source/node.h"

#define ADDRESS 0x50
#define CHUNK_DEFAULT 16
#define ATTEMPTS 3
#define ADDRESS_CHANGE_BYTE 92
#define ADDRESS_CHANGE_BIT 0x04
#define DEVICES "/sys/bus/i2c/devices"

struct i2c_source {
	struct source base;
	char *path;
	char *root;
	char *presence; /* NULL without */
	bool presence_inverted;
	unsigned chunk_declared, chunk;
	struct i2c_io io;
	int identifier;     /* of the module that is in; -1: not read yet */
	int address_change; /* byte 92 of an SFP, likewise */
	struct source *node; /* of the driver that has the address, as of this call */
	char why[96];
};

static struct i2c_source *i2c_of(struct source *s)
{
	return (struct i2c_source *)s;
}

static void forget_module(struct i2c_source *s)
{
	s->identifier = s->address_change = -1;
	s->chunk = s->chunk_declared;
}

/* The folder of the device at `address` in /sys, if the number of the bus is known. */
static bool device_folder(const struct i2c_source *s, uint32_t bus, unsigned address, char path[PATH_MAX])
{
	return snprintf(path, PATH_MAX, "%s" DEVICES "/%u-%04x", s->root, bus, address) < PATH_MAX;
}

/* 1 and s->node if a driver has the module's address, 0 if none has, or a negative errno. */
static int find_driver(struct i2c_source *s)
{
	char folder[PATH_MAX], path[PATH_MAX + 16];
	uint32_t bus;

	source_close(s->node);
	s->node = NULL;
	if (adapter_of_device(s->path, &bus) < 0 || !device_folder(s, bus, ADDRESS, folder))
		return 0;
	snprintf(path, sizeof(path), "%s/driver", folder);
	if (access(path, F_OK) < 0)
		return 0;
	snprintf(s->why, sizeof(s->why), "address 0x%02x has a kernel driver", ADDRESS);
	snprintf(path, sizeof(path), "%s/eeprom", folder);
	if (access(path, F_OK) < 0)
		return -EBUSY;
	return source_sysfs_open(folder, NULL, false, &s->node) < 0 ? -ENOMEM : 1;
}

/* i2c-stub's blocks are of page 0, whichever is selected. */
static bool adapter_is_stub(const struct i2c_source *s)
{
	char path[PATH_MAX], name[64];
	uint32_t bus;

	return adapter_of_device(s->path, &bus) == 0 &&
	       snprintf(path, sizeof(path), "%s" DEVICES "/i2c-%u/name", s->root, bus) < PATH_MAX &&
	       node_read_text(path, name, sizeof(name)) == 0 && strncmp(name, "SMBus stub", 10) == 0;
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
	if (s->io.blocks == I2C_BLOCKS_UNTRIED && adapter_is_stub(s))
		s->io.blocks = I2C_BLOCKS_LIE;
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
	int rc = 0;

	for (unsigned n = 0; n < ATTEMPTS; n++) {
		/* 5 and 20 ms: a module that writes its memory answers again after 10. */
		if (n > 0)
			s->io.kernel->sleep_ms(n == 1 ? 5 : 20);
		rc = same_words(i2c_io_read(&s->io, range, s->chunk, buf));
		if (!worth_retrying(rc))
			break;
	}
	return rc;
}

static int read_identifier(struct i2c_source *s)
{
	struct i2c_range range = { .address = ADDRESS, .len = 1 };
	uint8_t byte;
	int rc = same_words(i2c_io_read(&s->io, &range, 1, &byte));

	if (rc == 0)
		s->identifier = byte;
	return rc;
}

/* Some modules fail on long reads: shorter ones then, down to bytes, until another module comes. */
static int read_range(struct i2c_source *s, const struct i2c_range *range, uint8_t *buf)
{
	int rc = read_again(s, range, buf);

	while (rc < 0 && worth_retrying(rc) && rc != -ESTALE && s->chunk > 1 && range->len > 1) {
		unsigned before = s->chunk;

		/* Without an answer at all, length is not why. */
		if (read_identifier(s) < 0)
			return rc;
		s->chunk = before > 4 ? before / 4 + before / 4 % 2 : before > 2 ? 2 : 1;
		rc = read_again(s, range, buf);
		if (rc < 0 && s->chunk == 1)
			s->chunk = s->chunk_declared;
		if (s->chunk >= before)
			break;
	}
	if (rc == -ESTALE) {
		snprintf(s->why, sizeof(s->why), "another reader selects pages in between");
		return -EAGAIN;
	}
	return rc;
}

/* Identifiers of SFF-8024 table 4-1 with a page register at 127 of A0h. */
static bool has_pages(int identifier)
{
	return identifier == 0x0c || identifier == 0x0d || identifier == 0x11 ||
	       (identifier >= 0x18 && identifier <= 0x1b) || (identifier >= 0x1e && identifier <= 0x22);
}

/* Those with a bank register at 126, which CMIS wants written together with the page. */
static bool has_banks(int identifier)
{
	return identifier >= 0x18;
}

static int need_identifier(struct i2c_source *s)
{
	return s->identifier < 0 ? read_identifier(s) : 0;
}

/* SFF-8472: a module that answers at A0h only, until it is told to become A2h. */
static int check_address_change(struct i2c_source *s)
{
	struct i2c_range range = { .address = ADDRESS, .offset = ADDRESS_CHANGE_BYTE, .len = 1 };
	uint8_t byte;
	int rc;

	if (s->address_change < 0) {
		rc = read_again(s, &range, &byte);
		if (rc < 0)
			return rc;
		s->address_change = byte;
	}
	if (!(s->address_change & ADDRESS_CHANGE_BIT))
		return 0;
	snprintf(s->why, sizeof(s->why), "module needs address change to show A2h");
	return -ENOTSUP;
}

static int read_part(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct i2c_range range = {
		.address = ADDRESS + (at.device == IMAGE_A2),
		.bank = at.bank,
		.page = at.page,
		.offset = at.offset,
		.len = len,
	};
	int rc = at.device == IMAGE_A2 ? check_address_change(s) : at.offset >= 128 ? need_identifier(s) : 0;

	if (rc < 0)
		return rc;
	if (at.device == IMAGE_A2) {
		range.select = at.page != 0 || at.bank != 0;
		range.with_bank = at.bank != 0;
	} else if (at.offset >= 128 && has_pages(s->identifier)) {
		range.select = true;
		range.with_bank = has_banks(s->identifier);
	} else if (at.page || at.bank) {
		return -ENODATA;
	}
	if (at.bank && !range.with_bank)
		return -ENODATA;
	rc = read_range(s, &range, buf);
	if (rc == 0 && at.device == IMAGE_A0 && at.offset == 0)
		s->identifier = buf[0];
	return rc;
}

static int read_parts(struct i2c_source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	size_t lower = at.offset < 128 ? 128u - at.offset : 0;
	int rc = 0;

	if (lower > len)
		lower = len;
	if (lower > 0)
		rc = read_part(s, at, lower, buf);
	at.offset = (uint8_t)(at.offset + lower);
	if (rc == 0 && len > lower)
		rc = read_part(s, at, len - lower, buf + lower);
	return rc;
}

static int i2c_read(struct source *source, struct image_addr at, size_t len, uint8_t *buf)
{
	struct i2c_source *s = i2c_of(source);
	int rc = node_check_range(at, len);

	s->why[0] = '\0';
	if (rc < 0 || len == 0)
		return rc;
	rc = find_driver(s);
	if (rc != 0)
		return rc < 0 ? rc : source_read(s->node, at, len, buf);
	rc = open_device(s);
	if (rc < 0)
		return rc;
	rc = read_parts(s, at, len, buf);
	close_device(s);
	/* Whatever is in the cage next may be another module. */
	if (rc == -ENXIO)
		s->identifier = -1;
	return rc;
}

/* A byte at the module's address: no acknowledge is no module. */
static int probe(struct i2c_source *s)
{
	int rc = find_driver(s);

	if (rc != 0)
		return rc < 0 ? rc : source_presence(s->node);
	rc = open_device(s);
	if (rc < 0)
		return rc;
	rc = read_identifier(s);
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
		s->identifier = -1;
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
