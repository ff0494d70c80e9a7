internal import Primitives

/// A strict reader of the XML that inventory agents write, led through a document element by element.
///
/// It knows elements, text, CDATA, comments, the five entities of XML and character references.
/// A document type declaration is refused, and with it every entity a document could define: nothing
/// unfolds, nothing is fetched, and memory is that of the text read. Attributes are checked and
/// passed over.
package struct XMLReader {
    /// The deepest nesting of elements accepted.
    package static let maximumDepth = 64

    private let bytes: [UInt8]
    private let file: String
    private var position = 0
    private var open: [Range<Int>] = []
    /// The element just entered was written `<name/>`: it has neither content nor an end.
    private var isEmpty = false

    /// Reads `document` up to its root element, whose name is ``name``.
    ///
    /// - Throws: ``InventoryError`` with the offset of the fault.
    package init(_ document: [UInt8], file: String) throws(InventoryError) {
        self.file = file
        bytes = try XMLEncoding.utf8(document, file: file)
        _ = try findStart()
    }

    /// The name of the innermost open element.
    package var name: String { open.last.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "" }

    /// Enters the next element below the present one and tells its name; nil leaves the present one.
    package mutating func nextChild() throws(InventoryError) -> String? {
        try findStart() ? name : nil
    }

    /// The text of the present element, which is left; elements within it are passed over.
    package mutating func text() throws(InventoryError) -> String {
        if leavesEmpty() { return "" }
        let depth = open.count
        var text: [UInt8] = []
        while open.count >= depth {
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
            let isOwn = open.count == depth
            if isOwn { try append(start..<position, to: &text) }
            if let characters = try passCharacterData() {
                if isOwn { text += bytes[characters] }
            } else if try passMarkup() {
                _ = leavesEmpty()
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Passes over the rest of the present element, which is left.
    package mutating func skip() throws(InventoryError) {
        let depth = open.count
        while open.count >= depth { _ = try findStart() }
    }

    /// Refuses anything but comments and blanks after the root element.
    package mutating func end() throws(InventoryError) {
        while true {
            passSpace()
            guard position < bytes.count else { return }
            guard at(Self.comment) || at(Self.instruction) else {
                throw fault("text after the root element")
            }
            _ = try passMarkup()
        }
    }

    /// An error at the present place.
    package func fault(_ detail: String) -> InventoryError {
        .malformed(file, offset: position, detail)
    }

    // MARK: Markup

    private static let comment = Array("<!--".utf8)
    private static let commentEnd = Array("-->".utf8)
    private static let instruction = Array("<?".utf8)
    private static let instructionEnd = Array("?>".utf8)
    private static let declaration = Array("<!".utf8)
    private static let characters = Array("<![CDATA[".utf8)
    private static let charactersEnd = Array("]]>".utf8)

    /// Moves past the next start tag; false moved past the end of the innermost element.
    private mutating func findStart() throws(InventoryError) -> Bool {
        if leavesEmpty() { return false }
        let depth = open.count
        while true {
            while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
                guard depth > 0 || isSpace(bytes[position]) else {
                    throw fault("text before the root element")
                }
                position += 1
            }
            if try passCharacterData() != nil { continue }
            if try passMarkup() { return true }
            if open.count < depth { return false }
        }
    }

    private mutating func leavesEmpty() -> Bool {
        guard isEmpty else { return false }
        isEmpty = false
        open.removeLast()
        return true
    }

    /// Moves past the markup here; true if an element was entered.
    private mutating func passMarkup() throws(InventoryError) -> Bool {
        guard position < bytes.count else {
            throw fault(open.isEmpty ? "no element" : "the document ends inside <\(name)>")
        }
        guard position + 1 < bytes.count else { throw fault("the document ends inside a tag") }
        switch bytes[position + 1] {
        case UInt8(ascii: "/"):
            try passEndTag()
            return false
        case UInt8(ascii: "?"):
            _ = try pass(from: position + 2, to: Self.instructionEnd, "an instruction has no end")
            return false
        case UInt8(ascii: "!"):
            guard at(Self.comment) else {
                throw fault("a document type declaration is not accepted")
            }
            _ = try pass(from: position + 4, to: Self.commentEnd, "a comment has no end")
            return false
        default:
            position += 1
            let name = try passName()
            guard open.count < Self.maximumDepth else {
                throw fault("elements nested deeper than \(Self.maximumDepth)")
            }
            try passAttributes()
            open.append(name)
            return true
        }
    }

    private mutating func passEndTag() throws(InventoryError) {
        position += 2
        let name = try passName()
        guard let last = open.last, bytes[last].elementsEqual(bytes[name]) else {
            let text = String(decoding: bytes[name], as: UTF8.self)
            throw fault("</\(text)> does not close <\(self.name)>")
        }
        passSpace()
        guard byte == UInt8(ascii: ">") else { throw fault("an end tag is not closed") }
        position += 1
        open.removeLast()
    }

    private mutating func passAttributes() throws(InventoryError) {
        while true {
            passSpace()
            switch byte {
            case UInt8(ascii: ">"):
                position += 1
                return
            case UInt8(ascii: "/"):
                position += 1
                guard byte == UInt8(ascii: ">") else { throw fault("a tag is not closed") }
                position += 1
                isEmpty = true
                return
            default:
                _ = try passName()
                passSpace()
                guard byte == UInt8(ascii: "=") else {
                    throw fault("expected an attribute and its value")
                }
                position += 1
                passSpace()
                try passQuoted()
            }
        }
    }

    private mutating func passQuoted() throws(InventoryError) {
        let quote = byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw fault("an attribute’s value has no quotes")
        }
        position += 1
        while position < bytes.count, bytes[position] != quote {
            guard bytes[position] != UInt8(ascii: "<") else {
                throw fault("“<” inside an attribute")
            }
            position += 1
        }
        guard position < bytes.count else { throw fault("an attribute has no end") }
        position += 1
    }

    private mutating func passName() throws(InventoryError) -> Range<Int> {
        let start = position
        while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
        guard position > start, position - start <= 256 else { throw fault("expected a name") }
        return start..<position
    }

    /// Moves past a CDATA section, if one is here, and tells where its text is.
    private mutating func passCharacterData() throws(InventoryError) -> Range<Int>? {
        guard at(Self.characters) else { return nil }
        guard !open.isEmpty else { throw fault("text outside the root element") }
        return try pass(
            from: position + Self.characters.count,
            to: Self.charactersEnd,
            "a CDATA section has no end"
        )
    }

    /// Moves behind the next `end` from `start` on, and tells what lies before it.
    private mutating func pass(
        from start: Int,
        to end: [UInt8],
        _ detail: String
    ) throws(InventoryError) -> Range<Int> {
        position = start
        while position < bytes.count {
            if bytes[position] == end[0], at(end) {
                let range = start..<position
                position += end.count
                return range
            }
            position += 1
        }
        position = bytes.count
        throw fault(detail)
    }

    // MARK: Text

    private mutating func append(
        _ range: Range<Int>,
        to text: inout [UInt8]
    ) throws(InventoryError) {
        var start = range.lowerBound
        while let ampersand = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "&")) {
            text += bytes[start..<ampersand]
            let name = bytes[(ampersand + 1)..<min(ampersand + 12, range.upperBound)]
            guard let end = name.firstIndex(of: UInt8(ascii: ";")),
                let scalar = XMLEncoding.scalar(of: bytes[(ampersand + 1)..<end])
            else {
                position = ampersand
                throw fault("an entity that XML does not define")
            }
            text.append(contentsOf: String(Character(scalar)).utf8)
            start = end + 1
        }
        text += bytes[start..<range.upperBound]
    }

    /// The byte here; 0 at the end.
    private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private func at(_ text: [UInt8]) -> Bool {
        guard position + text.count <= bytes.count else { return false }
        for index in text.indices where bytes[position + index] != text[index] { return false }
        return true
    }

    private mutating func passSpace() {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }
}

