/* SPDX-License-Identifier: BSD-3-Clause */
/* The reader and its client as two processes: sources, the kernel, a new configuration, and the end of one. */
#include "test.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "net_device.h"
#include "reader/channel.h"
#include "reader/client.h"
#include "reader/protocol.h"
#include "reader/server.h"
#include "scratch.h"
#include "source/access.h"

#define THREADS 8
#define READS 200

static struct scratch *scratch;
static char config_path[SCRATCH_PATH];
static pid_t reader;
static bool with_network;   /* of our own */

static void write_config(const char *ports)
{
	char text[2048];

	TEXT_FORMAT(text, "%s", ports);
	scratch_text(scratch, "breakoutd.conf", text);
}

static char *declared(const char *name)
{
	static char path[SCRATCH_PATH];

	return strcpy(path, scratch_path(scratch, name, (char[SCRATCH_PATH]){ 0 }));
}

static int start(void **state)
{
	struct server_setup setup = { .config_path = config_path };
	char *error = NULL;
	int pair[2];

	assert_int_equal(scratch_setup(state), 0);
	scratch = *state;
	scratch_path(scratch, "breakoutd.conf", config_path);
	write_config("port \"a\" {\n index = 1\n source = \"file\"\n path = \"a.eeprom\"\n}\n");
	assert_int_equal(config_load(config_path, &setup.config, &error), 0);
	with_network = net_namespace() == 0 && net_add("brk0") == 0;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	reader = fork();
	if (reader == 0) {
		close(pair[0]);
		setup.fd = pair[1];
		server_run(&setup);
		_exit(0);
	}
	close(pair[1]);
	config_free(setup.config);
	client_start(pair[0]);
	return 0;
}

static int stop(void **state)
{
	client_end();
	access_set(NULL);
	assert_int_equal(waitpid(reader, NULL, 0), reader);
	return scratch_teardown(state);
}

static struct source *open_file(const char *name)
{
	const struct port_decl port = { .source = SOURCE_FILE, .path = declared(name) };
	struct source *source = NULL;

	assert_int_equal(source_open(&port, "", &source), 0);
	return source;
}

static int refused(enum source_kind kind, const char *path)
{
	char copy[SCRATCH_PATH];
	const struct port_decl port = { .source = kind, .path = strcpy(copy, path) };
	struct source *source;

	return source_open(&port, "", &source);
}

static void bytes_come_through(void **state)
{
	struct source *source = open_file("a.eeprom");
	uint8_t image[256], got[256];

	(void)state;
	assert_int_equal(source_presence(source), 0);
	for (unsigned i = 0; i < sizeof(image); i++)
		image[i] = (uint8_t)(i ^ 0x5a);
	scratch_write(scratch, "a.eeprom", image, sizeof(image));
	assert_int_equal(source_presence(source), 1);
	assert_true(source->instant);
	assert_int_equal(source_read(source, (struct image_addr){ .offset = 0 }, 128, got), 0);
	assert_memory_equal(got, image, 128);
	assert_int_equal(source_read(source, (struct image_addr){ .offset = 255 }, 1, got), 0);
	assert_int_equal(got[0], image[255]);
	/* Errors, too. */
	assert_int_equal(source_read(source, (struct image_addr){ .page = 1, .offset = 128 }, 128, got), -ENODATA);
	assert_int_equal(source_read(source, (struct image_addr){ .offset = 200 }, 100, got), -EINVAL);
	assert_int_equal(source_read(source, (struct image_addr){ .offset = 0 }, 100000, got), -EINVAL);
	source_close(source);
	scratch_unlink(scratch, "a.eeprom");
}

static void nothing_else_is_opened(void **state)
{
	(void)state;
	assert_int_equal(refused(SOURCE_FILE, "/etc/passwd"), -EPERM);
	assert_int_equal(refused(SOURCE_SYSFS, "/etc/passwd"), -EPERM);
	assert_int_equal(refused(SOURCE_I2C, "/dev/null"), -EPERM);
	assert_int_equal(refused(SOURCE_FILE, declared("b.eeprom")), -EPERM);
}

static void a_new_configuration_brings_new_ports(void **state)
{
	struct source *source;
	int fd;

	(void)state;
	write_config("port \"b\" {\n index = 1\n source = \"file\"\n path = \"b.eeprom\"\n}\n");
	fd = client_config();
	assert_true(fd >= 0);
	close(fd);
	source_close(open_file("b.eeprom"));
	/* Those before are still read until the new ones are in force. */
	source_close(open_file("a.eeprom"));
	/* One that is wrong is passed, so that it can be said what is wrong; nothing of it counts. */
	write_config("port \"c\" {\n index = 1\n source = \"file\"\n path = \"c.eeprom\"\n");
	fd = client_config();
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(refused(SOURCE_FILE, declared("c.eeprom")), -EPERM);
	source = open_file("b.eeprom");
	source_close(source);
	/* What is no file is not passed. */
	scratch_unlink(scratch, "breakoutd.conf");
	assert_int_equal(client_config(), -ENOENT);
	scratch_mkdir(scratch, "breakoutd.conf");
	assert_int_equal(client_config(), -EISDIR);
	scratch_rmdir(scratch, "breakoutd.conf");
	write_config("port \"a\" {\n index = 1\n source = \"file\"\n path = \"a.eeprom\"\n}\n");
	fd = client_config();
	assert_true(fd >= 0);
	close(fd);
}

