internal import Primitives

/// Reads what the registry editor exports: version 4 (`REGEDIT4`, in a code page) and version 5
/// (Unicode), one value at a time.
///
/// Strings may hold line breaks as they are; only `hex` data goes on after a backslash.
struct RegistryExport {
    /// One value of the present key.
    enum Value {
        case text(String)
        case number(UInt64)
        /// Data of a sort that is not looked at.
        case other
    }

    /// The path of the key the last value belongs to.
    private(set) var key = ""
    /// The line the last key or value starts on, from 1.
    private(set) var line = 1
    /// Whether the last key was removed, not written.
    private(set) var isRemoval = false

    private let bytes: [UInt8]
    private let file: String
    private let isUnicode: Bool
    private var position = 0
    private var nextLine = 1

    /// What comes next in the document.
    enum Element {
        case key
        case value(name: String, Value)
    }

    /// Whether `bytes`, in UTF-8, begin as an export does.
    static func isOne(_ bytes: [UInt8]) -> Bool {
        let head = ByteText.trimmed(bytes.prefix(64))
        return head.starts(with: "Windows Registry Editor".utf8)
            || head.starts(with: "REGEDIT".utf8)
    }

    /// Starts to read `bytes`, which are in UTF-8.
    init(_ bytes: [UInt8], file: String) throws(InventoryError) {
        self.bytes = bytes
        self.file = file
        let head = ByteText.string(ByteText.trimmed(bytes.prefix { $0 != ByteText.newline }))
        isUnicode = head == "Windows Registry Editor Version 5.00"
        guard isUnicode || head == "REGEDIT4" else {
            throw .malformed(file, line: 1, "an export of an unknown version")
        }
        skipLine()
    }

    /// The next key or value, or nil at the end.
    mutating func next() throws(InventoryError) -> Element? {
        while true {
            skipBlanks()
            guard let byte = byte else { return nil }
            line = nextLine
            switch byte {
            case UInt8(ascii: ";"): skipLine()
            case UInt8(ascii: "["):
                try readKey()
                return .key
            case UInt8(ascii: "\""), UInt8(ascii: "@"):
                guard !key.isEmpty else { throw fault("a value before any key") }
                if let (name, value) = try readValue() { return .value(name: name, value) }
            default: throw fault("expected a key or a value")
            }
        }
    }

    private mutating func readKey() throws(InventoryError) {
        let start = position + 1
        skipLine()
        let text = ByteText.trimmed(bytes[start..<position])
        guard text.last == UInt8(ascii: "]") else { throw fault("a key has no end") }
        isRemoval = text.first == UInt8(ascii: "-")
        key = ByteText.string(text.dropLast().dropFirst(isRemoval ? 1 : 0))
    }

    /// The value here; nil for one that is removed.
    private mutating func readValue() throws(InventoryError) -> (String, Value)? {
        var name = ""
        if byte == UInt8(ascii: "@") {
            position += 1
        } else {
            name = try readString()
        }
        guard byte == UInt8(ascii: "=") else { throw fault("expected “=”") }
        position += 1
        guard byte != UInt8(ascii: "\"") else { return (name, .text(try readString())) }
        let text = try readData()
        if text == "-" { return nil }
        guard let colon = text.firstIndex(of: ":") else { throw fault("expected a value") }
        let data = text[text.index(after: colon)...]
        switch text[..<colon] {
        case "dword":
            guard let number = UInt64(data, radix: 16) else { throw fault("expected a number") }
            return (name, .number(number))
        case "hex(b)":
            return (
                name, .number(try hex(data).prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
            )
        case "hex(1)", "hex(2)":
            let content = try hex(data)
            if isUnicode { return (name, .text(RegistryText.string(content))) }
            return (
                name,
                .text(ByteText.string(SourceText.utf8(Array(content.prefix { $0 != 0 }))[...]))
            )
        default: return (name, .other)
        }
    }

    /// Reads a string in quotes, whose line breaks are its own.
    private mutating func readString() throws(InventoryError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte {
            position += 1
            if byte == ByteText.newline { nextLine += 1 }
            if byte == UInt8(ascii: "\"") { return ByteText.string(text[...]) }
            if byte == UInt8(ascii: "\\"), let escaped = self.byte, "\\\"".utf8.contains(escaped) {
                text.append(escaped)
                position += 1
            } else {
                text.append(byte)
            }
            guard text.count <= ReadingLimits.registryText else {
                throw fault("a text is too long")
            }
        }
        throw fault("a text has no end")
    }

    /// Reads the rest of the line, and of those a backslash joins to it, without blanks.
    private mutating func readData() throws(InventoryError) -> String {
        var text: [UInt8] = []
        while let byte {
            position += 1
            if byte == ByteText.newline {
                nextLine += 1
                guard text.last == UInt8(ascii: "\\") else { break }
                text.removeLast()
            } else if !ByteText.isBlank(byte) {
                text.append(byte)
            }
        }
        return ByteText.string(text[...])
    }

    private func hex(_ text: Substring) throws(InventoryError) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in text.split(separator: ",") {
            guard let byte = UInt8(part, radix: 16) else {
                throw fault("expected bytes as hexadecimal")
            }
            bytes.append(byte)
        }
        return bytes
    }

    // MARK: Bytes

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte, ByteText.isBlank(byte) || byte == ByteText.newline {
            if byte == ByteText.newline { nextLine += 1 }
            position += 1
        }
    }

    private mutating func skipLine() {
        while let byte {
            position += 1
            if byte == ByteText.newline {
                nextLine += 1
                return
            }
        }
    }

    private func fault(_ detail: String) -> InventoryError {
        .malformed(file, line: line, detail)
    }
}
