/* SPDX-License-Identifier: BSD-3-Clause */
/* Network devices of a simulated switch. */
#include "sim/sim_host.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/parse.h"
#include "base/text.h"
#include "sim/sim.h"
#include "sim/sim_error.h"
#include "sim/sim_open.h"

/* Each port has room for its own device and those of its subports. */
#define FIRST_INDEX 1000
#define INDEXES 16

/* What sits in the folder of a device, and what a new one has. */
static const struct attribute {
	const char *name;
	const char *value; /* NULL: its own */
} attributes[] = {
	{ "ifindex", NULL }, { "phys_port_name", NULL }, { "phys_switch_id", "73696d" },
	{ "speed", NULL },   { "flags", "0x1003" },      { "operstate", "up" },
	{ "carrier", "1" },
};

#define ATTRIBUTES (sizeof(attributes) / sizeof(attributes[0]))

/* Keys. */

static const struct key {
	const char *name;
	enum sim_host_kind kind;
	uint32_t min, max;
	const char *about;
} keys[] = {
	{ "split", SIM_HOST_SPLIT, 0, 0,
	  "how the switch has split the port: 4x25G, or none; gone: no device at all" },
	{ "speed", SIM_HOST_SPEED, 10, 1600000, "speed of all its network devices, Mb/s" },
	{ "down", SIM_HOST_DOWN, 0, MODE_MAX_COUNT - 1, "a subport, from 0, that is switched off" },
	{ "up", SIM_HOST_UP, 0, MODE_MAX_COUNT - 1, "a subport that is switched on and has a link" },
	{ "lost", SIM_HOST_LOST, 0, MODE_MAX_COUNT - 1, "a subport that is switched on and has no link" },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

bool sim_host_key(size_t n, const char **ret_name, const char **ret_about)
{
	if (n >= KEYS)
		return false;
	*ret_name = keys[n].name;
	*ret_about = keys[n].about;
	return true;
}

static bool parse_split(const char *value, struct mode *ret_mode)
{
	if (strcmp(value, "none") == 0)
		*ret_mode = (struct mode){ .count = 1 };
	else if (strcmp(value, "gone") == 0)
		*ret_mode = (struct mode){ .count = 0 };
	else
		return mode_parse(value, ret_mode) == 0;
	return true;
}

int sim_host_parse(const char *word, struct sim_host_change *ret_change, char *error, size_t size)
{
	struct sim_host_change change = { .number = 0 };
	const struct key *row = NULL;
	const char *value = NULL;
	char key[16];

	if (parse_pair(word, key, sizeof(key), &value) == 0) {
		for (size_t i = 0; i < KEYS; i++) {
			if (strcmp(keys[i].name, key) == 0)
				row = &keys[i];
		}
	}
	if (!row) {
		snprintf(error, size, "'%s': expected split=, speed=, down=, up= or lost=", word);
		return -EINVAL;
	}
	change.kind = row->kind;
	if (row->kind == SIM_HOST_SPLIT && !parse_split(value, &change.split)) {
		snprintf(error, size, "split '%s': expected a mode such as 4x25G, none or gone", value);
		return -EINVAL;
	}
	if (row->kind != SIM_HOST_SPLIT && parse_u32(value, row->min, row->max, &change.number) < 0) {
		snprintf(error, size, "%s '%s': expected a number from %u to %u", key, value, row->min,
		         row->max);
		return -EINVAL;
	}
	*ret_change = change;
	return 0;
}

/* Files. */

/* A device of a port: -1 the port's own, else that of a subport. */
struct device {
	const struct port_decl *port;
	const char *net; /* DIR/sys/class/net */
	int subport;
};

/* "swp1" of a port whose devices are swp1, swp1s0... */
static void base_name(const struct port_decl *port, char base[NETDEV_NAME])
{
	size_t len;

	text_copy(base, NETDEV_NAME, port->netdevs[0]);
	len = strlen(base);
	while (len > 0 && base[len - 1] >= '0' && base[len - 1] <= '9')
		len--;
	if (len > 1 && base[len] && base[len - 1] == 's' && base[len - 2] >= '0' && base[len - 2] <= '9')
		base[len - 1] = '\0';
}

/* Path of the device's folder or, with a name, of a file in it. */
static int device_path(const struct device *d, const char *name, char path[PATH_MAX])
{
	char base[NETDEV_NAME], subport[16] = "";
	int n;

	base_name(d->port, base);
	if (d->subport >= 0)
		snprintf(subport, sizeof(subport), "s%d", d->subport);
	if (strlen(base) + strlen(subport) >= NETDEV_NAME)
		return -ENAMETOOLONG;
	n = snprintf(path, PATH_MAX, "%s/%s%s%s%s", d->net, base, subport, name ? "/" : "", name ? name : "");
	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static __attribute__((format(printf, 3, 4))) int write_attribute(const struct device *d, const char *name,
                                                                 const char *fmt, ...)
{
	char path[PATH_MAX], value[64];
	int r = device_path(d, name, path);
	va_list ap;

	if (r < 0)
		return r;
	va_start(ap, fmt);
	vsnprintf(value, sizeof(value) - 1, fmt, ap);
	va_end(ap);
	strcat(value, "\n");
	return file_replace(path, value, strlen(value));
}

static bool device_exists(const struct device *d)
{
	char path[PATH_MAX];

	return device_path(d, NULL, path) == 0 && access(path, F_OK) == 0;
}

/* Nothing but what make_device() writes. */
static int remove_folder(const char *folder)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < ATTRIBUTES; i++) {
		int n = snprintf(path, sizeof(path), "%s/%s", folder, attributes[i].name);

		if (n > 0 && n < PATH_MAX && unlink(path) < 0 && errno != ENOENT)
			return -errno;
	}
	return rmdir(folder) < 0 ? -errno : 0;
}

