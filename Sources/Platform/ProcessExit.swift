internal import Glibc

extension Host {
    /// Ends the process with `status`, after what the C library buffered is written.
    public static func exit(_ status: Int32) -> Never {
        Glibc.exit(status)
    }
}
