// The guest's first process: makes the file systems that the programs need and runs what the kernel command line asks for.
#include "lab.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int trials_main(void);
int day_main(unsigned ticks);

/** What goes wrong before there is a port to the host stands on the kernel's console. */
static void complain(const char *what, int error) {
  FILE *log = fopen("/dev/kmsg", "w");
  if (!log) return;
  fprintf(log, "<0>lab: %s: %s\n", what, strerror(error));
  fclose(log);
}

static void mounted(const char *what, const char *at, const char *type, const char *options) {
  mkdir(at, 0755);
  if (mount(what, at, type, 0, options)) complain(at, errno);
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

/** Loads what the initramfs brings for this kernel, in the order of the names; then it is only in the way. */
static void load_modules(void) {
  struct dirent **found;
  int count = scandir("/modules", &found, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (*found[i]->d_name == '.') continue;
    char path[300];
    snprintf(path, sizeof path, "/modules/%s", found[i]->d_name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (syscall(SYS_finit_module, file, "", 0) && errno != EEXIST) complain(path, errno);
    close(file);
    unlink(path);
  }
}

/** A device appears a moment after its driver was loaded. */
static bool appears(const char *path) {
  for (int tries = 0; tries < 250; tries++) {
    if (access(path, F_OK) == 0) return true;
    usleep(20000);
  }
  return false;
}

/** mm/swapfile.c read_swap_header: version 1, last page, signature at the end of the first page */
static bool swap_on(const char *path) {
  int file = open(path, O_RDWR | O_CLOEXEC);
  char *page = calloc(1, PAGE);
  uint32_t numbers[] = {1, lseek(file, 0, SEEK_END) / PAGE - 1};
  memcpy(page + 1024, numbers, sizeof numbers);
  memcpy(page + PAGE - 10, "SWAPSPACE2", 10);
  bool written = pwrite(file, page, PAGE, 0) == (ssize_t)PAGE && fsync(file) == 0;
  free(page);
  close(file);
  return written && swapon(path, 0) == 0;
}

/** `path:value,path:value` */
static void write_files(char *list) {
  for (char *path, *value; (path = strsep(&list, ","));) {
    if (!(value = strchr(path, ':'))) continue;
    *value++ = 0;
    if (!write_file(path, "%s", value)) port_line("lab: cannot write %s to %s", value, path);
  }
}

int main(void) {
  mounted("proc", "/proc", "proc", "");
  mounted("sys", "/sys", "sysfs", "");
  mounted("dev", "/dev", "devtmpfs", "");
  load_modules();
  port_open();
  const char *disk = getenv("lab_disk"), *swap = getenv("lab_swap");
  if (disk && appears(disk)) mounted(disk, "/cache", "ext4", "");
  if (swap && (!appears(swap) || !swap_on(swap))) port_line("lab: swapon failed");
  mkfifo("/lab/in", 0666);
  mkfifo("/lab/out", 0666);
  chmod("/lab/in", 0666);
  chmod("/lab/out", 0666);
  write_file("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
  write_file("/proc/sys/vm/overcommit_memory", "1");
  write_file("/proc/sys/vm/max_map_count", "1000000");
  write_file("/proc/sys/fs/file-max", "2000000");
  if (getenv("lab_write")) write_files(strdup(getenv("lab_write")));
  if (!getenv("lab_loud")) write_file("/proc/sys/kernel/printk", "1");
  port_line("lab: started");
  const char *ticks = getenv("lab_ticks");
  int code = access("/lab/run.sh", R_OK) == 0 ? script_main() : ticks ? day_main(strtoul(ticks, NULL, 10)) : trials_main();
  port_line("lab: ended %d", code);
  port_exit(code ? 1 : 0);
}
