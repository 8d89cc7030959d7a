/* SPDX-License-Identifier: BSD-3-Clause */
/* breakoutd: start, main loop, reload and stop. */
#include "agent/daemon.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "config.h"

#include "agent/answers.h"
#include "agent/confine.h"
#include "agent/entity.h"
#include "agent/entity_change.h"
#include "agent/ledger.h"
#include "agent/mib.h"
#include "agent/mib_entity.h"
#include "agent/notify.h"
#include "agent/options.h"
#include "agent/pictures.h"
#include "agent/privilege.h"
#include "agent/reader_process.h"
#include "agent/service.h"
#include "agent/agentx/session.h"
#include "base/log.h"
#include "base/text.h"
#include "collect/collect.h"
#include "discover/watch.h"
#include "reader/client.h"
#include "source/chassis.h"
#include "state/state.h"

/* The longest the loop sleeps: notifications and the connection are looked after this often. */
#define TURN_MS 1000

/* How long start and reload wait for ports to be found; what is found later is served then. */
#define FIND_AT_START_MS 5000
#define FIND_AT_RELOAD_MS 2000

/* How long the end waits for the state directory. */
#define STATE_MS 2000

/* … and for the reader, which a bus may hold up. */
#define READER_MS 500

struct daemon {
	struct options options;
	char config_path[PATH_MAX];    /* absolute, since the daemon leaves its folder */
	char pid_path[PATH_MAX];
	char state_dir[PATH_MAX];
	char control_path[PATH_MAX];
	struct config *config;         /* in force */
	struct config *base;           /* as the file says, where that is without ports; else NULL */
	struct watch *watch;           /* finds ports for it */
	struct discovery *found;       /* that `config` has the ports of */
	struct collector *collector;
	struct snapshot *snapshot;     /* the latest; NULL before the first scan */
	struct agent_status status;
	struct preferences preferences;
	struct mib_view view;          /* what tables show; pictures have older snapshots, too */
	const struct mib_table *tables[MIB_TABLE_COUNT + MIB_ENTITY_TABLE_COUNT + 1];  /* that are served */
	struct pictures *pictures;
	struct state *state;           /* writes what is kept over a restart */
	struct ledger *ledger;
	struct notifier notifier;
	struct entity_change entities;
	struct chassis chassis;
	struct session *session;
	struct answers *answers;       /* for breakoutctl; NULL: none */
	struct confinement confinement;
	int signal_fd, wake_fd, pid_fd, detach_fd;
	struct watchdog watchdog;
	bool stop;
	int exit_status;
};

static int absolute_path(const char *path, char *buf, size_t size)
{
	char cwd[PATH_MAX];
	int n;

	if (path[0] == '/')
		n = snprintf(buf, size, "%s", path);
	else if (getcwd(cwd, sizeof(cwd)))
		n = snprintf(buf, size, "%s/%s", cwd, path);
	else
		return -errno;
	return n >= 0 && (size_t)n < size ? 0 : -ENAMETOOLONG;
}

static int resolve_paths(struct daemon *d)
{
	int error = absolute_path(d->options.config, d->config_path, sizeof(d->config_path));

	if (!error && d->options.pid_file)
		error = absolute_path(d->options.pid_file, d->pid_path, sizeof(d->pid_path));
	if (!error && d->options.state_dir)
		error = absolute_path(d->options.state_dir, d->state_dir, sizeof(d->state_dir));
	if (!error && d->options.control && d->options.control[0])
		error = absolute_path(d->options.control, d->control_path, sizeof(d->control_path));
	if (error)
		log_error("a path on the command line can not be made absolute: %s", strerror(-error));
	return error;
}

/* Log a message of several lines as several lines. */
static void log_lines(char *text)
{
	char *rest = text;

	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		if (*line)
			log_error("%s", line);
	}
}

