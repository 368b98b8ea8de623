/*
 * The supervised program. It runs behind a seccomp filter that stops the calls of PATH_CALLS, and every ioctl(2) whose request has the guest
 * device's type byte 'S', until the supervisor answers; all else runs at full speed. Its children inherit the filter. See seccomp(2),
 * seccomp_unotify(2), prctl(2).
 *
 * What follows from seccomp: set-user-ID programs gain nothing behind it (no_new_privs), a program that asks for a listener of its own gets
 * EBUSY, and whatever outlives the supervisor gets ENOSYS for each of these calls. Programs of another ABI (i386, x32) run unfiltered and
 * meet no device.
 *
 * The program is killed with the supervisor unless it has changed its user or group, or its capabilities: PR_SET_PDEATHSIG does not outlive
 * that, and its children never have it.
 */
#ifndef ELASTIC_CHILD_H
#define ELASTIC_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

struct child {
  pid_t pid;
  int listener; /* the seccomp listener */
  int gate;     /* the child waits here */
};

/*
 * Forks a child that installs the filter and waits at the gate; if the gate is closed, it ends, and if this process ends, it is killed. Returns
 * false where that fails, having said why on standard error.
 */
bool child_start(struct child *child, char *const command[], const sigset_t *signals);

/* Lets it execute the command; with status 127 if there is none, or 126 if it cannot be executed, it ends there. */
bool child_release(struct child *child);

#endif
