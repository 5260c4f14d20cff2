// Records trials: a state of the memory, a look at /proc, and what the kernel did when it was then really asked.
#include "lab.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define CYCLE_MILLISECONDS 180000

static char record[262144];
static struct zone zones[MAX_ZONES];
static int zone_count;
static unsigned recorded_in_cycle;

struct run {
  const char *id, *architecture, *condition;
  /** of 100 trials: how many ask for the largest order that is to be had at once, or one next to it */
  unsigned easy_share;
  unsigned low_order, high_order, packet_share, datagram_share, cycle;
  /** all trials ask for tables of descriptors */
  bool tables;
};

static size_t put_attempt(char *to, size_t room, const struct attempt *a) {
  size_t length = snprintf(to, room,
                  "{\"compactedFirst\":%s,\"granted\":%s,\"microseconds\":%ld,\"directReclaimStalls\":%ld,"
                  "\"compactStalls\":%ld,\"compactSuccess\":%ld,\"compactFail\":%ld,\"pagesMigrated\":%ld,"
                  "\"migrateScanned\":%ld,\"pagesReclaimed\":%ld,\"kswapdScanned\":%ld,\"kcompactdScanned\":%ld",
                  a->compacted_first ? "true" : "false", a->granted ? "true" : "false", a->microseconds, a->reclaim_stalls,
                  a->compact_stalls, a->compact_success, a->compact_fail, a->migrated, a->scanned, a->reclaimed, a->kswapd, a->kcompactd);
  if (a->group_stalls >= 0) length += snprintf(to + length, room - length, ",\"groupStalls\":%ld", a->group_stalls);
  return length + snprintf(to + length, room - length, "}");
}

/** What worked in the background between the reading and the attempt, and the free blocks right before it where they had changed. */
static size_t put_meanwhile(char *to, size_t room) {
  size_t length = snprintf(to, room,
                           "\"meanwhile\":{\"kswapdScanned\":%ld,\"kswapdReclaimed\":%ld,\"kcompactdScanned\":%ld,"
                           "\"pagesMigrated\":%ld,\"buddyinfo\":",
                           grown_meanwhile("pgscan_kswapd"), grown_meanwhile("pgsteal_kswapd"),
                           grown_meanwhile("compact_daemon_migrate_scanned"), grown_meanwhile("pgmigrate_success"));
  const char *changed = buddyinfo_meanwhile();
  if (!changed) return length + snprintf(to + length, room - length, "null},");
  to[length++] = '"';
  length += text_into_json(to + length, room - length, changed);
  return length + snprintf(to + length, room - length, "\"},");
}

static bool within(const struct run *run, int order) {
  return order >= (int)run->low_order && order <= (int)run->high_order && order <= largest_order;
}

/** One of the orders that are not to be had at once; -1 where there is none. */
static int hard_order(const struct run *run, int low, int high) {
  int hard[MAX_ORDER + 1], count = 0;
  for (int order = low; order <= high; order++)
    if (within(run, order) && !free_now(zones, zone_count, order)) hard[count++] = order;
  return count ? hard[random_below(count)] : -1;
}

/** A refused AF_PACKET block falls back to single pages: where there are too few the OOM killer would end the cycle. */
static bool packet_is_safe(int order) { return free_pages() >= held_pages() + (2ul << order); }

/** The largest order that is to be had at once, the one below or, more rarely, above: where a promise is most easily broken. */
static int edge_order(const struct run *run) {
  int edge = largest_order;
  while (edge > (int)run->low_order && !free_now(zones, zone_count, edge)) edge--;
  uint32_t dice = random_below(10);
  int order = dice < 6 ? edge : dice < 8 ? edge - 1 : dice < 9 ? edge - 2 : edge + 1;
  if (order < (int)run->low_order) return run->low_order;
  return within(run, order) ? order : edge;
}

// Four to seven are what jobs ask for. A larger request that is served breaks up the state for all that follow: they are rarer.
static int choose_order(const struct run *run, const struct plan *plan) {
  if (run->easy_share > 0 && random_below(100) < run->easy_share) return edge_order(run);
  int order = -1;
  if (chance(0.4) && within(run, plan->order) && !free_now(zones, zone_count, plan->order)) return plan->order;
  if (chance(0.8)) order = hard_order(run, chance(0.2) && packet_is_safe(3) ? 3 : 4, 7);
  if (order < 0 && chance(0.35)) order = hard_order(run, 8, largest_order);
  if (order >= 0) return order;
  unsigned highest = run->high_order < (unsigned)largest_order ? run->high_order : (unsigned)largest_order;
  return run->low_order + random_below(highest - run->low_order + 1);
}

/** A table of descriptors is of single pages: where there are too few of them, the OOM killer would end the cycle. */
static int table_order(void) {
  int highest = 4;
  while (highest < largest_order && free_pages() >= held_pages() + (8ul << highest)) highest++;
  return 4 + random_below(highest - 3);
}