static int load_config(const struct daemon *d, struct config **ret_config)
{
	int fd = client_running() ? client_config() : config_open(d->config_path);
	char *message = NULL;
	int error;

	/* A plain host needs no file. */
	if (!d->options.config_given && fd == -ENOENT)
		error = config_default(ret_config);
	else
		error = config_load_opened(d->config_path, fd, ret_config, &message);
	if (error && message)
		log_lines(message);
	else if (error)
		log_error("%s: %s", d->config_path, strerror(-error));
	free(message);
	return error;
}

/* Number of the newest event of a log; 0 without. */
static uint32_t last_event(const struct event_log *log)
{
	return log->count ? log->events[log->count - 1]->index : 0;
}

/* Once: what is shown of network devices is what was known before. */
static void tell_of_kernel(const struct snapshot *before, const struct snapshot *s)
{
	bool was = before && before->host_stuck_ms > 0, is = s->host_stuck_ms > 0;

	if (is && !was)
		log_warning("the kernel does not answer about network interfaces for %u s; rules about them wait",
		            s->host_stuck_ms / 1000);
	else if (was && !is)
		log_info("the kernel answers about network interfaces again");
}

static const struct port_state *first_local_error(const struct snapshot *s)
{
	for (size_t i = 0; s && i < s->topology->port_count; i++) {
		if (s->ports[i].status == READ_LOCAL_ERROR)
			return &s->ports[i];
	}
	return NULL;
}

/* Once: breakoutd itself lacks what it needs to read modules. */
static void tell_of_resources(const struct snapshot *before, const struct snapshot *s)
{
	const struct port_state *was = first_local_error(before), *is = first_local_error(s);

	if (is && !was)
		log_error("breakoutd lacks memory or file descriptors, modules can't be read: %s", is->why);
	else if (was && !is)
		log_info("breakoutd can read modules again");
}

/* Show the latest snapshot. */
static void take_snapshot(struct daemon *d)
{
	struct snapshot *latest = collector_snapshot(d->collector);

	if (!latest || latest == d->snapshot) {
		snapshot_unref(latest);
		return;
	}
	if (entity_changed(d->snapshot, latest))
		entity_change_note(&d->entities, &latest->mono);
	d->view.entities_changed = d->entities.changed;
	ledger_logged(d->ledger, last_event(latest->events));
	tell_of_kernel(d->snapshot, latest);
	tell_of_resources(d->snapshot, latest);
	d->view.snapshot = latest;
	pictures_show(d->pictures, latest);
	snapshot_unref(d->snapshot);
	d->snapshot = latest;
}

static void notify(struct daemon *d)
{
	struct timespec now;

	if (!d->snapshot || session_state(d->session) != SESSION_UP)
		return;
	d->notifier.rate = d->config->settings.notification_rate;
	clock_gettime(CLOCK_MONOTONIC, &now);
	notifier_run(&d->notifier, d->snapshot->events, d->preferences.notifications, &now, session_notify,
	             d->session);
	if (d->status.entity_mib)
		entity_change_run(&d->entities, d->preferences.notifications, &now, session_notify_entities,
		                  d->session);
}

/* Replace configuration and collector; on any failure everything stays as it is. */
static int replace_config(struct daemon *d, struct config *config)
{
	struct collector *successor;
	int error = collector_new(config, NULL, NULL, &successor);

	if (error)
		return error;
	collector_stop(d->collector);
	error = collector_inherit(successor, d->collector);
	if (!error)
		error = collector_start(successor, d->wake_fd);
	if (error) {
		collector_free(successor);
		if (collector_start(d->collector, d->wake_fd) < 0) {
			log_error("scanning can not be started again");
			d->exit_status = EXIT_FAILURE;
			d->stop = true;
		}
		return error;
	}
	collector_free(d->collector);
	d->collector = successor;
	return 0;
}

/* Where what managers set is kept; it has no other place to be. */
static const char *preferences_dir(const struct daemon *d)
{
	if (d->options.state_dir)
		return d->state_dir;
	return d->config->settings.state_directory[0] ? d->config->settings.state_directory : STATEDIR;
}

static void forget_base(struct daemon *d)
{
	watch_free(d->watch);
	config_free(d->base);
	d->watch = NULL;
	d->base = NULL;
}

