internal import Model
internal import Platform
internal import Primitives

/// What the machine below a root can do, where it is the machine that runs now.
///
/// The kernel's own folders are looked for below the root: a disk mounted elsewhere has them empty,
/// and what they would say is then unknown. The file system's size is known of either.
enum StationHardware {
    /// Reads what is known; no serial number and no address is looked at.
    static func read(root: Directory) -> HardwareFacts {
        let station = StationFiles(root)
        var facts = HardwareFacts()
        // A fact that can not be read is unknown, and said so where something hangs on it.
        if let bytes = try? station.content("proc/meminfo", limit: 1 << 20),
            let memory = memory(in: bytes)
        {
            facts.memory = memory
            facts.evidence.append(Evidence(file: "proc/meminfo", field: "MemTotal"))
        }
        if let size = try? root.fileSystem().totalBytes {
            facts.disk = Int(size >> 20)
            facts.evidence.append(Evidence(file: ".", field: "statfs"))
        }
        let graphics = "sys/class/drm"
        if let names = try? station.names(in: graphics), !names.isEmpty {
            // A render node is what programs draw with; a bare frame buffer has none.
            facts.hasGraphicsProcessor = names.contains { $0.hasPrefix("renderD") }
            facts.evidence.append(Evidence(file: graphics, field: "renderD*"))
        }
        return facts
    }

    /// `MemTotal` of proc_meminfo(5) in MiB: memory less what the kernel holds for itself.
    static func memory(in bytes: [UInt8]) -> Int? {
        for line in ByteText.lines(bytes[...]) {
            let words = ByteText.string(line).split(separator: " ")
            guard words.first == "MemTotal:", words.count == 3, words[2] == "kB" else { continue }
            return Int(words[1]).map { $0 >> 10 }
        }
        return nil
    }
}
