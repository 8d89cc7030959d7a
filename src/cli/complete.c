/* SPDX-License-Identifier: BSD-3-Clause */
/* What may come next on a command line. */
#include "cli/complete.h"

#include <stdlib.h>
#include <string.h>

#include "cli/ask.h"
#include "config/config.h"
#include "control/client.h"
#include "model/event.h"
#include "model/type.h"
#include "rules/plan.h"
#include "rules/rule.h"
#include "sim/sim.h"
#include "sim/sim_host.h"
#include "view/cell.h"
#include "view/show.h"

/* Operands of a command that are told apart. */
#define OPERAND_KINDS 4

/* Nobody waits longer for a list of names. */
#define PATIENCE_MS 300

/* What an operand or a value of an option may be. */
enum kind {
	KIND_NOTHING,
	KIND_FILE,
	KIND_PORT,
	KIND_BREAKOUT,
	KIND_PICTURE,    /* a breakout, or all */
	KIND_TYPE,
	KIND_MODE,       /* of the type that was named */
	KIND_RULE,       /* or a violation */
	KIND_LIST,
	KIND_SEVERITY,
	KIND_FEC,
	KIND_PART,       /* of `fit`: a type, port or file */
	KIND_FOLDER,     /* of a simulated switch */
	KIND_SIM_PORT,   /* in it */
	KIND_INSERTION,  /* keys */
	KIND_CHANGE,
	KIND_HOST,
};

struct completion {
	struct cli *cli;
	const char *word;      /* that is typed; of "--option=value" the value */
	const char *before;    /* it in the same word, with its length: "--option=" */
	int before_len;
	const char *control;   /* --control, or NULL */
	const char *conf;
	const char *folder;    /* of a simulated switch, or NULL */
	const char *type;      /* --type or the first operand, or NULL */
};

static void offer(const struct completion *c, const char *candidate, const char *about)
{
	if (strncmp(candidate, c->word, strlen(c->word)) == 0)
		fprintf(c->cli->out, "%.*s%s\t%s\n", c->before_len, c->before, candidate, about);
}

/* A list that breakoutd knows; NULL if none answers. */
static json_t *ask_list(const struct completion *c, const char *list)
{
	const struct control_request request = { .words = { "show", list }, .word_count = 2, .json = true };
	struct control_reply reply;
	json_t *array = NULL;
	char *path;

	if (!c->cli->asks)
		return NULL;
	path = c->control ? strdup(c->control) : ask_path(c->conf);
	if (path && *path && control_ask(path, &request, PATIENCE_MS, &reply) == 0) {
		array = reply.status == CONTROL_OK ? json_loads(reply.text, 0, NULL) : NULL;
		control_reply_release(&reply);
	}
	free(path);
	return array;
}

/* Names of ports and breakouts, where nobody knows more. */
static void offer_declared(const struct completion *c, const char *list, const char *conf)
{
	struct config *config;
	char *error = NULL;

	if (config_load(conf, &config, &error) < 0) {
		free(error);
		return;
	}
	if (strcmp(list, "ports") == 0) {
		for (size_t i = 0; i < config->topology->port_count; i++)
			offer(c, config->topology->ports[i].name, "");
	} else {
		for (size_t i = 0; i < config->topology->breakout_count; i++)
			offer(c, config->topology->breakouts[i].name, "");
	}
	config_free(config);
}

static void offer_names(const struct completion *c, const char *list)
{
	json_t *array = ask_list(c, list), *row;
	size_t i;

	if (!array && !c->control)
		offer_declared(c, list, c->conf);
	json_array_foreach(array, i, row) {
		const char *name = json_string_value(json_object_get(row, "name"));
		const char *about = json_string_value(json_object_get(row, "type"));

		if (name)
			offer(c, name, about ? about : "");
	}
	json_decref(array);
}

static void offer_violations(const struct completion *c)
{
	json_t *array = ask_list(c, "violations"), *row;
	size_t i;

	json_array_foreach(array, i, row) {
		const char *rule = json_string_value(json_object_get(row, "rule"));
		char number[24];

		snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(json_object_get(row, "index")));
		offer(c, number, rule ? rule : "");
	}
	json_decref(array);
}

/* Ports of a simulated switch are in its configuration. */
static void offer_sim_ports(const struct completion *c)
{
	char *conf = NULL;

	if (c->folder && asprintf(&conf, "%s/breakoutd.conf", c->folder) >= 0)
		offer_declared(c, "ports", conf);
	free(conf);
}

static void offer_keys(const struct completion *c, bool (*key)(size_t n, const char **ret_name, const char **ret_about))
{
	const char *name, *about;
	char with_value[64];

	for (size_t n = 0; key(n, &name, &about); n++) {
		snprintf(with_value, sizeof(with_value), "%s=", name);
		offer(c, with_value, about);
	}
}

