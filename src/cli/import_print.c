/* SPDX-License-Identifier: BSD-3-Clause */
/* The breakoutd.conf of imported ports. */
#include "cli/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/text.h"
#include "cli/conf_text.h"
#include "view/cell.h"

#define INDEX_MAX 65535

static const struct code fec_words[] = {
	{ FEC_NONE, "none" }, { FEC_BASE_R, "base-r" }, { FEC_RS528, "rs528" }, { FEC_RS544, "rs544" },
	{ 0, NULL },
};

/* Cages by what they carry at most; those of 8 lanes come in two kinds, which are alike for the rules. */
static const struct {
	unsigned lanes;
	uint32_t gbps; /* up to */
	enum form_factor cage;
} cages[] = {
	{ 1, 1, FORM_SFP },      { 1, 10, FORM_SFP_PLUS }, { 1, 25, FORM_SFP28 },
	{ 1, 50, FORM_SFP56 },   { 1, 100, FORM_SFP112 },  { 4, 40, FORM_QSFP_PLUS },
	{ 4, 100, FORM_QSFP28 }, { 4, 200, FORM_QSFP56 },  { 4, 400, FORM_QSFP112 },
};

static enum form_factor guess_cage(const struct import_port *port)
{
	unsigned split_lanes = port->split_rank ? port->split.count : 0;

	/* Without it there would be no room for the legs. */
	if (port->lanes == 8 || split_lanes == 8)
		return FORM_QSFP_DD;
	for (size_t i = 0; port->capacity_mbps && i < sizeof(cages) / sizeof(cages[0]); i++) {
		if (cages[i].lanes == port->lanes && port->capacity_mbps <= cages[i].gbps * 1000)
			return cages[i].cage;
	}
	return FORM_UNKNOWN;
}

/* In order of the front panel, or as the files have them. */
static int compare_ports(const void *a, const void *b)
{
	const struct import_port *pa = a, *pb = b;

	return pa->conf_index < pb->conf_index ? -1 : pa->conf_index > pb->conf_index;
}

/* The files' numbers, if they are numbers of ports; counted from 1 where they are from 0. */
static void give_indexes(struct imported *im)
{
	int64_t shift = 0;
	bool usable = true;

	for (size_t i = 0; i < im->count; i++) {
		usable &= im->ports[i].index >= 0 && im->ports[i].index < INDEX_MAX;
		if (im->ports[i].index == 0)
			shift = 1;
	}
	for (size_t i = 0; i < im->count; i++)
		im->ports[i].conf_index = usable ? (uint32_t)(im->ports[i].index + shift) : (uint32_t)(i + 1);
	if (!usable)
		return;
	qsort(im->ports, im->count, sizeof(*im->ports), compare_ports);
	for (size_t i = 1; i < im->count; i++)
		usable &= im->ports[i - 1].conf_index != im->ports[i].conf_index;
	for (size_t i = 0; i < im->count && !usable; i++)
		im->ports[i].conf_index = (uint32_t)(i + 1);
	im->own_indexes = usable;
	im->index_shifted = usable && shift;
}

bool import_template_valid(const char *template)
{
	for (const char *p = template; *p; p++) {
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7f || *p == '}')
			return false;
		if (*p != '{')
			continue;
		if (strncmp(p, "{index}", 7) != 0 && strncmp(p, "{port}", 6) != 0)
			return false;
		p = strchr(p, '}');
	}
	return *template;
}

static bool expand(const char *template, const struct import_port *port, char *buf, size_t size)
{
	struct text t;

	text_init(&t, buf, size);
	for (const char *p = template; *p; p++) {
		if (strncmp(p, "{index}", 7) == 0)
			text_printf(&t, "%u", port->conf_index);
		else if (*p == '{')
			text_printf(&t, "%s", port->name);
		else
			text_printf(&t, "%c", *p);
		if (*p == '{')
			p = strchr(p, '}');
	}
	return !t.truncated;
}

/* An interface belongs to one port: what files give to two stays with the first. */
static void drop_shared_netdevs(struct imported *im)
{
	for (size_t i = 1; i < im->count; i++) {
		struct import_port *port = &im->ports[i];
		unsigned kept = 0;

		for (unsigned n = 0; n < port->netdev_count; n++) {
			bool taken = false;

			for (size_t k = 0; k < i && !taken; k++) {
				for (unsigned m = 0; m < im->ports[k].netdev_count; m++)
					taken |= strcmp(im->ports[k].netdevs[m], port->netdevs[n]) == 0;
			}
			if (!taken)
				memmove(port->netdevs[kept++], port->netdevs[n], NETDEV_NAME);
		}
		port->netdev_count = kept;
	}
}

