/* SPDX-License-Identifier: BSD-3-Clause */
/* Users, folders, the reader, the sandbox, in this order. */
#include "agent/confine.h"

#include <errno.h>
#include <libgen.h>
#include <linux/capability.h>
#include <limits.h>
#include <netdb.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "agent/agentx/wire.h"
#include "agent/reader_process.h"
#include "base/log.h"
#include "base/text.h"
#include "reader/client.h"

/* Of libsensors, of the C library for time zones and names; and what goes nowhere. */
static const struct sandbox_path library_paths[] = {
	{ "/sys", SANDBOX_READ },
	{ "/sys_switch", SANDBOX_READ },
	{ "/etc/sensors.conf", SANDBOX_READ },
	{ "/etc/sensors3.conf", SANDBOX_READ },
	{ "/etc/sensors.d", SANDBOX_READ },
	{ "/etc/localtime", SANDBOX_READ },
	{ "/usr/share/zoneinfo", SANDBOX_READ },
	{ "/dev/null", SANDBOX_WRITE },
};
#define LIBRARY_PATHS (sizeof(library_paths) / sizeof(library_paths[0]))

/* Of making the control socket: in its folder, whoever has that, for its group. */
#define SOCKET_CAPABILITIES (UINT64_C(1) << CAP_CHOWN | UINT64_C(1) << CAP_DAC_OVERRIDE)

/* For a master agent that is known by name. */
static const struct sandbox_path name_paths[] = {
	{ "/etc/hosts", SANDBOX_READ },      { "/etc/resolv.conf", SANDBOX_READ },
	{ "/etc/nsswitch.conf", SANDBOX_READ }, { "/etc/gai.conf", SANDBOX_READ },
	{ "/etc/host.conf", SANDBOX_READ },  { "/etc/services", SANDBOX_READ },
};
#define NAME_PATHS (sizeof(name_paths) / sizeof(name_paths[0]))

static bool is_remote(const struct confine_setup *setup)
{
	return setup->master[0] && !wire_unix_path(setup->master);
}

/* The folder of the control socket, in buf[PATH_MAX]; "" without. */
static const char *control_folder(const struct confine_setup *setup, char *buf)
{
	if (!setup->control_path[0] || !text_copy(buf, PATH_MAX, setup->control_path))
		return "";
	return dirname(buf);
}

static int find_user(const struct confine_setup *setup, struct identity *ret_who)
{
	int r;

	*ret_who = (struct identity){ .name = NULL };
	if (!setup->user)
		return 0;
	r = privilege_find_user(setup->user, ret_who);
	if (r < 0) {
		log_error("--user %s: %s", setup->user, r == -ESRCH ? "no such user" : strerror(-r));
		return r;
	}
	if (geteuid() == ret_who->uid)
		ret_who->name = NULL;
	else if (geteuid() != 0) {
		log_error("--user %s: only root can become another user", setup->user);
		return -EPERM;
	}
	return 0;
}

/* What only root can make, for the user. */
static void make_folders(const struct confine_setup *setup, const struct identity *who)
{
	char buf[PATH_MAX];
	const char *control = control_folder(setup, buf);

	if (setup->state_dir[0])
		privilege_make_folder(setup->state_dir, who);
	privilege_make_folder(setup->preferences_dir, who);
	if (control[0])
		privilege_make_folder(control, who);
}

/* 0 or negative errno. */
static int check_state(const struct confine_setup *setup, const char *dir)
{
	char path[PATH_MAX];
	int r = dir[0] ? privilege_check_folder(dir, path, sizeof(path)) : 0;

	if (r == 0)
		return 0;
	if (setup->user)
		log_error("%s: %s for the user %s: chown -R %s %s", path, strerror(-r), setup->user, setup->user, dir);
	else
		log_warning("%s: %s; what is remembered cannot be saved there", path, strerror(-r));
	return setup->user ? r : 0;
}

static int start_reader(const struct confine_setup *setup, struct confinement *c)
{
	const struct reader_setup reader = {
		.config = setup->config,
		.config_path = setup->config_path,
		.pid_path = setup->pid_path,
		.master_path = wire_unix_path(setup->master),
		.who = &c->who,
		.filter = setup->filter,
		.quiet = setup->quiet,
	};
	int fd, r = reader_start(&reader, &c->reader, &fd);

	if (r < 0) {
		log_error("the reader process cannot start: %s", strerror(-r));
		return r;
	}
	client_start(fd);
	return 0;
}

static int drop(const struct identity *who, uint64_t keep)
{
	int r = privilege_drop(who, keep, true);

	if (r < 0)
		log_error("privileges cannot be dropped: %s", strerror(-r));
	return r;
}

int confine_begin(const struct confine_setup *setup, struct confinement *ret_confinement)
{
	struct confinement c = { .capabilities = privilege_needed(setup->config) };
	int r = find_user(setup, &c.who);

	if (r < 0)
		return r;
	make_folders(setup, &c.who);
	r = start_reader(setup, &c);
	if (r < 0)
		return r;
	*ret_confinement = c;
	return drop(&c.who, SOCKET_CAPABILITIES);
}

static void *exit_thread(void *arg)
{
	pthread_exit(arg);
}

/* What the C library loads when a name is looked up for the first time, and when the thread that did it ends. */
static void load_names(void)
{
	struct addrinfo *found = NULL;
	pthread_t thread;

	if (pthread_create(&thread, NULL, exit_thread, NULL) == 0)
		(void)pthread_join(thread, NULL);
	if (getaddrinfo("localhost", NULL, NULL, &found) == 0)
		freeaddrinfo(found);
}

static int restrict_files(const struct confine_setup *setup)
{
	char control[PATH_MAX];
	struct sandbox_path paths[LIBRARY_PATHS + NAME_PATHS + 4];
	unsigned count = 0;
	int r;

	paths[count++] = (struct sandbox_path){ setup->state_dir, SANDBOX_WRITE };
	paths[count++] = (struct sandbox_path){ setup->preferences_dir, SANDBOX_WRITE };
	paths[count++] = (struct sandbox_path){ control_folder(setup, control), SANDBOX_REMOVE };
	paths[count++] = (struct sandbox_path){ setup->config->settings.root, SANDBOX_READ };
	memcpy(&paths[count], library_paths, sizeof(library_paths));
	count += LIBRARY_PATHS;
	if (is_remote(setup)) {
		memcpy(&paths[count], name_paths, sizeof(name_paths));
		count += NAME_PATHS;
	}
	r = sandbox_restrict_files(paths, count);
	if (r == -ENOSYS || r == -EOPNOTSUPP) {
		log_info("the kernel has no Landlock: files are restricted by their permissions only");
		r = 0;
	}
	return r;
}

int confine_end(const struct confine_setup *setup)
{
	static const struct identity nobody_else = { .name = NULL };
	int r = drop(&nobody_else, 0);

	if (r == 0)
		r = check_state(setup, setup->state_dir);
	if (r == 0 && strcmp(setup->preferences_dir, setup->state_dir) != 0)
		r = check_state(setup, setup->preferences_dir);
	if (r < 0)
		return r;
	if (sandbox_filter_off(setup->filter))
		return 0;
	tzset();
	if (is_remote(setup))
		load_names();
	r = restrict_files(setup);
	if (r < 0)
		log_error("files cannot be restricted: %s", strerror(-r));
	else if ((r = sandbox_filter_calls(SANDBOX_DECODER, setup->filter, is_remote(setup))) < 0)
		log_error("system calls cannot be restricted: %s; --seccomp=off goes without", strerror(-r));
	return r;
}
