#define _GNU_SOURCE
#include "cplatform.h"
#include "internal.h"
#include <sys/xattr.h>

ssize_t cplatform_list_attributes(int fd, const char *path, void *buffer, size_t size) {
    if (path == NULL) RETURN_RESULT(ssize_t, flistxattr(fd, buffer, size));
    RETURN_RESULT(ssize_t, llistxattr(path, buffer, size));
}

ssize_t cplatform_get_attribute(
    int fd, const char *path, const char *name, void *buffer, size_t size) {
    if (path == NULL) RETURN_RESULT(ssize_t, fgetxattr(fd, name, buffer, size));
    RETURN_RESULT(ssize_t, lgetxattr(path, name, buffer, size));
}

int cplatform_set_attribute(
    int fd, const char *path, const char *name, const void *value, size_t size) {
    if (path == NULL) RETURN_RESULT(int, fsetxattr(fd, name, value, size, 0));
    RETURN_RESULT(int, lsetxattr(path, name, value, size, 0));
}

int cplatform_remove_attribute(int fd, const char *path, const char *name) {
    if (path == NULL) RETURN_RESULT(int, fremovexattr(fd, name));
    RETURN_RESULT(int, lremovexattr(path, name));
}
