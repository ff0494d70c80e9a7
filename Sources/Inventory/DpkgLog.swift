/// Reads `dpkg.log` for what apt's history does not know: packages installed by dpkg itself.
package enum DpkgLog {
    /// One installation of a package that was not installed.
    package struct Installation: Sendable {
        /// When it began.
        package let time: LogTime
        /// The package as `name:architecture`.
        package let package: String
    }

    /// The installations in a log; every other line is passed over.
    package static func parse(_ bytes: [UInt8]) -> [Installation] {
        let verb = [UInt8](" install ".utf8)
        var found: [Installation] = []
        for line in ByteText.lines(bytes[...]) {
            let start = line.startIndex
            guard line.count > 28, line[(start + 19)...].starts(with: verb),
                let time = LogTime(line)
            else { continue }
            let name = line[(start + 28)...].prefix { $0 != ByteText.space }
            found.append(Installation(time: time, package: ByteText.string(name)))
        }
        return found
    }
}
