/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bad_master SOCKET MODE: an AgentX master agent that misbehaves, for test_bad_master.sh.
 *
 *   refuse     answer Open with openFailed
 *   close      close each connection as soon as it is accepted
 *   mute       answer Open and Ping, nothing else
 *   first      answer the first PDU of each connection, nothing else
 *   deaf       once something is registered, ask for much and never read again
 *   drip       the same, and read 64 KiB now and then
 *   huge       once something is registered, claim a PDU of 300 MB and send it
 *   noise      once something is registered, send bytes that are no AgentX
 *   set        once something is registered, each phase of a SET twice
 *   late       answer everything 4 s late
 */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "unit/fake_master.h"

#define REQUESTS 60
#define DRIP_SECONDS 2

static const uint32_t root[] = { 1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 2420, 1 };

static struct fake_master master;
static struct pdu pdu, answer;

static void ask_for_much(void)
{
	for (uint32_t i = 0; i < REQUESTS; i++) {
		pdu_begin(&pdu, PDU_GETBULK, 1000 + i, "");
		pdu_u32(&pdu, 500);
		pdu_oid(&pdu, root, sizeof(root) / sizeof(root[0]), i % 2);
		pdu_oid(&pdu, NULL, 0, false);
		fake_master_send(&master, &pdu);
	}
}

static void never_read_again(bool drips)
{
	static char sink[65536];

	ask_for_much();
	while (!drips || recv(master.fd, sink, sizeof(sink), 0) > 0)
		sleep(drips ? DRIP_SECONDS : 3600);
}

static void claim_much(void)
{
	static const char zeros[65536];

	pdu_begin(&pdu, PDU_GETBULK, 1, "");
	pdu.bytes[16] = 0x11;
	fake_master_send(&master, &pdu);
	for (int i = 0; i < 5000 && send(master.fd, zeros, sizeof(zeros), MSG_NOSIGNAL) > 0; i++)
		;
}

static void send_noise(void)
{
	unsigned char noise[1000];

	for (unsigned i = 0; i < sizeof(noise); i++)
		noise[i] = (unsigned char)(i * 37 + 11);
	for (int i = 0; i < 1000 && send(master.fd, noise, sizeof(noise), MSG_NOSIGNAL) > 0; i++)
		usleep(10000);
}

/* The answer to what was sent last: its error, 999 if none comes. */
static unsigned error_of_answer(void)
{
	for (int i = 0; i < 300; i++) {
		while (fake_master_read(&master, &answer)) {
			if (pdu_type(&answer) == PDU_RESPONSE && pdu_at(&answer, 12) == pdu_at(&pdu, 12))
				return pdu_error(&answer);
		}
		usleep(10000);
	}
	return 999;
}

static void phase(unsigned type, uint32_t packet, int32_t value)
{
	uint32_t name[14];
	size_t len = sizeof(root) / sizeof(root[0]);

	memcpy(name, root, sizeof(root));
	name[len++] = 1;
	name[len++] = 15;   /* brkNotificationsEnabled.0 */
	name[len++] = 0;
	for (int again = 0; again < 2; again++) {
		pdu_begin(&pdu, type, 77, "");
		pdu.bytes[15] = (unsigned char)packet;
		if (type == PDU_TESTSET) {
			pdu_u32(&pdu, 2U << 16);
			pdu_oid(&pdu, name, len, false);
			pdu_u32(&pdu, (uint32_t)value);
		}
		fake_master_send(&master, &pdu);
		if (type != PDU_CLEANUPSET)
			printf("set %u %u\n", type, error_of_answer());
		fflush(stdout);
	}
}

static void set_twice(void)
{
	phase(PDU_TESTSET, 1, 2);
	phase(PDU_COMMITSET, 2, 0);
	phase(PDU_CLEANUPSET, 3, 0);
}

static void misbehave(const char *mode)
{
	if (strcmp(mode, "deaf") == 0 || strcmp(mode, "drip") == 0)
		never_read_again(mode[1] == 'r');
	else if (strcmp(mode, "huge") == 0)
		claim_much();
	else if (strcmp(mode, "noise") == 0)
		send_noise();
	else if (strcmp(mode, "set") == 0)
		set_twice();
}

static bool is_answered(const char *mode, unsigned type, unsigned count)
{
	if (strcmp(mode, "mute") == 0)
		return type == PDU_OPEN || type == PDU_PING;
	return strcmp(mode, "first") != 0 || count == 1;
}

/* One connection, until the subagent closes it. */
static void serve(const char *mode)
{
	bool registered = false, done = false;
	unsigned count = 0;

	while (!fake_master_is_left(&master)) {
		struct pollfd p = { .fd = master.fd, .events = POLLIN };

		(void)poll(&p, 1, 100);
		while (fake_master_read(&master, &pdu)) {
			unsigned type = pdu_type(&pdu);

			if (type == PDU_RESPONSE || !is_answered(mode, type, ++count))
				continue;
			if (strcmp(mode, "late") == 0)
				sleep(4);
			registered |= type == PDU_REGISTER;
			pdu_answer(&answer, &pdu, strcmp(mode, "refuse") == 0 && type == PDU_OPEN ? 256 : 0);
			fake_master_send(&master, &answer);
			if (registered && !done && type == PDU_PING) {
				done = true;
				misbehave(mode);
			}
		}
	}
}

int main(int argc, char *argv[])
{
	if (argc != 3 || !fake_master_open(&master, argv[1])) {
		fprintf(stderr, "usage: bad_master SOCKET MODE\n");
		return EXIT_FAILURE;
	}
	signal(SIGPIPE, SIG_IGN);
	for (;;) {
		struct pollfd p = { .fd = master.listener, .events = POLLIN };

		(void)poll(&p, 1, -1);
		if (!fake_master_accept(&master))
			continue;
		printf("connection\n");
		fflush(stdout);
		if (strcmp(argv[2], "close") != 0)
			serve(argv[2]);
		fake_master_hang_up(&master);
	}
}
