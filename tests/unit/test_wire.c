/* SPDX-License-Identifier: BSD-3-Clause */
/* PDUs out of a stream, over a real socket; a queue that is bounded and never waits. */
#include "test.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/agentx/pdu.h"
#include "agent/agentx/wire.h"
#include "common/type_image.h"
#include "scratch.h"

#define MUCH (1 << 18)

struct world {
	struct scratch *scratch;
	struct wire *wire;
	int listener, master;       /* the other end */
	char address[SCRATCH_PATH + 5];
	uint8_t taken[MUCH];
	size_t taken_len;
	unsigned answers;           /* PDUs of the greatest length to be sent for each that is taken */
};

static uint8_t longest[AGENTX_PDU_MAX];

static bool take(void *arg, const uint8_t *pdu, size_t len)
{
	struct world *w = arg;

	assert_int_equal(agentx_length(pdu, len), len);
	if (w->taken_len + len <= MUCH)
		memcpy(w->taken + w->taken_len, pdu, len);
	w->taken_len += len;
	for (unsigned i = 0; i < w->answers; i++)
		assert_int_equal(wire_send(w->wire, longest, sizeof(longest)), 0);
	return true;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	char path[SCRATCH_PATH];

	assert_non_null(w);
	assert_int_equal(scratch_setup((void **)&w->scratch), 0);
	scratch_path(w->scratch, "s", path);
	assert_true(strlen(path) < sizeof(sun.sun_path));
	memcpy(sun.sun_path, path, strlen(path));
	snprintf(w->address, sizeof(w->address), "unix:%s", path);
	w->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(w->listener, (struct sockaddr *)&sun, sizeof(sun)), 0);
	assert_int_equal(listen(w->listener, 1), 0);
	w->wire = wire_new(take, w);
	assert_non_null(w->wire);
	assert_int_equal(wire_fd(w->wire), -1);
	assert_int_equal(wire_connect(w->wire, w->address), 0);
	w->master = accept(w->listener, NULL, NULL);
	assert_true(w->master >= 0);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	wire_free(w->wire);
	close(w->listener);
	if (w->master >= 0)
		close(w->master);
	scratch_teardown((void **)&w->scratch);
	free(w);
	return 0;
}

/* A PDU with `payload` bytes that are told apart by `n`. */
static size_t make(uint8_t *pdu, unsigned type, uint32_t payload, unsigned n, bool network_order)
{
	memset(pdu, 0, AGENTX_HEADER_SIZE);
	pdu[0] = 1;
	pdu[1] = (uint8_t)type;
	pdu[2] = network_order ? AGENTX_FLAG_NETWORK_ORDER : 0;
	pdu[12] = (uint8_t)n;
	for (unsigned i = 0; i < 4; i++)
		pdu[16 + i] = (uint8_t)(payload >> (network_order ? 24 - 8 * i : 8 * i));
	memset(pdu + AGENTX_HEADER_SIZE, (int)(n * 7), payload);
	return AGENTX_HEADER_SIZE + payload;
}

static void send_all(struct world *w, const uint8_t *bytes, size_t len)
{
	assert_int_equal(write(w->master, bytes, len), len);
}

static void a_pdu_cut_anywhere_is_taken_once(void **state)
{
	struct world *w = *state;
	uint8_t pdu[200];
	size_t len = make(pdu, AGENTX_GET, 40, 3, true);

	for (size_t cut = 1; cut < len; cut++) {
		w->taken_len = 0;
		send_all(w, pdu, cut);
		assert_int_equal(wire_read(w->wire), cut);
		assert_int_equal(w->taken_len, 0);
		assert_int_equal(wire_read(w->wire), 0);
		send_all(w, pdu + cut, len - cut);
		assert_int_equal(wire_read(w->wire), len - cut);
		assert_int_equal(w->taken_len, len);
		assert_memory_equal(w->taken, pdu, len);
	}
}

static void nothing_is_lost_or_out_of_order(void **state)
{
	static uint8_t all[MUCH];
	struct world *w = *state;
	size_t len = 0, sent = 0;
	uint32_t seed = 11;

	for (unsigned i = 0; len < 150000; i++)
		len += make(all + len, AGENTX_GET, next_random(&seed) % 600 * 4, i, i % 2);
	while (sent < len) {
		size_t n = 1 + next_random(&seed) % (next_random(&seed) % 8 ? 300 : 9000);

		n = n < len - sent ? n : len - sent;
		send_all(w, all + sent, n);
		sent += n;
		if (next_random(&seed) % 2)
			assert_true(wire_read(w->wire) >= 0);
	}
	while (wire_read(w->wire) > 0)
		;
	assert_int_equal(w->taken_len, len);
	assert_memory_equal(w->taken, all, len);
}

