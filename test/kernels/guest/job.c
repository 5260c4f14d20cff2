// A job that needs one contiguous block: sets a pipe's ring to the order given (fs/pipe.c pipe_resize_ring) and exits 1 where
// the kernel refuses. "started" first, so that a job that never ran is told from one that failed.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments) {
  int order = count > 1 ? atoi(arguments[1]) : 4, ends[2];
  dprintf(1, "job: started\n");
  if (pipe(ends)) return 2;
  if (fcntl(ends[1], F_SETPIPE_SZ, (int)(4096u << (order + 6))) < 0) {
    dprintf(1, "job: pipe ring of order %d: %s\n", order, strerror(errno));
    return 1;
  }
  dprintf(1, "job: done\n");
  return 0;
}
