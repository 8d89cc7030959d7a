/* SPDX-License-Identifier: BSD-3-Clause */
/* The reader's list of what may be read. */
#include "reader/allow.h"

#include <string.h>

#include "base/text.h"

static bool is_declared(const struct topology *t, const struct port_decl *port)
{
	for (size_t i = 0; i < t->port_count; i++) {
		const struct port_decl *p = &t->ports[i];

		if (p->source == port->source && text_same(p->path, port->path) &&
		    text_same(p->presence_path, port->presence_path))
			return true;
	}
	return false;
}

static bool has_prefix(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* No way up, which would lead elsewhere. */
static bool goes_up(const char *path)
{
	for (const char *p = strstr(path, "/.."); p; p = strstr(p + 1, "/..")) {
		if (p[3] == '/' || p[3] == '\0')
			return true;
	}
	return false;
}

/* Of the file systems in which the kernel and drivers show hardware. */
static bool is_shown(const char *path)
{
	return (has_prefix(path, "/sys/") || has_prefix(path, "/sys_switch/")) && !goes_up(path);
}

static bool is_adapter(const char *path)
{
	const char *number = path + strlen("/dev/i2c-");

	return has_prefix(path, "/dev/i2c-") && *number && number[strspn(number, "0123456789")] == '\0';
}

static bool is_netdev(const char *name)
{
	return *name && strlen(name) < NETDEV_NAME && !strchr(name, '/');
}

static bool is_hardware(const struct port_decl *port)
{
	if (port->presence_path && !is_shown(port->presence_path))
		return false;
	switch (port->source) {
	case SOURCE_SYSFS:
		return is_shown(port->path);
	case SOURCE_I2C:
		return is_adapter(port->path);
	case SOURCE_ETHTOOL:
		return is_netdev(port->path);
	default:
		return false;
	}
}

bool allow_port(const struct config *config, const char *root, const struct port_decl *port)
{
	return strcmp(root, config->settings.root) == 0 &&
	       (is_declared(config->topology, port) || is_hardware(port));
}