/// What XML says of the encoding of a document, and of characters written by number.
enum XMLEncoding {
    /// The document in UTF-8, by what its declaration names.
    static func utf8(_ document: [UInt8], file: String) throws(InventoryError) -> [UInt8] {
        let head = String(decoding: document.prefix(200), as: UTF8.self)
        var name = "utf-8"
        if head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
            let label = head[..<end.lowerBound].firstRange(of: "encoding")
        {
            let value = head[label.upperBound..<end.lowerBound]
            let parts = value.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" }
            if parts.count > 1 { name = parts[1].lowercased() }
        }
        switch name {
        case "iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252", "us-ascii":
            // Agents name one and write another: what is valid UTF-8 is UTF-8.
            return SourceText.isUTF8(document)
                ? document : SourceText.decode(document, CodePage.windows1252)
        case "utf-8", "utf8", "utf-16":
            guard SourceText.isUTF8(document) else {
                throw .malformed(file, offset: 0, "the document is not valid UTF-8")
            }
            return document
        default:
            throw .malformed(file, offset: 0, "the encoding “\(name)” is not known")
        }
    }

    /// The character a reference stands for, without `&` and `;`.
    static func scalar(of name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        switch text {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard text.hasPrefix("#") else { return nil }
            let digits = text.dropFirst()
            let number =
                digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return number.flatMap(Unicode.Scalar.init)
        }
    }
}