static void offer_modes(const struct completion *c)
{
	const struct module_type *type = c->type ? module_type_find(c->type) : NULL;
	const struct plan *plan;
	char buf[MODE_TEXT];

	for (size_t n = 0; type && (plan = plan_of_trunk(type, n)); n++)
		offer(c, mode_text(&plan->mode, buf, sizeof(buf)), plan->harness ? plan->harness : "");
}

static void offer_words(const struct completion *c, const char *const *words)
{
	for (; *words; words++)
		offer(c, *words, "");
}

static void offer_types(const struct completion *c)
{
	for (const struct module_type *t = module_types; t->token; t++)
		offer(c, t->token, t->name);
}

static void offer_rules(const struct completion *c)
{
	for (size_t i = 0; i < rule_count; i++)
		offer(c, rules[i].id, rules[i].name);
}

static void offer_lists(const struct completion *c)
{
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		if (cmd->words[1] && strcmp(cmd->words[0], "show") == 0 && show_find(cmd->words[1]))
			offer(c, cmd->words[1], cmd->summary);
	}
}

static void offer_kind(const struct completion *c, enum kind kind)
{
	static const char *const severities[] = { "info", "minor", "major", "critical", NULL };
	static const char *const fecs[] = { "none", "base-r", "rs528", "rs544", NULL };

	switch (kind) {
	case KIND_NOTHING:
		break;
	case KIND_PART:
		offer_types(c);
		offer_names(c, "ports");
		offer_kind(c, KIND_FILE);
		break;
	case KIND_FILE:
	case KIND_FOLDER:
		fputs(":file\n", c->cli->out);
		break;
	case KIND_PORT:
		offer_names(c, "ports");
		break;
	case KIND_PICTURE:
		offer(c, "all", "");
		offer_names(c, "breakouts");
		break;
	case KIND_BREAKOUT:
		offer_names(c, "breakouts");
		break;
	case KIND_MODE:
		offer_modes(c);
		break;
	case KIND_SIM_PORT:
		offer_sim_ports(c);
		break;
	case KIND_INSERTION:
		offer_keys(c, sim_insertion_key);
		break;
	case KIND_CHANGE:
		offer_keys(c, sim_change_key);
		break;
	case KIND_HOST:
		offer_keys(c, sim_host_key);
		break;
	case KIND_TYPE:
		offer_types(c);
		break;
	case KIND_RULE:
		offer_violations(c);
		offer_rules(c);
		break;
	case KIND_LIST:
		offer_lists(c);
		break;
	case KIND_SEVERITY:
		offer_words(c, severities);
		break;
	case KIND_FEC:
		offer_words(c, fecs);
		break;
	}
}

static enum kind kind_of_value(enum cli_option bit)
{
	static const struct {
		enum cli_option bit;
		enum kind kind;
	} rows[] = {
		{ CLI_CONF, KIND_FILE },         { CLI_CONTROL, KIND_FILE },   { CLI_ROOT, KIND_FILE },
		{ CLI_OUTPUT, KIND_FILE },       { CLI_TYPE, KIND_TYPE },      { CLI_PORT, KIND_PORT },
		{ CLI_BREAKOUT, KIND_BREAKOUT }, { CLI_SEVERITY, KIND_SEVERITY }, { CLI_FEC, KIND_FEC },
		{ CLI_MODE, KIND_MODE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].bit == bit)
			return rows[i].kind;
	}
	return KIND_NOTHING;
}

/* Of operand number `n`, from 0; the last kind holds for all behind it. */
static enum kind kind_of_operand(const struct cli_command *cmd, size_t n)
{
	static const struct {
		const char *words[2];
		enum kind kinds[OPERAND_KINDS];
	} rows[] = {
		{ { "decode", NULL }, { KIND_FILE } },
		{ { "show", "lanes" }, { KIND_PORT } },
		{ { "show", "module" }, { KIND_PORT } },
		{ { "watch", NULL }, { KIND_LIST, KIND_PORT } },
		{ { "explain", NULL }, { KIND_RULE } },
		{ { "diagram", NULL }, { KIND_PICTURE } },
		{ { "history", NULL }, { KIND_PORT } },
		{ { "fit", NULL }, { KIND_PART, KIND_MODE, KIND_PART, KIND_PART } },
		{ { "import", NULL }, { KIND_FILE, KIND_FILE, KIND_FILE } },
		{ { "sim", "insert" }, { KIND_FOLDER, KIND_SIM_PORT, KIND_TYPE, KIND_INSERTION } },
		{ { "sim", "set" }, { KIND_FOLDER, KIND_SIM_PORT, KIND_CHANGE, KIND_CHANGE } },
		{ { "sim", "host" }, { KIND_FOLDER, KIND_SIM_PORT, KIND_HOST, KIND_HOST } },
		{ { "sim", NULL }, { KIND_FOLDER, KIND_SIM_PORT } },
	};

