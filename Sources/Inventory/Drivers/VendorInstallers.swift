internal import Model
internal import Primitives

/// Puts together what the installers of makers of hardware spread over a station.
///
/// Each leaves something that only it leaves: NVIDIA's its list of files (`var/lib/nvidia/log`, the
/// format is described in nvidia-installer's `backup.c`), DisplayLink its folder below `opt`, HP's
/// plugin its entry in `var/lib/hp/hplip.state`.
struct VendorInstallers {
    private let station: StationFiles
    /// How the names of NVIDIA's programs, libraries and modules begin.
    private static let nvidiaNames = [
        "nvidia", "libnvidia", "libcuda", "libGLX_nvidia", "libEGL_nvidia", "libGLESv1_CM_nvidia",
        "libGLESv2_nvidia", "libvdpau_nvidia", "libnvcuvid", "libnvoptix",
    ]

    init(_ station: StationFiles) {
        self.station = station
    }

    /// Makes one driver of each installer's drafts.
    func fold(_ drafts: inout [UnownedDraft]) {
        let (version, files) = nvidia()
        fold(&drafts, as: "NVIDIA", version: version, note: "var/lib/nvidia/log") { draft in
            let isListed = draft.paths.contains { path in
                files.contains(path.description)
            }
            let isNamed = Self.nvidiaNames.contains { name in
                draft.paths.contains { $0.name.starts(with: name.utf8) }
            }
            return isListed || isNamed
        } isMarked: { draft in
            !files.isEmpty
                || draft.paths.contains { $0.description == "usr/bin/nvidia-uninstall" }
        }
        fold(&drafts, as: "DisplayLink", version: "", note: nil) { draft in
            draft.paths.contains { $0.description.isWithin("opt/displaylink") }
                || draft.kind == .driver && draft.name == "evdi"
        } isMarked: { draft in
            draft.paths.contains { $0.description.isWithin("opt/displaylink") }
        }
        let plugin = plugin()
        fold(&drafts, as: "HPLIP plugin", version: plugin ?? "", note: "var/lib/hp/hplip.state") {
            draft in
            draft.paths.contains { $0.description.isWithin("usr/share/hplip") }
        } isMarked: { _ in
            plugin != nil
        }
    }

    /// Makes one draft of those that are parts, where one of them shows that the installer ran.
    private func fold(
        _ drafts: inout [UnownedDraft],
        as name: String,
        version: String,
        note: String?,
        isPart: (UnownedDraft) -> Bool,
        isMarked: (UnownedDraft) -> Bool
    ) {
        let parts = drafts.indices.filter { isPart(drafts[$0]) }
        guard let first = parts.first, parts.contains(where: { isMarked(drafts[$0]) }) else {
            return
        }
        var whole = drafts[first]
        for part in parts.dropFirst() { whole.merge(drafts[part]) }
        whole.name = name
        whole.kind = .driver
        whole.isNamed = true
        if !version.isEmpty { whole.version = version }
        if let note { whole.note = note }
        let rest = Set(parts.dropFirst())
        drafts[first] = whole
        drafts = drafts.indices.filter { !rest.contains($0) }.map { drafts[$0] }
    }

    /// The version and the files that NVIDIA's installer wrote down.
    private func nvidia() -> (version: String, files: Set<String>) {
        guard station.kind("var/lib/nvidia/log") == .regular,
            // A list that cannot be read lists nothing: the files are reported one by one.
            let bytes = (try? station.content("var/lib/nvidia/log", limit: ReadingLimits.inf))
                ?? nil
        else { return ("", []) }
        var files: Set<String> = []
        let lines = ByteText.lines(bytes[...])
        for line in lines.dropFirst(2).prefix(ReadingLimits.driverFiles) {
            let text = ByteText.string(line)
            // A link or a file that it made; all other lines are of what it put aside.
            for mark in ["0: /", "1: /"] where text.hasPrefix(mark) {
                // A folder that nothing owns is met in place of what it holds.
                var path = text.dropFirst(mark.count)
                while files.insert(String(path)).inserted, let slash = path.lastIndex(of: "/") {
                    path = path[..<slash]
                }
            }
        }
        var version = ByteText.string(lines.first ?? [])
        // What older installers could read.
        if version.hasPrefix("1.0-") { version.removeFirst(4) }
        return (DisplayName.cleaned(version), files)
    }

    /// The version of HP's plugin; nil where none is installed.
    private func plugin() -> String? {
        // A record that cannot be read records nothing.
        let bytes = (try? station.regular("var/lib/hp/hplip.state")) ?? nil
        var values: [String: String] = [:]
        var isPlugin = false
        for line in ByteText.lines((bytes ?? [])[...]) {
            let text = ByteText.string(ByteText.trimmed(line))
            if text.hasPrefix("[") {
                isPlugin = text == "[plugin]"
                continue
            }
            let parts = text.split(separator: "=", maxSplits: 1).map {
                DisplayName.cleaned(String($0))
            }
            if isPlugin, parts.count == 2 { values[parts[0]] = parts[1] }
        }
        return values["installed"] == "1" ? values["version"] ?? "" : nil
    }
}
