// Fragments memory on command and asks the kernel, for programs that cannot do so themselves. One command a line on the standard
// input, after a number that its answer, a line on the standard output, begins with; "ready" first, so that a restart after an
// OOM kill is seen.
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
  if (chance(0.5)) min_free_kbytes = random_scale(400, 16000) * (unsigned)(PAGE / 4096);
  write_file("/proc/sys/vm/min_free_kbytes", "%u", min_free_kbytes);
  struct plan plan = state_build(order, held_pages() + (unsigned long)(managed * share), min_free_kbytes);
  printf("built %s, spacing %u, run %u\n", plan.kind, plan.spacing, plan.run);
}

/** The smallest order that is not to be had at once (one more than the largest where there is none), and the zones' min marks. */
static void hard(void) {
  texts_read();
  struct zone zones[MAX_ZONES];
  int count = zones_read(zones), order = 0;
  while (order <= largest_order && free_now(zones, count, order)) order++;
  printf("%d %ld\n", order, sum_of_min(zones, count));
}

/** Moves the amount of free memory to a share of all, above what watermarks and reserves hold back. */
static void level(double share) {
  struct zone zones[MAX_ZONES];
  texts_read();
  long managed = 0;
  for (int i = zones_read(zones) - 1; i >= 0; i--) managed += zones[i].managed;
  state_level(held_pages() + (unsigned long)(managed * share), 1 << random_below(4));
  printf("levelled, %lu pages free\n", free_pages());
}

static void ask(enum via via, int order, bool compact) {
  struct attempt result;
  attempt(via, order, compact, &result);
  printf("asked %s %ld %ld\n", result.granted ? "granted" : "refused", result.microseconds,
         result.reclaim_stalls + result.compact_stalls);
}

int main(void) {
  char numbered[128];
  int order, number, compact;
  double share;
  write_file("/proc/self/oom_score_adj", "1000");
  mlockall(MCL_CURRENT);
  pools_open(access("/cache", W_OK) ? "/tmp" : "/cache");
  texts_open();
  setvbuf(stdout, NULL, _IOLBF, 4096);
  puts("ready");
  while (fgets(numbered, sizeof numbered, stdin)) {
    char *line = numbered + strcspn(numbered, " ") + 1;
    printf("%.*s", (int)(line - numbered), numbered);
    if (sscanf(line, "seed %d", &number) == 1) {
      random_seed(number);
      puts("seeded");
    } else if (sscanf(line, "build %d %lf", &order, &share) == 2) build(order, share);
    else if (sscanf(line, "wall %d %d", &order, &number) == 2) {
      state_wall(order, number);
      printf("built wall, %lu pages free\n", free_pages_exactly());
    }
    else if (sscanf(line, "crush %d", &order) == 1) {
      state_crush(order);
      puts("crushed");
    } else if (sscanf(line, "holes %d", &order) == 1) {
      state_holes(order);
      printf("built holes, %lu pages free\n", free_pages_exactly());
    }
    else if (sscanf(line, "ask %d %d %d", &number, &order, &compact) == 3) ask(number, order, compact);
    else if (sscanf(line, "level %lf", &share) == 1) level(share);
    else if (!strncmp(line, "hard", 4)) hard();
    else if (!strncmp(line, "stir", 4)) {
      state_stir(1 << random_below(6));
      puts("stirred");
    } else if (!strncmp(line, "show", 4)) {
      texts_read();
      for (const char *at = text_of(BUDDYINFO); *at; at++) putchar(*at == '\n' ? '|' : *at);
      putchar('\n');
    } else if (!strncmp(line, "free", 4)) {
      for (int pool = 0; pool < POOLS; pool++) pool_release(pool, 1, 1);
      pool_release(RINGS, 1, 1);
      puts("freed");
    } else puts("what?");
  }
}
