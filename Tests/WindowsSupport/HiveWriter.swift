import Inventory

/// One key of a hive to be written.
package struct HiveNode: Sendable {
    package var name: String
    package var values: [HiveField] = []
    package var children: [HiveNode] = []

    package init(_ name: String, _ values: [HiveField] = [], _ children: [HiveNode] = []) {
        self.name = name
        self.values = values
        self.children = children
    }

    /// A chain of keys, `a\b\c`, of which the last has the values and children.
    package static func path(
        _ path: String,
        _ values: [HiveField] = [],
        _ children: [HiveNode] = []
    ) -> HiveNode {
        let names = path.split(separator: "\\").map(String.init)
        var node = HiveNode(names.last ?? "", values, children)
        for name in names.dropLast().reversed() { node = HiveNode(name, [], [node]) }
        return node
    }

    /// Nodes with those of one name put together.
    package static func merged(_ nodes: [HiveNode]) -> [HiveNode] {
        var result: [HiveNode] = []
        for node in nodes {
            if let place = result.firstIndex(where: { $0.name == node.name }) {
                result[place].values += node.values
                result[place].children = merged(result[place].children + node.children)
            } else {
                result.append(node)
            }
        }
        return result
    }
}

/// One value of a key to be written.
package struct HiveField: Sendable {
    package let name: String
    package let type: UInt32
    package let data: [UInt8]

    package init(name: String, type: UInt32, data: [UInt8]) {
        self.name = name
        self.type = type
        self.data = data
    }

    package static func text(_ name: String, _ text: String) -> HiveField {
        HiveField(name: name, type: 1, data: HiveWriter.utf16(text) + [0, 0])
    }

    package static func number(_ name: String, _ number: UInt32) -> HiveField {
        HiveField(name: name, type: 4, data: HiveWriter.bytes(number))
    }

    package static func texts(_ name: String, _ texts: [String]) -> HiveField {
        let data = texts.flatMap { (text: String) -> [UInt8] in HiveWriter.utf16(text) + [0, 0] }
        return HiveField(name: name, type: 7, data: data + [0, 0])
    }
}

