#include "lab.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LRU = 5, BUDDY = 10, TAIL = 16, HUGE = 17, NOPAGE = 20 };
#define HAS(flags, bit) ((flags) >> (bit) & 1)

static uint64_t flags[16384];

static long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000l + now.tv_nsec / 1000;
}

struct counts {
  long blocks, clean, fewest, free, one, two_to_four;
};

// Tails of a compound page lack the LRU flag up to 6.12: they move with their head.
static void count_block(const uint64_t *page, long pages, bool *head_lru, struct counts *counts) {
  long unmovable = 0, to_move = 0;
  for (long i = 0; i < pages; i++) {
    bool lru = HAS(page[i], TAIL) ? *head_lru : HAS(page[i], LRU);
    if (!HAS(page[i], TAIL)) *head_lru = lru;
    if (HAS(page[i], BUDDY)) continue;
    if (lru && !HAS(page[i], HUGE) && !HAS(page[i], NOPAGE)) to_move++;
    else unmovable++;
  }
  counts->blocks++;
  if (unmovable == 0) {
    counts->clean++;
    if (counts->fewest < 0 || to_move < counts->fewest) counts->fewest = to_move;
    if (to_move == 0) counts->free++;
  } else if (unmovable == 1) counts->one++;
  else if (unmovable <= 4) counts->two_to_four++;
}

static struct counts scan_zone(int file, const struct zone *zone, int order) {
  struct counts counts = {.fewest = -1};
  long pages = 1l << order, end = zone->start_pfn + zone->spanned;
  long first = (zone->start_pfn + pages - 1) / pages * pages;
  bool head_lru = false;
  for (long pfn = first; pfn + pages <= end;) {
    long want = sizeof flags / sizeof *flags;
    if (want > (end - pfn) / pages * pages) want = (end - pfn) / pages * pages;
    ssize_t got = pread(file, flags, want * 8, pfn * 8) / 8;
    if (got < pages) break;
    got = got / pages * pages;
    for (long i = 0; i < got; i += pages) count_block(flags + i, pages, &head_lru, &counts);
    pfn += got;
  }
  return counts;
}

size_t page_scan_json(char *to, size_t room, int order, const struct zone *zones, int count) {
  int file = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
  if (file < 0) return snprintf(to, room, "null");
  size_t length = 0;
  for (int i = 0; i < count; i++) {
    if (zones[i].managed == 0) continue;
    long started = microseconds();
    struct counts c = scan_zone(file, &zones[i], order);
    length += snprintf(to + length, room - length,
                       "%s{\"node\":%d,\"zone\":\"%s\",\"blocks\":%ld,\"blocksWithoutUnmovable\":%ld,"
                       "\"fewestPagesToMove\":%ld,\"freeBlocks\":%ld,\"blocksWithOneUnmovable\":%ld,"
                       "\"blocksWithTwoToFourUnmovable\":%ld,\"microseconds\":%ld}",
                       length ? "," : "[", zones[i].node, zones[i].name, c.blocks, c.clean, c.fewest, c.free, c.one,
                       c.two_to_four, microseconds() - started);
  }
  close(file);
  return length + snprintf(to + length, room - length, length ? "]" : "null");
}
