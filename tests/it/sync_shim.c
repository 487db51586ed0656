/* A disk that forgets what was not synced, for one test.
 *
 * Loaded by LD_PRELOAD. Whenever a file under SYNCED_FROM was really synced (fsync, fdatasync), all
 * of it is copied to the same place under SYNCED_TO. Renames and removals get there when their
 * directory is synced. So SYNCED_TO holds what a power cut would leave.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES 64

/* What was renamed (to is not empty) or removed, in order, and is not synced yet. */
static struct { char from[PATH_MAX], to[PATH_MAX]; } pending[NAMES];
static int pendings;

static void fail(const char *what) {
    dprintf(STDERR_FILENO, "sync shim: %s: %s\n", what, strerror(errno));
    abort();
}

/* The place of `path` under SYNCED_TO; 0 if it is not under SYNCED_FROM. */
static int mirrored(const char *path, char *out) {
    const char *from = getenv("SYNCED_FROM"), *to = getenv("SYNCED_TO");
    if (!from || !to || strncmp(path, from, strlen(from)) != 0) return 0;
    if (snprintf(out, PATH_MAX, "%s%s", to, path + strlen(from)) >= PATH_MAX) fail("name");
    return 1;
}

static void make_parents(char *path) {
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = 0;
        if (mkdir(path, 0755) != 0 && errno != EEXIST) fail("mkdir");
        *at = '/';
    }
}

static void copy(const char *path, char *to) {
    static char bytes[1 << 16];
    make_parents(to);
    int in = open(path, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (in < 0 || out < 0) fail("open");
    ssize_t count;
    while ((count = read(in, bytes, sizeof bytes)) > 0)
        if (write(out, bytes, count) != count) fail("write");
    if (count < 0) fail("read");
    close(in);
    close(out);
}

static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);

static void find_real(void) {
    if (!real_rename) real_rename = dlsym(RTLD_NEXT, "rename");
    if (!real_unlink) real_unlink = dlsym(RTLD_NEXT, "unlink");
}

/* The names of this directory are on the disk now. */
static void settle(const char *directory) {
    size_t length = strlen(directory);
    int left = 0;
    find_real();
    for (int i = 0; i < pendings; i++) {
        char from[PATH_MAX], to[PATH_MAX];
        int here = strncmp(pending[i].from, directory, length) == 0 &&
                   strrchr(pending[i].from, '/') == pending[i].from + length;
        if (!here) {
            pending[left++] = pending[i];
        } else if (mirrored(pending[i].from, from)) {
            if (!pending[i].to[0]) real_unlink(from);
            else if (mirrored(pending[i].to, to)) real_rename(from, to);
        }
    }
    pendings = left;
}

static void synced(int fd) {
    int kept = errno;
    char link[64], path[PATH_MAX], to[PATH_MAX];
    struct stat status;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0 && fstat(fd, &status) == 0) {
        path[length] = 0;
        if (S_ISDIR(status.st_mode)) settle(path);
        else if (status.st_nlink > 0 && mirrored(path, to)) copy(path, to);
    }
    errno = kept;
}

static void changed(const char *from, const char *to) {
    char ignored[PATH_MAX];
    if (!mirrored(from, ignored)) return;
    if (pendings == NAMES) fail("too many names");
    snprintf(pending[pendings].from, PATH_MAX, "%s", from);
    snprintf(pending[pendings].to, PATH_MAX, "%s", to);
    pendings++;
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    int done = real(fd);
    if (done == 0) synced(fd);
    return done;
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fdatasync");
    int done = real(fd);
    if (done == 0) synced(fd);
    return done;
}

int rename(const char *from, const char *to) {
    find_real();
    int done = real_rename(from, to);
    if (done == 0) changed(from, to);
    return done;
}

int unlink(const char *path) {
    find_real();
    int done = real_unlink(path);
    if (done == 0) changed(path, "");
    return done;
}
