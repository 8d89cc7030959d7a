/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SONiC's files. platform.json lists the ports of the hardware, their lanes and
 * the modes that each can be split into; hwsku.json the modes of a product;
 * config_db.json what the switch is configured for, with a PORT for each
 * subport. Subports are named after their first lane: Ethernet0 of four lanes
 * splits into Ethernet0 to Ethernet3, or Ethernet0 and Ethernet2.
 */
#include "cli/import.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "cli/import_modes.h"

#define LANES_MAX 16
/* Of a mode. */
#define SPEED_MAX 1600000

enum sonic_kind {
	SONIC_PLATFORM,
	SONIC_SKU,
	SONIC_CONFIG,
	SONIC_KINDS,
};

static const char *const kind_names[SONIC_KINDS] = { "platform.json", "hwsku.json", "config_db.json" };

struct import_sonic {
	struct {
		json_t *root;
		char *path;
	} file[SONIC_KINDS];
};

struct import_sonic *import_sonic_new(void)
{
	return calloc(1, sizeof(struct import_sonic));
}

void import_sonic_free(struct import_sonic *s)
{
	for (int i = 0; s && i < SONIC_KINDS; i++) {
		json_decref(s->file[i].root);
		free(s->file[i].path);
	}
	free(s);
}

static __attribute__((format(printf, 3, 4))) int refuse(char *error, const char *path, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, error, IMPORT_ERROR);
	text_printf(&t, "%s: ", path);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	return -EINVAL;
}

/* Does any of the interfaces have this key? */
static bool any_has(json_t *interfaces, const char *key)
{
	const char *name;
	json_t *port;

	json_object_foreach(interfaces, name, port)
	{
		if (json_object_get(port, key))
			return true;
	}
	return false;
}

/* SONIC_KINDS for something else. */
static enum sonic_kind kind_of(json_t *root)
{
	json_t *interfaces = json_object_get(root, "interfaces");

	if (json_is_object(json_object_get(root, "PORT")) ||
	    json_is_object(json_object_get(root, "BREAKOUT_CFG")))
		return SONIC_CONFIG;
	if (any_has(interfaces, "lanes") || any_has(interfaces, "breakout_modes"))
		return SONIC_PLATFORM;
	if (any_has(interfaces, "default_brkout_mode"))
		return SONIC_SKU;
	return SONIC_KINDS;
}

int import_sonic_file(struct import_sonic *s, const char *path, char *error)
{
	enum sonic_kind kind;
	json_error_t problem;
	json_t *root;
	char *text;
	size_t len;
	int r = import_read_file(path, &text, &len, error);

	if (r < 0)
		return r;
	root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &problem);
	free(text);
	if (!root)
		return refuse(error, path, "line %d: %s", problem.line, problem.text);
	kind = kind_of(root);
	if (kind == SONIC_KINDS)
		r = refuse(error, path,
		           "is none of SONiC's files: expected \"interfaces\" with lanes, breakout_modes or "
		           "default_brkout_mode (platform.json, hwsku.json), or \"PORT\" (config_db.json)");
	else if (s->file[kind].root)
		r = refuse(error, path, "is a %s, and so is %s: expected one", kind_names[kind],
		           s->file[kind].path);
	else if (!(s->file[kind].path = strdup(path)))
		r = refuse(error, path, "%s", strerror(ENOMEM));
	if (r < 0)
		json_decref(root);
	else
		s->file[kind].root = root;
	return r;
}

/* Values: numbers may be written as text, and lists as text with commas. */

/* One file, and where the conclusions go. */
struct reading {
	const char *path;
	struct imported *im;
	char *error;
};

static int refuse_value(const struct reading *rd, const char *port, const char *key, const char *expected)
{
	return refuse(rd->error, rd->path, "%.64s: %s: expected %s", port, key, expected);
}

static bool number_of(const json_t *value, uint32_t max, uint32_t *ret_number)
{
	if (json_is_integer(value)) {
		json_int_t v = json_integer_value(value);

		if (v < 0 || v > (json_int_t)max)
			return false;
		*ret_number = (uint32_t)v;
		return true;
	}
	return json_is_string(value) && parse_u32(json_string_value(value), 0, max, ret_number) == 0;
}

