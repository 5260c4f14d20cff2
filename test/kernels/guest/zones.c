#include "lab.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_numbers(struct zone *zone, const char *line) {
  static const struct { const char *label; size_t at; } fields[] = {
      {"pages free", offsetof(struct zone, free)}, {"nr_free_cma", offsetof(struct zone, free_cma)}, {"min", offsetof(struct zone, min)},
      {"low", offsetof(struct zone, low)},         {"high", offsetof(struct zone, high)},
      {"managed", offsetof(struct zone, managed)}, {"spanned", offsetof(struct zone, spanned)},
      {"start_pfn:", offsetof(struct zone, start_pfn)}};
  line += strspn(line, " ");
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    size_t length = strlen(fields[i].label);
    if (!strncmp(line, fields[i].label, length) && line[length] == ' ')
      *(long *)((char *)zone + fields[i].at) = atol(line + length);
  }
  if (!strncmp(line, "protection: (", 13))
    for (const char *at = line + 13; at && zone->protections < 8; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
      zone->protection[zone->protections++] = atol(at);
}

int largest_order = 10;

/** Which zones GFP_KERNEL may use, and what it must leave there: Normal is the last of them, whatever others a kernel has. */
static void mark_usable(struct zone *zones, int count) {
  int normal = 0;
  while (normal < count && strcmp(zones[normal].name, "Normal")) normal++;
  for (int i = 0, at = 0; i < count; i++) {
    at = i > 0 && zones[i].node == zones[i - 1].node ? at + 1 : 0;
    zones[i].usable = at <= normal;
    zones[i].reserve = normal < 8 ? zones[i].protection[normal] : 0;
  }
}

int zones_read(struct zone *zones) {
  int count = 0;
  struct zone *zone = NULL;
  for (const char *line = text_of(ZONEINFO); line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    int node;
    char name[16];
    if (sscanf(line, "Node %d, zone %15s", &node, name) == 2) {
      zone = count < MAX_ZONES ? &zones[count++] : NULL;
      if (zone) {
        memset(zone, 0, sizeof *zone);
        zone->node = node;
        memcpy(zone->name, name, sizeof name);
      }
    } else if (zone) read_numbers(zone, line);
  }
  for (const char *line = text_of(BUDDYINFO); line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    int node, at;
    char name[16];
    if (sscanf(line, "Node %d, zone %15s %n", &node, name, &at) != 2) continue;
    for (int i = 0; i < count; i++) {
      if (zones[i].node != node || strcmp(zones[i].name, name)) continue;
      char *next = (char *)line + at;
      for (int order = 0; order <= MAX_ORDER && strspn(next, " ") < strcspn(next, "\n"); order++) {
        zones[i].blocks[order] = strtol(next, &next, 10);
        largest_order = order;
      }
    }
  }
  mark_usable(zones, count);
  return count;
}

bool free_now(const struct zone *zones, int count, int order) {
  for (int i = 0; i < count; i++) {
    const struct zone *zone = &zones[i];
    if (!zone->usable || zone->free - zone->free_cma - ((1l << order) - 1) <= zone->min + zone->reserve) continue;
    for (int o = order; o <= largest_order; o++)
      if (zone->blocks[o]) return true;
  }
  return false;
}

long sum_of_min(const struct zone *zones, int count) {
  long sum = 0;
  for (int i = 0; i < count; i++) sum += zones[i].min;
  return sum;
}

long sum_of_high(const struct zone *zones, int count) {
  long sum = 0;
  for (int i = 0; i < count; i++) sum += zones[i].high;
  return sum;
}