/*
 * What a configuration that was read comes to: itself, or, if it has no ports, with
 * those that are found within `patience_ms`. Takes it over, unless it fails.
 */
static int complete_config(struct daemon *d, struct config *read, unsigned patience_ms, struct config **ret_config)
{
	struct watch *watch;
	struct discovery *found;
	int error;

	if (!discover_wanted(read)) {
		forget_base(d);
		*ret_config = read;
		return 0;
	}
	error = watch_new(&read->settings, d->state, preferences_dir(d), d->wake_fd, &watch);
	if (error)
		return error;
	found = watch_take(watch, patience_ms);
	if (found) {
		discovery_free(d->found);
		d->found = found;
	}
	/* Late: with the ports that were there before. */
	error = d->found ? discover_config(read, d->found, ret_config)
	                 : discover_config(read, &(struct discovery){ .topology = read->topology }, ret_config);
	if (error) {
		watch_free(watch);
		return error;
	}
	forget_base(d);
	d->base = read;
	d->watch = watch;
	return 0;
}

/* Ports came or went. */
static void take_found(struct daemon *d)
{
	struct discovery *found = d->watch ? watch_take(d->watch, 0) : NULL;
	struct config *config;
	int error;

	if (!found)
		return;
	if (discover_same(found->topology, d->config->topology)) {
		discovery_free(found);
		return;
	}
	error = discover_config(d->base, found, &config);
	if (!error) {
		error = replace_config(d, config);
		if (error)
			config_free(config);
	}
	if (error) {
		log_error("other ports were found, and can not be served: %s", strerror(-error));
		discovery_free(found);
		return;
	}
	discovery_free(d->found);
	d->found = found;
	config_free(d->config);
	d->config = config;
	d->view.settings = &config->settings;
	log_info("devices came or went: %zu ports now", config->topology->port_count);
}

static bool other_session(const struct daemon *d, const struct settings *new)
{
	const struct options *o = &d->options;
	const struct settings *old = &d->config->settings;

	return (!o->agentx_address && strcmp(new->agentx_address, old->agentx_address) != 0) ||
	       (!o->context && strcmp(new->agentx_context, old->agentx_context) != 0) ||
	       (!o->priority && new->agentx_priority != old->agentx_priority) ||
	       new->entity_mib != old->entity_mib || new->entity_sensor_mib != old->entity_sensor_mib;
}

/* What was given up at the start can't be had again. */
static bool is_out_of_reach(const struct daemon *d, const struct config *new)
{
	if (privilege_needed(new) & ~d->confinement.capabilities)
		log_warning("other kinds of sources need capabilities that were dropped: restart breakoutd");
	if (sandbox_filter_off(d->options.filter) || strcmp(new->settings.root, d->config->settings.root) == 0)
		return false;
	log_error("another root is used only after a restart; the configuration stays as it was");
	return true;
}

static void reload(struct daemon *d)
{
	struct config *read, *config;
	int error;

	service_notify_reloading();
	log_info("reading %s again", d->config_path);
	if (load_config(d, &read) < 0) {
		log_error("%s is refused; the configuration stays as it was", d->config_path);
	} else if (is_out_of_reach(d, read)) {
		config_free(read);
	} else if ((error = complete_config(d, read, FIND_AT_RELOAD_MS, &config)) < 0) {
		log_error("ports can not be looked for, the old configuration stays: %s", strerror(-error));
		config_free(read);
	} else if ((error = replace_config(d, config)) < 0) {
		log_error("the new configuration can not be put into force, the old one stays: %s",
		          strerror(-error));
		config_free(config);
	} else {
		if (other_session(d, &config->settings))
			log_warning("other settings of AgentX and of what is served are used only after a restart");
		if (!d->options.state_dir &&
		    strcmp(config->settings.state_directory, d->config->settings.state_directory) != 0)
			log_warning("another state directory is used only after a restart");
		if (!d->options.control &&
		    (strcmp(config->settings.control_socket, d->config->settings.control_socket) != 0 ||
		     strcmp(config->settings.control_group, d->config->settings.control_group) != 0))
			log_warning("another control socket or group is used only after a restart");
		config_free(d->config);
		d->config = config;
		d->view.settings = &config->settings;
		log_info("%s is in force: %zu ports, %zu breakouts", d->config_path,
		         config->topology->port_count, config->topology->breakout_count);
	}
	service_notify("READY=1");
}

