public import Model
public import Platform
public import Primitives

/// Looks for the traces faults leave on a Debian station: in its journal, its kernel, its crash
/// records, and in what its programs need.
public enum FaultReader {
    /// The traces on the station below `root`, whose paths `ownership` knows the owners of.
    ///
    /// Nothing is asked of the running system but what lies below `root`: of a disk mounted
    /// elsewhere, what the kernel holds is not known.
    public static func read(
        root: Directory,
        ownership: FileOwnership?,
        now: Instant
    ) -> FaultTraces {
        var result = FaultTraces()
        SystemJournal(root: root, ownership: ownership).read(into: &result, now: now)
        result.traces += KernelModules(root: root, ownership: ownership).traces()
        // The journal names the same programs; a dump of one it names is no second fault.
        let known = Set(result.traces.filter { $0.sort == .crash }.flatMap(\.paths))
        result.traces += CrashRecords(root: root, ownership: ownership).traces().filter {
            $0.paths.isEmpty || !$0.paths.contains(where: known.contains)
        }
        guard let ownership else {
            result.unread.append("NEEDED: \(OwnershipLists.folder)")
            return result
        }
        var libraries = MissingLibraries(root: root, ownership: ownership)
        result.traces += libraries.traces()
        return result
    }
}
