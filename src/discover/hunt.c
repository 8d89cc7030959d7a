/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking around below a root. */
#include "discover/hunt.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "discover/name.h"
#include "source/node.h"

/* More entries of a folder than this are not looked at. */
#define ENTRIES_MAX 65536

void item_init(struct item *it, enum find_kind kind, const char *name)
{
	*it = (struct item){ .find = { .kind = kind, .port = FIND_NO_PORT }, .adapter = -1, .subport = -1 };
	name_clean(it->find.name, sizeof(it->find.name), name);
}

bool hunt_path(const struct hunt *h, char buf[PATH_MAX], const char *fmt, ...)
{
	va_list ap;
	struct text t;

	text_init(&t, buf, PATH_MAX);
	text_printf(&t, "%s", h->root);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	return !t.truncated;
}

bool hunt_text(const struct hunt *h, const char *folder, const char *name, char *buf, size_t size)
{
	char path[PATH_MAX];

	if (hunt_path(h, path, "%s/%s", folder, name) && node_read_text(path, buf, size) == 0)
		return true;
	buf[0] = '\0';
	return false;
}

bool hunt_link(const struct hunt *h, const char *folder, const char *name, char *buf, size_t size)
{
	char path[PATH_MAX];
	char *real = hunt_path(h, path, "%s/%s", folder, name) ? realpath(path, NULL) : NULL;
	const char *slash = real ? strrchr(real, '/') : NULL;

	buf[0] = '\0';
	if (slash)
		text_copy(buf, size, slash + 1);
	free(real);
	return buf[0];
}

bool hunt_exists(const struct hunt *h, const char *folder, const char *name)
{
	char path[PATH_MAX];

	return hunt_path(h, path, "%s/%s", folder, name) && access(path, F_OK) == 0;
}

uint32_t hunt_cell(const struct hunt *h, const char *folder, const char *property)
{
	char path[PATH_MAX];
	uint8_t b[4];
	off_t size;
	int fd = hunt_path(h, path, "%s/of_node/%s", folder, property) ? node_open(path, &size) : -1;
	int r;

	if (fd < 0)
		return 0;
	r = node_read(fd, 0, sizeof(b), b);
	close(fd);
	return r < 0 ? 0 : (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* What a name would have to be quoted for is no device's. */
static bool is_plain(const char *name)
{
	char clean[NAME_MAX + 1];

	name_clean(clean, sizeof(clean), name);
	return strcmp(clean, name) == 0;
}

int hunt_folder(struct hunt *h, const char *folder, int (*each)(struct hunt *h, const char *name))
{
	char path[PATH_MAX];
	const struct dirent *entry;
	DIR *dir = hunt_path(h, path, "%s", folder) ? opendir(path) : NULL;
	int r = 0;

	/* Only what is not there is empty. */
	if (!dir)
		return errno == EMFILE || errno == ENFILE || errno == ENOMEM ? -errno : 0;
	for (unsigned n = 0; n < ENTRIES_MAX && r == 0 && (entry = readdir(dir)); n++) {
		if (entry->d_name[0] != '.' && is_plain(entry->d_name))
			r = each(h, entry->d_name);
	}
	closedir(dir);
	return r;
}

size_t hunt_count(const struct hunt *h, const char *folder, const char *name)
{
	char path[PATH_MAX];
	const struct dirent *entry;
	DIR *dir = hunt_path(h, path, "%s/%s", folder, name) ? opendir(path) : NULL;
	size_t count = 0;

	while (dir && count < ENTRIES_MAX && (entry = readdir(dir)))
		count += entry->d_name[0] != '.';
	if (dir)
		closedir(dir);
	return count;
}
