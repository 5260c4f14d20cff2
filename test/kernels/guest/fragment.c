// Fragments memory on command and asks the kernel, for programs that cannot do so themselves. One command a line on the standard
// input, one answer a line on the standard output; "ready" first, so that a restart after an OOM kill is seen.
#include "lab.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void build(int order, double share) {
  texts_read();
  struct zone zones[MAX_ZONES];
  long managed = 0;
  for (int i = zones_read(zones) - 1; i >= 0; i--) managed += zones[i].managed;
  unsigned min_free_kbytes = number_in("/proc/sys/vm/min_free_kbytes");
  if (chance(0.5)) min_free_kbytes = random_scale(400, 16000);
  write_file("/proc/sys/vm/min_free_kbytes", "%u", min_free_kbytes);
  struct plan plan = state_build(order, held_pages() + (unsigned long)(managed * share), min_free_kbytes);
  printf("built %s, spacing %u, run %u\n", plan.kind, plan.spacing, plan.run);
}

/** Unmovable pages everywhere, closer together than blocks of the order: nothing can make one. */
static void wall(int order) {
  write_file("/proc/sys/vm/watermark_boost_factor", "0");
  unsigned gap = order < 3 ? 1 : (1u << (order - 2)) - 1;
  unsigned long floor = held_pages() + 400;
  while (pool_take(PIPES_KEEP, 1, floor) && pool_take(ANON, gap, floor)) continue;
  pool_thin(ANON, 2);
  printf("built wall, spacing %u\n", gap + 1);
}

/** Movable memory with holes: compaction can make a block, if it is let to. */
static void movable(int order) {
  unsigned long floor = held_pages() + 200;
  pool_take(ANON, free_pages(), floor);
  pool_thin(ANON, 3);
  pool_take(ANON, pool_pages(ANON) / 8, floor);
  printf("built movable, order %d\n", order);
}

static void ask(enum via via, int order, bool compact) {
  struct attempt result;
  attempt(via, order, compact, &result);
  printf("asked %s %ld %ld\n", result.granted ? "granted" : "refused", result.microseconds,
         result.reclaim_stalls + result.compact_stalls);
}

int main(void) {
  char line[128];
  int order, number, compact;
  double share;
  write_file("/proc/self/oom_score_adj", "1000");
  mlockall(MCL_CURRENT);
  pools_open(access("/cache", W_OK) ? "/tmp" : "/cache");
  texts_open();
  setvbuf(stdout, NULL, _IOLBF, 4096);
  puts("ready");
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "seed %d", &number) == 1) {
      random_seed(number);
      puts("seeded");
    } else if (sscanf(line, "build %d %lf", &order, &share) == 2) build(order, share);
    else if (sscanf(line, "wall %d", &order) == 1) wall(order);
    else if (sscanf(line, "movable %d", &order) == 1) movable(order);
    else if (sscanf(line, "ask %d %d %d", &number, &order, &compact) == 3) ask(number, order, compact);
    else if (!strncmp(line, "stir", 4)) {
      state_stir(1 << random_below(6));
      puts("stirred");
    } else if (!strncmp(line, "free", 4)) {
      for (int pool = 0; pool < POOLS; pool++) pool_release(pool, 1, 1);
      puts("freed");
    } else puts("what?");
  }
}
