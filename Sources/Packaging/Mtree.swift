internal import Model
internal import Primitives

/// A layer's entries in the form of mtree(5), which `bsdtar` and `mtree` read.
///
/// A tree can then be checked with no code of ours. Extended attributes and sparse maps have no
/// keyword there and are left out.
public enum Mtree {
    /// The specification of `index`, one line an entry.
    public static func text(of index: LayerIndex) -> String {
        var bytes = Array("#mtree v2.0\n".utf8)
        let linkCounts = linkCounts(index)
        for entry in index.entries {
            append(entry, index, linkCounts, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many names each file with several has, by the path that carries its bytes.
    private static func linkCounts(_ index: LayerIndex) -> [RelativePath: Int] {
        var counts: [RelativePath: Int] = [:]
        for entry in index.entries {
            if case .hardLink(let target) = entry.content { counts[target, default: 1] += 1 }
        }
        return counts
    }

    private static func append(
        _ entry: LayerEntry,
        _ index: LayerIndex,
        _ linkCounts: [RelativePath: Int],
        to bytes: inout [UInt8]
    ) {
        let metadata = entry.metadata
        let path = entry.path.bytes
        bytes += encoded(path.isEmpty ? Array(".".utf8) : Array("./".utf8) + path)
        let mode = String(metadata.mode, radix: 8)
        let fraction = String(metadata.modified.nanoseconds)
        let zeros = String(repeating: "0", count: 9 - fraction.count)
        var line = " type=\(typeName(entry)) uid=\(metadata.owner) gid=\(metadata.group)"
        line += " mode=0\(mode) time=\(metadata.modified.seconds).\(zeros)\(fraction)"
        switch index.file(of: entry).content {
        case .file(let size, let digest, _, _):
            let carrier = index.file(of: entry).path
            line += " nlink=\(linkCounts[carrier] ?? 1) size=\(size) sha256=\(digest)"
        case .symbolicLink(let target):
            line += " link=\(String(decoding: encoded(target), as: UTF8.self))"
        case .characterDevice(let major, let minor), .blockDevice(let major, let minor):
            line += " device=native,\(major),\(minor)"
        case .directory, .fifo, .hardLink: break
        }
        bytes += line.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func typeName(_ entry: LayerEntry) -> String {
        switch entry.kind {
        case .regular: "file"
        case .directory: "dir"
        case .symbolicLink: "link"
        case .fifo: "fifo"
        case .characterDevice: "char"
        case .blockDevice: "block"
        case .socket: "socket"
        }
    }

    private static let isPlain: [Bool] = {
        let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_-+,:@%~^"
        var table = [Bool](repeating: false, count: 256)
        for byte in plain.utf8 { table[Int(byte)] = true }
        return table
    }()

    /// vis(3): all but plain characters as a backslash and three octal digits.
    static func encoded(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for byte in bytes {
            if isPlain[Int(byte)] {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "\\"))
                for shift: UInt8 in [6, 3, 0] {
                    text.append(UInt8(ascii: "0") + (byte >> shift) & 7)
                }
            }
        }
        return text
    }
}
