/*
 * elastic-supervisor SOCKET -- COMMAND...
 *
 * Runs a program, unmodified, and its children in a world in which the SEV-SNP guest device /dev/sev-guest exists: the calls on it are stopped
 * by a seccomp filter (child.h), recognized (node.h, trap.h), and answered by a simulator that listens on SOCKET (host.h). For tests and
 * demonstrations: the program can tell, and can get out of it if it wants to. See seccomp_unotify(2), signalfd(2), prctl(2).
 *
 * The program has the standard streams of this process, gets the SIGINT, SIGQUIT, SIGTERM and SIGHUP that this one gets, and its status becomes
 * that of this one: 128 and the signal's number if a signal ended it. What it leaves behind in the background is not waited for, and fares
 * badly: see child.h. With status 125 the supervisor itself failed. It is killed with its parent, and the program with it, see child.h. Until
 * the program begins it heeds the end of its connections, and no signal but SIGKILL.
 *
 * Needs Linux 5.9; before 5.19 a signal can interrupt a call on the device, see trap.h. Where Yama or PR_SET_DUMPABLE forbid to read a process's
 * memory, that process meets no device. A page that a handler of userfaultfd(2) provides must not hold a path or an argument of a call on the
 * device if the handler makes a filtered call itself: each waits for the other then.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "host.h"
#include "node.h"
#include "trap.h"

enum { FAILED = 125, SIGNALLED = 128 };

struct supervisor {
  struct child child;
  struct host node;
  struct host calls;
  struct stat device;
  int status; /* the program's, or -1 while it runs */
};

static int fail(const char *what) {
  fprintf(stderr, "elastic-supervisor: %s: %s\n", what, strerror(errno));
  return FAILED;
}

static void dispatch(struct supervisor *supervisor, const struct trap *trap) {
  if (trap->nr == SYS_ioctl && trap_descriptor_is(trap, (int)trap->arguments[0], &supervisor->device)) {
    host_submit(&supervisor->calls, trap);
  } else if (node_call(trap) != NULL) {
    host_submit(&supervisor->node, trap);
  } else {
    trap_continue(trap);
  }
}

/* Orphans of the program come to this process (PR_SET_CHILD_SUBREAPER), and are not what it waits for. */
static void reap(struct supervisor *supervisor) {
  pid_t ended;
  int status;
  while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
    if (ended == supervisor->child.pid) {
      supervisor->status = WIFSIGNALED(status) ? SIGNALLED + WTERMSIG(status) : WEXITSTATUS(status);
    }
  }
}

/* What a terminal's key sends, the kernel sends to the program as well. */
static bool has_it_already(const struct signalfd_siginfo *signal) {
  return signal->ssi_code == SI_KERNEL && (signal->ssi_signo == SIGINT || signal->ssi_signo == SIGQUIT);
}

static void take_signal(struct supervisor *supervisor, int signals) {
  struct signalfd_siginfo signal;
  if (read(signals, &signal, sizeof signal) != sizeof signal) {
    return;
  }
  if (signal.ssi_signo == SIGCHLD) {
    reap(supervisor);
  } else if (!has_it_already(&signal)) {
    kill(supervisor->child.pid, (int)signal.ssi_signo);
  }
}

static void supervise(struct supervisor *supervisor, int signals) {
  struct pollfd sources[] = {{.fd = supervisor->child.listener, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
  while (supervisor->status < 0) {
    if (poll(sources, 2, -1) < 0) {
      if (errno == EINTR) {
        continue;
      }
      supervisor->status = fail("poll"); /* the program is killed with this process */
      return;
    }
    struct trap trap;
    if ((sources[0].revents & POLLIN) != 0) {
      if (trap_receive(supervisor->child.listener, &trap)) {
        dispatch(supervisor, &trap);
      }
    } else if (sources[0].revents != 0) {
      sources[0].fd = -1; /* nobody is behind the filter any more */
    }
    if (sources[1].revents != 0) {
      take_signal(supervisor, signals);
    }
  }
}

int main(int count, char *arguments[]) {
  if (count < 4 || strcmp(arguments[2], "--") != 0) {
    fprintf(stderr, "usage: elastic-supervisor SOCKET -- COMMAND...\n");
    return FAILED;
  }
  /* Before the connection: whoever takes it is alive after this, so that its death is not missed. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    return fail("prctl");
  }
  /* Whoever ignores them starts this one so; the program has them as a terminal's programs have. SIGCHLD is waited for. */
  signal(SIGCHLD, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  signal(SIGQUIT, SIG_DFL);
  sigset_t handled;
  sigset_t inherited;
  sigemptyset(&handled);
  const int numbers[] = {SIGCHLD, SIGINT, SIGQUIT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    sigaddset(&handled, numbers[i]);
  }
  sigprocmask(SIG_BLOCK, &handled, &inherited);
  int signals = signalfd(-1, &handled, SFD_CLOEXEC);
  int device = node_create();
  struct supervisor supervisor = {.status = -1};
  if (signals < 0 || device < 0 || fstat(device, &supervisor.device) != 0) {
    return fail("signalfd or memfd_create");
  }
  if (!child_start(&supervisor.child, &arguments[3], &inherited)) {
    return FAILED;
  }
  if (!trap_is_supported(supervisor.child.listener)) {
    return fail("the kernel has no seccomp notifications that fit");
  }
  if (!host_start(&supervisor.node, HOST_NODE, arguments[1], device) || !host_start(&supervisor.calls, HOST_CALLS, arguments[1], device)) {
    return FAILED;
  }
  if (!child_release(&supervisor.child)) {
    return fail("the program has ended before it began");
  }
  supervise(&supervisor, signals);
  host_end(&supervisor.node);
  host_end(&supervisor.calls);
  return supervisor.status;
}
