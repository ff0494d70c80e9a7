import Platform
import Primitives
public import Testing

/// Expects `text` to be what `Golden/name`, beside the test's file, holds.
///
/// `UPDATE_GOLDEN=1` writes the file instead, and the test fails once so that nobody overlooks it.
public func expectGolden(
    _ text: String,
    _ name: String,
    filePath: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = filePath.split(separator: "/").dropLast().joined(separator: "/")
    let directory = try Directory.open("/" + folder)
    let path = try RelativePath("Golden/\(name)")
    guard Host.environment("UPDATE_GOLDEN") != "1" else {
        try directory.makeDirectories(path.parent ?? .root, permissions: 0o755)
        let old = try directory.readIfPresent(path, limit: 16 << 20)
        guard old != Array(text.utf8) else { return }
        try directory.write(Array(text.utf8), atomicallyTo: path, permissions: 0o644)
        Issue.record("Golden/\(name) was written; look at it", sourceLocation: sourceLocation)
        return
    }
    guard let bytes = try directory.readIfPresent(path, limit: 16 << 20) else {
        Issue.record(
            "Golden/\(name) is missing; UPDATE_GOLDEN=1 writes it",
            sourceLocation: sourceLocation
        )
        return
    }
    let expected = String(decoding: bytes, as: UTF8.self)
    guard expected != text else { return }
    let pairs = zip(lines(expected), lines(text)).enumerated()
    let first = pairs.first { $0.element.0 != $0.element.1 }
    let place =
        first.map { "line \($0.offset + 1): “\($0.element.0)” became “\($0.element.1)”" }
        ?? "one of them ends early"
    Issue.record("differs from Golden/\(name): \(place)", sourceLocation: sourceLocation)
}

private func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
}
