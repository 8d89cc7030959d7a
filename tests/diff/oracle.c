/* SPDX-License-Identifier: BSD-3-Clause */
/* Start ethtool with the shim in it, and read what it prints. */
#include "diff/oracle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diff/shim.h"

#define MAX_OUTPUT 65536

struct oracle {
	pid_t pid;
	int control;
	int output;
	uint8_t *memory;
	double seconds;
	char version[64];
	char text[MAX_OUTPUT];
	char parsed[MAX_OUTPUT];
	struct oracle_line lines[ORACLE_MAX_LINES];
};

static const char *find_ethtool(void)
{
	static const char *const paths[] = { "/usr/sbin/ethtool", "/sbin/ethtool", "/usr/bin/ethtool" };
	const char *given = getenv("ETHTOOL");

	for (size_t i = 0; !given && i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (access(paths[i], X_OK) == 0)
			given = paths[i];
	}
	return given;
}

static void shim_path(char *buf, size_t size)
{
	const char *top = getenv("top_builddir");

	snprintf(buf, size, "%s/tests/diff/shim.so", top ? top : ".");
}

/* `from` becomes `to` in the child, and stays open over exec. */
static void child_fd(int from, int to)
{
	if (from == to ? fcntl(from, F_SETFD, 0) < 0 : dup2(from, to) < 0)
		_exit(99);
}

/* The child: descriptors in place, then ethtool. */
static void run_ethtool(const char *path, const char *shim, int control, int output, int memory)
{
	static char name[] = "ethtool", option[] = "-m", device[] = "module";
	char preload[4200], *argv[] = { name, option, device, NULL };
	char *envp[] = { preload, NULL };
	/* Out of the way of the numbers they are to get. */
	int c = fcntl(control, F_DUPFD, 10), m = fcntl(memory, F_DUPFD, 10), o = fcntl(output, F_DUPFD, 10);

	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", shim);
	child_fd(o, SHIM_OUTPUT);
	child_fd(o, STDERR_FILENO);
	child_fd(c, SHIM_CONTROL);
	child_fd(m, SHIM_MEMORY);
	for (int fd = SHIM_MEMORY + 1; fd < 64; fd++)
		close(fd);
	execve(path, argv, envp);
	_exit(99);
}

static void read_version(struct oracle *o, const char *path)
{
	char command[256];
	FILE *f;

	snprintf(command, sizeof(command), "%s --version", path);
	f = popen(command, "re");
	if (!f || !fgets(o->version, sizeof(o->version), f))
		o->version[0] = '\0';
	o->version[strcspn(o->version, "\n")] = '\0';
	if (f)
		pclose(f);
}

static bool start(struct oracle *o, const char *path, const char *shim)
{
	int control[2], memory = memfd_create("memory", MFD_CLOEXEC);

	o->output = memfd_create("output", MFD_CLOEXEC);
	if (memory < 0 || o->output < 0 || ftruncate(memory, SHIM_MEMORY_SIZE) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0)
		return false;
	o->memory = mmap(NULL, SHIM_MEMORY_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	if (o->memory == MAP_FAILED)
		return false;
	o->pid = fork();
	if (o->pid == 0)
		run_ethtool(path, shim, control[1], o->output, memory);
	close(control[1]);
	close(memory);
	o->control = control[0];
	return o->pid > 0;
}

struct oracle *oracle_start(const char **ret_why)
{
	const char *path = find_ethtool();
	struct oracle *o = calloc(1, sizeof(*o));
	char shim[4096];

	if (!path || !o) {
		*ret_why = path ? "out of memory" : "ethtool is not installed";
		free(o);
		return NULL;
	}
	shim_path(shim, sizeof(shim));
	if (access(shim, R_OK) < 0) {
		*ret_why = "tests/diff/shim.so is not built";
		free(o);
		return NULL;
	}
	read_version(o, path);
	if (!start(o, path, shim)) {
		*ret_why = "ethtool can't be started";
		oracle_stop(o);
		return NULL;
	}
	return o;
}

void oracle_stop(struct oracle *o)
{
	if (!o)
		return;
	if (o->pid > 0) {
		close(o->control);
		waitpid(o->pid, NULL, 0);
	}
	if (o->memory && o->memory != MAP_FAILED)
		munmap(o->memory, SHIM_MEMORY_SIZE);
	if (o->output > 0)
		close(o->output);
	free(o);
}

const char *oracle_version(const struct oracle *o)
{
	return o->version;
}

double oracle_seconds(const struct oracle *o)
{
	return o->seconds;
}

const char *oracle_text(const struct oracle *o)
{
	return o->text;
}

/* Trim, and make runs of blanks one, in place; none before "(": ethtool is of two minds there. */
static char *tidy(char *s)
{
	char *to = s, *from = s + strspn(s, " \t");

	for (; *from; from++) {
		if (*from == ' ' && (from[1] == ' ' || from[1] == '(' || !from[1]))
			continue;
		*to++ = *from;
	}
	*to = '\0';
	return s;
}

/* "\tLabel      : value" lines; others are none. */
static int parse(struct oracle *o)
{
	char *save = NULL;
	int count = 0;

	memcpy(o->parsed, o->text, sizeof(o->parsed));
	for (char *line = strtok_r(o->parsed, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *colon = strstr(line, " : ");

		if (!colon || count == ORACLE_MAX_LINES)
			continue;
		*colon = '\0';
		o->lines[count].label = tidy(line);
		o->lines[count].value = colon + 3;
		count++;
	}
	return count;
}

/* What ethtool reads of a module that is not flat: A2h, page 03h, page 11h. */
static size_t full_length(enum register_family family)
{
	return family == FAMILY_SFF8472 ? 512 : family == FAMILY_SFF8636 ? 640 : 128 + 0x12 * 128;
}

/* ethtool knows few identifiers: show others as one of the same family. */
static void show_known_identifier(uint8_t *memory, enum register_family family)
{
	static const uint8_t known[] = { 0x03, 0x0c, 0x0d, 0x11, 0x18, 0x19 };

	if (memchr(known, memory[0], sizeof(known)))
		return;
	memory[0] = family == FAMILY_SFF8472 ? 0x03 : family == FAMILY_SFF8636 ? 0x11 : 0x18;
	if (family != FAMILY_SFF8472)
		memory[128] = memory[0];
}

int oracle_decode(struct oracle *o, const uint8_t *bytes, size_t len, enum register_family family,
		  const struct oracle_line **ret_lines)
{
	struct shim_request request = { .two_devices = family == FAMILY_SFF8472 };
	size_t full = full_length(family);
	struct shim_reply reply;
	ssize_t n;

	if (len > SHIM_MEMORY_SIZE || family == FAMILY_UNKNOWN)
		return -EINVAL;
	memcpy(o->memory, bytes, len);
	if (len < full)
		memset(o->memory + len, 0, full - len);
	show_known_identifier(o->memory, family);
	request.size = (uint32_t)(len > full ? len : full);
	if (send(o->control, &request, sizeof(request), MSG_NOSIGNAL) != sizeof(request) ||
	    recv(o->control, &reply, sizeof(reply), 0) != sizeof(reply))
		return -EPIPE;
	o->seconds = reply.cpu_us / 1e6;
	n = pread(o->output, o->text, sizeof(o->text) - 1, 0);
	o->text[n > 0 ? n : 0] = '\0';
	*ret_lines = o->lines;
	return reply.status == 0 ? parse(o) : 0;
}

const char *oracle_value(const struct oracle_line *lines, int count, const char *label)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(lines[i].label, label) == 0)
			return lines[i].value;
	}
	return NULL;
}
