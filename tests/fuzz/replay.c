/* replay_NAME FILE|FOLDER...: hands every file to a fuzz target, so that any compiler runs the corpus as tests. */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

static unsigned replayed;

static bool replay_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  page bytes = {0};
  char block[4096];
  size_t got;
  while ((got = fread(block, 1, sizeof block, file)) > 0) keep(&bytes, block, got);
  fclose(file);
  uint8_t *exact = malloc(bytes.size ? bytes.size : 1); /* no byte behind it: a read beyond shows under ASan */
  if (!exact) abort();
  if (bytes.size) memcpy(exact, bytes.at, bytes.size);
  LLVMFuzzerTestOneInput(exact, bytes.size);
  free(exact);
  free(bytes.at);
  replayed++;
  return true;
}

static bool replay(const char *path) {
  struct stat about;
  if (stat(path, &about) != 0) return false;
  if (!S_ISDIR(about.st_mode)) return replay_file(path);
  DIR *folder = opendir(path);
  if (!folder) return false;
  bool good = true;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char name[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
    good = replay_file(name) && good;
  }
  closedir(folder);
  return good;
}

int main(int argc, char **argv) {
  bool good = true;
  for (int i = 1; i < argc; i++) {
    if (replay(argv[i])) continue;
    fprintf(stderr, "%s: cannot be read\n", argv[i]);
    good = false;
  }
  printf("%u passed, %d failed\n", replayed, good ? 0 : 1);
  return good && replayed ? 0 : 1;
}
