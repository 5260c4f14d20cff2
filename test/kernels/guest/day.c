// A day in little: what jobs take and give back, and what grows behind them, with a look at /proc at every tick. The machine
// is as it is after its start; nothing is fragmented on purpose. The host makes a record of the looks (tools/days.js).
#include "lab.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char look[262144];

enum kind { FLAT, LEAK, SPREAD, WARM, HALF, KINDS };
static const char *kind_names[KINDS] = {"flat", "leak", "spread", "cache", "until noon"};

struct day {
  enum kind kind;
  unsigned ticks, milliseconds;
  /** pages of services, there from the morning on */
  unsigned morning;
  /** pages a tick that stay: unmovable ones, and what is put between them and given back */
  double kept, between;
  /** pages of the page cache a tick */
  double cached;
  /** pages that the jobs of a tick take, at most, and the share of it that is given back at each tick */
  unsigned job;
  double back;
};

/** How a day goes: drawn from the pages that are free in the morning. */
static struct day day_for(unsigned ticks, unsigned milliseconds) {
  unsigned long room = free_pages() - held_pages();
  // Most days go on as they began; on a few what grew stops at noon, which nobody can know before.
  static const enum kind likely[] = {FLAT, FLAT, FLAT, LEAK, LEAK, LEAK, SPREAD, SPREAD, WARM, WARM, WARM, HALF};
  struct day day = {.kind = likely[random_below(12)], .ticks = ticks, .milliseconds = milliseconds};
  if (chance(0.6) || day.kind == SPREAD) day.morning = room * random_between(0.3, day.kind == SPREAD ? 0.9 : 0.8);
  room -= day.morning;
  // What grows is at its end in four tenths of the day at the earliest, or after one and a half.
  double rate = room / (ticks * random_between(0.4, 1.5));
  day.job = random_scale(room / 400 + 2, room / 12 + 4);
  day.back = random_between(0.1, 0.7);
  day.cached = chance(0.5) ? room / (ticks * random_between(0.5, 3)) : 0;
  if (day.kind == LEAK || day.kind == HALF) day.kept = rate;
  if (day.kind == SPREAD) {
    day.kept = rate / random_scale(2, 24);
    day.between = rate;
  }
  if (day.kind == WARM) day.cached = rate * 2;
  if (day.kind == FLAT) day.cached = 0;
  return day;
}

/** A part of a page in one tick is a page in some of them. */
static unsigned whole(double pages) { return (unsigned)floor(pages) + chance(pages - floor(pages)); }

static void work(const struct day *day, unsigned tick) {
  unsigned long floor = held_pages() + 64;
  bool grows = day->kind != HALF || tick < day->ticks / 2;
  static const enum pool jobs[] = {ANON, ANON, CACHE, PIPES_FILL, SLAB};
  pool_take(jobs[random_below(5)], random_scale(1, day->job), floor);
  if (grows) {
    unsigned kept = whole(day->kept), between = whole(day->between);
    for (unsigned i = 0; i < kept; i++) {
      if (between) pool_take(ANON, between / (kept ? kept : 1), floor);
      // Nothing stops what leaks before the kernel does: the day ends when the OOM killer comes.
      if (!pool_take(chance(0.9) ? PIPES_KEEP : TABLES, 1, 0)) break;
    }
    if (day->cached > 0) pool_take(CACHE, whole(day->cached), floor / 2);
  }
  static const enum pool giving[] = {ANON, CACHE, PIPES_FILL, SLAB};
  for (int i = 0; i < 4; i++)
    // The cache is the kernel's to take back; of the services' memory no more goes than the jobs have taken, but it may be any of it.
    if (giving[i] != CACHE || day->cached == 0) {
      unsigned long pages = pool_pages(giving[i]), stays = giving[i] == ANON ? day->morning : 0;
      double ours = pages > stays ? (double)(pages - stays) / pages : 0;
      pool_release(giving[i], ours * day->back * random_between(0.5, 1.5), 1 << random_below(5));
    }
}

static void told(const char *id, const char *release, long milliseconds) {
  size_t length = snprintf(look, sizeof look, "{\"day\":\"%s\",\"release\":\"%s\",\"milliseconds\":%ld,\"proc\":{", id, release, milliseconds);
  for (int i = TEXTS - 1; i >= 0; i--) {
    length += snprintf(look + length, sizeof look - length, "\"%s\":\"", text_name(i));
    length += text_into_json(look + length, sizeof look - length, text_of(i));
    length += snprintf(look + length, sizeof look - length, i ? "\"," : "\"}}\n");
  }
  port_write(look, length);
}

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static const char *release(void) {
  static struct utsname system;
  uname(&system);
  return system.release;
}

static void through(struct day day, const char *id, long start) {
  pool_take(ANON, day.morning, held_pages() + 64);
  long dawn = now();
  for (unsigned tick = 0; tick < day.ticks; tick++) {
    work(&day, tick);
    long left = dawn + (long)(tick + 1) * day.milliseconds - now();
    if (left > 0) usleep(left * 1000);
    texts_read();
    told(id, release(), now() - start);
  }
}

int day_main(unsigned ticks) {
  const char *id = getenv("lab_id") ? getenv("lab_id") : "day";
  const char *milliseconds = getenv("lab_tick"), *seed = getenv("lab_seed");
  long start = now();
  pid_t worker = fork();
  if (worker == 0) {
    random_seed(seed ? strtoul(seed, NULL, 10) : 1);
    write_file("/proc/self/oom_score_adj", "1000");
    mlockall(MCL_CURRENT);
    pools_open("/cache");
    texts_open();
    struct day day = day_for(ticks, milliseconds ? strtoul(milliseconds, NULL, 10) : 200);
    port_line("lab: a day of kind %s: %u pages in the morning, %.1f pages kept, %.1f between, %.1f cached, jobs of %u, %.2f back", kind_names[day.kind], day.morning,
              day.kept, day.between, day.cached, day.job, day.back);
    through(day, id, start);
    _exit(0);
  }
  int status = 0;
  waitpid(worker, &status, 0);
  if (status) {
    port_line("lab: the day ended with status %d", status);
    // What the OOM killer did is in this last look.
    texts_open();
    texts_read();
    told(id, release(), now() - start);
  }
  return 0;
}
