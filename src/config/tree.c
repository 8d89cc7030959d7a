/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The schema, and libconfuse's callbacks.
 *
 * Neither callbacks nor the error function of libconfuse get a pointer of
 * ours, so what they have to say is left in the tree itself: a value is an
 * allocated item with its line, an error message is the `comment` of the
 * section it happened in (free for us without CFGF_COMMENTS), and the line a
 * section begins at is kept by an untitled section inside it, which
 * libconfuse makes, with the current line, when it makes its parent.
 */
#include "config/tree.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* No file can hold this name: scan_text() refuses control characters. */
#define BEGIN_SECTION "\001begin"

#define KEY(name) CFG_PTR_CB(name, NULL, CFGF_NONE, take_value, free)
#define LIST(name) CFG_PTR_LIST_CB(name, NULL, CFGF_NONE, take_value, free)
#define BEGIN(none) CFG_SEC(BEGIN_SECTION, none, CFGF_NONE)
#define NAMELESS(name, keys) CFG_SEC(name, keys, CFGF_MULTI)
#define SECTION(name, keys) CFG_SEC(name, keys, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES)

/*
 * Keep a value with its line. The option's default number has no meaning for
 * pointers: it remembers where the key was set first. An assignment drops
 * earlier values, so a single value (this one) with such a line is a repetition.
 */
static int take_value(cfg_t *section, cfg_opt_t *opt, const char *value, void *result)
{
	size_t size = strlen(value) + 1;
	struct item *item;

	if (opt->def.number > 0 && opt->nvalues == 1) {
		cfg_error(section, "\"%s\" is set twice: first at line %ld, expected once", opt->name,
			  opt->def.number);
		return -1;
	}
	item = malloc(sizeof(*item) + size);
	if (!item)
		return -1;
	item->line = (unsigned)section->line;
	memcpy(item->text, value, size);
	opt->def.number = section->line;
	*(void **)result = item;
	return 0;
}

static bool hidden(const cfg_opt_t *opt)
{
	return opt->name[0] < ' ';
}

#define KEY_MAX 32

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edits between two keys, two swapped letters being one edit; SIZE_MAX if one is no key. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[KEY_MAX + 1][KEY_MAX + 1];
	size_t height = strlen(a);
	size_t width = strlen(b);

	if (height > KEY_MAX || width > KEY_MAX)
		return SIZE_MAX;
	for (size_t i = 0; i <= height; i++) {
		for (size_t j = 0; j <= width; j++) {
			size_t *d = &rows[i][j];

			if (i == 0 || j == 0) {
				*d = i + j;
				continue;
			}
			*d = smaller(rows[i - 1][j], rows[i][j - 1]) + 1;
			*d = smaller(*d, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				*d = smaller(*d, rows[i - 2][j - 2] + 1);
		}
	}
	return rows[height][width];
}

static const char *nearest_key(const cfg_t *section, const char *name)
{
	const char *best = NULL;
	size_t best_distance = strlen(name) / 3 + 2;

	for (const cfg_opt_t *opt = section->opts; opt->name; opt++) {
		size_t d = hidden(opt) ? SIZE_MAX : distance(name, opt->name);

		if (d < best_distance) {
			best = opt->name;
			best_distance = d;
		}
	}
	return best;
}

static void unknown_key(struct text *t, const cfg_t *section, const char *name)
{
	const char *near = nearest_key(section, name);

	text_printf(t, "unknown key \"%.80s\"", name);
	if (near) {
		text_printf(t, ": did you mean \"%s\"?", near);
		return;
	}
	for (const cfg_opt_t *opt = section->opts; opt->name; opt++) {
		if (!hidden(opt))
			text_printf(t, "%s%s", opt == section->opts ? ": expected one of " : ", ", opt->name);
	}
}

static void duplicate_title(struct text *t, const cfg_t *section, const char *title)
{
	unsigned first = 0;
	unsigned found = 0;

	for (const cfg_opt_t *opt = section->opts; opt->name; opt++) {
		for (unsigned i = 0; opt->type == CFGT_SEC && i < opt->nvalues; i++) {
			cfg_t *other = opt->values[i]->section;

			if (other && other->title && strcmp(other->title, title) == 0) {
				first = tree_line(other);
				found++;
			}
		}
	}
	text_printf(t, "\"%.80s\" is declared twice: expected once", title);
	/* A port and a breakout of this name: libconfuse does not say which is meant. */
	if (found == 1)
		text_printf(t, ", first at line %u", first);
}

static void not_a_section(struct text *t, const cfg_t *section, const char *name)
{
	(void)section;
	text_printf(t, "\"%s\" is not a section: expected %s = VALUE", name, name);
}

static void not_a_value(struct text *t, const cfg_t *section, const char *name)
{
	(void)section;
	text_printf(t, "\"%s\" is a section with a name: expected %s NAME { ... }", name, name);
}

static void nameless(struct text *t, const cfg_t *section, const char *name)
{
	(void)section;
	text_printf(t, "\"%s\" is a section without a name: expected %s { ... }", name, name);
}

static void not_a_list(struct text *t, const cfg_t *section, const char *name)
{
	(void)section;
	text_printf(t, "\"%s\" is not a list: expected %s = VALUE", name, name);
}

static void one_value(struct text *t, const cfg_t *section, const char *name)
{
	(void)section;
	text_printf(t, "unexpected \"%.80s\": expected a single value, not a list", name);
}

