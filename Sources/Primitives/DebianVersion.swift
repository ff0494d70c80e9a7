/// A version of a Debian package, `[epoch:]upstream[-revision]`, ordered as dpkg orders it.
///
/// What `dpkg --compare-versions` refuses is refused; what it accepts with a warning (an upstream
/// part that starts with a letter, an underscore) is accepted, because a station may hold such a
/// package: ``isWellFormed`` tells them apart. Two versions that dpkg calls equal are equal here
/// and hash alike, however they are spelled: `1.0`, `1.00`, `0:1.0` and `1.0-0`.
public struct DebianVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The version as it was written, without blanks around it.
    public let description: String
    /// The number before the first colon, or 0.
    public let epoch: Int32
    /// The upstream part.
    public let upstream: String
    /// What follows the last hyphen, or nil; dpkg holds a missing one equal to `0`.
    public let revision: String?
    /// Whether dpkg accepts the version without a warning, as the Debian policy demands.
    public let isWellFormed: Bool

    /// Reads a version.
    ///
    /// - Throws: ``PrimitivesError`` for what dpkg refuses, and for a NUL byte.
    public init(_ text: String) throws(PrimitivesError) {
        func malformed(_ detail: String) -> PrimitivesError {
            PrimitivesError(.versionMalformed, subject: text, detail: detail)
        }
        var bytes = [UInt8](text.utf8)[...]
        while let first = bytes.first, ByteClass.isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, ByteClass.isBlank(last) { bytes.removeLast() }
        guard !bytes.isEmpty else { throw malformed("the version is empty") }
        guard !bytes.contains(where: { ByteClass.isBlank($0) || $0 == 0 }) else {
            throw malformed("the version holds a space or a NUL byte")
        }
        description = String(decoding: bytes, as: UTF8.self)
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            guard let number = Self.epoch(bytes[..<colon]) else {
                throw malformed("the epoch is not a number from 0 to \(Int32.max)")
            }
            epoch = number
            bytes = bytes[(colon + 1)...]
        } else {
            epoch = 0
        }
        var revisionBytes = bytes[bytes.endIndex...]
        if let hyphen = bytes.lastIndex(of: UInt8(ascii: "-")) {
            revisionBytes = bytes[(hyphen + 1)...]
            bytes = bytes[..<hyphen]
            guard !revisionBytes.isEmpty else {
                throw malformed("nothing follows the last hyphen")
            }
            revision = String(decoding: revisionBytes, as: UTF8.self)
        } else {
            revision = nil
        }
        guard let first = bytes.first else { throw malformed("the upstream part is empty") }
        upstream = String(decoding: bytes, as: UTF8.self)
        isWellFormed =
            ByteClass.isDigit(first)
            && bytes.allSatisfy { Self.isAllowed($0, punctuation: ".-+~:") }
            && revisionBytes.allSatisfy { Self.isAllowed($0, punctuation: ".+~") }
    }

    /// Whether both versions are the same to dpkg.
    public static func == (left: DebianVersion, right: DebianVersion) -> Bool {
        left.compare(to: right) == 0
    }

    /// Orders versions as dpkg does.
    public static func < (left: DebianVersion, right: DebianVersion) -> Bool {
        left.compare(to: right) < 0
    }

    /// Feeds the form that all spellings of an equal version share.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(epoch)
        hasher.combine(Self.normalised(upstream))
        hasher.combine(Self.normalised(revision ?? ""))
    }
}

// MARK: - Order

extension DebianVersion {
    private func compare(to other: DebianVersion) -> Int {
        guard epoch == other.epoch else { return epoch < other.epoch ? -1 : 1 }
        let order = Self.compare(upstream.utf8, other.upstream.utf8)
        return order != 0 ? order : Self.compare((revision ?? "").utf8, (other.revision ?? "").utf8)
    }

    /// dpkg's `verrevcmp`: runs of other characters and runs of digits, in turn.
    private static func compare(_ left: String.UTF8View, _ right: String.UTF8View) -> Int {
        var a = left[...]
        var b = right[...]
        while !a.isEmpty || !b.isEmpty {
            while startsWithNonDigit(a) || startsWithNonDigit(b) {
                let difference = weight(a.first) - weight(b.first)
                guard difference == 0 else { return difference }
                a = a.dropFirst()
                b = b.dropFirst()
            }
            let difference = DigitRun.compareRemoving(&a, &b)
            guard difference == 0 else { return difference }
        }
        return 0
    }

    private static func startsWithNonDigit(_ text: Substring.UTF8View) -> Bool {
        guard let byte = text.first else { return false }
        return !ByteClass.isDigit(byte)
    }

    /// dpkg's `order`: `~`, then the end and digits, then letters, then what is not ASCII, then the
    /// rest. (dpkg reads signed characters on amd64, which puts bytes from 128 where they are here.)
    private static func weight(_ byte: UInt8?) -> Int {
        guard let byte, !ByteClass.isDigit(byte) else { return 0 }
        if byte == UInt8(ascii: "~") { return -1 }
        return ByteClass.isLetter(byte) || byte >= 128 ? Int(byte) : Int(byte) + 256
    }

    /// The bytes without leading zeros in each number, so that a zero is nothing at all.
    ///
    /// Equal versions share this form; so do a few unequal ones, which a hash allows.
    private static func normalised(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        var isInNumber = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "0"), !isInNumber { continue }
            isInNumber = ByteClass.isDigit(byte)
            result.append(byte)
        }
        return result
    }

    // MARK: - Reading

    /// What C's `strtol` takes for an epoch from 0 to `INT_MAX`; dpkg accepts a plus sign.
    private static func epoch(_ bytes: ArraySlice<UInt8>) -> Int32? {
        let digits = bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes
        guard !digits.isEmpty, digits.allSatisfy(ByteClass.isDigit) else { return nil }
        return Int32(String(decoding: digits, as: UTF8.self))
    }

    private static func isAllowed(_ byte: UInt8, punctuation: String) -> Bool {
        ByteClass.isDigit(byte) || ByteClass.isLetter(byte) || punctuation.utf8.contains(byte)
    }
}
