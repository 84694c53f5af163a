/*
 * Preloaded under a server, makes its calls of the file system fail as a test says, and records them.
 *
 * TIG_FAULTS_ROOT is the data directory: only calls for paths in it, or for open files of such paths, are touched.
 * TIG_FAULTS_CONTROL is a file of at least the size of struct control, which the test writes while the server runs.
 * TIG_FAULTS_RECORD, if set, gets a line for each call that succeeded: the numbers of its begin and its end in the order
 * of all, what was called, and the paths below the data directory; and a line for each answer that was sent, with its
 * status and the first name of a block in it. The numbers and not the order of the lines tell what came first.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

enum call { OPEN, READ, WRITE, SYNC, RENAME, LINK, UNLINK, STAT, TRUNCATE, TIMES, MODE, LIST, CLOSE };
static const char *const NAMES[] = {"OPEN",   "READ", "WRITE",    "SYNC",  "RENAME", "LINK", "UNLINK",
                                    "STAT", "TRUNCATE", "TIMES", "MODE",   "LIST", "CLOSE"};

/* Of the calls that match, "skip" are let pass, then "count" fail; of these only each "every"th. */
struct control {
  int active;
  int error; /* what errno is set to */
  int skip;
  int count;
  int every;
  int matched; /* how many calls matched */
  int failed;  /* how many of them failed */
  int sequence;
  char calls[64]; /* some of NAMES, a space before and after each */
  char where[256]; /* a pattern of the path below the data directory, "." itself; empty for all */
};

#define TEXT_BYTES 4096
#define NAME_BYTES 68

static struct control *control;
static char root[PATH_MAX];
static size_t root_length;
static int record = -1;

