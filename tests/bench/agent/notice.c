/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * notice PORT SECONDS NAME COMMAND…
 *
 * Run a command, and print after how many milliseconds a trap with this object
 * identifier in it has come to 127.0.0.1, from before the command was started.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"
#include "snmp.h"

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int listen_at(uint32_t port)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
	                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd >= 0 && bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == 0 ? fd : -1;
}

static pid_t run(char *argv[])
{
	pid_t child = fork();

	if (child == 0) {
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(127);
	}
	return child;
}

static bool await(int fd, const struct snmp_name *name, int64_t until)
{
	static unsigned char packet[65536];

	for (;;) {
		struct pollfd wait = { .fd = fd, .events = POLLIN };
		int64_t left = (until - now_us()) / 1000;
		ssize_t n;

		if (left <= 0 || poll(&wait, 1, (int)left) <= 0)
			return false;
		n = recv(fd, packet, sizeof(packet), 0);
		if (n > 0 && snmp_find_name(packet, (size_t)n, name))
			return true;
	}
}

int main(int argc, char *argv[])
{
	struct snmp_name name;
	uint32_t port, seconds;
	int64_t began;
	int fd, status;
	pid_t child;

	if (argc < 5 || parse_u32(argv[1], 1, 65535, &port) || parse_u32(argv[2], 1, 3600, &seconds) ||
	    !snmp_parse_name(argv[3], &name)) {
		fputs("usage: notice PORT SECONDS NAME COMMAND...\n", stderr);
		return EXIT_FAILURE;
	}
	fd = listen_at(port);
	if (fd < 0) {
		fprintf(stderr, "notice: port %u can't be had\n", port);
		return EXIT_FAILURE;
	}
	began = now_us();
	child = run(argv + 4);
	if (child < 0 || !await(fd, &name, began + (int64_t)seconds * 1000000)) {
		fputs("notice: no such trap came\n", stderr);
		return EXIT_FAILURE;
	}
	printf("%.3f\n", (double)(now_us() - began) / 1000);
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0 ?
	               EXIT_SUCCESS : EXIT_FAILURE;
}
