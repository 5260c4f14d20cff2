// What the guest programs share. All sizes are in pages unless a name says otherwise.
#ifndef LAB_H
#define LAB_H
#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unistd.h>

/** bytes in a page: 4096, 16384, 65536 */
#define PAGE ((unsigned long)sysconf(_SC_PAGESIZE))
/** of any kernel; how many orders this one has is `largest_order` */
#define MAX_ORDER 16

// port.c: bytes to the host
void port_open(void);
void port_write(const char *bytes, size_t length);
void port_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void port_exit(int code) __attribute__((noreturn));

// random.c
void random_seed(uint64_t seed);
uint32_t random_below(uint32_t limit);
bool chance(double probability);
double random_between(double low, double high);
/** log-uniform */
uint32_t random_scale(uint32_t low, uint32_t high);

// texts.c: one reading of the /proc files that a trial records
enum text { PAGETYPEINFO, MEMINFO, VMSTAT, ZONEINFO, BUDDYINFO, TEXTS };
void texts_open(void);
void texts_read(void);
const char *text_of(enum text which);
const char *text_name(enum text which);
/** The counters and the free blocks once more, right before the kernel is asked. */
void texts_read_again(void);
/** by how much a counter of vmstat grew between the two readings */
long grown_meanwhile(const char *label);
/** buddyinfo of the second reading; NULL where it is that of the first */
const char *buddyinfo_meanwhile(void);
size_t text_into_json(char *to, size_t room, const char *text);
unsigned long free_pages(void);
unsigned long free_pages_exactly(void);
bool write_file(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));
long number_in(const char *path);
void read_words(const char *path, char *to, size_t room);
long number_after(const char *text, const char *label);
unsigned number_from(const char *variable, unsigned otherwise);

// zones.c: what the driver itself must know of the zones to choose an order and a level
struct zone {
  int node;
  char name[16];
  long free, free_cma, min, low, high, managed, spanned, start_pfn, protection[8];
  int protections;
  /** pages that a GFP_KERNEL request must leave besides `min` (lowmem_reserve) */
  long reserve;
  /** a GFP_KERNEL request may be served from it: neither HighMem nor Movable */
  bool usable;
  long blocks[MAX_ORDER + 1];
};
#define MAX_ZONES 16
/** the largest order of this kernel's free lists, known once zones were read */
extern int largest_order;
int zones_read(struct zone *zones);
/** roughly: is a block of the order to be had without reclaim by a GFP_KERNEL request */
bool free_now(const struct zone *zones, int count, int order);
long sum_of_min(const struct zone *zones, int count);
long sum_of_high(const struct zone *zones, int count);

// pages.c: /proc/kpageflags over aligned blocks of the order; writes a JSON array
size_t page_scan_json(char *to, size_t room, int order, const struct zone *zones, int count);

// attempt.c: really asks the kernel
enum via { PIPE_RING, PACKET_RING, UNIX_DATAGRAM, DESCRIPTOR_TABLE };
struct attempt {
  bool compacted_first, granted;
  long microseconds, reclaim_stalls, compact_stalls, compact_success, compact_fail, migrated, scanned, reclaimed;
  /** what kswapd and kcompactd scanned while the kernel was asked */
  long kswapd, kcompactd;
  /** how often a limit of the caller's groups was met; -1 where it is in none */
  long group_stalls;
};
/** Starts the process that asks for a table of descriptors next: what it takes itself is taken by then. */
void attempt_ready(void);
/** pages of the tables of descriptors that are asked for as one of an order */
unsigned long descriptor_pages(int order);
bool attempt(enum via via, int order, bool compact_first, struct attempt *result);
const char *via_name(enum via via);
const char *via_gfp_json(enum via via);
/** bytes that a pipe's ring must hold for its array of slots to be a block of the order */
unsigned long ring_bytes(int order);
/** the largest order that a pipe's ring can have (fs/pipe.c round_pipe_size: 2 GiB) */
int largest_ring(void);

// caller.c: the process that asks, where a condition (`lab_caller`) makes it another
/** Before any memory is taken. */
void caller_start(void);
/** Moves the limits of its groups to about what a block of the order takes. */
void caller_prepare(int order);
void caller_read(void);
/** `"caller":{...},`, or nothing where it is this process */
size_t caller_json(char *to, size_t room);
bool caller_attempt(enum via via, int order, bool compact_first, struct attempt *result);

// pools.c: memory that can be given back piece by piece
// RINGS hold blocks of one order each: pool_take does not know them.
enum pool { PIPES_KEEP, PIPES_FILL, ANON, CACHE, TABLES, SLAB, POOLS, RINGS };
void pools_open(const char *cache_directory);
/** takes about `pages`; returns false when the pool is at its end or free memory reached `floor` */
bool pool_take(enum pool pool, unsigned long pages, unsigned long floor);
/** gives back about `share` of the pool in runs of `run` pages */
void pool_release(enum pool pool, double share, unsigned run);
/** gives back everything but the first page of every `spacing` (anonymous memory and tables only) */
void pool_thin(enum pool pool, unsigned spacing);
unsigned long pool_pages(enum pool pool);
/** holds a block of the order until RINGS are released */
bool ring_take(int order);

// states.c: fragments the memory, and moves the amount of free memory to a level
struct plan {
  const char *kind;
  /** of the blocks that the state makes rare */
  int order;
  /** pages between unmovable ones, on average */
  unsigned spacing;
  /** pages that are given back together */
  unsigned run;
  /** large free blocks are welcome */
  bool coarse;
};
/** free pages that watermarks and lowmem reserves keep from an ordinary request */
unsigned long held_pages(void);
/** vm.min_free_kbytes by chance, for pages of 4 KiB; a condition may set the bounds (`lab_min_free_low`, `…_high`) */
unsigned draw_min_free_kbytes(unsigned low, unsigned high);
/** vm.watermark_boost_factor as it is while trials are recorded */
unsigned usual_boost(void);
/** makes blocks of about the order rare, and about `target` pages free */
struct plan state_build(int order, unsigned long target, unsigned min_free_kbytes);
void state_level(unsigned long target, unsigned run);
void state_wall(int order, int every);
void state_crush(int order);
void state_holes(int order);
void state_stir(unsigned run);

#endif
