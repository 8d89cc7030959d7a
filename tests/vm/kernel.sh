# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
# shellcheck disable=SC2154,SC2034 # vm and work are the caller's, kernel_error is for it
#
# The guest's kernel, its modules and an initramfs. Sourced by test_vm.sh, which
# sets `vm` (this folder) and `work` (a folder to work in).
#
# A kernel is unpacked, never installed. Folders in the cache are made under
# another name and renamed: one that has its name is complete.

# The release that the installed headers are for: what linux-headers-amd64 names. VM_KERNEL names
# another one, and VM_HEADERS the folder of its headers if that is not below /usr/src.
kernel_release() {
	dpkg-query -W -f '${Depends}' linux-headers-amd64 2>/dev/null |
		sed -n 's/.*linux-headers-\([0-9][^ ,]*-amd64\).*/\1/p'
}

# Sets KERNEL_RELEASE and KERNEL_CACHE, a folder with vmlinux and lib/modules.
kernel_prepare() {
	KERNEL_RELEASE=${VM_KERNEL:-$(kernel_release)}
	KERNEL_HEADERS=${VM_HEADERS:-/usr/src/linux-headers-$KERNEL_RELEASE}
	if [ -z "$KERNEL_RELEASE" ] || [ ! -d "$KERNEL_HEADERS" ]; then
		kernel_error='linux-headers-amd64 is not installed'
		return 1
	fi
	KERNEL_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/breakoutd-vm/$KERNEL_RELEASE
	[ ! -d "$KERNEL_CACHE" ] || return 0
	mkdir -p "${KERNEL_CACHE%/*}"
	kernel_new=$(mktemp -d "$KERNEL_CACHE.XXXXXX") || return 1
	if kernel_unpack "$kernel_new" && kernel_decompress "$kernel_new"; then
		mv "$kernel_new" "$KERNEL_CACHE"
	else
		rm -rf "$kernel_new"
		return 1
	fi
}

# Of all the modules, those that the tests may want.
kernel_unpack() {
	if ! (cd "$work" && apt-get -q download "linux-image-$KERNEL_RELEASE") >"$work/apt.log" 2>&1 </dev/null; then
		kernel_error="linux-image-$KERNEL_RELEASE can't be downloaded: $(tail -n 1 "$work/apt.log")"
		return 1
	fi
	kernel_tree=./lib/modules/$KERNEL_RELEASE
	if ! dpkg-deb --fsys-tarfile "$work"/linux-image-*.deb | tar -x -C "$1" --wildcards \
		"./boot/vmlinuz-$KERNEL_RELEASE" "$kernel_tree/modules.builtin*" "$kernel_tree/modules.order" \
		"$kernel_tree/kernel/drivers/i2c/*" "$kernel_tree/kernel/drivers/misc/eeprom/*" \
		"$kernel_tree/kernel/drivers/net/mdio/*" "$kernel_tree/kernel/drivers/net/phy/*" \
		"$kernel_tree/kernel/drivers/virtio/*" "$kernel_tree/kernel/fs/9p/*" "$kernel_tree/kernel/fs/fscache/*" \
		"$kernel_tree/kernel/fs/netfs/*" "$kernel_tree/kernel/net/9p/*" 2>"$work/tar.log"; then
		# Folders that this kernel does not have are no loss.
		[ -d "$1/$kernel_tree/kernel/fs/9p" ] || {
			kernel_error="linux-image-$KERNEL_RELEASE can't be unpacked: $(tail -n 1 "$work/tar.log")"
			return 1
		}
	fi
	rm -f "$work"/linux-image-*.deb
}

# QEMU starts the ELF kernel inside of vmlinuz (PVH): decompressing takes seconds in the guest.
kernel_decompress() {
	kernel_image=$1/boot/vmlinuz-$KERNEL_RELEASE
	# shellcheck disable=SC2013 # numbers
	for kernel_at in $(LC_ALL=C grep -abo '7zXZ' "$kernel_image" | cut -d: -f1); do
		tail -c "+$kernel_at" "$kernel_image" | xz -dc >"$1/vmlinux" 2>/dev/null
		[ "$(head -c 4 "$1/vmlinux" | tail -c 3)" = ELF ] && return 0
	done
	cp "$kernel_image" "$1/vmlinux"
}

# Sets KERNEL_MODULES, a root folder for modprobe -d: the kernel's modules and ours.
modules_prepare() {
	modules_hash=$(cat "$vm"/modules/* | sha256sum | cut -c1-16)
	KERNEL_MODULES=$KERNEL_CACHE/modules-$modules_hash
	[ ! -d "$KERNEL_MODULES" ] || return 0
	mkdir "$work/modules" && cp "$vm"/modules/* "$work/modules/"
	if ! make -s -C "$KERNEL_HEADERS" M="$work/modules" modules >"$work/modules.log" 2>&1 </dev/null; then
		kernel_error=$(grep -m 1 'error' "$work/modules.log")
		sed 's/^/# /' "$work/modules.log"
		return 1
	fi
	modules_new=$(mktemp -d "$KERNEL_MODULES.XXXXXX") && cp -al "$KERNEL_CACHE/lib" "$modules_new/" || return 1
	mkdir "$modules_new/lib/modules/$KERNEL_RELEASE/extra"
	cp "$work"/modules/*.ko "$modules_new/lib/modules/$KERNEL_RELEASE/extra/"
	/sbin/depmod -b "$modules_new" "$KERNEL_RELEASE" && chmod 755 "$modules_new" &&
		mv "$modules_new" "$KERNEL_MODULES"
}

# initramfs_make FILE: just what mounts the machine's file system.
initramfs_make() {
	initramfs=$work/initramfs.d
	mkdir -p "$initramfs/bin" "$initramfs/modules" "$initramfs/proc" "$initramfs/sys" "$initramfs/dev" "$initramfs/host"
	cp "$(command -v busybox)" "$initramfs/bin/busybox"
	ln -s busybox "$initramfs/bin/sh"
	cp "$vm/init.sh" "$initramfs/init"
	chmod 755 "$initramfs/init"
	for initramfs_module in virtio_pci 9pnet_virtio 9p; do
		/sbin/modprobe -d "$KERNEL_MODULES" -S "$KERNEL_RELEASE" --show-depends "$initramfs_module"
	done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$work/order"
	[ -s "$work/order" ] || return 1
	while read -r initramfs_file; do
		cp "$initramfs_file" "$initramfs/modules/"
		echo "${initramfs_file##*/}"
	done <"$work/order" >"$initramfs/modules/order"
	(cd "$initramfs" && find . | busybox cpio -o -H newc) >"$1" 2>"$work/cpio.log"
}
