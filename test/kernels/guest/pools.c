#include "lab.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIPE_PAGES 16
#define DESCRIPTORS 120000
// 32 bits have room for few of them.
#define CELLS (sizeof(long) == 8 ? 1u << 19 : 1u << 17)
#define TABLES_LIMIT (sizeof(long) == 8 ? 60000u : 300u)
/** what one page table maps: a page full of entries */
#define TABLE_SPAN (PAGE * (PAGE / 8))

/** Memory by the page (anonymous, cache) or by the page table: cells that are taken in order and given back anywhere. */
struct cells {
  unsigned char *taken;
  unsigned limit, cursor;
  unsigned long count;
};
static struct cells anon, cache, tables;
static char *anon_at, *tables_at;
static int cache_file = -1;

struct descriptors {
  int files[DESCRIPTORS];
  unsigned count, room;
  unsigned long pages;
};
static struct descriptors keep, fill, sockets, rings;
static char *buffer;

static char *reserve(size_t bytes, int protection) {
  char *at = mmap(NULL, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) exit(3);
  return at;
}

/** What this program itself needs is there from the start. */
static char *locked(size_t bytes) {
  char *at = memset(reserve(bytes, PROT_READ | PROT_WRITE), 0, bytes);
  mlock(at, bytes);
  return at;
}

void pools_open(const char *cache_directory) {
  struct rlimit files = {1000000, 1000000};
  setrlimit(RLIMIT_NOFILE, &files);
  dup2(0, 250000);
  close(250000);
  buffer = locked(PIPE_PAGES * PAGE);
  for (struct cells **each = (struct cells *[]){&anon, &cache, &tables, NULL}; *each; each++)
    (*each)->taken = (unsigned char *)locked(CELLS);
  anon.limit = CELLS;
  anon_at = reserve(CELLS * PAGE, PROT_READ | PROT_WRITE);
  tables.limit = TABLES_LIMIT;
  char *wide = reserve((tables.limit + 1) * TABLE_SPAN, PROT_READ);
  tables_at = (char *)(((uintptr_t)wide + TABLE_SPAN - 1) & ~(TABLE_SPAN - 1));
  char path[128];
  snprintf(path, sizeof path, "%s/holes", cache_directory);
  cache_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  cache.limit = cache_file < 0 || ftruncate(cache_file, 1l << 29) ? 0 : (1l << 29) / PAGE;
  posix_fadvise(cache_file, 0, 0, POSIX_FADV_RANDOM);
}

/** Writes up to `pages` into the current pipe; 0 where the kernel refuses. */
static unsigned long put_in_pipe(struct descriptors *pipes, unsigned long pages) {
  if (pipes->room == 0) {
    int ends[2];
    if (pipes->count + 2 > DESCRIPTORS || pipe2(ends, O_CLOEXEC | O_NONBLOCK)) return 0;
    pipes->files[pipes->count++] = ends[0];
    pipes->files[pipes->count++] = ends[1];
    pipes->room = PIPE_PAGES;
  }
  if (pages > pipes->room) pages = pipes->room;
  ssize_t written = write(pipes->files[pipes->count - 1], buffer, pages * PAGE);
  if (written <= 0) return 0;
  pipes->room -= written / PAGE;
  pipes->pages += written / PAGE;
  return written / PAGE;
}

bool ring_take(int order) {
  int ends[2];
  if (rings.count + 2 > DESCRIPTORS || pipe2(ends, O_CLOEXEC)) return false;
  rings.files[rings.count++] = ends[0];
  rings.files[rings.count++] = ends[1];
  return fcntl(ends[1], F_SETPIPE_SZ, ring_bytes(order)) != -1;
}

static bool put_socket(void) {
  if (sockets.count == DESCRIPTORS) return false;
  int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (file < 0) return false;
  sockets.files[sockets.count++] = file;
  sockets.pages = sockets.count / 2;
  return true;
}

