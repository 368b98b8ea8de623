/*
 * The device node /dev/sev-guest as system calls that take a path meet it. Only this path in exactly these bytes is the node: another way to
 * write it, such as //dev/sev-guest, leads to the kernel, which knows no such file. So do calls that are not in the table, such as chmod(2),
 * and readdir(3) of /dev. See open(2), openat2(2), stat(2), statx(2), access(2), getxattr(2), listxattr(2), readlink(2).
 */
#ifndef ELASTIC_NODE_H
#define ELASTIC_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "trap.h"

enum node_use { NODE_LOOK, NODE_OPEN };

/* One system call that takes a path. */
struct path_call {
  int nr;
  int path; /* which argument is the path */
  enum node_use use;
};

/* The calls that the filter stops for their path. */
extern const struct path_call PATH_CALLS[];
extern const size_t PATH_CALL_COUNT;

/* Creates the file that stands for the open device; /proc/PID/fd shows that it is simulated. Returns a descriptor, or -1 with errno. */
int node_create(void);

/* The call if its path is the node's, or NULL. */
const struct path_call *node_call(const struct trap *trap);

/* Answers a call on the node, which is there and lets itself be opened. */
void node_answer(const struct trap *trap, int device);

#endif
