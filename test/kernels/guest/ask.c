// Does one workload for real, with the trace on for as long as the kernel is asked: ask NAME [ARGUMENT…]. The last line says
// "done", or "failed" and the errno. `trace` is a directory of tracefs; without one nothing is traced.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/kvm.h>
#include <linux/seccomp.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/vm_sockets.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define PAGE 4096l

static char *trace;
static int switched;
/** The system call that is asked, as a program names it in its complaint; null where another program does the asking. */
static const char *call;

static void put(const char *directory, const char *name, const char *text) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || write(file, text, strlen(text)) < 0) dprintf(1, "ask: %s: %s\n", path, strerror(errno));
  if (file >= 0) close(file);
}

/** From here on what this process (or everybody) makes the kernel allocate is recorded. */
static void watched(bool alone) {
  char pid[16];
  if (!trace) return;
  snprintf(pid, sizeof pid, "%d", getpid());
  if (alone) put(trace, "set_event_pid", pid);
  char path[256];
  snprintf(path, sizeof path, "%s/tracing_on", trace);
  switched = open(path, O_WRONLY | O_CLOEXEC);
  (void)!write(switched, "1", 1);
}

static void unwatched(void) {
  if (trace) (void)!write(switched, "0", 1);
}

static int asked(long result) {
  int error = result < 0 ? errno : 0;
  unwatched();
  if (result < 0 && call) dprintf(1, "%s: %s\n", call, strerror(error));
  if (result < 0) dprintf(1, "failed %d %s\n", error, strerror(error));
  else dprintf(1, "done %ld\n", result);
  return result < 0;
}

static long argument(char **arguments, int index, long otherwise) {
  for (int i = 0; i < index; i++)
    if (!arguments[i]) return otherwise;
  return arguments[index] ? atol(arguments[index]) : otherwise;
}

static int broken(const char *what) {
  dprintf(1, "broken %s: %s\n", what, strerror(errno));
  return 2;
}

/** run PROGRAM…: until it ends */
static int run(char **arguments) {
  watched(true);
  pid_t child = fork();
  if (child == 0) {
    // Children are followed by the event-fork option.
    execv(arguments[0], arguments);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
  return asked(status ? -1 : 0);
}

/** load FILE PARAMETERS */
static int load(char **arguments) {
  int file = open(arguments[0], O_RDONLY | O_CLOEXEC);
  if (file < 0) return broken(arguments[0]);
  watched(true);
  return asked(syscall(SYS_finit_module, file, arguments[1] ? arguments[1] : "", 0));
}

/** mount WHAT AT TYPE: no workload, but what some need first */
static int mounted(char **arguments) {
  if (!arguments[0] || !arguments[1] || !arguments[2]) return broken("mount");
  return asked(mount(arguments[0], arguments[1], arguments[2], 0, ""));
}

/** unload NAME */
static int unload(char **arguments) {
  return asked(syscall(SYS_delete_module, arguments[0], O_NONBLOCK));
}

/** rebind DRIVER DEVICE: whoever does it then, a worker of the kernel included */
static int rebind(char **arguments) {
  char directory[128];
  snprintf(directory, sizeof directory, "/sys/bus/pci/drivers/%s", arguments[0]);
  put(directory, "unbind", arguments[1]);
  watched(false);
  put(directory, "bind", arguments[1]);
  sleep(2);
  return asked(0);
}

static int netns(char **arguments) {
  (void)arguments;
  watched(true);
  return asked(unshare(CLONE_NEWNET));
}

static int forked(char **arguments) {
  (void)arguments;
  // Four stacks for each CPU are kept for the next fork (kernel/fork.c NR_CACHED_STACKS): the last of six is a new one.
  int ends[2];
  if (pipe(ends)) return broken("pipe");
  for (int i = 0; i < 5; i++) {
    if (fork() == 0) {
      char byte;
      close(ends[1]);
      (void)!read(ends[0], &byte, 1);
      _exit(0);
    }
  }
  watched(true);
  pid_t child = fork();
  if (child == 0) _exit(0);
  int status = asked(child < 0 ? -1 : 0);
  close(ends[1]);
  while (wait(NULL) > 0) continue;
  return status;
}

static int uring(char **arguments) {
  struct io_uring_params parameters = {0};
  watched(true);
  return asked(syscall(SYS_io_uring_setup, argument(arguments, 0, 256), &parameters));
}

/** pipe PAGES */
static int pipe_ring(char **arguments) {
  int ends[2];
  if (pipe(ends)) return broken("pipe");
  watched(true);
  return asked(fcntl(ends[1], F_SETPIPE_SZ, argument(arguments, 0, 64) * PAGE));
}

/** huge KIBIBYTES COUNT */
static int huge(char **arguments) {
  char name[128], text[32];
  snprintf(name, sizeof name, "hugepages-%ldkB/nr_hugepages", argument(arguments, 0, 2048));
  long count = argument(arguments, 1, 1);
  snprintf(text, sizeof text, "%ld", count);
  char path[192];
  snprintf(path, sizeof path, "/sys/kernel/mm/hugepages/%s", name);
  int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return broken(path);
  watched(true);
  long written = write(file, text, strlen(text));
  unwatched();
  memset(text, 0, sizeof text);
  (void)!pread(file, text, sizeof text - 1, 0);
  errno = written < 0 ? errno : ENOMEM;
  return asked(atol(text) < count ? -1 : atol(text));
}

/** what classic BPF is filled with: loads that the verifier's peephole does not take away */
static struct sock_fprog filter_of(long length) {
  struct sock_filter *code = calloc(length, sizeof *code);
  for (long i = 0; i < length - 1; i++)
    code[i] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
  code[length - 1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  return (struct sock_fprog){length, code};
}

/** seccomp INSTRUCTIONS TIMES UID: filters until one is refused */
static int seccomp_filters(char **arguments) {
  struct sock_fprog filter = filter_of(argument(arguments, 0, 64));
  long times = argument(arguments, 1, 1), uid = argument(arguments, 2, 0);
  watched(true);
  if (uid && setuid(uid)) return broken("setuid");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return broken("no_new_privs");
  for (long i = 0; i < times; i++) {
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter)) {
      int error = errno;
      dprintf(1, "after %ld\n", i);
      errno = error;
      return asked(-1);
    }
  }
  return asked(times);
}

