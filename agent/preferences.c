/* SPDX-License-Identifier: BSD-3-Clause */
/* What managers may set, kept in a file. */
#include "agent/preferences.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NAME "preferences"
#define KEY "notifications = "

static const char on_line[] = KEY "true\n";
static const char off_line[] = KEY "false\n";

static int load(struct preferences *p)
{
	char text[64];
	ssize_t n;
	int fd = open(p->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int error;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	n = read(fd, text, sizeof(text) - 1);
	error = n < 0 ? -errno : 0;
	close(fd);
	if (error)
		return error;
	text[n] = '\0';
	if (strcmp(text, on_line) == 0)
		p->notifications = true;
	else if (strcmp(text, off_line) == 0)
		p->notifications = false;
	else
		return -EINVAL;
	return 0;
}

int preferences_init(struct preferences *p, const char *dir, bool notifications)
{
	*p = (struct preferences){ .notifications = notifications };
	if (asprintf(&p->path, "%s/" FILE_NAME, dir) < 0) {
		p->path = NULL;
		return -ENOMEM;
	}
	return load(p);
}

static int staging_path(const struct preferences *p, char **ret_path)
{
	if (!p->path || asprintf(ret_path, "%s.new", p->path) < 0)
		return -ENOMEM;
	return 0;
}

/* The folder of a path, made if it is not there; opened, to be synced. */
static int open_folder(const char *path)
{
	char *dir = strdup(path);
	int fd;

	if (!dir)
		return -ENOMEM;
	*strrchr(dir, '/') = '\0';
	(void)mkdir(dir, 0755);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		fd = -errno;
	free(dir);
	return fd;
}

static int write_file(const char *path, const char *text)
{
	size_t len = strlen(text);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	ssize_t n;
	int error = 0;

	if (fd < 0)
		return -errno;
	n = write(fd, text, len);
	if (n < 0 || fsync(fd) < 0)
		error = -errno;
	else if ((size_t)n != len)
		error = -ENOSPC;
	if (close(fd) < 0 && !error)
		error = -errno;
	if (error)
		(void)unlink(path);
	return error;
}

int preferences_stage(struct preferences *p, bool notifications)
{
	char *path;
	int folder, error = staging_path(p, &path);

	if (error)
		return error;
	folder = open_folder(path);
	error = folder < 0 ? folder : write_file(path, notifications ? on_line : off_line);
	if (folder >= 0)
		close(folder);
	free(path);
	if (!error) {
		p->staged = true;
		p->staged_notifications = notifications;
	}
	return error;
}

int preferences_commit(struct preferences *p)
{
	char *path;
	int folder, error;

	if (!p->staged)
		return -EINVAL;
	error = staging_path(p, &path);
	if (error)
		return error;
	if (rename(path, p->path) < 0)
		error = -errno;
	free(path);
	if (error)
		return error;
	folder = open_folder(p->path);
	if (folder >= 0) {
		(void)fsync(folder);
		close(folder);
	}
	p->previous = p->notifications;
	p->notifications = p->staged_notifications;
	p->staged = false;
	return 0;
}

int preferences_revert(struct preferences *p)
{
	int error = preferences_stage(p, p->previous);

	return error ? error : preferences_commit(p);
}

void preferences_finish(struct preferences *p)
{
	char *path;

	if (!p->staged)
		return;
	p->staged = false;
	if (staging_path(p, &path) == 0) {
		(void)unlink(path);
		free(path);
	}
}

void preferences_release(struct preferences *p)
{
	preferences_finish(p);
	free(p->path);
	p->path = NULL;
}

/* TruthValue: true(1), false(2). */
static bool valid_truth(int32_t value)
{
	return value == 1 || value == 2;
}

static int stage_truth(struct preferences *p, int32_t value)
{
	return preferences_stage(p, value == 1);
}

const struct mib_setter preferences_notifications_setter = {
	.valid = valid_truth,
	.stage = stage_truth,
	.commit = preferences_commit,
	.revert = preferences_revert,
	.finish = preferences_finish,
};
