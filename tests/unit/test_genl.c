/* SPDX-License-Identifier: BSD-3-Clause */
/* Answers of the kernel, and what is none: taken apart without trusting a length. */
#include "test.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "netlink_answer.h"

/* Attribute 1 of messages, added up. */
static int add_up(const struct nlmsghdr *message, void *arg)
{
	static const uint8_t types[3] = { [1] = MNL_TYPE_U32, [2] = MNL_TYPE_NUL_STRING };
	const struct nlattr *attributes[3];
	int r = genl_attributes(message, types, 2, attributes);

	if (r == 0 && attributes[1])
		*(uint32_t *)arg += mnl_attr_get_u32(attributes[1]);
	return r;
}

static void put_number(struct answer *a, uint32_t number)
{
	struct nlmsghdr *message = answer_begin(a, 1);

	mnl_attr_put_u32(message, 1, number);
	mnl_attr_put_u32(message, 77, 1000);
	answer_end(a, message);
}

static void messages_are_taken_in_order(void **state)
{
	struct answer a = { .len = 0 };
	uint32_t sum = 0;

	(void)state;
	put_number(&a, 3);
	put_number(&a, 4);
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), 1);
	assert_int_equal(sum, 7);
	answer_done(&a);
	/* Behind the end nobody looks. */
	put_number(&a, 100);
	sum = 0;
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), 0);
	assert_int_equal(sum, 7);
}

static void others_answers_are_skipped(void **state)
{
	struct answer a = { .len = 0 };
	uint32_t sum = 0;

	(void)state;
	put_number(&a, 3);
	((struct nlmsghdr *)a.bytes)->nlmsg_seq++;
	put_number(&a, 4);
	answer_error(&a, 0, NULL);
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), 0);
	assert_int_equal(sum, 4);
}

static void errors_come_with_words(void **state)
{
	struct genl_wait wait;
	char long_words[200];
	uint32_t sum = 0;

	(void)state;
	struct answer a = { .len = 0 };
	answer_error(&a, -EINVAL, "module is asleep");
	assert_int_equal(answer_take(&a, add_up, &sum, &wait), -EINVAL);
	assert_string_equal(wait.why, "module is asleep");

	a.len = 0;
	answer_error(&a, -EIO, NULL);
	assert_int_equal(answer_take(&a, add_up, &sum, &wait), -EIO);
	assert_string_equal(wait.why, "");

	memset(long_words, 'x', sizeof(long_words) - 1);
	long_words[sizeof(long_words) - 1] = '\0';
	a.len = 0;
	answer_error(&a, -EIO, long_words);
	assert_int_equal(answer_take(&a, add_up, &sum, &wait), -EIO);
	assert_int_equal(strlen(wait.why), GENL_WHY - 1);
}

/* The request comes back in errors of sockets without NETLINK_CAP_ACK: its length is as hostile as any. */
static void words_behind_the_request(void **state)
{
	static const struct {
		const char *label;
		uint32_t len;
		const char *why;
	} rows[] = {
		{ "as it is", NLMSG_HDRLEN, "asleep" },
		{ "shorter than a header", 3, "" },
		{ "past the end", 0xfffffff0, "" },
		{ "just past the end", 4000, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct answer a = { .len = 0 };
		struct nlmsghdr *message = (struct nlmsghdr *)a.bytes;
		struct genl_wait wait;

		answer_error(&a, -EIO, "asleep");
		message->nlmsg_flags &= (uint16_t)~NLM_F_CAPPED;
		((struct nlmsgerr *)mnl_nlmsg_get_payload(message))->msg.nlmsg_len = rows[i].len;
		assert_row(answer_take(&a, add_up, NULL, &wait) == -EIO, rows[i].label);
		assert_row(strcmp(wait.why, rows[i].why) == 0, rows[i].label);
	}
}

static void what_is_no_answer(void **state)
{
	struct genl_wait wait = { .seq = ANSWER_SEQ, .port = ANSWER_PORT, .family = ANSWER_FAMILY };
	struct answer a = { .len = 0 };
	struct nlmsghdr *message = (struct nlmsghdr *)a.bytes;
	uint32_t sum = 0;

	(void)state;
	assert_int_equal(genl_datagram(&wait, a.bytes, 0, add_up, &sum), -EBADMSG);
	put_number(&a, 1);
	message->nlmsg_type++;
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EBADMSG);
	message->nlmsg_type--;
	message->nlmsg_flags |= NLM_F_DUMP_INTR;
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EAGAIN);
	a.len = 0;
	answer_error(&a, EIO, NULL);
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EBADMSG);
	message->nlmsg_len = NLMSG_HDRLEN + 2;
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EBADMSG);
	/* An attribute of another size than its type's. */
	a.len = 0;
	message = answer_begin(&a, 1);
	mnl_attr_put_u16(message, 1, 5);
	answer_end(&a, message);
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EBADMSG);
	/* Text without its end. */
	a.len = 0;
	message = answer_begin(&a, 1);
	mnl_attr_put(message, 2, 4, "text");
	answer_end(&a, message);
	assert_int_equal(answer_take(&a, add_up, &sum, NULL), -EBADMSG);
	assert_int_equal(sum, 0);
}

static void begin_sum(void *arg)
{
	*(uint32_t *)arg = 0;
}

static void nothing_is_read_behind_the_end(void **state)
{
	struct answer a = { .len = 0 };
	uint32_t sum;

	(void)state;
	put_number(&a, 3);
	answer_error(&a, -EIO, "module is asleep");
	answer_mutate(&a, 20000, add_up, begin_sum, &sum);
}

/* This machine's kernel: its controller is always there. */
static void the_kernel_answers(void **state)
{
	uint16_t family = 0;
	struct genl *g;
	int r = genl_open(&g);

	(void)state;
	if (r < 0) {
		print_message("no generic netlink here: %s\n", strerror(-r));
		skip();
	}
	assert_int_equal(genl_family(g, "nlctrl", &family), 0);
	assert_int_equal(family, GENL_ID_CTRL);
	assert_int_equal(genl_family(g, "no-such-thing", &family), -EOPNOTSUPP);
	assert_int_equal(family, GENL_ID_CTRL);
	genl_close(g);
	genl_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_taken_in_order),
		cmocka_unit_test(others_answers_are_skipped),
		cmocka_unit_test(errors_come_with_words),
		cmocka_unit_test(words_behind_the_request),
		cmocka_unit_test(what_is_no_answer),
		cmocka_unit_test(nothing_is_read_behind_the_end),
		cmocka_unit_test(the_kernel_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
