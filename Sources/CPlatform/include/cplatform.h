// The GNU/Linux calls that Swift's Glibc module hides, and the one child-process helper.
//
// Every function returns a value of zero or more, or the negated errno; calls a signal interrupts
// are made again, unless their comment says otherwise.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// files.c

struct cplatform_status {
    uint64_t size, inode, device, links, blocks, mount;
    int64_t modified_seconds, changed_seconds;
    uint32_t modified_nanoseconds, changed_nanoseconds;
    uint32_t mode, owner, group, device_major, device_minor;
    uint32_t immutable;
};

extern const int cplatform_o_path;
extern const int cplatform_o_noatime;

int cplatform_open(int directory, const char *path, int flags, mode_t mode);
/// Opens below `directory`: no link followed, nothing outside reached, no mount crossed if asked.
int cplatform_open_beneath(int directory, const char *path, int flags, mode_t mode, int no_xdev);
/// The same by opening one component after another, for kernels without openat2.
int cplatform_walk_beneath(int directory, const char *path, int flags, mode_t mode, int no_xdev);
/// Status of `path` below `directory` without following; an empty path is the descriptor itself.
int cplatform_status_at(int directory, const char *path, struct cplatform_status *status);
ssize_t cplatform_getdents(int directory, void *buffer, size_t size);
int cplatform_rename(int from, const char *name, int to, const char *target, unsigned flags);
extern const unsigned cplatform_rename_noreplace;
extern const unsigned cplatform_rename_exchange;
int cplatform_link(int from, const char *name, int to, const char *target);
int cplatform_unlink(int directory, const char *name, int is_directory);
int cplatform_mkdir(int directory, const char *name, mode_t mode);
int cplatform_mknod(int directory, const char *name, mode_t mode, uint32_t major, uint32_t minor);
int cplatform_symlink(const char *target, int directory, const char *name);
ssize_t cplatform_readlink(int directory, const char *name, void *buffer, size_t size);
int cplatform_chown(int directory, const char *name, uint32_t owner, uint32_t group);
int cplatform_chmod(int directory, const char *name, mode_t mode);
/// Sets the modification time only. A null name sets it on the descriptor.
int cplatform_set_modified(int fd, const char *name, int64_t seconds, uint32_t nanoseconds);

// descriptors.c

struct cplatform_filesystem {
    uint64_t free_bytes, total_bytes, free_inodes, block_size, type;
    uint32_t read_only;
    /// Whether the identifier is a UUID.
    uint32_t has_uuid;
    /// The UUID, or where the kernel does not tell it what statfs has for an identifier.
    uint8_t identifier[16];
};

ssize_t cplatform_read(int fd, void *buffer, size_t size);
/// Not repeated when a signal interrupts it.
ssize_t cplatform_read_once(int fd, void *buffer, size_t size);
ssize_t cplatform_pread(int fd, void *buffer, size_t size, int64_t offset);
ssize_t cplatform_write(int fd, const void *buffer, size_t size);
/// A write that answers EPIPE and never raises SIGPIPE.
ssize_t cplatform_write_quietly(int fd, const void *buffer, size_t size);
ssize_t cplatform_pwrite(int fd, const void *buffer, size_t size, int64_t offset);
int64_t cplatform_seek(int fd, int64_t offset, int whence);
extern const int cplatform_seek_data;
extern const int cplatform_seek_hole;
ssize_t cplatform_copy_range(int from, int64_t from_offset, int to, int64_t to_offset, size_t size);
int cplatform_truncate(int fd, int64_t size);
int cplatform_sync(int fd);
int cplatform_sync_data(int fd);
int cplatform_sync_filesystem(int fd);
int cplatform_advise_sequential(int fd);
int cplatform_allocate(int fd, int64_t size);
int cplatform_fchown(int fd, uint32_t owner, uint32_t group);
int cplatform_fchmod(int fd, mode_t mode);
int cplatform_filesystem_status(int fd, struct cplatform_filesystem *status);
int cplatform_flock(int fd);
int cplatform_record_lock(int fd);
int cplatform_pipe(int *ends);
int cplatform_set_nonblocking(int fd);

// attributes.c: a null path means the descriptor, otherwise a path whose last link is not followed.

ssize_t cplatform_list_attributes(int fd, const char *path, void *buffer, size_t size);
ssize_t cplatform_get_attribute(int fd, const char *path, const char *name, void *buffer, size_t size);
int cplatform_set_attribute(
    int fd, const char *path, const char *name, const void *value, size_t size);
int cplatform_remove_attribute(int fd, const char *path, const char *name);

// process.c

struct cplatform_launch {
    const char *const *candidates;  // programs to try, in order, ended by null
    const char *const *arguments;
    const char *const *environment;
    int input, output, error;       // descriptors that become 0, 1 and 2
    int directory;                  // where the child starts, or -1
    int in_root;                    // enter `directory` as root in a private mount namespace
    int host_devices;               // with in_root: bind the host's /dev instead of a minimal one
};

/// Starts a child in its own process group; on failure `stage` names the step that failed.
int cplatform_spawn(const struct cplatform_launch *request, const char **stage);
int cplatform_pidfd(int pid);
/// Waits for `pid`; `status` receives the exit code, or 256 plus the signal.
int cplatform_wait(int pid, int *status);
int cplatform_kill_group(int pid);

// host.c

int cplatform_interruption_install(void);
int cplatform_interruption_signal(void);
void cplatform_interruption_request(int signal);
void cplatform_raise_default(int signal);
int cplatform_random(void *buffer, size_t size);
int cplatform_window_size(int fd, int *columns, int *rows);
/// Turns echo off, or back on, on a terminal.
int cplatform_set_echo(int fd, int on);
uint64_t cplatform_peak_memory(void);
int cplatform_hostname(char *buffer, size_t size);
void cplatform_keep_memory(int bytes);
const char *const *cplatform_environment(void);
void cplatform_exit_now(int code);

#endif
