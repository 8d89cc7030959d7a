/* SPDX-License-Identifier: BSD-3-Clause */
/* What the service manager is told, and how often. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/service.h"

/* A service manager: an abstract socket that NOTIFY_SOCKET names. */
static int manager(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	char name[64];
	int n = snprintf(name, sizeof(name), "@breakoutd-test-%ld", (long)getpid());
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	assert_true(fd >= 0);
	memcpy(sun.sun_path + 1, name + 1, (size_t)n - 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&sun,
	                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)n)), 0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

/* The next message, "" if there is none. */
static const char *heard(int fd, char *buf, size_t size)
{
	ssize_t n = recv(fd, buf, size - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

static unsigned interval(const char *usec, const char *pid)
{
	struct watchdog w = { .interval_ms = 77 };

	usec ? setenv("WATCHDOG_USEC", usec, 1) : unsetenv("WATCHDOG_USEC");
	pid ? setenv("WATCHDOG_PID", pid, 1) : unsetenv("WATCHDOG_PID");
	service_watchdog_init(&w);
	return w.interval_ms;
}

static void half_of_what_is_asked_for(void **state)
{
	char me[32];

	(void)state;
	snprintf(me, sizeof(me), "%ld", (long)getpid());
	assert_int_equal(interval("60000000", NULL), 30000);
	assert_int_equal(interval("60000000", me), 30000);
	assert_int_equal(interval("1", NULL), 1);
	assert_int_equal(interval("7200000000", NULL), 3600000);
	assert_int_equal(interval("18446744073709551615", NULL), INT32_MAX);
}

static void nobody_waits_for_it(void **state)
{
	static const char *const nonsense[] = { "", "0", "-1", "+5", " 5", "5s", "0x10", "18446744073709551616" };

	(void)state;
	assert_int_equal(interval(NULL, NULL), 0);
	assert_int_equal(interval("60000000", "1"), 0);
	assert_int_equal(interval("60000000", "me"), 0);
	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++)
		assert_int_equal(interval(nonsense[i], NULL), 0);
}

static void signs_of_life_are_not_hurried(void **state)
{
	struct watchdog w;
	int fd = manager(), left;
	char buf[64];

	(void)state;
	setenv("WATCHDOG_USEC", "200000000", 1);
	unsetenv("WATCHDOG_PID");
	service_watchdog_init(&w);
	assert_int_equal(service_watchdog_turn(&w), 100000);
	assert_string_equal(heard(fd, buf, sizeof(buf)), "WATCHDOG=1");
	left = service_watchdog_turn(&w);
	assert_true(left > 50000 && left <= 100000);
	assert_string_equal(heard(fd, buf, sizeof(buf)), "");
	w.due.tv_sec -= 200;
	assert_int_equal(service_watchdog_turn(&w), 100000);
	assert_string_equal(heard(fd, buf, sizeof(buf)), "WATCHDOG=1");
	close(fd);
}

static void without_a_watchdog_there_is_none(void **state)
{
	struct watchdog w;
	int fd = manager();
	char buf[64];

	(void)state;
	unsetenv("WATCHDOG_USEC");
	service_watchdog_init(&w);
	assert_int_equal(service_watchdog_turn(&w), -1);
	assert_string_equal(heard(fd, buf, sizeof(buf)), "");
	service_notify("READY=1");
	assert_string_equal(heard(fd, buf, sizeof(buf)), "READY=1");
	service_notify_reloading();
	assert_memory_equal(heard(fd, buf, sizeof(buf)), "RELOADING=1\nMONOTONIC_USEC=", 27);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_of_what_is_asked_for),
		cmocka_unit_test(nobody_waits_for_it),
		cmocka_unit_test(signs_of_life_are_not_hurried),
		cmocka_unit_test(without_a_watchdog_there_is_none),
	};

	return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
