internal import Model
internal import Primitives

/// Reads the programs installed in Wine's prefixes: the Uninstall keys of its registry, which is text.
struct WinePrograms {
    private let station: StationFiles

    init(_ station: StationFiles) {
        self.station = station
    }

    func read(_ profiles: [ManagedPrograms.Profile]) throws(InventoryError) -> [InventoryItem] {
        var items: [InventoryItem] = []
        for profile in profiles {
            for prefix in try prefixes(of: profile.path) {
                for name in ["system.reg", "user.reg"] {
                    let file = "\(profile.path)/\(prefix)/\(name)"
                    guard station.kind(file) == .regular,
                        let bytes = try station.content(file, limit: ReadingLimits.log)
                    else { continue }
                    let label = "\(profile.label)/\(prefix)/\(name)"
                    items += Self.programs(bytes, file: label)
                }
            }
        }
        return items
    }

    private func prefixes(of profile: String) throws(InventoryError) -> [String] {
        var prefixes = [".wine"]
        for folder in [".local/share/wineprefixes", ".PlayOnLinux/wineprefix"] {
            prefixes += try station.folders(in: "\(profile)/\(folder)").map { "\(folder)/\($0)" }
        }
        return prefixes
    }

    /// The programs of one file; what Wine itself registers, its engines, is left out.
    static func programs(_ bytes: [UInt8], file: String) -> [InventoryItem] {
        var items: [InventoryItem] = []
        var entry: UninstallEntry?
        var place = Evidence(file: file, field: "")
        func close() {
            guard var item = entry?.item(architecture: nil, evidence: place),
                !item.name.hasPrefix("Wine ")
            else { return }
            item.source = .wine
            item.origin = .manualCopy
            items.append(item)
        }
        var number = 0
        for line in ByteText.lines(bytes[...]) {
            number += 1
            if line.first == UInt8(ascii: "[") {
                close()
                entry = key(line).map { UninstallEntry(key: $0) }
                place = Evidence(file: file, field: "line \(number)")
            } else if entry != nil, let (name, text) = value(line) {
                entry?.take(name, text: text)
            }
        }
        close()
        return items
    }

    /// The name of the Uninstall entry whose key `line` is, or nil for any other key.
    private static func key(_ line: ArraySlice<UInt8>) -> String? {
        guard let end = line.lastIndex(of: UInt8(ascii: "]")) else { return nil }
        let path = ByteText.string(line[line.startIndex + 1..<end])
        let parts = path.split(separator: "\\").map(String.init)
        guard parts.count >= 4, parts[parts.count - 2].lowercased() == "uninstall",
            parts[parts.count - 3].lowercased() == "currentversion"
        else { return nil }
        return parts[parts.count - 1]
    }

    /// A value that is text: `"name"="text"`.
    private static func value(_ line: ArraySlice<UInt8>) -> (name: String, text: String)? {
        let text = ByteText.string(line.prefix(ReadingLimits.registryText))
        guard text.hasPrefix("\""), let middle = text.firstRange(of: "\"=\""), text.hasSuffix("\"")
        else { return nil }
        let name = text[..<middle.lowerBound].dropFirst()
        return (String(name), unescaped(text[middle.upperBound...].dropLast()))
    }

    /// Wine writes other than ASCII as `\x` and hexadecimal digits: four of them where a digit
    /// follows.
    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let first = rest.popFirst() {
            guard first == "\\", let next = rest.popFirst() else {
                result.append(first)
                continue
            }
            guard next == "x" else {
                result.append(next)
                continue
            }
            let digits = rest.prefix(4).prefix { $0.properties.isASCIIHexDigit }
            let code = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
            rest = rest.dropFirst(digits.count)
            if let scalar = code.flatMap(Unicode.Scalar.init) { result.append(scalar) }
        }
        return String(result)
    }
}
