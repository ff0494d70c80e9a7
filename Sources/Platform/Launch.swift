internal import CPlatform
internal import Glibc
import Primitives

/// A program about to be started.
struct Launch {
    private let arguments: [String]
    private let environment: [String]
    private let candidates: [String]
    private let directory: Directory?
    private let inRoot: Bool
    private let hostDevices: Bool

    init(
        _ arguments: [String],
        environment: [String: String],
        directory: Directory?,
        inRoot: Bool = false,
        hostDevices: Bool = false
    ) throws(PlatformError) {
        let name = arguments.first ?? ""
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        guard !name.isEmpty, !(arguments + variables).contains(where: { $0.utf8.contains(0) })
        else {
            throw PlatformError(
                .notSupported,
                operation: "execve",
                subject: name,
                detail: "no program, or a NUL byte in an argument"
            )
        }
        let path = environment["PATH"] ?? "/usr/bin:/bin"
        self.arguments = arguments
        self.environment = variables
        self.candidates =
            name.contains("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
        self.directory = directory
        self.inRoot = inRoot
        self.hostDevices = hostDevices
    }

    /// Starts the program, feeds and drains it, and waits for its end.
    func run(
        input: [UInt8],
        outputLimit: Int,
        timeout: Int?,
        stopping: ChildStopping? = nil,
        take: ((ArraySlice<UInt8>) -> Bool)? = nil
    ) throws(PlatformError) -> ProcessResult {
        let name = arguments.first ?? ""
        let output = try Pipe.make()
        let error = try Pipe.make()
        var feed = try ChildInput.make(input)
        let pid = try start(feed.childEnd, output.writeEnd, error.writeEnd, name)
        output.closeWriteEnd()
        error.closeWriteEnd()
        var exchange = ChildExchange(
            pid: pid,
            name: name,
            limit: max(0, outputLimit),
            output: output.readEnd,
            error: error.readEnd,
            stopping: stopping
        )
        return try exchange.finish(feeding: &feed, timeout: timeout, take: take)
    }

    private func start(
        _ input: Int32,
        _ output: Int32,
        _ error: Int32,
        _ name: String
    ) throws(PlatformError) -> Int32 {
        var stage: UnsafePointer<CChar>?
        let pid = CStrings.with(candidates) { candidates in
            CStrings.with(arguments) { arguments in
                CStrings.with(environment) { environment in
                    var request = cplatform_launch(
                        candidates: candidates,
                        arguments: arguments,
                        environment: environment,
                        input: input,
                        output: output,
                        error: error,
                        directory: directory?.descriptor ?? -1,
                        in_root: inRoot ? 1 : 0,
                        host_devices: hostDevices ? 1 : 0
                    )
                    return cplatform_spawn(&request, &stage)
                }
            }
        }
        guard pid < 0 else { return pid }
        throw PlatformError(
            errorNumber: -pid,
            operation: stage.map { String(cString: $0) } ?? "vfork",
            subject: name
        )
    }
}

/// A null-ended list of C strings.
enum CStrings {
    static func with<Result>(
        _ strings: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        let list = copies.map { UnsafePointer($0) } + [nil]
        return list.withUnsafeBufferPointer { list in
            list.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
        }
    }
}

/// Two ends of a pipe; the ends still open are closed with the last reference.
final class Pipe {
    let readEnd: Int32
    private(set) var writeEnd: Int32

    private init(_ readEnd: Int32, _ writeEnd: Int32) {
        self.readEnd = readEnd
        self.writeEnd = writeEnd
    }

    deinit {
        close(readEnd)
        closeWriteEnd()
    }

    static func make() throws(PlatformError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        try check(cplatform_pipe(&ends), "pipe2", "")
        return Pipe(ends[0], ends[1])
    }

    func closeWriteEnd() {
        if writeEnd >= 0 { close(writeEnd) }
        writeEnd = -1
    }
}
