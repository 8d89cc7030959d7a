/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * breakoutctl watch: what the running breakoutd knows, over and over. It never reads
 * modules itself: that would take latched alarms away from the next daemon, unseen.
 */
#include "cli/cli.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"
#include "cli/ask.h"
#include "cli/watch_page.h"
#include "view/show.h"

#define DEFAULT_INTERVAL_S 2
#define DEFAULT_ROWS 24   /* of a terminal that does not know */

/* Another screen without cursor, and back. */
#define ENTER "\033[?1049h\033[?25l"
#define LEAVE "\033[?25h\033[?1049l"
#define HOME "\033[H"
#define CLEAR_LINE "\033[K\n"
#define CLEAR_BELOW "\033[J"

struct watch {
	struct cli *cli;
	struct cli_args args;
	const char *words[2];
	char *before;              /* owned; the page that is shown; NULL: none */
	uint32_t interval_s;
	uint32_t left;             /* pictures; 0: no end */
	bool screen;               /* on a terminal */
	bool keys;                 /* of it can be read */
	struct watch_window window;
	unsigned most;             /* that the window may skip of the page that is shown */
	struct termios was;
	int signals;               /* descriptor; -1 */
};

/* Ask; what is said instead of an answer is the page, too. */
static enum cli_exit take_page(struct watch *w, char **ret_page)
{
	char *page = NULL;
	size_t len;
	struct cli quiet = *w->cli;
	enum cli_exit exit;

	quiet.out = quiet.err = open_memstream(&page, &len);
	if (!quiet.out)
		return cli_out_of_memory(w->cli);
	quiet.colour = false;
	exit = ask_only(&quiet, &w->args, w->words, 2);
	if (fclose(quiet.out) != 0) {
		free(page);
		return cli_out_of_memory(w->cli);
	}
	*ret_page = page;
	return exit;
}

static void enter(struct watch *w)
{
	struct termios raw = w->was;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	if (w->keys)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	fputs(ENTER, w->cli->out);
	fflush(w->cli->out);
}

static void leave(struct watch *w)
{
	fputs(LEAVE, w->cli->out);
	fflush(w->cli->out);
	if (w->keys)
		(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &w->was);
}

/* Title, blank line, and one for the cursor. */
#define ROWS_BESIDE 3

