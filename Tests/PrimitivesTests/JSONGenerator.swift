import Primitives

/// Random documents for property tests.
struct JSONGenerator {
    var random: SeededGenerator
    /// Whether strings may hold control characters, which the canonical form writes raw.
    let controls: Bool

    init(seed: UInt64, controls: Bool = true) {
        random = SeededGenerator(seed: seed)
        self.controls = controls
    }

    mutating func value(depth: Int = 4) -> JSONValue {
        switch random.below(depth > 0 ? 8 : 5) {
        case 0: .null
        case 1: .bool(random.below(2) == 0)
        case 2: .integer(random.pick([0, -1, 1, .max, .min, Int64(random.below(1_000_000))]))
        case 3, 4: .string(string())
        case 5: .array((0..<random.below(5)).map { _ in value(depth: depth - 1) })
        default: object(depth: depth)
        }
    }

    mutating func object(depth: Int = 4) -> JSONValue {
        var members: [JSONMember] = []
        for _ in 0..<random.below(6) {
            let name = string()
            if !members.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                members.append(JSONMember(name, value(depth: depth - 1)))
            }
        }
        return .object(members)
    }

    mutating func string() -> String {
        let plain = [
            "a", "Z", "_", "0", "\"", "\\", "/", "\u{E9}", "e\u{301}", "\u{2028}", "😀", "\u{7F}",
            "\u{FEFF}",
        ]
        let pieces = controls ? plain + ["\0", "\n", "\r\n", "\t", "\u{8}", "\u{1F}"] : plain
        return (0..<random.below(5)).map { _ in random.pick(pieces) }.joined()
    }
}

extension JSONValue {
    /// This value with the members of every object in the order of their names' bytes.
    var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(
                members.map { JSONMember($0.name, $0.value.sorted) }
                    .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            )
        default: self
        }
    }
}
