/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * supervisor SOCKET: what a service manager hears. Prints the messages that come to
 * $NOTIFY_SOCKET, a line each, with ';' for the line breaks in them.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

int main(int argc, char *argv[])
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char buf[512];
	ssize_t n;

	if (argc != 2 || strlen(argv[1]) >= sizeof(sun.sun_path))
		return 64;
	memcpy(sun.sun_path, argv[1], strlen(argv[1]) + 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0) {
		perror(argv[1]);
		return 1;
	}
	while ((n = recv(fd, buf, sizeof(buf) - 1, 0)) >= 0) {
		buf[n] = '\0';
		for (char *p = buf; (p = strchr(p, '\n')) != NULL;)
			*p = ';';
		puts(buf);
		fflush(stdout);
	}
	return 0;
}
