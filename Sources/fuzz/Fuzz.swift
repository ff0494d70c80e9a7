import Platform
import Primitives

/// Feeds damaged examples to every reader of bytes from outside.
///
/// Usage: `fuzz EXAMPLES SEED FIRST COUNT [SAVE]`, or `fuzz EXAMPLES parts` to make examples out of
/// others. Each input follows from the examples, the seed and its number alone. A trap ends the program;
/// run again with SAVE, it leaves the input there. A rule that was broken is told, with the input's
/// number, and exits 1. Where libFuzzer drives, it has the main function.
#if !GUIDED
@main
#endif
struct Fuzz {
    private let subjects: [(subject: Subject, examples: [[UInt8]])]
    private let turns: [Int]
    private let seed: UInt64

    static func main() {
        do {
            let words = CommandLine.arguments
            if words.count == 3, words[2] == "parts" {
                let examples = Examples(folder: try Directory.open(words[1]))
                try examples.takeIndexApart()
                try examples.makeLogs()
                Host.exit(0)
            }
            guard (5...6).contains(words.count), let seed = UInt64(words[2]),
                let first = UInt64(words[3]), let count = UInt64(words[4]), seed > 0
            else { throw CampaignError(reason: "usage: fuzz EXAMPLES SEED FIRST COUNT [SAVE]") }
            let fuzz = try Fuzz(Examples(folder: try Directory.open(words[1])), seed: seed)
            let save = words.count == 6 ? try Directory.open(words[5]) : nil
            try StandardStream.output.write(fuzz.run(first..<(first + count), save))
            Host.exit(0)
        } catch {
            // What can not be told still shows in the status.
            try? StandardStream.error.write("fuzz: \(error)\n")
            Host.exit(error is CampaignError ? 2 : 1)
        }
    }

    private init(_ examples: Examples, seed: UInt64) throws {
        let all = try Subject.all(examples)
        var subjects: [(Subject, [[UInt8]])] = []
        var turns: [Int] = []
        for subject in all {
            let found = try examples.all(subject.name)
            guard !found.isEmpty else { continue }
            turns += [Int](repeating: subjects.count, count: subject.share)
            subjects.append((subject, found))
        }
        (self.subjects, self.turns, self.seed) = (subjects, turns, seed)
    }

    /// Reads the inputs of these numbers, and says how many of each subject were accepted.
    private func run(_ numbers: Range<UInt64>, _ save: Directory?) throws -> String {
        let input = try RelativePath("input")
        var counts = [(read: Int, accepted: Int)](repeating: (0, 0), count: subjects.count)
        for number in numbers {
            // Neighbouring numbers must not make neighbouring inputs.
            var mutator = Mutator(seed: (seed &+ number) &* 0x9E37_79B9_7F4A_7C15 | 1)
            let turn = turns[mutator.below(turns.count)]
            let (subject, examples) = subjects[turn]
            let bytes = mutator.damaged(
                examples[mutator.below(examples.count)],
                sparing: examples[mutator.below(examples.count)],
                tokens: subject.tokens
            )
            if let save { try save.write(bytes, atomicallyTo: input, permissions: 0o644) }
            do {
                counts[turn].accepted += try subject.read(bytes) ? 1 : 0
            } catch {
                throw Broken(subject: subject.name, number: number, rule: error.rule)
            }
            counts[turn].read += 1
        }
        return zip(subjects, counts).map { pair, count in
            "\(pair.subject.name) \(count.read) \(count.accepted)\n"
        }.joined()
    }
}

/// A rule that was broken, and by which input.
private struct Broken: Error, CustomStringConvertible {
    let subject: String
    let number: UInt64
    let rule: String
    var description: String { "\(subject), input \(number): not so: \(rule)" }
}
