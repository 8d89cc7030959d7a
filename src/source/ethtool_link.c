/* SPDX-License-Identifier: BSD-3-Clause */
/* Lanes, auto-negotiation and error correction of network devices, from two dumps. */
#include "source/ethtool_link.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <stdlib.h>

#include "source/genl.h"
#include "source/rows.h"

/* More lanes than any port has. */
#define LANES_MAX 32

struct ethtool_links {
	struct genl *genl; /* NULL until there is one */
	uint16_t family;   /* 0: not known */
	struct rows links; /* struct ethtool_link, sorted by ifIndex behind ethtool_links_end() */
};

struct ethtool_links *ethtool_links_new(void)
{
	return calloc(1, sizeof(struct ethtool_links));
}

void ethtool_links_free(struct ethtool_links *l)
{
	if (!l)
		return;
	genl_close(l->genl);
	free(l->links.row);
	free(l);
}

static int add_link(struct ethtool_links *l, const struct ethtool_link *link)
{
	return rows_add(&l->links, link, sizeof(*link));
}

int ethtool_header_index(const struct nlattr *header, uint32_t *ret_index)
{
	static const uint8_t types[ETHTOOL_A_HEADER_DEV_INDEX + 1] = {
		[ETHTOOL_A_HEADER_DEV_INDEX] = MNL_TYPE_U32,
	};
	const struct nlattr *attributes[ETHTOOL_A_HEADER_DEV_INDEX + 1];
	int r;

	*ret_index = 0;
	if (!header)
		return 0;
	r = genl_nested(header, types, ETHTOOL_A_HEADER_DEV_INDEX, attributes);
	if (r == 0 && attributes[ETHTOOL_A_HEADER_DEV_INDEX])
		*ret_index = mnl_attr_get_u32(attributes[ETHTOOL_A_HEADER_DEV_INDEX]);
	return r;
}

int ethtool_take_modes(const struct nlmsghdr *message, void *links)
{
	static const uint8_t types[ETHTOOL_A_LINKMODES_LANES + 1] = {
		[ETHTOOL_A_LINKMODES_HEADER] = MNL_TYPE_NESTED,
		[ETHTOOL_A_LINKMODES_AUTONEG] = MNL_TYPE_U8,
		[ETHTOOL_A_LINKMODES_LANES] = MNL_TYPE_U32,
	};
	const struct nlattr *attributes[ETHTOOL_A_LINKMODES_LANES + 1];
	struct ethtool_link link = { 0 };
	const struct nlattr *autoneg, *lanes;
	int r = genl_attributes(message, types, ETHTOOL_A_LINKMODES_LANES, attributes);

	if (r == 0)
		r = ethtool_header_index(attributes[ETHTOOL_A_LINKMODES_HEADER], &link.if_index);
	if (r < 0 || link.if_index == 0)
		return r;
	autoneg = attributes[ETHTOOL_A_LINKMODES_AUTONEG];
	lanes = attributes[ETHTOOL_A_LINKMODES_LANES];
	if (autoneg && mnl_attr_get_u8(autoneg) <= AUTONEG_ENABLE)
		link.autoneg = mnl_attr_get_u8(autoneg) == AUTONEG_ENABLE ? TRI_YES : TRI_NO;
	if (lanes && mnl_attr_get_u32(lanes) <= LANES_MAX)
		link.lanes = (uint8_t)mnl_attr_get_u32(lanes);
	return add_link(links, &link);
}

int ethtool_take_fec(const struct nlmsghdr *message, void *links)
{
	static const uint8_t types[ETHTOOL_A_FEC_ACTIVE + 1] = {
		[ETHTOOL_A_FEC_HEADER] = MNL_TYPE_NESTED,
		[ETHTOOL_A_FEC_ACTIVE] = MNL_TYPE_U32,
	};
	const struct nlattr *attributes[ETHTOOL_A_FEC_ACTIVE + 1];
	struct ethtool_link link = { 0 };
	int r = genl_attributes(message, types, ETHTOOL_A_FEC_ACTIVE, attributes);

	if (r == 0)
		r = ethtool_header_index(attributes[ETHTOOL_A_FEC_HEADER], &link.if_index);
	if (r < 0 || link.if_index == 0 || !attributes[ETHTOOL_A_FEC_ACTIVE])
		return r;
	link.fec = mnl_attr_get_u32(attributes[ETHTOOL_A_FEC_ACTIVE]) + 1;
	return add_link(links, &link);
}

static int compare_links(const void *a, const void *b)
{
	uint32_t ia = ((const struct ethtool_link *)a)->if_index, ib = ((const struct ethtool_link *)b)->if_index;

	return ia < ib ? -1 : ia > ib;
}