/* The first number of "1,1,1,1". An absent key is none. */
static int read_index(const struct reading *rd, const char *name, json_t *port, int64_t *ret_index)
{
	json_t *value = json_object_get(port, "index");
	char first[16];
	uint32_t index;

	if (!value)
		return 0;
	if (json_is_string(value)) {
		const char *text = json_string_value(value);
		size_t len = strcspn(text, ",");

		if (len >= sizeof(first))
			return refuse_value(rd, name, "index", "a number");
		memcpy(first, text, len);
		first[len] = '\0';
		if (parse_u32(first, 0, UINT16_MAX, &index) < 0)
			return refuse_value(rd, name, "index", "a number");
	} else if (!number_of(value, UINT16_MAX, &index)) {
		return refuse_value(rd, name, "index", "a number");
	}
	*ret_index = index;
	return 0;
}

/* How many there are in "65,66,67,68". */
static int read_lanes(const struct reading *rd, const char *name, json_t *port, unsigned *ret_lanes)
{
	json_t *value = json_object_get(port, "lanes");
	const char *text = json_string_value(value);
	uint32_t lane;
	unsigned n = 1;

	if (!value)
		return 0;
	if (!text && !number_of(value, UINT32_MAX, &lane))
		return refuse_value(rd, name, "lanes", "numbers such as \"65,66,67,68\"");
	for (; text && *text; text++)
		n += *text == ',';
	if (n > LANES_MAX)
		return refuse_value(rd, name, "lanes", "at most 16 of them");
	*ret_lanes = n;
	return 0;
}

static int new_port(const struct reading *rd, const char *name, struct import_port **ret_port)
{
	*ret_port = imported_port(rd->im, name);
	if (*ret_port)
		return 0;
	if (errno == E2BIG)
		return refuse(rd->error, rd->path, "too many ports: expected at most %d", IMPORT_MAX_PORTS);
	if (errno == EINVAL)
		return refuse(rd->error, rd->path,
		              "%.80s: expected a name of 1 to %d printable ASCII characters", name,
		              TOPOLOGY_NAME - 1);
	return refuse(rd->error, rd->path, "%s", strerror(errno));
}

#define NO_MODE "split into a number of parts that is no mode, or at speeds that are not said"

/* A mode "4x25G[10G]" that is in force, if no better file said so already. */
static int read_split(const struct reading *rd, struct import_port *port, json_t *value, const char *key,
                      enum import_rank rank)
{
	struct mode modes[PORT_MAX_MODES];
	unsigned count = 0, skipped = 0;

	if (!value || rank < port->split_rank)
		return 0;
	if (!json_is_string(value) ||
	    !import_modes(json_string_value(value), modes, PORT_MAX_MODES, &count, &skipped))
		return refuse_value(rd, port->name, key, "a mode such as \"4x25G[10G]\"");
	if (count > 0) {
		port->split = modes[0];
		port->split_rank = rank;
	} else {
		port->split_rank = IMPORT_NOTHING;
		TEXT_SET(port->remark, NO_MODE);
	}
	return 0;
}

static int read_modes(const struct reading *rd, struct import_port *port, const char *text)
{
	struct mode modes[4 * PORT_MAX_MODES];
	unsigned count = 0, skipped = 0;

	if (!import_modes(text, modes, sizeof(modes) / sizeof(modes[0]), &count, &skipped))
		return refuse_value(rd, port->name, "breakout_modes",
		                    "modes such as \"4x25G[10G]\" or \"2x50G(2)\"");
	for (unsigned i = 0; i < count; i++)
		import_add_mode(rd->im, port, &modes[i]);
	rd->im->skipped_modes += skipped;
	return 0;
}

