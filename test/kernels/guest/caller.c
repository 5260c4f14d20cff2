// The process that asks, where it is another than the one that makes the states: in groups with a limit, or kept to some nodes.
// Its pages are its own, so that a limit is about what it holds and not about what fragments the memory.
#include "lab.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"
#define OUTER ROOT "/lab"
#define INNER OUTER "/job"
#define BALLAST_PAGES 4096u
/** of a limit, in pages: what the caller needs besides the block (the pipe's inode, file, slots) */
#define LEAST_ROOM 12u

/** What `lab_caller` may be. */
static const char *const kinds[] = {"none", "max", "high", "cpuset", "policy"};
enum { NONE, MAX, HIGH, CPUSET, POLICY, KINDS };
static int kind = NONE;

/** What the two processes share: one tells what is to be done, the other what came of it. */
static struct shared {
  bool asks, compact_first;
  enum via via;
  int order;
  unsigned anonymous, cached;
  struct attempt result;
} *shared;
static int to_caller, from_caller;
static pid_t caller;

static bool asks_for_tables(void) { return number_from("lab_tables", 0) > 0; }

static bool limits(void) { return kind == MAX || kind == HIGH; }

/** The nodes of a policy, and how: MPOL_BIND, MPOL_PREFERRED, MPOL_INTERLEAVE (include/uapi/linux/mempolicy.h). */
static void draw_policy(void) {
  static const struct { int mode; unsigned long nodes; } policies[] = {{2, 1}, {2, 2}, {2, 2}, {2, 1}, {1, 2}, {3, 3}};
  uint32_t at = random_below(sizeof policies / sizeof *policies);
  unsigned long nodes = policies[at].nodes;
  if (syscall(SYS_set_mempolicy, policies[at].mode, &nodes, 8 * sizeof nodes)) port_line("lab: set_mempolicy: %s", strerror(errno));
}

static void join_group(void) {
  if (!write_file(INNER "/cgroup.procs", "%d", getpid())) port_line("lab: cannot join " INNER);
}

static void hold(char *anonymous, int file) {
  static char page[65536];
  for (unsigned i = 0; i < BALLAST_PAGES; i++) {
    if (i < shared->anonymous) anonymous[i * PAGE] = 1;
    if (i < shared->cached && pread(file, page, 1, (off_t)i * PAGE) < 0) break;
  }
  if (shared->anonymous < BALLAST_PAGES) madvise(anonymous + shared->anonymous * PAGE, (BALLAST_PAGES - shared->anonymous) * PAGE, MADV_DONTNEED);
}

static void caller_main(void) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (kind == POLICY) draw_policy();
  else join_group();
  char *anonymous = mmap(NULL, BALLAST_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  int file = open("/cache/held", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0 && ftruncate(file, (off_t)BALLAST_PAGES * PAGE) == 0) posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM);
  // Its own pages stay, but for those that it holds.
  mlockall(MCL_CURRENT);
  munlock(anonymous, BALLAST_PAGES * PAGE);
  madvise(anonymous, BALLAST_PAGES * PAGE, MADV_DONTNEED);
  if (asks_for_tables()) {
    // Beyond the limit it is the asker that goes, not the one that counts.
    write_file("/proc/self/oom_score_adj", "0");
    write_file("/proc/sys/fs/nr_open", "%u", 1u << 26);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){1u << 26, 1u << 26});
    madvise(anonymous, BALLAST_PAGES * PAGE, MADV_DONTFORK);
    attempt_ready();
  }
  for (uint64_t turns;;) {
    if (write(from_caller, &(uint64_t){1}, 8) != 8 || read(to_caller, &turns, 8) != 8) _exit(1);
    if (shared->asks) attempt(shared->via, shared->order, shared->compact_first, &shared->result);
    else hold(anonymous, file);
  }
}

/** false where it has died */
static bool answered(void) {
  struct pollfd ready = {.fd = from_caller, .events = POLLIN};
  uint64_t turns;
  for (int tries = 0; tries < 1200; tries++) {
    if (poll(&ready, 1, 100) > 0) return read(from_caller, &turns, 8) == 8;
    if (waitpid(caller, NULL, WNOHANG) == caller) return false;
  }
  return false;
}

/** Where the OOM killer took it, this state has no caller any more. */
static void told(void) {
  if (write(to_caller, &(uint64_t){1}, 8) == 8 && answered()) return;
  port_line("lab: the caller was killed");
  _exit(0);
}

static void make_groups(void) {
  mount("cgroup2", ROOT, "cgroup2", 0, "");
  const char *controller = limits() ? "+memory" : "+cpuset";
  // What the last cycle left goes as soon as its last process has.
  for (int tries = 0; tries < 200 && rmdir(INNER) && errno == EBUSY; tries++) usleep(10000);
  rmdir(OUTER);
  bool made = write_file(ROOT "/cgroup.subtree_control", "%s", controller);
  made = mkdir(OUTER, 0755) == 0 && made && write_file(OUTER "/cgroup.subtree_control", "%s", controller);
  if (mkdir(INNER, 0755) || !made) port_line("lab: no groups: %s", strerror(errno));
  if (kind == CPUSET) write_file(INNER "/cpuset.mems", "%u", random_below(2));
}

void caller_start(void) {
  const char *name = getenv("lab_caller");
  for (int i = 0; name && i < KINDS; i++)
    if (!strcmp(name, kinds[i])) kind = i;
  if (kind == NONE) return;
  if (kind != POLICY) make_groups();
  shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  to_caller = eventfd(0, EFD_CLOEXEC);
  from_caller = eventfd(0, EFD_CLOEXEC);
  unsigned seed = random_below(1u << 30);
  caller = fork();
  if (caller == 0) {
    random_seed(seed);
    caller_main();
  }
  if (!answered()) port_line("lab: the caller did not start");
}

