/*
 * The simulator behind the device: another process, reached by two connections to one Unix-domain stream socket, see unix(7). This is the
 * definition of the protocol; org.elastictee.sim.supervisor.Message has the same for the other side.
 *
 * All integers are little-endian. A connection begins with 4 bytes from the supervisor: 'E', 'S', '1', and 'N' for the one about the device
 * node or 'C' for the one about calls on the device. From then on both sides send messages: a type (4 bytes), the length of what follows (4
 * bytes, at most 65552), and that. Errors are 0 or a negative errno from -4095 in 4 bytes.
 *
 *   READY   1  to the supervisor, once on each connection: the simulator is there, the program can begin
 *   connection N, one question at a time:
 *   LOOK    2  to the simulator: thread id (4). May the node be seen?
 *   OPEN    3  to the simulator: thread id (4). May the device be opened?
 *   ANSWER  4  to the supervisor: error (4)
 *   connection C, one call at a time, in the order they were made:
 *   IOCTL   5  to the simulator: thread id (4), request (4), argument (8)
 *              until it is answered, the simulator may ask for the caller's memory:
 *   READ    6  to the supervisor: address (8), length (4, from 1 to 65536)
 *   BYTES   7  to the simulator: as many bytes as READ asked for
 *   WRITE   8  to the supervisor: address (8), bytes (1 to 65536)
 *   WRITTEN 9  to the simulator
 *   FAULT  10  to the simulator, in place of BYTES or WRITTEN: not all of it could be read or written, or the caller is no more
 *   ANSWER  4  to the supervisor: error (4)
 *
 * When the simulator goes away, or says what it must not, the device is lost: its node is no more (ENOENT), and it answers ENODEV.
 */
#ifndef ELASTIC_HOST_H
#define ELASTIC_HOST_H

#include <pthread.h>
#include <stdbool.h>

#include "trap.h"

enum host_role { HOST_NODE = 'N', HOST_CALLS = 'C' };

struct host_job;

/* One connection, and the thread that brings the stopped calls to it one after the other. */
struct host {
  enum host_role role;
  int socket;
  int device;
  bool lost;
  unsigned char *message; /* room for one message */
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct host_job *first; /* guarded by the lock, with what follows */
  struct host_job *last;
  bool ending;
};

/* Starts the thread, connects, and waits for READY. Returns false where that fails, having said why on standard error: to end the process then. */
bool host_start(struct host *host, enum host_role role, const char *path, int device);

/* Has the simulator asked, and the call answered. Does not wait. */
void host_submit(struct host *host, const struct trap *trap);

/* Answers what is left with the device lost, and ends the thread. */
void host_end(struct host *host);

#endif
