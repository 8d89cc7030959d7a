/* SPDX-License-Identifier: BSD-3-Clause */
/* Start and end of the reader. */
#include "agent/reader_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "reader/server.h"

/* As ps -o comm shows it; 15 characters. */
#define NAME "breakout-reader"

#define POLL_MS 5

/* The descriptor that it keeps beside standard ones. */
#define FD 3

/* Nothing is written to a terminal, or to whatever waits for the end of what a daemon writes at its start. */
static void drop_standard(bool quiet)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd <= (quiet ? 2 : 1) && null >= 0; fd++)
		(void)dup2(null, fd);
}

/* Signals are for the daemon: its end is this process's. */
static void block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, NULL);
}

static int confine(const struct reader_setup *setup)
{
	int r = privilege_drop(setup->who, privilege_needed(setup->config), false);

	if (r == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		r = -errno;
	if (r == 0 && !sandbox_filter_off(setup->filter))
		r = sandbox_filter_calls(SANDBOX_READER, setup->filter, false);
	return r;
}

static void run(const struct reader_setup *setup, int fd, pid_t parent) __attribute__((noreturn));

static void run(const struct reader_setup *setup, int fd, pid_t parent)
{
	const struct server_setup server = {
		.fd = FD,
		.config = setup->config,
		.config_path = setup->config_path,
		.master_path = setup->master_path,
		.pid_path = setup->pid_path,
	};
	int32_t result;

	block_signals();
	(void)prctl(PR_SET_NAME, NAME, 0, 0, 0);
	drop_standard(setup->quiet);
	if (fd != FD)
		(void)dup2(fd, FD);
	privilege_close_from(FD + 1);
	result = confine(setup);
	if (getppid() != parent || send(FD, &result, sizeof(result), MSG_NOSIGNAL) < 0 || result < 0)
		_exit(EXIT_FAILURE);
	server_run(&server);
	_exit(EXIT_SUCCESS);
}

int reader_start(const struct reader_setup *setup, pid_t *ret_pid, int *ret_fd)
{
	pid_t parent = getpid(), child;
	int32_t result;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	child = fork();
	if (child == 0)
		run(setup, pair[1], parent);
	result = child < 0 ? -errno : 0;
	close(pair[1]);
	if (child > 0 && recv(pair[0], &result, sizeof(result), 0) != (ssize_t)sizeof(result))
		result = -EPIPE;
	if (result < 0) {
		close(pair[0]);
		return result;
	}
	*ret_pid = child;
	*ret_fd = pair[0];
	return 0;
}

bool reader_ended(pid_t pid, char *ret_words, size_t size)
{
	int status;

	if (pid <= 0 || waitpid(pid, &status, WNOHANG) != pid)
		return false;
	if (WIFSIGNALED(status))
		text_format(ret_words, size, "%s%s", strsignal(WTERMSIG(status)),
		            WTERMSIG(status) == SIGSYS ? " (--seccomp=log shows which)" : "");
	else
		text_format(ret_words, size, "exit status %d", WEXITSTATUS(status));
	return true;
}

void reader_wait(pid_t pid, unsigned patience_ms)
{
	const struct timespec pause = { .tv_nsec = POLL_MS * 1000000 };

	for (unsigned ms = 0; pid > 0 && ms < patience_ms && waitpid(pid, NULL, WNOHANG) == 0; ms += POLL_MS)
		nanosleep(&pause, NULL);
}
