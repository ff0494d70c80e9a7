#define _GNU_SOURCE
#include "cplatform.h"
#include "internal.h"
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

// The child of vfork borrows its parent's memory: below, until execve, only system calls are made
// and only `struct failure` is written. Its text is a literal, good in both.
struct failure {
    const char *stage;
    int error;
};

static int fail(struct failure *failure, const char *stage) {
    failure->stage = stage;
    failure->error = errno;
    return -1;
}

static int is_directory(const char *path) {
    struct stat status;
    return fstatat(AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

static int make_devices(void) {
    static const struct { const char *path; unsigned major, minor; } nodes[] = {
        {"/dev/null", 1, 3}, {"/dev/zero", 1, 5}, {"/dev/full", 1, 7},
        {"/dev/random", 1, 8}, {"/dev/urandom", 1, 9}, {"/dev/tty", 5, 0},
    };
    static const char *const links[][2] = {
        {"/proc/self/fd", "/dev/fd"}, {"/proc/self/fd/0", "/dev/stdin"},
        {"/proc/self/fd/1", "/dev/stdout"}, {"/proc/self/fd/2", "/dev/stderr"},
    };
    if (mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=0755,size=4m") != 0) return -1;
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        mode_t mode = S_IFCHR | 0666;
        if (mknod(nodes[i].path, mode, makedev(nodes[i].major, nodes[i].minor)) != 0) return -1;
        if (chmod(nodes[i].path, 0666) != 0) return -1;
    }
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (symlink(links[i][0], links[i][1]) != 0) return -1;
    return mkdir("/dev/shm", 01777) != 0 || chmod("/dev/shm", 01777) != 0 ? -1 : 0;
}

static int enter_root(const struct cplatform_launch *request, struct failure *failure) {
    const unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    // A descriptor stays in the namespace it was opened in; the working directory moves along.
    if (fchdir(request->directory) != 0) return fail(failure, "fchdir");
    if (unshare(CLONE_NEWNS) != 0) return fail(failure, "unshare");
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return fail(failure, "mount private");
    if (request->host_devices && is_directory("dev")
        && mount("/dev", "dev", NULL, MS_BIND | MS_REC, NULL) != 0) return fail(failure, "mount /dev");
    if (chroot(".") != 0 || chdir("/") != 0) return fail(failure, "chroot");
    if (is_directory("/proc") && mount("proc", "/proc", "proc", quiet, NULL) != 0)
        return fail(failure, "mount /proc");
    if (is_directory("/sys") && mount("sysfs", "/sys", "sysfs", quiet | MS_RDONLY, NULL) != 0)
        return fail(failure, "mount /sys");
    if (is_directory("/run")
        && mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64m") != 0)
        return fail(failure, "mount /run");
    if (!request->host_devices && is_directory("/dev") && make_devices() != 0)
        return fail(failure, "mount /dev");
    return 0;
}

// Moves the three descriptors to 0, 1 and 2; each is first lifted above 2, so none is overwritten.
static int place_descriptors(const struct cplatform_launch *request, struct failure *failure) {
    int from[3] = {request->input, request->output, request->error};
    for (int i = 0; i < 3; i++)
        if ((from[i] = fcntl(from[i], F_DUPFD_CLOEXEC, 3)) == -1) return fail(failure, "fcntl");
    for (int i = 0; i < 3; i++)
        if (dup2(from[i], i) == -1) return fail(failure, "dup2");
    return 0;
}

static void reset_signals(void) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void become(const struct cplatform_launch *request, struct failure *failure) {
    if (setpgid(0, 0) != 0) { fail(failure, "setpgid"); return; }
    // A child ends with the thread that waits for it: nothing goes on after a killed parent.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) { fail(failure, "prctl"); return; }
    if (request->in_root) {
        if (enter_root(request, failure) != 0) return;
    } else if (request->directory >= 0 && fchdir(request->directory) != 0) {
        fail(failure, "fchdir");
        return;
    }
    if (place_descriptors(request, failure) != 0) return;
    // Descriptors that other code of this process opened without O_CLOEXEC; before Linux 5.11 the
    // call is refused and they stay.
    syscall(SYS_close_range, 3u, ~0u, 1u << 2);
    reset_signals();
    int best = ENOENT;
    for (const char *const *path = request->candidates; *path != NULL; path++) {
        execve(*path, (char *const *)request->arguments, (char *const *)request->environment);
        if (errno != ENOENT && errno != ENOTDIR) best = errno;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) break;
    }
    errno = best;
    fail(failure, "execve");
}

int cplatform_spawn(const struct cplatform_launch *request, const char **stage) {
    // What failed comes back through a pipe that a successful execve closes. (Shared memory would do
    // with vfork, but sanitizers make it fork.)
    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) {
        *stage = "pipe2";
        return -errno;
    }
    // Above the three the child puts in place.
    int high = fcntl(report[1], F_DUPFD_CLOEXEC, 3);
    close(report[1]);
    report[1] = high;
    struct failure failure = {NULL, 0};
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t pid = vfork();
    if (pid == 0) {
        become(request, &failure);
        ssize_t written = write(report[1], &failure, sizeof failure);
        _exit(written == (ssize_t)sizeof failure ? 127 : 126);
    }
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (pid == -1) {
        close(report[0]);
        *stage = "vfork";
        return -error;
    }
    ssize_t count;
    do {
        count = read(report[0], &failure, sizeof failure);
    } while (count == -1 && errno == EINTR);
    close(report[0]);
    if (count == 0) return pid;
    while (waitpid(pid, NULL, 0) == -1 && errno == EINTR) {}
    *stage = count == (ssize_t)sizeof failure ? failure.stage : "execve";
    return count == (ssize_t)sizeof failure ? -failure.error : -EIO;
}

int cplatform_pidfd(int pid) { RETURN_RESULT(int, (int)syscall(SYS_pidfd_open, pid, 0)); }

int cplatform_wait(int pid, int *status) {
    int raw;
    pid_t result;
    do {
        result = waitpid(pid, &raw, 0);
    } while (result == -1 && errno == EINTR);
    if (result == -1) return -errno;
    *status = WIFSIGNALED(raw) ? 256 + WTERMSIG(raw) : WEXITSTATUS(raw);
    return 0;
}

int cplatform_kill_group(int pid) { RETURN_RESULT(int, kill(-pid, SIGKILL)); }
