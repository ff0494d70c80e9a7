import Primitives

/// What was typed, resolved against one command.
public struct Invocation: Sendable {
    /// The arguments that are no flags.
    public let arguments: [String]
    private let values: [String: [String]]

    /// Creates an invocation.
    public init(arguments: [String], values: [String: [String]]) {
        self.arguments = arguments
        self.values = values
    }

    /// The same with the values of `flags` alone, and those of `others` beside them.
    func keeping(_ flags: [Flag], adding others: [(Flag, String)]) -> Invocation {
        let names = Set(flags.map(\.name))
        var kept = values.filter { names.contains($0.key) }
        for (flag, value) in others { kept[flag.name] = [value] }
        return Invocation(arguments: [], values: kept)
    }

    /// Whether `flag` was given.
    public func has(_ flag: Flag) -> Bool { values[flag.name] != nil }

    /// The last value given for `flag`.
    public func value(_ flag: Flag) -> String? { values[flag.name]?.last }

    /// Every value given for `flag`, in order.
    public func all(_ flag: Flag) -> [String] { values[flag.name] ?? [] }

    /// The value of a flag that counts something.
    ///
    /// - Throws: ``Failure`` of usage for anything but digits in `range`.
    public func number(_ flag: Flag, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = value(flag) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "“\(text)” is not a number from \(range.lowerBound) to \(range.upperBound)",
                hint: "give --\(flag.name) a whole number"
            )
        }
        return number
    }

    /// The digest given for `flag`; nil where it was not given.
    ///
    /// - Throws: ``Failure`` of usage for anything but a digest, called no `name`, with `hint`.
    func digest(_ flag: Flag, called name: String, hint: String) throws(Failure) -> Digest? {
        guard let text = value(flag) else { return nil }
        do {
            return try Digest(hex: text)
        } catch {
            throw .usage("--\(flag.name) “\(text)” is no \(name)", hint: hint)
        }
    }
}
