# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=sh
#
# tools/check fresh: README's two commands in a minimal Debian that is made for it, of this
# machine's release and from its package sources. It finds what works only because this
# machine has it. Sourced by tools/check, from the top of the source tree.
#
# Everything runs in namespaces of its own: with the first process of one, all of its
# processes and mounts go.

fresh_folder=$PWD/build/fresh
fresh_root=$fresh_folder/root
fresh_pid=

# Why it can't be done here; nothing if it can.
fresh_obstacle() {
	if [ "$(id -u)" -ne 0 ]; then
		echo 'it makes a root file system, which needs root: sudo ./tools/check fresh'
	elif ! command -v apt-get >/dev/null; then
		echo 'it needs Debian, with apt'
	elif ! unshare --mount --pid --fork true 2>/dev/null; then
		echo 'it needs namespaces (unshare --mount --pid), which are not allowed here'
	elif ! deps_ensure "$DEPS_FRESH" >&2; then
		echo "it needs these packages: $DEPS_FRESH"
	fi
}

fresh_clean_up() {
	if [ -n "$fresh_pid" ]; then
		kill -KILL "$fresh_pid" 2>/dev/null
		wait "$fresh_pid" 2>/dev/null
	fi
	rm -rf --one-file-system "$fresh_root" 2>/dev/null || { sleep 1 && rm -rf --one-file-system "$fresh_root"; }
}

# The root file system: packages that Debian calls essential, and apt.
fresh_make_root() {
	# shellcheck source=/dev/null
	fresh_release=$(. /etc/os-release && echo "$VERSION_CODENAME")
	# Proxies and the like.
	apt-config dump | grep -E '^Acquire::[^ ]+ "[^"]+";$' >"$fresh_folder/apt.conf"
	set --
	for fresh_source in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
		[ ! -s "$fresh_source" ] || set -- "$@" "$fresh_source"
	done
	mmdebstrap --variant=apt --aptopt="$fresh_folder/apt.conf" "$fresh_release" "$fresh_root" "$@" || return 1
	[ -e "$fresh_root/etc/hosts" ] || echo '127.0.0.1 localhost' >"$fresh_root/etc/hosts"
}

# The files of this tree as they are now, without what was built.
fresh_copy_tree() {
	mkdir -p "$fresh_root/root/breakoutd" || return 1
	if git -c safe.directory='*' ls-files -z >"$fresh_folder/files" 2>/dev/null; then
		tar --null -T "$fresh_folder/files" -cf "$fresh_folder/tree.tar"
	else
		tar --exclude='./build*' --exclude=./autom4te.cache -cf "$fresh_folder/tree.tar" .
	fi && tar -C "$fresh_root/root/breakoutd" --no-same-owner -xf "$fresh_folder/tree.tar"
}

# fresh_enter COMMAND: in the root, with nothing of this environment but proxies. Fails, too,
# where the command leaves processes behind.
fresh_enter() {
	exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --ipc --uts \
		env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
		http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" no_proxy="${no_proxy:-}" \
		sh -c '
			cd "$1" && mount -t proc proc proc && mount --rbind /dev dev && mount --rbind /sys sys || exit 1
			chroot . sh -c "cd /root/breakoutd && exec $2" </dev/null
			rc=$?
			sleep 1
			for left in proc/[0-9]*; do
				[ "$left" != proc/1 ] || continue
				echo "$2 left a process: $(tr "\0" " " <"$left/cmdline")"
				rc=1
			done
			exit "$rc"' - "$fresh_root" "$1"
}

# fresh_run COMMAND: its output is shown and kept in $fresh_log.
fresh_run() {
	fresh_log=$fresh_folder/$(basename "$1").log
	say "  in a fresh root: $1…"
	: >"$fresh_log"
	fresh_enter "$1" >"$fresh_log" 2>&1 &
	fresh_pid=$!
	tail -n +1 -f --pid="$fresh_pid" "$fresh_log" | sed 's/^/    /' &
	fresh_tail=$!
	wait "$fresh_pid"
	fresh_rc=$?
	fresh_pid=
	wait "$fresh_tail"
	[ "$fresh_rc" -eq 0 ] || say "FAILED: $1 in a fresh root; all of its output is in $fresh_log"
	return "$fresh_rc"
}

# Add up what tools/check in there has counted. The demo is one test.
fresh_count() {
	set -- "$(sed -n '/^[0-9]* passed, [0-9]* failed, [0-9]* skipped$/h; ${g;s/[^0-9 ]//g;p}' "$fresh_log")"
	# shellcheck disable=SC2086 # three numbers
	set -- $1
	[ $# -eq 3 ] || return 1
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

fresh_check() {
	fresh_why=$(fresh_obstacle)
	if [ -n "$fresh_why" ]; then
		say "    SKIP: $fresh_why"
		skipped=$((skipped + 1))
		return
	fi
	mkdir -p "$fresh_folder"
	trap fresh_clean_up EXIT
	trap 'exit 130' INT
	trap 'exit 143' HUP TERM
	fresh_clean_up
	say '  making a root file system…'
	if attempt quietly "$fresh_folder/root.log" fresh_make_root && attempt fresh_copy_tree; then
		attempt fresh_run ./tools/demo && passed=$((passed + 1))
		fresh_before=$failed
		fresh_run ./tools/check
		fresh_rc=$?
		fresh_count || fresh_rc=1
		# What it has counted itself is not counted again.
		[ "$fresh_rc" -eq 0 ] || [ "$failed" -gt "$fresh_before" ] || failed=$((failed + 1))
	fi
	fresh_clean_up
}
