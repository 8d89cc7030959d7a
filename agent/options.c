/* SPDX-License-Identifier: BSD-3-Clause */
/* Command line of breakoutd. */
#include "agent/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "config.h"

#include "base/parse.h"
#include "config/config.h"

#define DEFAULT_CONFIG SYSCONFDIR "/breakoutd.conf"
#define DEFAULT_PID_FILE RUNDIR "/breakoutd.pid"

static void usage(FILE *to)
{
	fputs("usage: breakoutd [-df] [-c FILE] [-p FILE] [-s DIR] [-x ADDRESS]\n"
	      "                 [--context NAME] [--control SOCKET] [--priority N] [--user NAME]\n"
	      "                 [--seccomp kill|log|off]\n"
	      "       breakoutd --check-config [-c FILE]\n"
	      "       breakoutd --help | --version\n", to);
}

static void help(void)
{
	usage(stdout);
	fputs("\n"
	      "Serve BREAKOUT-MIB through the SNMP agent of this machine.\n"
	      "\n"
	      "  -c, --config FILE     configuration, instead of " DEFAULT_CONFIG "\n"
	      "      --control SOCKET  where breakoutctl asks, instead of " CONFIG_CONTROL_SOCKET ";\n"
	      "                        \"\": nowhere\n"
	      "  -d, --debug           log more\n"
	      "  -f, --foreground      stay in the foreground and log to stderr\n"
	      "  -p, --pid-file FILE   process id, instead of " DEFAULT_PID_FILE "\n"
	      "                        (in the foreground: none)\n"
	      "  -s, --state-dir DIR   what is remembered, instead of " STATEDIR "\n"
	      "  -x, --agentx ADDRESS  AgentX socket of the master agent, such as unix:/var/agentx/master\n"
	      "      --context NAME    SNMP context to serve, instead of the default one\n"
	      "      --priority N      of two breakoutd at one master agent the one with the lower\n"
	      "                        number serves; 1 to 255, 127 unless configured\n"
	      "      --user NAME       become this user, with its groups, after the start\n"
	      "      --seccomp WORD    on a system call that is not expected: kill (default), log;\n"
	      "                        off: restrict neither system calls nor files\n"
	      "      --check-config    read the configuration, say what is wrong with it, and exit\n"
	      "  -h, --help            this text\n"
	      "  -V, --version         version\n", stdout);
}

static bool wrong(int *ret_status, const char *option, const char *value, const char *expected)
{
	fprintf(stderr, "breakoutd: %s '%s': expected %s\n", option, value, expected);
	*ret_status = EX_USAGE;
	return false;
}

bool options_parse(int argc, char *argv[], struct options *ret_options, int *ret_status)
{
	enum { CHECK_CONFIG = 256, CONTEXT, CONTROL, PRIORITY, SECCOMP, USER };
	static const struct option long_options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "debug", no_argument, NULL, 'd' },
		{ "foreground", no_argument, NULL, 'f' },
		{ "pid-file", required_argument, NULL, 'p' },
		{ "state-dir", required_argument, NULL, 's' },
		{ "agentx", required_argument, NULL, 'x' },
		{ "control", required_argument, NULL, CONTROL },
		{ "context", required_argument, NULL, CONTEXT },
		{ "priority", required_argument, NULL, PRIORITY },
		{ "user", required_argument, NULL, USER },
		{ "seccomp", required_argument, NULL, SECCOMP },
		{ "check-config", no_argument, NULL, CHECK_CONFIG },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct options o = { .config = DEFAULT_CONFIG };
	int c;

	*ret_status = EXIT_SUCCESS;
	while ((c = getopt_long(argc, argv, "c:dfp:s:x:hV", long_options, NULL)) != -1) {
		switch (c) {
		case 'c':
			o.config = optarg;
			o.config_given = true;
			break;
		case 'd':
			o.debug = true;
			break;
		case 'f':
			o.foreground = true;
			break;
		case 'p':
			o.pid_file = optarg;
			break;
		case 's':
			o.state_dir = optarg;
			break;
		case 'x':
			o.agentx_address = optarg;
			break;
		case CONTEXT:
			o.context = optarg;
			if (strlen(optarg) > 32)
				return wrong(ret_status, "--context", optarg, "at most 32 bytes");
			break;
		case PRIORITY:
			if (parse_u32(optarg, 1, 255, &o.priority))
				return wrong(ret_status, "--priority", optarg, "1 to 255");
			break;
		case USER:
			o.user = optarg;
			break;
		case SECCOMP:
			if (!sandbox_filter_of(optarg, &o.filter))
				return wrong(ret_status, "--seccomp", optarg, "kill, log or off");
			break;
		case CHECK_CONFIG:
			o.check_config = true;
			break;
		case CONTROL:
			o.control = optarg;
			break;
		case 'h':
			help();
			return false;
		case 'V':
			puts("breakoutd " PACKAGE_VERSION);
			return false;
		default:
			usage(stderr);
			*ret_status = EX_USAGE;
			return false;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "breakoutd: \"%s\": no arguments are expected\n", argv[optind]);
		usage(stderr);
		*ret_status = EX_USAGE;
		return false;
	}
	if (!o.pid_file && !o.foreground)
		o.pid_file = DEFAULT_PID_FILE;
	*ret_options = o;
	return true;
}
