#include "lab.h"
#include <string.h>
#include <unistd.h>

unsigned long held_pages(void) {
  struct zone zones[MAX_ZONES];
  texts_read();
  int count = zones_read(zones);
  long held = 0;
  for (int i = 0; i < count; i++) {
    long kept = zones[i].min + zones[i].reserve;
    // Unmovable memory is never taken from CMA.
    kept += zones[i].free_cma;
    held += kept < zones[i].free ? kept : zones[i].free;
  }
  return held;
}

// Allocations of this program end above the minimum watermarks and reserves, so that the OOM killer stays away.
static unsigned long floor_pages(unsigned long margin) { return held_pages() + 32 + margin; }

static unsigned long margin(void) { return chance(0.2) ? random_scale(16, 512) : 0; }

static void give_until(enum pool pool, unsigned long target, unsigned run) {
  unsigned long free = free_pages();
  if (free >= target || pool_pages(pool) == 0) return;
  double share = (double)(target - free) / pool_pages(pool);
  pool_release(pool, share > 1 ? 1 : share, run);
}

// Where more than half of the runs go, neighbours go together and make the very blocks that the state is to lack.
static void give_some(enum pool pool, unsigned long target, const struct plan *plan) {
  unsigned long half = free_pages() + pool_pages(pool) / 2;
  give_until(pool, plan->coarse || target < half ? target : half, plan->run);
}

/** Something unmovable (or not) at every `spacing` pages on average; then as much of the filler goes as the target wants. */
static void grid(enum pool kept, enum pool filler, const struct plan *plan, unsigned long target) {
  unsigned long floor = floor_pages(margin()), left = free_pages();
  bool regular = chance(0.3);
  for (unsigned long taken = 0; taken < left; taken += plan->spacing) {
    unsigned gap = regular ? plan->spacing - 1 : random_below(2 * plan->spacing - 1);
    if (!pool_take(kept, 1, floor) || !pool_take(filler, gap, floor)) break;
  }
  give_some(filler, target, plan);
}

/** Movable memory everywhere, its holes taken by unmovable pages, then much of the movable memory given back. */
static void pollute(const struct plan *plan, unsigned long target) {
  unsigned long floor = floor_pages(margin());
  pool_take(ANON, free_pages(), floor);
  pool_release(ANON, 1.0 / plan->spacing, 1);
  enum pool pools[] = {PIPES_KEEP, PIPES_KEEP, TABLES, SLAB};
  for (int i = 0; i < 400; i++)
    if (!pool_take(pools[random_below(4)], random_scale(1, 512), floor)) break;
  give_some(ANON, target, plan);
}

static void mix(const struct plan *plan, unsigned long target) {
  unsigned long floor = floor_pages(margin()), left = free_pages();
  double weights[POOLS], sum = 0;
  for (int i = 0; i < POOLS; i++) sum += weights[i] = random_between(0, 1) * random_between(0, 1);
  for (unsigned long taken = 0, failures = 0; failures < 20 && taken < left;) {
    double at = random_between(0, sum);
    int pool = 0;
    while (pool < POOLS - 1 && (at -= weights[pool]) > 0) pool++;
    unsigned pages = random_scale(1, 2 * plan->spacing);
    if (!pool_take(pool, pages, floor)) failures++;
    taken += pages;
  }
  for (int round = 0; round < 3; round++) give_some(random_below(POOLS), target, plan);
}

/** Takes the free blocks of the order and above that a request may have: what is left is smaller. */
void state_crush(int order) {
  struct zone zones[MAX_ZONES];
  for (int taken = 0; taken < 400; taken++) {
    texts_read();
    int count = zones_read(zones), largest = largest_order;
    while (largest >= order && !free_now(zones, count, largest)) largest--;
    // A larger block than a ring can have is taken in parts.
    if (largest < order || !ring_take(largest < largest_ring() ? largest : largest_ring())) return;
  }
}

static struct plan plan_for(int order) {
  // A block of the order can be made where the unmovable pages are further apart than the order, or happen to leave a gap.
  double closeness = random_between(-2, 5);
  unsigned spacing = (1u << order) * (closeness < 0 ? 1.0 / (1 << (int)-closeness) : 1 << (int)closeness) * random_between(0.7, 1.4);
  bool coarse = chance(0.12) || order < 4;
  unsigned run = coarse ? random_scale(1, 1u << order) : random_scale(1, 1u << (order - 3));
  struct plan plan = {"mix", order, spacing < 2 ? 2 : spacing > 2048 ? 2048 : spacing, run, coarse};
  static const struct { int below; const char *kind; } kinds[] = {
      {16, "unmovable grid"}, {46, "unmovable in movable"}, {62, "movable"}, {69, "page tables"}, {85, "page cache"}, {90, "slab"}, {100, "mix"}};
  int dice = random_below(100), at = 0;
  while (dice >= kinds[at].below) at++;
  plan.kind = kinds[at].kind;
  return plan;
}

unsigned draw_min_free_kbytes(unsigned low, unsigned high) {
  return random_scale(number_from("lab_min_free_low", low), number_from("lab_min_free_high", high)) * (PAGE / 4096);
}

unsigned usual_boost(void) { return number_from("lab_boost", 15000); }

/** what lowmem_reserve_ratio was before it was lowered; empty where it is not */
static char usual_reserves[96];

// While a state is built the marks are at their lowest and nothing boosts them: what they would hold back whole gets fragmented too.
static void lower_marks(bool reserves_too) {
  write_file("/proc/sys/vm/watermark_boost_factor", "0");
  write_file("/proc/sys/vm/min_free_kbytes", "%lu", 40 * (PAGE / 1024));
  if (!reserves_too) return;
  read_words("/proc/sys/vm/lowmem_reserve_ratio", usual_reserves, sizeof usual_reserves);
  // One number for each kind of zone that this kernel has.
  char none[128] = "";
  for (char *at = usual_reserves; *(at += strspn(at, " \t\n")); at += strcspn(at, " \t\n")) strcat(none, "1000000 ");
  write_file("/proc/sys/vm/lowmem_reserve_ratio", "%s", none);
}