static void *read_often(void *arg)
{
	struct source *source = arg;
	uint8_t got[128];

	for (unsigned i = 0; i < READS; i++) {
		if (source_read(source, (struct image_addr){ .offset = 0 }, sizeof(got), got) < 0 || got[1] != 1)
			return arg;
	}
	source_close(source);
	return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
	pthread_t thread[THREADS];
	uint8_t image[256] = { 0x11, 1 };

	(void)state;
	scratch_write(scratch, "a.eeprom", image, sizeof(image));
	for (unsigned i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, read_often, open_file("a.eeprom")), 0);
	for (unsigned i = 0; i < THREADS; i++) {
		void *failed;

		pthread_join(thread[i], &failed);
		assert_null(failed);
	}
	scratch_unlink(scratch, "a.eeprom");
}

/* Somebody else's messages on a channel of one's own. */
static int32_t say(int fd, const void *data, size_t len)
{
	struct reader_answer answer;
	uint8_t rest[READER_LENGTH_MAX];

	assert_int_equal(channel_send(fd, data, len, NULL, 0, -1), 0);
	assert_true(channel_receive(fd, &answer, sizeof(answer), rest, sizeof(rest), NULL) >= (ssize_t)sizeof(answer));
	return answer.result;
}

static void nonsense_is_answered(void **state)
{
	struct server_setup setup = { .config_path = config_path };
	struct reader_head head = { .op = READER_READ, .handle = 12345, .len = 16 };
	char *error = NULL;
	int pair[2];
	pid_t child;

	(void)state;
	assert_int_equal(config_load(config_path, &setup.config, &error), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
	child = fork();
	if (child == 0) {
		close(pair[0]);
		access_set(NULL);
		setup.fd = pair[1];
		server_run(&setup);
		_exit(0);
	}
	close(pair[1]);
	config_free(setup.config);
	assert_int_equal(say(pair[0], "?", 1), -EBADMSG);
	assert_int_equal(say(pair[0], &head, sizeof(head)), -EBADF);
	head.op = READER_PRESENCE;
	assert_int_equal(say(pair[0], &head, sizeof(head)), -EBADF);
	head.op = READER_LISTEN;
	assert_int_equal(say(pair[0], &head, sizeof(head)), -EINVAL);
	head.op = READER_NETLINK;
	assert_int_equal(say(pair[0], &head, sizeof(head)), -EBADMSG);
	head.op = READER_OPS;
	assert_int_equal(say(pair[0], &head, sizeof(head)), -EBADMSG);
	/* A handle that is none is closed without an answer, and without harm. */
	head.op = READER_CLOSE;
	assert_int_equal(channel_send(pair[0], &head, sizeof(head), NULL, 0, -1), 0);
	close(pair[0]);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static int take_nothing(const struct nlmsghdr *message, void *arg)
{
	(void)message;
	(void)arg;
	return 0;
}

static void the_kernel_is_asked(void **state)
{
	uint16_t family = 0;
	struct genl *g;
	int r;

	(void)state;
	assert_int_equal(genl_open(&g), 0);
	assert_int_equal(genl_fd(g), -1);
	r = genl_family(g, "nlctrl", &family);
	assert_int_equal(r, 0);
	assert_true(family > 0);
	assert_int_equal(genl_family(g, "no-such-thing", &family), -EOPNOTSUPP);
	/* A command that is not on the list, of the controller itself. */
	(void)genl_request(g, family, 77, 0);
	assert_int_equal(genl_talk(g, take_nothing, NULL), -EPERM);
	genl_close(g);
}

static void take_note(const struct monitor_note *note, void *arg)
{
	if (note->kind == MONITOR_LINK && strcmp(note->name, "brk1") == 0)
		*(bool *)arg = true;
}

static void the_kernel_reports(void **state)
{
	struct pollfd fds[MONITOR_FDS];
	int fd[MONITOR_FDS];
	struct net_monitor *m;
	bool seen = false;

	(void)state;
	if (!with_network) {
		print_message("no network devices of our own here\n");
		skip();
	}
	assert_int_equal(monitor_open(&m), 0);
	monitor_fds(m, fd);
	for (unsigned i = 0; i < MONITOR_FDS; i++)
		fds[i] = (struct pollfd){ .fd = fd[i], .events = POLLIN };
	assert_int_equal(net_rename("brk0", "brk1"), 0);
	for (unsigned i = 0; i < 50 && !seen; i++) {
		if (poll(fds, MONITOR_FDS, 100) > 0)
			monitor_read(m, take_note, &seen);
	}
	assert_true(seen);
	monitor_close(m);
}

/* Last: nothing waits for a reader that is no more. */
static void its_end_is_an_error(void **state)
{
	struct source *source = open_file("a.eeprom");
	uint8_t byte;

	(void)state;
	kill(reader, SIGKILL);
	assert_int_equal(source_read(source, (struct image_addr){ .offset = 0 }, 1, &byte), -EIO);
	assert_non_null(strstr(source_why(source), "reader process"));
	assert_int_equal(source_presence(source), -EIO);
	assert_int_equal(client_config(), -EIO);
	source_close(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_come_through),
		cmocka_unit_test(nothing_else_is_opened),
		cmocka_unit_test(a_new_configuration_brings_new_ports),
		cmocka_unit_test(threads_do_not_disturb_each_other),
		cmocka_unit_test(nonsense_is_answered),
		cmocka_unit_test(the_kernel_is_asked),
		cmocka_unit_test(the_kernel_reports),
		cmocka_unit_test(its_end_is_an_error),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
