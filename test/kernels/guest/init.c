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

static void mounted(const char *what, const char *at, const char *type, const char *options) {
  mkdir(at, 0755);
  if (mount(what, at, type, 0, options)) port_line("lab: mount %s at %s failed", what, at);
}

static int command_main(const char *command) {
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/busybox", "sh", "-c", command, (char *)NULL);
    _exit(127);
  }
  int status;
  while (waitpid(-1, &status, 0) != child) continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(void) {
  port_open();
  mounted("proc", "/proc", "proc", "");
  mounted("sys", "/sys", "sysfs", "");
  mounted("dev", "/dev", "devtmpfs", "");
  mounted("/dev/nvme0n1", "/cache", "ext4", "");
  if (getenv("lab_swap") && swapon("/dev/nvme1n1", 0)) port_line("lab: swapon failed");
  write_file("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
  write_file("/proc/sys/vm/overcommit_memory", "1");
  write_file("/proc/sys/vm/max_map_count", "1000000");
  write_file("/proc/sys/fs/file-max", "2000000");
  if (!getenv("lab_loud")) write_file("/proc/sys/kernel/printk", "1");
  const char *command = getenv("lab_command");
  port_line("lab: started");
  int code = command ? command_main("/lab/run.sh") : trials_main();
  port_line("lab: ended %d", code);
  port_exit(code ? 1 : 0);
}
