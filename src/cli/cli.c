/* SPDX-License-Identifier: BSD-3-Clause */
/* Command line of breakoutctl: parsing, help, output. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

#include "base/text.h"
#include "cli/complete.h"
#include "view/module_page.h"
#include "view/show.h"
#include "view/table.h"

#define USAGE_INDENT 11  /* of further lines of a usage */
#define HELP_COLUMN 17   /* of commands, where summaries follow */
#define OPTION_COLUMN 24 /* of options, where what they do follows */

/* What is wrong with a command line; "" if nothing is. */
struct wrong {
	char text[512];
};

void cli_error(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	fputs("breakoutctl: ", cli->err);
	va_start(ap, fmt);
	vfprintf(cli->err, fmt, ap);
	va_end(ap);
	fputc('\n', cli->err);
}

enum cli_exit cli_usage_error(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	fputs("breakoutctl: ", cli->err);
	va_start(ap, fmt);
	vfprintf(cli->err, fmt, ap);
	va_end(ap);
	fputs("\nTry 'breakoutctl --help' for more information.\n", cli->err);
	return CLI_USAGE;
}

enum cli_exit cli_lanes_error(struct cli *cli, const char *mode, unsigned lanes)
{
	return cli_usage_error(cli, "'%s': expected legs of whole lanes, of %u in all; '2x25G(2)+1x50G(2)' states the lanes "
	                            "of each part", mode, lanes);
}

enum cli_exit cli_out_of_memory(struct cli *cli)
{
	cli_error(cli, "out of memory");
	return CLI_FAILURE;
}

enum cli_exit cli_print_json(struct cli *cli, json_t *json)
{
	return show_print_json(json, cli->out) < 0 ? cli_out_of_memory(cli) : CLI_OK;
}

/* "usage: breakoutctl sim init DIR [--trunks N]...", broken between options. */
static void print_usage(const struct cli_command *cmd, FILE *out)
{
	const char *second = cmd->words[1] ? cmd->words[1] : "";
	int column = fprintf(out, "usage: breakoutctl %s%s%s%s%s", cmd->words[0], *second ? " " : "", second,
	                     *cmd->operands ? " " : "", cmd->operands);

	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		char item[64];

		if (!(cmd->options & o->bit))
			continue;
		if (o->letter && o->argument)
			snprintf(item, sizeof(item), " [-%c %s]", o->letter, o->argument);
		else
			snprintf(item, sizeof(item), " [%s%s%s]", o->name, o->argument ? " " : "",
			         o->argument ? o->argument : "");
		if (column + (int)strlen(item) > TABLE_WIDTH)
			column = fprintf(out, "\n%*s", USAGE_INDENT, "") - 1;
		column += fprintf(out, "%s", item);
	}
	fputc('\n', out);
}

static void print_command_help(const struct cli_command *cmd, FILE *out)
{
	print_usage(cmd, out);
	fputc('\n', out);
	module_print_wrapped(out, 0, cmd->summary);
	fputs("\nOptions:\n", out);
	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		char left[32];

		if (!((cmd->options | CLI_HELP) & o->bit))
			continue;
		if (o->letter)
			snprintf(left, sizeof(left), "-%c, %s %s", o->letter, o->name,
				 o->argument ? o->argument : "");
		else
			snprintf(left, sizeof(left), "    %s %s", o->name, o->argument ? o->argument : "");
		module_print_wrapped(out, (unsigned)fprintf(out, "  %-*s  ", OPTION_COLUMN, left), o->about);
	}
	if (cmd->details) {
		fputc('\n', out);
		cmd->details(out);
	}
}

/* All commands, or those that start with `first`: a line or two each. */
static void print_help(const char *first, FILE *out)
{
	fprintf(out, "usage: breakoutctl %s%sCOMMAND [OPTION]...\n\n", first ? first : "", first ? " " : "");
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		char name[HELP_COLUMN];

		if (first && strcmp(cmd->words[0], first) != 0)
			continue;
		snprintf(name, sizeof(name), "%s %s", cmd->words[0], cmd->words[1] ? cmd->words[1] : "");
		module_print_wrapped(out, (unsigned)fprintf(out, "  %-*s ", HELP_COLUMN - 1, name), cmd->summary);
	}
	fprintf(out, "\nMore about one: breakoutctl %s%sCOMMAND --help, breakoutctl(1)\n", first ? first : "",
	        first ? " " : "");
	if (!first)
		fputs("Which version this is: breakoutctl --version\n", out);
}