void ethtool_links_begin(struct ethtool_links *l)
{
	l->links.count = 0;
}

/* Devices have a row of each dump: make them one. */
void ethtool_links_end(struct ethtool_links *l)
{
	struct ethtool_link *links = l->links.row;
	size_t kept = 0;

	if (l->links.count)
		qsort(links, l->links.count, sizeof(*links), compare_links);
	for (size_t i = 0; i < l->links.count; i++) {
		const struct ethtool_link *from = &links[i];
		struct ethtool_link *to = kept > 0 ? &links[kept - 1] : NULL;

		if (!to || to->if_index != from->if_index) {
			links[kept++] = *from;
			continue;
		}
		if (from->autoneg != TRI_UNKNOWN)
			to->autoneg = from->autoneg;
		if (from->lanes)
			to->lanes = from->lanes;
		if (from->fec)
			to->fec = from->fec;
	}
	l->links.count = kept;
}

static int connect_kernel(struct ethtool_links *l)
{
	int r = l->genl ? 0 : genl_open(&l->genl);

	if (r == 0 && l->family == 0)
		r = genl_family(l->genl, ETHTOOL_GENL_NAME, &l->family);
	return r;
}

static int dump(struct ethtool_links *l, uint8_t command, uint16_t header_type, genl_take_fn *take)
{
	struct nlmsghdr *request = genl_request(l->genl, l->family, command, NLM_F_DUMP);
	struct nlattr *header = mnl_attr_nest_start(request, header_type);

	mnl_attr_put_u32(request, ETHTOOL_A_HEADER_FLAGS, ETHTOOL_FLAG_COMPACT_BITSETS);
	mnl_attr_nest_end(request, header);
	return genl_talk(l->genl, take, l);
}

int ethtool_links_scan(struct ethtool_links *l)
{
	static const struct {
		uint8_t command;
		uint16_t header;
		genl_take_fn *take;
	} dumps[] = {
		{ ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_A_LINKMODES_HEADER, ethtool_take_modes },
		{ ETHTOOL_MSG_FEC_GET, ETHTOOL_A_FEC_HEADER, ethtool_take_fec },
	};
	int r;

	ethtool_links_begin(l);
	r = connect_kernel(l);
	for (size_t i = 0; i < sizeof(dumps) / sizeof(dumps[0]) && l->family != 0 && r != -ENOMEM; i++) {
		size_t before = l->links.count;

		r = dump(l, dumps[i].command, dumps[i].header, dumps[i].take);
		/* Half a picture is none. */
		if (r < 0)
			l->links.count = before;
	}
	ethtool_links_end(l);
	return r == -ENOMEM ? r : 0;
}

const struct ethtool_link *ethtool_links_find(const struct ethtool_links *l, uint32_t if_index)
{
	const struct ethtool_link key = { .if_index = if_index };

	if (l->links.count == 0)
		return NULL;
	return bsearch(&key, l->links.row, l->links.count, sizeof(key), compare_links);
}

/* RS(528,514) is of lanes of 25G, RS(544,514) of faster ones. */
static enum fec reed_solomon(uint32_t speed_mbps, unsigned lanes)
{
	if (speed_mbps == 0)
		return FEC_UNKNOWN;
	if (lanes > 0)
		return speed_mbps / lanes > 26000 ? FEC_RS544 : FEC_RS528;
	/* 50G and 100G are of one lane or of lanes of 25G; IEEE 802.3 has no 200G without RS(544,514). */
	return speed_mbps <= 25000 ? FEC_RS528 : speed_mbps >= 200000 ? FEC_RS544 : FEC_UNKNOWN;
}

static enum fec fec_of(const struct ethtool_link *link, uint32_t speed_mbps)
{
	switch (link->fec) {
	case 1 + ETHTOOL_LINK_MODE_FEC_NONE_BIT:
		return FEC_NONE;
	case 1 + ETHTOOL_LINK_MODE_FEC_BASER_BIT:
		return FEC_BASE_R;
	case 1 + ETHTOOL_LINK_MODE_FEC_RS_BIT:
		return reed_solomon(speed_mbps, link->lanes);
	default:
		return FEC_UNKNOWN;
	}
}

void ethtool_link_apply(const struct ethtool_link *link, struct host_netdev *netdev)
{
	static const struct ethtool_link nothing = { 0 };

	if (!link)
		link = &nothing;
	netdev->lanes = link->lanes;
	netdev->autoneg = link->autoneg;
	netdev->fec = fec_of(link, netdev->speed_mbps);
}
