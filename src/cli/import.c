/* SPDX-License-Identifier: BSD-3-Clause */
/* Ports as other systems' files describe them. */
#include "cli/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

void imported_release(struct imported *im)
{
	free(im->ports);
	*im = (struct imported){ 0 };
}

struct import_port *imported_find(const struct imported *im, const char *name)
{
	for (size_t i = 0; i < im->count; i++) {
		if (strcmp(im->ports[i].name, name) == 0)
			return &im->ports[i];
	}
	return NULL;
}

/* A name that a configuration can hold. */
static bool name_valid(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)name[i] < 0x20 || (unsigned char)name[i] >= 0x7f)
			return false;
	}
	return len > 0 && len < TOPOLOGY_NAME;
}

struct import_port *imported_port(struct imported *im, const char *name)
{
	struct import_port *port = imported_find(im, name);

	if (port)
		return port;
	errno = !name_valid(name) ? EINVAL : im->count == IMPORT_MAX_PORTS ? E2BIG : 0;
	if (errno)
		return NULL;
	if (im->count == im->room) {
		size_t room = im->room ? im->room * 2 : 64;
		struct import_port *grown = reallocarray(im->ports, room, sizeof(*grown));

		if (!grown)
			return NULL;
		im->ports = grown;
		im->room = room;
	}
	port = &im->ports[im->count++];
	*port = (struct import_port){ .index = -1 };
	TEXT_SET(port->name, name);
	return port;
}

bool import_add_netdev(struct import_port *port, const char *name)
{
	size_t len = strlen(name);

	if (port->netdev_count == PORT_MAX_NETDEVS || len == 0 || len >= NETDEV_NAME ||
	    strcspn(name, "/: \t") != len)
		return false;
	for (unsigned i = 0; i < port->netdev_count; i++) {
		if (strcmp(port->netdevs[i], name) == 0)
			return true;
	}
	TEXT_SET(port->netdevs[port->netdev_count], name);
	port->netdev_count++;
	return true;
}

void import_add_mode(struct imported *im, struct import_port *port, const struct mode *mode)
{
	uint32_t capacity = 0;

	for (unsigned leg = 1; leg <= mode->count; leg++)
		capacity += mode_leg(mode, leg).rate_mbps;
	if (capacity > port->capacity_mbps)
		port->capacity_mbps = capacity;
	if (mode->count < 2)
		return;
	for (unsigned i = 0; i < port->supported_count; i++) {
		if (mode_equal(&port->supported[i], mode))
			return;
	}
	if (port->supported_count == PORT_MAX_MODES)
		im->skipped_modes++;
	else
		port->supported[port->supported_count++] = *mode;
}

int import_read_file(const char *path, char **ret_text, size_t *ret_len, char *error)
{
	int r = file_slurp(path, IMPORT_MAX_FILE, ret_text, ret_len);

	if (r < 0)
		snprintf(error, IMPORT_ERROR, "%s: %s", path, strerror(-r));
	return r;
}
