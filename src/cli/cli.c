/* SPDX-License-Identifier: BSD-3-Clause */
/* Command line of breakoutctl: parsing, help, output. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"

#include "base/text.h"

#define SHOW(word, about, run)                                                                             \
	{ { "show", word }, "", 0, 0, CLI_CONF | CLI_JSON, about, NULL, run }

const struct cli_command cli_commands[] = {
	{ { "decode", NULL }, "FILE|-", 1, 1, CLI_JSON | CLI_REGISTERS,
	  "explain a module's memory dump (raw bytes as from 'ethtool -m DEV raw on')", NULL, cmd_decode },
	SHOW("ports", "cages: what is in them, and whether it could be read", cmd_show_ports),
	SHOW("modules", "modules: type, vendor, part and serial number", cmd_show_modules),
	SHOW("lanes", "optical power, bias and signals of every lane", cmd_show_lanes),
	SHOW("breakouts", "breakouts: trunk, mode and verdict", cmd_show_breakouts),
	SHOW("legs", "legs: what is expected, what is there", cmd_show_legs),
	SHOW("violations", "what is wrong now, and what to do about it", cmd_show_violations),
	SHOW("rules", "the rules that breakouts are judged by", cmd_show_rules),
	{ { "sim", "types" }, "", 0, 0, CLI_JSON, "module types that can be simulated", NULL, cmd_sim_types },
	{ { "sim", "init" }, "DIR", 1, 1, CLI_TRUNKS | CLI_TYPE | CLI_MODE | CLI_FORCE,
	  "make a simulated switch: module images and a breakoutd.conf", NULL, cmd_sim_init },
	{ { "sim", "insert" }, "DIR PORT TYPE [KEY=VALUE]...", 3, 64, 0,
	  "plug a module into a port (replacing the one in it)", cmd_sim_insert_details, cmd_sim_insert },
	{ { "sim", "remove" }, "DIR PORT", 2, 2, 0, "pull the module out of a port", NULL, cmd_sim_remove },
	{ { "sim", "set" }, "DIR PORT [LANE] KEY=VALUE...", 3, 64, 0,
	  "change what a module measures and signals", cmd_sim_set_details, cmd_sim_set },
	{ { NULL, NULL }, NULL, 0, 0, 0, NULL, NULL, NULL },
};

static const struct option_row {
	enum cli_option bit;
	const char *name;
	char letter;           /* 0 without */
	const char *argument;  /* NULL: none */
	const char *about;
} option_rows[] = {
	{ CLI_CONF, "--conf", 'c', "CONF", "configuration to scan with" },
	{ CLI_TRUNKS, "--trunks", 0, "N", "number of trunks, 1 to 1024 (default 1)" },
	{ CLI_TYPE, "--type", 0, "TYPE", "type of the trunks (default 40g-sr4)" },
	{ CLI_MODE, "--mode", 0, "MODE", "how they are split (default: the first the type can do)" },
	{ CLI_FORCE, "--force", 0, NULL, "write into a folder that is not empty" },
	{ CLI_REGISTERS, "--registers", 'r', NULL, "also list the registers" },
	{ CLI_JSON, "--json", 'j', NULL, "print JSON" },
	{ CLI_HELP, "--help", 'h', NULL, "print this help" },
};

#define OPTION_COUNT (sizeof(option_rows) / sizeof(option_rows[0]))

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

enum cli_exit cli_out_of_memory(struct cli *cli)
{
	cli_error(cli, "out of memory");
	return CLI_FAILURE;
}

enum cli_exit cli_print_json(struct cli *cli, json_t *json)
{
	int r;

	if (!json)
		return cli_out_of_memory(cli);
	/* 12 digits: more than any register holds, fewer than show binary fractions. */
	r = json_dumpf(json, cli->out, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
	json_decref(json);
	if (r < 0 && !ferror(cli->out))
		return cli_out_of_memory(cli);
	fputc('\n', cli->out);
	return CLI_OK;
}

/* "breakoutctl sim init DIR [--trunks N]..." */
static void print_synopsis(const struct cli_command *cmd, FILE *out)
{
	fprintf(out, "breakoutctl %s", cmd->words[0]);
	if (cmd->words[1])
		fprintf(out, " %s", cmd->words[1]);
	if (*cmd->operands)
		fprintf(out, " %s", cmd->operands);
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *o = &option_rows[i];

		if (!(cmd->options & o->bit))
			continue;
		if (o->letter && o->argument)
			fprintf(out, " [-%c %s]", o->letter, o->argument);
		else
			fprintf(out, " [%s%s%s]", o->name, o->argument ? " " : "", o->argument ? o->argument : "");
	}
	fputc('\n', out);
}

static void print_command_help(const struct cli_command *cmd, FILE *out)
{
	fputs("usage: ", out);
	print_synopsis(cmd, out);
	fprintf(out, "\n%s\n\nOptions:\n", cmd->summary);
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *o = &option_rows[i];
		char left[32];

		if (!((cmd->options | CLI_HELP) & o->bit))
			continue;
		if (o->letter)
			snprintf(left, sizeof(left), "-%c, %s %s", o->letter, o->name, o->argument ? o->argument : "");
		else
			snprintf(left, sizeof(left), "    %s %s", o->name, o->argument ? o->argument : "");
		fprintf(out, "  %-20s  %s\n", left, o->about);
	}
	if (cmd->details) {
		fputc('\n', out);
		cmd->details(out);
	}
}

