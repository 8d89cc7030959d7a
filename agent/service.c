/* SPDX-License-Identifier: BSD-3-Clause */
/* Detaching, pid file, and sd_notify(3) and its watchdog without the library. */
#include "agent/service.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"

static void wait_for_child(pid_t child, int fd)
{
	char ready;
	ssize_t n;
	int status;

	do
		n = read(fd, &ready, 1);
	while (n < 0 && errno == EINTR);
	if (n == 1)
		_exit(EXIT_SUCCESS);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	_exit(WIFEXITED(status) && WEXITSTATUS(status) ? WEXITSTATUS(status) : EXIT_FAILURE);
}

int service_detach(void)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	child = fork();
	if (child < 0) {
		int error = -errno;

		close(ends[0]);
		close(ends[1]);
		return error;
	}
	if (child > 0) {
		close(ends[1]);
		wait_for_child(child, ends[0]);
	}
	close(ends[0]);
	setsid();
	umask(022);
	return ends[1];
}

void service_detached(int fd)
{
	ssize_t n;

	for (int std = 0; std <= 2; std++) {
		int null = open("/dev/null", (std == 0 ? O_RDONLY : O_WRONLY) | O_CLOEXEC);

		if (null < 0)
			continue;
		(void)dup2(null, std);
		if (null > 2)
			close(null);
	}
	(void)!chdir("/");
	do
		n = write(fd, "", 1);
	while (n < 0 && errno == EINTR);
	close(fd);
}

/* Lock the file. 0; -EWOULDBLOCK with *ret_owner if another process has. */
static int lock_pid_file(int fd, pid_t *ret_owner)
{
	char text[32];
	ssize_t n;
	int error;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	error = -errno;
	n = pread(fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	*ret_owner = (pid_t)strtol(text, NULL, 10);
	return error;
}

/* Is this still the file at `path`? Its owner may have removed it between open and lock. */
static bool is_at(int fd, const char *path)
{
	struct stat here, there;

	return fstat(fd, &here) == 0 && stat(path, &there) == 0 && here.st_dev == there.st_dev &&
	       here.st_ino == there.st_ino;
}

static int write_pid(int fd)
{
	char text[32];
	int len = snprintf(text, sizeof(text), "%ld\n", (long)getpid());

	errno = 0;
	if (ftruncate(fd, 0) < 0 || pwrite(fd, text, (size_t)len, 0) != len)
		return errno ? -errno : -EIO;
	return 0;
}

int service_pid_file(const char *path, pid_t *ret_owner)
{
	for (;;) {
		int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
		int error = fd < 0 ? -errno : lock_pid_file(fd, ret_owner);
		bool current = fd >= 0 && is_at(fd, path);

		if (!error && current)
			error = write_pid(fd);
		if (!error && current)
			return fd;
		if (fd >= 0)
			close(fd);
		if (error)
			return error;
	}
}

void service_pid_file_remove(const char *path, int fd)
{
	if (!path || fd < 0)
		return;
	/* Its folder may be root's, and this process root no more: an empty file names nobody. */
	if (is_at(fd, path) && unlink(path) < 0)
		(void)!ftruncate(fd, 0);
	close(fd);
}

void service_notify(const char *text)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	size_t len = path ? strlen(path) : 0;
	int fd;

	if (len < 2 || len > sizeof(sun.sun_path) - 1 || (path[0] != '/' && path[0] != '@'))
		return;
	memcpy(sun.sun_path, path, len);
	if (path[0] == '@')
		sun.sun_path[0] = '\0';  /* abstract: as long as it is, without a terminator */
	else
		len++;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&sun,
	             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

void service_notify_reloading(void)
{
	struct timespec now;
	char text[80];

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(text, sizeof(text), "RELOADING=1\nMONOTONIC_USEC=%lld",
	         (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
	service_notify(text);
}

/* A number in the environment; false if there is none, or nonsense. */
static bool number_of(const char *variable, uintmax_t *ret_number)
{
	const char *text = getenv(variable);
	uintmax_t number;
	char *end;

	if (!text || *text < '0' || *text > '9')
		return false;
	errno = 0;
	number = strtoumax(text, &end, 10);
	if (*end || errno)
		return false;
	*ret_number = number;
	return true;
}

void service_watchdog_init(struct watchdog *ret_watchdog)
{
	struct watchdog w = { 0 };
	uintmax_t usec, pid;

	if (number_of("WATCHDOG_USEC", &usec) && usec > 0 &&
	    (!getenv("WATCHDOG_PID") || (number_of("WATCHDOG_PID", &pid) && pid == (uintmax_t)getpid()))) {
		uintmax_t ms = usec / 2000;

		w.interval_ms = ms == 0 ? 1 : ms > INT_MAX ? INT_MAX : (unsigned)ms;
		clock_gettime(CLOCK_MONOTONIC, &w.due);
	}
	*ret_watchdog = w;
}

int service_watchdog_turn(struct watchdog *w)
{
	struct timespec now;
	int64_t left;

	if (w->interval_ms == 0)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &now);
	left = clock_ms_between(&now, &w->due);
	if (left <= 0) {
		service_notify("WATCHDOG=1");
		w->due = now;
		clock_add_ms(&w->due, w->interval_ms);
		left = w->interval_ms;
	}
	return (int)left;
}