static enum via choose_via(const struct run *run, int order) {
  if (run->tables) return DESCRIPTOR_TABLE;
  uint32_t dice = random_below(100);
  // No request of an order up to three is ever refused, but for one with __GFP_NORETRY.
  if ((dice < run->packet_share || order > largest_ring() || order == 3) && packet_is_safe(order)) return PACKET_RING;
  return order > largest_ring() || (dice >= run->packet_share && dice < run->packet_share + run->datagram_share) ? UNIX_DATAGRAM
                                                                                                                 : PIPE_RING;
}

/** What /proc said right before the request. */
static size_t put_texts(char *to, size_t room) {
  size_t length = snprintf(to, room, ",\"proc\":{");
  for (int i = TEXTS - 1; i >= 0; i--) {
    length += snprintf(to + length, room - length, "\"%s\":\"", text_name(i));
    length += text_into_json(to + length, room - length, text_of(i));
    length += snprintf(to + length, room - length, i ? "\"," : "\"");
  }
  char defrag_mode[8];
  read_words("/proc/sys/vm/defrag_mode", defrag_mode, sizeof defrag_mode);
  if (*defrag_mode == '1') length += snprintf(to + length, room - length, ",\"defragMode\":\"1\\n\"");
  return length + snprintf(to + length, room - length, "},");
}

/** The zones once more, where a request that looked easy was not granted at once: a mark that rose meanwhile shows in them. */
static size_t put_marks_after(char *to, size_t room) {
  size_t length = snprintf(to, room, "\"marksAfter\":[");
  texts_read();
  zone_count = zones_read(zones);
  for (int i = 0, first = 1; i < zone_count; i++) {
    if (!zones[i].managed) continue;
    length += snprintf(to + length, room - length, "%s{\"node\":%d,\"zone\":\"%s\",\"free\":%ld,\"min\":%ld}", first ? "" : ",",
                       zones[i].node, zones[i].name, zones[i].free, zones[i].min);
    first = 0;
  }
  return length + snprintf(to + length, room - length, "],");
}

static const char *size_json(enum via via, int order) {
  static char json[80];
  unsigned long pages = descriptor_pages(order);
  if (via != DESCRIPTOR_TABLE) snprintf(json, sizeof json, "\"order\":%d", order);
  else snprintf(json, sizeof json, "\"path\":\"vmalloc\",\"bytes\":%lu,\"pages\":%lu,\"callers\":1", pages * PAGE, pages);
  return json;
}

static void trial(const struct run *run, const struct plan *plan, bool last) {
  texts_read();
  zone_count = zones_read(zones);
  int order = run->tables ? table_order() : choose_order(run, plan);
  enum via via = choose_via(run, order);
  bool easy = free_now(zones, zone_count, order);
  struct utsname system;
  uname(&system);

  size_t length = snprintf(record, sizeof record,
                           "{\"id\":\"%s.%u#%u\",\"release\":\"%s\",\"architecture\":\"%s\",%s%s%s\"pageSize\":%lu,\"request\":{%s,\"gfp\":%s,"
                           "\"via\":\"%s\"},\"state\":{\"kind\":\"%s\",\"order\":%d,\"spacing\":%u,\"run\":%u},\"pageScan\":",
                           run->id, run->cycle, recorded_in_cycle, system.release, run->architecture,
                           run->condition ? "\"condition\":\"" : "", run->condition ? run->condition : "", run->condition ? "\"," : "", PAGE, size_json(via, order), via_gfp_json(via), via_name(via),
                           plan->kind, plan->order, plan->spacing, plan->run);
  if (chance(easy ? 0.05 : 0.25)) length += page_scan_json(record + length, sizeof record - length, order, zones, zone_count);
  else length += snprintf(record + length, sizeof record - length, "null");
  if (chance(0.5)) usleep(random_scale(500, 60000));

  bool boosts = number_from("lab_boost", 0) > 0;
  if (via == PACKET_RING && !boosts) write_file("/proc/sys/vm/watermark_boost_factor", "0");
  caller_prepare(order);
  caller_read();
  texts_read();
  zone_count = zones_read(zones);
  bool promised = free_now(zones, zone_count, order);
  texts_read_again();
  struct attempt attempts[3];
  int count = 1;
  caller_attempt(via, order, false, &attempts[0]);
  bool hard = !attempts[0].granted || attempts[0].reclaim_stalls || attempts[0].compact_stalls;
  length += put_texts(record + length, sizeof record - length);
  length += caller_json(record + length, sizeof record - length);
  length += put_meanwhile(record + length, sizeof record - length);
  if (hard && promised) length += put_marks_after(record + length, sizeof record - length);
  if (hard && chance(last ? 0.9 : 0.3)) caller_attempt(via, order, false, &attempts[count++]);
  // Compaction undoes the state: the last trial of a cycle can afford it.
  if (hard && chance(last ? 0.9 : 0.08)) caller_attempt(via, order, true, &attempts[count++]);

  write_file("/proc/sys/vm/watermark_boost_factor", "%u", usual_boost());
  length += snprintf(record + length, sizeof record - length, "\"attempts\":[");
  for (int i = 0; i < count; i++) {
    length += put_attempt(record + length, sizeof record - length, &attempts[i]);
    record[length++] = i + 1 < count ? ',' : ']';
  }
  record[length++] = '}';
  record[length++] = '\n';
  port_write(record, length);
  recorded_in_cycle++;
}

