/* SPDX-License-Identifier: BSD-3-Clause */
#include "agent/daemon.h"

int main(int argc, char *argv[])
{
	return daemon_main(argc, argv);
}
