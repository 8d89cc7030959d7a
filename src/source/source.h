/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where module bytes come from. A source is three functions over one cage;
 * it moves bytes and decodes nothing.
 *
 * Used by one collector thread at a time. Calls may block for as long as the
 * hardware does.
 */
#ifndef BREAKOUT_SOURCE_SOURCE_H
#define BREAKOUT_SOURCE_SOURCE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "eeprom/image.h"
#include "model/topology.h"

struct source;

struct source_ops {
	const char *name;   /* "file", "sysfs"... */

	/* 1 a module is plugged in, 0 none, negative errno if that can't be told. */
	int (*presence)(struct source *s);

	/*
	 * Read `len` bytes at `at` (range rules of image_write()). 0, or a
	 * negative errno: -ENODATA the memory ends before the range does,
	 * -ENXIO no module answers, -EIO, -ETIMEDOUT, -EISDIR... as it comes.
	 * `buf` is undefined on error. NULL: it has no bytes, only presence, which is
	 * -ENODATA where nobody can know.
	 */
	int (*read)(struct source *s, struct image_addr at, size_t len, uint8_t *buf);

	/*
	 * What is to be said of the last error beside its errno: text that lives until
	 * the next call, "" for nothing. NULL for sources that never have any.
	 */
	const char *(*why)(const struct source *s);

	/* Release everything, `s` included. */
	void (*close)(struct source *s);
};

/* Backends embed this as their first member. */
struct source {
	const struct source_ops *ops;
	bool instant;       /* a module may be replaced by another in no time: files, and what is below a root */
};

/*
 * Open the source that `port` declares. `root` is put before absolute paths
 * ("" for none): tests and simulated boxes live under one. 0 and a source
 * to be closed with source_close(); -ENOMEM; -ENOTSUP for a kind this build
 * does not have, or that there is only without a root. A missing file is no
 * error here: the cage is empty.
 */
int source_open(const struct port_decl *port, const char *root, struct source **ret_source);

/*
 * The bus that `port` is read over, as a name that is the same for ports that
 * wait for each other and for them only: "i2c-N" is the adapter at the root of
 * whatever muxes are on the way. "" if the port waits for none. It is what /sys
 * says now: ask when sources are opened, not later. 0; -EMSGSIZE if it does
 * not fit; -ENAMETOOLONG for a path that is none.
 */
int source_bus(const struct port_decl *port, const char *root, char *buf, size_t size);

/*
 * Size of the eeprom node `path` (absolute) below `root`, which is opened for that. 0, or a negative errno as
 * node_open() has it.
 */
int source_node_size(const char *root, const char *path, off_t *ret_size);

/* Has the network device a twisted-pair socket? */
bool source_has_copper(const char *netdev);

static inline int source_presence(struct source *s)
{
	return s->ops->presence(s);
}

static inline int source_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	return s->ops->read ? s->ops->read(s, at, len, buf) : -ENOTSUP;
}

static inline const char *source_why(const struct source *s)
{
	return s->ops->why ? s->ops->why(s) : "";
}

/* Accepts NULL. */
static inline void source_close(struct source *s)
{
	if (s)
		s->ops->close(s);
}

/* What a platform's presence file says: 1, 0, or a negative errno. */
int source_presence_file(const char *path, bool inverted);

/* Backends' own constructors, for source_open() and tests. */
int source_file_open(const char *path, struct source **ret_source);
int source_sysfs_open(const char *path, const char *presence_path, bool presence_inverted,
                      struct source **ret_source);

#endif