/* libconfuse's messages by how they begin; each has one argument, a string. */
static const struct {
	const char *begin;
	void (*say)(struct text *t, const cfg_t *section, const char *name);
} messages[] = {
	{ "no such option", unknown_key },	 { "found duplicate title", duplicate_title },
	{ "missing equal sign", not_a_section }, { "missing title", not_a_value },
	{ "missing opening brace", nameless },	 { "attempt to append", not_a_list },
		 { "unexpected token", one_value },
};

/* A parse stops at the first error, so there is one message at most. */
static __attribute__((format(printf, 2, 0))) void take_error(cfg_t *section, const char *fmt, va_list ap)
{
	char buf[512];
	struct text t;

	if (section->comment)
		return;
	text_init(&t, buf, sizeof(buf));
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		if (strncmp(fmt, messages[i].begin, strlen(messages[i].begin)) == 0) {
			messages[i].say(&t, section, va_arg(ap, const char *));
			section->comment = strdup(buf);
			return;
		}
	}
	vsnprintf(buf, sizeof(buf), fmt, ap);
	section->comment = strdup(buf);
}

/* Depth of recursion is the schema's. */
static const cfg_t *failed_section(const cfg_t *section)
{
	if (section->comment)
		return section;
	for (const cfg_opt_t *opt = section->opts; opt->name; opt++) {
		for (unsigned i = 0; opt->type == CFGT_SEC && i < opt->nvalues; i++) {
			const cfg_t *inner = opt->values[i]->section;
			const cfg_t *failed = inner ? failed_section(inner) : NULL;

			if (failed)
				return failed;
		}
	}
	return NULL;
}

/* cfg_init() copies the rows, so they need not outlive the call (nor be mutable globals). */
static cfg_t *tree_new(void)
{
	cfg_opt_t none[] = { CFG_END() };
	cfg_opt_t port[] = {
		KEY("index"),	 KEY("cage"),
		KEY("source"),	 KEY("path"),
		KEY("presence"), KEY("presence-inverted"),
		LIST("netdevs"), LIST("split-supported"),
		KEY("split"),	 KEY("override-type"),
		KEY("override-part"), KEY("fec"),
		KEY("auto-negotiation"), KEY("max-power"),
		KEY("netdev"),	 KEY("bus"),
		KEY("i2c-chunk"), KEY("hwmon"),
		BEGIN(none),	 CFG_END(),
	};
	cfg_opt_t leg[] = {
		KEY("port"), KEY("lane"), KEY("rate"), KEY("remote"), KEY("remote-port"), BEGIN(none), CFG_END(),
	};
	cfg_opt_t breakout[] = {
		KEY("index"),	 KEY("trunk"),	      KEY("mode"), KEY("harness"),
		KEY("length"),	 SECTION("leg", leg), BEGIN(none), CFG_END(),
	};
	cfg_opt_t rule[] = {
		KEY("severity"), KEY("enabled"), BEGIN(none), CFG_END(),
	};
	cfg_opt_t waive[] = {
		KEY("rule"), KEY("breakout"), KEY("leg"), KEY("port"), KEY("reason"), BEGIN(none), CFG_END(),
	};
	cfg_opt_t root[] = {
		KEY("presence-interval"), KEY("dom-interval"),		 KEY("raise-after"),
		KEY("clear-after"),	  KEY("event-log-size"),	 KEY("notification-rate"),
		KEY("flap-limit"),	  KEY("flap-window"),		 KEY("link-grace"),
		KEY("notifications"),
		KEY("strict-signalling"), KEY("agentx-address"),	 KEY("agentx-context"),
		KEY("agentx-priority"),	  KEY("root"),
		KEY("state-directory"),	  KEY("port-deadline"),		 KEY("control-socket"),
		KEY("control-group"),	  KEY("entity-mib"),		 KEY("entity-sensor-mib"),
		KEY("discovery"),	  KEY("discovery-interval"),
		KEY("hwmon"),	  KEY("chassis-sensors"),
		SECTION("port", port),	  SECTION("breakout", breakout), SECTION("rule", rule),
		NAMELESS("waive", waive), CFG_END(),
	};

	return cfg_init(root, CFGF_NONE);
}

int tree_parse(char *text, struct problems *problems, cfg_t **ret_tree)
{
	const cfg_t *failed;
	cfg_t *tree = tree_new();
	FILE *in = NULL;
	int r = -ENOMEM;

	if (tree)
		in = fmemopen(text, strlen(text), "r");
	if (in) {
		cfg_set_error_function(tree, take_error);
		r = cfg_parse_fp(tree, in) == CFG_SUCCESS ? 0 : -EINVAL;
		fclose(in);
	}
	if (r == -EINVAL) {
		failed = failed_section(tree);
		if (failed)
			problem_add(problems, (unsigned)failed->line, "%s", failed->comment);
		else
			r = -ENOMEM; /* the only failure that has no message */
	}
	if (r < 0)
		tree_free(tree);
	else
		*ret_tree = tree;
	return r;
}

void tree_free(cfg_t *tree)
{
	if (tree)
		cfg_free(tree);
}

static cfg_opt_t *find_option(cfg_t *section, const char *key)
{
	cfg_opt_t *opt = cfg_getopt(section, key);

	assert(opt);
	return opt;
}

unsigned tree_line(cfg_t *section)
{
	return (unsigned)cfg_opt_getnsec(find_option(section, BEGIN_SECTION), 0)->line;
}

const struct item *tree_item(cfg_t *section, const char *key)
{
	return tree_list_item(section, key, 0);
}

unsigned tree_list_size(cfg_t *section, const char *key)
{
	return cfg_opt_size(find_option(section, key));
}

const struct item *tree_list_item(cfg_t *section, const char *key, unsigned n)
{
	return cfg_opt_getnptr(find_option(section, key), n);
}