static void hold_other_pages(void) {
  static const unsigned most[] = {0, 300, 2000};
  unsigned anonymous = most[random_below(3)], cached = most[random_below(3)];
  shared->asks = false;
  shared->anonymous = anonymous ? random_scale(8, anonymous) : 0;
  shared->cached = cached ? random_scale(8, cached) : 0;
  // No more than there is: a page that is missing here would be the end of the state.
  if (free_pages() < held_pages() + shared->anonymous + shared->cached + 64) shared->anonymous = shared->cached = 0;
  told();
}

static void set_limit(const char *group, int order) {
  char path[80];
  const char *file = kind == HIGH ? "memory.high" : "memory.max";
  snprintf(path, sizeof path, "%s/memory.current", group);
  unsigned long room = (1ul << order) * random_between(0.2, asks_for_tables() ? 1.6 : 2.5), least = order > 3 ? LEAST_ROOM : LEAST_ROOM + (2u << order);
  unsigned long used = number_in(path);
  snprintf(path, sizeof path, "%s/%s", group, file);
  write_file(path, "%lu", used + (room < least ? least : room) * PAGE);
}

static void lift_limits(void) {
  const char *file = kind == HIGH ? "memory.high" : "memory.max";
  for (int i = 0; i < 2; i++) {
    char path[80];
    snprintf(path, sizeof path, "%s/%s", i ? INNER : OUTER, file);
    write_file(path, "max");
  }
}

void caller_prepare(int order) {
  if (!limits()) return;
  lift_limits();
  if (chance(asks_for_tables() ? 0.6 : 0.3)) hold_other_pages();
  uint32_t where = random_below(10);
  if (where < 6) set_limit(INNER, order);
  if (where >= 4 && where < 9) set_limit(OUTER, order);
}

/** Only the lines of a text that something may rest on. */
static void keep_lines(char *text, const char *const *starts) {
  char *to = text;
  for (char *line = text, *end; *line; line = end) {
    end = strchr(line, '\n') ? strchr(line, '\n') + 1 : line + strlen(line);
    for (const char *const *start = starts; *start; start++) {
      size_t length = strlen(*start);
      if (strncmp(line, *start, length)) continue;
      memmove(to, line, end - line);
      to += end - line;
      break;
    }
  }
  *to = 0;
}

static void keep_line_with(char *text, const char *part) {
  char *found = strstr(text, part), *line = found;
  while (line && line > text && line[-1] != '\n') line--;
  char *end = found ? strchr(found, '\n') : NULL;
  size_t length = end ? end + 1 - line : 0;
  if (length) memmove(text, line, length);
  text[length] = 0;
}

#define FILES 16
static struct { char name[64], text[4096]; } files[FILES];
static int file_count;

static char *add_file(const char *path, const char *name) {
  if (file_count == FILES) return NULL;
  read_words(path, files[file_count].text, sizeof files[0].text);
  if (!*files[file_count].text) return NULL;
  snprintf(files[file_count].name, sizeof files[0].name, "%s", name);
  return files[file_count++].text;
}

static char *add_own(const char *name) {
  char path[64], shown[64];
  snprintf(path, sizeof path, "/proc/%d/%s", caller, name);
  snprintf(shown, sizeof shown, "/proc/self/%s", name);
  return add_file(path, shown);
}

static void add_group(const char *group) {
  static const char *const names[] = {"memory.max", "memory.high", "memory.current", "memory.stat"};
  static const char *const stat[] = {"anon ", "file ", "inactive_anon ", "active_anon ", "inactive_file ", "active_file ", "slab_reclaimable ", NULL};
  for (int i = 0; i < 4; i++) {
    char path[80];
    snprintf(path, sizeof path, "%s/%s", group, names[i]);
    char *text = add_file(path, path);
    if (text && i == 3) keep_lines(text, stat);
  }
}

static long group_events(void) {
  char text[256];
  read_words(OUTER "/memory.events", text, sizeof text);
  return number_after(text, "max") + number_after(text, "high");
}

static long events_before;

// What a caller's limits are read from, as `check` reads it: before the memory, which must not change any more by then.
void caller_read(void) {
  file_count = 0;
  if (kind == POLICY) {
    char *maps = add_own("numa_maps");
    if (maps && strchr(maps, '\n')) strchr(maps, '\n')[1] = 0;
  }
  if (kind == CPUSET || kind == POLICY) {
    char *status = add_own("status");
    if (status) keep_lines(status, (const char *const[]){"Mems_allowed_list:", NULL});
  }
  if (kind == CPUSET || limits()) add_own("cgroup");
  if (!limits()) return;
  char *mounts = add_own("mountinfo");
  if (mounts) keep_line_with(mounts, " - cgroup2 ");
  add_group(OUTER);
  add_group(INNER);
  events_before = group_events();
}

size_t caller_json(char *to, size_t room) {
  if (kind == NONE) return 0;
  size_t length = snprintf(to, room, "\"caller\":{");
  for (int i = 0; i < file_count; i++) {
    length += snprintf(to + length, room - length, "%s\"%s\":\"", i ? "," : "", files[i].name);
    length += text_into_json(to + length, room - length, files[i].text);
    length += snprintf(to + length, room - length, "\"");
  }
  return length + snprintf(to + length, room - length, "},");
}

bool caller_attempt(enum via via, int order, bool compact_first, struct attempt *result) {
  if (kind == NONE) return attempt(via, order, compact_first, result);
  shared->asks = true;
  shared->via = via;
  shared->order = order;
  shared->compact_first = compact_first;
  told();
  *result = shared->result;
  result->group_stalls = limits() ? group_events() - events_before : -1;
  events_before += result->group_stalls;
  return result->granted;
}