static unsigned long managed_pages(void) {
  unsigned long sum = 0;
  for (int i = 0; i < zone_count; i++) sum += zones[i].managed;
  return sum;
}

static unsigned long target_pages(void) {
  unsigned long managed = managed_pages(), held = held_pages();
  return held + (chance(0.25) ? random_scale(8, managed / 40) : random_scale(managed / 60, managed * 2 / 5));
}

static void cycle(const struct run *run, unsigned *recorded) {
  caller_start();
  // What this program itself uses is there from the start: in a state without memory a first touch would be its end.
  mlockall(MCL_CURRENT);
  pools_open("/cache");
  texts_open();
  texts_read();
  zone_count = zones_read(zones);
  long usual = number_in("/proc/sys/vm/min_free_kbytes");
  uint32_t dice = random_below(20);
  bool keeps = !getenv("lab_min_free_low") && dice < 9;
  unsigned min_free_kbytes = keeps ? (unsigned)usual : dice < 16 ? draw_min_free_kbytes(300, 2000) : draw_min_free_kbytes(2000, 20000);
  write_file("/proc/sys/vm/min_free_kbytes", "%u", min_free_kbytes);
  static const int likely[] = {4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 9, 10};
  int order = likely[random_below(12)];
  struct plan plan = state_build(order, target_pages(), min_free_kbytes);
  unsigned trials = number_from("lab_trials", 6) + random_below(15);
  for (unsigned i = 0; i < trials; i++) {
    if (i > 0 && chance(0.35)) state_level(target_pages(), plan.run);
    if (i > 0 && chance(0.7)) state_stir(plan.run);
    trial(run, &plan, i + 1 == trials);
    ++*recorded;
    // Where all of four to seven are to be had by now, what makes them so is taken, or the state has had its day.
    if (hard_order(run, 4, 7) >= 0) continue;
    if (chance(0.3)) return;
    if (chance(0.6)) state_crush(4 + random_below(4));
  }
}

int trials_main(void) {
  struct run run = {.id = getenv("lab_id") ? getenv("lab_id") : "guest",
                    .architecture = getenv("lab_architecture") ? getenv("lab_architecture") : "amd64",
                    .condition = getenv("lab_condition"),
                    .easy_share = number_from("lab_easy", 0),
                    .low_order = number_from("lab_low", 2),
                    .high_order = number_from("lab_high", MAX_ORDER),
                    .packet_share = number_from("lab_packet", 18),
                    .datagram_share = number_from("lab_datagram", 6),
                    .tables = number_from("lab_tables", 0) > 0};
  unsigned wanted = number_from("lab_count", 100), seed = number_from("lab_seed", 1);
  unsigned *recorded = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  long usual = number_in("/proc/sys/vm/min_free_kbytes");
  // The first process must not depend on memory that the states leave: with swap, its own pages would go.
  mlockall(MCL_CURRENT | MCL_ONFAULT);
  for (run.cycle = 0; *recorded < wanted && run.cycle < 1000; run.cycle++) {
    pid_t worker = fork();
    if (worker == 0) {
      random_seed(seed * 1000ul + run.cycle);
      write_file("/proc/self/oom_score_adj", "1000");
      cycle(&run, recorded);
      _exit(0);
    }
    int status = 0, milliseconds = 0;
    while (waitpid(worker, &status, WNOHANG) == 0 && milliseconds++ < CYCLE_MILLISECONDS) usleep(1000);
    if (milliseconds > CYCLE_MILLISECONDS) {
      char path[64], stack[2000] = "";
      snprintf(path, sizeof path, "/proc/%d/stack", worker);
      FILE *file = fopen(path, "r");
      if (file && fread(stack, 1, sizeof stack - 1, file) > 0) port_line("lab: stuck at %s", stack);
      kill(worker, SIGKILL);
      waitpid(worker, &status, 0);
    }
    if (status) port_line("lab: cycle %u ended with status %d", run.cycle, status);
    write_file("/proc/sys/vm/drop_caches", "3");
    write_file("/proc/sys/vm/compact_memory", "1");
    write_file("/proc/sys/vm/min_free_kbytes", "%ld", usual);
  }
  return 0;
}
