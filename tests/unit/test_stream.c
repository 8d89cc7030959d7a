/* SPDX-License-Identifier: BSD-3-Clause */
/* PDUs out of a stream, over a real socket: what is taken, and what the library gets. */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "agent/agentx_pdu.h"
#include "agent/stream.h"
#include "common/type_image.h"

#define MUCH (1 << 18)

/* Takes every Get; its bytes are kept. */
struct world {
	struct stream *stream;
	netsnmp_transport transport;
	int master;                          /* the other end */
	uint8_t taken[MUCH], passed[MUCH];   /* passed on: what the library read */
	size_t taken_len, passed_len;
};

static bool take(void *arg, const uint8_t *pdu, size_t len)
{
	struct world *w = arg;

	assert_int_equal(agentx_length(pdu, len), len);
	if (pdu[1] != AGENTX_GET)
		return false;
	memcpy(w->taken + w->taken_len, pdu, len);
	w->taken_len += len;
	return true;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	int fds[2];

	assert_non_null(w);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	w->master = fds[0];
	w->transport.sock = fds[1];
	w->transport.flags = NETSNMP_TRANSPORT_FLAG_STREAM;
	w->stream = stream_new(take, w);
	assert_non_null(w->stream);
	stream_open(w->stream, &w->transport);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	stream_free(w->stream);
	close(w->transport.sock);
	if (w->master >= 0)
		close(w->master);
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

/* As the library does: `room` bytes at most. What it is told. */
static int library_reads(struct world *w, int room)
{
	void *address = w;
	int address_len = 1, n = w->transport.f_recv(&w->transport, w->passed + w->passed_len, room, &address,
	                                             &address_len);

	assert_null(address);
	assert_int_equal(address_len, 0);
	if (n > 0)
		w->passed_len += (size_t)n;
	return n;
}

static bool nothing_yet(struct world *w)
{
	bool yet = w->transport.flags & NETSNMP_TRANSPORT_FLAG_EMPTY_PKT;

	w->transport.flags &= ~NETSNMP_TRANSPORT_FLAG_EMPTY_PKT;
	return yet;
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
		assert_int_equal(stream_read(w->stream, cut % 2), STREAM_NOTHING);
		assert_int_equal(w->taken_len, 0);
		assert_int_equal(library_reads(w, 100), 0);
		assert_true(nothing_yet(w));
		send_all(w, pdu + cut, len - cut);
		assert_int_equal(stream_read(w->stream, cut % 4 < 2), STREAM_TAKEN);
		assert_int_equal(w->taken_len, len);
		assert_memory_equal(w->taken, pdu, len);
	}
	assert_int_equal(stream_read(w->stream, false), STREAM_NOTHING);
	assert_int_equal(w->passed_len, 0);
}

static void the_library_gets_the_rest_in_order(void **state)
{
	struct world *w = *state;
	uint8_t all[400], want[400];
	size_t len = 0, want_len = 0;
	const struct { unsigned type; uint32_t payload; } pdus[] = {
		{ AGENTX_RESPONSE, 8 }, { AGENTX_GET, 40 }, { AGENTX_NOTIFY, 0 }, { AGENTX_GET, 0 }, { AGENTX_PING, 12 },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(pdus); i++) {
		size_t one = make(all + len, pdus[i].type, pdus[i].payload, i, i % 2);

		if (pdus[i].type != AGENTX_GET) {
			memcpy(want + want_len, all + len, one);
			want_len += one;
		}
		len += one;
	}
	send_all(w, all, len - 1);
	assert_int_equal(stream_read(w->stream, false), STREAM_LIBRARY);
	assert_int_equal(w->taken_len, 2 * AGENTX_HEADER_SIZE + 40);
	/* By and by, if it has little room; nothing new is read before. */
	assert_int_equal(library_reads(w, 30), 30);
	send_all(w, all + len - 1, 1);
	assert_int_equal(stream_read(w->stream, false), STREAM_LIBRARY);
	assert_int_equal(library_reads(w, 1000), 18);
	assert_int_equal(library_reads(w, 1000), AGENTX_HEADER_SIZE + 12);
	assert_int_equal(library_reads(w, 1000), 0);
	assert_true(nothing_yet(w));
	assert_int_equal(w->passed_len, want_len);
	assert_memory_equal(w->passed, want, want_len);
}

