/* SPDX-License-Identifier: BSD-3-Clause */
/* From a declared port to its source: the table of backends. */
#include "source/source.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "source/access.h"
#include "source/ethtool.h"
#include "source/hwmon_source.h"
#include "source/i2c.h"
#include "source/node.h"

static int open_file(const struct port_decl *port, const char *path, const char *root, const char *presence_path,
		     struct source **ret_source)
{
	(void)port;
	(void)root;
	(void)presence_path;
	return source_file_open(path, ret_source);
}

static int open_sysfs(const struct port_decl *port, const char *path, const char *root,
		      const char *presence_path, struct source **ret_source)
{
	(void)root;
	return source_sysfs_open(path, presence_path, port->presence_inverted, ret_source);
}

static int open_i2c(const struct port_decl *port, const char *path, const char *root,
		    const char *presence_path, struct source **ret_source)
{
	const struct i2c_cage cage = {
		.path = path,
		.root = root,
		.presence_path = presence_path,
		.presence_inverted = port->presence_inverted,
		.chunk = port->i2c_chunk,
	};

	return source_i2c_open(&cage, &i2c_kernel_default, ret_source);
}

static int open_ethtool(const struct port_decl *port, const char *path, const char *root,
			const char *presence_path, struct source **ret_source)
{
	struct ethtool_kernel *kernel;
	int r = ethtool_kernel_open(&kernel);

	(void)path;
	(void)root;
	(void)presence_path;
	return r < 0 ? r : source_ethtool_open(port, kernel, ret_source);
}

static int open_hwmon(const struct port_decl *port, const char *path, const char *root,
		      const char *presence_path, struct source **ret_source)
{
	struct hwmon *hwmon = hwmon_process();

	(void)root;
	if (!hwmon)
		return -ENOMEM;
	return source_hwmon_open(hwmon, path, presence_path, port->presence_inverted, ret_source);
}

/* Kinds this build has; the configuration reader names the same ones (a test compares them). */
static const struct backend {
	enum source_kind kind;
	int (*open)(const struct port_decl *port, const char *path, const char *root,
		    const char *presence_path, struct source **ret_source);
	bool here; /* asks the kernel, which is not below any root */
	bool open_to_all; /* numbers that the kernel shows to every user */
} backends[] = {
	{ SOURCE_FILE, open_file, false, false },
	{ SOURCE_SYSFS, open_sysfs, false, false },
	{ SOURCE_I2C, open_i2c, false, false },
	{ SOURCE_ETHTOOL, open_ethtool, true, false },
	{ SOURCE_HWMON, open_hwmon, true, true },
};

static const struct backend *backend_of(enum source_kind kind)
{
	for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++) {
		if (backends[i].kind == kind)
			return &backends[i];
	}
	return NULL;
}

/* `path` under `root` if it is absolute; NULL when out of memory. */
static char *rooted(const char *root, const char *path)
{
	size_t root_len = path[0] == '/' ? strlen(root) : 0;
	char *s = malloc(root_len + strlen(path) + 1);

	if (s) {
		memcpy(s, root, root_len);
		strcpy(s + root_len, path);
	}
	return s;
}

int source_open(const struct port_decl *port, const char *root, struct source **ret_source)
{
	const struct backend *backend = backend_of(port->source);
	const struct access_ops *other = access_other();
	char *presence = NULL;
	char *path;
	int r = -ENOMEM;

	if (!backend || (backend->here && root[0]))
		return -ENOTSUP;
	if (!port->path)
		return -EINVAL;
	if (other && !backend->open_to_all)
		return other->open(port, root, ret_source);
	path = rooted(root, port->path);
	if (port->presence_path)
		presence = rooted(root, port->presence_path);
	if (path && (presence || !port->presence_path))
		r = backend->open(port, path, root, presence, ret_source);
	if (r == 0)
		(*ret_source)->instant = root[0] || port->source == SOURCE_FILE;
	free(path);
	free(presence);
	return r;
}

int source_node_size(const char *root, const char *path, off_t *ret_size)
{
	char *full;
	int fd;

	if (access_other())
		return access_other()->node_size(root, path, ret_size);
	full = rooted(root, path);
	if (!full)
		return -ENOMEM;
	fd = node_open(full, ret_size);
	free(full);
	if (fd < 0)
		return fd;
	close(fd);
	return 0;
}

/* ETHTOOL_GSET is older than what replaced it, and asks for no bitmaps: the kernel still answers it. */
static bool kernel_has_copper(const char *netdev)
{
	struct ethtool_cmd command = { .cmd = ETHTOOL_GSET };
	struct ifreq request = { .ifr_data = (void *)&command };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool copper;

	if (fd < 0)
		return false;
	TEXT_SET(request.ifr_name, netdev);
	copper = ioctl(fd, SIOCETHTOOL, &request) == 0 && command.port == PORT_TP;
	close(fd);
	return copper;
}

bool source_has_copper(const char *netdev)
{
	return access_other() ? access_other()->has_copper(netdev) : kernel_has_copper(netdev);
}
