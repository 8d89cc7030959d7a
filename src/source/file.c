/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An image file in linear layout as the module of a cage. The module is
 * plugged in while the file exists. Where the folder does not exist the path
 * is wrong, and the cage may hold anything.
 *
 * The file is opened for every read: who swaps a module writes another file
 * and renames it over this one, and a kept descriptor would go on showing
 * the module that was pulled.
 */
#include "source/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "source/node.h"

struct file_source {
	struct source base;
	char *path;
	bool misplaced; /* there is no folder for it */
};

/* `s` is the first member of what source_file_open() made. */
static struct file_source *file_of(struct source *s)
{
	return (struct file_source *)s;
}

static int file_presence(struct source *s)
{
	struct file_source *f = file_of(s);
	off_t ignored;
	int fd = node_open(f->path, &ignored);

	f->misplaced = fd < 0 && node_gone(fd) && !node_has_place(f->path);
	if (fd < 0)
		return node_gone(fd) && !f->misplaced ? 0 : fd;
	close(fd);
	return 1;
}

static int file_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	off_t ignored;
	int fd;
	int r = node_check_range(at, len);

	if (r < 0)
		return r;
	if (!image_is_linear(at))
		return -ENODATA;
	fd = node_open(file_of(s)->path, &ignored);
	if (fd < 0)
		return node_gone(fd) ? -ENXIO : fd;
	r = node_read(fd, (off_t)image_linear_offset(at), len, buf);
	close(fd);
	return r;
}

static const char *file_why(const struct source *s)
{
	return ((const struct file_source *)s)->misplaced ? "there is no folder that path names" : "";
}

static void file_close(struct source *s)
{
	free(file_of(s)->path);
	free(file_of(s));
}

static const struct source_ops file_ops = {
	.name = "file",
	.presence = file_presence,
	.read = file_read,
	.why = file_why,
	.close = file_close,
};

int source_file_open(const char *path, struct source **ret_source)
{
	struct file_source *f = calloc(1, sizeof(*f));

	if (!f)
		return -ENOMEM;
	f->base.ops = &file_ops;
	f->path = strdup(path);
	if (!f->path) {
		free(f);
		return -ENOMEM;
	}
	*ret_source = &f->base;
	return 0;
}
