/* SPDX-License-Identifier: BSD-3-Clause */
/* Names of network devices, and whose they are. */
#include "source/netdev_claim.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "source/netdev_name.h"

static int compare_claims(const void *a, const void *b)
{
	return strcmp(((const struct netdev_claim *)a)->name, ((const struct netdev_claim *)b)->name);
}

/* What two ports claim is nobody's. */
static size_t drop_shared(struct netdev_claim *claims, size_t count)
{
	size_t kept = 0;

	qsort(claims, count, sizeof(*claims), compare_claims);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && compare_claims(&claims[i], &claims[next]) == 0;)
			next++;
		if (next == i + 1)
			claims[kept++] = claims[i];
	}
	return kept;
}

int netdev_claims_init(struct netdev_claims *c, const struct topology *t)
{
	size_t ports = t->port_count;

	*c = (struct netdev_claims){
		.declared = calloc(ports * PORT_MAX_NETDEVS + 1, sizeof(*c->declared)),
		.holders = calloc(ports * PORT_MAX_NETDEVS + 1, sizeof(*c->holders)),
		.bases = calloc(ports + 1, sizeof(*c->bases)),
		.has_base = calloc(ports + 1, sizeof(*c->has_base)),
	};
	if (!c->declared || !c->holders || !c->bases || !c->has_base)
		return -ENOMEM;
	for (size_t i = 0; i < ports; i++) {
		const struct port_decl *port = &t->ports[i];
		struct netdev_claim *base = &c->bases[c->base_count];

		for (unsigned k = 0; k < port->netdev_count; k++) {
			struct netdev_claim *claim = &c->declared[c->declared_count++];

			*claim = (struct netdev_claim){ .port = i, .position = (int)k };
			TEXT_SET(claim->name, port->netdevs[k]);
		}
		c->has_base[i] = netdev_base(port, base->name);
		base->port = i;
		c->base_count += c->has_base[i];
	}
	c->declared_count = drop_shared(c->declared, c->declared_count);
	c->base_count = drop_shared(c->bases, c->base_count);
	return 0;
}

void netdev_claims_release(struct netdev_claims *c)
{
	free(c->declared);
	free(c->holders);
	free(c->bases);
	free(c->has_base);
}

static const struct netdev_claim *find_claim(const struct netdev_claim *claims, size_t count, const char *name,
                                             size_t len)
{
	struct netdev_claim key = { .port = 0 };

	if (len >= sizeof(key.name) || count == 0)
		return NULL;
	memcpy(key.name, name, len);
	return bsearch(&key, claims, count, sizeof(key), compare_claims);
}

struct netdev_claimed netdev_claims_find(const struct netdev_claims *c, const char *name)
{
	size_t len = strlen(name);
	const struct netdev_claim *declared = find_claim(c->declared, c->declared_count, name, len);
	const struct netdev_claim *base = find_claim(c->bases, c->base_count, name, len);
	const struct netdev_claim *own = declared ? declared : base;
	struct netdev_claimed found = { .port = SIZE_MAX, .declared = -1, .subport = -1 };
	struct netdev_name split;

	if (own) {
		found.port = own->port;
		found.declared = declared ? declared->position : -1;
		found.is_base = base && base->port == own->port;
	}
	if (found.is_base || !netdev_name_split(name, &split))
		return found;
	/* What one port declares is no subport of another, whatever its name. */
	base = find_claim(c->bases, c->base_count, name, split.base_len);
	if (base && (!own || own->port == base->port)) {
		found.port = base->port;
		found.subport = (int)split.subport;
	}
	return found;
}

bool netdev_holder_is(const struct netdev_holder *a, const struct netdev_holder *b)
{
	return a->if_index && a->if_index == b->if_index && a->inode == b->inode;
}

void netdev_claims_hold(struct netdev_claims *c, const char *name, const struct netdev_holder *device)
{
	const struct netdev_claim *claim = find_claim(c->declared, c->declared_count, name, strlen(name));
	struct netdev_holder *own = claim ? &c->holders[claim - c->declared] : NULL;

	if (!own || device->if_index == 0)
		return;
	for (size_t i = 0; !netdev_holder_is(own, device) && i < c->declared_count; i++) {
		if (netdev_holder_is(&c->holders[i], device))
			c->holders[i].if_index = 0;
	}
	*own = *device;
}
