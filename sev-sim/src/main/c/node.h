/*
 * The device node /dev/sev-guest as system calls that take a path meet it. Only this path in exactly these bytes is the node: another way to
 * write it, such as //dev/sev-guest, leads to the kernel, which knows no such file. So do calls that are not in the table, such as chmod(2),
 * getxattrat(2), listxattrat(2) and those of io_uring(7), and readdir(3) of /dev. See open(2), openat2(2), stat(2), statx(2), access(2),
 * getxattr(2), listxattr(2), readlink(2).
 *
 * What differs from a device: the node is root's with mode 0600, and yet every user is let in that the simulator lets in; O_PATH opens it like
 * O_RDONLY, and the flags that a file keeps are O_NONBLOCK and the access mode only; fstat(2) of the open device says that it is a regular file.
 */
#ifndef ELASTIC_NODE_H
#define ELASTIC_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "trap.h"

enum node_use { NODE_LOOK, NODE_OPEN };

/* One system call that takes a path. */
struct path_call {
  int nr;
  int path; /* which argument is the path */
  enum node_use use;
};

enum { MAX_PATH_CALLS = 32 };

/* The calls that the filter stops for their path, MAX_PATH_CALLS at most. */
extern const struct path_call PATH_CALLS[];
extern const size_t PATH_CALL_COUNT;

/* Creates the file that stands for the device; /proc/PID/fd shows that it is simulated. Returns a descriptor, or -1 with errno. */
int node_create(void);

/* The call if its path is the node's, or NULL. */
const struct path_call *node_call(const struct trap *trap);

/* Answers a call on the node, which is there and lets itself be opened. What the kernel refuses whatever the path is, is left to it. */
void node_answer(const struct trap *trap, int device);

#endif
