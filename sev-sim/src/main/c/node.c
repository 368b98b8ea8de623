/* The device node: see node.h. */
#define _GNU_SOURCE
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static const char NODE_PATH[] = "/dev/sev-guest";

/* What stat(2) says: a device of the misc driver (major 10), which has a dynamic minor number. */
enum { NODE_MODE = S_IFCHR | S_IRUSR | S_IWUSR, NODE_MAJOR = 10, NODE_MINOR = 123, NODE_INODE = 123, NODE_BLOCK = 4096 };

/* What the kernel knows; it refuses the rest. */
enum {
  ACCESS_MODES = R_OK | W_OK | X_OK,
  ACCESS_FLAGS = AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
  STAT_FLAGS = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE,
  OPEN_FLAGS = O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND | O_NONBLOCK | O_DSYNC | O_SYNC | O_ASYNC | O_DIRECT | O_DIRECTORY |
               O_NOFOLLOW | O_NOATIME | O_CLOEXEC | O_PATH | O_TMPFILE,
  RESOLVE_WITHOUT_EFFECT = RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS, /* others say what a path may not be, and this one is */
};

/* struct open_how as later kernels may have it. */
enum { MAX_HOW = 128 };

const struct path_call PATH_CALLS[] = {
    {SYS_open, 0, NODE_OPEN},        {SYS_creat, 0, NODE_OPEN},      {SYS_openat, 1, NODE_OPEN},      {SYS_openat2, 1, NODE_OPEN},
    {SYS_stat, 0, NODE_LOOK},        {SYS_lstat, 0, NODE_LOOK},      {SYS_newfstatat, 1, NODE_LOOK},  {SYS_statx, 1, NODE_LOOK},
    {SYS_access, 0, NODE_LOOK},      {SYS_faccessat, 1, NODE_LOOK},  {SYS_faccessat2, 1, NODE_LOOK},  {SYS_readlink, 0, NODE_LOOK},
    {SYS_readlinkat, 1, NODE_LOOK},  {SYS_getxattr, 0, NODE_LOOK},   {SYS_lgetxattr, 0, NODE_LOOK},   {SYS_listxattr, 0, NODE_LOOK},
    {SYS_llistxattr, 0, NODE_LOOK},
};
const size_t PATH_CALL_COUNT = sizeof PATH_CALLS / sizeof PATH_CALLS[0];
_Static_assert(sizeof PATH_CALLS / sizeof PATH_CALLS[0] <= MAX_PATH_CALLS, "the filter has no room for so many");

int node_create(void) {
  int file = memfd_create("sev-guest simulated", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file >= 0 && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0) {
    close(file);
    return -1;
  }
  return file;
}

/* A path that is shorter, and ends where the caller's memory ends, cannot be read at this length, and is another. */
static bool is_node_path(const struct trap *trap, uint64_t address) {
  char path[sizeof NODE_PATH];
  return trap_read(trap, address, path, sizeof path) && memcmp(path, NODE_PATH, sizeof path) == 0;
}

const struct path_call *node_call(const struct trap *trap) {
  for (size_t i = 0; i < PATH_CALL_COUNT; i++) {
    if (PATH_CALLS[i].nr == trap->nr) {
      return is_node_path(trap, trap->arguments[PATH_CALLS[i].path]) ? &PATH_CALLS[i] : NULL;
    }
  }
  return NULL;
}

/* A file of its own for each open, as of a device: its status flags and locks are not those of another. */
static void answer_new_descriptor(const struct trap *trap, int device, uint64_t flags) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", device);
  int opened = open(link, (int)(flags & (O_ACCMODE | O_NONBLOCK)) | O_CLOEXEC);
  if (opened < 0) {
    trap_answer(trap, -errno);
    return;
  }
  trap_answer_descriptor(trap, opened, (flags & O_CLOEXEC) != 0);
  close(opened);
}

static void answer_open(const struct trap *trap, int device, uint64_t flags) {
  if ((flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) {
    trap_answer(trap, -EEXIST);
  } else if ((flags & O_DIRECTORY) != 0) {
    trap_answer(trap, -ENOTDIR);
  } else {
    answer_new_descriptor(trap, device, flags);
  }
}

static bool is_zero(const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] != 0) {
      return false;
    }
  }
  return true;
}

