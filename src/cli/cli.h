/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutctl: a table of commands over the library.
 *
 * A command is words ("sim insert"), the options it takes and a function. It
 * prints to cli->out and reports errors with cli_error(); cli_main() parses,
 * runs it, checks that the output could be written and gives the exit code.
 */
#ifndef BREAKOUT_CLI_CLI_H
#define BREAKOUT_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <jansson.h>

/* Exit codes. */
enum cli_exit {
	CLI_OK = 0,
	CLI_FAILURE = 1,    /* of commands that judge: it does not fit */
	CLI_UNDECIDED = 3,  /* of commands that judge: it can't be told, or the command failed */
	CLI_USAGE = 64,  /* EX_USAGE of sysexits.h */
};

struct cli {
	FILE *in;
	FILE *out;
	FILE *err;
	const char *default_conf;  /* where `show` looks without -c; it need not be there */
	bool asks;                 /* a running breakoutd, where one is */
	unsigned width;            /* of a line of what `show` prints; 0: 80 */
	bool colour;               /* `out` shows colours, and is to */
	bool ascii;                /* `out` is a terminal that shows no UTF-8 */
};

/* What `sim init` makes trunks of unless it is told. */
#define CLI_SIM_TYPE "40g-sr4"

/* Options of all commands; a command says in a mask which are its own. */
enum cli_option {
	CLI_JSON = 1 << 0,
	CLI_CONF = 1 << 1,
	CLI_TRUNKS = 1 << 2,
	CLI_TYPE = 1 << 3,
	CLI_MODE = 1 << 4,
	CLI_FORCE = 1 << 5,
	CLI_REGISTERS = 1 << 6,
	CLI_HEX = 1 << 7,
	CLI_HELP = 1 << 8,
	CLI_VERSION = 1 << 9,
	CLI_ALL = 1 << 10,
	CLI_STRICT = 1 << 11,
	CLI_LENGTH = 1 << 12,
	CLI_FEC = 1 << 13,
	CLI_PATH = 1 << 14,
	CLI_CONTROL = 1 << 15,
	CLI_SCAN = 1 << 16,
	CLI_LIST = 1 << 17,
	CLI_PROBE = 1 << 18,
	CLI_ROOT = 1 << 19,
	CLI_CSV = 1 << 20,
	CLI_PORT = 1 << 21,
	CLI_BREAKOUT = 1 << 22,
	CLI_SEVERITY = 1 << 23,
	CLI_COUNT = 1 << 24,
	CLI_INTERVAL = 1 << 25,
	CLI_OUTPUT = 1 << 26,
	CLI_HTML = 1 << 27,
};

struct cli_option_row {
	enum cli_option bit;
	const char *name;
	char letter;           /* 0 without */
	const char *argument;  /* NULL: none */
	const char *about;
};

/* Ends with a NULL name. */
extern const struct cli_option_row cli_options[];

struct cli_args {
	unsigned given;         /* enum cli_option */
	unsigned allowed;       /* the same: that the command has */
	const char *conf;
	const char *trunks;
	const char *type;
	const char *mode;
	const char *length;
	const char *fec;
	const char *path;
	const char *control;
	const char *root;
	const char *port;
	const char *breakout;
	const char *severity;
	const char *count;
	const char *interval;
	const char *output;
	char **operands;
	size_t operand_count;
};

struct cli_command {
	const char *words[2];   /* "sim", "insert"; the second may be NULL */
	const char *operands;   /* usage: "DIR PORT TYPE [KEY=VALUE]..." or "" */
	size_t operands_min;
	size_t operands_max;
	unsigned options;       /* enum cli_option */
	const char *summary;    /* one line */
	void (*details)(FILE *out);  /* more for --help; NULL without */
	enum cli_exit (*run)(struct cli *cli, const struct cli_args *args);
	enum cli_exit failure;  /* where the output can't be written; 0: CLI_FAILURE */
	/* Tells what is wrong with a command line, and gives the exit code; NULL: cli_usage_error(). */
	enum cli_exit (*usage_error)(struct cli *cli, const char *wrong);
};

/* Ends with a NULL word. */
extern const struct cli_command cli_commands[];

/* Run one command line. Returns the exit code. */
int cli_main(struct cli *cli, int argc, char **argv);

/* "breakoutctl: message" on cli->err. A final newline is added, lines of the message are kept. */
void cli_error(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* cli_error() and "Try 'breakoutctl --help'": returns CLI_USAGE. */
enum cli_exit cli_usage_error(struct cli *cli, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Say that a mixed mode gives its legs no whole ones of `lanes`; returns CLI_USAGE. */
enum cli_exit cli_lanes_error(struct cli *cli, const char *mode, unsigned lanes);

/* Say that memory is exhausted; returns CLI_FAILURE. */
enum cli_exit cli_out_of_memory(struct cli *cli);

/* Print JSON made by a command, and release it. NULL: out of memory. */
enum cli_exit cli_print_json(struct cli *cli, json_t *json);

enum cli_exit cmd_check(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_check_unknown(struct cli *cli, const char *why);
enum cli_exit cmd_watch(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_decode(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_ports(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_modules(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_module(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_events(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_lanes(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_breakouts(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_legs(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_violations(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_show_rules(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_resync(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_status(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_diagram(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_discover(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_explain(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_fit(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_history(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_import_sonic(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_import_cumulus(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_types(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_init(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_insert(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_remove(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_host(struct cli *cli, const struct cli_args *args);
enum cli_exit cmd_sim_set(struct cli *cli, const struct cli_args *args);

void cmd_fit_details(FILE *out);
void cmd_sim_insert_details(FILE *out);
void cmd_sim_host_details(FILE *out);
void cmd_sim_set_details(FILE *out);

#endif
