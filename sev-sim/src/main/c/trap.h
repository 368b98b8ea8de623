/*
 * One system call that the filter has stopped, and everything that can be done about it: look at the memory of the thread that makes it, and
 * answer it. See seccomp_unotify(2), process_vm_readv(2), proc(5).
 *
 * The thread may be killed, or its call interrupted, at any time: then there is nobody to answer, and that is no error.
 */
#ifndef ELASTIC_TRAP_H
#define ELASTIC_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

enum { TRAP_ARGUMENTS = 6 };

struct trap {
  int listener; /* the seccomp listener it came from */
  uint64_t id;  /* the kernel's cookie of this stop */
  pid_t thread; /* the caller's thread id in this process's PID namespace */
  int nr;       /* the system call's number */
  uint64_t arguments[TRAP_ARGUMENTS];
};

/*
 * Checks that the kernel can add descriptors to a caller, and that its structures are not larger than the room for them here. To be asked before
 * the listener's first stop. Sets errno.
 */
bool trap_is_supported(int listener);

/* Takes one stopped call. Returns false, with errno, if there is none: ENOENT if its thread was killed meanwhile. */
bool trap_receive(int listener, struct trap *trap);

/* Whether the thread still waits for the answer. */
bool trap_is_pending(const struct trap *trap);

/* Reads the caller's memory. Returns false if any byte cannot be read, or nobody waits any more. */
bool trap_read(const struct trap *trap, uint64_t address, void *bytes, size_t length);

/*
 * Writes the caller's memory. Returns false if any byte cannot be written, or nobody waits any more. What cannot be excluded: that the caller is
 * killed, and its thread id given to another process, between the look whether it waits and the writing.
 */
bool trap_write(const struct trap *trap, uint64_t address, const void *bytes, size_t length);

/* Whether a descriptor of the caller's leads to this file. Does not wait for the file system that another file is on. */
bool trap_descriptor_is(const struct trap *trap, int descriptor, const struct stat *file);

/* Lets the kernel carry the call out. */
void trap_continue(const struct trap *trap);

/* Answers the call: 0 or more, or a negative errno. */
void trap_answer(const struct trap *trap, int64_t result);

/*
 * Answers the call with a new descriptor of the caller's that leads to the same file as this one of ours. Before Linux 5.19 a signal can interrupt
 * the call when the descriptor is there and the answer is not: then it is left open in the caller, which makes the call again.
 */
void trap_answer_descriptor(const struct trap *trap, int descriptor, bool close_on_exec);

#endif
