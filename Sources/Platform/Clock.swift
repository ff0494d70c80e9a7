internal import Glibc
public import Primitives

/// The time of day, as the machine believes it to be.
public enum SystemClock {
    /// The current moment, to the second.
    public static func now() -> Instant {
        Instant(secondsSince1970: Int64(time(nil)))
    }

    /// The moment a file changed now would be stamped with: the kernel's coarse clock.
    public static func fileTime() -> FileTime {
        var time = timespec()
        // CLOCK_REALTIME_COARSE exists since Linux 2.6.32: the call cannot fail.
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return FileTime(seconds: Int64(time.tv_sec), nanoseconds: UInt32(time.tv_nsec))
    }
}

/// A clock that never goes back, for durations.
public enum MonotonicClock {
    /// Seconds since an arbitrary start.
    public static func now() -> Double {
        var time = timespec()
        // CLOCK_MONOTONIC exists on every Linux: the call cannot fail.
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Makes the calling thread wait.
    public static func sleep(seconds: Double) {
        guard seconds > 0 else { return }
        let whole = seconds.rounded(.down)
        var rest = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        while true {
            var left = timespec()
            guard nanosleep(&rest, &left) != 0, errno == EINTR else { return }
            rest = left
        }
    }
}
