#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
#
# All tests that need a real kernel, in one boot: a stock Debian kernel under
# QEMU (TCG: it needs no rights and no KVM), the project's test modules, and the
# machine's own programs and this build tree read-only over 9p. Each cases/*.sh
# prints TAP in the guest; here it comes out as one test.
#
# test_vm.sh [CASE…] boots for these cases only (their names without .sh).
# What is downloaded and built is kept in ${XDG_CACHE_HOME:-~/.cache}/breakoutd-vm.
set -u
top_srcdir=$(cd "${top_srcdir:-.}" && pwd) || exit 99
top_builddir=$(cd "${top_builddir:-.}" && pwd) || exit 99
vm=$top_srcdir/tests/vm
kernel_error=
. "$vm/kernel.sh"

skip() {
	echo "1..0 # SKIP $*"
	exit 0
}

[ "$(uname -m)" = x86_64 ] || skip "the guest runs this machine's programs: only x86_64 is supported"
for tool in qemu-system-x86_64 busybox modprobe depmod iasl xz snmpd snmpwalk ip; do
	command -v "$tool" >/dev/null || [ -x "/usr/sbin/$tool" ] || skip "$tool is not installed"
done
work=$(mktemp -d "${TMPDIR:-/tmp}/breakoutd-vm.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 143' INT TERM
kernel_prepare || skip "$kernel_error"
modules_prepare || {
	echo "Bail out! the kernel modules do not build: $kernel_error"
	exit 99
}
iasl -p "$work/sfp" "$vm/sfp.asl" >"$work/iasl.log" 2>&1 || {
	sed 's/^/# /' "$work/iasl.log"
	echo 'Bail out! sfp.asl does not compile'
	exit 99
}
initramfs_make "$work/initramfs" || skip 'no initramfs could be made'

# The kernel's words go to one serial line, TAP to the other.
timeout -k 5 "${VM_TIMEOUT:-900}" qemu-system-x86_64 -M q35 -accel tcg,tb-size=256 -cpu max -smp 1 -m 512 \
	-nodefaults -no-user-config -display none -monitor none -no-reboot \
	-kernel "$KERNEL_CACHE/vmlinux" -initrd "$work/initramfs" \
	-append "console=ttyS0 panic=-1 loglevel=5 mitigations=off nokaslr tsc=reliable \
brk.SRC=$top_srcdir brk.BUILD=$top_builddir brk.MODULES=$KERNEL_MODULES brk.CASES=$(echo "$@" | tr ' ' ,)" \
	-acpitable "file=$work/sfp.aml" -serial "file:$work/console" -serial stdio -device isa-debug-exit,iobase=0x501,iosize=1 \
	-fsdev local,id=root,path=/,security_model=none,readonly=on,multidevs=remap \
	-device virtio-9p-pci,fsdev=root,mount_tag=root </dev/null >"$work/tap" 2>"$work/qemu"
status=$?
tr -d '\r' <"$work/tap"

# isa-debug-exit makes 2 × code + 1 of the guest's exit code.
if [ "$status" -ne 1 ]; then
	sed 's/^/# qemu: /' "$work/qemu"
	tr -d '\r' <"$work/console" | tail -n 40 | sed 's/^/# console: /'
	echo "Bail out! the guest did not run to its end (status $status)"
	exit 99
fi
[ -z "${VM_CONSOLE:-}" ] || tr -d '\r' <"$work/console" | sed 's/^/# console: /'
