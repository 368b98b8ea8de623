/* A stopped system call: see trap.h. */
#define _GNU_SOURCE
#include "trap.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

/* The kernel may know longer structures than the headers: SECCOMP_GET_NOTIF_SIZES. */
enum { ROOM = 256 };

union notification {
  struct seccomp_notif notif;
  char room[ROOM];
};

union response {
  struct seccomp_notif_resp resp;
  char room[ROOM];
};

bool trap_is_supported(int listener) {
  struct seccomp_notif_sizes sizes;
  if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) != 0) {
    return false;
  }
  if (sizes.seccomp_notif > ROOM || sizes.seccomp_notif_resp > ROOM) {
    errno = EOVERFLOW;
    return false;
  }
  struct seccomp_notif_addfd addition = {.id = 0, .srcfd = (uint32_t)listener};
  return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &addition) != 0 && errno == ENOENT; /* there is no such stop: it has looked for it */
}

bool trap_receive(int listener, struct trap *trap) {
  union notification received;
  memset(&received, 0, sizeof received); /* or the kernel refuses it */
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &received.notif) != 0) {
    return false;
  }
  trap->listener = listener;
  trap->id = received.notif.id;
  trap->thread = (pid_t)received.notif.pid;
  trap->nr = received.notif.data.nr;
  for (int i = 0; i < TRAP_ARGUMENTS; i++) {
    trap->arguments[i] = received.notif.data.args[i];
  }
  return true;
}

bool trap_is_pending(const struct trap *trap) {
  uint64_t id = trap->id;
  return ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

/* While the call is pending, the thread's id is not given to another: what was read before that is known may be a stranger's, and is not used. */
bool trap_read(const struct trap *trap, uint64_t address, void *bytes, size_t length) {
  struct iovec local = {.iov_base = bytes, .iov_len = length};
  struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = length};
  return process_vm_readv(trap->thread, &local, 1, &remote, 1, 0) == (ssize_t)length && trap_is_pending(trap);
}

bool trap_write(const struct trap *trap, uint64_t address, const void *bytes, size_t length) {
  struct iovec local = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = length};
  struct iovec remote = {.iov_base = (void *)(uintptr_t)address, .iov_len = length};
  return trap_is_pending(trap) && process_vm_writev(trap->thread, &local, 1, &remote, 1, 0) == (ssize_t)length;
}

bool trap_descriptor_is(const struct trap *trap, int descriptor, const struct stat *file) {
  char link[64];
  snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)trap->thread, descriptor);
  /* It may be a file that a supervised program serves (FUSE): to ask for more than is known here could wait for a call that waits for us. */
  struct statx found;
  return statx(AT_FDCWD, link, AT_STATX_DONT_SYNC, STATX_INO, &found) == 0 &&
         makedev(found.stx_dev_major, found.stx_dev_minor) == file->st_dev && found.stx_ino == file->st_ino && trap_is_pending(trap);
}

static void respond(const struct trap *trap, int64_t value, int32_t error, uint32_t flags) {
  union response response;
  memset(&response, 0, sizeof response);
  response.resp.id = trap->id;
  response.resp.val = value;
  response.resp.error = error;
  response.resp.flags = flags;
  /* ENOENT: nobody waits any more. */
  if (ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_SEND, &response.resp) != 0 && errno != ENOENT) {
    perror("elastic-supervisor: a system call cannot be answered");
  }
}

void trap_continue(const struct trap *trap) {
  respond(trap, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
}

void trap_answer(const struct trap *trap, int64_t result) {
  if (result < 0) {
    respond(trap, 0, (int32_t)result, 0);
  } else {
    respond(trap, result, 0, 0);
  }
}

/*
 * In two steps, and not by SECCOMP_ADDFD_FLAG_SEND: with that the kernel notes the answer 0 first, and keeps to it if this process is stopped
 * before the descriptor is there.
 */
void trap_answer_descriptor(const struct trap *trap, int descriptor, bool close_on_exec) {
  struct seccomp_notif_addfd addition = {
      .id = trap->id,
      .srcfd = (uint32_t)descriptor,
      .newfd_flags = close_on_exec ? O_CLOEXEC : 0,
  };
  /* It fails with EMFILE, for example, where the caller has no room for a descriptor: open(2) says the same then. */
  int added = ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &addition);
  trap_answer(trap, added < 0 ? -errno : added);
}
