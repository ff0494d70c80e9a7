public import Model

/// Reads the relation fields of packages (Debian Policy, chapter 7.1):
/// `a (>= 1) [amd64] <!nocheck> | b, c:any`.
public enum RelationParser {
    /// The groups of `text`; empty elements are passed over.
    ///
    /// Architecture and profile restrictions belong to source packages; they are accepted and
    /// dropped, since a binary package's field has been reduced for its architecture.
    ///
    /// - Throws: ``InventoryError`` when `text` is not a relation field.
    public static func parse(
        _ text: String
    ) throws(InventoryError) -> PackageRelations.Groups {
        let bytes = [UInt8](text.utf8)
        guard let groups = groups(bytes[...]) else {
            throw InventoryError(
                .malformed,
                subject: String(text.prefix(80)),
                operation: "parse",
                detail: "expected relations such as “a (>= 1) | b, c:any”"
            )
        }
        return groups
    }

    /// The groups of a field, or nil when it is malformed.
    package static func groups(_ bytes: ArraySlice<UInt8>) -> PackageRelations.Groups? {
        var groups: PackageRelations.Groups = []
        var cursor = Cursor(bytes)
        cursor.skipBlanks()
        while !cursor.isAtEnd {
            var group: [PackageRelations.Alternative] = []
            repeat {
                cursor.skipBlanks()
                if let byte = cursor.peek, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "|") {
                    continue
                }
                if cursor.isAtEnd { break }
                guard let alternative = alternative(&cursor) else { return nil }
                group.append(alternative)
            } while cursor.take(UInt8(ascii: "|"))
            if !group.isEmpty { groups.append(group) }
            guard groups.count <= ReadingLimits.relations else { return nil }
            guard cursor.take(UInt8(ascii: ",")) || cursor.isAtEnd else { return nil }
            cursor.skipBlanks()
        }
        return groups
    }

    private static func alternative(_ cursor: inout Cursor) -> PackageRelations.Alternative? {
        let name = cursor.takeWhile(isNameByte)
        guard !name.isEmpty else { return nil }
        var architecture: String?
        if cursor.peek == UInt8(ascii: ":") {
            cursor.advance()
            let word = cursor.takeWhile(isNameByte)
            guard !word.isEmpty else { return nil }
            architecture = ByteText.string(word)
        }
        cursor.skipBlanks()
        var condition: Condition?
        if cursor.take(UInt8(ascii: "(")) {
            guard let found = self.condition(&cursor) else { return nil }
            condition = found
        }
        cursor.skipBlanks()
        while let byte = cursor.peek, byte == UInt8(ascii: "[") || byte == UInt8(ascii: "<") {
            let end = byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ">")
            _ = cursor.takeWhile { $0 != end }
            guard cursor.take(end) else { return nil }
            cursor.skipBlanks()
        }
        return PackageRelations.Alternative(
            name: ByteText.string(name),
            architecture: architecture,
            comparison: condition?.comparison,
            version: condition?.version
        )
    }

    private struct Condition {
        let comparison: PackageRelations.Alternative.Comparison
        let version: String
    }

    private static func condition(_ cursor: inout Cursor) -> Condition? {
        cursor.skipBlanks()
        let symbol = cursor.takeWhile {
            $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "=")
        }
        cursor.skipBlanks()
        let version = cursor.takeWhile { !ByteText.isBlank($0) && $0 != UInt8(ascii: ")") }
        cursor.skipBlanks()
        guard !version.isEmpty, cursor.take(UInt8(ascii: ")")) else { return nil }
        // A lone < or > means “or equal”: dpkg keeps that old sense.
        let comparison: PackageRelations.Alternative.Comparison? =
            switch ByteText.string(symbol) {
            case "<<": .earlier
            case "<", "<=": .earlierOrEqual
            case "", "=": .equal
            case ">", ">=": .laterOrEqual
            case ">>": .later
            default: nil
            }
        return comparison.map { Condition(comparison: $0, version: ByteText.string(version)) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A position in a field.
    private struct Cursor {
        private let bytes: ArraySlice<UInt8>
        private var index: Int

        init(_ bytes: ArraySlice<UInt8>) {
            self.bytes = bytes
            index = bytes.startIndex
        }

        var isAtEnd: Bool { index >= bytes.endIndex }
        var peek: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

        mutating func advance() { index += 1 }

        mutating func take(_ byte: UInt8) -> Bool {
            guard peek == byte else { return false }
            index += 1
            return true
        }

        mutating func takeWhile(_ accepts: (UInt8) -> Bool) -> ArraySlice<UInt8> {
            let start = index
            while index < bytes.endIndex, accepts(bytes[index]) { index += 1 }
            return bytes[start..<index]
        }

        mutating func skipBlanks() {
            while let byte = peek, ByteText.isBlank(byte) || byte == ByteText.newline { index += 1 }
        }
    }
}