/* Tell managers again what is active: by SIGUSR1, or breakoutctl. */
static void resync(struct daemon *d)
{
	log_info("announcing again what is active");
	collector_repeat(d->collector);
}

/* The reader is gone: nothing can be read any more, and a service manager starts both again. */
static void look_for_reader(struct daemon *d)
{
	char how[96];

	if (d->stop || !reader_ended(d->confinement.reader, how, sizeof(how)))
		return;
	log_error("the reader process ended: %s; breakoutd cannot read modules and ends", how);
	d->confinement.reader = 0;
	d->exit_status = EXIT_FAILURE;
	d->stop = true;
}

static void take_signals(struct daemon *d)
{
	struct signalfd_siginfo info;

	while (read(d->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(d);
		else if (info.ssi_signo == SIGUSR1)
			resync(d);
		else if (info.ssi_signo == SIGCHLD)
			look_for_reader(d);
		else
			d->stop = true;
	}
}

static int sooner(int a_ms, int b_ms)
{
	return b_ms >= 0 && b_ms < a_ms ? b_ms : a_ms;
}

/* How long the loop may sleep. */
static int turn_ms(struct daemon *d)
{
	int wait = d->snapshot ? notifier_wait_ms(&d->notifier, d->snapshot->events) : -1;

	return sooner(sooner(TURN_MS, wait), service_watchdog_turn(&d->watchdog));
}

/* What tables tell of the session. */
static void follow_session(struct daemon *d)
{
	d->status.entity_mib = session_serves(d->session, ENTITY_MIB_ROOT);
	d->view.up_since = session_up_since(d->session);
}

static void run(struct daemon *d)
{
	struct session_fd fds[] = { { .fd = d->signal_fd }, { .fd = d->wake_fd } };
	uint64_t scans;

	service_watchdog_init(&d->watchdog);
	answers_update(d->answers, &d->view, d->session);
	while (!d->stop) {
		session_turn(d->session, fds, sizeof(fds) / sizeof(fds[0]), turn_ms(d));
		follow_session(d);
		if (fds[0].ready)
			take_signals(d);
		if (fds[1].ready && read(d->wake_fd, &scans, sizeof(scans)) == (ssize_t)sizeof(scans)) {
			take_snapshot(d);
			take_found(d);
			if (answers_take_resync(d->answers))
				resync(d);
		}
		notify(d);
		ledger_save(d->ledger);
		answers_update(d->answers, &d->view, d->session);
	}
}

/* Before any thread is started, so that all of them leave signals to the main loop. */
static int set_signals_up(struct daemon *d)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	d->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return d->signal_fd < 0 ? -errno : 0;
}

static int lock_pid_file(struct daemon *d)
{
	pid_t owner;

	if (!d->options.pid_file)
		return 0;
	d->pid_fd = service_pid_file(d->pid_path, &owner);
	if (d->pid_fd >= 0)
		return 0;
	if (d->pid_fd == -EWOULDBLOCK) {
		log_error("another breakoutd runs: process %ld holds %s", (long)owner, d->pid_path);
		d->exit_status = DAEMON_EXIT_ANOTHER;
	} else {
		log_error("%s: %s", d->pid_path, strerror(-d->pid_fd));
	}
	return d->pid_fd;
}

static const char *state_dir(const struct daemon *d)
{
	return d->options.state_dir ? d->state_dir : d->config->settings.state_directory;
}

