/* SPDX-License-Identifier: BSD-3-Clause */
/* The ports of a configuration. */
#include "config/build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

/* The kinds source_open() has; a test compares the two. */
static const enum source_kind supported_sources[] = { SOURCE_FILE, SOURCE_SYSFS, SOURCE_I2C,
						      SOURCE_ETHTOOL, SOURCE_HWMON };

/* What no cage exceeds by far, and none falls short of, in mW. */
#define POWER_MIN 100
#define POWER_MAX 200000

/* A port while its line still matters. */
struct draft {
	struct place place;
	struct port_decl decl;
};

/* A netdev, to find one that two ports claim. */
struct claim {
	const char *netdev;
	const struct draft *port;
	unsigned line;
};

static void problem_in_port(struct build *b, const struct draft *d, unsigned line, const char *text,
			    const char *saw)
{
	problem_about(b->problems, line, "port", d->decl.name, "%s, saw \"%.80s\"", text, saw);
}

/* One of the words of a table, as its code into *code. */
static void build_token(struct build *b, const struct draft *d, const struct item *item, const char *key,
			const struct code *tokens, uint32_t *code)
{
	const struct code *row = item ? code_find(tokens, item->text) : NULL;
	char choices[256];
	char text[300];

	if (row)
		*code = row->code;
	if (!item || row)
		return;
	snprintf(text, sizeof(text), "%s: expected %s", key, code_choices(tokens, choices, sizeof(choices)));
	problem_in_port(b, d, item->line, text, item->text);
}

static void build_cage(struct build *b, struct draft *d, const struct item *item)
{
	uint32_t cage = d->decl.cage;

	build_token(b, d, item, "cage", cage_tokens, &cage);
	d->decl.cage = (enum form_factor)cage;
}

static bool source_supported(enum source_kind kind)
{
	for (size_t i = 0; i < sizeof(supported_sources) / sizeof(supported_sources[0]); i++) {
		if (supported_sources[i] == kind)
			return true;
	}
	return false;
}

static const char *source_choices(char *buf, size_t size)
{
	size_t count = sizeof(supported_sources) / sizeof(supported_sources[0]);
	struct text t;

	text_init(&t, buf, size);
	for (size_t i = 0; i < count; i++)
		text_item(&t, i + 1 < count ? ", " : " or ", "%s",
			  code_name(source_kind_labels, supported_sources[i]));
	return buf;
}

static void build_source(struct build *b, struct draft *d, const struct item *item)
{
	const struct code *row = item ? code_find(source_kind_labels, item->text) : NULL;
	char choices[128];
	char text[200];

	source_choices(choices, sizeof(choices));
	if (!item) {
		problem_about(b->problems, d->place.line, "port", d->decl.name,
			      "no source, expected source = %s", choices);
		return;
	}
	if (row && source_supported((enum source_kind)row->code)) {
		d->decl.source = (enum source_kind)row->code;
		return;
	}
	snprintf(text, sizeof(text), "source: %sexpected %s",
		 row ? "this kind is not in this build of breakoutd, " : "", choices);
	problem_in_port(b, d, item->line, text, item->text);
}

/* What the kernel takes as an interface name (dev_valid_name()). */
static bool netdev_valid(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && len < NETDEV_NAME && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
	       strcspn(name, "/: \t") == len;
}

static bool has_netdev(const struct port_decl *port, const char *name)
{
	for (unsigned i = 0; i < port->netdev_count; i++) {
		if (strcmp(port->netdevs[i], name) == 0)
			return true;
	}
	return false;
}

/* The network device that a module is read through; it is the port's, so that it shows among its netdevs. */
static void build_netdev(struct build *b, struct draft *d, const struct item *item)
{
	if (!item)
		return;
	if (d->decl.source != SOURCE_ETHTOOL)
		problem_in_port(b, d, item->line, "netdev: expected it with source \"ethtool\" only",
				item->text);
	else if (!netdev_valid(item->text))
		problem_in_port(b, d, item->line, "netdev: expected an interface name of 1 to 15 bytes",
				item->text);
	else if (d->decl.netdev_count == 0)
		TEXT_SET(d->decl.netdevs[d->decl.netdev_count++], item->text);
	else if (!has_netdev(&d->decl, item->text))
		problem_in_port(b, d, item->line, "netdev: expected one of netdevs", item->text);
}