/** bpf INSTRUCTIONS TIMES UID KEEPS-CAP-BPF */
static int bpf_programs(char **arguments) {
  long length = argument(arguments, 0, 64), times = argument(arguments, 1, 1), uid = argument(arguments, 2, 0);
  struct bpf_insn *code = calloc(length, sizeof *code);
  for (long i = 0; i < length; i++) code[i] = (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = i + 1};
  code[length - 1] = (struct bpf_insn){.code = BPF_JMP | BPF_EXIT};
  union bpf_attr attributes = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insns = (uintptr_t)code, .insn_cnt = length};
  attributes.license = (uintptr_t) "GPL";
  struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_MEMLOCK, &unlimited);
  watched(true);
  if (uid && setuid(uid)) return broken("setuid");
  for (long i = 0; i < times; i++) {
    if (syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes) < 0) {
      int error = errno;
      dprintf(1, "after %ld\n", i);
      errno = error;
      return asked(-1);
    }
  }
  return asked(times);
}

/** bpf-map ENTRIES: an array of 8 bytes each */
static int bpf_map(char **arguments) {
  union bpf_attr attributes = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 8};
  attributes.max_entries = argument(arguments, 0, 65536);
  struct rlimit unlimited = {RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_MEMLOCK, &unlimited);
  watched(true);
  return asked(syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes));
}

/** Reads a directory and the first of its files. */
static long looked_through(const char *path) {
  static char bytes[1 << 19];
  struct stat about;
  DIR *directory = opendir(path);
  if (!directory) return -1;
  for (struct dirent *entry; (entry = readdir(directory));) {
    int file = openat(dirfd(directory), entry->d_name, O_RDONLY | O_NOFOLLOW);
    if (file < 0 || fstat(file, &about) || !S_ISREG(about.st_mode) || about.st_size < 4096) continue;
    (void)!fgetxattr(file, "user.lab", bytes, sizeof bytes);
    // Few bytes are copied by way of the message, more of them straight.
    if (pread(file, bytes, 500, 0) < 0) return -1;
    return read(file, bytes, sizeof bytes);
  }
  errno = ENOENT;
  return -1;
}

/** Mounts it and reads: each kind of message has buffers of its own size. */
static int use_9p(const char *what, const char *options) {
  watched(true);
  long mounted = mount(what, "/mnt", "9p", 0, options);
  if (mounted < 0) return asked(-1);
  call = "read";
  int status = asked(looked_through("/mnt"));
  umount2("/mnt", MNT_DETACH);
  return status;
}

/** 9p TAG MSIZE */
static int mount9p(char **arguments) {
  char options[96];
  snprintf(options, sizeof options, "trans=virtio,version=9p2000.L%s%s", arguments[1] ? ",msize=" : "",
           arguments[1] ? arguments[1] : "");
  return use_9p(arguments[0], options);
}

/** One message of 9P2000.L, as it is built: size[4] type[1] tag[2] and what follows, little-endian. */
static unsigned char reply[(1 << 20) + 64];
static size_t reply_length;

static void add(uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) reply[reply_length++] = value >> 8 * i;
}

