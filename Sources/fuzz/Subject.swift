/// One reader of bytes from outside: good examples, and what must hold of any damaged one.
///
/// Whoever writes a parser adds a subject, and in Scripts/fuzz an example of what it reads.
struct Subject: Sendable {
    /// The name of its folder of examples.
    let name: String
    /// Parts of all inputs, beside those of the others.
    let share: Int
    /// What damage splices in, since the format stumbles over it.
    let tokens: [String]
    /// Reads one input; true when it was accepted.
    ///
    /// - Throws: ``Unsound`` when what was accepted is not what it says.
    let read: @Sendable ([UInt8]) throws(Unsound) -> Bool
}

/// A rule that a reader broke without stopping the program.
struct Unsound: Error {
    let rule: String
}

extension Subject {
    /// Every reader there is; some need an example to read others against.
    static func all(_ examples: Examples) throws -> [Subject] {
        [json] + (try metadata(examples)) + (try index(examples)) + debian(examples) + windows
            + hives
            + databases + imports
    }

    /// A reader whose only rule is to end, with a value or an error.
    static func reader(
        _ name: String,
        share: Int,
        tokens: [String] = [],
        _ read: @escaping @Sendable ([UInt8]) throws -> Void
    ) -> Subject {
        Subject(name: name, share: share, tokens: tokens) { (bytes) throws(Unsound) in
            do {
                try read(bytes)
                return true
            } catch {
                // An error is an answer; a trap is not, and ends the program.
                return false
            }
        }
    }
}
