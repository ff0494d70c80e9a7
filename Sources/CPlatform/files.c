#define _GNU_SOURCE
#include "cplatform.h"
#include "internal.h"
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

const int cplatform_o_path = O_PATH;
const int cplatform_o_noatime = O_NOATIME;
const unsigned cplatform_rename_noreplace = RENAME_NOREPLACE;
const unsigned cplatform_rename_exchange = RENAME_EXCHANGE;

int cplatform_open(int directory, const char *path, int flags, mode_t mode) {
    RETURN_RESULT(int, openat(directory, path, flags | O_CLOEXEC, mode));
}

static int device_of(int fd, dev_t *device) {
    struct stat status;
    if (fstat(fd, &status) != 0) return -errno;
    *device = status.st_dev;
    return 0;
}

int cplatform_walk_beneath(int directory, const char *path, int flags, mode_t mode, int no_xdev) {
    char name[256];
    dev_t home = 0, here = 0;
    int current = directory, result;
    if (no_xdev && (result = device_of(directory, &home)) < 0) return result;
    for (;;) {
        const char *slash = strchrnul(path, '/');
        size_t length = (size_t)(slash - path);
        if (length == 0 || length >= sizeof name || strncmp(path, "..", length < 2 ? 2 : length) == 0) {
            result = length >= sizeof name ? -ENAMETOOLONG : -EXDEV;
            break;
        }
        memcpy(name, path, length);
        name[length] = 0;
        int last = *slash == 0;
        result = last ? cplatform_open(current, name, flags | O_NOFOLLOW, mode)
                      : cplatform_open(current, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
        if (result == -ENOTDIR) {
            struct stat status;
            int is_link = fstatat(current, name, &status, AT_SYMLINK_NOFOLLOW) == 0
                && S_ISLNK(status.st_mode);
            if (is_link) result = -ELOOP;
        }
        if (result < 0) break;
        int status = no_xdev ? device_of(result, &here) : 0;
        if (status < 0 || (no_xdev && here != home)) {
            close(result);
            result = status < 0 ? status : -EXDEV;
            break;
        }
        if (last) break;
        if (current != directory) close(current);
        current = result;
        path = slash + 1;
    }
    if (current != directory) close(current);
    return result;
}

int cplatform_open_beneath(int directory, const char *path, int flags, mode_t mode, int no_xdev) {
    struct open_how how;
    memset(&how, 0, sizeof how);
    how.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC);
    how.mode = (flags & O_CREAT) ? mode : 0;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    if (no_xdev) how.resolve |= RESOLVE_NO_XDEV;
    long fd;
    do {
        fd = syscall(SYS_openat2, directory, path, &how, sizeof how);
    } while (fd == -1 && (errno == EINTR || errno == EAGAIN));
    if (fd >= 0) return (int)fd;
    if (errno != ENOSYS) return -errno;
    return cplatform_walk_beneath(directory, path, flags, mode, no_xdev);
}

int cplatform_status_at(int directory, const char *path, struct cplatform_status *status) {
    struct statx x;
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_STATX_SYNC_AS_STAT;
    if (*path == 0) flags |= AT_EMPTY_PATH;
    int result;
    do {
        result = statx(directory, path, flags, STATX_BASIC_STATS | STATX_MNT_ID, &x);
    } while (result == -1 && errno == EINTR);
    if (result == -1) return -errno;
    status->size = x.stx_size;
    status->inode = x.stx_ino;
    status->device = makedev(x.stx_dev_major, x.stx_dev_minor);
    status->links = x.stx_nlink;
    status->blocks = x.stx_blocks;
    status->mount = (x.stx_mask & STATX_MNT_ID) ? x.stx_mnt_id : 0;
    status->modified_seconds = x.stx_mtime.tv_sec;
    status->modified_nanoseconds = x.stx_mtime.tv_nsec;
    status->changed_seconds = x.stx_ctime.tv_sec;
    status->changed_nanoseconds = x.stx_ctime.tv_nsec;
    status->mode = x.stx_mode;
    status->owner = x.stx_uid;
    status->group = x.stx_gid;
    status->device_major = x.stx_rdev_major;
    status->device_minor = x.stx_rdev_minor;
    status->immutable = (x.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
    return 0;
}

ssize_t cplatform_getdents(int directory, void *buffer, size_t size) {
    RETURN_RESULT(ssize_t, syscall(SYS_getdents64, directory, buffer, size));
}

int cplatform_rename(int from, const char *name, int to, const char *target, unsigned flags) {
    if (flags == 0) RETURN_RESULT(int, renameat(from, name, to, target));
    RETURN_RESULT(int, renameat2(from, name, to, target, flags));
}

int cplatform_link(int from, const char *name, int to, const char *target) {
    RETURN_RESULT(int, linkat(from, name, to, target, 0));
}

int cplatform_unlink(int directory, const char *name, int is_directory) {
    RETURN_RESULT(int, unlinkat(directory, name, is_directory ? AT_REMOVEDIR : 0));
}

int cplatform_mkdir(int directory, const char *name, mode_t mode) {
    RETURN_RESULT(int, mkdirat(directory, name, mode));
}

int cplatform_mknod(int directory, const char *name, mode_t mode, uint32_t major, uint32_t minor) {
    RETURN_RESULT(int, mknodat(directory, name, mode, makedev(major, minor)));
}

int cplatform_symlink(const char *target, int directory, const char *name) {
    RETURN_RESULT(int, symlinkat(target, directory, name));
}

ssize_t cplatform_readlink(int directory, const char *name, void *buffer, size_t size) {
    RETURN_RESULT(ssize_t, readlinkat(directory, name, buffer, size));
}

int cplatform_chown(int directory, const char *name, uint32_t owner, uint32_t group) {
    RETURN_RESULT(int, fchownat(directory, name, owner, group, AT_SYMLINK_NOFOLLOW));
}

int cplatform_chmod(int directory, const char *name, mode_t mode) {
#ifdef SYS_fchmodat2
    if (syscall(SYS_fchmodat2, directory, name, mode, AT_SYMLINK_NOFOLLOW) == 0) return 0;
    if (errno != ENOSYS) return -errno;
#endif
    RETURN_RESULT(int, fchmodat(directory, name, mode, AT_SYMLINK_NOFOLLOW));
}

int cplatform_set_modified(int fd, const char *name, int64_t seconds, uint32_t nanoseconds) {
    struct timespec times[2] = {
        {.tv_nsec = UTIME_OMIT}, {.tv_sec = seconds, .tv_nsec = nanoseconds}};
    if (name == NULL) RETURN_RESULT(int, futimens(fd, times));
    RETURN_RESULT(int, utimensat(fd, name, times, AT_SYMLINK_NOFOLLOW));
}