/* How modules were and what managers know, unless that is not wanted. */
static int start_remembering(struct daemon *d)
{
	const char *dir = state_dir(d);
	const struct event *const *known;
	size_t count;
	int error = dir[0] ? collector_remember(d->collector, d->state, dir) : 0;

	if (!error)
		error = ledger_open(d->state, dir[0] ? dir : NULL, &d->ledger);
	if (error)
		return error;
	known = ledger_known(d->ledger, &count);
	d->status.events_before = ledger_last_event(d->ledger);
	return collector_restore(d->collector, known, count, d->status.events_before);
}

static int load_preferences(struct daemon *d)
{
	const char *dir = preferences_dir(d);
	return preferences_init(&d->preferences, d->state, dir, d->config->settings.notifications);
}

static const char *agentx_address(const struct daemon *d)
{
	return d->options.agentx_address ? d->options.agentx_address : d->config->settings.agentx_address;
}

static int start_session(struct daemon *d)
{
	const struct options *o = &d->options;
	const struct settings *settings = &d->config->settings;
	const struct session_options options = {
		.address = agentx_address(d),
		.context = o->context ? o->context : settings->agentx_context,
		.priority = o->priority ? o->priority : settings->agentx_priority,
	};

	return session_new(&options, &d->notifier, &d->entities, d->pictures, &d->preferences, &d->session);
}

/* BREAKOUT-MIB, and what else is not switched off. */
static struct pictures *make_pictures(struct daemon *d)
{
	const struct mib_table **tables = d->tables;
	size_t count = 0;

	for (size_t i = 0; i < MIB_TABLE_COUNT; i++)
		tables[count++] = mib_tables[i];
	for (size_t i = 0; i < MIB_ENTITY_TABLE_COUNT && d->config->settings.entity_mib; i++)
		tables[count++] = mib_entity_tables[i];
	if (d->config->settings.entity_sensor_mib)
		tables[count++] = &mib_entity_sensor_table;
	return pictures_new(MIB_ROOT, tables, count, &d->view);
}

static const char *control_path(const struct daemon *d)
{
	return d->options.control ? d->control_path : d->config->settings.control_socket;
}

/*
 * What comes before any thread, and before any byte of a module: what root or the starter's rights are
 * needed for; then they are given up.
 */
static int prepare(struct daemon *d)
{
	const char *master = agentx_address(d);
	const struct confine_setup setup = {
		.user = d->options.user,
		.filter = d->options.filter,
		.config = d->config,
		.config_path = d->config_path,
		.pid_path = d->options.pid_file ? d->pid_path : NULL,
		.state_dir = state_dir(d),
		.preferences_dir = preferences_dir(d),
		.control_path = control_path(d),
		.master = master[0] ? master : SESSION_DEFAULT_ADDRESS,
		.quiet = !d->options.foreground,
	};
	int error = set_signals_up(d);

	if (error)
		return error;
	d->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (d->wake_fd < 0)
		return -errno;
	chassis_read(d->config->settings.root, &d->chassis);
	error = confine_begin(&setup, &d->confinement);
	if (error)
		return error;
	d->answers = answers_start(setup.control_path, d->config->settings.control_group, d->config_path, master,
	                           d->wake_fd);
	return confine_end(&setup);
}

/* Everything that the loop needs. The caller stops what was started, also on failure. */
static int start(struct daemon *d)
{
	struct config *config;
	int error = state_new(&d->state);

	if (!error)
		error = complete_config(d, d->config, FIND_AT_START_MS, &config);
	if (error)
		return error;
	d->config = config;
	error = collector_new(d->config, NULL, NULL, &d->collector);
	if (!error)
		error = start_remembering(d);
	if (error)
		return error;
	error = load_preferences(d);
	if (error)
		return error;
	d->status.version = PACKAGE_VERSION;
	clock_gettime(CLOCK_REALTIME, &d->status.started);
	d->view = (struct mib_view){ .settings = &d->config->settings, .status = &d->status,
	                             .preferences = &d->preferences, .chassis = &d->chassis };
	notifier_init(&d->notifier, &d->status, d->ledger, d->status.events_before);
	clock_gettime(CLOCK_MONOTONIC, &d->view.now);
	entity_change_init(&d->entities, &d->view.now);
	d->pictures = make_pictures(d);
	if (!d->pictures)
		return -ENOMEM;
	error = start_session(d);
	if (error)
		return error;
	if (ledger_unsure(d->ledger)) {
		log_warning("the breakoutd before this one ended while it notified: announcing again what is active");
		collector_repeat(d->collector);
	}
	return collector_start(d->collector, d->wake_fd);
}