static void the_longest_pdu_is_taken_and_a_longer_one_is_not(void **state)
{
	static uint8_t big[AGENTX_PDU_MAX];
	struct world *w = *state;
	uint8_t head[AGENTX_HEADER_SIZE];
	size_t len = make(big, AGENTX_GET, sizeof(big) - AGENTX_HEADER_SIZE, 9, true);

	for (size_t sent = 0; sent < len; sent += 8192) {
		send_all(w, big + sent, 8192);
		assert_int_equal(wire_read(w->wire), 8192);
	}
	assert_int_equal(w->taken_len, len);
	assert_memory_equal(w->taken, big, len);
	/* What it claims is enough: nothing is allocated, no more is waited for. */
	(void)make(head, AGENTX_GET, 0, 9, true);
	head[16] = 0x11;
	send_all(w, head, sizeof(head));
	assert_int_equal(wire_read(w->wire), -EMSGSIZE);
}

static void what_is_not_agentx_is_an_error(void **state)
{
	struct world *w = *state;
	uint8_t pdu[100];

	(void)make(pdu, AGENTX_GET, 6, 1, false);
	send_all(w, pdu, AGENTX_HEADER_SIZE);
	assert_int_equal(wire_read(w->wire), -EPROTO);
	assert_int_equal(wire_connect(w->wire, w->address), 0);
	close(w->master);
	w->master = accept(w->listener, NULL, NULL);
	send_all(w, (const uint8_t *)"HTTP/1.1 400", 12);
	assert_int_equal(wire_read(w->wire), -EPROTO);
	assert_int_equal(w->taken_len, 0);
}

static void the_end_of_the_connection_is_found(void **state)
{
	struct world *w = *state;

	close(w->master);
	w->master = -1;
	assert_int_equal(wire_read(w->wire), -EPIPE);
	wire_close(w->wire);
	assert_int_equal(wire_fd(w->wire), -1);
	assert_int_equal(wire_send(w->wire, longest, sizeof(longest)), -ENOTCONN);
}

static void what_the_socket_does_not_take_is_queued_in_order(void **state)
{
	static uint8_t pdu[AGENTX_PDU_MAX], got[AGENTX_PDU_MAX];
	struct world *w = *state;
	unsigned sent = 0, received = 0;
	size_t len = 0;

	while (wire_queued(w->wire) < WIRE_FULL) {
		(void)make(pdu, AGENTX_RESPONSE, sizeof(pdu) - AGENTX_HEADER_SIZE, sent++, true);
		assert_int_equal(wire_send(w->wire, pdu, sizeof(pdu)), 0);
	}
	assert_true(wire_events(w->wire) & POLLOUT);
	while (received < sent) {
		ssize_t n = recv(w->master, got + len, sizeof(got) - len, MSG_DONTWAIT);

		len += n > 0 ? (size_t)n : 0;
		assert_true(wire_flush(w->wire) >= 0);
		if (len < sizeof(got))
			continue;
		(void)make(pdu, AGENTX_RESPONSE, sizeof(pdu) - AGENTX_HEADER_SIZE, received++, true);
		assert_memory_equal(got, pdu, sizeof(pdu));
		len = 0;
	}
	assert_int_equal(wire_queued(w->wire), 0);
	assert_int_equal(wire_events(w->wire), POLLIN);
}

