internal import Platform

/// What the dynamic linker reads of a program or library: ELF, little-endian, 32 or 64 bits
/// (System V ABI, chapters 4 and 5).
struct ElfFile: Equatable {
    /// 1 for 32 bits, 2 for 64.
    let width: UInt8
    /// The machine: libraries of another are not for this program.
    let machine: UInt16
    /// Names of the libraries it needs (`DT_NEEDED`).
    private(set) var needed: [String] = []
    /// Where it asks them to be looked for first (`DT_RUNPATH`, else `DT_RPATH`).
    private(set) var runPath: [String] = []

    private static let readAtMost = 4 << 20

    /// Reads the file; nil for one that is no such file or whose tables lead nowhere.
    static func read(_ file: borrowing File) -> ElfFile? {
        guard let head = bytes(of: file, at: 0, count: 64), head.count >= 52,
            head.starts(with: [0x7F, 0x45, 0x4C, 0x46]), head[5] == 1, head[4] == 1 || head[4] == 2
        else { return nil }
        let isWide = head[4] == 2
        guard !isWide || head.count == 64 else { return nil }
        var elf = ElfFile(width: head[4], machine: UInt16(head.number(18, 2)))
        let table = isWide ? head.number(32, 8) : head.number(28, 4)
        let size = isWide ? head.number(54, 2) : head.number(42, 2)
        let count = isWide ? head.number(56, 2) : head.number(44, 2)
        guard size == (isWide ? 56 : 32), count <= 1024,
            let segments = bytes(of: file, at: table, count: Int(size * count))
        else { return nil }
        elf.readDynamic(segments, Int(size), file)
        return elf
    }

    private init(width: UInt8, machine: UInt16) {
        self.width = width
        self.machine = machine
    }

    private struct Segment {
        let type, offset, address, size: UInt64
    }

    private mutating func readDynamic(_ table: [UInt8], _ size: Int, _ file: borrowing File) {
        let isWide = width == 2
        let segments = stride(from: 0, to: table.count - size + 1, by: size).map { at in
            Segment(
                type: table.number(at, 4),
                offset: isWide ? table.number(at + 8, 8) : table.number(at + 4, 4),
                address: isWide ? table.number(at + 16, 8) : table.number(at + 8, 4),
                size: isWide ? table.number(at + 32, 8) : table.number(at + 16, 4)
            )
        }
        guard let dynamic = segments.first(where: { $0.type == 2 }), dynamic.size <= 1 << 16,
            let entries = Self.bytes(of: file, at: dynamic.offset, count: Int(dynamic.size))
        else { return }
        let width = isWide ? 8 : 4
        var offsets: [UInt64] = []
        var paths: [UInt64: UInt64] = [:]
        var strings: (address: UInt64, size: UInt64) = (0, 0)
        for at in stride(from: 0, to: entries.count - 2 * width + 1, by: 2 * width) {
            let value = entries.number(at + width, width)
            switch entries.number(at, width) {
            case 1: offsets.append(value)
            case 5: strings.address = value
            case 10: strings.size = value
            case 15, 29: paths[entries.number(at, width)] = value
            default: break
            }
        }
        guard strings.size <= 1 << 20,
            let home = segments.first(where: {
                $0.type == 1 && $0.address <= strings.address
                    && strings.address - $0.address < $0.size
            }),
            let text = Self.bytes(
                of: file,
                at: home.offset &+ (strings.address - home.address),
                count: Int(strings.size)
            )
        else { return }
        needed = offsets.prefix(1024).map { text.string(at: $0) }.filter { !$0.isEmpty }
        let search = paths[29] ?? paths[15]
        runPath = search.map { text.string(at: $0) }?.split(separator: ":").map(String.init) ?? []
    }

    private static func bytes(of file: borrowing File, at offset: UInt64, count: Int) -> [UInt8]? {
        guard count > 0, count <= readAtMost, offset < 1 << 40 else { return nil }
        var buffer = [UInt8](repeating: 0, count: count)
        // A file that can not be read there is not one the linker could load.
        guard let read = try? file.read(into: &buffer, at: offset), read > 0 else { return nil }
        return Array(buffer.prefix(read))
    }
}

extension [UInt8] {
    /// The little-endian number of `count` bytes at `index`; 0 beyond the end.
    fileprivate func number(_ index: Int, _ count: Int) -> UInt64 {
        guard index >= 0, index + count <= self.count else { return 0 }
        return self[index..<index + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The text at `offset`, up to its zero.
    fileprivate func string(at offset: UInt64) -> String {
        guard offset < UInt64(count) else { return "" }
        return String(decoding: self[Int(offset)...].prefix { $0 != 0 }, as: UTF8.self)
    }
}
