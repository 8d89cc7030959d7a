/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths of the configuration: relative ones start at the file's folder, and
 * all become absolute, because the daemon leaves its working directory.
 *
 * source_open() puts `root` before absolute paths. A relative one names a
 * place beside the file already, so root is taken off again here; that works
 * only for places below root.
 */
#include "config/build.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* "a/b" of "a" and "b"; NULL when out of memory. */
static char *join(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *s = malloc(size);
	struct text t;

	if (s) {
		text_init(&t, s, size);
		text_printf(&t, "%s/%s", folder, name);
	}
	return s;
}

static void cut_slashes(char *path)
{
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		path[--len] = '\0';
}

char *path_folder(const char *file)
{
	const char *slash = strrchr(file, '/');
	char *given = slash ? strndup(file, (size_t)(slash - file) + 1) : strdup("");
	char *cwd;
	char *folder = NULL;

	if (!given)
		return NULL;
	cut_slashes(given);
	if (file[0] == '/')
		return given;
	cwd = getcwd(NULL, 0);
	if (cwd) {
		cut_slashes(cwd);
		folder = given[0] ? join(cwd, given) : strdup(cwd);
	}
	free(cwd);
	free(given);
	return folder;
}

/* What is behind `root` in an absolute path, NULL if it is not below. */
static const char *below(const char *path, const char *root)
{
	size_t len = strlen(root);

	return strncmp(path, root, len) == 0 && path[len] == '/' ? path + len : NULL;
}

/* Leading "./" is how people write "beside this file". */
static const char *skip_dots(const char *path)
{
	while (path[0] == '.' && path[1] == '/') {
		path += 2;
		while (*path == '/')
			path++;
	}
	return strcmp(path, ".") == 0 ? "" : path;
}

/* Whether the item can be a path; adds a problem if not. */
static bool check_path(struct build *b, const struct item *item, const char *key, const char *folder)
{
	size_t len = strlen(item->text) + (item->text[0] == '/' ? 0 : strlen(folder) + 1);

	if (!item->text[0])
		problem_add(b->problems, item->line, "%s: expected a path, saw \"\"", key);
	else if (len >= TOPOLOGY_PATH)
		problem_add(b->problems, item->line, "%s: expected a path of at most %d bytes, saw %zu", key,
			    TOPOLOGY_PATH - 1, len);
	else
		return true;
	return false;
}

int path_build(struct build *b, const struct item *item, const char *key, char **ret_path)
{
	const char *root = b->config->settings.root;
	const char *kept;
	char *absolute;

	*ret_path = NULL;
	if (!check_path(b, item, key, b->folder))
		return 0;
	if (item->text[0] == '/') {
		*ret_path = strdup(item->text);
		return *ret_path ? 0 : -ENOMEM;
	}
	absolute = join(b->folder, skip_dots(item->text));
	if (!absolute)
		return -ENOMEM;
	kept = below(absolute, root);
	if (kept)
		memmove(absolute, kept, strlen(kept) + 1);
	else
		problem_add(
			b->problems, item->line,
			"%s: \"%.200s\" is %.200s, expected an absolute path or one below root \"%.200s\"",
			key, item->text, absolute, root);
	*ret_path = absolute;
	return 0;
}

/* A file or folder of the daemon's own, which root is not put before. Without `item` or with "", `buf` stays. */
static int build_own(struct build *b, const struct item *item, const char *key, char *buf, size_t size)
{
	char *path;

	if (!item || !item->text[0])
		return 0;
	path = item->text[0] == '/' ? strdup(item->text) : join(b->folder, skip_dots(item->text));
	if (!path)
		return -ENOMEM;
	cut_slashes(path);
	if (!text_copy(buf, size, path)) {
		problem_add(b->problems, item->line, "%s: expected a path of at most %zu bytes, saw %zu", key,
			    size - 1, strlen(path));
		buf[0] = '\0';
	}
	free(path);
	return 0;
}

int path_build_root(struct build *b, const struct item *item)
{
	struct settings *settings = &b->config->settings;

	/* "" is the default, written out. */
	return build_own(b, item, "root", settings->root, sizeof(settings->root));
}

int path_build_control_socket(struct build *b, const struct item *item)
{
	struct settings *settings = &b->config->settings;

	TEXT_SET(settings->control_socket, CONFIG_CONTROL_SOCKET);
	if (item && !item->text[0])
		settings->control_socket[0] = '\0';
	return build_own(b, item, "control-socket", settings->control_socket,
	                    sizeof(settings->control_socket));
}

int path_build_state_directory(struct build *b, const struct item *item)
{
	struct settings *settings = &b->config->settings;

	if (!item)
		TEXT_SET(settings->state_directory, STATEDIR);
	return build_own(b, item, "state-directory", settings->state_directory,
	                    sizeof(settings->state_directory));
}