static int read_platform_port(const struct reading *rd, const char *name, json_t *value)
{
	json_t *modes = json_object_get(value, "breakout_modes"), *ignored;
	struct import_port *port;
	const char *mode;
	int r = new_port(rd, name, &port);

	if (r == 0)
		r = read_index(rd, name, value, &port->index);
	if (r == 0)
		r = read_lanes(rd, name, value, &port->lanes);
	if (r == 0 && json_is_string(modes))
		r = read_modes(rd, port, json_string_value(modes));
	else if (r == 0 && modes && !json_is_object(modes))
		r = refuse_value(rd, name, "breakout_modes", "an object of modes");
	json_object_foreach(modes, mode, ignored)
	{
		if (r == 0)
			r = read_modes(rd, port, mode);
	}
	if (r == 0)
		r = read_split(rd, port, json_object_get(value, "default_brkout_mode"), "default_brkout_mode",
		               IMPORT_PLATFORM_DEFAULT);
	return r;
}

static int read_sku_port(const struct reading *rd, const char *name, json_t *value)
{
	struct import_port *port;
	int r = new_port(rd, name, &port);

	return r < 0 ? r
	             : read_split(rd, port, json_object_get(value, "default_brkout_mode"),
	                          "default_brkout_mode", IMPORT_SKU_DEFAULT);
}

static int read_breakout_config(const struct reading *rd, const char *name, json_t *value)
{
	struct import_port *port;
	int r = new_port(rd, name, &port);

	return r < 0 ? r
	             : read_split(rd, port, json_object_get(value, "brkout_mode"), "brkout_mode",
	                          IMPORT_CONFIGURED);
}

/* Every member of a table that must be an object of objects, if it is there. */
static int for_each(const struct reading *rd, json_t *root, const char *table,
                    int (*read)(const struct reading *rd, const char *name, json_t *value))
{
	json_t *all = json_object_get(root, table), *value;
	const char *name;
	int r = 0;

	if (all && !json_is_object(all))
		return refuse(rd->error, rd->path, "%s: expected an object", table);
	json_object_foreach(all, name, value)
	{
		if (r == 0 && !json_is_object(value))
			r = refuse_value(rd, name, table, "an object");
		else if (r == 0)
			r = read(rd, name, value);
	}
	return r;
}

/* Subports. */

/* A port's name as letters and a number. */
static bool name_number(const char *name, size_t *ret_letters, uint32_t *ret_number)
{
	size_t len = strlen(name);

	while (len > 0 && name[len - 1] >= '0' && name[len - 1] <= '9')
		len--;
	*ret_letters = len;
	return len > 0 && name[len] && parse_u32(name + len, 0, 1000000, ret_number) == 0;
}

/* A row of PORT. */
struct subport {
	char name[TOPOLOGY_NAME];
	size_t letters;
	uint32_t number;
	int64_t index;
	unsigned lanes;
	uint32_t speed;
	enum fec fec;
	enum tristate autoneg;
	size_t owner; /* index into imported ports */
};

struct subports {
	struct subport *all;
	size_t count;
};