#define REAL(f)                                            \
  ({                                                       \
    static __typeof__(&f) real;                            \
    if (!real) real = (__typeof__(&f))dlsym(RTLD_NEXT, #f); \
    real;                                                  \
  })

__attribute__((constructor)) static void begin(void) {
  const char *data = getenv("TIG_FAULTS_ROOT");
  const char *path = getenv("TIG_FAULTS_CONTROL");
  const char *lines = getenv("TIG_FAULTS_RECORD");
  if (!data || !path) return;
  snprintf(root, sizeof root, "%s", data);
  root_length = strlen(root);
  if (lines) record = syscall(SYS_openat, AT_FDCWD, lines, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
  void *map = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (map == MAP_FAILED) abort();
  control = map;
}

/* The part of the path below the data directory; NULL if it lies elsewhere. */
static const char *below(const char *path) {
  if (!path || strncmp(path, root, root_length)) return NULL;
  return path[root_length] == '/' ? path + root_length + 1 : path[root_length] ? NULL : ".";
}

static const char *of_link(const char *link, char *path) {
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  char *gone = strstr(path, " (deleted)");
  if (gone) *gone = 0;
  return path;
}

static const char *path_of(int fd, char *path) {
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  return of_link(link, path);
}

static const char *path_at(int directory, const char *name, char *path) {
  if (!name || !*name) return path_of(directory, path);
  if (*name == '/' || directory == AT_FDCWD) return name;
  if (!path_of(directory, path)) return NULL;
  size_t length = strlen(path);
  snprintf(path + length, PATH_MAX - length, "/%s", name);
  return path;
}

static int next_number(void) { return __atomic_add_fetch(&control->sequence, 1, __ATOMIC_SEQ_CST); }

static int is_meant(const char *path) {
  return path && (!*control->where || !fnmatch(control->where, path, FNM_PATHNAME));
}

/* Whether this call is to fail; sets errno then. */
static int fails(enum call call, const char *first, const char *second) {
  char name[16];
  snprintf(name, sizeof name, " %s ", NAMES[call]);
  if (!control->active || !strstr(control->calls, name) || !(is_meant(first) || is_meant(second))) return 0;
  int number = __atomic_fetch_add(&control->matched, 1, __ATOMIC_SEQ_CST) - control->skip;
  if (number < 0 || number % control->every) return 0;
  if (number / control->every >= control->count) return 0;
  __atomic_add_fetch(&control->failed, 1, __ATOMIC_SEQ_CST);
  errno = control->error;
  return 1;
}

static void note(int since, const char *what, const char *first, const char *second) {
  char line[2 * PATH_MAX];
  int length = snprintf(line, sizeof line, "%d %d %s %s %s\n", since, next_number(), what, first, second);
  syscall(SYS_write, record, line, length);
}

/* Runs the real call between what is to be done before and after it. */
#define AROUND(kind, path, other, failure, action)                                       \
  do {                                                                                   \
    if (!control) return action;                                                         \
    int saved = errno;                                                                   \
    const char *first = below(path), *second = below(other);                             \
    errno = saved;                                                                       \
    if (!first && !second) return action;                                                \
    if (fails(kind, first, second)) return failure;                                      \
    int since = record < 0 ? 0 : next_number();                                          \
    __typeof__(action) result = action;                                                  \
    if (record >= 0 && result != (__typeof__(action))-1) {                               \
      saved = errno;                                                                     \
      note(since, NAMES[kind], first ? first : "-", second ? second : "-");              \
      errno = saved;                                                                     \
    }                                                                                    \
    return result;                                                                       \
  } while (0)
#define ON_PATH(kind, path, action) AROUND(kind, path, NULL, -1, action)
#define ON_PATHS(kind, from, to, action) AROUND(kind, from, to, -1, action)
#define ON_FILE(kind, fd, action) \
  do {                            \
    char buffer[PATH_MAX];        \
    AROUND(kind, control ? path_of(fd, buffer) : NULL, NULL, -1, action); \
  } while (0)
#define ON_ENTRY(kind, directory, name, action) \
  do {                                          \
    char buffer[PATH_MAX];                      \
    AROUND(kind, control ? path_at(directory, name, buffer) : NULL, NULL, -1, action); \
  } while (0)

#define MODE_OF(flags)                              \
  mode_t mode = 0;                                  \
  if ((flags) & (O_CREAT | __O_TMPFILE)) {          \
    va_list more;                                   \
    va_start(more, flags);                          \
    mode = va_arg(more, mode_t);                    \
    va_end(more);                                   \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  ON_PATH(OPEN, path, REAL(open)(path, flags, mode));
}
int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  ON_PATH(OPEN, path, REAL(open64)(path, flags, mode));
}
int openat(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  ON_ENTRY(OPEN, at, path, REAL(openat)(at, path, flags, mode));
}
int openat64(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  ON_ENTRY(OPEN, at, path, REAL(openat64)(at, path, flags, mode));
}
DIR *opendir(const char *path) { AROUND(OPEN, path, NULL, NULL, REAL(opendir)(path)); }

ssize_t read(int fd, void *to, size_t n) { ON_FILE(READ, fd, REAL(read)(fd, to, n)); }
ssize_t readv(int fd, const struct iovec *to, int n) { ON_FILE(READ, fd, REAL(readv)(fd, to, n)); }
ssize_t pread64(int fd, void *to, size_t n, off64_t at) { ON_FILE(READ, fd, REAL(pread64)(fd, to, n, at)); }

/* Whether these are the first bytes of an answer; it is recorded before it is sent. */
static void note_answer(const struct iovec *from, int n) {
  char text[TEXT_BYTES];
  size_t length = 0;
  if (record < 0 || n < 1 || from->iov_len < 12 || strncmp(from->iov_base, "HTTP/1.1 ", 9)) return;
  for (int i = 0; i < n; i++) {
    size_t part = from[i].iov_len < sizeof text - 1 - length ? from[i].iov_len : sizeof text - 1 - length;
    memcpy(text + length, from[i].iov_base, part);
    length += part;
  }
  text[length] = 0;
  char name[NAME_BYTES + 1] = "-";
  for (char *end = memmem(text, length, ".tig", 4); end && end - text >= 64; end = NULL)
    if (strspn(end - 64, "0123456789abcdef") == 64) snprintf(name, sizeof name, "%.68s", end - 64);
  text[12] = 0;
  note(next_number(), "ANSWER", text + 9, name);
}

ssize_t write(int fd, const void *from, size_t n) {
  if (control) note_answer(&(struct iovec){(void *)from, n}, 1);
  ON_FILE(WRITE, fd, REAL(write)(fd, from, n));
}
ssize_t writev(int fd, const struct iovec *from, int n) {
  if (control) note_answer(from, n);
  ON_FILE(WRITE, fd, REAL(writev)(fd, from, n));
}
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) {
  ON_FILE(WRITE, fd, REAL(pwrite64)(fd, from, n, at));
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t n) { ON_FILE(WRITE, to, REAL(sendfile64)(to, from, at, n)); }
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *there, size_t n, unsigned flags) {
  ON_FILE(WRITE, to, REAL(copy_file_range)(from, at, to, there, n, flags));
}

