import Foundation
import Primitives
import Testing

/// A reproducible source of random bits for property tests (the SplitMix64 generator).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number below `bound`.
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    /// An element of `elements`, which must not be empty.
    mutating func pick<T>(_ elements: [T]) -> T { elements[below(elements.count)] }
}

/// Where real data and real tools are found; tests that need them say so when they are absent.
enum Oracle {
    /// The folder of real files shared beside the repository.
    static let data: URL = {
        if let path = ProcessInfo.processInfo.environment["SOCLE_SHARED"] {
            return URL(fileURLWithPath: path).appendingPathComponent("data")
        }
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.appendingPathComponent("shared/data")
    }()

    static func has(data path: String) -> Bool {
        FileManager.default.isReadableFile(atPath: data.appendingPathComponent(path).path)
    }

    static func has(tool name: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)")
    }

    /// Feeds `input` to a shell script and returns the lines it prints.
    static func lines(ofScript script: String, input: String) throws -> [Substring] {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("socle-oracle-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // a leftover harms nothing
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
}

/// The sign of a comparison as the oracles write it: `<`, `=` or `>`.
func sign<T: Comparable>(_ left: T, _ right: T) -> String {
    left < right ? "<" : left == right ? "=" : ">"
}

/// The code with which `body` is refused, or nil when it is not.
func refusal(_ body: () throws(PrimitivesError) -> Void) -> PrimitivesError.Code? {
    do {
        try body()
        return nil
    } catch {
        return error.code
    }
}

/// Checks what `Comparable` and `Hashable` promise for every pair and triple of `values`.
func expectLawful<T: Comparable & Hashable>(_ values: [T]) {
    for a in values {
        #expect(a == a && !(a < a))
        for b in values {
            #expect([a < b, a == b, a > b].filter { $0 }.count == 1, "\(a) and \(b)")
            if a == b { #expect(a.hashValue == b.hashValue, "\(a) and \(b)") }
            for c in values where a <= b && b <= c {
                #expect(a <= c, "\(a), \(b) and \(c)")
            }
        }
    }
}
