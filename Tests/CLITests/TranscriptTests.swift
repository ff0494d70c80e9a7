import Platform
import Primitives
import TestSupport
import Testing

@Suite(.scratch) struct TranscriptTests {
    @Test(arguments: try names { !Transcript.setsClock($0) })
    func holds(_ name: String) throws { try play(name) }

    @Test(
        .enabled(if: Tool.exists("faketime"), "needs faketime: these set the clock"),
        arguments: try names { Transcript.setsClock($0) }
    )
    func holdsOnItsDays(_ name: String) throws { try play(name) }

    @Test func everyCommandOfTheProceduresIsOneThatWasPlayed() throws {
        let article = String(
            decoding: try Directory.open(SharedData.repository).read(
                try RelativePath("Sources/Trust/Trust.docc/Threats.md"),
                limit: 1 << 20
            ),
            as: UTF8.self
        )
        let commands = article.split(separator: "\n").filter { $0.hasPrefix("socle ") }
        let played = try Self.names { _ in true }.flatMap {
            try Self.text($0).split(separator: "\n")
        }
        try #require(commands.count > 20)
        for command in commands {
            #expect(played.contains { $0 == "$ " + command }, "\(command)")
        }
    }

    private func play(_ name: String) throws {
        try Transcript(try Self.text(name), named: name, others: Self.text)
            .run(in: Scratch.current)
    }

    private static func names(_ isWanted: (String) -> Bool) throws -> [String] {
        try folder().entries().map { String(decoding: $0.name, as: UTF8.self) }
            .filter { isWanted(try text($0)) }.sorted()
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try folder().read(try RelativePath(name), limit: 1 << 20), as: UTF8.self)
    }

    static func folder() throws -> Directory {
        let here = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return try Directory.open("/\(here)/Transcripts")
    }
}
