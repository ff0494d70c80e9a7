internal import CPlatform
internal import Glibc
import Primitives

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

    /// Has the process keep up to `bytes` that it gave back, for work that takes the same again and
    /// again: the system then does not clear the same pages each time (mallopt(3)).
    public static func keepFreedMemory(_ bytes: Int32) { cplatform_keep_memory(bytes) }

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

    /// The release of the running kernel, such as `6.1.0-25-amd64`.
    public static func kernelRelease() throws(PlatformError) -> String {
        let text = try Directory.open("/proc/sys/kernel")
            .openFile(RelativePath(uncheckedBytes: Array("osrelease".utf8)))
            .readToEnd(limit: 4096)
        return String(decoding: text.prefix { $0 > 0x20 }, as: UTF8.self)
    }

    /// The files this process runs from: the program and its libraries, as absolute paths.
    public static func mappedFiles() throws(PlatformError) -> [String] {
        let text = try Directory.open("/proc/self")
            .openFile(RelativePath(uncheckedBytes: Array("maps".utf8)))
            .readToEnd(limit: 16 << 20)
        var files: Set<String> = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            // The path is the sixth field and holds all that is left of the line.
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            guard fields.count == 6 else { continue }
            let path = String(decoding: fields[5].drop { $0 == 0x20 }, as: UTF8.self)
            if path.hasPrefix("/") { files.insert(path) }
        }
        return files.sorted()
    }

    /// What tells this start of the machine from every other; nil where the kernel does not say.
    public static func bootIdentifier() -> String? {
        // Absent without procfs: whoever asks then takes no start for another.
        guard let folder = try? Directory.open("/proc/sys/kernel/random"),
            let name = try? RelativePath("boot_id"),
            let bytes = try? folder.read(name, limit: 4096), !bytes.isEmpty
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

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
