/// Reads the supported part of POSIX extended regular expressions into a program.
struct PatternParser {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Deepest nesting of parentheses accepted.
    private static let maximumDepth = 32

    init(_ text: String) {
        self.text = text
        bytes = [UInt8](text.utf8)
    }

    mutating func parse() throws(DiffError) -> [PatternStep] {
        guard bytes.count <= KeptPattern.maximumLength else {
            throw unsupported("longer than \(KeptPattern.maximumLength) bytes")
        }
        let program = try alternatives()
        guard position == bytes.count else { throw unsupported("“)” without “(”") }
        return program + [.found]
    }

    /// `a|b|c`; every jump in a fragment is relative to its own start until it is placed.
    private mutating func alternatives() throws(DiffError) -> [PatternStep] {
        var result = try sequence()
        while next == UInt8(ascii: "|") {
            position += 1
            let other = try sequence()
            let start = [PatternStep.fork(1, result.count + 2)]
            let skip = [PatternStep.jump(result.count + other.count + 2)]
            result =
                start + Self.moved(result, by: 1) + skip
                + Self.moved(other, by: result.count + 2)
        }
        return result
    }

    private mutating func sequence() throws(DiffError) -> [PatternStep] {
        var result: [PatternStep] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let piece = try repeated(try atom())
            result += Self.moved(piece, by: result.count)
        }
        return result
    }

    private mutating func repeated(_ atom: [PatternStep]) throws(DiffError) -> [PatternStep] {
        guard let byte = next else { return atom }
        let inner = Self.moved(atom, by: 1)
        let result: [PatternStep]
        switch byte {
        case UInt8(ascii: "*"):
            result = [.fork(1, atom.count + 2)] + inner + [.jump(0)]
        case UInt8(ascii: "+"):
            result = atom + [.fork(0, atom.count + 1)]
        case UInt8(ascii: "?"):
            result = [.fork(1, atom.count + 1)] + inner
        case UInt8(ascii: "{"):
            throw unsupported("a counted repetition")
        default:
            return atom
        }
        position += 1
        if let after = next, "*+?{".utf8.contains(after) {
            throw unsupported("a repetition of a repetition")
        }
        return result
    }

    private mutating func atom() throws(DiffError) -> [PatternStep] {
        guard let byte = next else { throw unsupported("an end where a character should be") }
        position += 1
        switch byte {
        case UInt8(ascii: "^"): return [.start]
        case UInt8(ascii: "$"): return [.end]
        case UInt8(ascii: "."):
            var any = ByteSet()
            any.invert()
            return [.byte(any)]
        case UInt8(ascii: "["): return [.byte(try set())]
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "\\"): return [.byte(Self.one(try escaped()))]
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw unsupported("a repetition of nothing")
        default: return [.byte(Self.one(byte))]
        }
    }

    private mutating func group() throws(DiffError) -> [PatternStep] {
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw unsupported("parentheses nested over \(Self.maximumDepth) deep")
        }
        let inner = try alternatives()
        guard next == UInt8(ascii: ")") else { throw unsupported("“(” without “)”") }
        position += 1
        depth -= 1
        return inner
    }

    private mutating func escaped() throws(DiffError) -> UInt8 {
        guard let byte = next else { throw unsupported("a backslash at the end") }
        guard byte < 0x80, !Self.isWord(byte) else {
            throw unsupported("“\\\(String(decoding: [byte], as: UTF8.self))”")
        }
        position += 1
        return byte
    }

    private mutating func set() throws(DiffError) -> ByteSet {
        var result = ByteSet()
        let isInverted = next == UInt8(ascii: "^")
        if isInverted { position += 1 }
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            position += 1
            if byte == UInt8(ascii: "["), let kind = next, ":=.".utf8.contains(kind) {
                throw unsupported("a named class of characters")
            }
            guard next == UInt8(ascii: "-"), position + 1 < bytes.count,
                bytes[position + 1] != UInt8(ascii: "]")
            else {
                result.insert(byte)
                continue
            }
            let last = bytes[position + 1]
            guard byte <= last else { throw unsupported("a range that ends before it starts") }
            for member in byte...last { result.insert(member) }
            position += 2
        }
        guard next != nil else { throw unsupported("“[” without “]”") }
        position += 1
        if isInverted { result.invert() }
        return result
    }

    // MARK: - Parts

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func unsupported(_ what: String) -> DiffError {
        DiffError(.patternUnsupported, subject: text, detail: "\(what), near byte \(position)")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func one(_ byte: UInt8) -> ByteSet {
        var set = ByteSet()
        set.insert(byte)
        return set
    }

    private static func moved(_ steps: [PatternStep], by offset: Int) -> [PatternStep] {
        steps.map { step in
            switch step {
            case .fork(let first, let second): .fork(first + offset, second + offset)
            case .jump(let target): .jump(target + offset)
            default: step
            }
        }
    }
}