/* "decode, show or sim"; behind `first`: "types, init, insert, remove, set or host". */
static const char *word_choices(const char *first, char *buf, size_t size)
{
	const char *words[24];
	size_t count = 0;
	struct text t;

	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		const char *word = first ? cmd->words[1] : cmd->words[0];

		if (first && strcmp(cmd->words[0], first) != 0)
			continue;
		if (count > 0 && strcmp(words[count - 1], word) == 0)
			continue;
		if (count < sizeof(words) / sizeof(words[0]))
			words[count++] = word;
	}
	text_init(&t, buf, size);
	for (size_t i = 0; i < count; i++)
		text_item(&t, i + 1 < count ? ", " : " or ", "%s", words[i]);
	return buf;
}

/* The option that `word` begins; *ret_value is what stands behind it in the same word, or NULL. */
static const struct cli_option_row *find_option(const char *word, const char **ret_value)
{
	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		size_t len = strlen(o->name);

		*ret_value = NULL;
		if (word[1] != '-') {
			if (word[1] != o->letter)
				continue;
			if (word[2])
				*ret_value = word + 2;
			return o;
		}
		if (strncmp(word, o->name, len) != 0 || (word[len] && word[len] != '='))
			continue;
		if (word[len])
			*ret_value = word + len + 1;
		return o;
	}
	return NULL;
}

static void option_store(struct cli_args *args, enum cli_option bit, const char *value)
{
	args->given |= bit;
	if (bit == CLI_CONF)
		args->conf = value;
	else if (bit == CLI_TRUNKS)
		args->trunks = value;
	else if (bit == CLI_TYPE)
		args->type = value;
	else if (bit == CLI_MODE)
		args->mode = value;
	else if (bit == CLI_LENGTH)
		args->length = value;
	else if (bit == CLI_FEC)
		args->fec = value;
	else if (bit == CLI_PATH)
		args->path = value;
	else if (bit == CLI_CONTROL)
		args->control = value;
	else if (bit == CLI_ROOT)
		args->root = value;
	else if (bit == CLI_PORT)
		args->port = value;
	else if (bit == CLI_BREAKOUT)
		args->breakout = value;
	else if (bit == CLI_SEVERITY)
		args->severity = value;
	else if (bit == CLI_COUNT)
		args->count = value;
	else if (bit == CLI_INTERVAL)
		args->interval = value;
	else if (bit == CLI_OUTPUT)
		args->output = value;
}

/* Only the first thing that is wrong is told. */
static void __attribute__((format(printf, 2, 3))) note_wrong(struct wrong *wrong, const char *fmt, ...)
{
	va_list ap;

	if (wrong->text[0])
		return;
	va_start(ap, fmt);
	vsnprintf(wrong->text, sizeof(wrong->text), fmt, ap);
	va_end(ap);
}

/*
 * Sort words into options and the rest, which moves to the front of `argv`.
 * Options stand anywhere, even before the command; "--" ends them, "-" is none.
 * It goes on behind what is wrong, as the command says how that is told.
 */
static void parse_args(int argc, char **argv, struct cli_args *args, struct wrong *wrong)
{
	bool options_end = false;

	args->operands = argv;
	for (int i = 0; i < argc; i++) {
		const struct cli_option_row *o;
		const char *value, *word = argv[i];

		if (options_end || word[0] != '-' || !word[1]) {
			args->operands[args->operand_count++] = argv[i];
			continue;
		}
		if (strcmp(word, "--") == 0) {
			options_end = true;
			continue;
		}
		o = find_option(word, &value);
		if (!o) {
			note_wrong(wrong, "unknown option '%s'", word);
			continue;
		}
		if (!o->argument && value)
			note_wrong(wrong, "option '%s' takes no value: '%s'", o->name, word);
		if (o->argument && !value && ++i < argc)
			value = argv[i];
		if (o->argument && !value)
			note_wrong(wrong, "option '%s' wants a value: %s %s", word, o->name, o->argument);
		option_store(args, o->bit, value);
	}
}

