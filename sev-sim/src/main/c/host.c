/* The simulator behind the device: see host.h. */
#define _GNU_SOURCE
#include "host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "node.h"

enum message_type { READY = 1, LOOK, OPEN, ANSWER, IOCTL, READ, BYTES, WRITE, WRITTEN, FAULT };

enum { HEADER = 8, ADDRESS = 8, ERROR = 4, MAX_MEMORY = 65536, MAX_LENGTH = MAX_MEMORY + 16, MAX_ERRNO = 4095 };

struct host_job {
  struct trap trap;
  struct host_job *next;
};

static bool send_all(struct host *host, const unsigned char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(host->socket, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0) {
      return false;
    }
    bytes += sent;
    length -= (size_t)sent;
  }
  return true;
}

static bool receive_all(struct host *host, unsigned char *bytes, size_t length) {
  while (length > 0) {
    ssize_t received = recv(host->socket, bytes, length, 0);
    if (received < 0 && errno == EINTR) {
      continue;
    }
    if (received <= 0) {
      return false;
    }
    bytes += received;
    length -= (size_t)received;
  }
  return true;
}

/* Sends what stands in the room for the message, behind the room for its header. */
static bool send_message(struct host *host, enum message_type type, uint32_t length) {
  uint32_t header[2] = {type, length};
  memcpy(host->message, header, HEADER);
  return send_all(host, host->message, HEADER + length);
}

static bool receive_message(struct host *host, uint32_t *type, uint32_t *length) {
  uint32_t header[2];
  if (!receive_all(host, (unsigned char *)header, HEADER) || header[1] > MAX_LENGTH) {
    return false;
  }
  *type = header[0];
  *length = header[1];
  return receive_all(host, host->message + HEADER, *length);
}

static bool answer_read(struct host *host, const struct trap *trap, uint32_t length) {
  unsigned char *payload = host->message + HEADER;
  uint64_t address;
  uint32_t count;
  if (length != ADDRESS + sizeof count) {
    return false;
  }
  memcpy(&address, payload, ADDRESS);
  memcpy(&count, payload + ADDRESS, sizeof count);
  if (count == 0 || count > MAX_MEMORY) {
    return false;
  }
  return trap_read(trap, address, payload, count) ? send_message(host, BYTES, count) : send_message(host, FAULT, 0);
}

static bool answer_write(struct host *host, const struct trap *trap, uint32_t length) {
  const unsigned char *payload = host->message + HEADER;
  uint64_t address;
  if (length <= ADDRESS || length > ADDRESS + MAX_MEMORY) {
    return false;
  }
  memcpy(&address, payload, ADDRESS);
  return send_message(host, trap_write(trap, address, payload + ADDRESS, length - ADDRESS) ? WRITTEN : FAULT, 0);
}

/* Serves the simulator until it answers the question. */
static bool receive_answer(struct host *host, const struct trap *trap, int32_t *error) {
  uint32_t type;
  uint32_t length;
  while (receive_message(host, &type, &length)) {
    if (type == ANSWER && length == ERROR) {
      memcpy(error, host->message + HEADER, ERROR);
      return *error <= 0 && *error >= -MAX_ERRNO;
    }
    bool served = host->role == HOST_CALLS && ((type == READ && answer_read(host, trap, length)) || (type == WRITE && answer_write(host, trap, length)));
    if (!served) {
      return false;
    }
  }
  return false;
}

/* Returns 0 or a negative errno: the simulator's answer or, if it is lost, the given one. */
static int32_t ask(struct host *host, const struct trap *trap, enum message_type type, uint32_t length, int32_t if_lost) {
  int32_t error;
  if (!host->lost && send_message(host, type, length) && receive_answer(host, trap, &error)) {
    return error;
  }
  if (!host->lost) {
    host->lost = true;
    shutdown(host->socket, SHUT_RDWR);
  }
  return if_lost;
}