/// Writes small hives and logs by the format's own description, for tests.
package struct HiveWriter {
    private var bins: [UInt8] = []
    private static let listLength = 400

    /// A whole hive with those keys below its root.
    package static func hive(
        _ children: [HiveNode],
        sequence: (UInt32, UInt32) = (1, 1),
        fill: Int = 0
    ) -> [UInt8] {
        var writer = HiveWriter()
        writer.bins = Array("hbin".utf8) + [UInt8](repeating: 0, count: 28)
        let root = writer.add(HiveNode("ROOT", [], HiveNode.merged(children)), parent: 0xFFFF_FFFF)
        if fill > writer.bins.count { writer.pad(to: fill) }
        writer.finish()
        return header(
            root: root,
            size: writer.bins.count,
            sequence: sequence,
            type: 0,
            length: 4096
        )
            + writer.bins
    }

    /// A base block.
    package static func header(
        root: UInt32 = 32,
        size: Int,
        sequence: (UInt32, UInt32),
        type: UInt32,
        length: Int
    ) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        block.replaceSubrange(0..<4, with: Array("regf".utf8))
        let fields: [(Int, UInt32)] = [
            (4, sequence.0), (8, sequence.1), (12, 0x1234), (20, 1), (24, 5), (28, type), (32, 1),
            (36, root), (40, UInt32(size)), (44, 1),
        ]
        for (place, value) in fields { put(value, at: place, in: &block) }
        put(HiveHeader.sum(block), at: 508, in: &block)
        return block + [UInt8](repeating: 0, count: length - 512)
    }

    /// A log of numbered entries, each a list of pages with their place.
    package static func log(
        sequence: UInt32,
        size: Int,
        entries: [[(place: Int, bytes: [UInt8])]]
    ) -> [UInt8] {
        var log = header(size: size, sequence: (sequence, sequence), type: 6, length: 512)
        for (index, pages) in entries.enumerated() {
            var entry = Array("HvLE".utf8) + [UInt8](repeating: 0, count: 36)
            for page in pages {
                entry += bytes(UInt32(page.place)) + bytes(UInt32(page.bytes.count))
            }
            for page in pages { entry += page.bytes }
            entry += [UInt8](repeating: 0, count: (512 - entry.count % 512) % 512)
            put(UInt32(entry.count), at: 4, in: &entry)
            put(sequence + UInt32(index), at: 12, in: &entry)
            put(UInt32(size), at: 16, in: &entry)
            put(UInt32(pages.count), at: 20, in: &entry)
            put(Marvin32.sum(entry, 40..<entry.count), at: 24, in: &entry)
            put(Marvin32.sum(entry, 0..<32), at: 32, in: &entry)
            log += entry
        }
        return log
    }

    package static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    package static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    }

    package static func put(_ number: UInt32, at place: Int, in bytes: inout [UInt8]) {
        bytes.replaceSubrange(place..<place + 4, with: Self.bytes(number))
    }

    private static func put(_ number: UInt64, at place: Int, in bytes: inout [UInt8]) {
        put(UInt32(truncatingIfNeeded: number), at: place, in: &bytes)
        put(UInt32(number >> 32), at: place + 4, in: &bytes)
    }

    // MARK: Cells

    private mutating func cell(_ content: [UInt8]) -> UInt32 {
        let offset = UInt32(bins.count)
        let size = (4 + content.count + 7) & ~7
        bins += Self.bytes(UInt32(bitPattern: Int32(-size)))
        bins += content
        bins += [UInt8](repeating: 0, count: size - 4 - content.count)
        return offset
    }

    private mutating func add(_ node: HiveNode, parent: UInt32) -> UInt32 {
        let isLatin = node.name.utf8.allSatisfy { $0 < 0x80 }
        let name = isLatin ? Array(node.name.utf8) : Self.utf16(node.name)
        var record = Array("nk".utf8) + [isLatin ? 0x20 : 0, 0]
        record += [UInt8](repeating: 0, count: 72) + name
        Self.put(UInt32(0x8000_0000), at: 4, in: &record)
        Self.put(UInt32(0x01DA_0000), at: 8, in: &record)
        Self.put(parent, at: 16, in: &record)
        Self.put(UInt32(node.children.count), at: 20, in: &record)
        Self.put(UInt32(node.values.count), at: 36, in: &record)
        Self.put(UInt32(name.count), at: 72, in: &record)
        let offset = cell(record)
        let children = node.children.map { add($0, parent: offset) }
        let values = node.values.map { add($0) }
        let fields: [(Int, UInt32)] = [
            (28, children.isEmpty ? 0xFFFF_FFFF : list(children)),
            (40, values.isEmpty ? 0xFFFF_FFFF : cell(values.flatMap(Self.bytes))),
        ]
        for (place, value) in fields { Self.put(value, at: Int(offset) + 4 + place, in: &bins) }
        return offset
    }

    private mutating func list(_ cells: [UInt32]) -> UInt32 {
        func head(_ name: String, _ count: Int) -> [UInt8] {
            Array(name.utf8) + [UInt8(truncatingIfNeeded: count), UInt8(count >> 8)]
        }
        guard cells.count > Self.listLength else {
            return cell(
                head("lh", cells.count)
                    + cells.flatMap { (cell: UInt32) -> [UInt8] in
                        Self.bytes(cell) + [0, 0, 0, 0]
                    }
            )
        }
        let parts = stride(from: 0, to: cells.count, by: Self.listLength).map { start in
            list(Array(cells[start..<min(start + Self.listLength, cells.count)]))
        }
        return cell(head("ri", parts.count) + parts.flatMap(Self.bytes))
    }

    private mutating func add(_ field: HiveField) -> UInt32 {
        let isLatin = field.name.utf8.allSatisfy { $0 < 0x80 }
        let name = isLatin ? Array(field.name.utf8) : Self.utf16(field.name)
        var record = Array("vk".utf8) + [UInt8](repeating: 0, count: 18) + name
        let isInline = field.data.count <= 4
        let data = isInline ? [] : field.data
        let place = isInline ? 0 : cell(data)
        record[2] = UInt8(name.count)
        Self.put(UInt32(field.data.count) | (isInline ? 0x8000_0000 : 0), at: 4, in: &record)
        Self.put(place, at: 8, in: &record)
        if isInline { record.replaceSubrange(8..<8 + field.data.count, with: field.data) }
        Self.put(field.type, at: 12, in: &record)
        record[16] = isLatin ? 1 : 0
        return cell(record)
    }

    /// Free space up to a size, as one cell.
    private mutating func pad(to size: Int) {
        let length = (size - bins.count) & ~7
        guard length >= 8 else { return }
        bins += Self.bytes(UInt32(length)) + [UInt8](repeating: 0x5A, count: length - 4)
    }

    private mutating func finish() {
        let size = (bins.count + 8 + 4095) & ~4095
        pad(to: size)
        Self.put(UInt32(bins.count), at: 8, in: &bins)
    }
}
