/* The supervised program: see child.h. */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "node.h"

/* Linux 5.19: a call whose notification was received is interrupted by nothing but death. Older headers do not have it. */
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

enum { IOCTL_TYPE_MASK = 0xff00, IOCTL_TYPE = 'S' << 8, OTHER_INSTRUCTIONS = 10, NO_PROGRAM = 127, NOT_EXECUTABLE = 126 };

union descriptor_message {
  struct cmsghdr header;
  char room[CMSG_SPACE(sizeof(int))];
};

static long install(const struct sock_fprog *program, unsigned long flags) {
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER | flags, program);
}

/* Installs the filter for this process. Returns the listener, or -1 with errno. */
static int install_filter(void) {
  struct sock_filter code[MAX_PATH_CALLS + OTHER_INSTRUCTIONS];
  unsigned short length = 0;
  const unsigned char calls = (unsigned char)PATH_CALL_COUNT;
  code[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
  code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
  code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  code[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  for (unsigned char i = 0; i < calls; i++) { /* each jumps over those after it and the five below */
    code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)PATH_CALLS[i].nr, (unsigned char)(calls - i + 4), 0);
  }
  code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3);
  code[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1]));
  code[length++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, IOCTL_TYPE_MASK);
  code[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IOCTL_TYPE, 1, 0);
  code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  code[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
  const struct sock_fprog program = {.len = length, .filter = code};
  long listener = install(&program, SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
  if (listener < 0 && errno == EINVAL) { /* before Linux 5.19 */
    listener = install(&program, 0);
  }
  return (int)listener;
}

static bool send_descriptor(int socket, int descriptor) {
  char byte = 0;
  struct iovec data = {.iov_base = &byte, .iov_len = sizeof byte};
  union descriptor_message control;
  memset(&control, 0, sizeof control);
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN(sizeof descriptor);
  memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  return sendmsg(socket, &message, MSG_NOSIGNAL) == sizeof byte;
}

/* Returns the descriptor, or -1 if the other end was closed. */
static int receive_descriptor(int socket) {
  char byte;
  struct iovec data = {.iov_base = &byte, .iov_len = sizeof byte};
  union descriptor_message control;
  memset(&control, 0, sizeof control);
  struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != sizeof byte) {
    return -1;
  }
  const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  int descriptor = -1;
  if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof descriptor)) {
    memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
  }
  return descriptor;
}

static _Noreturn void die(const char *what) {
  fprintf(stderr, "elastic-supervisor: %s: %s\n", what, strerror(errno));
  _exit(NOT_EXECUTABLE);
}

static _Noreturn void run(int gate, pid_t supervisor, char *const command[], const sigset_t *signals) {
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != supervisor) {
    die("the program cannot be bound to its supervisor");
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    die("no_new_privs");
  }
  int listener = install_filter();
  if (listener < 0) {
    die("the kernel refuses the seccomp listener");
  }
  char open;
  if (!send_descriptor(gate, listener)) {
    die("the seccomp listener cannot be handed over");
  }
  if (close(listener) != 0 || recv(gate, &open, sizeof open, 0) != sizeof open) {
    _exit(NOT_EXECUTABLE); /* the supervisor has ended, and has said why */
  }
  sigprocmask(SIG_SETMASK, signals, NULL);
  execvp(command[0], command);
  int error = errno;
  fprintf(stderr, "elastic-supervisor: %s: %s\n", command[0], strerror(error));
  _exit(error == ENOENT ? NO_PROGRAM : NOT_EXECUTABLE);
}

bool child_start(struct child *child, char *const command[], const sigset_t *signals) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    perror("elastic-supervisor: socketpair");
    return false;
  }
  pid_t supervisor = getpid();
  child->pid = fork();
  if (child->pid == 0) {
    close(ends[0]);
    run(ends[1], supervisor, command, signals);
  }
  close(ends[1]);
  if (child->pid < 0) {
    perror("elastic-supervisor: fork");
    close(ends[0]);
    return false;
  }
  child->gate = ends[0];
  child->listener = receive_descriptor(child->gate);
  if (child->listener < 0) {
    close(child->gate);
    waitpid(child->pid, NULL, 0);
    fprintf(stderr, "elastic-supervisor: the program cannot be filtered\n");
    return false;
  }
  return true;
}

bool child_release(struct child *child) {
  char open = 1;
  bool released = send(child->gate, &open, sizeof open, MSG_NOSIGNAL) == sizeof open;
  close(child->gate);
  return released;
}
