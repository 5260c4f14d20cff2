// The guest's first process: makes the file systems that the programs need and runs what the kernel command line asks for.
#include "lab.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/wait.h>
#include <unistd.h>

int trials_main(void);
int day_main(unsigned ticks);

static void mounted(const char *what, const char *at, const char *type, const char *options) {
  mkdir(at, 0755);
  if (mount(what, at, type, 0, options)) port_line("lab: mount %s at %s failed", what, at);
}

/** Runs the script that the initramfs brings; what it and its children print goes to the host. */
static int script_main(void) {
  int output[2];
  if (pipe2(output, O_CLOEXEC)) return 1;
  pid_t child = fork();
  if (child == 0) {
    dup2(output[1], 1);
    dup2(output[1], 2);
    execl("/bin/sh", "sh", "/lab/run.sh", (char *)NULL);
    _exit(127);
  }
  close(output[1]);
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  static char bytes[65536];
  int status = 0;
  for (bool ended = false;;) {
    ssize_t got = read(output[0], bytes, sizeof bytes);
    if (got > 0) port_write(bytes, got);
    else if (ended || got == 0) break;
    else {
      pid_t gone = waitpid(-1, &status, WNOHANG);
      if (gone == child) ended = true;
      else if (gone == 0) usleep(2000);
    }
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(void) {
  port_open();
  mounted("proc", "/proc", "proc", "");
  mounted("sys", "/sys", "sysfs", "");
  mounted("dev", "/dev", "devtmpfs", "");
  mounted("/dev/nvme0n1", "/cache", "ext4", "");
  if (getenv("lab_swap") && swapon("/dev/nvme1n1", 0)) port_line("lab: swapon failed");
  mkfifo("/lab/in", 0666);
  mkfifo("/lab/out", 0666);
  chmod("/lab/in", 0666);
  chmod("/lab/out", 0666);
  write_file("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
  write_file("/proc/sys/vm/overcommit_memory", "1");
  write_file("/proc/sys/vm/max_map_count", "1000000");
  write_file("/proc/sys/fs/file-max", "2000000");
  if (!getenv("lab_loud")) write_file("/proc/sys/kernel/printk", "1");
  port_line("lab: started");
  const char *ticks = getenv("lab_ticks");
  int code = access("/lab/run.sh", R_OK) == 0 ? script_main() : ticks ? day_main(strtoul(ticks, NULL, 10)) : trials_main();
  port_line("lab: ended %d", code);
  port_exit(code ? 1 : 0);
}