static void handle_path(struct host *host, const struct trap *trap, const struct path_call *call) {
  uint32_t thread = (uint32_t)trap->thread;
  memcpy(host->message + HEADER, &thread, sizeof thread);
  bool opens = call->use == NODE_OPEN;
  int32_t error = ask(host, trap, opens ? OPEN : LOOK, sizeof thread, opens ? -ENODEV : -ENOENT);
  if (error == 0) {
    node_answer(trap, host->device);
  } else {
    trap_answer(trap, error);
  }
}

static void handle_ioctl(struct host *host, const struct trap *trap) {
  uint32_t numbers[2] = {(uint32_t)trap->thread, (uint32_t)trap->arguments[1]};
  uint64_t argument = trap->arguments[2];
  memcpy(host->message + HEADER, numbers, sizeof numbers);
  memcpy(host->message + HEADER + sizeof numbers, &argument, sizeof argument);
  trap_answer(trap, ask(host, trap, IOCTL, sizeof numbers + sizeof argument, -ENODEV));
}

/* A caller that was killed while it waited for its turn never made the call. */
static void handle(struct host *host, const struct trap *trap) {
  if (host->role == HOST_CALLS) {
    if (trap_is_pending(trap)) {
      handle_ioctl(host, trap);
    }
    return;
  }
  const struct path_call *call = node_call(trap);
  if (call != NULL) {
    handle_path(host, trap, call);
  } else {
    trap_continue(trap); /* the caller's other threads have changed the path meanwhile */
  }
}

static void *serve(void *argument) {
  struct host *host = argument;
  pthread_mutex_lock(&host->lock);
  for (;;) {
    while (host->first == NULL && !host->ending) {
      pthread_cond_wait(&host->changed, &host->lock);
    }
    struct host_job *job = host->first;
    if (job == NULL) {
      break;
    }
    host->first = job->next;
    pthread_mutex_unlock(&host->lock);
    handle(host, &job->trap);
    free(job);
    pthread_mutex_lock(&host->lock);
  }
  pthread_mutex_unlock(&host->lock);
  return NULL;
}

static bool connect_to(struct host *host, const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(address.sun_path, path, strlen(path) + 1);
  host->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return host->socket >= 0 && connect(host->socket, (struct sockaddr *)&address, sizeof address) == 0;
}

static bool is_ready(struct host *host) {
  const unsigned char hello[] = {'E', 'S', '1', (unsigned char)host->role};
  uint32_t type;
  uint32_t length;
  errno = EPROTO;
  return send_all(host, hello, sizeof hello) && receive_message(host, &type, &length) && type == READY && length == 0;
}

bool host_start(struct host *host, enum host_role role, const char *path, int device) {
  memset(host, 0, sizeof *host);
  host->role = role;
  host->device = device;
  host->message = malloc(HEADER + MAX_LENGTH);
  pthread_mutex_init(&host->lock, NULL);
  pthread_cond_init(&host->changed, NULL);
  int error = pthread_create(&host->thread, NULL, serve, host);
  if (error != 0) {
    fprintf(stderr, "elastic-supervisor: no thread: %s\n", strerror(error));
    return false;
  }
  if (host->message == NULL || !connect_to(host, path) || !is_ready(host)) {
    perror("elastic-supervisor: the simulator cannot be reached");
    return false;
  }
  return true;
}

void host_submit(struct host *host, const struct trap *trap) {
  struct host_job *job = malloc(sizeof *job);
  if (job == NULL) {
    trap_answer(trap, -ENOMEM);
    return;
  }
  job->trap = *trap;
  job->next = NULL;
  pthread_mutex_lock(&host->lock);
  if (host->first == NULL) {
    host->first = job;
  } else {
    host->last->next = job;
  }
  host->last = job;
  pthread_cond_signal(&host->changed);
  pthread_mutex_unlock(&host->lock);
}

void host_end(struct host *host) {
  shutdown(host->socket, SHUT_RDWR);
  pthread_mutex_lock(&host->lock);
  host->ending = true;
  pthread_cond_signal(&host->changed);
  pthread_mutex_unlock(&host->lock);
  pthread_join(host->thread, NULL);
  close(host->socket);
  free(host->message);
}
