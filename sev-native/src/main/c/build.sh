#!/bin/sh
# Builds libelastic: build.sh SOURCES SCRATCH OUTPUT JAVA_HOME. It is made in the folder SCRATCH, on the same file system, and moved from
# there to the folder OUTPUT, with its SHA-256 beside it. Where it cannot be built it says so and succeeds, and the jar has none.
set -eu

sources=$1
scratch=$2
output=$3
java=$4
library=$output/libelastic.so

leave_out() {
  rm -f "$library" "$library.sha256"
  printf 'sev-native: built without libelastic: %s\n' "$1"
  exit 0
}

[ "$(uname -sm)" = 'Linux x86_64' ] || leave_out 'it is for Linux on x86-64'
if [ -f "$library.sha256" ] && [ -z "$(find "$sources" -newer "$library.sha256" -print -quit)" ]; then
  exit 0
fi
cc=${CC:-cc} # a command of several words, perhaps, such as: ccache gcc
command -v "${cc%% *}" >/dev/null || leave_out 'no C compiler was found: install gcc and libc6-dev'
[ -f "$java/include/jni.h" ] || leave_out 'this JDK has no include/jni.h'

# The library needs no C library, but the compiler's and the JDK's headers include its headers.
$cc -std=c11 -ffreestanding -fsyntax-only -x c - 2>/dev/null <<'PROBE' || leave_out 'the C library'"'"'s headers are missing, or the compiler is older than VAES: install gcc 8 or newer and libc6-dev'
#if !defined __x86_64__ || defined __ILP32__
#error "another ABI"
#endif
#ifndef __clang__
#pragma GCC target("avx2,vaes,vpclmulqdq,avx512f,avx512bw,avx512dq,avx512vl,sha")
#include <immintrin.h>
__m512i probe(__m512i x) { return _mm512_aesenc_epi128(x, x); }
#endif
PROBE

mkdir -p "$scratch" "$output"
new=$scratch/libelastic.$$
trap 'rm -f "$new"' EXIT
trap 'exit 1' HUP INT TERM

$cc -std=c11 -O2 -fPIC -shared -ffreestanding -nostdlib -fvisibility=hidden -fno-stack-protector -fcf-protection -Wall -Wextra -Werror \
  -ffile-prefix-map="$sources"=. -Wl,-z,defs -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now -Wl,--build-id=none -Wl,-soname,libelastic.so -s \
  -isystem "$java/include" -isystem "$java/include/linux" -o "$new" "$sources"/*.c
sum=$(sha256sum "$new")
mv -f "$new" "$library"
printf '%s\n' "${sum%% *}" >"$library.sha256"