/* A breakout needs a lane for each leg; a cage that is not known counts as one of four. */
static bool is_trunk(const struct import_port *port)
{
	unsigned lanes = form_factor_lanes(guess_cage(port)), first, count;

	if (!lanes)
		lanes = mode_stated_lanes(&port->split) > 4 ? mode_stated_lanes(&port->split) : 4;
	return port->split_rank && port->split.count > 1 &&
	       mode_leg_lanes(&port->split, lanes, port->split.count, &first, &count);
}

static void put_port(const struct import_port *port, const char *path, FILE *out)
{
	enum form_factor cage = guess_cage(port);
	char mode[MODE_FULL_TEXT];

	fputs("\nport ", out);
	conf_put_string(out, port->name);
	fprintf(out, " {%s%s\n\tindex = %u\n", port->remark[0] ? "  # " : "", port->remark, port->conf_index);
	if (cage != FORM_UNKNOWN)
		fprintf(out, "\tcage = \"%s\"%s\n", code_name(cage_tokens, cage),
		        cage == FORM_QSFP_DD ? "  # or osfp" : "");
	fputs("\tsource = sysfs\n\tpath = ", out);
	conf_put_string(out, path);
	fputc('\n', out);
	for (unsigned i = 0; i < port->netdev_count; i++) {
		fputs(i ? ", " : "\tnetdevs = { ", out);
		conf_put_string(out, port->netdevs[i]);
	}
	fputs(port->netdev_count ? " }\n" : "", out);
	for (unsigned i = 0; i < port->supported_count; i++)
		fprintf(out, "%s\"%s\"", i ? ", " : "\tsplit-supported = { ",
		        mode_full_text(&port->supported[i], mode, sizeof(mode)));
	fputs(port->supported_count ? " }\n" : "", out);
	if (port->split_rank)
		fprintf(out, "\tsplit = \"%s\"\n",
		        port->split.count > 1 ? mode_full_text(&port->split, mode, sizeof(mode)) : "none");
	if (port->fec != FEC_UNKNOWN)
		fprintf(out, "\tfec = %s\n", code_name(fec_words, port->fec));
	if (port->autoneg != TRI_UNKNOWN)
		fprintf(out, "\tauto-negotiation = %s\n", port->autoneg == TRI_YES ? "on" : "off");
	fputs("}\n", out);
}

/* A port that is split is the trunk of a breakout, of whose legs nothing is known yet. */
static void put_breakout(const struct import_port *port, FILE *out)
{
	char mode[MODE_FULL_TEXT];

	fputs("\nbreakout ", out);
	conf_put_string(out, port->name);
	fprintf(out, " {\n\tindex = %u\n\ttrunk = ", port->conf_index);
	conf_put_string(out, port->name);
	fprintf(out, "\n\tmode = \"%s\"\n}\n", mode_full_text(&port->split, mode, sizeof(mode)));
}

static void put_head(const struct imported *im, const char *source, const char *template, FILE *out)
{
	char clean[1024];

	cell_clean(clean, sizeof(clean), source);
	fprintf(out,
	        "# Made by breakoutctl import from %s.\n"
	        "#\n"
	        "# To be checked before use:\n"
	        "#  - path: where the drivers of this switch show the module of a port. All paths\n"
	        "#    were made from %s;\n"
	        "#    a switch with its I2C buses in another order needs another one for each port\n"
	        "#  - cage: guessed from lanes and speeds, left out where that is not enough\n"
	        "#  - breakouts: add their legs, as leg 1 { port = ... }; those of DAC and AOC\n"
	        "#    cables within this box are found without.\n",
	        clean, template);
	if (!im->own_indexes)
		fputs("#  - index: the files number the ports not at all, or twice; they are counted here.\n",
		      out);
	if (im->index_shifted)
		fputs("#  - index: one more than in the files, which count from 0.\n", out);
	if (im->skipped_modes)
		fprintf(out, "# Left out are modes of more than 8 legs, or of other numbers than 1, 2, 4 and 8: %u.\n",
		        im->skipped_modes);
}

bool import_print(struct imported *im, const char *source, const char *template, FILE *out, char *error)
{
	char path[TOPOLOGY_PATH];

	give_indexes(im);
	drop_shared_netdevs(im);
	for (size_t i = 0; i < im->count; i++) {
		if (!expand(template, &im->ports[i], path, sizeof(path))) {
			snprintf(error, IMPORT_ERROR, "--path: the path of %s is too long",
			         im->ports[i].name);
			return false;
		}
	}
	put_head(im, source, template, out);
	for (size_t i = 0; i < im->count; i++) {
		expand(template, &im->ports[i], path, sizeof(path));
		put_port(&im->ports[i], path, out);
	}
	for (size_t i = 0; i < im->count; i++) {
		if (is_trunk(&im->ports[i]))
			put_breakout(&im->ports[i], out);
	}
	return true;
}
