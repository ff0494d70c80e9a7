/// The modules of a QR code while it is drawn.
struct QRMatrix {
    private(set) var dark: [[Bool]]
    /// Modules that are no data.
    private var isFixed: [[Bool]]
    private let version: QRCode.Version
    private var size: Int { version.size }

    /// Draws what every code of the version has.
    init(_ version: QRCode.Version) {
        self.version = version
        let row = [Bool](repeating: false, count: version.size)
        dark = [[Bool]](repeating: row, count: version.size)
        isFixed = dark
        for index in 0..<size {
            fix(6, index, index % 2 == 0)
            fix(index, 6, index % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] { drawFinder(row, column) }
        let last = version.alignment.count - 1
        for (i, row) in version.alignment.enumerated() {
            for (j, column) in version.alignment.enumerated() {
                // Where the finders are there is none.
                guard (i, j) != (0, 0), (i, j) != (0, last), (i, j) != (last, 0) else { continue }
                drawSquare(row, column, radius: 2) { $0 != 1 }
            }
        }
        drawFormat(mask: 0)
        drawVersion()
    }

    private mutating func fix(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard dark.indices.contains(row), dark.indices.contains(column) else { return }
        dark[row][column] = isDark
        isFixed[row][column] = true
    }

    private mutating func drawSquare(
        _ row: Int,
        _ column: Int,
        radius: Int,
        isDark: (Int) -> Bool
    ) {
        for down in -radius...radius {
            for right in -radius...radius {
                fix(row + down, column + right, isDark(max(abs(down), abs(right))))
            }
        }
    }

    private mutating func drawFinder(_ row: Int, _ column: Int) {
        drawSquare(row, column, radius: 4) { $0 != 2 && $0 != 4 }
    }

    /// The level, which is L, and the mask, twice.
    private mutating func drawFormat(mask: Int) {
        let data = 0b01 << 3 | mask
        var remainder = data
        for _ in 0..<10 { remainder = remainder << 1 ^ (remainder >> 9) * 0x537 }
        let bits = (data << 10 | remainder) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0..<6 { fix(index, 8, bit(index)) }
        fix(7, 8, bit(6))
        fix(8, 8, bit(7))
        fix(8, 7, bit(8))
        for index in 9..<15 { fix(8, 14 - index, bit(index)) }
        for index in 0..<8 { fix(8, size - 1 - index, bit(index)) }
        for index in 8..<15 { fix(size - 15 + index, 8, bit(index)) }
        fix(size - 8, 8, true)
    }

    /// The version, twice, from version 7 on.
    private mutating func drawVersion() {
        guard version.number >= 7 else { return }
        var remainder = version.number
        for _ in 0..<12 { remainder = remainder << 1 ^ (remainder >> 11) * 0x1F25 }
        let bits = version.number << 12 | remainder
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let (long, short) = (size - 11 + index % 3, index / 3)
            fix(short, long, isDark)
            fix(long, short, isDark)
        }
    }

    /// Writes the codewords, in columns of two from the right, masked.
    mutating func place(_ codewords: [UInt8], mask: Int) {
        drawFormat(mask: mask)
        var next = 0
        var isUpward = true
        for right in stride(from: size - 1, to: 0, by: -2).map({ $0 <= 6 ? $0 - 1 : $0 }) {
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFixed[row][column] {
                    let bit =
                        next < codewords.count * 8
                        && codewords[next / 8] >> (7 - next % 8) & 1 == 1
                    dark[row][column] = bit != Self.isMasked(mask, row, column)
                    next += 1
                }
            }
            isUpward.toggle()
        }
    }

    private static func isMasked(_ mask: Int, _ row: Int, _ column: Int) -> Bool {
        switch mask {
        case 0: (row + column) % 2 == 0
        case 1: row % 2 == 0
        case 2: column % 3 == 0
        case 3: (row + column) % 3 == 0
        case 4: (row / 2 + column / 3) % 2 == 0
        case 5: row * column % 2 + row * column % 3 == 0
        case 6: (row * column % 2 + row * column % 3) % 2 == 0
        default: ((row + column) % 2 + row * column % 3) % 2 == 0
        }
    }

    // MARK: Which mask reads best

    /// The points of the standard against this drawing; the fewer the better.
    var penalty: Int {
        let columns = dark.indices.map { column in dark.map { $0[column] } }
        var points = 0
        for line in dark + columns { points += Self.runs(line) + Self.finders(line) }
        for row in 1..<size {
            for column in 1..<size {
                let corner = dark[row][column]
                if dark[row - 1][column] == corner, dark[row][column - 1] == corner,
                    dark[row - 1][column - 1] == corner
                {
                    points += 3
                }
            }
        }
        let share = dark.joined().filter { $0 }.count * 20 - size * size * 10
        return points + (abs(share) / (size * size)) * 10
    }

    private static func runs(_ line: [Bool]) -> Int {
        var (points, length) = (0, 0)
        for (index, module) in line.enumerated() {
            length = index > 0 && line[index - 1] == module ? length + 1 : 1
            if length == 5 { points += 3 } else if length > 5 { points += 1 }
        }
        return points
    }

    private static func finders(_ line: [Bool]) -> Int {
        let finder = [true, false, true, true, true, false, true]
        let light = [false, false, false, false]
        var points = 0
        for start in 0...(line.count - 11) {
            let window = Array(line[start..<start + 11])
            if window == finder + light || window == light + finder { points += 40 }
        }
        return points
    }
}