static void add_qid(bool is_file) {
  add(is_file ? 0 : 0x80, 1);
  add(0, 4);
  add(is_file ? 2 : 1, 8);
}

static uint32_t number_at(const unsigned char *at) { return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24; }

static bool all_of(int with, unsigned char *to, size_t length) {
  for (ssize_t got; length > 0; to += got, length -= got)
    if ((got = read(with, to, length)) <= 0) return false;
  return true;
}

/** A 9P server with one file of zeros in one directory; it grants whatever msize is asked for. */
static void serve_one_file(int with) {
  enum { FILE_BYTES = 1 << 20, FIDS = 1024 };
  static unsigned char message[(1 << 20) + 64];
  static bool is_file[FIDS];
  while (all_of(with, message, 4)) {
    uint32_t length = number_at(message);
    if (length > sizeof message || !all_of(with, message + 4, length - 4)) break;
    const unsigned char *body = message + 7;
    uint32_t fid = number_at(body) % FIDS;
    reply_length = 4;
    add(message[4] + 1, 1);
    add(message[5] | message[6] << 8, 2);
    switch (message[4]) {
      case 100:  // version
        memcpy(reply + reply_length, body, length - 7);
        reply_length = length;
        break;
      case 104:  // attach
        is_file[fid] = false;
        add_qid(false);
        break;
      case 110: {  // walk
        int names = body[8] | body[9] << 8;
        is_file[number_at(body + 4) % FIDS] = is_file[fid] || names > 0;
        add(names, 2);
        for (int i = 0; i < names; i++) add_qid(true);
        break;
      }
      case 24:  // getattr: valid, qid, mode, uid, gid, nlink, rdev, size, blksize, blocks, four times, gen, version
        add(0x7ff, 8);
        add_qid(is_file[fid]);
        add(is_file[fid] ? S_IFREG | 0444 : S_IFDIR | 0555, 4);
        add(0, 8);
        add(1, 8);
        add(0, 8);
        add(is_file[fid] ? FILE_BYTES : 0, 8);
        add(4096, 8);
        for (int i = 0; i < 11; i++) add(0, 8);
        break;
      case 12:  // lopen
        add_qid(is_file[fid]);
        add(0, 4);
        break;
      case 40: {  // readdir: the one entry, then the end
        bool is_start = number_at(body + 4) == 0;
        add(is_start ? 13 + 8 + 1 + 2 + 4 : 0, 4);
        if (!is_start) break;
        add_qid(true);
        add(1, 8);
        add(DT_REG, 1);
        add(4, 2);
        memcpy(reply + reply_length, "file", 4);
        reply_length += 4;
        break;
      }
      case 116: {  // read
        uint32_t offset = number_at(body + 4), count = number_at(body + 12);
        if (offset >= FILE_BYTES) count = 0;
        else if (count > FILE_BYTES - offset) count = FILE_BYTES - offset;
        add(count, 4);
        memset(reply + reply_length, 0, count);
        reply_length += count;
        break;
      }
      case 120:  // clunk
        break;
      default:
        reply[4] = 7;
        add(EOPNOTSUPP, 4);
    }
    size_t whole = reply_length;
    reply_length = 0;
    add(whole, 4);
    for (size_t sent = 0; sent < whole;) {
      ssize_t written = write(with, reply + sent, whole - sent);
      if (written <= 0) _exit(0);
      sent += written;
    }
  }
  _exit(0);
}

/** 9p-fd MSIZE: over a socket, as WSL does */
static int mount9p_fd(char **arguments) {
  char options[128];
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) return broken("socketpair");
  if (fork() == 0) {
    close(ends[0]);
    serve_one_file(ends[1]);
  }
  close(ends[1]);
  snprintf(options, sizeof options, "trans=fd,rfdno=%d,wfdno=%d,version=9p2000.L%s%s", ends[0], ends[0],
           arguments[0] ? ",msize=" : "", arguments[0] ? arguments[0] : "");
  return use_9p("lab", options);
}

/** vsock BYTES: through the loopback, one send */
static int vsock(char **arguments) {
  struct sockaddr_vm address = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_LOCAL, .svm_port = 1234};
  int to = socket(AF_VSOCK, SOCK_STREAM, 0), from = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (to < 0 || bind(to, (void *)&address, sizeof address) || listen(to, 1)) return broken("listen");
  unsigned long long room = 1 << 22;
  setsockopt(from, AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE, &room, sizeof room);
  setsockopt(from, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &room, sizeof room);
  setsockopt(to, AF_VSOCK, SO_VM_SOCKETS_BUFFER_MAX_SIZE, &room, sizeof room);
  setsockopt(to, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &room, sizeof room);
  if (connect(from, (void *)&address, sizeof address)) return broken("connect");
  long length = argument(arguments, 0, 262144);
  char *bytes = calloc(1, length);
  memset(bytes, 1, length);
  watched(true);
  return asked(send(from, bytes, length, MSG_DONTWAIT));
}