/* The command that the first operands name, with them taken off; NULL if they name none. */
static const struct cli_command *find_command(struct cli_args *args)
{
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		size_t words = cmd->words[1] ? 2 : 1, matching = 0;

		while (matching < words && matching < args->operand_count &&
		       strcmp(cmd->words[matching], args->operands[matching]) == 0)
			matching++;
		if (matching < words)
			continue;
		args->operands += words;
		args->operand_count -= words;
		args->allowed = cmd->options;
		return cmd;
	}
	return NULL;
}

/* No command: help, version, or what was wrong. */
static enum cli_exit explain(struct cli *cli, const struct cli_args *args)
{
	const char *first = args->operand_count > 0 ? args->operands[0] : NULL;
	const char *second = args->operand_count > 1 ? args->operands[1] : NULL;
	char choices[256];

	if (args->given & CLI_VERSION) {
		fputs("breakoutctl " PACKAGE_VERSION "\n", cli->out);
		return CLI_OK;
	}
	if (!first) {
		print_help(NULL, args->given & CLI_HELP ? cli->out : cli->err);
		return args->given & CLI_HELP ? CLI_OK : CLI_USAGE;
	}
	if (!*word_choices(first, choices, sizeof(choices)))
		return cli_usage_error(cli, "unknown command '%s', expected %s", first,
		                       word_choices(NULL, choices, sizeof(choices)));
	if (second)
		return cli_usage_error(cli, "%s: unknown command '%s', expected %s", first, second, choices);
	if (args->given & CLI_HELP) {
		print_help(first, cli->out);
		return CLI_OK;
	}
	return cli_usage_error(cli, "%s what? Expected %s", first, choices);
}

/* The first option that was given and is not the command's, or NULL. */
static const char *foreign_option(const struct cli_command *cmd, const struct cli_args *args)
{
	for (const struct cli_option_row *o = cli_options; o->name; o++) {
		if (args->given & o->bit & ~(cmd->options | CLI_HELP))
			return o->name;
	}
	return NULL;
}

/* Told as the command wants it. */
static enum cli_exit usage_error_of(struct cli *cli, const struct cli_command *cmd, const struct wrong *wrong)
{
	if (cmd && cmd->usage_error)
		return cmd->usage_error(cli, wrong->text);
	return cli_usage_error(cli, "%s", wrong->text);
}

static enum cli_exit run_command(struct cli *cli, const struct cli_command *cmd, const struct cli_args *args)
{
	const char *foreign = foreign_option(cmd, args);
	struct wrong wrong = { "" };

	if (foreign)
		note_wrong(&wrong, "%s%s%s has no option '%s'", cmd->words[0], cmd->words[1] ? " " : "",
		           cmd->words[1] ? cmd->words[1] : "", foreign);
	else if (args->given & CLI_HELP) {
		print_command_help(cmd, cli->out);
		return CLI_OK;
	} else if (args->operand_count < cmd->operands_min)
		note_wrong(&wrong, "something is missing");
	else if (args->operand_count > cmd->operands_max)
		note_wrong(&wrong, "too many arguments");
	if (!wrong.text[0])
		return cmd->run(cli, args);
	if (foreign || cmd->usage_error)
		return usage_error_of(cli, cmd, &wrong);
	cli_error(cli, "%s", wrong.text);
	print_usage(cmd, cli->err);
	return CLI_USAGE;
}

int cli_main(struct cli *cli, int argc, char **argv)
{
	struct cli_args args = { .given = 0 };
	bool complete = argc > 1 && strcmp(argv[1], CLI_COMPLETE) == 0;
	const struct cli_command *cmd = NULL;
	struct wrong wrong = { "" };
	enum cli_exit code;

	if (complete) {
		code = cli_complete(cli, (size_t)argc - 2, argv + 2);
	} else {
		if (argc > 0)
			parse_args(argc - 1, argv + 1, &args, &wrong);
		cmd = find_command(&args);
		if (wrong.text[0])
			code = usage_error_of(cli, cmd, &wrong);
		else
			code = cmd ? run_command(cli, cmd, &args) : explain(cli, &args);
	}
	errno = 0;
	if (fflush(cli->out) != 0 || ferror(cli->out)) {
		cli_error(cli, "cannot write the output: %s", errno ? strerror(errno) : "write error");
		if (code == CLI_OK)
			code = cmd && cmd->failure ? cmd->failure : CLI_FAILURE;
	}
	return code;
}