static int remove_device(const struct device *d)
{
	char path[PATH_MAX];

	if (!device_exists(d))
		return 0;
	return device_path(d, NULL, path) == 0 ? remove_folder(path) : -ENAMETOOLONG;
}

int sim_host_clear(const char *dir)
{
	char net[PATH_MAX], path[PATH_MAX];
	const struct dirent *entry;
	int n = snprintf(net, sizeof(net), "%s/sys/class/net", dir), r = 0;
	DIR *d;

	if (n < 0 || n >= PATH_MAX)
		return -ENAMETOOLONG;
	d = opendir(net);
	while (d && r == 0 && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		n = snprintf(path, sizeof(path), "%s/%s", net, entry->d_name);
		r = n > 0 && n < PATH_MAX ? remove_folder(path) : -ENAMETOOLONG;
	}
	if (d)
		closedir(d);
	return r;
}

static int make_device(const struct device *d, uint32_t speed)
{
	unsigned first = FIRST_INDEX + d->port->index * INDEXES;
	char path[PATH_MAX];
	int r = device_path(d, NULL, path);

	if (r == 0 && mkdir(path, 0777) < 0 && errno != EEXIST)
		r = -errno;
	if (r == 0)
		r = write_attribute(d, "ifindex", "%u", first + (unsigned)(d->subport + 1));
	if (r == 0 && d->subport < 0)
		r = write_attribute(d, "phys_port_name", "p%u", d->port->index);
	else if (r == 0)
		r = write_attribute(d, "phys_port_name", "p%us%d", d->port->index, d->subport);
	if (r == 0 && speed > 0)
		r = write_attribute(d, "speed", "%u", speed);
	else if (r == 0)
		r = write_attribute(d, "speed", "-1");
	for (size_t i = 0; i < ATTRIBUTES && r == 0; i++) {
		if (attributes[i].value)
			r = write_attribute(d, attributes[i].name, "%s", attributes[i].value);
	}
	return r;
}