static void measure(struct watch *w)
{
	struct winsize size = { .ws_row = 0 };

	(void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	w->cli->width = size.ws_col;
	w->window.rows = size.ws_row ? size.ws_row : DEFAULT_ROWS;
	w->window.rows = w->window.rows > ROWS_BESIDE + 1 ? w->window.rows - ROWS_BESIDE : 1;
}

static void draw(struct watch *w, const char *page)
{
	char clock[16];
	time_t now = time(NULL);
	struct tm tm;

	if (!w->screen) {
		fputs(page, w->cli->out);
		fflush(w->cli->out);
		return;
	}
	if (!localtime_r(&now, &tm) || !strftime(clock, sizeof(clock), "%H:%M:%S", &tm))
		clock[0] = '\0';
	w->most = watch_page_most_skip(page, w->window.rows);
	if (w->window.skip > w->most)
		w->window.skip = w->most;
	fprintf(w->cli->out, HOME "breakoutctl watch %s   %s   every %u s   q ends%s" CLEAR_LINE CLEAR_LINE, w->words[1],
	        clock, w->interval_s, w->most && w->keys ? ", space and b turn" : "");
	watch_page_print(page, w->before, w->window, w->cli->colour, CLEAR_LINE, w->cli->out);
	fputs(CLEAR_BELOW, w->cli->out);
	fflush(w->cli->out);
}

/* True: end. A stop is obeyed with the terminal as it was. */
static bool take_signals(struct watch *w)
{
	struct signalfd_siginfo info;

	while (read(w->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGWINCH)
			continue;
		if (info.ssi_signo != SIGTSTP)
			return true;
		if (w->screen)
			leave(w);
		raise(SIGSTOP);
		if (w->screen)
			enter(w);
	}
	return false;
}

/* Lines that the key that `keys` begin with moves the window by; pages leave one line of the one before. */
static int64_t steps_of(const char *keys, unsigned rows, size_t *ret_len)
{
	int64_t page = rows > 4 ? rows - 3 : 1;
	const struct {
		const char *key;
		int64_t lines;
	} known[] = {
		{ " ", page },  { "f", page },          { "\033[6~", page }, { "b", -page },  { "\033[5~", -page },
		{ "j", 1 },     { "\033[B", 1 },        { "\033OB", 1 },     { "k", -1 },     { "\033[A", -1 },
		{ "\033OA", -1 }, { "g", -INT32_MAX },  { "\033[H", -INT32_MAX }, { "G", INT32_MAX }, { "\033[F", INT32_MAX },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		*ret_len = strlen(known[i].key);
		if (strncmp(keys, known[i].key, *ret_len) == 0)
			return known[i].lines;
	}
	*ret_len = 1;
	return 0;
}

/* What was typed; true: end. */
static bool take_keys(struct watch *w)
{
	char keys[64];
	ssize_t n = read(STDIN_FILENO, keys, sizeof(keys) - 1);
	size_t len;

	if (n <= 0) {
		w->keys = false;
		return false;
	}
	keys[n] = '\0';
	for (const char *key = keys; *key; key += len) {
		int64_t skip = (int64_t)w->window.skip + steps_of(key, w->window.rows, &len);

		if (strchr("qQ\003", *key))
			return true;
		w->window.skip = skip < 0 ? 0 : skip > w->most ? w->most : (unsigned)skip;
	}
	return false;
}

/* Until the next picture is due; true: end. A key or a changed window is answered at once. */
static bool pause_watching(struct watch *w)
{
	struct pollfd fds[] = { { .fd = w->signals, .events = POLLIN },
	                        { .fd = w->keys ? STDIN_FILENO : -1, .events = POLLIN } };

	if (poll(fds, 2, (int)w->interval_s * 1000) < 0)
		return errno != EINTR;
	if (fds[0].revents && take_signals(w))
		return true;
	return fds[1].revents && take_keys(w);
}

static enum cli_exit run(struct watch *w)
{
	for (;;) {
		char *page = NULL;
		enum cli_exit exit;

		if (w->screen)
			measure(w);
		exit = take_page(w, &page);
		/* Of a command line that makes no sense, and before the first picture, there is nothing to watch. */
		if (!page || (exit != CLI_OK && (!w->before || w->left))) {
			free(w->before);
			w->before = page;
			return exit;
		}
		draw(w, page);
		free(w->before);
		w->before = page;
		if ((w->left && --w->left == 0) || ferror(w->cli->out) || pause_watching(w))
			return CLI_OK;
	}
}

static int catch_signals(sigset_t *ret_before)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++)
		sigaddset(&set, caught[i]);
	sigprocmask(SIG_BLOCK, &set, ret_before);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static enum cli_exit watch(struct watch *w)
{
	sigset_t before;
	enum cli_exit exit;

	w->screen = isatty(STDOUT_FILENO) && w->cli->asks;
	w->keys = w->screen && tcgetattr(STDIN_FILENO, &w->was) == 0;
	w->signals = catch_signals(&before);
	if (w->screen)
		enter(w);
	exit = run(w);
	if (w->screen)
		leave(w);
	if (exit != CLI_OK && w->before)
		fputs(w->before, w->cli->err);
	free(w->before);
	if (w->signals >= 0)
		close(w->signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return exit;
}

enum cli_exit cmd_watch(struct cli *cli, const struct cli_args *args)
{
	struct watch w = { .cli = cli, .args = *args, .words = { "show", "legs" },
	                   .interval_s = DEFAULT_INTERVAL_S };

	if (args->operand_count > 0)
		w.words[1] = args->operands[0];
	if (!show_find(w.words[1]))
		return cli_usage_error(cli, "watch: there is no list '%s'", w.words[1]);
	if (args->operand_count > 1 && args->port)
		return cli_usage_error(cli, "--port '%s' or '%s', not both", args->port, args->operands[1]);
	if (args->operand_count > 1)
		w.args.port = args->operands[1];
	if (args->count && parse_u32(args->count, 1, UINT32_MAX, &w.left) < 0)
		return cli_usage_error(cli, "--count '%s': expected a number from 1", args->count);
	if (args->interval && parse_u32(args->interval, 1, 3600, &w.interval_s) < 0)
		return cli_usage_error(cli, "--interval '%s': expected 1 to 3600 (seconds)", args->interval);
	w.args.count = NULL;
	return watch(&w);
}
