internal import Glibc
import Primitives

/// One mounted file system, as `/proc/self/mountinfo` gives it.
public struct Mount: Sendable, Hashable {
    /// The mount's number.
    public let id: UInt64
    /// The number of the mount it is mounted on.
    public let parent: UInt64
    /// `major:minor` of its device.
    public let device: String
    /// The directory of the file system that is mounted.
    public let root: [UInt8]
    /// Where it is mounted, as an absolute path.
    public let mountPoint: [UInt8]
    /// The type of file system.
    public let fileSystemType: String
    /// What is mounted: a device, or a word.
    public let source: [UInt8]
    /// The options of the mount and of the file system.
    public let options: [String]

    /// Whether nothing can be written through it.
    public var isReadOnly: Bool { options.contains("ro") }
}

/// The mounts of the process's namespace.
public enum MountTable {
    /// Reads all of them, in the kernel's order.
    public static func read() throws(PlatformError) -> [Mount] {
        let proc = try Directory.open("/proc/self")
        let path = RelativePath(uncheckedBytes: Array("mountinfo".utf8))
        let text = try proc.openFile(path).readToEnd(limit: 16 << 20)
        return text.split(separator: UInt8(ascii: "\n")).compactMap(parse)
    }

    /// The mounts strictly below an absolute path.
    public static func read(below path: [UInt8]) throws(PlatformError) -> [Mount] {
        let prefix = path.last == UInt8(ascii: "/") ? path : path + [UInt8(ascii: "/")]
        return try read().filter { $0.mountPoint.starts(with: prefix) && $0.mountPoint != prefix }
    }

    /// Reads one line of `mountinfo` (proc(5)), or nil when it is not one.
    package static func parse(_ line: some Collection<UInt8>) -> Mount? {
        let fields = line.split(separator: UInt8(ascii: " ")).map { Array($0) }
        guard fields.count >= 10,
            let dash = fields.indices.dropFirst(6).first(where: { fields[$0] == [0x2d] }),
            dash + 3 < fields.count,
            let id = UInt64(text(fields[0])), let parent = UInt64(text(fields[1]))
        else { return nil }
        let options =
            text(fields[5]).split(separator: ",") + text(fields[dash + 3]).split(separator: ",")
        return Mount(
            id: id,
            parent: parent,
            device: text(fields[2]),
            root: unescaped(fields[3]),
            mountPoint: unescaped(fields[4]),
            fileSystemType: text(fields[dash + 1]),
            source: unescaped(fields[dash + 2]),
            options: options.map(String.init)
        )
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Undoes the kernel's `\040` for space, tab, line feed and backslash.
    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[index...].dropFirst().prefix(3)
            if bytes[index] == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(text(Array(digits)), radix: 8)
            {
                result.append(value)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }
}

extension Directory {
    /// The file systems mounted below this directory.
    public func mountedBelow() throws(PlatformError) -> [Mount] {
        try MountTable.read(below: Array(location.utf8))
    }
}
