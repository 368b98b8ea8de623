#!/bin/sh
# Builds the supervisor: build.sh SOURCES OUTPUT. Where it cannot be built it says so and succeeds, and the simulator has none.
set -eu

sources=$1
output=$2

leave_out() {
  rm -f "$output"
  printf 'sev-sim: built without the supervisor: %s\n' "$1"
  exit 0
}

[ "$(uname -sm)" = 'Linux x86_64' ] || leave_out 'it is for Linux on x86-64'
if [ -f "$output" ] && [ -z "$(find "$sources" -newer "$output" -print -quit)" ]; then
  exit 0
fi
cc=$(command -v "${CC:-cc}") || leave_out 'no C compiler was found: install gcc and libc6-dev'

printf '#include <pthread.h>\n#include <linux/openat2.h>\n#include <linux/seccomp.h>\nint sends = SECCOMP_ADDFD_FLAG_SEND;\n' |
  "$cc" -std=c11 -fsyntax-only -x c - 2>/dev/null ||
  leave_out 'the C library or the Linux headers are missing or older than 5.14: install libc6-dev'

mkdir -p "$(dirname -- "$output")"
"$cc" -std=c11 -O2 -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror -pthread \
  -o "$output.new" "$sources"/*.c
mv -f "$output.new" "$output"
