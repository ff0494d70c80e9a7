import Deployer
import Platform
import Primitives
import Synchronization

/// Tells programs how a command goes on: one JSON object a line, in a file they may read meanwhile.
///
/// A line is written when the command starts, when a phase begins, at most four times a second in
/// between, and when it ends. A file without its last line is that of a command that was stopped.
final class EventFile: Sendable {
    private struct State: ~Copyable {
        let file: File
        var noted = 0.0
    }

    private static let interval = 0.25
    private let state: Mutex<State>

    /// Begins the file at `path`; what an earlier command left there is replaced.
    init(_ path: String) throws(Failure) {
        let place = UserFile(path)
        let folder = try place.parent()
        let name = try place.relativeName()
        state = try Failure.explaining("\(path) can not be written") {
            () throws(PlatformError) in
            if try folder.statusIfPresent(of: name) != nil {
                // A device, a pipe or a directory is refused by this.
                _ = try folder.openFile(name)
                try folder.removeFile(name)
            }
            return Mutex(State(file: try folder.createFile(name, permissions: 0o644)))
        }
    }

    /// Says which command starts.
    func start(_ command: String, version: String) {
        write(
            "start",
            [JSONMember("command", .string(command)), JSONMember("version", .string(version))]
        )
    }

    /// Says how far a phase is.
    func note(_ phase: RestorePhase, _ text: ProgressText, isNew: Bool) {
        let now = MonotonicClock.now()
        let isDue = state.withLock { state in
            guard isNew || now - state.noted > Self.interval else { return false }
            state.noted = now
            return true
        }
        guard isDue else { return }
        let progress = text.progress
        write(
            isNew ? "phase" : "progress",
            [
                JSONMember("phase", .string(phase.rawValue)),
                JSONMember("files", .integer(Int64(progress.files))),
                JSONMember("totalFiles", .integer(Int64(progress.totalFiles))),
                JSONMember("bytes", .integer(Int64(clamping: progress.bytes))),
                JSONMember("totalBytes", .integer(Int64(clamping: progress.totalBytes))),
                JSONMember(
                    "bytesPerSecond",
                    text.bytesPerSecond.map { .integer(Int64(clamping: $0)) } ?? .null
                ),
                JSONMember("secondsLeft", text.secondsLeft.map { .integer(Int64($0)) } ?? .null),
            ]
        )
    }

    /// Says how the command ended.
    func end(_ exit: ExitCode) {
        write("end", [JSONMember("exit", .integer(Int64(exit.rawValue)))])
    }

    private func write(_ event: String, _ members: [JSONMember]) {
        let head = [
            JSONMember("format", 1), JSONMember("event", .string(event)),
            JSONMember("time", .string(SystemClock.now().description)),
        ]
        let line = JSONWriter.compact(.object(head + members)) + "\n"
        state.withLock { state in
            // Events that can not be written are no reason to stop the work.
            try? state.file.write(Array(line.utf8))
        }
    }
}