static void touch(struct cells *cells, unsigned cell) {
  if (cells == &anon) anon_at[cell * PAGE] = 1;
  else if (cells == &tables) (void)*(volatile char *)(tables_at + cell * TABLE_SPAN);
  else if (pread(cache_file, buffer, PAGE, (off_t)cell * PAGE) < 0) return;
}

/** The next cell that is free; 0 at the end. */
static unsigned long take_cell(struct cells *cells) {
  unsigned tried = 0;
  while (cells->taken[cells->cursor % cells->limit] && tried++ < cells->limit) cells->cursor++;
  if (tried > cells->limit) return 0;
  unsigned cell = cells->cursor++ % cells->limit;
  touch(cells, cell);
  cells->taken[cell] = 1;
  cells->count++;
  return 1;
}

static void give_cell(struct cells *cells, unsigned cell) {
  if (!cells->taken[cell] || cells->taken[cell] == 2) return;
  if (cells == &anon) madvise(anon_at + cell * PAGE, PAGE, MADV_DONTNEED);
  else if (cells == &cache) posix_fadvise(cache_file, (off_t)cell * PAGE, PAGE, POSIX_FADV_DONTNEED);
  else munmap(tables_at + cell * TABLE_SPAN, TABLE_SPAN);
  cells->taken[cell] = cells == &tables ? 2 : 0;
  cells->count--;
}

static struct cells *cells_of(enum pool pool) { return pool == ANON ? &anon : pool == CACHE ? &cache : &tables; }
static struct descriptors *descriptors_of(enum pool pool) {
  return pool == PIPES_KEEP ? &keep : pool == PIPES_FILL ? &fill : pool == RINGS ? &rings : &sockets;
}
static bool has_cells(enum pool pool) { return pool == ANON || pool == CACHE || pool == TABLES; }

bool pool_take(enum pool pool, unsigned long pages, unsigned long floor) {
  unsigned long wanted = pool == SLAB ? pages * 2 : pages;
  for (unsigned long done = 0, unchecked = 16; done < wanted;) {
    if (unchecked >= 16) {
      if (free_pages() <= floor + 256 && free_pages_exactly() <= floor) return false;
      unchecked = 0;
    }
    unsigned long batch = wanted - done < 16 ? wanted - done : 16;
    unsigned long taken = has_cells(pool) ? take_cell(cells_of(pool))
                          : pool == SLAB  ? put_socket()
                                          : put_in_pipe(descriptors_of(pool), batch);
    if (taken == 0) return false;
    done += taken;
    unchecked += taken;
  }
  return true;
}

static void release_cells(struct cells *cells, double share, unsigned run) {
  unsigned end = cells->cursor < cells->limit ? cells->cursor : cells->limit;
  for (unsigned cell = 0; cell < end; cell += run)
    if (chance(share))
      for (unsigned i = cell; i < cell + run && i < end; i++) give_cell(cells, i);
}

static void release_descriptors(struct descriptors *files, double share, unsigned step) {
  unsigned kept = 0;
  unsigned long before = files->count;
  for (unsigned i = 0; i < files->count; i += step) {
    bool goes = chance(share);
    for (unsigned j = i; j < i + step; j++)
      if (goes) close(files->files[j]);
      else files->files[kept++] = files->files[j];
  }
  files->count = kept;
  files->room = 0;
  files->pages = before ? files->pages * kept / before : 0;
}

void pool_release(enum pool pool, double share, unsigned run) {
  if (has_cells(pool)) release_cells(cells_of(pool), share, run ? run : 1);
  else release_descriptors(descriptors_of(pool), share, pool == SLAB ? 1 : 2);
}

void pool_thin(enum pool pool, unsigned spacing) {
  struct cells *cells = cells_of(pool);
  for (unsigned cell = 0; cell < cells->limit; cell++)
    if (cell % spacing) give_cell(cells, cell);
}

unsigned long pool_pages(enum pool pool) { return has_cells(pool) ? cells_of(pool)->count : descriptors_of(pool)->pages; }
