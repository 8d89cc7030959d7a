/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ports.conf of Cumulus Linux: a line "PORTS=HOW" for each front panel port,
 * where PORTS is 7 or 5-8, and HOW is 100G, 4x25G, 1x, disabled, loopback, or
 * "40G/4" for SFP ports that are joined into one.
 */
#include "cli/import.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"

#define PORT_MAX 512

struct line {
	const char *path;
	unsigned number;
	char *error;
};

static __attribute__((format(printf, 2, 3))) int refuse(const struct line *l, const char *fmt, ...)
{
	struct text t;
	va_list ap;

	text_init(&t, l->error, IMPORT_ERROR);
	text_printf(&t, "%s:%u: ", l->path, l->number);
	va_start(ap, fmt);
	text_vprintf(&t, fmt, ap);
	va_end(ap);
	return -EINVAL;
}

static char *trim(char *s)
{
	size_t len;

	while (isspace((unsigned char)*s))
		s++;
	len = strlen(s);
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		s[--len] = '\0';
	return s;
}

/* "5-8" or "7". */
static int parse_range(const struct line *l, char *text, uint32_t *ret_first, uint32_t *ret_last)
{
	char *dash = strchr(text, '-');

	if (dash)
		*dash++ = '\0';
	if (parse_u32(trim(text), 1, PORT_MAX, ret_first) < 0)
		return refuse(l, "expected the number of a port, 1 to %d, saw \"%.40s\"", PORT_MAX, text);
	*ret_last = *ret_first;
	if (dash && parse_u32(trim(dash), *ret_first, PORT_MAX, ret_last) < 0)
		return refuse(l, "expected a port from %u to %d behind the dash, saw \"%.40s\"", *ret_first,
		              PORT_MAX, dash);
	return 0;
}

/* How a port is used. */
struct usage {
	struct mode mode; /* count 0: see the remark */
	bool no_devices;  /* it has no network device */
	bool no_port;     /* there is nothing to plug a module in */
	const char *remark;
};

static const struct {
	const char *word;
	struct usage usage;
} words[] = {
	{ "disabled", { .no_devices = true, .remark = "disabled in ports.conf" } },
	{ "loopback", { .no_port = true } },
	{ "1x", { .mode = { .count = 1 } } },
};

static bool parse_usage(const char *text, struct usage *ret_usage)
{
	char buf[64];
	size_t len = strlen(text);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].word) == 0) {
			*ret_usage = words[i].usage;
			return true;
		}
	}
	*ret_usage = (struct usage){ 0 };
	/* Four SFP ports that make one of 40G; the other three say "40G/4" themselves. */
	if (len > 2 && text[len - 2] == '/' && strchr("248", text[len - 1])) {
		ret_usage->remark = "part of a group of ports that are joined into one";
		ret_usage->mode.count = 1;
		return true;
	}
	if ((text[0] == '2' || text[0] == '4' || text[0] == '8') && strcmp(text + 1, "x") == 0) {
		ret_usage->remark = "split, at a rate that ports.conf does not say";
		return true;
	}
	/* "100G" is 1x100G, and "4x10" was once 4x10G. */
	snprintf(buf, sizeof(buf), "%s%s%s", strchr(text, 'x') ? "" : "1x", text,
	         len > 0 && isdigit((unsigned char)text[len - 1]) ? "G" : "");
	return strlen(text) < 40 && mode_parse(buf, &ret_usage->mode) == 0;
}

static int add_port(const struct line *l, struct imported *im, uint32_t number, const struct usage *u)
{
	char name[NETDEV_NAME], netdev[2 * NETDEV_NAME];
	struct import_port *port;

	snprintf(name, sizeof(name), "swp%u", number);
	if (imported_find(im, name))
		return refuse(l, "port %u is listed twice", number);
	port = imported_port(im, name);
	if (!port) {
		snprintf(l->error, IMPORT_ERROR, "%s: %s", l->path, strerror(errno));
		return -errno;
	}
	port->index = number;
	TEXT_SET(port->remark, u->remark ? u->remark : "");
	if (u->mode.count) {
		port->split_rank = IMPORT_CONFIGURED;
		port->split = u->mode;
	}
	if (u->no_devices)
		return 0;
	if (u->mode.count <= 1)
		import_add_netdev(port, name);
	for (unsigned i = 0; u->mode.count > 1 && i < u->mode.count; i++) {
		snprintf(netdev, sizeof(netdev), "%ss%u", name, i);
		import_add_netdev(port, netdev);
	}
	return 0;
}

static int read_line(const struct line *l, struct imported *im, char *text)
{
	uint32_t first, last;
	struct usage usage;
	char *value;
	int r;

	text[strcspn(text, "#")] = '\0';
	text = trim(text);
	if (!*text)
		return 0;
	value = strchr(text, '=');
	if (!value)
		return refuse(l, "expected PORT=MODE, saw \"%.40s\"", text);
	*value++ = '\0';
	r = parse_range(l, text, &first, &last);
	if (r < 0)
		return r;
	value = trim(value);
	if (!parse_usage(value, &usage))
		return refuse(l,
		              "expected a speed such as 100G, a split such as 4x25G, disabled or loopback, "
		              "saw \"%.40s\"",
		              value);
	for (uint32_t n = first; n <= last && r == 0 && !usage.no_port; n++)
		r = add_port(l, im, n, &usage);
	return r;
}

int import_cumulus_file(const char *path, struct imported *im, char *error)
{
	struct line l = { .path = path, .number = 1, .error = error };
	char *text, *rest, *line;
	size_t len;
	int r = import_read_file(path, &text, &len, error);

	if (r < 0)
		return r;
	if (strlen(text) != len)
		r = refuse(&l, "is no text file: it has NUL bytes");
	rest = text;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		r = read_line(&l, im, line);
		l.number++;
	}
	if (r == 0 && im->count == 0) {
		snprintf(error, IMPORT_ERROR, "%s: no ports in it, expected lines such as \"1=4x25G\"", path);
		r = -EINVAL;
	}
	free(text);
	return r;
}
