/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * crowd SOCKET SECONDS: a thousand connections to breakoutd's control socket
 * that say nothing, half of something, a megabyte of nonsense, or ask for the
 * longest answer and never take it; again and again. Prints how many there were.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/parse.h"
#include "control/socket.h"

#define CROWD 1000
#define TURN_MS 20

static char nonsense[1024 * 1024];

static void misbehave(int fd, unsigned how)
{
	static const char half[] = "breakoutd 1\nword sta";
	static const char question[] = "breakoutd 1\nword show\nword modules\njson yes\n\n";

	if (how % 4 == 1)
		(void)!send(fd, half, sizeof(half) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
	else if (how % 4 == 2)
		(void)!send(fd, nonsense, sizeof(nonsense), MSG_NOSIGNAL | MSG_DONTWAIT);
	else if (how % 4 == 3)
		(void)!send(fd, question, sizeof(question) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int main(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = TURN_MS * 1000000L };
	struct rlimit room = { .rlim_cur = CROWD + 50, .rlim_max = CROWD + 50 };
	struct timespec now, until;
	static int fd[CROWD];
	unsigned long came = 0, refused = 0;
	uint32_t seconds;

	if (argc != 3 || parse_u32(argv[2], 1, 600, &seconds) < 0) {
		fputs("usage: crowd SOCKET SECONDS\n", stderr);
		return 64;
	}
	(void)setrlimit(RLIMIT_NOFILE, &room);
	memset(fd, -1, sizeof(fd));
	memset(nonsense, 'x', sizeof(nonsense));
	clock_gettime(CLOCK_MONOTONIC, &until);
	clock_add_ms(&until, seconds * 1000);
	for (unsigned turn = 0;; turn++) {
		for (unsigned i = 0; i < CROWD; i++) {
			if (fd[i] >= 0 && (i + turn) % 50)
				continue;
			if (fd[i] >= 0)
				close(fd[i]);
			fd[i] = socket_connect(argv[1]);
			if (fd[i] >= 0)
				misbehave(fd[i], i);
			else
				refused++;
			came += fd[i] >= 0;
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (clock_ms_between(&now, &until) <= 0)
			break;
		nanosleep(&pause, NULL);
	}
	printf("%lu came, %lu found no room\n", came, refused);
	return came > CROWD ? EXIT_SUCCESS : EXIT_FAILURE;
}
