/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutctl: the program around cli_main(). */
#include "config.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/cli.h"

/*
 * A file that we open must not become standard output because the caller
 * closed that. The stand-ins point the wrong way, so that using them fails.
 */
static void hold_standard_fds(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(CLI_FAILURE);
	}
}

/* What the terminal has; 0 where there is none. */
static unsigned page_width(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/* As https://no-color.org has it; a terminal that is dumb would show the sequences. */
static bool wants_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && (!no || !*no) && term && *term && strcmp(term, "dumb") != 0;
}

/* As the locale has it; the program itself stays in the C locale. */
static bool wants_ascii(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool ascii = !locale || strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") != 0;

	if (locale)
		freelocale(locale);
	return ascii && isatty(STDOUT_FILENO);
}

int main(int argc, char **argv)
{
	struct cli cli = { .default_conf = SYSCONFDIR "/breakoutd.conf", .asks = true,
	                   .width = page_width(),
	                   .colour = wants_colour(),
	                   .ascii = wants_ascii() };

	hold_standard_fds();
	cli.in = stdin;
	cli.out = stdout;
	cli.err = stderr;
	return cli_main(&cli, argc, argv);
}
