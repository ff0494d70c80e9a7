/// A version of an RPM package, `[epoch:]version[-release]`, ordered as rpm orders it.
///
/// rpm reads a version as segments of digits or of letters; everything else only separates them,
/// except `~` (before everything, the end included) and `^` (after the end, before any segment).
/// So `2.0` and `2_0` are equal, and hash alike. A missing release orders before any release.
public struct RPMVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The epoch's digits, or nil; rpm holds a missing one equal to `0`.
    public let epoch: String?
    /// The version proper.
    public let version: String
    /// The release, or nil.
    public let release: String?

    /// Reads `[epoch:]version[-release]`.
    ///
    /// - Throws: ``PrimitivesError`` when a part is empty, or holds a space or a control character.
    public init(_ text: String) throws(PrimitivesError) {
        let bytes = [UInt8](text.utf8)
        var rest = bytes[...]
        var epoch: String?
        let digits = bytes.prefix(while: ByteClass.isDigit)
        if digits.endIndex < bytes.endIndex, bytes[digits.endIndex] == UInt8(ascii: ":") {
            // rpm takes nothing before the colon for epoch 0.
            epoch = digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)
            rest = bytes[(digits.endIndex + 1)...]
        }
        var release: String?
        if let hyphen = rest.lastIndex(of: UInt8(ascii: "-")) {
            release = String(decoding: rest[(hyphen + 1)...], as: UTF8.self)
            rest = rest[..<hyphen]
        }
        try self.init(
            epoch: epoch,
            version: String(decoding: rest, as: UTF8.self),
            release: release
        )
    }

    /// Takes the three parts as an RPM header holds them.
    ///
    /// - Throws: ``PrimitivesError`` when the epoch is not a number, or when the version or the
    ///   release is empty or holds a space or a control character.
    public init(epoch: String?, version: String, release: String?) throws(PrimitivesError) {
        let written = Self.written(epoch, version, release)
        func malformed(_ detail: String) -> PrimitivesError {
            PrimitivesError(.versionMalformed, subject: written, detail: detail)
        }
        if let epoch {
            guard !epoch.isEmpty, epoch.utf8.allSatisfy(ByteClass.isDigit) else {
                throw malformed("the epoch is not a number")
            }
        }
        guard !version.isEmpty else { throw malformed("the version part is empty") }
        guard release != "" else { throw malformed("nothing follows the last hyphen") }
        guard (version + (release ?? "")).utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw malformed("the version holds a space or a control character")
        }
        (self.epoch, self.version, self.release) = (epoch, version, release)
    }

    /// `[epoch:]version[-release]`, with the parts that were given.
    public var description: String { Self.written(epoch, version, release) }

    private static func written(_ epoch: String?, _ version: String, _ release: String?) -> String {
        (epoch.map { "\($0):" } ?? "") + version + (release.map { "-\($0)" } ?? "")
    }

    /// Whether both versions are the same to rpm.
    public static func == (left: RPMVersion, right: RPMVersion) -> Bool {
        left.compare(to: right) == 0
    }

    /// Orders versions as rpm does.
    public static func < (left: RPMVersion, right: RPMVersion) -> Bool {
        left.compare(to: right) < 0
    }

    /// Feeds the form that all spellings of an equal version share.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Self.normalised(epoch ?? "0"))
        hasher.combine(Self.normalised(version))
        hasher.combine(release.map(Self.normalised))
    }
}

// MARK: - Order

extension RPMVersion {
    /// One step of rpm's reading; the cases' order is rpm's.
    private enum Segment {
        case tilde
        case end
        case caret
        case letters(Substring.UTF8View)
        case number(Substring.UTF8View)

        var rank: Int {
            switch self {
            case .tilde: 0
            case .end: 1
            case .caret: 2
            case .letters: 3
            case .number: 4
            }
        }
    }

    private func compare(to other: RPMVersion) -> Int {
        let epochs = Self.compare((epoch ?? "0").utf8, (other.epoch ?? "0").utf8)
        guard epochs == 0 else { return epochs }
        let versions = Self.compare(version.utf8, other.version.utf8)
        guard versions == 0 else { return versions }
        switch (release, other.release) {
        case (nil, nil): return 0
        case (nil, _): return -1
        case (_, nil): return 1
        case (let mine?, let theirs?): return Self.compare(mine.utf8, theirs.utf8)
        }
    }

    /// rpm's `rpmvercmp`.
    private static func compare(_ left: String.UTF8View, _ right: String.UTF8View) -> Int {
        var a = left[...]
        var b = right[...]
        while true {
            switch (nextSegment(&a), nextSegment(&b)) {
            case (.end, .end):
                return 0
            case (.letters(let x), .letters(let y)):
                if x.lexicographicallyPrecedes(y) { return -1 }
                if y.lexicographicallyPrecedes(x) { return 1 }
            case (.number(var x), .number(var y)):
                let order = DigitRun.compareRemoving(&x, &y)
                guard order == 0 else { return order }
            case (let x, let y):
                guard x.rank == y.rank else { return x.rank - y.rank }
            }
        }
    }

    private static func nextSegment(_ text: inout Substring.UTF8View) -> Segment {
        text = text.drop { !isSignificant($0) }
        guard let byte = text.first else { return .end }
        switch byte {
        case UInt8(ascii: "~"):
            text = text.dropFirst()
            return .tilde
        case UInt8(ascii: "^"):
            text = text.dropFirst()
            return .caret
        default:
            let isNumber = ByteClass.isDigit(byte)
            let run = text.prefix(while: isNumber ? ByteClass.isDigit : ByteClass.isLetter)
            text = text.dropFirst(run.count)
            return isNumber ? .number(run) : .letters(run)
        }
    }

    private static func isSignificant(_ byte: UInt8) -> Bool {
        ByteClass.isDigit(byte) || ByteClass.isLetter(byte)
            || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "^")
    }

    /// The segments, each ended by a dot, without leading zeros.
    private static func normalised(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text.utf8[...]
        while true {
            switch nextSegment(&rest) {
            case .end: return result
            case .tilde: result.append(UInt8(ascii: "~"))
            case .caret: result.append(UInt8(ascii: "^"))
            case .letters(let run): result += run
            case .number(let run): result += [UInt8(ascii: "0")] + run.drop { $0 == 0x30 }
            }
            result.append(UInt8(ascii: "."))
        }
    }
}
