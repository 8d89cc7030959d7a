/* SPDX-License-Identifier: BSD-3-Clause */
/* Look for modules; ports of what is found, as a configuration. */
#include "discover/discover.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "discover/hunt.h"
#include "discover/name.h"
#include "discover/number.h"
#include "source/devlink.h"

/* What has a port says how it is read; what has none, and no reason, is just there. */
static void finish_find(const struct item *it, const struct discovery *d, struct find *ret)
{
	*ret = it->find;
	if (it->look.result == LOOK_MODULE)
		snprintf(ret->holds, sizeof(ret->holds), "%s", it->look.words);
	else if (ret->port != FIND_NO_PORT && it->way != WAY_NONE && !ret->why[0] && it->look.words[0])
		snprintf(ret->why, sizeof(ret->why), "%s%s", it->look.result == LOOK_EMPTY ? "empty: " : "",
		         it->look.words);
	if (ret->kind == FIND_CAGE && ret->port == FIND_NO_PORT)
		snprintf(ret->why, sizeof(ret->why), "no way to its module: no network device that shows it, no /dev/i2c-N");
	if (ret->port != FIND_NO_PORT && !ret->why[0] && it->way != WAY_NONE &&
	    d->topology->ports[ret->port].source != it->source)
		snprintf(ret->why, sizeof(ret->why), "there is a better way to this module");
}

static int compare_finds(const void *left, const void *right)
{
	const struct find *a = left, *b = right;

	return a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : name_compare(a->name, b->name);
}

static int publish(struct hunt *h, struct discovery *d)
{
	d->finds = calloc(h->items.count + 1, sizeof(*d->finds));
	if (!d->finds)
		return -ENOMEM;
	d->find_count = h->items.count;
	for (size_t i = 0; i < h->items.count; i++) {
		const struct item *it = hunt_item(h, i);

		finish_find(it, d, &d->finds[i]);
		d->undecided |= it->way == WAY_NONE &&
		                ((it->look.error != 0 && it->look.error != -EOPNOTSUPP) || it->look.blank);
	}
	qsort(d->finds, d->find_count, sizeof(*d->finds), compare_finds);
	return 0;
}

static int look_around(struct hunt *h, struct discovery *d)
{
	int r = hunt_i2c(h);

	if (r == 0)
		r = hunt_platform(h);
	if (r == 0)
		r = hunt_netdevs(h);
	if (r == 0)
		r = hunt_hwmon(h);
	if (r < 0)
		return r;
	hunt_join(h);
	r = hunt_ports(h, d);
	return r < 0 ? r : publish(h, d);
}

int discover(const struct discover_how *given, struct discovery **ret_discovery)
{
	struct discover_how how = *given;
	struct hunt h = { .how = &how, .root = how.root ? how.root : "" };
	struct discovery *d = calloc(1, sizeof(*d));
	struct devlink *own = NULL;
	int r = -ENOMEM;

	/* A copy: what is found now may not come to be served. */
	h.numbers = how.numbers ? numbers_copy(how.numbers) : numbers_new();
	if (!how.devlink && !h.root[0]) {
		own = devlink_new();
		how.devlink = own;
	}
	if (d)
		d->topology = topology_new();
	if (d && d->topology && h.numbers && (own || h.root[0] || given->devlink))
		r = own ? devlink_scan(own) : 0;
	if (r == 0)
		r = look_around(&h, d);
	devlink_free(own);
	numbers_free(h.numbers);
	free(h.items.row);
	if (r < 0)
		discovery_free(d);
	else
		*ret_discovery = d;
	return r;
}

void discovery_free(struct discovery *d)
{
	if (!d)
		return;
	if (d->topology)
		topology_unref(d->topology);
	free(d->finds);
	free(d->keys);
	free(d);
}

int discovery_remember(const struct discovery *d, struct numbers *numbers)
{
	for (size_t i = 0; i < d->topology->port_count; i++) {
		if (numbers_give(numbers, d->keys[i], d->topology->ports[i].index) == 0)
			return -ENOMEM;
	}
	return 0;
}

/* FNV-1a. */
static uint64_t mix(uint64_t hash, const void *data, size_t len)
{
	const uint8_t *p = data;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ p[i]) * 0x100000001b3u;
	return hash;
}

/* The order of entries means nothing: their sum does not know it. */
/* Of containers and tunnels, which come and go all day: of no hardware. */
static bool is_virtual(DIR *dir, const char *name)
{
	char target[PATH_MAX];
	ssize_t len = readlinkat(dirfd(dir), name, target, sizeof(target) - 1);

	target[len > 0 ? len : 0] = '\0';
	return strstr(target, "/virtual/");
}

static uint64_t folder_sum(const char *root, const char *folder)
{
	char path[PATH_MAX];
	const struct dirent *entry;
	uint64_t sum = 0;
	DIR *dir = snprintf(path, sizeof(path), "%s%s", root, folder) < (int)sizeof(path) ? opendir(path) : NULL;

	while (dir && (entry = readdir(dir))) {
		uint64_t hash = mix(0xcbf29ce484222325u, entry->d_name, strlen(entry->d_name));

		if (is_virtual(dir, entry->d_name))
			continue;
		sum += mix(hash, &entry->d_ino, sizeof(entry->d_ino));
	}
	if (dir)
		closedir(dir);
	return sum;
}

uint64_t discover_signature(const char *root)
{
	static const char *const folders[] = { "/sys/bus/i2c/devices", "/sys/bus/platform/devices",
		                               "/sys/class/net", "/sys_switch/transceiver" };
	uint64_t hash = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		uint64_t sum = folder_sum(root, folders[i]);

		hash = mix(hash, &sum, sizeof(sum));
	}
	return hash;
}

bool discover_wanted(const struct config *config)
{
	return config->settings.discovery && config->topology->port_count == 0;
}

/* What a configuration without ports has is rules' policies and waivers, and settings. */
int discover_config(const struct config *base, const struct discovery *found, struct config **ret_config)
{
	struct config *config = calloc(1, sizeof(*config));
	struct topology *ports = topology_copy(found->topology, 0);
	struct topology *whole = topology_copy(base->topology, 0);

	if (!config || !ports || !whole) {
		free(config);
		if (ports)
			topology_unref(ports);
		if (whole)
			topology_unref(whole);
		return -ENOMEM;
	}
	free(whole->ports);
	whole->ports = ports->ports;
	whole->port_count = ports->port_count;
	ports->ports = NULL;
	ports->port_count = 0;
	topology_unref(ports);
	config->settings = base->settings;
	config->topology = whole;
	*ret_config = config;
	return 0;
}

bool discover_same(const struct topology *a, const struct topology *b)
{
	if (a->port_count != b->port_count)
		return false;
	for (size_t i = 0; i < a->port_count; i++) {
		const struct port_decl *p = &a->ports[i], *q = &b->ports[i];

		if (p->index != q->index || strcmp(p->name, q->name) != 0 || p->source != q->source ||
		    !text_same(p->path, q->path) || !text_same(p->presence_path, q->presence_path) ||
		    !port_decl_same_netdevs(p, q))
			return false;
	}
	return true;
}
