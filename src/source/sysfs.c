/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A cage whose module the kernel shows as an I2C device with an `eeprom`
 * node. Three kinds of node are met, told apart at each read because
 * platform daemons rebind drivers when modules are swapped:
 *
 *  - optoe (a dev_class file beside the node): linear. Class 1 (QSFP) and 3
 *    (CMIS) have pages at 0x50, class 2 (SFP) has A2h from 256 on. Which of
 *    the two holds is the driver's view of the module, not ours. Where it is
 *    wrong, what is behind the first 256 bytes is not what it seems to be:
 *    such reads fail, and say why;
 *  - at24 on a 24c02: 256 bytes, so A0h lower memory and page 00h, or whatever
 *    page somebody else has selected. A2h is a device of its own, N-0051, if
 *    the platform instantiated it;
 *  - anything larger without a dev_class: vendor drivers, linear as well.
 *
 * Presence comes from the platform's presence file where the configuration
 * names one, else from whether byte 0 can be read.
 */
#include "source/source.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/text.h"
#include "source/node.h"
#include "source/paging.h"

#define AT24_SIZE 256
#define PAGE_REGISTER 127

enum optoe_class {
	OPTOE_NONE = 0,
	OPTOE_QSFP = 1,
	OPTOE_SFP = 2,
	OPTOE_CMIS = 3,
};

struct sysfs_source {
	struct source base;
	char *node;	  /* eeprom node or its device folder, as configured */
	char *class_path; /* dev_class beside the node, or in the folder that `node` is */
	char *class_in;	  /* the other candidate: which one holds depends on what `node` is */
	char *a2_node;	  /* node of the device at 0x51, NULL if the path does not tell */
	char *presence;	  /* NULL without */
	bool presence_inverted;
	int identifier;	  /* of the module, as last read; -1: not yet */
	char why[96];
};

static struct sysfs_source *sysfs_of(struct source *s)
{
	return (struct sysfs_source *)s;
}

/* "0", "1", also as "0x1": what platform drivers print. */
static int presence_of_text(const char *text, bool inverted)
{
	uint32_t v;

	if (strncmp(text, "0x", 2) == 0)
		text += 2;
	if (parse_u32(text, 0, 1, &v) < 0)
		return -EBADMSG;
	return (v == 1) != inverted;
}

int source_presence_file(const char *path, bool inverted)
{
	char text[32];
	int r = node_read_text(path, text, sizeof(text));

	return r < 0 ? r : presence_of_text(text, inverted);
}

/* The device that `path` names, as ".../5-0050" or ".../5-0050/eeprom": its length, and that of its name; 0: none. */
static size_t device_of(const char *path, size_t *ret_name)
{
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		len--;
	if (len > 7 && strncmp(path + len - 7, "/eeprom", 7) == 0)
		len -= 7;
	*ret_name = 0;
	while (*ret_name < len && path[len - *ret_name - 1] != '/')
		(*ret_name)++;
	if (strspn(path + len - *ret_name, "0123456789") + 5 != *ret_name || path[len - 5] != '-' ||
	    strspn(path + len - 4, "0123456789abcdef") < 4)
		return 0;
	return len;
}

/*
 * Drivers make and remove nodes, and devices, as modules come and go; adapters stay. So a missing node is an
 * empty cage where its device, or at least its adapter, is there: beside it in the bus's folder, or around it.
 */
static bool has_place(struct sysfs_source *sys)
{
	size_t name, len = device_of(sys->node, &name), folder = len - name;
	char path[PATH_MAX], adapter[32];

	if (len == 0) {
		TEXT_SET(sys->why, "there is no folder that path names");
		return node_has_place(sys->node) || node_is_folder(sys->node);
	}
	snprintf(path, sizeof(path), "%.*s", (int)len, sys->node);
	if (node_is_folder(path))
		return true;
	snprintf(adapter, sizeof(adapter), "i2c-%.*s", (int)(name - 5), sys->node + folder);
	snprintf(sys->why, sizeof(sys->why), "there is no adapter %.40s", adapter);
	snprintf(path, sizeof(path), "%.*s", (int)folder, sys->node);
	/* Without any bus nothing is known. */
	if (!node_is_folder(path))
		return strstr(sys->node, "/bus/i2c/devices/") != NULL;
	if (folder > strlen(adapter) + 1 && strncmp(path + folder - 1 - strlen(adapter), adapter, strlen(adapter)) == 0)
		return true;
	snprintf(path, sizeof(path), "%.*s%s", (int)folder, sys->node, adapter);
	return node_is_folder(path);
}