	if (n >= cmd->operands_max)
		return KIND_NOTHING;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].words[0], cmd->words[0]) == 0 &&
		    (!rows[i].words[1] || (cmd->words[1] && strcmp(rows[i].words[1], cmd->words[1]) == 0)))
			return rows[i].kinds[n < OPERAND_KINDS ? n : OPERAND_KINDS - 1];
	}
	return KIND_NOTHING;
}

/*
 * The option that `word` is, if it takes a value; else NULL. *ret_value is what stands behind it in the same word,
 * or NULL: it is the next one.
 */
static const struct cli_option_row *option_with_value(const char *word, const char **ret_value)
{
	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		size_t len = strlen(o->name);
		bool is_long = strncmp(word, o->name, len) == 0 && (!word[len] || word[len] == '=');

		if (!o->argument || (!is_long && !(o->letter && word[0] == '-' && word[1] == o->letter)))
			continue;
		if (is_long)
			*ret_value = word[len] ? word + len + 1 : NULL;
		else
			*ret_value = word[2] ? word + 2 : NULL;
		return o;
	}
	return NULL;
}

static void note_value(struct completion *c, enum cli_option bit, const char *value)
{
	if (bit == CLI_CONTROL)
		c->control = value;
	else if (bit == CLI_CONF)
		c->conf = value;
	else if (bit == CLI_TYPE)
		c->type = value;
}

static const struct cli_command *command_of(const char *first, const char *second)
{
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		if (first && strcmp(cmd->words[0], first) == 0 &&
		    (!cmd->words[1] || (second && strcmp(cmd->words[1], second) == 0)))
			return cmd;
	}
	return NULL;
}

/* First words of commands, or those behind `first`. */
static void offer_commands(const struct completion *c, const char *first)
{
	const char *last = "";

	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		if (first && strcmp(cmd->words[0], first) == 0)
			offer(c, cmd->words[1], cmd->summary);
		if (first || strcmp(cmd->words[0], last) == 0)
			continue;
		offer(c, cmd->words[0], cmd->words[1] ? "" : cmd->summary);
		last = cmd->words[0];
	}
}

static void offer_options(const struct completion *c, const struct cli_command *cmd)
{
	unsigned options = (cmd ? cmd->options : CLI_VERSION) | CLI_HELP;

	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		if (options & o->bit)
			offer(c, o->name, o->about);
	}
}

/* The last word: what it may become. `open` is the option that it is the value of, or NULL. */
static void complete_word(struct completion *c, const struct cli_option_row *open, char *const *operands, size_t count)
{
	const struct cli_command *cmd = command_of(count > 0 ? operands[0] : NULL, count > 1 ? operands[1] : NULL);
	size_t words = cmd && cmd->words[1] ? 2 : 1;
	const char *value;

	if (!open && strncmp(c->word, "--", 2) == 0 && strchr(c->word, '=')) {
		open = option_with_value(c->word, &value);
		if (!open)
			return;
		c->before = c->word;
		c->before_len = (int)(value - c->word);
		c->word = value;
	}
	if (cmd && strcmp(cmd->words[0], "sim") == 0 && count > words)
		c->folder = operands[words];
	if (cmd && strcmp(cmd->words[0], "fit") == 0 && count > words)
		c->type = operands[words];
	if (!c->type)
		c->type = CLI_SIM_TYPE;
	if (open)
		offer_kind(c, kind_of_value(open->bit));
	else if (c->word[0] == '-')
		offer_options(c, cmd);
	else if (cmd)
		offer_kind(c, kind_of_operand(cmd, count - words));
	else if (count < 2)
		offer_commands(c, count > 0 ? operands[0] : NULL);
}

enum cli_exit cli_complete(struct cli *cli, size_t count, char *const *words)
{
	struct completion c = { .cli = cli, .word = count ? words[count - 1] : "", .before = "", .conf = cli->default_conf };
	const struct cli_option_row *open = NULL;
	char **operands = calloc(count + 1, sizeof(*operands));
	size_t operand_count = 0;
	const char *value;

	if (!operands)
		return CLI_FAILURE;
	for (size_t i = 0; i + 1 < count; i++) {
		if (open) {
			note_value(&c, open->bit, words[i]);
			open = NULL;
			continue;
		}
		if (words[i][0] != '-') {
			operands[operand_count++] = words[i];
			continue;
		}
		open = option_with_value(words[i], &value);
		if (open && value) {
			note_value(&c, open->bit, value);
			open = NULL;
		}
	}
	complete_word(&c, open, operands, operand_count);
	free(operands);
	return CLI_OK;
}