static void restore_marks(unsigned min_free_kbytes) {
  if (*usual_reserves) write_file("/proc/sys/vm/lowmem_reserve_ratio", "%s", usual_reserves);
  *usual_reserves = 0;
  write_file("/proc/sys/vm/min_free_kbytes", "%u", min_free_kbytes);
  write_file("/proc/sys/vm/watermark_boost_factor", "%u", usual_boost());
}

struct plan state_build(int order, unsigned long target, unsigned min_free_kbytes) {
  lower_marks(chance(0.4));
  struct plan plan = plan_for(order);
  const char *kind = plan.kind;
  if (!strcmp(kind, "unmovable grid")) grid(PIPES_KEEP, order > 5 && chance(0.5) ? PIPES_FILL : ANON, &plan, target);
  else if (!strcmp(kind, "unmovable in movable")) pollute(&plan, target);
  else if (!strcmp(kind, "movable")) {
    pool_take(ANON, free_pages(), floor_pages(margin()));
    if (chance(0.5)) pool_thin(ANON, plan.spacing < 512 ? plan.spacing : 512);
    else give_some(ANON, target, &plan);
  } else if (!strcmp(kind, "page tables")) grid(TABLES, order > 5 && chance(0.5) ? PIPES_FILL : ANON, &plan, target);
  else if (!strcmp(kind, "page cache")) grid(chance(0.7) ? PIPES_KEEP : ANON, CACHE, &plan, target);
  else if (!strcmp(kind, "slab")) {
    grid(SLAB, chance(0.5) ? ANON : CACHE, &plan, target);
    pool_release(SLAB, random_between(0, 0.9), 1);
  } else mix(&plan, target);
  for (int round = 0; round < 5; round++) give_some(random_below(POOLS), target, &plan);
  restore_marks(min_free_kbytes);
  if (!plan.coarse && chance(0.8)) state_crush(order);
  return plan;
}

void state_level(unsigned long target, unsigned run) {
  static const enum pool fillers[] = {ANON, ANON, CACHE, PIPES_FILL};
  static const enum pool givers[] = {ANON, CACHE, ANON, PIPES_FILL, TABLES, PIPES_KEEP};
  for (int round = 0; round < 30; round++) {
    unsigned long free = free_pages();
    if (free > target + target / 8) pool_take(fillers[random_below(4)], 1 + random_below(free - target), target);
    else if (free + free / 8 < target) give_until(givers[random_below(round < 20 ? 3 : 6)], target, run);
    else return;
  }
}

/** What happens on a machine between two looks at it. */
void state_stir(unsigned run) {
  unsigned long floor = floor_pages(0);
  switch (random_below(9)) {
    case 0: usleep(random_scale(1000, 300000)); break;
    case 1: pool_release(PIPES_KEEP, random_between(0, 0.1), 1); break;
    case 2: pool_release(ANON, random_between(0, 0.3), run); break;
    case 3: pool_take(CACHE, random_scale(64, 8192), floor / 2); break;
    case 4: pool_take(PIPES_KEEP, random_scale(16, 1024), floor); break;
    case 5:
      pool_release(ANON, 0.1, 1);
      pool_take(TABLES, random_scale(16, 512), floor);
      break;
    case 6: write_file("/proc/sys/vm/min_free_kbytes", "%u", draw_min_free_kbytes(400, 24000)); break;
    case 7:
      if (chance(0.3)) write_file("/proc/sys/vm/drop_caches", "1");
      break;
    default: break;
  }
}

/** Unmovable pages everywhere, one in `every`, and the root's own files stay where they are: nothing can make a block of the order. */
void state_wall(int order, int every) {
  long usual = number_in("/proc/sys/vm/min_free_kbytes");
  write_file("/proc/sys/vm/compact_unevictable_allowed", "0");
  lower_marks(true);
  // What is left is taken in whole blocks: whoever needs a page meanwhile finds one.
  unsigned long floor = floor_pages(1024);
  while (pool_take(PIPES_KEEP, 1, floor) && pool_take(PIPES_FILL, every - 1, floor)) continue;
  pool_release(PIPES_FILL, 1, 1);
  restore_marks(usual);
  state_crush(order);
}

/**
 * Movable memory full of holes of one page, and as much of it free as lies between the min and the low watermark: too little
 * for direct compaction to be let to begin (mm/compaction.c compaction_suitable), enough for one block. What would heal it
 * in the background is switched off.
 */
void state_holes(int order) {
  struct zone zones[MAX_ZONES];
  write_file("/proc/sys/vm/compaction_proactiveness", "0");
  write_file("/proc/sys/vm/watermark_scale_factor", "1000");
  // Since 5.14 a processor's list may hold as many pages as the low watermark has: an attempt that drains it would find them free.
  write_file("/proc/sys/vm/percpu_pagelist_high_fraction", "1000000");
  restore_marks(4000);
  texts_read();
  long target = -1024;
  for (int i = zones_read(zones) - 1; i >= 0; i--) target += zones[i].low;
  lower_marks(true);
  pool_take(ANON, free_pages(), floor_pages(0));
  while ((long)free_pages_exactly() < target && pool_pages(ANON) > 1000) pool_release(ANON, 0.01, 1);
  restore_marks(4000);
  write_file("/proc/sys/vm/watermark_boost_factor", "0");
  state_crush(order);
}
