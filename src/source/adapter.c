/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which ports wait for each other. The channels of a mux are adapters of
 * their own, made below the one that the mux is on; so are those of a bridge
 * that is an I2C device itself. In /sys each is a folder in that of the other,
 * and the first "i2c-N" on the way to it is the adapter with the wires.
 */
#include "source/adapter.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "source/source.h"

#define DEVICES "/sys/bus/i2c/devices"

/* "i2c-N" of `len` bytes. */
static bool adapter_of_component(const char *s, size_t len, uint32_t *ret_adapter)
{
	char digits[12];

	if (len < 5 || len - 4 >= sizeof(digits) || strncmp(s, "i2c-", 4) != 0)
		return false;
	memcpy(digits, s + 4, len - 4);
	digits[len - 4] = '\0';
	return parse_u32(digits, 0, INT32_MAX, ret_adapter) == 0;
}

/* The N of a component "N-0050" of `len` bytes, as devices are called. */
static bool adapter_of_client(const char *s, size_t len, uint32_t *ret_adapter)
{
	char digits[12];

	if (len < 6 || len - 5 >= sizeof(digits) || s[len - 5] != '-' || strncmp(s, "i2c-", 4) == 0)
		return false;
	memcpy(digits, s, len - 5);
	digits[len - 5] = '\0';
	return strspn(s + len - 4, "0123456789abcdef") >= 4 && parse_u32(digits, 0, INT32_MAX, ret_adapter) == 0;
}

static bool find_component(const char *path, bool (*is)(const char *, size_t, uint32_t *), uint32_t *ret_adapter)
{
	while (*path) {
		size_t len = strcspn(path, "/");

		if (is(path, len, ret_adapter))
			return true;
		path += len;
		path += strspn(path, "/");
	}
	return false;
}

int adapter_of_device(const char *path, uint32_t *ret_adapter)
{
	const char *name = strrchr(path, '/');
	char *real;
	bool found;

	name = name ? name + 1 : path;
	if (adapter_of_component(name, strlen(name), ret_adapter))
		return 0;
	/* A link of udev, such as /dev/i2c-front. */
	real = realpath(path, NULL);
	name = real ? strrchr(real, '/') : NULL;
	found = name && adapter_of_component(name + 1, strlen(name + 1), ret_adapter);
	free(real);
	return found ? 0 : -EINVAL;
}

/* The first adapter on the real way to `path`, which is below `root`. */
static bool first_adapter(const char *path, const char *root, uint32_t *ret_adapter)
{
	char *real_root = root[0] ? realpath(root, NULL) : NULL;
	char *real = realpath(path, NULL);
	size_t skip = real_root ? strlen(real_root) : 0;
	bool found;

	if (real && real_root && strncmp(real, real_root, skip) != 0)
		skip = 0;
	found = real && find_component(real + skip, adapter_of_component, ret_adapter);
	free(real_root);
	free(real);
	return found;
}

void adapter_root_of(uint32_t adapter, const char *root, char ret_name[ADAPTER_NAME])
{
	char path[PATH_MAX];
	uint32_t first = adapter;

	if (snprintf(path, sizeof(path), "%s" DEVICES "/i2c-%" PRIu32, root, adapter) < (int)sizeof(path) &&
	    !first_adapter(path, root, &first))
		first = adapter;
	snprintf(ret_name, ADAPTER_NAME, "i2c-%" PRIu32, first);
}

int source_bus(const struct port_decl *port, const char *root, char *buf, size_t size)
{
	char path[PATH_MAX], name[ADAPTER_NAME] = "";
	const char *bus = name;
	uint32_t number;

	if (port->path && (port->source == SOURCE_I2C || port->source == SOURCE_SYSFS)) {
		/* What is too long for a path can't be opened either. */
		if (snprintf(path, sizeof(path), "%s%s", port->path[0] == '/' ? root : "", port->path) >=
		    (int)sizeof(path))
			return -ENAMETOOLONG;
		if (port->source == SOURCE_SYSFS &&
		    (first_adapter(path, root, &number) ||
		     find_component(port->path, adapter_of_component, &number)))
			snprintf(name, sizeof(name), "i2c-%" PRIu32, number);
		else if (port->source == SOURCE_SYSFS && find_component(port->path, adapter_of_client, &number))
			adapter_root_of(number, root, name);
		else if (port->source == SOURCE_I2C && adapter_of_device(path, &number) == 0)
			adapter_root_of(number, root, name);
		else if (port->source == SOURCE_I2C)
			bus = port->path;
	}
	/* libsensors is read by one thread at a time. */
	if (port->source == SOURCE_HWMON)
		bus = "hwmon";
	return text_copy(buf, size, bus) ? 0 : -EMSGSIZE;
}
