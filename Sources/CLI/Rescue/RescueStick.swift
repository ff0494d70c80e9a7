import Deployer
import Model
import Platform
import Primitives
import Report

/// The stick a rescue system started from, for reports.
struct RescueStick {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Writes `report` to the stick, which is written at no other moment.
    ///
    /// - Returns: the name it has there.
    /// - Throws: ``Failure`` where the stick was pulled out or is full.
    func save(_ report: String, _ now: Instant) throws(Failure) -> String {
        let time = now.description.filter { $0.isNumber }.prefix(14)
        let name = "rapport-\(time).txt"
        // A folder that is no mount of its own, as a test has, can be written as it is.
        let isMounted = try Failure.explaining { () throws(PlatformError) in
            try MountTable.read().contains { $0.mountPoint == Array(path.utf8) }
        }
        if isMounted { try remount("rw") }
        do throws(Failure) {
            // The console of Windows’ own programs wants both ends of a line.
            try UserFile("\(path)/\(name)").write(
                Array(report.replacing("\n", with: "\r\n").utf8)
            )
        } catch {
            if isMounted { try remount("ro") }
            throw error
        }
        if isMounted { try remount("ro") }
        return name
    }

    private func remount(_ mode: String) throws(Failure) {
        try Failure.explaining("the stick can not be written; is it still plugged in?") {
            () throws(PlatformError) in
            try ChildProcess.run(["mount", "-o", "remount,\(mode)", path]).requireSuccess("mount")
        }
    }
}