/* Source "ethtool" has a network device for a path. */
static int build_ethtool(struct build *b, struct draft *d, cfg_t *section)
{
	static const char *const others[] = { "path", "presence", "presence-inverted", "bus", "i2c-chunk" };
	const struct item *netdev = tree_item(section, "netdev");
	const char *name = netdev ? netdev->text : d->decl.netdevs[0];

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct item *item = tree_item(section, others[i]);

		if (item)
			problem_about(b->problems, item->line, "port", d->decl.name,
				      "%s: a module of source \"ethtool\" is read through its netdev, "
				      "expected no %s",
				      others[i], others[i]);
	}
	if (!name[0])
		problem_about(b->problems, d->place.line, "port", d->decl.name,
			      "no netdev, expected netdev = NAME");
	d->decl.path = strdup(name);
	return d->decl.path ? 0 : -ENOMEM;
}

/* Keys of source "i2c"; a bus by its number is a path, too. */
static int build_i2c(struct build *b, struct draft *d, cfg_t *section)
{
	const struct item *bus = tree_item(section, "bus");
	const struct item *chunk = tree_item(section, "i2c-chunk");
	uint32_t number = UINT32_MAX;
	char path[32];

	build_number(b, chunk, "i2c-chunk", 1, 128, &d->decl.i2c_chunk);
	if (chunk && d->decl.source != SOURCE_I2C)
		problem_in_port(b, d, chunk->line, "i2c-chunk: expected it with source \"i2c\" only", chunk->text);
	if (!bus)
		return 0;
	build_number(b, bus, "bus", 0, 65535, &number);
	if (d->decl.source != SOURCE_I2C)
		problem_in_port(b, d, bus->line, "bus: expected it with source \"i2c\" only", bus->text);
	else if (tree_item(section, "path"))
		problem_in_port(b, d, bus->line, "bus: expected either bus or path", bus->text);
	snprintf(path, sizeof(path), "/dev/i2c-%u", number);
	d->decl.path = strdup(path);
	return d->decl.path ? 0 : -ENOMEM;
}

/* A chip by libsensors' name for it, or its path: *ret_chip, NULL after a problem. 0 or -ENOMEM. */
static int build_chip(struct build *b, const struct draft *d, const struct item *item, const char *key,
		      char **ret_chip)
{
	const char *text = item->text;

	*ret_chip = NULL;
	if (!b->config->settings.hwmon)
		problem_in_port(b, d, item->line, "hwmon: expected not to need it with hwmon = false", text);
	else if (!text[0] || (text[0] != '/' && strchr(text, '/')) || strlen(text) >= TOPOLOGY_PATH)
		problem_about(b->problems, item->line, "port", d->decl.name,
			      "%s: expected a chip as sensors(1) names it, or a path in /sys, "
			      "saw \"%.80s\"",
			      key, text);
	else {
		*ret_chip = strdup(text);
		return *ret_chip ? 0 : -ENOMEM;
	}
	return 0;
}

static int build_paths(struct build *b, struct draft *d, cfg_t *section)
{
	const struct item *path = tree_item(section, "path");
	const struct item *presence = tree_item(section, "presence");
	const struct item *inverted = tree_item(section, "presence-inverted");
	int r = 0;

	r = build_i2c(b, d, section);
	if (r == 0 && path && !d->decl.path)
		r = d->decl.source == SOURCE_HWMON ? build_chip(b, d, path, "path", &d->decl.path)
						   : path_build(b, path, "path", &d->decl.path);
	else if (!d->decl.path)
		problem_about(b->problems, d->place.line, "port", d->decl.name, "no path, expected %s",
			      d->decl.source == SOURCE_I2C ? "bus = N or path = FILE"
			      : d->decl.source == SOURCE_HWMON ? "path = CHIP"
							       : "path = FILE");
	if (presence && d->decl.source == SOURCE_FILE)
		problem_about(b->problems, presence->line, "port", d->decl.name,
			      "presence: a module of source \"file\" is present while its file exists, "
			      "expected no presence");
	else if (presence && r == 0)
		r = path_build(b, presence, "presence", &d->decl.presence_path);
	if (inverted && !presence)
		problem_about(b->problems, inverted->line, "port", d->decl.name,
			      "presence-inverted: expected presence with it");
	build_bool(b, inverted, "presence-inverted", &d->decl.presence_inverted);
	return r;
}

