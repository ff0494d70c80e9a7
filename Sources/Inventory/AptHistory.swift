/// Reads apt's `history.log`: one block a run, with its command and what it did to which package.
package enum AptHistory {
    /// One run of apt, or of a program that uses its library.
    package struct Transaction: Sendable {
        /// When it began.
        package var start: LogTime
        /// When it ended; runs that were cut short have no end.
        package var end: LogTime?
        /// The command as logged, not yet free of names.
        package var command: String?
        /// What it installed, as `name:architecture`.
        package var installed: [String] = []
        /// What it removed or purged, as `name:architecture`.
        package var removed: [String] = []
        /// What it upgraded or downgraded, as `name:architecture`.
        package var upgraded: [String] = []
    }

    /// The runs in a log.
    ///
    /// Lines that are no part of a block, and `Requested-By`, are passed over.
    package static func parse(_ bytes: [UInt8]) -> [Transaction] {
        var transactions: [Transaction] = []
        var current: Transaction?
        for line in ByteText.lines(bytes[...]) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = ByteText.trimmed(line[(colon + 1)...])
            switch ByteText.string(line[..<colon]) {
            case "Start-Date":
                if let current { transactions.append(current) }
                current = LogTime(value).map { Transaction(start: $0) }
            case "End-Date":
                guard var done = current else { continue }
                done.end = LogTime(value)
                transactions.append(done)
                current = nil
            case "Commandline": current?.command = ByteText.string(value)
            case "Install": current?.installed += packages(value)
            case "Remove", "Purge": current?.removed += packages(value)
            case "Upgrade", "Downgrade": current?.upgraded += packages(value)
            default: continue
            }
        }
        if let current { transactions.append(current) }
        return transactions
    }

    /// The names of `a:amd64 (1.0, automatic), b:amd64 (2.0)`.
    private static func packages(_ value: ArraySlice<UInt8>) -> [String] {
        var names: [String] = []
        var rest = value
        while !rest.isEmpty, names.count < ReadingLimits.packages {
            let name = rest.prefix { !ByteText.isBlank($0) && $0 != UInt8(ascii: ",") }
            if !name.isEmpty { names.append(ByteText.string(name)) }
            rest = rest[name.endIndex...]
            while let byte = rest.first, ByteText.isBlank(byte) { rest = rest.dropFirst() }
            if rest.first == UInt8(ascii: "(") {
                rest = rest.drop { $0 != UInt8(ascii: ")") }.dropFirst()
            }
            rest = rest.drop { ByteText.isBlank($0) || $0 == UInt8(ascii: ",") }
        }
        return names
    }
}
