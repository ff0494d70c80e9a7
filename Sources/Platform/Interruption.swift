internal import CPlatform
internal import Glibc

/// The user's wish to stop: SIGINT or SIGTERM, noted and acted on where it is safe.
public enum Interruption {
    /// Notes SIGINT and SIGTERM from now on instead of dying of them.
    public static func install() throws(PlatformError) {
        try check(cplatform_interruption_install(), "sigaction", "")
    }

    /// Whether a stop was asked for.
    public static var isRequested: Bool { cplatform_interruption_signal() != 0 }

    /// Acts as if a signal had come; for tests and for a parent that passes its own wish on.
    package static func request() { cplatform_interruption_request(SIGINT) }

    /// Forgets the wish.
    package static func reset() { cplatform_interruption_request(0) }

    /// Dies of the noted signal as if it had never been caught, so that the parent sees it.
    public static func raiseAgain() -> Never {
        let signal = cplatform_interruption_signal()
        cplatform_raise_default(signal == 0 ? SIGINT : signal)
        _exit(130)
    }
}
