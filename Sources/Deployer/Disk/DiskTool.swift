internal import Platform

/// Runs the system's own programs for disks, and gives what they wrote.
enum DiskTool {
    private static let environment = [
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C",
        // libblkid must read the disk, not what it noted of it before.
        "BLKID_FILE": "/dev/null",
    ]

    /// Runs `words` and demands success.
    ///
    /// - Throws: ``DeployerError`` with `.disk`, naming `device`, where the program is missing or
    ///   failed: what it wrote to its standard error is kept.
    @discardableResult
    static func run(
        _ words: [String],
        on device: String,
        input: String = "",
        timeout: Int = 1800
    ) throws(DeployerError) -> String {
        let result = try attempt(words, on: device, input: input, timeout: timeout)
        do {
            try result.requireSuccess(words[0])
        } catch {
            throw DeployerError(.disk, subject: device, detail: error.description)
        }
        return result.outputText
    }

    /// Runs `words` and gives how they ended, whatever it is.
    static func attempt(
        _ words: [String],
        on device: String,
        input: String = "",
        timeout: Int = 1800
    ) throws(DeployerError) -> ProcessResult {
        do {
            return try ChildProcess.run(
                words,
                environment: environment,
                input: Array(input.utf8),
                timeout: timeout
            )
        } catch {
            throw DeployerError(.disk, subject: device, detail: error.description)
        }
    }
}
