internal import CPlatform
internal import Glibc
import Primitives

/// How a program ended and what it wrote.
public struct ProcessResult: Sendable, Hashable {
    /// How a program ended.
    public enum Outcome: Sendable, Hashable {
        /// It returned this status.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
    }

    /// How it ended.
    public let outcome: Outcome
    /// What it wrote to its standard output, up to the limit.
    public let output: [UInt8]
    /// What it wrote to its standard error, up to the limit.
    public let error: [UInt8]
    /// Whether it wrote more than the limit to either; the rest was read and dropped.
    public let isTruncated: Bool

    /// Whether it returned 0.
    public var succeeded: Bool { outcome == .exited(0) }
    /// The standard output as text.
    public var outputText: String { String(decoding: output, as: UTF8.self) }
    /// The standard error as text.
    public var errorText: String { String(decoding: error, as: UTF8.self) }

    /// Refuses any end but a return of 0.
    public func requireSuccess(_ name: String) throws(PlatformError) {
        guard !succeeded else { return }
        let end =
            switch outcome {
            case .exited(let status): "exit status \(status)"
            case .signalled(let signal): "ended by signal \(signal)"
            }
        let words = errorText.split(whereSeparator: \.isNewline).suffix(3).joined(separator: "; ")
        throw PlatformError(
            .childFailed,
            operation: "run",
            subject: name,
            detail: words.isEmpty ? end : "\(end): \(words)"
        )
    }
}

/// Runs other programs and waits for them.
///
/// A child is the leader of its own process group, inherits three descriptors and nothing else, and
/// has every signal at its default. At the timeout the whole group is killed.
public enum ChildProcess {
    /// Runs `arguments` (the program first, sought in `PATH` when it has no slash).
    ///
    /// - Parameters:
    ///   - arguments: the program and its arguments.
    ///   - environment: the child's whole environment, or nil for this process's own.
    ///   - workingDirectory: where the child starts, or nil for this process's own.
    ///   - input: what the child reads on its standard input.
    ///   - outputLimit: the most bytes kept of each stream.
    ///   - seconds: after which the child is killed, or nil to wait for ever.
    /// - Returns: how the program ended and what it wrote, whatever its status.
    /// - Throws: ``PlatformError`` with `.timedOut`, or the reason the program could not be started.
    public static func run(
        _ arguments: [String],
        environment: [String: String]? = nil,
        workingDirectory: Directory? = nil,
        input: [UInt8] = [],
        outputLimit: Int = 16 << 20,
        timeout seconds: Int? = nil
    ) throws(PlatformError) -> ProcessResult {
        let launch = try Launch(
            arguments,
            environment: environment ?? Host.environment,
            directory: workingDirectory
        )
        return try launch.run(input: input, outputLimit: outputLimit, timeout: seconds)
    }

    /// Runs `arguments` and hands over what it writes to its standard output as it comes.
    ///
    /// However much the child writes, no more than one pipe's worth is held.
    ///
    /// - Parameters:
    ///   - arguments: the program and its arguments.
    ///   - environment: the child's whole environment.
    ///   - input: what the child reads on its standard input.
    ///   - isCancelled: asked several times a second; when it says yes the child is killed.
    ///   - take: receives the output piece by piece; when it says no the child is killed.
    /// - Returns: how the program ended and what it wrote to its standard error, up to 64 KiB. A
    ///   child that was killed is `.signalled(9)`, unless it had just ended by itself.
    /// - Throws: ``PlatformError`` with the reason the program could not be started.
    public static func stream(
        _ arguments: [String],
        environment: [String: String],
        input: [UInt8] = [],
        isCancelled: @escaping () -> Bool,
        take: (ArraySlice<UInt8>) -> Bool
    ) throws(PlatformError) -> ProcessResult {
        let launch = try Launch(arguments, environment: environment, directory: nil)
        return try withoutActuallyEscaping(take) { take throws(PlatformError) in
            try launch.run(
                input: input,
                outputLimit: 64 << 10,
                timeout: nil,
                stopping: ChildStopping(interval: 0.2, isWanted: isCancelled),
                take: take
            )
        }
    }

    /// Runs `arguments` with `root` as its root, in a private mount namespace.
    ///
    /// `/proc`, `/sys` (read-only), an empty `/run` and a minimal `/dev` are mounted inside for the
    /// child alone, each only where the tree has the directory; the mounts end with its last process.
    /// Nothing is mounted when `root` is this process's own root.
    ///
    /// - Parameters:
    ///   - arguments: the program, sought in the root, and its arguments.
    ///   - root: the tree to enter.
    ///   - environment: the child's whole environment, or nil for a plain one.
    ///   - variables: what is added to the environment.
    ///   - seconds: after which the child is killed, or nil to wait for ever.
    ///   - outputLimit: the most bytes kept of each stream.
    ///   - hostDevices: whether the machine's own `/dev` is shown instead of a minimal one.
    /// - Returns: how the program ended and what it wrote, whatever its status.
    /// - Throws: ``PlatformError`` with `.timedOut`, or the step of entering the root that failed.
    public static func runInRoot(
        _ arguments: [String],
        root: Directory,
        environment: [String: String]? = nil,
        adding variables: [String: String] = [:],
        timeout seconds: Int? = nil,
        outputLimit: Int = 16 << 20,
        hostDevices: Bool = false
    ) throws(PlatformError) -> ProcessResult {
        let launch = try Launch(
            arguments,
            environment: (environment ?? plainEnvironment).merging(variables) { $1 },
            directory: root,
            inRoot: try !root.isProcessRoot(),
            hostDevices: hostDevices
        )
        return try launch.run(input: [], outputLimit: outputLimit, timeout: seconds)
    }

    /// What a system program needs and nothing of the caller's.
    private static let plainEnvironment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root", "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive",
    ]
}
