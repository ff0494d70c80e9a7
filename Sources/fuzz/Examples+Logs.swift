import Inventory
import Platform
import Primitives

extension Examples {
    /// Writes a log of each kind beside the smallest example of a hive, as Windows leaves them when it
    /// is stopped in the middle of a write.
    func makeLogs() throws {
        guard let whole = try all("regf").min(by: { $0.count < $1.count }), whole.count >= 8192
        else { return }
        var hive = whole
        // A write that was begun is told by a number raised before it and one raised after.
        hive[4] &+= 1
        mend(&hive)
        for kind: UInt8 in [1, 6] {
            var log = Array(hive.prefix(512))
            log[8..<12] = log[4..<8]
            log[28] = kind
            mend(&log)
            log += kind == 1 ? pages(hive) : entry(hive)
            let path = try RelativePath("regf-log")
            try folder.makeDirectories(path, permissions: 0o755)
            try folder.write(
                number(hive.count) + hive + log,
                atomicallyTo: RelativePath("regf-log/kind-\(kind)"),
                permissions: 0o644
            )
        }
    }

    private func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private func mend(_ bytes: inout [UInt8]) {
        bytes[508..<512] = number(Int(HiveHeader.sum(bytes)))[...]
    }

    /// The old kind: a bitmap of pages of 512 bytes, all of them dirty, and the pages.
    private func pages(_ hive: [UInt8]) -> [UInt8] {
        let bins = hive[4096...]
        let bitmap = Array("DIRT".utf8) + [UInt8](repeating: 0xFF, count: bins.count / 4096)
        return bitmap + [UInt8](repeating: 0, count: 512 - bitmap.count % 512) + bins
    }

    /// The kind since Windows 8.1: one entry that writes the first bin; its sums are set by the reader.
    private func entry(_ hive: [UInt8]) -> [UInt8] {
        let page = hive[4096..<8192]
        let length = (48 + page.count + 511) & ~511
        var entry = Array("HvLE".utf8) + number(length) + number(0) + hive[4..<8]
        entry += number(hive.count - 4096) + number(1) + [UInt8](repeating: 0, count: 16)
        entry += number(0) + number(page.count) + page
        return entry + [UInt8](repeating: 0, count: length - entry.count)
    }
}
