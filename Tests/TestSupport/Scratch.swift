public import Platform
import Primitives
public import Testing

/// A directory of its own for the running test.
public struct Scratch: Sendable {
    /// The directory, opened.
    public let directory: Directory
    /// Its absolute path.
    public let path: String

    @TaskLocal private static var active: Scratch?

    /// The running test's directory; the test or its suite carries the `.scratch` trait.
    public static var current: Scratch {
        guard let active else { fatalError("the test needs the .scratch trait") }
        return active
    }

    /// Runs `body` with a new directory, which is removed afterwards unless `KEEP_SCRATCH=1`.
    static func provide(
        _ name: String,
        _ body: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let base = Host.environment("TMPDIR") ?? "/tmp"
        let parent = try Directory.open(base)
        let unique = Hexadecimal.encode(try RandomBytes.make(6))
        let letters = name.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic }
        let label = String(String.UnicodeScalarView(letters.prefix(40)))
        let folder = try RelativePath("socle-\(label)-\(unique)")
        try parent.makeDirectory(folder, permissions: 0o755)
        let scratch = Scratch(
            directory: try parent.openDirectory(folder),
            path: "\(base)/\(folder)"
        )
        defer {
            if Host.environment("KEEP_SCRATCH") != "1" {
                // A leftover in the temporary directory must not turn a passing test red.
                try? parent.removeTree(folder)
            }
        }
        try await $active.withValue(scratch) { try await body() }
    }
}

/// Gives each test a ``Scratch`` directory.
public struct ScratchTrait: TestTrait, SuiteTrait, TestScoping {
    /// Every test of a suite gets its own.
    public var isRecursive: Bool { true }

    /// Makes the directory around one test.
    @concurrent
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Scratch.provide(test.name, function)
    }
}

extension Trait where Self == ScratchTrait {
    /// Gives each test a ``Scratch`` directory.
    public static var scratch: Self { ScratchTrait() }
}
