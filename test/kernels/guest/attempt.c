#include "lab.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char before[65536], after[65536], areas[262144];
static char payload[16384];

static void read_text(const char *path, char *to, size_t room) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  size_t length = 0;
  ssize_t got;
  while (file >= 0 && (got = read(file, to + length, room - 1 - length)) > 0) length += got;
  to[length] = 0;
  if (file >= 0) close(file);
}

// struct pipe_buffer has 40 bytes, on 32 bits 24; the array is to be more than half of the block.
unsigned long ring_bytes(int order) { return PAGE * (PAGE / (sizeof(long) == 8 ? 64 : 32)) << order; }

int largest_ring(void) {
  int order = 0;
  while (order < MAX_ORDER && (uint64_t)PAGE * (PAGE / (sizeof(long) == 8 ? 64 : 32)) << (order + 1) <= 1ull << 31) order++;
  return order;
}

// fs/pipe.c pipe_resize_ring: kcalloc(slots, sizeof(struct pipe_buffer), GFP_KERNEL_ACCOUNT|__GFP_NOWARN)
static bool pipe_ring(int order) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) return false;
  // The answer, the bytes of the ring, is an int to the C library: 2 GiB is negative.
  bool granted = fcntl(ends[1], F_SETPIPE_SZ, ring_bytes(order)) != -1;
  close(ends[0]);
  close(ends[1]);
  return granted;
}

// net/packet/af_packet.c alloc_one_pg_vec_page: __GFP_NORETRY, then vzalloc, which /proc/vmallocinfo shows by its caller. VmallocUsed
// is no sign of it: since 7.1 it is a counter of vmstat, to which a processor adds some hundred pages late.
static bool packet_ring(int order) {
  int file = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  struct tpacket_req request = {PAGE << order, 1, PAGE << order, 1};
  bool granted = !setsockopt(file, SOL_PACKET, PACKET_RX_RING, &request, sizeof request);
  read_text("/proc/vmallocinfo", areas, sizeof areas);
  if (strstr(areas, " packet_set_ring+")) granted = false;
  close(file);
  return granted;
}

// net/unix/af_unix.c unix_dgram_sendmsg: one kmalloc(GFP_KERNEL_ACCOUNT|__GFP_NOWARN|__GFP_NOMEMALLOC)
static bool unix_datagram(int order) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends)) return false;
  int room = 64 << 20;
  setsockopt(ends[0], SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room);
  size_t length = order < 3 ? PAGE << order : (PAGE << (order - 1)) + 1024 + 17 * PAGE;
  static struct iovec parts[1024];
  struct msghdr message = {.msg_iov = parts};
  for (; length > 0; message.msg_iovlen++) {
    size_t part = length < sizeof payload ? length : sizeof payload;
    parts[message.msg_iovlen] = (struct iovec){payload, part};
    length -= part;
  }
  bool granted = sendmsg(ends[0], &message, MSG_DONTWAIT) > 0;
  close(ends[0]);
  close(ends[1]);
  return granted;
}

static unsigned long descriptors(int order) { return (PAGE / sizeof(void *)) << order; }

// fs/file.c alloc_fdtable: the table, the bits of its open descriptors, and a page of a slab for what points to both.
unsigned long descriptor_pages(int order) {
  unsigned long count = descriptors(order), bitmap = count / 4 + count / 8 / (8 * sizeof(long));
  return (1ul << order) + (bitmap + PAGE - 1) / PAGE + 1;
}

static pid_t asker;
static int to_asker = -1;

// The table stays with its process, and beyond a group's limit that is killed: each one asks once.
void attempt_ready(void) {
  int ends[2], told[2], descriptor;
  if (pipe2(ends, O_CLOEXEC) || pipe2(told, O_CLOEXEC)) return;
  asker = fork();
  if (asker == 0) {
    close(ends[1]);
    write_file("/proc/self/oom_score_adj", "1000");
    // All that it will write to is its own by now.
    mlockall(MCL_CURRENT);
    char ready = 1;
    if (write(told[1], &ready, 1) != 1) _exit(0);
    if (read(ends[0], &descriptor, sizeof descriptor) != sizeof descriptor) _exit(0);
    _exit(dup2(ends[0], descriptor) == descriptor ? 0 : 1);
  }
  char ready;
  close(ends[0]);
  close(told[1]);
  if (read(told[0], &ready, 1) != 1) port_line("lab: no asker");
  close(told[0]);
  to_asker = ends[1];
}

// fs/file.c alloc_fdtable: kvmalloc_array(nr, sizeof(struct file *), GFP_KERNEL_ACCOUNT)
static bool descriptor_table(int order) {
  int last = descriptors(order) - 1, status = -1;
  bool granted = write(to_asker, &last, sizeof last) == sizeof last && waitpid(asker, &status, 0) == asker && status == 0;
  close(to_asker);
  return granted;
}

static bool ask(enum via via, int order) {
  if (via == DESCRIPTOR_TABLE) return descriptor_table(order);
  return via == PIPE_RING ? pipe_ring(order) : via == PACKET_RING ? packet_ring(order) : unix_datagram(order);
}

static long delta(const char *label) { return number_after(after, label) - number_after(before, label); }

static long stalls(const char *text) {
  static const char *labels[] = {"allocstall_dma", "allocstall_dma32", "allocstall_normal", "allocstall_high", "allocstall_movable"};
  long sum = number_after(text, "allocstall");
  for (int i = 0; i < 5; i++) sum += number_after(text, labels[i]);
  return sum;
}

bool attempt(enum via via, int order, bool compact_first, struct attempt *result) {
  payload[0] = 1;
  if (compact_first) write_file("/proc/sys/vm/compact_memory", "1");
  read_text("/proc/vmstat", before, sizeof before);
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  bool granted = ask(via, order);
  clock_gettime(CLOCK_MONOTONIC, &end);
  read_text("/proc/vmstat", after, sizeof after);
  *result = (struct attempt){.compacted_first = compact_first,
                             .granted = granted,
                             .microseconds = (end.tv_sec - start.tv_sec) * 1000000l + (end.tv_nsec - start.tv_nsec) / 1000,
                             .reclaim_stalls = stalls(after) - stalls(before),
                             .compact_stalls = delta("compact_stall"),
                             .compact_success = delta("compact_success"),
                             .compact_fail = delta("compact_fail"),
                             .migrated = delta("pgmigrate_success"),
                             .scanned = delta("compact_migrate_scanned"),
                             .reclaimed = delta("pgsteal_direct"),
                             .kswapd = delta("pgscan_kswapd"),
                             .kcompactd = delta("compact_daemon_migrate_scanned")};
  if (via == DESCRIPTOR_TABLE) attempt_ready();
  return granted;
}

const char *via_name(enum via via) {
  static const char *names[] = {"pipe ring", "AF_PACKET ring block", "AF_UNIX datagram", "descriptor table"};
  return names[via];
}

const char *via_gfp_json(enum via via) {
  static const char *gfp[] = {
      "[\"GFP_KERNEL\",\"__GFP_ZERO\",\"__GFP_COMP\",\"__GFP_NOWARN\",\"__GFP_ACCOUNT\"]",
      "[\"GFP_KERNEL\",\"__GFP_NORETRY\",\"__GFP_COMP\",\"__GFP_ZERO\",\"__GFP_NOWARN\"]",
      "[\"GFP_KERNEL\",\"__GFP_COMP\",\"__GFP_NOWARN\",\"__GFP_NOMEMALLOC\",\"__GFP_ACCOUNT\"]",
      "[\"GFP_KERNEL\",\"__GFP_ACCOUNT\"]"};
  return gfp[via];
}