int fsync(int fd) { ON_FILE(SYNC, fd, REAL(fsync)(fd)); }
int fdatasync(int fd) { ON_FILE(SYNC, fd, REAL(fdatasync)(fd)); }

int rename(const char *from, const char *to) { ON_PATHS(RENAME, from, to, REAL(rename)(from, to)); }
int link(const char *from, const char *to) { ON_PATHS(LINK, from, to, REAL(link)(from, to)); }
int unlink(const char *path) { ON_PATH(UNLINK, path, REAL(unlink)(path)); }
int unlinkat(int at, const char *path, int flags) { ON_ENTRY(UNLINK, at, path, REAL(unlinkat)(at, path, flags)); }
int remove(const char *path) { ON_PATH(UNLINK, path, REAL(remove)(path)); }

int access(const char *path, int mode) { ON_PATH(STAT, path, REAL(access)(path, mode)); }
int stat64(const char *path, struct stat64 *to) { ON_PATH(STAT, path, REAL(stat64)(path, to)); }
int lstat64(const char *path, struct stat64 *to) { ON_PATH(STAT, path, REAL(lstat64)(path, to)); }
int fstat64(int fd, struct stat64 *to) { ON_FILE(STAT, fd, REAL(fstat64)(fd, to)); }
int fstatat64(int at, const char *path, struct stat64 *to, int flags) {
  ON_ENTRY(STAT, at, path, REAL(fstatat64)(at, path, to, flags));
}
int statx(int at, const char *path, int flags, unsigned mask, struct statx *to) {
  ON_ENTRY(STAT, at, path, REAL(statx)(at, path, flags, mask, to));
}
/* What programs built for an older C library call. */
int __xstat64(int version, const char *path, struct stat64 *to) { return stat64(path, to); }
int __lxstat64(int version, const char *path, struct stat64 *to) { return lstat64(path, to); }
int __fxstat64(int version, int fd, struct stat64 *to) { return fstat64(fd, to); }

int ftruncate64(int fd, off64_t length) { ON_FILE(TRUNCATE, fd, REAL(ftruncate64)(fd, length)); }

int utimes(const char *path, const struct timeval to[2]) { ON_PATH(TIMES, path, REAL(utimes)(path, to)); }
int futimes(int fd, const struct timeval to[2]) { ON_FILE(TIMES, fd, REAL(futimes)(fd, to)); }
int lutimes(const char *path, const struct timeval to[2]) { ON_PATH(TIMES, path, REAL(lutimes)(path, to)); }
int futimens(int fd, const struct timespec to[2]) { ON_FILE(TIMES, fd, REAL(futimens)(fd, to)); }
int utimensat(int at, const char *path, const struct timespec to[2], int flags) {
  ON_ENTRY(TIMES, at, path, REAL(utimensat)(at, path, to, flags));
}

int chmod(const char *path, mode_t mode) { ON_PATH(MODE, path, REAL(chmod)(path, mode)); }
int fchmod(int fd, mode_t mode) { ON_FILE(MODE, fd, REAL(fchmod)(fd, mode)); }
int fchmodat(int at, const char *path, mode_t mode, int flags) {
  ON_ENTRY(MODE, at, path, REAL(fchmodat)(at, path, mode, flags));
}

struct dirent *readdir(DIR *entries) {
  char path[PATH_MAX];
  if (control && fails(LIST, below(path_of(dirfd(entries), path)), NULL)) return NULL;
  return REAL(readdir)(entries);
}
struct dirent64 *readdir64(DIR *entries) {
  char path[PATH_MAX];
  if (control && fails(LIST, below(path_of(dirfd(entries), path)), NULL)) return NULL;
  return REAL(readdir64)(entries);
}

/* A close that fails has closed all the same. */
int close(int fd) {
  char path[PATH_MAX];
  int failing = control && fails(CLOSE, below(path_of(fd, path)), NULL);
  int error = errno;
  int result = REAL(close)(fd);
  if (failing) errno = error;
  return failing ? -1 : result;
}
