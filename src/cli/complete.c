/* SPDX-License-Identifier: BSD-3-Clause */
/* What may come next on a command line. */
#include "cli/complete.h"

#include <string.h>

#include "config/config.h"
#include "control/client.h"
#include "model/event.h"
#include "model/type.h"
#include "rules/rule.h"
#include "view/cell.h"
#include "view/show.h"

/* Nobody waits longer for a list of names. */
#define PATIENCE_MS 300

/* What an operand or a value of an option may be. */
enum kind {
	KIND_NOTHING,
	KIND_FILE,
	KIND_PORT,
	KIND_BREAKOUT,
	KIND_TYPE,
	KIND_RULE,
	KIND_LIST,
	KIND_SEVERITY,
	KIND_FEC,
	KIND_PART,       /* of `fit`: a type, port or file */
};

struct completion {
	struct cli *cli;
	const char *word;      /* that is typed */
	const char *control;   /* --control, or NULL */
};

static void offer(const struct completion *c, const char *candidate, const char *about)
{
	if (strncmp(candidate, c->word, strlen(c->word)) == 0)
		fprintf(c->cli->out, "%s\t%s\n", candidate, about);
}

/* Names of a list that breakoutd knows. */
static void offer_names(const struct completion *c, const char *list)
{
	const struct control_request request = { .words = { "show", list }, .word_count = 2, .json = true };
	struct control_reply reply;
	json_t *array, *row;
	size_t i;

	if (!c->cli->asks ||
	    control_ask(c->control ? c->control : CONFIG_CONTROL_SOCKET, &request, PATIENCE_MS, &reply) < 0)
		return;
	array = reply.status == CONTROL_OK ? json_loads(reply.text, 0, NULL) : NULL;
	control_reply_release(&reply);
	json_array_foreach(array, i, row) {
		const char *name = json_string_value(json_object_get(row, "name"));
		const char *about = json_string_value(json_object_get(row, "type"));

		if (name)
			offer(c, name, about ? about : "");
	}
	json_decref(array);
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
		fputs(":file\n", c->cli->out);
		break;
	case KIND_PORT:
		offer_names(c, "ports");
		break;
	case KIND_BREAKOUT:
		offer_names(c, "breakouts");
		break;
	case KIND_TYPE:
		offer_types(c);
		break;
	case KIND_RULE:
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
		{ CLI_OUTPUT, KIND_FILE }, { CLI_TYPE, KIND_TYPE },      { CLI_PORT, KIND_PORT },
		{ CLI_BREAKOUT, KIND_BREAKOUT }, { CLI_SEVERITY, KIND_SEVERITY }, { CLI_FEC, KIND_FEC },
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
		enum kind kinds[3];
	} rows[] = {
		{ { "decode", NULL }, { KIND_FILE } },
		{ { "show", "lanes" }, { KIND_PORT } },
		{ { "show", "module" }, { KIND_PORT } },
		{ { "watch", NULL }, { KIND_LIST, KIND_PORT } },
		{ { "explain", NULL }, { KIND_RULE } },
		{ { "diagram", NULL }, { KIND_BREAKOUT } },
		{ { "history", NULL }, { KIND_PORT } },
		{ { "fit", NULL }, { KIND_PART, KIND_NOTHING, KIND_PART } },
		{ { "import", NULL }, { KIND_FILE, KIND_FILE, KIND_FILE } },
		{ { "sim", "init" }, { KIND_FILE } },
		{ { "sim", "insert" }, { KIND_FILE, KIND_PORT, KIND_TYPE } },
		{ { "sim", NULL }, { KIND_FILE, KIND_PORT } },
	};

	if (n >= cmd->operands_max)
		return KIND_NOTHING;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].words[0], cmd->words[0]) == 0 &&
		    (!rows[i].words[1] || (cmd->words[1] && strcmp(rows[i].words[1], cmd->words[1]) == 0)))
			return rows[i].kinds[n < 3 ? n : 2];
	}
	return KIND_NOTHING;
}

/* The option that is spelled like that, with its value in the next word; NULL if it is none or takes none. */
static const struct cli_option_row *option_with_value(const char *word)
{
	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		if (o->argument && (strcmp(word, o->name) == 0 ||
		                    (o->letter && word[0] == '-' && word[1] == o->letter && !word[2])))
			return o;
	}
	return NULL;
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

enum cli_exit cli_complete(struct cli *cli, size_t count, char *const *words)
{
	struct completion c = { .cli = cli, .word = count ? words[count - 1] : "" };
	const struct cli_option_row *open = NULL;
	const struct cli_command *cmd;
	const char *operands[2] = { NULL, NULL };
	size_t operand_count = 0;

	for (size_t i = 0; i + 1 < count; i++) {
		if (open && open->bit == CLI_CONTROL)
			c.control = words[i];
		if (!open && words[i][0] != '-' && operand_count++ < 2)
			operands[operand_count - 1] = words[i];
		open = open ? NULL : option_with_value(words[i]);
	}
	cmd = command_of(operands[0], operands[1]);
	if (open)
		offer_kind(&c, kind_of_value(open->bit));
	else if (c.word[0] == '-')
		offer_options(&c, cmd);
	else if (cmd)
		offer_kind(&c, kind_of_operand(cmd, operand_count - (cmd->words[1] ? 2 : 1)));
	else if (operand_count < 2)
		offer_commands(&c, operands[0]);
	return CLI_OK;
}
