#ifndef CPLATFORM_INTERNAL_H
#define CPLATFORM_INTERNAL_H

#include <errno.h>

/// Evaluates a call until no signal interrupts it, then returns its value or the negated errno.
#define RETURN_RESULT(type, call)                 \
    do {                                          \
        type result_;                             \
        do {                                      \
            result_ = (call);                     \
        } while (result_ == -1 && errno == EINTR); \
        return result_ == -1 ? -errno : result_;  \
    } while (0)

#endif
