internal import CPlatform
internal import Glibc

/// The terminal a person sits at.
public struct Terminal: Sendable {
    /// Whether the descriptor (0, 1 or 2) is a terminal.
    public static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1
    }

    /// Columns and rows of the terminal behind a descriptor, or nil when it is none or does not say.
    public static func size(_ descriptor: Int32) -> (columns: Int, rows: Int)? {
        var columns: Int32 = 0
        var rows: Int32 = 0
        guard cplatform_window_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0 else {
            return nil
        }
        return (Int(columns), Int(rows))
    }

    /// Asks on the terminal itself, whatever the standard streams are, without showing the answer.
    ///
    /// - Throws: ``PlatformError`` with `.interrupted` when a signal came, or the reason there is no
    ///   terminal to ask on.
    public static func readPassphrase(prompt: String) throws(PlatformError) -> String {
        let fd = try check(
            cplatform_open(AT_FDCWD, "/dev/tty", O_RDWR | O_NOCTTY, 0),
            "open",
            "/dev/tty"
        )
        let terminal = File(owning: fd)
        try terminal.write(Array(prompt.utf8))
        try check(cplatform_set_echo(fd, 0), "tcsetattr", "/dev/tty")
        // Nothing better can be done than try to show typing again.
        defer { _ = cplatform_set_echo(fd, 1) }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while line.count < 1024 {
            let count = cplatform_read_once(fd, &byte, 1)
            if count == 0 || byte == UInt8(ascii: "\n") { break }
            try check(count, "read", "/dev/tty")
            line.append(byte)
        }
        try terminal.write(Array("\n".utf8))
        return String(decoding: line, as: UTF8.self)
    }
}

/// A standard stream of the process, written without buffering.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Whether a person reads it on a terminal.
    public var isTerminal: Bool { Terminal.isTerminal(rawValue) }

    /// Writes all of `text`.
    ///
    /// - Throws: ``PlatformError`` with `.brokenPipe` when the reader is gone; SIGPIPE never comes.
    public func write(_ text: String) throws(PlatformError) {
        try write(Array(text.utf8))
    }

    /// Writes all of `bytes`.
    public func write(_ bytes: [UInt8]) throws(PlatformError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                cplatform_write_quietly(rawValue, $0.baseAddress, $0.count)
            }
            if count == -Int(EAGAIN) {
                var wait = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                // However it ends, the write is tried again and reports what is wrong.
                _ = poll(&wait, 1, -1)
                continue
            }
            try check(count, "write", self == .output ? "standard output" : "standard error")
            rest = rest.dropFirst(count)
        }
    }

    /// The next line of the standard input, without its end; nil where there is no more.
    ///
    /// No byte beyond the line is taken, so that a program started meanwhile finds the rest. What a
    /// line holds beyond 1024 bytes is dropped.
    public static func readLine() throws(PlatformError) -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = cplatform_read_once(0, &byte, 1)
            if count == 0 && line.isEmpty { return nil }
            if count == 0 || byte == UInt8(ascii: "\n") { break }
            try check(count, "read", "standard input")
            if line.count < 1024 { line.append(byte) }
        }
        return String(decoding: line, as: UTF8.self)
    }

    /// All of the standard input, at most `limit` bytes.
    public static func readInput(limit: Int) throws(PlatformError) -> [UInt8] {
        let fd = fcntl(0, F_DUPFD_CLOEXEC, 3)
        guard fd >= 0 else {
            throw PlatformError(errorNumber: errno, operation: "read", subject: "standard input")
        }
        return try File(owning: fd).readToEnd(
            expecting: 0,
            limit: limit,
            "standard input"
        )
    }
}
