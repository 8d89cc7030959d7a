/* SPDX-License-Identifier: BSD-3-Clause */
/* How switches name the network devices of a split port. */
#include "source/netdev_name.h"

#include <string.h>

#include "base/parse.h"
#include "base/text.h"

/* More subports than this no port has: what is behind a separator is something else then. */
#define SUBPORT_MAX 15

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool netdev_name_split(const char *name, struct netdev_name *ret_name)
{
	size_t len = strlen(name), digits = len;
	uint32_t subport;

	while (digits > 0 && is_digit(name[digits - 1]))
		digits--;
	/* "s0" and "1-1" need something before, and digits before the separator: "bonds0" is no subport. */
	if (digits == len || digits < 3 || !strchr("s-_:/", name[digits - 1]) || !is_digit(name[digits - 2]))
		return false;
	if (parse_u32(name + digits, 0, SUBPORT_MAX, &subport) < 0)
		return false;
	*ret_name = (struct netdev_name){
		.base_len = digits - 1,
		.separator = name[digits - 1],
		.subport = subport,
	};
	return true;
}

bool netdev_phys_parse(const char *text, uint32_t *ret_port, int *ret_subport)
{
	char port[16];
	const char *s = strchr(text, 's');
	uint32_t number, subport = 0;
	size_t len = s ? (size_t)(s - text) : strlen(text);

	if (text[0] != 'p' || len < 2 || len > sizeof(port))
		return false;
	memcpy(port, text + 1, len - 1);
	port[len - 1] = '\0';
	if (parse_u32(port, 0, UINT32_MAX, &number) < 0 ||
	    (s && parse_u32(s + 1, 0, SUBPORT_MAX, &subport) < 0))
		return false;
	*ret_port = number;
	*ret_subport = s ? (int)subport : -1;
	return true;
}

/* Is it the base, or one of its subports? */
static bool has_base(const char *name, const char *base)
{
	struct netdev_name split;

	if (strcmp(name, base) == 0)
		return true;
	return netdev_name_split(name, &split) && split.base_len == strlen(base) &&
	       strncmp(name, base, split.base_len) == 0;
}

bool netdev_base(const struct port_decl *port, char ret_base[NETDEV_NAME])
{
	struct netdev_name split;
	char base[NETDEV_NAME];

	if (port->netdev_count == 0)
		return false;
	TEXT_SET(base, port->netdevs[0]);
	for (unsigned i = 0; i < port->netdev_count; i++) {
		/* "eth1-1" alone may as well be port 1 of card 1. */
		if (!netdev_name_split(port->netdevs[i], &split) ||
		    (port->netdev_count == 1 && split.separator != 's'))
			continue;
		memcpy(base, port->netdevs[i], split.base_len);
		base[split.base_len] = '\0';
		break;
	}
	for (unsigned i = 0; i < port->netdev_count; i++) {
		if (!has_base(port->netdevs[i], base))
			return false;
	}
	memcpy(ret_base, base, sizeof(base));
	return true;
}
