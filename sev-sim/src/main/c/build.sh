#!/bin/sh
# Builds the supervisor: build.sh SOURCES SCRATCH OUTPUT. It is made in the folder SCRATCH, on the same file system, and moved from there.
# Where it cannot be built it says so and succeeds, and the simulator has none.
set -eu

sources=$1
scratch=$2
output=$3

leave_out() {
  rm -f "$output"
  printf 'sev-sim: built without the supervisor: %s\n' "$1"
  exit 0
}

[ "$(uname -sm)" = 'Linux x86_64' ] || leave_out 'it is for Linux on x86-64'
if [ -f "$output" ] && [ -z "$(find "$sources" -newer "$output" -print -quit)" ]; then
  exit 0
fi
cc=${CC:-cc} # a command of several words, perhaps, such as: ccache gcc
command -v "${cc%% *}" >/dev/null || leave_out 'no C compiler was found: install gcc and libc6-dev'

$cc -std=c11 -fsyntax-only -x c - 2>/dev/null <<'PROBE' || leave_out 'the C library or the Linux headers are missing or older than 5.9: install libc6-dev'
#define _GNU_SOURCE
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#if !defined __x86_64__ || defined __ILP32__
#error "another ABI"
#endif
struct statx status;
struct open_how how;
struct seccomp_notif_addfd addition;
unsigned long numbers[] = {SYS_openat2, SYS_faccessat2, SYS_statx, SECCOMP_IOCTL_NOTIF_ADDFD, SECCOMP_USER_NOTIF_FLAG_CONTINUE};
PROBE

mkdir -p "$scratch" "$(dirname -- "$output")"
new=$scratch/elastic-supervisor.$$
trap 'rm -f "$new"' EXIT
trap 'exit 1' HUP INT TERM

# Linked statically, where there is a library for that, it does not depend on the C library of where the jar is used.
static=
if echo 'int main(void) { return 0; }' | $cc -static -pthread -o "$new" -x c - 2>/dev/null; then
  static=-static
fi
$cc -std=c11 -O2 -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror -pthread $static \
  -ffile-prefix-map="$sources"=. -Wl,--build-id=none -o "$new" "$sources"/*.c
mv -f "$new" "$output"
