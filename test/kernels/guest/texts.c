#include "lab.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static const char *names[TEXTS] = {"pagetypeinfo", "meminfo", "vmstat", "zoneinfo", "buddyinfo"};
static int files[TEXTS];
static char texts[TEXTS][65536], again[TEXTS][65536];

// Held open, so that the kernel's own buffer for each file is already there when it is read.
void texts_open(void) {
  for (int i = 0; i < TEXTS; i++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s", names[i]);
    files[i] = open(path, O_RDONLY | O_CLOEXEC);
    if (files[i] < 0) port_line("lab: cannot open %s", path);
  }
}

static void read_into(char texts[TEXTS][65536], enum text which) {
  size_t length = 0;
  ssize_t got;
  while ((got = pread(files[which], texts[which] + length, sizeof texts[which] - 1 - length, length)) > 0) length += got;
  texts[which][length] = 0;
}

// The two that decide come last: nothing but the second reading and the attempt follow them.
void texts_read(void) {
  for (int i = 0; i < TEXTS; i++) read_into(texts, i);
}

void texts_read_again(void) {
  read_into(again, BUDDYINFO);
  read_into(again, VMSTAT);
}

long grown_meanwhile(const char *label) { return number_after(again[VMSTAT], label) - number_after(texts[VMSTAT], label); }
const char *buddyinfo_meanwhile(void) { return strcmp(again[BUDDYINFO], texts[BUDDYINFO]) ? again[BUDDYINFO] : NULL; }

const char *text_of(enum text which) { return texts[which]; }
const char *text_name(enum text which) { return names[which]; }

size_t text_into_json(char *to, size_t room, const char *text) {
  size_t length = 0;
  for (; *text && length + 3 < room; text++) {
    if (*text == '\n') {
      to[length++] = '\\';
      to[length++] = 'n';
    } else if (*text == '\t') {
      to[length++] = '\\';
      to[length++] = 't';
    } else {
      if (*text == '"' || *text == '\\') to[length++] = '\\';
      to[length++] = *text;
    }
  }
  return length;
}

unsigned long free_pages(void) {
  struct sysinfo info;
  sysinfo(&info);
  return (uint64_t)info.freeram * info.mem_unit / PAGE;
}

// The counter lags by what each processor has not yet added to it: a read of stat_refresh makes them add it.
unsigned long free_pages_exactly(void) {
  int file = open("/proc/sys/vm/stat_refresh", O_RDONLY | O_CLOEXEC);
  char nothing;
  if (file >= 0 && read(file, &nothing, 1) >= 0) close(file);
  return free_pages();
}

bool write_file(const char *path, const char *format, ...) {
  char text[128];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(text, sizeof text, format, values);
  va_end(values);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool written = write(file, text, length) == length;
  close(file);
  return written;
}

void read_words(const char *path, char *to, size_t room) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? 0 : read(file, to, room - 1);
  to[length > 0 ? length : 0] = 0;
  if (file >= 0) close(file);
}

long number_in(const char *path) {
  char text[64];
  read_words(path, text, sizeof text);
  return atol(text);
}

// The number in a line "label 123"; 0 where the label is absent.
long number_after(const char *text, const char *label) {
  size_t length = strlen(label);
  for (const char *line = text; line; line = strchr(line, '\n')) {
    if (*line == '\n') line++;
    if (!strncmp(line, label, length) && (line[length] == ' ' || line[length] == ':')) return atol(line + length + 1);
  }
  return 0;
}

unsigned number_from(const char *variable, unsigned otherwise) {
  const char *value = getenv(variable);
  return value ? strtoul(value, NULL, 10) : otherwise;
}
