/// A keyed hash of paths: a polynomial modulo 2^61 - 1 at a random point.
///
/// Two different paths of n bytes agree with probability n / 2^61 over the choice of the key, which
/// is made anew for every table; so nobody can choose a path that is taken for an owned one.
package struct PathHasher: Sendable {
    private let key: UInt64
    private static let modulus: UInt64 = (1 << 61) - 1

    /// Chooses a key.
    package init() {
        key = UInt64.random(in: (1 << 32)..<Self.modulus)
    }

    /// The hash of `bytes[range]`; never 0.
    @inline(__always)
    package func hash(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var sum: UInt64 = 1
        var index = range.lowerBound
        while index + 7 <= range.upperBound {
            var chunk: UInt64 = 0
            for offset in 0..<7 { chunk = chunk << 8 | UInt64(bytes[index + offset]) }
            sum = fold(sum, chunk)
            index += 7
        }
        // The last chunk starts with a one bit, so that its length counts.
        var chunk: UInt64 = 1
        while index < range.upperBound {
            chunk = chunk << 8 | UInt64(bytes[index])
            index += 1
        }
        sum = fold(sum, chunk)
        return sum == 0 ? Self.modulus : sum
    }

    /// The hash of all of `bytes`.
    package func hash(_ bytes: [UInt8]) -> UInt64 {
        hash(bytes.span, 0..<bytes.count)
    }

    @inline(__always)
    private func fold(_ sum: UInt64, _ chunk: UInt64) -> UInt64 {
        // Both are under 2^61, so that one subtraction is the remainder.
        let added = sum &+ chunk
        let value = added >= Self.modulus ? added &- Self.modulus : added
        let product = value.multipliedFullWidth(by: key)
        let folded = (product.low & Self.modulus) &+ (product.low >> 61 | product.high << 3)
        return folded >= Self.modulus ? folded &- Self.modulus : folded
    }
}