/* All commands, or those that start with `first`. */
static void print_help(const char *first, FILE *out)
{
	fputs("usage: breakoutctl COMMAND [OPTION]...\n\nCommands:\n", out);
	for (const struct cli_command *cmd = cli_commands; cmd->words[0]; cmd++) {
		if (first && strcmp(cmd->words[0], first) != 0)
			continue;
		fputs("  ", out);
		print_synopsis(cmd, out);
		fprintf(out, "      %s\n", cmd->summary);
	}
	if (first)
		fprintf(out, "\nMore about one: breakoutctl %s COMMAND --help\n", first);
	else
		fputs("\n  breakoutctl --version\n\nMore about one: breakoutctl COMMAND --help, breakoutctl(1)\n", out);
}

/* "decode, show or sim"; behind `first`: "types, init, insert, remove or set". */
static const char *word_choices(const char *first, char *buf, size_t size)
{
	const char *words[16];
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

static bool is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

/* The command that argv names; *ret_words is how many words did. NULL: *ret_exit says how it ended. */
static const struct cli_command *find_command(struct cli *cli, int argc, char **argv, int *ret_words,
                                              enum cli_exit *ret_exit)
{
	const char *first = argc > 1 ? argv[1] : NULL, *second = argc > 2 ? argv[2] : NULL;
	char choices[160];
	bool known = false;

	*ret_exit = CLI_OK;
	for (const struct cli_command *cmd = cli_commands; first && cmd->words[0]; cmd++) {
		if (strcmp(cmd->words[0], first) != 0)
			continue;
		known = true;
		if (cmd->words[1] && (!second || strcmp(cmd->words[1], second) != 0))
			continue;
		*ret_words = cmd->words[1] ? 2 : 1;
		return cmd;
	}
	if (first && strcmp(first, "--version") == 0) {
		fputs("breakoutctl " PACKAGE_VERSION "\n", cli->out);
	} else if (first && is_help(known && second ? second : first)) {
		print_help(known ? first : NULL, cli->out);
	} else if (!first) {
		print_help(NULL, cli->err);
		*ret_exit = CLI_USAGE;
	} else if (!known) {
		*ret_exit = cli_usage_error(cli, "unknown command '%s', expected %s", first,
		                            word_choices(NULL, choices, sizeof(choices)));
	} else {
		*ret_exit = cli_usage_error(cli, "%s%s%s%s, expected %s", first, second ? ": unknown command '" : " what?",
		                            second ? second : "", second ? "'" : "",
		                            word_choices(first, choices, sizeof(choices)));
	}
	return NULL;
}

/* The option that `word` begins; *ret_value is what stands behind it in the same word, or NULL. */
static const struct option_row *find_option(const char *word, const char **ret_value)
{
	for (size_t i = 0; i < OPTION_COUNT; i++) {
		const struct option_row *o = &option_rows[i];
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
}

/* Options anywhere among the operands; "--" ends them, "-" is an operand. Operands move to the front. */
static enum cli_exit parse_args(struct cli *cli, const struct cli_command *cmd, int argc, char **argv,
                                struct cli_args *args)
{
	bool options_end = false;

	args->operands = argv;
	for (int i = 0; i < argc; i++) {
		const struct option_row *o;
		const char *value;

		if (options_end || argv[i][0] != '-' || !argv[i][1]) {
			args->operands[args->operand_count++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			options_end = true;
			continue;
		}
		o = find_option(argv[i], &value);
		if (!o || !((cmd->options | CLI_HELP) & o->bit))
			return cli_usage_error(cli, "%s%s%s has no option '%s'", cmd->words[0], cmd->words[1] ? " " : "",
			                       cmd->words[1] ? cmd->words[1] : "", argv[i]);
		if (o->argument && !value) {
			if (i + 1 >= argc)
				return cli_usage_error(cli, "option '%s' wants a value: %s %s", argv[i], o->name,
				                       o->argument);
			value = argv[++i];
		} else if (!o->argument && value) {
			return cli_usage_error(cli, "option '%s' takes no value: '%s'", o->name, argv[i]);
		}
		option_store(args, o->bit, value);
	}
	return CLI_OK;
}

static enum cli_exit run_command(struct cli *cli, const struct cli_command *cmd, int argc, char **argv)
{
	struct cli_args args = { .given = 0 };
	enum cli_exit code = parse_args(cli, cmd, argc, argv, &args);

	if (code != CLI_OK)
		return code;
	if (args.given & CLI_HELP) {
		print_command_help(cmd, cli->out);
		return CLI_OK;
	}
	if (args.operand_count < cmd->operands_min || args.operand_count > cmd->operands_max) {
		cli_error(cli, "%s", args.operand_count < cmd->operands_min ? "something is missing" : "too many arguments");
		fputs("usage: ", cli->err);
		print_synopsis(cmd, cli->err);
		return CLI_USAGE;
	}
	return cmd->run(cli, &args);
}

int cli_main(struct cli *cli, int argc, char **argv)
{
	enum cli_exit code;
	int words = 0;
	const struct cli_command *cmd = find_command(cli, argc, argv, &words, &code);

	if (cmd)
		code = run_command(cli, cmd, argc - 1 - words, argv + 1 + words);
	errno = 0;
	if (fflush(cli->out) != 0 || ferror(cli->out)) {
		cli_error(cli, "cannot write the output: %s", errno ? strerror(errno) : "write error");
		if (code == CLI_OK)
			code = CLI_FAILURE;
	}
	return code;
}
