/* Preloaded into a run: kills the process at the rename of a path that ends in $DIE_AT, before the first try or (DIE_AFTER=1) after the
   one that succeeded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int meant(const char* to) {
  const char* end = getenv("DIE_AT");
  size_t n = end ? strlen(end) : 0, m = strlen(to);
  return n > 0 && m >= n && strcmp(to + m - n, end) == 0;
}

static int die_after(int result, const char* to) {
  if (result == 0 && meant(to) && getenv("DIE_AFTER")) kill(getpid(), SIGKILL);
  return result;
}

static void die_before(const char* to) {
  if (meant(to) && !getenv("DIE_AFTER")) kill(getpid(), SIGKILL);
}

int rename(const char* from, const char* to) {
  int (*real)(const char*, const char*) = (int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename");
  die_before(to);
  return die_after(real(from, to), to);
}

int renameat(int from_dir, const char* from, int to_dir, const char* to) {
  int (*real)(int, const char*, int, const char*) = (int (*)(int, const char*, int, const char*))dlsym(RTLD_NEXT, "renameat");
  die_before(to);
  return die_after(real(from_dir, from, to_dir, to), to);
}

int renameat2(int from_dir, const char* from, int to_dir, const char* to, unsigned flags) {
  int (*real)(int, const char*, int, const char*, unsigned) =
      (int (*)(int, const char*, int, const char*, unsigned))dlsym(RTLD_NEXT, "renameat2");
  die_before(to);
  return die_after(real(from_dir, from, to_dir, to, flags), to);
}
