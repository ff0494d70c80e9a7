internal import CPlatform
internal import Glibc

/// What the process knows of itself and of the machine it runs on.
public enum Host {
    /// The machine's name.
    public static func hostname() throws(PlatformError) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        try check(cplatform_hostname(&buffer, buffer.count - 1), "gethostname", "")
        return CPath.text(buffer)
    }

    /// The user whose rights the process has; 0 is root.
    public static var effectiveUserID: UInt32 { geteuid() }

    /// The number of active processors.
    public static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// One variable of the environment, or nil when it is not set.
    public static func environment(_ name: String) -> String? {
        environment[name]
    }

    /// The whole environment; what is not `name=value` is left out.
    public static var environment: [String: String] {
        var variables: [String: String] = [:]
        guard var next = cplatform_environment() else { return variables }
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }

    /// The command line, program name first.
    public static var arguments: [String] { CommandLine.arguments }

    /// The most memory the process has held at once, in bytes.
    public static var peakMemory: UInt64 { cplatform_peak_memory() }

    /// The path of the running program.
    public static func executable() throws(PlatformError) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = cplatform_readlink(AT_FDCWD, "/proc/self/exe", &buffer, buffer.count)
        try check(count, "readlinkat", "/proc/self/exe")
        return String(decoding: buffer.prefix(Int(count)), as: UTF8.self)
    }
}

/// Ends the process at once, without any cleanup, as a power cut would; for crash tests.
package func crash() -> Never {
    _exit(137)
}
