/* SPDX-License-Identifier: BSD-3-Clause */
/* Having the running breakoutd answer a command. */
#include "cli/ask.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/parse.h"
#include "config/config.h"
#include "control/client.h"

/* Longer than a daemon's first scan, or a burst of other askers, takes. */
#define PATIENCE_MS 5000

char *ask_path(const char *conf)
{
	struct config *config;
	char *error = NULL, *path;

	if (config_load(conf, &config, &error) < 0) {
		free(error);
		return strdup(CONFIG_CONTROL_SOCKET);
	}
	path = strdup(config->settings.control_socket);
	config_free(config);
	return path;
}

/* A relative path of the command line, from the root. */
static char *absolute(const char *path)
{
	char *cwd, *joined = NULL;

	if (path[0] == '/')
		return strdup(path);
	cwd = getcwd(NULL, 0);
	if (cwd && asprintf(&joined, "%s/%s", cwd, path) < 0)
		joined = NULL;
	free(cwd);
	return joined;
}

/* The one who is refused wants to know what to be. */
static void explain_refusal(struct cli *cli, const char *path, const char *instead)
{
	struct stat st;
	struct group *group = stat(path, &st) == 0 ? getgrgid(st.st_gid) : NULL;

	if (group && st.st_mode & S_IWGRP && st.st_gid != 0)
		cli_error(cli, "breakoutd may not be asked by this user: be in group \"%s\" (%s)%s",
		          group->gr_name, path, instead);
	else if (group && st.st_uid == 0)
		cli_error(cli, "breakoutd may not be asked by this user: be root, or configure a control-group (%s)%s",
		          path, instead);
	else
		cli_error(cli, "breakoutd may not be asked by this user (%s)%s", path, instead);
}

static enum ask_result failed(struct cli *cli, const char *path, const char *instead, int error)
{
	if (error == -ENOENT || error == -ECONNREFUSED)
		return ASK_NOBODY;
	if (error == -EACCES || error == -EPERM)
		explain_refusal(cli, path, instead);
	else if (error == -ETIMEDOUT)
		cli_error(cli, "breakoutd does not answer at %s%s", path, instead);
	else if (error == -EPROTONOSUPPORT)
		cli_error(cli, "the breakoutd at %s is of another version%s", path, instead);
	else if (error == -EPROTO)
		cli_error(cli, "the answer of breakoutd at %s is not whole", path);
	else
		cli_error(cli, "breakoutd can't be asked at %s: %s", path, strerror(-error));
	return ASK_DONE;
}

/* Notes become messages, a line each. */
static void print_reply(struct cli *cli, struct control_reply *reply)
{
	char *rest = reply->note;

	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (*line)
			cli_error(cli, "%s", line);
	}
	fwrite(reply->text, 1, reply->text_len, cli->out);
}

/* What to do without a daemon, if the command can do that. */
static const char *instead(const struct cli_args *args)
{
	return args->allowed & CLI_SCAN ? "; --scan reads the modules without it" : "";
}

static enum ask_result ask(struct cli *cli, const char *path, const struct cli_args *args,
                           const struct control_request *request, enum cli_exit *ret_exit)
{
	struct control_reply reply;
	enum ask_result result = ASK_DONE;
	int r = control_ask(path, request, PATIENCE_MS, &reply);

	*ret_exit = CLI_FAILURE;
	if (r < 0)
		return failed(cli, path, instead(args), r);
	if (reply.status == CONTROL_OTHER_CONFIG) {
		result = ASK_OTHER;
	} else {
		if (reply.status == CONTROL_OK)
			*ret_exit = CLI_OK;
		print_reply(cli, &reply);
	}
	control_reply_release(&reply);
	return result;
}

enum ask_result ask_daemon(struct cli *cli, const struct cli_args *args, const char *const *words,
                           size_t count, enum cli_exit *ret_exit, char **ret_path)
{
	struct control_request request = { .word_count = count, .json = args->given & CLI_JSON,
	                                   .csv = args->given & CLI_CSV, .colour = cli->colour,
	                                   .port = args->port, .breakout = args->breakout,
	                                   .severity = args->severity };
	char *path = args->control ? absolute(args->control)
	                           : ask_path(args->conf ? args->conf : cli->default_conf);
	char *config = args->conf ? realpath(args->conf, NULL) : NULL;
	enum ask_result result = ASK_NOBODY;

	memcpy(request.words, words, count * sizeof(words[0]));
	request.config = config;
	if (args->count)
		(void)parse_u32(args->count, 1, UINT32_MAX, &request.last);
	if (cli->width >= CONTROL_WIDTH_MIN && cli->width <= CONTROL_WIDTH_MAX)
		request.width = cli->width;
	/* A file that is not there has no daemon; the scan says what is wrong with it. */
	if (path && path[0] && (config || !args->conf))
		result = ask(cli, path, args, &request, ret_exit);
	free(config);
	*ret_path = path;
	return result;
}

/* Where it was asked, or why it was not. */
static void complain_of_nobody(struct cli *cli, const struct cli_args *args, const char *path, const char *more)
{
	if (args->conf && access(args->conf, F_OK) < 0)
		cli_error(cli, "%s: %s", args->conf, strerror(errno));
	else if (!path || !*path)
		cli_error(cli, "no breakoutd answers: the configuration has no control-socket%s", more);
	else
		cli_error(cli, "no breakoutd answers at %s (is it running?)%s", path, more);
}

enum cli_exit ask_only(struct cli *cli, const struct cli_args *args, const char *const *words, size_t count)
{
	enum cli_exit exit = CLI_FAILURE;
	char *path;

	switch (ask_daemon(cli, args, words, count, &exit, &path)) {
	case ASK_DONE:
		break;
	case ASK_OTHER:
		cli_error(cli, "the breakoutd at %s runs with another configuration%s", path, instead(args));
		break;
	default:
		complain_of_nobody(cli, args, path, instead(args));
	}
	free(path);
	return exit;
}

bool ask_before_scan(struct cli *cli, const struct cli_args *args, const char *const *words, size_t count,
                     enum cli_exit *ret_exit)
{
	enum cli_exit exit = CLI_FAILURE;
	bool scans = true;
	char *path;

	if (!cli->asks || args->given & CLI_SCAN)
		return true;
	switch (ask_daemon(cli, args, words, count, &exit, &path)) {
	case ASK_DONE:
		scans = false;
		break;
	case ASK_OTHER:
		cli_error(cli, "breakoutd runs with another configuration: the ports of %s are read",
		          args->conf);
		break;
	default:
		scans = !args->control;
		if (!scans)
			complain_of_nobody(cli, args, path, "");
		else if (!args->conf)
			cli_error(cli, "no breakoutd answers at %s: the ports are read", path ? path : "");
	}
	free(path);
	if (!scans)
		*ret_exit = exit;
	return scans;
}