static bool read_how(const struct trap *trap, struct open_how *how) {
  char bytes[MAX_HOW];
  const uint64_t size = trap->arguments[3];
  if (size < sizeof *how || size > sizeof bytes || !trap_read(trap, trap->arguments[2], bytes, size)) {
    return false;
  }
  memcpy(how, bytes, sizeof *how);
  return is_zero(bytes + sizeof *how, size - sizeof *how);
}

static void answer_openat2(const struct trap *trap, int device) {
  struct open_how how;
  if (!read_how(trap, &how) || (how.flags & ~(uint64_t)OPEN_FLAGS) != 0 || (how.resolve & ~(uint64_t)RESOLVE_WITHOUT_EFFECT) != 0 ||
      (how.mode != 0 && (how.flags & O_CREAT) == 0)) {
    trap_continue(trap);
  } else {
    answer_open(trap, device, how.flags);
  }
}

static void answer_written(const struct trap *trap, uint64_t address, const void *bytes, size_t length) {
  trap_answer(trap, trap_write(trap, address, bytes, length) ? 0 : -EFAULT);
}

static void answer_stat(const struct trap *trap, uint64_t address, uint32_t flags) {
  if ((flags & ~(uint32_t)STAT_FLAGS) != 0) {
    trap_continue(trap);
    return;
  }
  struct stat status; /* the kernel's own layout on x86-64 */
  memset(&status, 0, sizeof status);
  status.st_ino = NODE_INODE;
  status.st_nlink = 1;
  status.st_mode = NODE_MODE;
  status.st_rdev = makedev(NODE_MAJOR, NODE_MINOR);
  status.st_blksize = NODE_BLOCK;
  answer_written(trap, address, &status, sizeof status);
}

static void answer_statx(const struct trap *trap, uint64_t address, uint32_t flags, uint32_t mask) {
  if ((flags & ~(uint32_t)STAT_FLAGS) != 0 || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE || (mask & STATX__RESERVED) != 0) {
    trap_continue(trap);
    return;
  }
  struct statx status;
  memset(&status, 0, sizeof status);
  status.stx_mask = STATX_BASIC_STATS;
  status.stx_ino = NODE_INODE;
  status.stx_nlink = 1;
  status.stx_mode = NODE_MODE;
  status.stx_rdev_major = NODE_MAJOR;
  status.stx_rdev_minor = NODE_MINOR;
  status.stx_blksize = NODE_BLOCK;
  answer_written(trap, address, &status, sizeof status);
}

/* Both numbers are an int for the kernel. */
static void answer_access(const struct trap *trap, uint32_t mode, uint32_t flags) {
  if ((mode & ~(uint32_t)ACCESS_MODES) != 0 || (flags & ~(uint32_t)ACCESS_FLAGS) != 0) {
    trap_continue(trap);
  } else {
    trap_answer(trap, (mode & X_OK) != 0 ? -EACCES : 0);
  }
}

void node_answer(const struct trap *trap, int device) {
  const uint64_t *arguments = trap->arguments;
  switch (trap->nr) {
    case SYS_open:
      answer_open(trap, device, arguments[1]);
      break;
    case SYS_creat:
      answer_open(trap, device, O_CREAT | O_WRONLY | O_TRUNC);
      break;
    case SYS_openat:
      answer_open(trap, device, arguments[2]);
      break;
    case SYS_openat2:
      answer_openat2(trap, device);
      break;
    case SYS_stat:
    case SYS_lstat:
      answer_stat(trap, arguments[1], 0);
      break;
    case SYS_newfstatat:
      answer_stat(trap, arguments[2], (uint32_t)arguments[3]);
      break;
    case SYS_statx:
      answer_statx(trap, arguments[4], (uint32_t)arguments[2], (uint32_t)arguments[3]);
      break;
    case SYS_access:
      answer_access(trap, (uint32_t)arguments[1], 0);
      break;
    case SYS_faccessat:
      answer_access(trap, (uint32_t)arguments[2], 0);
      break;
    case SYS_faccessat2:
      answer_access(trap, (uint32_t)arguments[2], (uint32_t)arguments[3]);
      break;
    case SYS_readlink:
    case SYS_readlinkat:
      trap_answer(trap, -EINVAL);
      break;
    case SYS_getxattr:
    case SYS_lgetxattr:
      trap_answer(trap, -ENODATA);
      break;
    case SYS_listxattr:
    case SYS_llistxattr:
      trap_answer(trap, 0);
      break;
    default:
      trap_continue(trap);
  }
}