/* A master agent that asks and does not read: requests wait, then go on where they were. */
static void a_full_queue_holds_requests_back(void **state)
{
	static uint8_t sink[MUCH];
	struct world *w = *state;
	uint8_t pdu[100];
	size_t len = make(pdu, AGENTX_GET, 4, 1, true), all = 0;

	w->answers = 1;
	for (unsigned i = 0; i < 100; i++)
		send_all(w, pdu, len);
	assert_true(wire_read(w->wire) > 0);
	assert_true(wire_queued(w->wire) > WIRE_FULL);
	assert_true(wire_queued(w->wire) <= WIRE_FULL + AGENTX_PDU_MAX);
	assert_int_equal(wire_events(w->wire), POLLOUT);
	assert_true(w->taken_len < 100 * len);
	while (w->taken_len < 100 * len || wire_queued(w->wire) > 0) {
		ssize_t n = recv(w->master, sink, sizeof(sink), MSG_DONTWAIT);

		all += n > 0 ? (size_t)n : 0;
		assert_true(wire_flush(w->wire) >= 0);
		assert_true(wire_read(w->wire) >= 0);
		assert_true(wire_queued(w->wire) <= WIRE_FULL + AGENTX_PDU_MAX);
	}
	for (ssize_t n; (n = recv(w->master, sink, sizeof(sink), MSG_DONTWAIT)) > 0;)
		all += (size_t)n;
	assert_int_equal(all, 100 * sizeof(longest));
}

static void the_queue_is_bounded(void **state)
{
	struct world *w = *state;
	int r = 0;

	for (unsigned i = 0; i < 100 && r == 0; i++)
		r = wire_send(w->wire, longest, sizeof(longest));
	assert_int_equal(r, -ENOBUFS);
	assert_true(wire_queued(w->wire) <= WIRE_MAX);
}

static void addresses_are_checked(void **state)
{
	static const char *const right[] = {
		"/var/agentx/master", "unix:/var/agentx/master", "unix:agentx", "tcp:localhost:705", "localhost:705",
		"127.0.0.1:705", "tcp:705", "705", "tcp6:[::1]:705", "tcp6:705",
	};
	static const char *const wrong[] = {
		"", "unix:", "tcp:", "tcp:localhost", "localhost", "tcp:localhost:0", "tcp:localhost:65536",
		"localhost:", ":705", "tcp:localhost:70x5", "udp:localhost",
	};
	char long_path[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		if (!wire_address_valid(right[i]))
			fail_msg("%s is refused", right[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		if (wire_address_valid(wrong[i]))
			fail_msg("%s is accepted", wrong[i]);
	}
	memset(long_path, 'x', sizeof(long_path));
	long_path[0] = '/';
	long_path[sizeof(long_path) - 1] = '\0';
	assert_false(wire_address_valid(long_path));
}

/* Until the attempt has come to an end. */
static int finish_connect(struct wire *wire, const char *address)
{
	int r = wire_connect(wire, address);

	for (int i = 0; i < 500 && r == -EINPROGRESS; i++) {
		usleep(10000);
		r = wire_poll_connect(wire);
	}
	return r;
}

static void connects_over_tcp_by_address_and_by_name(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct wire *wire = wire_new(take, NULL);
	socklen_t len = sizeof(in);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	char address[64];

	(void)state;
	assert_int_equal(bind(listener, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(listener, 4), 0);
	assert_int_equal(getsockname(listener, (struct sockaddr *)&in, &len), 0);
	snprintf(address, sizeof(address), "tcp:127.0.0.1:%u", ntohs(in.sin_port));
	assert_int_equal(finish_connect(wire, address), 0);
	snprintf(address, sizeof(address), "tcp:localhost:%u", ntohs(in.sin_port));
	assert_int_equal(finish_connect(wire, address), 0);
	close(listener);
	assert_int_equal(finish_connect(wire, address), -ECONNREFUSED);
	assert_int_equal(finish_connect(wire, "tcp:no-such-host.invalid:705"), -EHOSTUNREACH);
	assert_int_equal(finish_connect(wire, "unix:/nonexistent/agentx"), -ENOENT);
	/* A lookup that is under way is no hindrance. */
	(void)wire_connect(wire, "tcp:no-such-host.invalid:705");
	wire_free(wire);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_pdu_cut_anywhere_is_taken_once),
		CASE(nothing_is_lost_or_out_of_order),
		CASE(the_longest_pdu_is_taken_and_a_longer_one_is_not),
		CASE(what_is_not_agentx_is_an_error),
		CASE(the_end_of_the_connection_is_found),
		CASE(what_the_socket_does_not_take_is_queued_in_order),
		CASE(a_full_queue_holds_requests_back),
		CASE(the_queue_is_bounded),
		cmocka_unit_test(addresses_are_checked),
		cmocka_unit_test(connects_over_tcp_by_address_and_by_name),
	};

	(void)make(longest, AGENTX_RESPONSE, sizeof(longest) - AGENTX_HEADER_SIZE, 1, true);
	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
