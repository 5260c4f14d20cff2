// Bytes to the host. On x86 through qemu's debug port: no driver, no allocation in the guest. Elsewhere through a virtio serial
// port, in pieces so small that the driver's copy of each is less than a page.
#include "lab.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>

#if defined(__x86_64__) || defined(__i386__)
#include <sys/io.h>

#define DEBUG_PORT 0xe9
#define EXIT_PORT 0xf4

void port_open(void) {
  if (ioperm(DEBUG_PORT, 1, 1) || ioperm(EXIT_PORT, 4, 1)) _exit(99);
}

void port_write(const char *bytes, size_t length) {
  __asm__ volatile("rep outsb" : "+S"(bytes), "+c"(length) : "d"(DEBUG_PORT) : "memory");
}

// qemu's isa-debug-exit: the status of the qemu process is code*2+1
void port_exit(int code) {
  sync();
  outl(code, EXIT_PORT);
  for (;;) pause();
}

#else
#define PIECE 2048

static int port = -1;

/** The one port, vport0p1 or another number: the driver names it a moment after it was loaded. */
void port_open(void) {
  for (int tries = 0; tries < 500 && port < 0; tries++) {
    DIR *directory = opendir("/dev");
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
      char path[300];
      snprintf(path, sizeof path, "/dev/%s", entry->d_name);
      if (!strncmp(entry->d_name, "vport", 5)) port = open(path, O_WRONLY | O_CLOEXEC);
    }
    if (directory) closedir(directory);
    if (port < 0) usleep(20000);
  }
}

void port_write(const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(port, bytes, length < PIECE ? length : PIECE);
    if (written <= 0) return;
    bytes += written;
    length -= written;
  }
}

// The line "lab: ended" has said the code.
void port_exit(int code) {
  (void)code;
  sync();
  reboot(RB_POWER_OFF);
  for (;;) pause();
}
#endif

void port_line(const char *format, ...) {
  char line[512];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line - 1, format, values);
  va_end(values);
  if (length > (int)sizeof line - 2) length = sizeof line - 2;
  line[length++] = '\n';
  port_write(line, length);
}
