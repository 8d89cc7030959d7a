/* SPDX-License-Identifier: BSD-3-Clause */
/* config_load(): read, check the grammar, parse, build. */
#include "config/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/build.h"
#include "config/scan.h"

/* 1,200 ports with all keys are half a megabyte. */
#define CONFIG_MAX_SIZE (4 * 1024 * 1024)

/* A FIFO would block, a directory makes libconfuse's lexer exit the process. */
static int check_regular(int fd, struct problems *problems)
{
	struct stat st;
	int r;

	if (fd < 0 || fstat(fd, &st) < 0) {
		r = fd < 0 ? fd : -errno;
		problem_add(problems, 0, "can't be read: %s", strerror(-r));
	} else if (S_ISDIR(st.st_mode)) {
		r = -EISDIR;
		problem_add(problems, 0, "is a directory: expected a configuration file");
	} else if (!S_ISREG(st.st_mode)) {
		r = -EINVAL;
		problem_add(problems, 0, "is not a regular file: expected a configuration file");
	} else {
		return 0;
	}
	return r;
}

/* The whole file; its size is not trusted, it may grow. */
static int read_all(int fd, struct problems *problems, char **ret_text, size_t *ret_len)
{
	char *text = malloc(CONFIG_MAX_SIZE + 1);
	size_t len = 0;
	int r = 0;

	if (!text)
		return -ENOMEM;
	while (len <= CONFIG_MAX_SIZE) {
		ssize_t n = read(fd, text + len, CONFIG_MAX_SIZE + 1 - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			r = -errno;
			problem_add(problems, 0, "can't be read: %s", strerror(-r));
		}
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	if (r == 0 && len > CONFIG_MAX_SIZE) {
		r = -EFBIG;
		problem_add(problems, 0, "is too large: expected at most %d bytes", CONFIG_MAX_SIZE);
	}
	if (r < 0) {
		free(text);
		return r;
	}
	*ret_text = text;
	*ret_len = len;
	return 0;
}

static int read_tree(int fd, struct problems *problems, cfg_t **ret_tree)
{
	char *text = NULL;
	char *clean = NULL;
	size_t len;
	int r = check_regular(fd, problems);

	if (r == 0)
		r = read_all(fd, problems, &text, &len);
	if (r == 0)
		r = scan_text(text, len, problems, &clean);
	free(text);
	if (r == 0)
		r = tree_parse(clean, problems, ret_tree);
	free(clean);
	return r;
}

static int build_all(struct build *b)
{
	int r;

	settings_build(b);
	/* Paths of ports need to know root. */
	r = path_build_root(b, tree_item(b->tree, "root"));
	if (r == 0)
		r = path_build_state_directory(b, tree_item(b->tree, "state-directory"));
	if (r == 0)
		r = path_build_control_socket(b, tree_item(b->tree, "control-socket"));
	if (r == 0)
		r = ports_build(b);
	if (r == 0)
		r = breakouts_build(b);
	if (r == 0)
		r = policies_build(b);
	if (r == 0 && b->problems->count > 0)
		r = -EINVAL;
	return r;
}

/* `path` NULL: of a file in which nothing is said. */
static int load(const char *path, int fd, struct problems *problems, struct config *config)
{
	static const char nothing[] = "/";
	struct build b = { .problems = problems, .config = config };
	char empty[] = "\n";
	int r = path ? read_tree(fd, problems, &b.tree) : tree_parse(empty, problems, &b.tree);

	if (r < 0)
		return r;
	path = path ? path : nothing;
	b.folder = path_folder(path);
	if (b.folder) {
		r = build_all(&b);
	} else {
		r = -errno;
		problem_add(problems, 0, "its folder can't be told: %s", strerror(-r));
	}
	free(b.names);
	free(b.folder);
	tree_free(b.tree);
	return r;
}

static int load_new(const char *path, int fd, struct config **ret_config, char **ret_error)
{
	struct config *config = calloc(1, sizeof(*config));
	struct problems problems;
	char *error = NULL;
	int r = -ENOMEM;

	if (config)
		config->topology = topology_new();
	if (config && config->topology && problems_init(&problems, path ? path : "") == 0) {
		r = load(path, fd, &problems, config);
		error = problems_finish(&problems);
	}
	if (r < 0) {
		config_free(config);
		*ret_error = r == -ENOMEM ? NULL : error;
		if (r == -ENOMEM)
			free(error);
	} else {
		*ret_config = config;
	}
	return r;
}

int config_load(const char *path, struct config **ret_config, char **ret_error)
{
	return config_load_opened(path, config_open(path), ret_config, ret_error);
}

int config_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	return fd < 0 ? -errno : fd;
}

int config_load_opened(const char *path, int fd, struct config **ret_config, char **ret_error)
{
	int r = load_new(path, fd, ret_config, ret_error);

	if (fd >= 0)
		close(fd);
	return r;
}

int config_default(struct config **ret_config)
{
	char *error = NULL;
	int r = load_new(NULL, -1, ret_config, &error);

	free(error);
	return r;
}

void config_free(struct config *config)
{
	if (!config)
		return;
	topology_unref(config->topology);
	free(config);
}