static void stop(struct daemon *d)
{
	answers_stop(d->answers);
	session_free(d->session);
	notifier_release(&d->notifier);
	collector_free(d->collector);
	ledger_close(d->ledger);
	pictures_free(d->pictures);
	snapshot_unref(d->snapshot);
	state_free(d->state, STATE_MS);
	config_free(d->config);
	forget_base(d);
	discovery_free(d->found);
	if (d->wake_fd >= 0)
		close(d->wake_fd);
	if (d->signal_fd >= 0)
		close(d->signal_fd);
	client_end();
	reader_wait(d->confinement.reader, READER_MS);
	service_pid_file_remove(d->options.pid_file ? d->pid_path : NULL, d->pid_fd);
}

static void announce(struct daemon *d)
{
	if (d->detach_fd >= 0) {
		log_open("breakoutd", true, d->options.debug ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
		service_detached(d->detach_fd);
	}
	if (d->base)
		log_info("version %s serves %zu ports that were found: %s has none", PACKAGE_VERSION,
		         d->config->topology->port_count, d->config_path);
	else
		log_info("version %s serves %zu ports and %zu breakouts of %s", PACKAGE_VERSION,
		         d->config->topology->port_count, d->config->topology->breakout_count, d->config_path);
	service_notify("READY=1");
}

static int serve(struct daemon *d)
{
	int error;

	if (!d->options.foreground) {
		d->detach_fd = service_detach();
		if (d->detach_fd < 0) {
			log_error("can not go to the background: %s", strerror(-d->detach_fd));
			return EXIT_FAILURE;
		}
	}
	if (lock_pid_file(d) < 0)
		return d->exit_status ? d->exit_status : EXIT_FAILURE;
	error = prepare(d);
	if (!error)
		error = start(d);
	if (error) {
		log_error("can not start: %s", strerror(-error));
		return EXIT_FAILURE;
	}
	announce(d);
	run(d);
	service_notify("STOPPING=1");
	log_info("stopping");
	return d->exit_status;
}

/*
 * Snapshots are a few large arrays, made several times a second and freed
 * in another order: kept out of the heap, which they would tear to pieces, they
 * are given back at once. glibc does so until it learns better. Nor does each
 * thread need a heap of its own for the little that is read and decoded.
 */
static void set_malloc_up(void)
{
#ifdef M_MMAP_THRESHOLD
	(void)mallopt(M_MMAP_THRESHOLD, 128 * 1024);
	(void)mallopt(M_ARENA_MAX, 2);
#endif
}

int daemon_main(int argc, char *argv[])
{
	struct daemon d = { .signal_fd = -1, .wake_fd = -1, .pid_fd = -1, .detach_fd = -1 };
	int status;

	/* Devices, locks and logs of whoever starts it are not its own. */
	privilege_close_from(STDERR_FILENO + 1);
	if (!options_parse(argc, argv, &d.options, &status))
		return status;
	set_malloc_up();
	log_open("breakoutd", false, d.options.debug ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	if (resolve_paths(&d) < 0)
		return EXIT_FAILURE;
	if (load_config(&d, &d.config) < 0)
		return DAEMON_EXIT_CONFIG;
	if (d.options.check_config) {
		printf("%s: %zu ports, %zu breakouts: ok%s\n", d.config_path, d.config->topology->port_count,
		       d.config->topology->breakout_count,
		       discover_wanted(d.config) ? "; ports will be looked for" : "");
		config_free(d.config);
		return EXIT_SUCCESS;
	}
	status = serve(&d);
	stop(&d);
	return status;
}