static int sysfs_presence(struct source *s)
{
	struct sysfs_source *sys = sysfs_of(s);
	uint8_t byte;
	int r;

	if (sys->presence)
		return source_presence_file(sys->presence, sys->presence_inverted);
	r = s->ops->read(s, (struct image_addr){ .device = IMAGE_A0 }, 1, &byte);
	if (r == -ENXIO && access(sys->node, F_OK) < 0 && !has_place(sys))
		return -ENOENT;
	if (r < 0)
		return node_gone(r) ? 0 : r;
	return 1;
}

/* The class of an optoe node; OPTOE_NONE if it is no optoe. */
static int node_class(const struct sysfs_source *sys)
{
	char text[16];
	uint32_t class;
	int r = node_read_text(sys->class_in, text, sizeof(text));

	if (node_gone(r))
		r = node_read_text(sys->class_path, text, sizeof(text));
	if (node_gone(r))
		return OPTOE_NONE;
	if (r < 0)
		return r;
	/* A class of a driver that is newer than this: better no byte than one of another page. */
	return parse_u32(text, OPTOE_QSFP, OPTOE_CMIS, &class) < 0 ? -EBADMSG : (int)class;
}

static const char *const class_names[] = {
	[OPTOE_QSFP] = "QSFP",
	[OPTOE_SFP] = "SFP",
	[OPTOE_CMIS] = "CMIS",
};

/* The class that a module needs; OPTOE_NONE if that is not known. */
static enum optoe_class class_of_identifier(int identifier)
{
	if (identifier < 0)
		return OPTOE_NONE;
	if (image_identifier_two_devices((uint8_t)identifier))
		return OPTOE_SFP;
	/* SFF-8024 table 4-1: those with SFF-8436 and SFF-8636, and those with CMIS. */
	if (identifier == 0x0c || identifier == 0x0d || identifier == 0x11)
		return OPTOE_QSFP;
	if ((identifier >= 0x18 && identifier <= 0x1b) || (identifier >= 0x1e && identifier <= 0x22))
		return OPTOE_CMIS;
	return OPTOE_NONE;
}

static bool class_is_wrong(const struct sysfs_source *sys, int class)
{
	enum optoe_class needed = class_of_identifier(sys->identifier);

	return class != OPTOE_NONE && needed != OPTOE_NONE && (int)needed != class;
}

static int wrong_class(struct sysfs_source *sys, int class)
{
	enum optoe_class needed = class_of_identifier(sys->identifier);

	snprintf(sys->why, sizeof(sys->why), "dev_class is %d (%s), module needs %d (%s)", class,
		 class_names[class], (int)needed, class_names[needed]);
	return -EMEDIUMTYPE;
}

static int read_node(const char *node, off_t offset, size_t len, uint8_t *buf)
{
	off_t ignored;
	int fd = node_open_in(node, "eeprom", &ignored);
	int r;

	if (fd < 0)
		return node_gone(fd) ? -ENXIO : fd;
	r = node_read(fd, offset, len, buf);
	close(fd);
	return r;
}

/* A2h, or an upper page of A0h: whether and where the node has it depends on its kind. */
static int read_beyond(struct sysfs_source *sys, struct image_addr at, size_t len, uint8_t *buf)
{
	bool a2 = at.device == IMAGE_A2;
	off_t size;
	int class;
	int fd, r;

	fd = node_open_in(sys->node, "eeprom", &size);
	if (fd < 0)
		return node_gone(fd) ? -ENXIO : fd;
	close(fd);
	class = node_class(sys);
	if (class < 0)
		return class;
	if (class == OPTOE_NONE && size <= AT24_SIZE) {
		if (!a2 || !sys->a2_node || at.page != 0)
			return -ENODATA;
		class = read_node(sys->a2_node, at.offset, len, buf);
		/* No such device here: these bytes don't exist, the module does. */
		return class == -ENXIO && access(sys->a2_node, F_OK) < 0 ? -ENODATA : class;
	}
	if (class_is_wrong(sys, class) &&
	    (class == OPTOE_SFP || class_of_identifier(sys->identifier) == OPTOE_SFP))
		return wrong_class(sys, class);
	if ((class == OPTOE_SFP && !a2) || ((class == OPTOE_QSFP || class == OPTOE_CMIS) && a2))
		return -ENODATA;
	r = read_node(sys->node, (off_t)image_linear_offset(at), len, buf);
	/* QSFP for CMIS and the other way: pages are where they should be, if the driver finds that there are any. */
	return r < 0 && !node_gone(r) && class_is_wrong(sys, class) ? wrong_class(sys, class) : r;
}

