/* SPDX-License-Identifier: BSD-3-Clause */
/* The scripted source does what its script says, so that tests built on it mean something. */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fake_source.h"

static const struct image_addr byte0 = { .device = IMAGE_A0 };

struct fixture {
	struct fake_box *box;
	struct source *source;
};

static int setup(void **state)
{
	static struct fixture f;
	struct port_decl port = { .index = 2, .name = "swp2" };

	f.box = fake_box_new(2);
	assert_int_equal(fake_open(&port, "", f.box, &f.source), 0);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	source_close(f->source);
	fake_box_free(f->box);
	return 0;
}

static void modules_come_and_go(void **state)
{
	struct fixture *f = *state;
	uint8_t byte = 0;

	assert_int_equal(source_presence(f->source), 0);
	assert_int_equal(source_read(f->source, byte0, 1, &byte), -ENXIO);
	fake_insert(f->box, 2, "\x11", 1);
	assert_int_equal(source_presence(f->source), 1);
	assert_int_equal(source_read(f->source, byte0, 1, &byte), 0);
	assert_int_equal(byte, 0x11);
	assert_int_equal(source_read(f->source, byte0, 2, &byte), -ENODATA);
	fake_poke(f->box, 2, 0, "\x0d", 1);
	assert_int_equal(source_read(f->source, byte0, 1, &byte), 0);
	assert_int_equal(byte, 0x0d);
	fake_remove(f->box, 2);
	assert_int_equal(source_presence(f->source), 0);
	assert_int_equal(fake_counts(f->box, 2).reads, 4);
	assert_int_equal(fake_counts(f->box, 2).presence, 3);
	assert_int_equal(fake_counts(f->box, 1).presence, 0);
}

static void faults_follow_the_script(void **state)
{
	struct fixture *f = *state;
	uint8_t memory[256] = { 0 };
	uint8_t buf[256];

	fake_insert(f->box, 2, memory, sizeof(memory));
	fake_read_fault(f->box, 2, (struct fake_fault){ .error = -EIO, .after = 1, .times = 2 });
	assert_int_equal(source_read(f->source, byte0, 1, buf), 0);
	assert_int_equal(source_read(f->source, byte0, 1, buf), -EIO);
	assert_int_equal(source_read(f->source, byte0, 1, buf), -EIO);
	assert_int_equal(source_read(f->source, byte0, 1, buf), 0);

	fake_read_fault(f->box, 2, (struct fake_fault){ .error = -ETIMEDOUT, .from = 128, .to = 255 });
	assert_int_equal(source_read(f->source, byte0, 128, buf), 0);
	assert_int_equal(source_read(f->source, byte0, 129, buf), -ETIMEDOUT);

	fake_presence_error(f->box, 2, -EIO);
	assert_int_equal(source_presence(f->source), -EIO);
	fake_presence_error(f->box, 2, 0);
	assert_int_equal(source_presence(f->source), 1);
}

static void a_module_can_vanish_between_reads(void **state)
{
	struct fixture *f = *state;
	uint8_t byte;

	fake_insert(f->box, 2, "\x11", 1);
	fake_remove_after(f->box, 2, 1);
	assert_int_equal(source_read(f->source, byte0, 1, &byte), 0);
	assert_int_equal(source_read(f->source, byte0, 1, &byte), -ENXIO);
	assert_int_equal(source_presence(f->source), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(modules_come_and_go, setup, teardown),
		cmocka_unit_test_setup_teardown(faults_follow_the_script, setup, teardown),
		cmocka_unit_test_setup_teardown(a_module_can_vanish_between_reads, setup, teardown),
	};

	return cmocka_run_group_tests_name("source_fake", tests, NULL, NULL);
}