static void build_netdevs(struct build *b, struct draft *d, cfg_t *section)
{
	unsigned size = tree_list_size(section, "netdevs");

	for (unsigned i = 0; i < size; i++) {
		const struct item *item = tree_list_item(section, "netdevs", i);

		if (i == PORT_MAX_NETDEVS) {
			problem_about(b->problems, item->line, "port", d->decl.name,
				      "netdevs: expected at most %d, saw %u", PORT_MAX_NETDEVS, size);
			return;
		}
		if (netdev_valid(item->text))
			TEXT_SET(d->decl.netdevs[d->decl.netdev_count++], item->text);
		else
			problem_in_port(b, d, item->line,
					"netdevs: expected interface names of 1 to 15 bytes", item->text);
	}
}

static void build_split_supported(struct build *b, struct draft *d, cfg_t *section)
{
	unsigned size = tree_list_size(section, "split-supported");

	for (unsigned i = 0; i < size; i++) {
		const struct item *item = tree_list_item(section, "split-supported", i);
		struct mode mode;

		if (i == PORT_MAX_MODES) {
			problem_about(b->problems, item->line, "port", d->decl.name,
				      "split-supported: expected at most %d, saw %u", PORT_MAX_MODES, size);
			return;
		}
		if (mode_parse(item->text, &mode) < 0)
			problem_in_port(b, d, item->line, "split-supported: expected modes such as \"4x25G\"",
					item->text);
		else
			d->decl.split_supported[d->decl.split_supported_count++] = mode;
	}
}

static void build_split(struct build *b, struct draft *d, const struct item *item)
{
	if (!item)
		return;
	if (strcmp(item->text, "none") == 0 || mode_parse(item->text, &d->decl.split_in_force) == 0)
		d->decl.split_declared = true;
	else
		problem_in_port(b, d, item->line, "split: expected a mode such as \"4x25G\", or \"none\"",
				item->text);
}

/* A type that replaces what a module says of itself. */
static void build_override(struct build *b, struct draft *d, cfg_t *section)
{
	const struct item *type = tree_item(section, "override-type");
	const struct item *part = tree_item(section, "override-part");

	if (type) {
		d->decl.override_type = module_type_find(type->text);
		if (!d->decl.override_type)
			problem_in_port(b, d, type->line,
					"override-type: expected a type of 'breakoutctl sim types'",
					type->text);
	}
	if (part && !type)
		problem_in_port(b, d, part->line, "override-part: expected override-type with it",
				part->text);
	build_text(b, part, "override-part", 1, d->decl.override_part, sizeof(d->decl.override_part));
}

/* What the switch does with the port. */
static void build_host(struct build *b, struct draft *d, cfg_t *section)
{
	const struct item *autoneg = tree_item(section, "auto-negotiation");
	uint32_t fec = d->decl.fec;
	bool on = false;

	build_token(b, d, tree_item(section, "fec"), "fec", fec_tokens, &fec);
	d->decl.fec = (enum fec)fec;
	build_bool(b, autoneg, "auto-negotiation", &on);
	if (autoneg)
		d->decl.autoneg = on ? TRI_YES : TRI_NO;
	build_milli(b, tree_item(section, "max-power"), "max-power", "watts", POWER_MIN, POWER_MAX,
		    &d->decl.max_power_mw);
}

