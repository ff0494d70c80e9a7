@testable import CLI
import Report
import TestSupport
import Testing

@Suite struct GuideTests {
    /// A guide that shows a command of yesterday is worse than none.
    @Test(arguments: Guide.allCases)
    func everyCommandOfAGuideIsOneOfTheTool(_ guide: Guide) throws {
        try #require(guide.commands.count >= 5)
        let parser = ArgumentParser(commands: CommandTable.all)
        for command in guide.commands {
            let words = Transcript.words(command.dropFirst("socle ".count))
            #expect(throws: Never.self, "\(command)") { try parser.parse(words) }
        }
    }

    @Test(arguments: Guide.allCases)
    func helpShowsItWithoutMarks(_ guide: Guide) throws {
        let help = Help(commands: CommandTable.all, language: .french)
        let text = try help.text(topic: [guide.rawValue])
        #expect(!text.contains("```"))
        #expect(!text.contains("## "))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 170 })
    }
}
