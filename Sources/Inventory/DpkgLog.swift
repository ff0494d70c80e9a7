/// Reads `dpkg.log` for what apt's history does not know: what was done by dpkg itself.
package enum DpkgLog {
    /// What was done to a package.
    package enum Kind: String, Sendable, CaseIterable {
        /// It was not installed, and then it was.
        case installation = "install"
        /// It was given another version, newer or older.
        case upgrade = "upgrade"
    }

    /// One thing done to one package.
    package struct Event: Sendable {
        /// What was done.
        package let kind: Kind
        /// When it began.
        package let time: LogTime
        /// The package as `name:architecture`.
        package let package: String
    }

    /// The installations and upgrades in a log; every other line is passed over.
    package static func parse(_ bytes: [UInt8]) -> [Event] {
        var found: [Event] = []
        for line in ByteText.lines(bytes[...]) {
            guard line.count > 20, let time = LogTime(line) else { continue }
            let words = line.dropFirst(20).split(separator: ByteText.space, maxSplits: 2)
            guard words.count > 1, let kind = Kind(rawValue: ByteText.string(words[0])) else {
                continue
            }
            found.append(Event(kind: kind, time: time, package: ByteText.string(words[1])))
        }
        return found
    }
}