/*
 * at24 knows of no pages, nor does optoe for an SFP: what they show from 128 on is page 00h
 * while the module's own page register says so. 0, or -EBUSY if another page is there.
 */
static int check_page_zero(const struct sysfs_source *sys)
{
	uint8_t page, head[PAGING_HEAD];
	off_t size;
	int fd, r;

	r = read_node(sys->node, PAGE_REGISTER, 1, &page);
	if (r < 0 || page == 0)
		return r;
	fd = node_open_in(sys->node, "eeprom", &size);
	if (fd < 0)
		return node_gone(fd) ? -ENXIO : fd;
	close(fd);
	r = node_class(sys);
	if (r < 0 || (r != OPTOE_SFP && (r != OPTOE_NONE || size > AT24_SIZE)))
		return r < 0 ? r : 0;
	r = read_node(sys->node, 0, sizeof(head), head);
	return r < 0 ? r : paging_is_used(head) ? -EBUSY : 0;
}

static int sysfs_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct sysfs_source *sys = sysfs_of(s);
	int r = node_check_range(at, len);

	sys->why[0] = '\0';
	if (r < 0)
		return r;
	if (!image_is_linear(at))
		return -ENODATA;
	if (at.device == IMAGE_A2 || at.page != 0)
		return read_beyond(sys, at, len, buf);
	r = read_node(sys->node, at.offset, len, buf);
	if (at.offset == 0 && len > 0)
		sys->identifier = r == 0 ? buf[0] : -1;
	if (r == 0 && at.offset + len > PAGE_REGISTER + 1)
		r = check_page_zero(sys);
	return r;
}

static const char *sysfs_why(const struct source *s)
{
	return ((const struct sysfs_source *)s)->why;
}

static void sysfs_close(struct source *s)
{
	struct sysfs_source *sys = sysfs_of(s);

	free(sys->node);
	free(sys->class_path);
	free(sys->class_in);
	free(sys->a2_node);
	free(sys->presence);
	free(sys);
}

static const struct source_ops sysfs_ops = {
	.name = "sysfs",
	.presence = sysfs_presence,
	.read = sysfs_read,
	.why = sysfs_why,
	.close = sysfs_close,
};

/* `name` in the folder that holds `path`; NULL when out of memory. */
static char *sibling(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;
	char *s = malloc(folder + strlen(name) + 1);

	if (s) {
		memcpy(s, path, folder);
		strcpy(s + folder, name);
	}
	return s;
}

static char *join(const char *folder, const char *name)
{
	char *s = malloc(strlen(folder) + strlen(name) + 2);

	if (s) {
		strcpy(s, folder);
		strcat(s, "/");
		strcat(s, name);
	}
	return s;
}

/*
 * ".../5-0051/eeprom" for ".../5-0050/eeprom" or ".../5-0050". 1, 0 if the
 * path does not name the device at 0x50, or -ENOMEM.
 */
static int a2_node_of(const char *path, char **ret_node)
{
	static const char a0[] = "-0050";
	const char *hit = NULL;
	char *node;

	/* The last component that is a bus number and the address. */
	for (const char *p = strstr(path, a0); p; p = strstr(p + 1, a0)) {
		if (p[5] == '\0' || p[5] == '/')
			hit = p;
	}
	if (!hit)
		return 0;
	node = strdup(path);
	if (!node)
		return -ENOMEM;
	node[hit - path + 4] = '1';
	*ret_node = node;
	return 1;
}

int source_sysfs_open(const char *path, const char *presence_path, bool presence_inverted,
		      struct source **ret_source)
{
	struct sysfs_source *sys = calloc(1, sizeof(*sys));

	if (!sys)
		return -ENOMEM;
	sys->base.ops = &sysfs_ops;
	sys->presence_inverted = presence_inverted;
	sys->identifier = -1;
	sys->node = strdup(path);
	sys->class_path = sibling(path, "dev_class");
	sys->class_in = join(path, "dev_class");
	if (presence_path)
		sys->presence = strdup(presence_path);
	if (!sys->node || !sys->class_path || !sys->class_in || (presence_path && !sys->presence) ||
	    a2_node_of(path, &sys->a2_node) < 0) {
		sysfs_close(&sys->base);
		return -ENOMEM;
	}
	*ret_source = &sys->base;
	return 0;
}
