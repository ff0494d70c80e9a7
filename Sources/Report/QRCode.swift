/// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction of level L, versions 1 to 9.
///
/// The console of a rescue system has no other way to hand a report to a telephone.
public struct QRCode: Sendable, Equatable {
    /// Dark modules by row and column, without the quiet margin.
    public let modules: [[Bool]]
    /// Modules of a side.
    public var size: Int { modules.count }

    /// The most bytes of text a code of version 7 holds: with its margin it fits a console of 30 rows.
    public static let consoleCapacity = 154

    /// Encodes `bytes`, in the smallest version that holds them.
    ///
    /// - Returns: nil where they are more than version 9 holds, which is 230.
    public init?(_ bytes: [UInt8]) {
        let version = Version.all.first { $0.dataCodewords >= bytes.count + 2 }
        guard let version else { return nil }
        let codewords = Self.interleaved(Self.data(bytes, version), version)
        let base = QRMatrix(version)
        var best: (penalty: Int, matrix: QRMatrix)?
        for mask in 0..<8 {
            var matrix = base
            matrix.place(codewords, mask: mask)
            let penalty = matrix.penalty
            if best.map({ penalty < $0.penalty }) ?? true { best = (penalty, matrix) }
        }
        modules = best?.matrix.dark ?? []
    }

    /// Lines for a console: two rows of modules a line, light on dark, with the margin of four modules
    /// the standard asks for.
    public var consoleLines: [String] {
        let range = -4..<(size + 4)
        func isLight(_ row: Int, _ column: Int) -> Bool {
            guard modules.indices.contains(row), modules.indices.contains(column) else {
                return row < size + 4
            }
            return !modules[row][column]
        }
        return stride(from: range.lowerBound, to: range.upperBound, by: 2).map { row in
            range.map { (column) -> String in
                switch (isLight(row, column), isLight(row + 1, column)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }.joined()
        }
    }

    // MARK: Codewords

    /// What a version holds at level L (tables 7 and 9 of the standard).
    struct Version {
        let number: Int
        let codewords: Int
        let correction: Int
        let blocks: Int
        let alignment: [Int]

        var dataCodewords: Int { codewords - correction * blocks }
        var size: Int { 17 + 4 * number }

        static let all = [
            Version(number: 1, codewords: 26, correction: 7, blocks: 1, alignment: []),
            Version(number: 2, codewords: 44, correction: 10, blocks: 1, alignment: [6, 18]),
            Version(number: 3, codewords: 70, correction: 15, blocks: 1, alignment: [6, 22]),
            Version(number: 4, codewords: 100, correction: 20, blocks: 1, alignment: [6, 26]),
            Version(number: 5, codewords: 134, correction: 26, blocks: 1, alignment: [6, 30]),
            Version(number: 6, codewords: 172, correction: 18, blocks: 2, alignment: [6, 34]),
            Version(number: 7, codewords: 196, correction: 20, blocks: 2, alignment: [6, 22, 38]),
            Version(number: 8, codewords: 242, correction: 24, blocks: 2, alignment: [6, 24, 42]),
            Version(number: 9, codewords: 292, correction: 30, blocks: 2, alignment: [6, 26, 46]),
        ]
    }

    /// Mode, count, bytes, end and padding.
    private static func data(_ bytes: [UInt8], _ version: Version) -> [UInt8] {
        // The mode takes half a byte, so that every byte lies across two codewords.
        let count = UInt8(truncatingIfNeeded: bytes.count)
        var halves: [UInt8] = [0b0100, count >> 4, count & 15]
        for byte in bytes { halves += [byte >> 4, byte & 15] }
        halves.append(0)
        var result = stride(from: 0, to: halves.count, by: 2).map {
            halves[$0] << 4 | halves[$0 + 1]
        }
        var padding: UInt8 = 0xEC
        while result.count < version.dataCodewords {
            result.append(padding)
            padding ^= 0xEC ^ 0x11
        }
        return result
    }

    private static func interleaved(_ data: [UInt8], _ version: Version) -> [UInt8] {
        // At level L of these versions the blocks are of one length.
        let length = version.dataCodewords / version.blocks
        let blocks = (0..<version.blocks).map { Array(data[$0 * length..<($0 + 1) * length]) }
        let corrections = blocks.map { ReedSolomon.remainder(of: $0, degree: version.correction) }
        let first = (0..<length).flatMap { index in blocks.map { $0[index] } }
        let second = (0..<version.correction).flatMap { index in corrections.map { $0[index] } }
        return first + second
    }
}

/// Error correction over GF(2^8) with the polynomial of QR codes, 0x11D.
private enum ReedSolomon {
    static func remainder(of data: [UInt8], degree: Int) -> [UInt8] {
        let divisor = divisor(degree)
        var result = [UInt8](repeating: 0, count: degree)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for (index, coefficient) in divisor.enumerated() {
                result[index] ^= multiply(coefficient, factor)
            }
        }
        return result
    }

    /// The product of (x - 2^0) … (x - 2^(degree-1)), its leading 1 left out.
    private static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in result.indices {
                result[index] = multiply(result[index], root)
                if index + 1 < result.count { result[index] ^= result[index + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for bit in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x11D
            if right >> bit & 1 == 1 { product ^= Int(left) }
        }
        return UInt8(truncatingIfNeeded: product)
    }
}
