// What the system asks for one durable write: threads that do nothing but the system calls of a PUT
// of 4 KiB with durability=fsync. Arguments: an empty directory, the number of threads, seconds.
// Prints how many writes a second were done.
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

static const char *directory;
static atomic_long next;
static atomic_bool over;

static int checked(int result, const char *call) {
  if (result < 0) {
    perror(call);
    exit(1);
  }
  return result;
}

static void write_durably(long number) {
  char upload[PATH_MAX], block[PATH_MAX], bytes[BLOCK_BYTES];
  snprintf(upload, sizeof upload, "%s/uploads/%ld", directory, number);
  snprintf(block, sizeof block, "%s/%064lx", directory, number);
  memset(bytes, (int)number, sizeof bytes);

  int file = checked(open(upload, O_CREAT | O_EXCL | O_WRONLY, 0400), "create");
  checked((int)write(file, bytes, sizeof bytes) - BLOCK_BYTES, "write");
  checked(fsync(file), "fsync the file");
  checked(close(file), "close the file");
  checked(rename(upload, block), "rename");

  int root = checked(open(directory, O_RDONLY | O_DIRECTORY), "open the directory");
  checked(fsync(root), "fsync the directory");
  checked(close(root), "close the directory");
}

static void *write_until_over(void *written) {
  while (!over) {
    write_durably(atomic_fetch_add(&next, 1));
    ++*(long *)written;
  }
  return NULL;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: fsync DIRECTORY THREADS SECONDS\n");
    return 2;
  }
  directory = arguments[1];
  int threads = atoi(arguments[2]);
  char uploads[PATH_MAX];
  snprintf(uploads, sizeof uploads, "%s/uploads", directory);
  checked(mkdir(uploads, 0700), "mkdir");

  pthread_t *thread = calloc((size_t)threads, sizeof *thread);
  long *written = calloc((size_t)threads, sizeof *written);
  double begin = now();
  for (int one = 0; one < threads; one++) {
    checked(-pthread_create(&thread[one], NULL, write_until_over, &written[one]), "thread");
  }
  sleep((unsigned)atoi(arguments[3]));
  over = 1;
  long all = 0;
  for (int one = 0; one < threads; one++) {
    pthread_join(thread[one], NULL);
    all += written[one];
  }
  printf("%f\n", (double)all / (now() - begin));
}
