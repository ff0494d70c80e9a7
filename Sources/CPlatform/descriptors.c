#define _GNU_SOURCE
#include "cplatform.h"
#include "internal.h"
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

const int cplatform_seek_data = SEEK_DATA;
const int cplatform_seek_hole = SEEK_HOLE;

ssize_t cplatform_read(int fd, void *buffer, size_t size) {
    RETURN_RESULT(ssize_t, read(fd, buffer, size));
}

ssize_t cplatform_read_once(int fd, void *buffer, size_t size) {
    ssize_t result = read(fd, buffer, size);
    return result == -1 ? -errno : result;
}

ssize_t cplatform_pread(int fd, void *buffer, size_t size, int64_t offset) {
    RETURN_RESULT(ssize_t, pread(fd, buffer, size, offset));
}

ssize_t cplatform_write(int fd, const void *buffer, size_t size) {
    RETURN_RESULT(ssize_t, write(fd, buffer, size));
}

ssize_t cplatform_write_quietly(int fd, const void *buffer, size_t size) {
    sigset_t pipe_only, before, pending;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    sigpending(&pending);
    int was_pending = sigismember(&pending, SIGPIPE);
    int failure = pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
    if (failure != 0) return -failure;
    ssize_t result;
    do {
        result = write(fd, buffer, size);
    } while (result == -1 && errno == EINTR);
    int error = errno;
    if (result == -1 && error == EPIPE && !was_pending) {
        struct timespec now = {0, 0};
        while (sigtimedwait(&pipe_only, NULL, &now) == -1 && errno == EINTR) {}
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result == -1 ? -error : result;
}

ssize_t cplatform_pwrite(int fd, const void *buffer, size_t size, int64_t offset) {
    RETURN_RESULT(ssize_t, pwrite(fd, buffer, size, offset));
}

int64_t cplatform_seek(int fd, int64_t offset, int whence) {
    RETURN_RESULT(int64_t, lseek(fd, offset, whence));
}

ssize_t cplatform_copy_range(
    int from, int64_t from_offset, int to, int64_t to_offset, size_t size) {
    loff_t in = from_offset, out = to_offset;
    RETURN_RESULT(ssize_t, copy_file_range(from, &in, to, &out, size, 0));
}

int cplatform_truncate(int fd, int64_t size) { RETURN_RESULT(int, ftruncate(fd, size)); }

int cplatform_sync(int fd) { RETURN_RESULT(int, fsync(fd)); }

int cplatform_sync_data(int fd) { RETURN_RESULT(int, fdatasync(fd)); }

int cplatform_sync_filesystem(int fd) { RETURN_RESULT(int, syncfs(fd)); }

int cplatform_advise_sequential(int fd) {
    return -posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
}

int cplatform_allocate(int fd, int64_t size) { RETURN_RESULT(int, fallocate(fd, 0, 0, size)); }

int cplatform_fchown(int fd, uint32_t owner, uint32_t group) {
    RETURN_RESULT(int, fchown(fd, owner, group));
}

int cplatform_fchmod(int fd, mode_t mode) { RETURN_RESULT(int, fchmod(fd, mode)); }

// The two questions the kernel answers with a UUID, since 6.9 and, of ext4, since 5.19; the headers
// of the machine that builds may know neither.
struct any_uuid { uint8_t length, bytes[16]; };
struct ext4_uuid { uint32_t length, flags; uint8_t bytes[16]; };
#define ASK_ANY _IOR(0x15, 0, struct any_uuid)
#define ASK_EXT4 _IOR('f', 44, uint64_t)

static int identify(int fd, const struct statfs *s, uint8_t identifier[16]) {
    struct any_uuid any = {0};
    struct ext4_uuid ext4 = {.length = sizeof ext4.bytes};
    memset(identifier, 0, 16);
    if (ioctl(fd, ASK_ANY, &any) == 0 && any.length > 0 && any.length <= sizeof any.bytes) {
        memcpy(identifier, any.bytes, any.length);
        return any.length == sizeof any.bytes;
    }
    if ((s->f_type & 0xffffffffu) == 0xEF53 && ioctl(fd, ASK_EXT4, &ext4) == 0) {
        memcpy(identifier, ext4.bytes, sizeof ext4.bytes);
        return 1;
    }
    memcpy(identifier, &s->f_fsid, sizeof s->f_fsid);
    return 0;
}

int cplatform_filesystem_status(int fd, struct cplatform_filesystem *status) {
    struct statfs s;
    int result;
    do {
        result = fstatfs(fd, &s);
    } while (result == -1 && errno == EINTR);
    if (result == -1) return -errno;
    uint64_t unit = (uint64_t)(s.f_frsize ? s.f_frsize : s.f_bsize);
    status->free_bytes = (uint64_t)s.f_bavail * unit;
    status->total_bytes = (uint64_t)s.f_blocks * unit;
    status->free_inodes = s.f_ffree;
    status->block_size = unit;
    status->type = (uint64_t)s.f_type & 0xffffffffu;
    status->read_only = (s.f_flags & ST_RDONLY) != 0;
    status->has_uuid = (uint32_t)identify(fd, &s, status->identifier);
    return 0;
}

int cplatform_flock(int fd) { RETURN_RESULT(int, flock(fd, LOCK_EX | LOCK_NB)); }

int cplatform_record_lock(int fd) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    RETURN_RESULT(int, fcntl(fd, F_OFD_SETLK, &lock));
}

int cplatform_pipe(int *ends) { RETURN_RESULT(int, pipe2(ends, O_CLOEXEC)); }

int cplatform_set_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    if (flags == -1) return -errno;
    RETURN_RESULT(int, fcntl(fd, F_SETFL, flags | O_NONBLOCK));
}
