internal import Platform
internal import Primitives

/// What the version resource of a Windows program or driver says.
///
/// Format: Microsoft, `VS_VERSIONINFO`. The resource is found by its own signatures instead of the
/// program's tables: a table that lies then costs nothing, and a program without one is told apart.
package struct ProgramVersion: Sendable, Equatable {
    package private(set) var company: String?
    package private(set) var product: String?
    package private(set) var version: String?

    private static let longest = 256

    /// Reads the content of a program; nil where it is none (no `MZ`).
    package init?(_ bytes: [UInt8]) {
        guard LittleEndian.matches(bytes, 0, "MZ") else { return nil }
        guard let start = Self.find(Self.wide("VS_VERSION_INFO"), bytes, 0..<bytes.count) else {
            return
        }
        let resource = start..<min(bytes.count, start + ReadingLimits.versionResource)
        company = Self.text("CompanyName", bytes, resource)
        product = Self.text("ProductName", bytes, resource)
        version = Self.text("FileVersion", bytes, resource).map {
            // `10.0.16299.15 (WinBuild.160101.0800)` and `1, 2, 0, 4`.
            let plain = $0.replacing(", ", with: ".").replacing(",", with: ".")
            return plain.split(separator: " ").first.map(String.init) ?? plain
        }
    }

    /// Reads the program at `path`; nil where it is none, or is too large to look through.
    static func read(
        _ path: RelativePath,
        in station: WindowsFiles
    ) throws(InventoryError) -> ProgramVersion? {
        guard let status = try station.status(path), status.size <= ReadingLimits.program else {
            return nil
        }
        return ProgramVersion(try station.content(path, limit: Int(ReadingLimits.program)))
    }

    private static func text(_ name: String, _ bytes: [UInt8], _ range: Range<Int>) -> String? {
        let key = wide(name) + [0, 0]
        guard var start = find(key, bytes, range).map({ $0 + key.count }) else { return nil }
        // The value stands on a multiple of four bytes, counted from somewhere before: skip NULs.
        while start + 1 < range.upperBound, bytes[start] == 0, bytes[start + 1] == 0 { start += 2 }
        let end = min(range.upperBound, start + 2 * longest)
        guard start < end else { return nil }
        let text = DisplayName.cleaned(RegistryText.string(Array(bytes[start..<end])))
        return text.isEmpty ? nil : text
    }

    private static func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } }

    private static func find(
        _ pattern: [UInt8],
        _ bytes: [UInt8],
        _ range: Range<Int>
    ) -> Int? {
        guard let first = pattern.first, range.count >= pattern.count else { return nil }
        let span = bytes.span
        var index = range.lowerBound
        let last = range.upperBound - pattern.count
        while index <= last {
            if span[index] == first {
                var length = 1
                while length < pattern.count, span[index + length] == pattern[length] {
                    length += 1
                }
                if length == pattern.count { return index }
            }
            index += 1
        }
        return nil
    }
}