static void what_is_too_large_or_strange_is_the_librarys(void **state)
{
	static uint8_t big[MUCH];
	struct world *w = *state;
	size_t len = make(big, AGENTX_GET, 100000, 9, true), sent = 0, last;
	uint8_t get[100];

	while (sent < len) {
		size_t n = len - sent < 30000 ? len - sent : 30000;

		send_all(w, big + sent, n);
		sent += n;
		while (library_reads(w, 7000) > 0)
			;
		assert_true(nothing_yet(w));
		assert_int_equal(w->passed_len, sent);
	}
	assert_memory_equal(w->passed, big, len);
	/* Behind it all is well again. */
	last = make(get, AGENTX_GET, 4, 1, true);
	send_all(w, get, last);
	assert_int_equal(stream_read(w->stream, false), STREAM_TAKEN);
	/* No AgentX: that's the end of it, whatever comes. */
	send_all(w, (const uint8_t *)"HTTP/1.1 400", 12);
	send_all(w, get, last);
	assert_int_equal(stream_read(w->stream, false), STREAM_LIBRARY);
	assert_int_equal(library_reads(w, 1000), 12 + last);
	send_all(w, get, last);
	assert_int_equal(library_reads(w, 1000), last);
	/* A new session is. */
	stream_close(w->stream);
	assert_int_equal(stream_fd(w->stream), -1);
	stream_open(w->stream, &w->transport);
	send_all(w, get, last);
	assert_int_equal(stream_read(w->stream, false), STREAM_TAKEN);
}

static void an_odd_length_is_no_agentx(void **state)
{
	struct world *w = *state;
	uint8_t pdu[100];
	size_t len = make(pdu, AGENTX_GET, 6, 1, false);

	send_all(w, pdu, len);
	assert_int_equal(stream_read(w->stream, false), STREAM_LIBRARY);
	assert_int_equal(w->taken_len, 0);
}

static void nothing_gets_lost_or_out_of_order(void **state)
{
	static uint8_t all[MUCH], gets[MUCH], others[MUCH];
	struct world *w = *state;
	size_t len = 0, get_len = 0, other_len = 0, sent = 0;
	uint32_t seed = 11;

	for (unsigned i = 0; len < 150000; i++) {
		bool get = next_random(&seed) % 3;
		size_t one = make(all + len, get ? AGENTX_GET : AGENTX_RESPONSE, next_random(&seed) % 600 * 4, i, i % 2);

		memcpy(get ? gets + get_len : others + other_len, all + len, one);
		*(get ? &get_len : &other_len) += one;
		len += one;
	}
	while (sent < len) {
		size_t n = 1 + next_random(&seed) % (next_random(&seed) % 8 ? 300 : 9000);

		n = n < len - sent ? n : len - sent;
		send_all(w, all + sent, n);
		sent += n;
		if (next_random(&seed) % 2)
			(void)stream_read(w->stream, next_random(&seed) % 2);
		while (next_random(&seed) % 4 && library_reads(w, 1 + (int)(next_random(&seed) % 5000)) > 0)
			;
	}
	while (library_reads(w, 5000) > 0 || stream_read(w->stream, false) != STREAM_NOTHING)
		;
	assert_int_equal(w->taken_len, get_len);
	assert_memory_equal(w->taken, gets, get_len);
	assert_int_equal(w->passed_len, other_len);
	assert_memory_equal(w->passed, others, other_len);
}

static void the_end_is_the_librarys_to_find(void **state)
{
	struct world *w = *state;

	close(w->master);
	w->master = -1;
	assert_int_equal(stream_read(w->stream, false), STREAM_ENDED);
	assert_int_equal(library_reads(w, 100), 0);
	assert_false(nothing_yet(w));
}

static void who_takes_nothing_is_cut_off(void **state)
{
	static uint8_t pdu[AGENTX_PDU_MAX];
	struct world *w = *state;
	size_t len = make(pdu, AGENTX_RESPONSE, AGENTX_PDU_MAX - AGENTX_HEADER_SIZE, 1, true);

	stream_send(w->stream, pdu, len, 1000);
	assert_int_equal(recv(w->master, w->taken, len, MSG_WAITALL), len);
	assert_memory_equal(w->taken, pdu, len);
	for (int i = 0; i < 100 && stream_read(w->stream, false) != STREAM_ENDED; i++)
		stream_send(w->stream, pdu, len, 1);
	assert_int_equal(stream_read(w->stream, false), STREAM_ENDED);
}

static void datagrams_are_left_alone(void **state)
{
	struct world *w = *state;
	netsnmp_transport other = { .sock = w->transport.sock };

	stream_close(w->stream);
	stream_open(w->stream, &other);
	assert_null(other.f_recv);
	assert_int_equal(stream_fd(w->stream), -1);
	stream_open(w->stream, NULL);
	assert_int_equal(stream_read(w->stream, false), STREAM_ENDED);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_pdu_cut_anywhere_is_taken_once),
		CASE(the_library_gets_the_rest_in_order),
		CASE(what_is_too_large_or_strange_is_the_librarys),
		CASE(an_odd_length_is_no_agentx),
		CASE(nothing_gets_lost_or_out_of_order),
		CASE(the_end_is_the_librarys_to_find),
		CASE(who_takes_nothing_is_cut_off),
		CASE(datagrams_are_left_alone),
	};

	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
