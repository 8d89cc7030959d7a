#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# First process of the guest: enters the machine's own file system, read-only
# but for /run, runs guest.sh there and powers off with its exit status.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
status=125
while read -r module; do insmod "/modules/$module"; done </modules/order
if mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro root /host; then
	for folder in proc sys dev; do mount --bind /$folder /host/$folder; done
	mount -t debugfs debug /host/sys/kernel/debug
	mount -t tmpfs -o mode=755 run /host/run
	ip link set lo up
	# shellcheck disable=SC2013 # words are meant
	for word in $(cat /proc/cmdline); do
		case $word in brk.*=*)
			name=${word#brk.}
			export "VM_${name%%=*}=${name#*=}"
			;;
		esac
	done
	stty -F /dev/ttyS1 raw
	PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot /host /bin/sh "$VM_SRC/tests/vm/guest.sh" >/dev/ttyS1 2>&1 </dev/null
	status=$?
fi
# isa-debug-exit at port 0x501; where that fails, the status tells.
# shellcheck disable=SC2059 # an octal escape
printf "\\$(printf %o $status)" | dd of=/dev/port bs=1 seek=1281 2>/dev/null
poweroff -f