/** kvm VCPUS */
static int kvm(char **arguments) {
  int file = open("/dev/kvm", O_RDWR | O_CLOEXEC);
  if (file < 0) return broken("/dev/kvm");
  watched(true);
  int machine = ioctl(file, KVM_CREATE_VM, 0);
  if (machine < 0) return asked(-1);
  for (long i = 0; i < argument(arguments, 0, 1); i++)
    if (ioctl(machine, KVM_CREATE_VCPU, i) < 0) return asked(-1);
  return asked(0);
}

/** pipes COUNT: small objects of slabs, all of them charged to the group; until one is refused */
static int pipes(char **arguments) {
  long count = argument(arguments, 0, 1000), made = 0;
  struct rlimit room = {2 * count + 64, 2 * count + 64};
  setrlimit(RLIMIT_NOFILE, &room);
  int (*ends)[2] = calloc(count, sizeof *ends), error = 0;
  memset(ends, 1, count * sizeof *ends);
  watched(true);
  while (made < count && pipe(ends[made]) == 0) made++;
  error = errno;
  // This process needs a page of its own to go on.
  for (long i = 0; i < made; i++) close(ends[i][0]), close(ends[i][1]);
  errno = error;
  return asked(made < count ? -1 : made);
}

/** replace BYTES: what iptables-legacy asks for at its COMMIT, a table of that size */
static int replaced(char **arguments) {
  int with = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  if (with < 0) return broken("socket");
  struct ipt_replace table = {.name = "filter", .num_counters = 1, .num_entries = 1, .size = argument(arguments, 0, 1 << 23)};
  watched(true);
  // The rules behind it are not there: they are read once the table is made.
  return asked(setsockopt(with, IPPROTO_IP, IPT_SO_SET_REPLACE, &table, sizeof table + table.size));
}

static void set(const char *name, long value) {
  char text[32];
  snprintf(text, sizeof text, "%ld", value);
  put("/proc/sys/vm", name, text);
}

static long meminfo(const char *label) {
  char line[128];
  long kibibytes = 0;
  FILE *file = fopen("/proc/meminfo", "re");
  while (file && fgets(line, sizeof line, file))
    if (!strncmp(line, label, strlen(label))) kibibytes = atol(line + strlen(label));
  if (file) fclose(file);
  return kibibytes;
}

/** fork-promised MIB: a process of that much private memory, where the kernel promises half of that and no more */
static int fork_promised(char **arguments) {
  size_t bytes = argument(arguments, 0, 64) << 20;
  if (mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) return broken("mmap");
  set("overcommit_kbytes", meminfo("Committed_AS:") + (bytes >> 11));
  set("overcommit_memory", 2);
  watched(true);
  pid_t child = fork();
  int error = errno;
  if (child == 0) _exit(0);
  set("overcommit_memory", 1);
  errno = error;
  return asked(child < 0 ? -1 : 0);
}

static const struct {
  const char *name;
  int (*does)(char **arguments);
  const char *call;
} workloads[] = {
    {"run", run, NULL},
    {"load", load, "finit_module"},
    {"unload", unload, "delete_module"},
    {"mount", mounted, "mount"},
    {"rebind", rebind, NULL},
    {"netns", netns, "unshare"},
    {"fork", forked, "fork"},
    {"fork-promised", fork_promised, "fork"},
    {"io-uring", uring, "io_uring_setup"},
    {"pipe", pipe_ring, "fcntl(F_SETPIPE_SZ)"},
    {"pipes", pipes, "pipe"},
    {"replace", replaced, "setsockopt(IPT_SO_SET_REPLACE)"},
    {"huge", huge, "write(nr_hugepages)"},
    {"seccomp", seccomp_filters, "seccomp"},
    {"bpf", bpf_programs, "bpf(BPF_PROG_LOAD)"},
    {"bpf-map", bpf_map, "bpf(BPF_MAP_CREATE)"},
    {"9p", mount9p, "mount"},
    {"9p-fd", mount9p_fd, "mount"},
    {"vsock", vsock, "send"},
    {"kvm", kvm, "ioctl(KVM_CREATE_VM)"},
};

int main(int count, char **arguments) {
  trace = getenv("trace");
  if (getenv("cgroup")) put(getenv("cgroup"), "cgroup.procs", "0");
  for (size_t i = 0; count > 1 && i < sizeof workloads / sizeof *workloads; i++)
    if (!strcmp(arguments[1], workloads[i].name)) {
      call = workloads[i].call;
      return workloads[i].does(arguments + 2);
    }
  dprintf(1, "broken: no such workload\n");
  return 2;
}
