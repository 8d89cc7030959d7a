/* SPDX-License-Identifier: BSD-3-Clause */
/* What was discovered, for people and programs. */
#include "cli/discover_print.h"

#include <string.h>

#include "cli/conf_text.h"

static const struct code kind_labels[] = {
	{ FIND_NODE, "node" }, { FIND_ADAPTER, "adapter" }, { FIND_CAGE, "cage" },
	{ FIND_NETDEV, "netdev" }, { FIND_HWMON, "hwmon" }, { 0, NULL },
};

/* Lists. */

static const struct find *row_find(const void *row)
{
	return ((const struct discover_row *)row)->find;
}

static const struct port_decl *row_port(const void *row)
{
	const struct discover_row *r = row;

	return &r->discovery->topology->ports[r->port];
}

static void find_kind(const void *row, struct cell *c)
{
	cell_set_code(c, kind_labels, row_find(row)->kind);
}

static void find_name(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->name);
}

static void find_path(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->path);
}

static void find_driver(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->driver);
}

static void find_about(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->about);
}

static void find_port(const void *row, struct cell *c)
{
	const struct discover_row *r = row;

	cell_set_text(c, r->find->port == FIND_NO_PORT ? "" : r->discovery->topology->ports[r->find->port].name);
}

static void find_holds(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->holds);
}

static void find_why(const void *row, struct cell *c)
{
	cell_set_text(c, row_find(row)->why);
}

const struct listing_column discover_find_columns[] = {
	{ "kind", "KIND", 0, find_kind },
	{ "name", "NAME", 0, find_name },
	{ "driver", "DRIVER", 0, find_driver },
	{ "about", "ABOUT", LISTING_WRAP, find_about },
	{ "port", "PORT", 0, find_port },
	{ "module", "MODULE", LISTING_WRAP, find_holds },
	{ "path", NULL, 0, find_path },
	{ "why", "why", LISTING_NOTE, find_why },
	LISTING_END,
};

static void port_index(const void *row, struct cell *c)
{
	cell_set_number(c, row_port(row)->index, 0);
}

static void port_name(const void *row, struct cell *c)
{
	cell_set_text(c, row_port(row)->name);
}

static void port_source(const void *row, struct cell *c)
{
	cell_set_code(c, source_kind_labels, row_port(row)->source);
}

static void port_path(const void *row, struct cell *c)
{
	cell_set_text(c, row_port(row)->path);
}

static void port_presence(const void *row, struct cell *c)
{
	cell_set_text(c, row_port(row)->presence_path ? row_port(row)->presence_path : "");
}

static void port_netdevs(const void *row, struct cell *c)
{
	const struct port_decl *port = row_port(row);

	cell_set_list(c);
	for (unsigned i = 0; i < port->netdev_count; i++)
		cell_add_item(c, port->netdevs[i]);
}

static void port_key(const void *row, struct cell *c)
{
	const struct discover_row *r = row;

	cell_set_text(c, r->discovery->keys[r->port]);
}

const struct listing_column discover_port_columns[] = {
	{ "index", "INDEX", LISTING_RIGHT, port_index },
	{ "name", "NAME", 0, port_name },
	{ "source", "SOURCE", 0, port_source },
	{ "path", "PATH", LISTING_WRAP, port_path },
	{ "presence", NULL, 0, port_presence },
	{ "netdevs", "NETDEVS", LISTING_WRAP, port_netdevs },
	{ "known_by", NULL, 0, port_key },
	LISTING_END,
};

/* The configuration. */

/* A comment is one line, whatever a module says its vendor is. */
static void put_comment(FILE *out, const char *text)
{
	char clean[512];

	cell_clean(clean, sizeof(clean), text);
	fputs(clean, out);
}

static void put_remarks(const struct discovery *d, size_t port, FILE *out)
{
	for (size_t i = 0; i < d->find_count; i++) {
		const struct find *f = &d->finds[i];

		if (f->port != port)
			continue;
		fprintf(out, "\t# %s %s", code_name(kind_labels, f->kind), f->name);
		if (f->driver[0])
			fprintf(out, " (%s)", f->driver);
		if (f->holds[0] || f->why[0])
			fputs(": ", out);
		put_comment(out, f->holds);
		if (f->holds[0] && f->why[0])
			fputs("; ", out);
		put_comment(out, f->why);
		fputc('\n', out);
	}
}

static void put_port(const struct discovery *d, size_t n, FILE *out)
{
	const struct port_decl *port = &d->topology->ports[n];

	fputs("\nport ", out);
	conf_put_string(out, port->name);
	fprintf(out, " {\n\tindex = %u\n", port->index);
	put_remarks(d, n, out);
	fprintf(out, "\tsource = %s\n", code_name(source_kind_labels, port->source));
	if (port->source != SOURCE_ETHTOOL) {
		fputs("\tpath = ", out);
		conf_put_string(out, port->path);
		fputc('\n', out);
	}
	if (port->presence_path) {
		fputs("\tpresence = ", out);
		conf_put_string(out, port->presence_path);
		fputc('\n', out);
	}
	for (unsigned i = 0; i < port->netdev_count; i++) {
		fputs(i ? ", " : "\tnetdevs = { ", out);
		conf_put_string(out, port->netdevs[i]);
	}
	fputs(port->netdev_count ? " }\n}\n" : "}\n", out);
}

static void put_rest(const struct discovery *d, FILE *out)
{
	bool first = true;

	for (size_t i = 0; i < d->find_count; i++) {
		const struct find *f = &d->finds[i];

		/* What is just there needs no reason: hwmon chips. */
		if (f->port != FIND_NO_PORT || !f->why[0])
			continue;
		fputs(first ? "\n# Found, and not taken for a port:\n" : "", out);
		first = false;
		fprintf(out, "#  %s %s", code_name(kind_labels, f->kind), f->name);
		if (f->about[0])
			fprintf(out, " (%s)", f->about);
		fputs(": ", out);
		put_comment(out, f->why);
		fputc('\n', out);
	}
}

void discover_print(const struct discovery *d, const char *root, FILE *out)
{
	fprintf(out,
	        "# Made by breakoutctl discover: %zu ports. Without ports in its configuration,\n"
	        "# breakoutd serves the same ones, and follows what comes and goes.\n"
	        "#\n"
	        "# To be added where it is known: cage, split-supported, and breakouts with their\n"
	        "# legs. Breakouts of ports that the kernel has split are found without.\n",
	        d->topology->port_count);
	if (root && root[0]) {
		fputs("\nroot = ", out);
		conf_put_string(out, root);
		fputc('\n', out);
	}
	for (size_t i = 0; i < d->topology->port_count; i++)
		put_port(d, i, out);
	put_rest(d, out);
}