static int compare_subports(const void *left, const void *right)
{
	const struct subport *a = left, *b = right;
	int c;

	if (a->letters != b->letters)
		return a->letters < b->letters ? -1 : 1;
	c = strncmp(a->name, b->name, a->letters);
	if (c == 0 && a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return c ? c : strcmp(a->name, b->name);
}

/* RS is of one kind below 50G a lane, and of another from there on. */
static enum fec fec_of(const char *word, const struct subport *s)
{
	if (strcmp(word, "none") == 0)
		return FEC_NONE;
	if (strcmp(word, "fc") == 0)
		return FEC_BASE_R;
	if (strcmp(word, "rs") != 0 || s->lanes == 0 || s->speed == 0)
		return FEC_UNKNOWN;
	return s->speed / s->lanes >= 50000 ? FEC_RS544 : FEC_RS528;
}

static int read_subport(const struct reading *rd, const char *name, json_t *value, struct subport *s)
{
	const char *fec = json_string_value(json_object_get(value, "fec"));
	const char *autoneg = json_string_value(json_object_get(value, "autoneg"));
	json_t *speed = json_object_get(value, "speed");
	int r;

	*s = (struct subport){ .index = -1, .owner = SIZE_MAX };
	if (!text_copy(s->name, sizeof(s->name), name) || !*name)
		return refuse(rd->error, rd->path, "%.80s: expected a name of 1 to %d bytes", name,
		              TOPOLOGY_NAME - 1);
	if (!name_number(name, &s->letters, &s->number))
		s->letters = strlen(name);
	if (speed && !number_of(speed, SPEED_MAX, &s->speed))
		return refuse_value(rd, name, "speed", "a number of Mb/s");
	r = read_index(rd, name, value, &s->index);
	if (r == 0)
		r = read_lanes(rd, name, value, &s->lanes);
	if (fec)
		s->fec = fec_of(fec, s);
	if (autoneg)
		s->autoneg = strcmp(autoneg, "on") == 0    ? TRI_YES
		             : strcmp(autoneg, "off") == 0 ? TRI_NO
		                                           : TRI_UNKNOWN;
	return r;
}

static int read_subports(const struct reading *rd, json_t *table, struct subports *ret)
{
	json_t *value;
	const char *name;
	int r = 0;

	ret->count = 0;
	ret->all = calloc(json_object_size(table) + 1, sizeof(*ret->all));
	if (!ret->all)
		return refuse(rd->error, rd->path, "%s", strerror(ENOMEM));
	json_object_foreach(table, name, value)
	{
		if (r == 0 && !json_is_object(value))
			r = refuse_value(rd, name, "PORT", "an object");
		else if (r == 0)
			r = read_subport(rd, name, value, &ret->all[ret->count++]);
	}
	if (r == 0)
		qsort(ret->all, ret->count, sizeof(*ret->all), compare_subports);
	return r;
}

/* The port whose lanes, by number, hold those of the subport; SIZE_MAX without. */
static size_t owner_by_lanes(const struct imported *im, const struct subport *s)
{
	for (size_t i = 0; i < im->count; i++) {
		const struct import_port *port = &im->ports[i];
		size_t letters;
		uint32_t number;

		if (strcmp(port->name, s->name) == 0)
			return i;
		if (name_number(port->name, &letters, &number) && letters == s->letters &&
		    strncmp(port->name, s->name, letters) == 0 && s->number >= number &&
		    s->number - number < port->lanes)
			return i;
	}
	return SIZE_MAX;
}

/* Which subports are of one cage: by the platform's lanes or, without a platform, by equal indexes. */
static int find_owners(const struct reading *rd, bool platform, struct subports *subs)
{
	for (size_t i = 0; i < subs->count; i++) {
		struct subport *s = &subs->all[i];
		struct import_port *port;
		int r;

		s->owner = owner_by_lanes(rd->im, s);
		for (size_t k = 0; k < i && !platform && s->owner == SIZE_MAX && s->index >= 0; k++) {
			if (subs->all[k].index == s->index)
				s->owner = subs->all[k].owner;
		}
		if (s->owner == SIZE_MAX) {
			r = new_port(rd, s->name, &port);
			if (r < 0)
				return r;
			s->owner = (size_t)(port - rd->im->ports);
		}
		port = &rd->im->ports[s->owner];
		if (port->index < 0)
			port->index = s->index;
		if (!platform)
			port->lanes += s->lanes;
	}
	return 0;
}

/*
 * What these subports are as a mode. Where only their speeds differ, some of equal ones run slower:
 * what the others run at is the mode's.
 */
static bool is_split(struct mode_part *legs, unsigned count, struct mode *ret_mode)
{
	uint32_t fastest = 0;
	bool alike = true;

	for (unsigned i = 0; i < count; i++) {
		alike &= legs[i].lanes == legs[0].lanes;
		fastest = legs[i].rate_mbps > fastest ? legs[i].rate_mbps : fastest;
		if (count > 1 && legs[i].rate_mbps == 0)
			return false;
	}
	for (unsigned i = 0; i < count; i++)
		legs[i].rate_mbps = alike ? fastest : legs[i].rate_mbps;
	return mode_of_legs(legs, count, ret_mode) == 0 &&
	       (mode_is_mixed(ret_mode) || mode_halves(count));
}

/* What the subports of a port have in common. */
static void settle_port(struct import_port *port, const struct subports *subs, size_t owner)
{
	struct mode_part legs[MODE_MAX_COUNT];
	const struct subport *first = NULL;
	unsigned count = 0;

	for (size_t i = 0; i < subs->count; i++) {
		const struct subport *s = &subs->all[i];

		if (s->owner != owner)
			continue;
		if (!first) {
			first = s;
			port->fec = s->fec;
			port->autoneg = s->autoneg;
		}
		if (count < MODE_MAX_COUNT)
			legs[count] = (struct mode_part){ .count = 1, .lanes = (uint8_t)s->lanes, .rate_mbps = s->speed };
		port->fec = s->fec == port->fec ? s->fec : FEC_UNKNOWN;
		port->autoneg = s->autoneg == port->autoneg ? s->autoneg : TRI_UNKNOWN;
		count++;
	}
	if (!first)
		return;
	if (count <= MODE_MAX_COUNT && is_split(legs, count, &port->split)) {
		port->split_rank = IMPORT_CONFIGURED;
	} else {
		port->split_rank = IMPORT_NOTHING;
		TEXT_SET(port->remark, NO_MODE);
	}
}

static int read_config(const struct reading *rd, json_t *root, bool platform)
{
	json_t *table = json_object_get(root, "PORT");
	struct subports subs = { .all = NULL };
	int r = for_each(rd, root, "BREAKOUT_CFG", read_breakout_config);

	if (table && !json_is_object(table))
		r = refuse(rd->error, rd->path, "PORT: expected an object");
	if (r == 0)
		r = read_subports(rd, table, &subs);
	if (r == 0)
		r = find_owners(rd, platform, &subs);
	for (size_t i = 0; r == 0 && i < rd->im->count; i++)
		settle_port(&rd->im->ports[i], &subs, i);
	/* Names that the lanes do not give, such as those of ports that are no "Ethernet". */
	for (size_t i = 0; r == 0 && i < subs.count; i++) {
		struct import_port *port = &rd->im->ports[subs.all[i].owner];

		if (port->lanes <= 1)
			import_add_netdev(port, subs.all[i].name);
	}
	free(subs.all);
	return r;
}

/* The next number of these letters that is a port's own. */
static uint32_t next_number(const struct imported *im, const struct import_port *port, size_t letters,
                            uint32_t number)
{
	uint32_t next = UINT32_MAX;

	for (size_t i = 0; i < im->count; i++) {
		size_t other_letters;
		uint32_t other;

		if (name_number(im->ports[i].name, &other_letters, &other) && other_letters == letters &&
		    strncmp(im->ports[i].name, port->name, letters) == 0 && other > number && other < next)
			next = other;
	}
	return next;
}

/* All devices that a port of this many lanes can have. */
static void name_netdevs(const struct imported *im, struct import_port *port)
{
	char name[TOPOLOGY_NAME + 16];
	size_t letters;
	uint32_t number, next;

	import_add_netdev(port, port->name);
	if (!name_number(port->name, &letters, &number))
		return;
	next = next_number(im, port, letters, number);
	for (unsigned lane = 1; lane < port->lanes && number + lane < next; lane++) {
		snprintf(name, sizeof(name), "%.*s%u", (int)letters, port->name, number + lane);
		import_add_netdev(port, name);
	}
}

int import_sonic_done(struct import_sonic *s, struct imported *im, char *error)
{
	struct reading rd = { .im = im, .error = error };
	bool platform = s->file[SONIC_PLATFORM].root != NULL;
	int r = 0;

	rd.path = s->file[SONIC_PLATFORM].path;
	if (platform)
		r = for_each(&rd, s->file[SONIC_PLATFORM].root, "interfaces", read_platform_port);
	rd.path = s->file[SONIC_SKU].path;
	if (r == 0 && rd.path)
		r = for_each(&rd, s->file[SONIC_SKU].root, "interfaces", read_sku_port);
	rd.path = s->file[SONIC_CONFIG].path;
	if (r == 0 && rd.path)
		r = read_config(&rd, s->file[SONIC_CONFIG].root, platform);
	for (size_t i = 0; r == 0 && i < im->count; i++)
		name_netdevs(im, &im->ports[i]);
	return r;
}
