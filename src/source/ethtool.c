/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The kernel hides how a driver reads modules: where one has no pages, the kernel
 * serves a page from the driver's linear memory, without looking whether that memory
 * has it. Of an SFF-8079 module, A2h would be A0h again; of an SFF-8472 one, page 1 of
 * A0h would be A2h; any bank would be bank 0. So, beyond page 0 of A0h, the driver's
 * own idea of the module (GMODULEINFO) is asked for first; drivers that
 * have none of it read by page.
 */
#include "source/ethtool.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "source/node.h"

#define NAMES (1 + PORT_MAX_NETDEVS)

struct ethtool_source {
	struct source base;
	struct ethtool_kernel *kernel;
	char names[NAMES][NETDEV_NAME];
	unsigned name_count;
	uint32_t if_index;    /* 0: not found */
	bool pages;           /* it was read by page once */
	bool type_known;      /* `type` is that of the module that is plugged in */
	uint32_t type;        /* ETH_MODULE_SFF_8472..., 0: the driver has no idea */
	char why[128];
};

static struct ethtool_source *ethtool_of(struct source *s)
{
	return (struct ethtool_source *)s;
}

/* -ENXIO if the port has no network device. */
static int find_device(struct ethtool_source *e)
{
	for (unsigned i = 0; e->if_index == 0 && i < e->name_count; i++)
		e->if_index = e->kernel->ops->index(e->kernel, e->names[i]);
	return e->if_index ? 0 : -ENXIO;
}

static void forget_device(struct ethtool_source *e)
{
	e->if_index = 0;
	e->pages = e->type_known = false;
}

static bool is_first(struct image_addr at)
{
	return at.device == IMAGE_A0 && at.page == 0 && at.bank == 0;
}

/* May a module of this type have bytes there? What it has not, linear memory has at another place. */
static bool type_has(uint32_t type, struct image_addr at)
{
	switch (type) {
	case 0:
		return true;
	case ETH_MODULE_SFF_8079:
		return is_first(at);
	case ETH_MODULE_SFF_8472:
		return is_first(at) || (at.device == IMAGE_A2 && at.bank == 0);
	default:
		return at.device == IMAGE_A0 && at.bank == 0;
	}
}

/* Where the driver can't tell, neither can the kernel, and pages are pages. */
static uint32_t module_type(struct ethtool_source *e)
{
	uint32_t type, len;
	int r;

	if (e->type_known)
		return e->type;
	r = e->kernel->ops->info(e->kernel, e->if_index, &type, &len);
	e->type_known = r == 0 || r == -EOPNOTSUPP;
	e->type = r == 0 ? type : 0;
	return e->type;
}

/* Within one half: up to `len` bytes of the linear memory; their number. */
static int read_linear(struct ethtool_source *e, struct image_addr at, size_t len, uint8_t *buf)
{
	uint32_t type, size;
	size_t offset;
	int r = e->kernel->ops->info(e->kernel, e->if_index, &type, &size);

	if (r < 0)
		return r;
	if (!image_is_linear(at) || !type_has(type, at) || (type == 0 && !is_first(at)))
		return -ENODATA;
	offset = image_linear_offset(at);
	if (offset + len > size)
		return -ENODATA;
	r = e->kernel->ops->linear(e->kernel, e->if_index, (uint32_t)offset, len, buf);
	return r < 0 ? r : (int)len;
}

/* Within one half: up to `len` bytes; their number. */
static int read_some(struct ethtool_source *e, struct image_addr at, size_t len, uint8_t *buf)
{
	int r;

	if (e->pages && !is_first(at) && !type_has(module_type(e), at))
		return -ENODATA;
	r = e->kernel->ops->page(e->kernel, e->if_index, at, len, buf);
	if (r == -EOPNOTSUPP && !e->pages)
		return read_linear(e, at, len, buf);
	if (r > 0 && is_first(at))
		e->pages = true;
	/* What drivers answer for pages that they don't have. */
	if ((r == -EOPNOTSUPP || r == -EINVAL) && !is_first(at))
		return -ENODATA;
	return r;
}

static int read_half(struct ethtool_source *e, struct image_addr at, size_t len, uint8_t *buf)
{
	while (len > 0) {
		int r = read_some(e, at, len, buf);

		if (r <= 0)
			return r < 0 ? r : -ENODATA;
		if ((size_t)r > len)
			return -EBADMSG;
		at.offset = (uint8_t)(at.offset + r);
		buf += r;
		len -= (size_t)r;
	}
	return 0;
}

static int read_halves(struct ethtool_source *e, struct image_addr at, size_t len, uint8_t *buf)
{
	size_t part = ETHTOOL_HALF - at.offset % ETHTOOL_HALF;
	int r;

	if (part >= len)
		return read_half(e, at, len, buf);
	r = read_half(e, at, part, buf);
	if (r < 0)
		return r;
	at.offset = (uint8_t)(at.offset + part);
	return read_half(e, at, len - part, buf + part);
}

/* ENODEV is a cage without module, or a network device that is gone: then the port may have another. */
static int read_device(struct ethtool_source *e, struct image_addr at, size_t len, uint8_t *buf)
{
	int r = find_device(e);

	for (int again = 1; r == 0; again--) {
		r = read_halves(e, at, len, buf);
		if (r != -ENODEV || e->kernel->ops->exists(e->kernel, e->if_index))
			return r;
		forget_device(e);
		r = again > 0 ? find_device(e) : -ENXIO;
	}
	return r;
}

static int ethtool_read(struct source *s, struct image_addr at, size_t len, uint8_t *buf)
{
	struct ethtool_source *e = ethtool_of(s);
	int r = node_check_range(at, len);

	e->why[0] = '\0';
	if (r < 0)
		return r;
	/* Byte 92 of an SFP says whether there is an A2h: who reads it may see another module. */
	if (is_first(at) && at.offset <= 92 && at.offset + len > 92)
		e->type_known = false;
	r = read_device(e, at, len, buf);
	if (r < 0)
		TEXT_SET(e->why, e->kernel->ops->why(e->kernel));
	return node_gone(r) ? -ENXIO : r;
}

static int ethtool_presence(struct source *s)
{
	uint8_t byte;
	int r = ethtool_read(s, (struct image_addr){ .device = IMAGE_A0 }, 1, &byte);

	if (r == -ENXIO)
		ethtool_of(s)->type_known = false;
	return r == -ENXIO ? 0 : r < 0 ? r : 1;
}

static const char *ethtool_why(const struct source *s)
{
	return ((const struct ethtool_source *)s)->why;
}

static void ethtool_close(struct source *s)
{
	struct ethtool_source *e = ethtool_of(s);

	e->kernel->ops->close(e->kernel);
	free(e);
}

static const struct source_ops ethtool_ops = {
	.name = "ethtool",
	.presence = ethtool_presence,
	.read = ethtool_read,
	.why = ethtool_why,
	.close = ethtool_close,
};

int source_ethtool_open(const struct port_decl *port, struct ethtool_kernel *kernel,
                        struct source **ret_source)
{
	struct ethtool_source *e = calloc(1, sizeof(*e));

	if (!e) {
		kernel->ops->close(kernel);
		return -ENOMEM;
	}
	e->base.ops = &ethtool_ops;
	e->kernel = kernel;
	if (port->path && TEXT_SET(e->names[0], port->path))
		e->name_count = 1;
	for (unsigned i = 0; i < port->netdev_count && i < PORT_MAX_NETDEVS; i++)
		TEXT_SET(e->names[e->name_count++], port->netdevs[i]);
	*ret_source = &e->base;
	return 0;
}