/* Monitors from elsewhere, for a module that can't be read. */
static int build_monitors(struct build *b, struct draft *d, const struct item *item)
{
	if (!item)
		return 0;
	if (d->decl.source != SOURCE_HWMON)
		return build_chip(b, d, item, "hwmon", &d->decl.hwmon);
	problem_in_port(b, d, item->line, "hwmon: expected path instead with source \"hwmon\"", item->text);
	return 0;
}

static int build_port(struct build *b, struct draft *d, cfg_t *section, uint32_t position)
{
	int r;

	place_build(b, section, "port", position, &d->place, d->decl.name);
	d->decl.index = d->place.index;
	build_cage(b, d, tree_item(section, "cage"));
	build_source(b, d, tree_item(section, "source"));
	build_netdevs(b, d, section);
	build_netdev(b, d, tree_item(section, "netdev"));
	build_split_supported(b, d, section);
	build_split(b, d, tree_item(section, "split"));
	build_override(b, d, section);
	build_host(b, d, section);
	r = build_monitors(b, d, tree_item(section, "hwmon"));
	if (r < 0)
		return r;
	return d->decl.source == SOURCE_ETHTOOL ? build_ethtool(b, d, section) : build_paths(b, d, section);
}

static int compare_claims(const void *left, const void *right)
{
	const struct claim *a = left;
	const struct claim *b = right;
	int c = strcmp(a->netdev, b->netdev);

	return c ? c : a->line < b->line ? -1 : a->line > b->line;
}

/* An interface is joined to one port, or alarms show up at the wrong one. */
static int check_netdevs(struct build *b, const struct draft *drafts, size_t count)
{
	struct claim *claims = calloc(count * PORT_MAX_NETDEVS + 1, sizeof(*claims));
	size_t n = 0;

	if (!claims)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		for (unsigned k = 0; k < drafts[i].decl.netdev_count; k++)
			claims[n++] =
				(struct claim){ drafts[i].decl.netdevs[k], &drafts[i], drafts[i].place.line };
	}
	qsort(claims, n, sizeof(*claims), compare_claims);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(claims[i].netdev, claims[i - 1].netdev) == 0)
			problem_add(b->problems, claims[i].line,
				    "port \"%s\": netdev \"%s\" is listed at port \"%s\" (line %u) too, "
				    "expected once",
				    claims[i].port->decl.name, claims[i].netdev,
				    claims[i - 1].port->decl.name, claims[i - 1].line);
	}
	free(claims);
	return 0;
}

/* Where a module is read, to find a place that two ports have. */
struct place_claim {
	const struct draft *port;
	char *path; /* owned; below the root */
	struct stat at;
	bool exists;
};

static int compare_paths(const void *left, const void *right)
{
	const struct place_claim *a = left, *b = right;
	int c = strcmp(a->path, b->path);

	return c ? c : a->port->place.line < b->port->place.line ? -1 : 1;
}

static int compare_inodes(const void *left, const void *right)
{
	const struct place_claim *a = left, *b = right;

	if (a->exists != b->exists)
		return a->exists ? -1 : 1;
	if (a->at.st_dev != b->at.st_dev)
		return a->at.st_dev < b->at.st_dev ? -1 : 1;
	if (a->at.st_ino != b->at.st_ino)
		return a->at.st_ino < b->at.st_ino ? -1 : 1;
	return a->port->place.line < b->port->place.line ? -1 : 1;
}

static void same_place(struct build *b, const struct place_claim *claim, const struct place_claim *first)
{
	problem_add(b->problems, claim->port->place.line,
		    "port \"%s\": path \"%.200s\" is that of port \"%s\" (line %u) too, expected a module of its own",
		    claim->port->decl.name, claim->port->decl.path, first->port->decl.name, first->port->place.line);
}

