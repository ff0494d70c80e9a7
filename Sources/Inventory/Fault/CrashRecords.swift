internal import Model
internal import Platform
internal import Primitives

/// Programs that left a record of a fault of their own: the names of dumps, never their content.
///
/// `core.NAME.UID.BOOT.PID.MICROSECONDS` is systemd-coredump(8)'s; `_usr_bin_name.UID.crash` is
/// apport's. Whose session it was is in the names and is not kept.
struct CrashRecords {
    let root: Directory
    let ownership: FileOwnership?

    private static let places = [
        "usr/bin", "usr/sbin", "usr/games", "usr/local/bin", "usr/libexec",
    ]

    /// The traces, by program.
    func traces() -> [FaultTrace] {
        let station = StationFiles(root)
        var traces: [String: FaultTrace] = [:]
        for (folder, read) in [
            ("var/lib/systemd/coredump", Self.dump), ("var/crash", Self.apport),
        ] where station.kind(folder) == .directory {
            for file in (try? station.names(in: folder)) ?? [] {  // unlisted: nothing to count
                guard let (name, day) = read(file) else { continue }
                if traces[name] == nil { traces[name] = trace(name, folder, station) }
                traces[name]?.happened(on: day)
            }
        }
        return traces.values.sorted { $0.name < $1.name }
    }

    private func trace(_ name: String, _ folder: String, _ station: StationFiles) -> FaultTrace {
        let paths = Self.programs(called: name, station)
        return FaultTrace(
            .crash,
            name: name,
            paths: paths,
            owners: paths.compactMap { ownership?.owner(of: $0) },
            count: 0,
            evidence: Evidence(file: folder, field: name)
        )
    }

    /// The programs the kernel calls `name`, which it cuts at 15 bytes.
    static func programs(called name: String, _ station: StationFiles) -> [RelativePath] {
        if name.contains("/") { return [try? RelativePath(name)].compactMap(\.self) }
        return places.flatMap { place -> [RelativePath] in
            guard station.kind(place) == .directory else { return [] }
            return ((try? station.names(in: place)) ?? [])
                .filter { $0 == name || name.utf8.count == 15 && $0.hasPrefix(name) }
                .compactMap { try? RelativePath("\(place)/\($0)") }
        }
    }

    static func dump(_ file: String) -> (String, Day?)? {
        var parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.first == "core" else { return nil }
        if let last = parts.last, ["zst", "lz4", "xz"].contains(last) { parts.removeLast() }
        guard parts.count >= 6, let time = Int64(parts[parts.count - 1]), time > 0 else {
            return nil
        }
        let name = parts[1..<parts.count - 4].joined(separator: ".")
        guard !name.isEmpty else { return nil }
        return (name, Instant(secondsSince1970: time / 1_000_000).day)
    }

    static func apport(_ file: String) -> (String, Day?)? {
        guard file.hasSuffix(".crash"), file.hasPrefix("_") else { return nil }
        let program = file.prefix { $0 != "." }.dropFirst().replacing("_", with: "/")
        // A program of a person's folder says where people keep what is theirs.
        guard !program.hasPrefix("home/"), !program.hasPrefix("root/") else { return nil }
        return (String(program), nil)
    }
}
