#!/bin/sh
# Builds a native program with the sources of libelastic in it: build.sh SOURCES TESTS OUTPUT test|sanitized|constant-time|bench
# Exit status 77: what that kind needs is not on this machine, which it says.
set -eu

sources=$1
tests=$2
output=$3
kind=$4
cc=${CC:-cc}

missing() {
  printf '%s\n' "$1"
  exit 77
}

[ "$(uname -sm)" = 'Linux x86_64' ] || missing 'it is for Linux on x86-64'
command -v "${cc%% *}" >/dev/null || missing 'no C compiler was found'
links() { # flags
  # shellcheck disable=SC2086
  echo 'int main(void) { return 0; }' | $cc $1 -o "$output" -x c - 2>/dev/null
}

programs="$tests/main.c $tests/reference.c $tests/known_answers.c $tests/refusals.c $tests/random_cases.c $tests/constant_time.c"
case $kind in
  test) flags=-O2 ;;
  bench) flags=-O2 programs=$tests/bench.c ;;
  sanitized)
    flags='-O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
    links "$flags" || missing 'the compiler has no sanitizers'
    ;;
  constant-time)
    flags='-O2 -DEL_CONSTANT_TIME'
    command -v valgrind >/dev/null || missing 'valgrind was not found'
    echo '#include <valgrind/memcheck.h>' | $cc -fsyntax-only -x c - 2>/dev/null || missing "valgrind's header was not found"
    ;;
esac

library=
for file in "$sources"/*.c; do
  [ "${file##*/}" = jni.c ] || library="$library $file"
done
# shellcheck disable=SC2086
$cc -std=c11 -g $flags -DEL_HOSTED -Wall -Wextra -Werror -I "$sources" -o "$output" $library $programs -ldl