static int collect_places(const struct build *b, const struct draft *drafts, size_t count, struct place_claim *claims,
			  size_t *ret_count)
{
	const char *root = b->config->settings.root;

	for (size_t i = 0; i < count; i++) {
		const struct port_decl *decl = &drafts[i].decl;
		struct place_claim *claim = &claims[*ret_count];

		/* Names of network devices are compared above; a chip may have the monitors of several modules. */
		if (!decl->path || !decl->source || decl->source == SOURCE_ETHTOOL || decl->source == SOURCE_HWMON)
			continue;
		if (asprintf(&claim->path, "%s%s", decl->path[0] == '/' ? root : "", decl->path) < 0) {
			claim->path = NULL;
			return -ENOMEM;
		}
		claim->port = &drafts[i];
		claim->exists = stat(claim->path, &claim->at) == 0;
		(*ret_count)++;
	}
	return 0;
}

/* One module in two ports would be a leg twice, or a trunk that is its own leg. */
static int check_places(struct build *b, const struct draft *drafts, size_t count)
{
	struct place_claim *claims = calloc(count + 1, sizeof(*claims));
	size_t n = 0;
	int r = claims ? collect_places(b, drafts, count, claims, &n) : -ENOMEM;

	if (r == 0 && n > 0) {
		qsort(claims, n, sizeof(*claims), compare_paths);
		for (size_t i = 1; i < n; i++) {
			/* Nodes come and go with modules; an image that nobody has written is none twice. */
			if (!claims[i].exists && claims[i].port->decl.source != SOURCE_FILE &&
			    strcmp(claims[i].path, claims[i - 1].path) == 0)
				same_place(b, &claims[i], &claims[i - 1]);
		}
		qsort(claims, n, sizeof(*claims), compare_inodes);
		for (size_t i = 1; i < n && claims[i].exists; i++) {
			if (claims[i].at.st_dev == claims[i - 1].at.st_dev &&
			    claims[i].at.st_ino == claims[i - 1].at.st_ino)
				same_place(b, &claims[i], &claims[i - 1]);
		}
	}
	for (size_t i = 0; i < n; i++)
		free(claims[i].path);
	free(claims);
	return r;
}

static int compare_names(const void *left, const void *right)
{
	const struct port_name *a = left;
	const struct port_name *b = right;

	return strcmp(a->name, b->name);
}

/* The drafts' contents move into the topology. */
static int adopt(struct build *b, const struct draft *drafts, size_t count)
{
	struct topology *topology = b->config->topology;

	topology->ports = calloc(count + 1, sizeof(*topology->ports));
	b->names = calloc(count + 1, sizeof(*b->names));
	if (!topology->ports || !b->names)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		topology->ports[i] = drafts[i].decl;
		b->names[i] = (struct port_name){ topology->ports[i].name, i };
	}
	topology->port_count = count;
	qsort(b->names, count, sizeof(*b->names), compare_names);
	return 0;
}

int ports_build(struct build *b)
{
	unsigned count = cfg_size(b->tree, "port");
	struct draft *drafts = calloc(count + 1u, sizeof(*drafts));
	int r = drafts ? 0 : -ENOMEM;

	for (unsigned i = 0; i < count && r == 0; i++)
		r = build_port(b, &drafts[i], cfg_getnsec(b->tree, "port", i), i + 1);
	if (r == 0) {
		qsort(drafts, count, sizeof(*drafts), place_compare);
		for (unsigned i = 1; i < count; i++)
			place_check(b, "port", &drafts[i - 1].place, drafts[i - 1].decl.name,
				    &drafts[i].place, drafts[i].decl.name);
		r = check_netdevs(b, drafts, count);
		if (r == 0)
			r = check_places(b, drafts, count);
	}
	if (r == 0)
		r = adopt(b, drafts, count);
	for (unsigned i = 0; drafts && i < count && r < 0; i++) {
		free(drafts[i].decl.path);
		free(drafts[i].decl.presence_path);
		free(drafts[i].decl.hwmon);
	}
	free(drafts);
	return r;
}

bool build_find_port(const struct build *b, const char *name, size_t *ret_port)
{
	struct port_name wanted = { .name = name };
	const struct port_name *hit =
		bsearch(&wanted, b->names, b->config->topology->port_count, sizeof(*b->names), compare_names);

	if (hit)
		*ret_port = hit->port;
	return hit != NULL;
}
