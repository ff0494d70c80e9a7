public import Platform
import Primitives
import Testing

/// What the machine lets a test do.
public enum Privilege {
    /// Whether the tests run as root; for `.enabled(if: Privilege.isRoot, "needs root")`.
    public static var isRoot: Bool { Host.effectiveUserID == 0 }

    /// Whether the tests may have a mount namespace of their own, which containers often refuse.
    public static var mayMount: Bool {
        // A refusal of any kind is the answer no.
        (try? runTool(["unshare", "--mount", "true"]))?.succeeded ?? false
    }
}

/// Programs a test may need.
public enum Tool {
    /// Whether `name` is in `PATH`, or in `folders`; for
    /// `.enabled(if: Tool.exists("rsync"), "needs rsync")`.
    public static func exists(_ name: String, in folders: [String] = []) -> Bool {
        let path = (Host.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        return (folders + path.map(String.init)).contains { folder in
            guard let directory = try? Directory.open(folder),  // not a folder: not there
                let path = try? RelativePath(name)  // not a name: not a program
            else { return false }
            return (try? directory.statusIfPresent(of: path)) != nil
        }
    }
}

/// Runs a program to its end, at most a minute, with the C locale.
@discardableResult
public func runTool(
    _ arguments: [String],
    in directory: Directory? = nil,
    input: [UInt8] = [],
    environment: [String: String] = [:],
    timeout seconds: Int = 60
) throws -> ProcessResult {
    var variables = Host.environment
    variables.merge(["LC_ALL": "C.UTF-8", "TZ": "UTC"]) { $1 }
    variables.merge(environment) { $1 }
    return try ChildProcess.run(
        arguments,
        environment: variables,
        workingDirectory: directory,
        input: input,
        timeout: seconds
    )
}
