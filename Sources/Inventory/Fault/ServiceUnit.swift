internal import Platform
internal import Primitives

/// The files that make a service what it is: its unit, what it starts, and what changes it
/// (systemd.unit(5), systemd.service(5)).
struct ServiceUnit {
    /// The unit's file first, then the programs it starts, then its drop-ins.
    let paths: [RelativePath]

    private static let folders = [
        "etc/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system",
        "lib/systemd/system",
    ]

    /// Finds the files of the unit called `name` on `station`.
    init(_ name: String, _ station: StationFiles) {
        var names = [name]
        if let at = name.firstIndex(of: "@"), let dot = name.lastIndex(of: ".") {
            names.append(String(name[...at]) + String(name[dot...]))
        }
        var units: [String] = []
        var parts: [String] = []
        for name in names {
            for folder in Self.folders {
                let file = "\(folder)/\(name)"
                if station.kind(file) == .regular { units.append(file) }
                guard station.kind("\(file).d") == .directory else { continue }
                let found = (try? station.names(in: "\(file).d")) ?? []  // unlisted: unknown
                parts += found.filter { $0.hasSuffix(".conf") }.map { "\(file).d/\($0)" }
            }
        }
        let programs = (units.prefix(1) + parts).flatMap { Self.programs(in: $0, station) }
        paths = (units.prefix(1) + programs + parts).compactMap { try? RelativePath($0) }
    }

    /// The absolute paths in the lines `ExecStart=` and its siblings, interpreters left out where
    /// they are given a script.
    private static func programs(in file: String, _ station: StationFiles) -> [String] {
        guard let bytes = try? station.content(file, limit: ReadingLimits.configuration) else {
            return []
        }
        return ByteText.lines(bytes[...]).flatMap { line -> [String] in
            let text = ByteText.string(ByteText.trimmed(line))
            guard text.hasPrefix("ExecStart"), let equals = text.firstIndex(of: "=") else {
                return []
            }
            let words = text[text.index(after: equals)...].split(separator: " ").map {
                String($0.drop { "-@:+!\"'".contains($0) }.prefix { !"\"'".contains($0) })
            }
            return words.filter { $0.hasPrefix("/") && $0.count > 1 }.map { String($0.dropFirst()) }
        }
    }
}
