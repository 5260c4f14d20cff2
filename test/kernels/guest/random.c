#include "lab.h"
#include <math.h>

static uint64_t state = 1;

void random_seed(uint64_t seed) { state = seed * 2654435761u + 88172645463325252ull; }

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state * 2685821657736338717ull >> 11;
}

uint32_t random_below(uint32_t limit) { return limit ? next() % limit : 0; }
bool chance(double probability) { return next() % 1000000 < probability * 1000000; }
double random_between(double low, double high) { return low + (high - low) * (next() % 1000000) / 1e6; }
uint32_t random_scale(uint32_t low, uint32_t high) { return low * pow((double)high / low, random_between(0, 1)) + 0.5; }