static int make_folders(const char *root, char net[PATH_MAX])
{
	static const char *const levels[] = { "/sys", "/class", "/net" };
	int n = snprintf(net, PATH_MAX, "%s", root);

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (n < 0 || n + (int)strlen(levels[i]) >= PATH_MAX)
			return -ENAMETOOLONG;
		strcpy(net + n, levels[i]);
		n += (int)strlen(levels[i]);
		if (mkdir(net, 0777) < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

/* Changes. */

static int split(struct device *d, const struct mode *mode)
{
	int r = 0;

	for (d->subport = -1; d->subport < MODE_MAX_COUNT && r == 0; d->subport++)
		r = remove_device(d);
	d->subport = -1;
	if (mode->count == 1 && r == 0)
		r = make_device(d, mode->rate_mbps);
	for (unsigned i = 0; mode->count > 1 && i < mode->count && r == 0; i++) {
		d->subport = (int)i;
		r = make_device(d, mode_leg(mode, i + 1).rate_mbps);
	}
	return r;
}

static int set_speed(struct device *d, uint32_t speed)
{
	int r = 0;

	for (d->subport = -1; d->subport < MODE_MAX_COUNT && r == 0; d->subport++) {
		if (device_exists(d))
			r = write_attribute(d, "speed", "%u", speed);
	}
	return r;
}

static int set_state(struct device *d, const struct sim_host_change *c)
{
	bool up = c->kind != SIM_HOST_DOWN, link = c->kind == SIM_HOST_UP;
	int r;

	d->subport = (int)c->number;
	/* The first of a port that is not split. */
	if (!device_exists(d) && c->number == 0)
		d->subport = -1;
	if (!device_exists(d))
		return -ENODEV;
	r = write_attribute(d, "flags", up ? "0x1003" : "0x1002");
	if (r == 0)
		r = write_attribute(d, "operstate", "%s", link ? "up" : "down");
	if (r == 0)
		r = write_attribute(d, "carrier", "%d", link);
	return r;
}

static int apply(struct device *d, const struct sim_host_change *c)
{
	if (c->kind == SIM_HOST_SPLIT)
		return split(d, &c->split);
	if (c->kind == SIM_HOST_SPEED)
		return set_speed(d, c->number);
	return set_state(d, c);
}

/* The switch, ready for changes of its devices. */
static int open_host(const char *dir, const char *port, struct sim *sim, char net[PATH_MAX], char *error)
{
	int r = sim_open_port(dir, port, sim, error);

	if (r < 0)
		return r;
	if (!sim->config->settings.root[0])
		r = sim_error(
			error, -EINVAL,
			"%s/breakoutd.conf has no root, so breakoutd would not see network devices in it: "
			"add root = \".\"",
			dir);
	else if (sim->port->netdev_count == 0)
		r = sim_error(error, -EINVAL, "%s: its netdevs are not declared in the configuration", port);
	else if ((r = make_folders(sim->config->settings.root, net)) < 0)
		sim_error(error, r, "%s: cannot make sys/class/net: %s", dir, strerror(-r));
	if (r < 0)
		sim_close(sim);
	return r;
}

int sim_host(const char *dir, const char *port, const struct sim_host_change *changes, size_t count,
             char *error)
{
	char net[PATH_MAX];
	struct sim sim;
	int r = open_host(dir, port, &sim, net, error);

	if (r < 0)
		return r;
	for (size_t i = 0; i < count && r == 0; i++) {
		struct device d = { .port = sim.port, .net = net };

		r = apply(&d, &changes[i]);
		if (r == -ENODEV)
			sim_error(error, r, "%s: there is no subport %u, see split=", port,
			          changes[i].number);
		else if (r < 0)
			sim_error(error, r, "%s: cannot change its network devices: %s", port, strerror(-r));
	}
	sim_close(&sim);
	return r;
}

int sim_host_list(const char *dir, const char *port, char *buf, size_t size, char *error)
{
	char net[PATH_MAX], path[PATH_MAX];
	struct device d = { .net = net };
	struct sim sim;
	struct text t;
	int r = open_host(dir, port, &sim, net, error);

	if (r < 0)
		return r;
	d.port = sim.port;
	text_init(&t, buf, size);
	for (d.subport = -1; d.subport < MODE_MAX_COUNT; d.subport++) {
		if (device_exists(&d) && device_path(&d, NULL, path) == 0)
			text_item(&t, " ", "%s", strrchr(path, '/') + 1);
	}
	sim_close(&sim);
	return 0;
}
