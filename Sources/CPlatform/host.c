#define _GNU_SOURCE
#include "cplatform.h"
#include "internal.h"
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

// A signal handler can reach nothing but a variable of the whole process.
// Lock-free, so that a handler may write it while any thread reads it.
static atomic_int requested;

static void note(int signal) { requested = signal; }

int cplatform_interruption_install(void) {
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, NULL) != 0) return -errno;
    return sigaction(SIGTERM, &action, NULL) != 0 ? -errno : 0;
}

int cplatform_interruption_signal(void) { return requested; }

void cplatform_interruption_request(int signal) { requested = signal; }

void cplatform_raise_default(int signal_number) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    sigaction(signal_number, &standard, NULL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(signal_number);
    _exit(128 + signal_number);
}

int cplatform_random(void *buffer, size_t size) {
    unsigned char *next = buffer;
    while (size > 0) {
        ssize_t got = getrandom(next, size, 0);
        if (got == -1 && errno == EINTR) continue;
        if (got == -1) return -errno;
        next += got;
        size -= (size_t)got;
    }
    return 0;
}

int cplatform_window_size(int fd, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) != 0) return -errno;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int cplatform_set_echo(int fd, int on) {
    struct termios settings;
    if (tcgetattr(fd, &settings) != 0) return -errno;
    if (on) settings.c_lflag |= ECHO; else settings.c_lflag &= ~(tcflag_t)ECHO;
    RETURN_RESULT(int, tcsetattr(fd, TCSAFLUSH, &settings));
}

uint64_t cplatform_peak_memory(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss * 1024 : 0;
}

int cplatform_hostname(char *buffer, size_t size) { RETURN_RESULT(int, gethostname(buffer, size)); }

const char *const *cplatform_environment(void) { return (const char *const *)environ; }

void cplatform_exit_now(int code) { _exit(code); }

void cplatform_keep_memory(int bytes) {
    mallopt(M_TRIM_THRESHOLD, bytes);
    mallopt(M_MMAP_THRESHOLD, bytes);
}
