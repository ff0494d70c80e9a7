internal import Synchronization

/// Counts what a comparison has read, and tells it every few mebibytes or hundred files.
final class ReadCounter: Sendable {
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)
    private let total: RestoreProgress
    private let note: @Sendable (RestoreProgress) -> Void

    init(total: RestoreProgress, _ note: @escaping @Sendable (RestoreProgress) -> Void) {
        self.total = total
        self.note = note
    }

    func add(bytes count: Int) {
        let (old, new) = bytes.wrappingAdd(UInt64(count), ordering: .relaxed)
        if old >> 22 != new >> 22 { tell() }
    }

    func addFile() {
        let count = files.wrappingAdd(1, ordering: .relaxed).newValue
        if count & 255 == 0 || count == total.totalFiles { tell() }
    }

    private func tell() {
        var progress = total
        progress.files = files.load(ordering: .relaxed)
        progress.bytes = min(bytes.load(ordering: .relaxed), total.totalBytes)
        note(progress)
    }
}
