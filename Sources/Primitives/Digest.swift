/// A SHA-256 digest: 32 bytes, compared by value.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    private let a: UInt64
    private let b: UInt64
    private let c: UInt64
    private let d: UInt64

    /// Number of bytes of a digest.
    public static let byteCount = 32

    /// Takes 32 raw bytes.
    ///
    /// - Throws: ``PrimitivesError`` when there are not exactly 32.
    public init(bytes: some Collection<UInt8>) throws(PrimitivesError) {
        guard bytes.count == Self.byteCount else {
            throw PrimitivesError(
                .digestMalformed,
                subject: "digest",
                detail: "\(bytes.count) bytes instead of 32"
            )
        }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            switch index / 8 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        (a, b, c, d) = words
    }

    /// Takes the digest as four big-endian numbers, first to last.
    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (a, b, c, d) = words
    }

    /// Reads 64 lower-case hexadecimal digits.
    ///
    /// - Throws: ``PrimitivesError`` for any other text.
    public init(hex: String) throws(PrimitivesError) {
        guard let bytes = Hexadecimal.decode(hex), bytes.count == Self.byteCount else {
            throw PrimitivesError(
                .digestMalformed,
                subject: hex,
                detail: "expected 64 lower-case hexadecimal digits"
            )
        }
        try self.init(bytes: bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [a, b, c, d].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// The first eight bytes as a big-endian number: a short key inside one signed document.
    public var prefix: UInt64 { a }

    /// The digest as 64 lower-case hexadecimal digits.
    public var hex: String { Hexadecimal.encode(bytes) }

    /// The digest as 64 lower-case hexadecimal digits.
    public var description: String { hex }

    /// Orders digests as their bytes do.
    public static func < (left: Digest, right: Digest) -> Bool {
        (left.a, left.b, left.c, left.d) < (right.a, right.b, right.c, right.d)
    }
}
