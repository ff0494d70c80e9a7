package import Primitives

/// When drivers were put in, by the log of Windows' device installation (`setupapi.dev.log`).
///
/// Of each section only its day and the names of published INF files are kept; the log also names
/// the folders people installed from, which are never looked at.
package struct SetupLog: Sendable {
    /// The last day each INF file was published, by its name in lower case.
    package private(set) var published: [String: Day] = [:]
    /// The name of each published file as its maker gave it.
    package private(set) var originals: [String: String] = [:]

    /// Reads a log; a line that is not understood is passed over.
    package static func parse(_ bytes: [UInt8]) -> SetupLog {
        var log = SetupLog()
        var day: Day?
        for line in bytes.split(whereSeparator: { $0 == ByteText.newline }) {
            let text = ByteText.trimmed(line)
            if let rest = after(">>>  Section start ", text), rest.count >= 10 {
                day = Self.day(rest.prefix(10))
            } else if text.contains(UInt8(ascii: "'")), let names = published(text) {
                log.published[names.published] = day ?? log.published[names.published]
                log.originals[names.published] = names.original
            }
        }
        return log
    }

    /// The names in a line on an INF file that was published.
    ///
    /// `cpy: Published 'alps.inf_amd64_01\alps.inf' to 'oem3.inf'.`
    private static func published(
        _ text: ArraySlice<UInt8>
    ) -> (original: String, published: String)? {
        let parts = text.split(
            separator: UInt8(ascii: "'"),
            maxSplits: 4,
            omittingEmptySubsequences: false
        )
        guard parts.count == 5, ByteText.string(parts[0]).hasSuffix(" Published "),
            ByteText.string(parts[2]) == " to "
        else { return nil }
        let folder = parts[1].prefix { $0 != UInt8(ascii: "\\") }
        let name = ByteText.string(parts[3]).lowercased()
        guard DriverPackage.isThirdParty(name) else { return nil }
        return (DriverPackage.original(ofFolder: ByteText.string(folder)), name)
    }

    private static func after(_ prefix: String, _ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        text.starts(with: prefix.utf8) ? text.dropFirst(prefix.utf8.count) : nil
    }

    /// `2016/10/05` as a day.
    private static func day(_ text: ArraySlice<UInt8>) -> Day? {
        Day(bytes: Array(text.map { $0 == ByteText.slash ? UInt8(ascii: "-") : $0 })[...])
    }
}
