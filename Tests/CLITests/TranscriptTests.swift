import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct TranscriptTests {
    @Test(arguments: try transcripts())
    func holds(_ name: String) throws {
        let text = String(
            decoding: try folder().read(try RelativePath(name), limit: 1 << 20),
            as: UTF8.self
        )
        try Transcript(text).run(in: Scratch.current, named: name)
    }

    private static func transcripts() throws -> [String] {
        try folder().entries().map { String(decoding: $0.name, as: UTF8.self) }.sorted()
    }

    private static func folder() throws -> Directory {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return try Directory.open("/\(here)/Transcripts")
    }

    private func folder() throws -> Directory { try Self.folder() }
}
