/// A pattern of packages that apt never removes by itself (`APT::NeverAutoRemove`).
///
/// The part of POSIX extended regular expressions that those settings use: literals, `.`, `[…]`
/// with ranges, `*`, `+`, `?`, `( )`, `|`, `^`, `$` and escaped punctuation. Like apt's, matching
/// ignores case and finds the pattern anywhere in a name. It takes time in proportion to pattern
/// times name, whatever the pattern: all states of the machine advance together.
public struct KeptPattern: Sendable {
    /// The pattern as it was given.
    public let text: String
    private let program: [PatternStep]

    /// Longest pattern accepted, in bytes.
    public static let maximumLength = 1024

    /// Reads a pattern.
    ///
    /// - Throws: ``DiffError`` for a construct that is not supported: it is never ignored.
    public init(_ text: String) throws(DiffError) {
        self.text = text
        var parser = PatternParser(text)
        program = try parser.parse()
    }

    /// Whether the pattern is found in `name`.
    public func matches(_ name: String) -> Bool {
        var machine = PatternMachine(program)
        return machine.find(in: name.utf8.map(ByteSet.folded))
    }
}

/// One step of a compiled pattern; numbers are places in the program.
enum PatternStep: Sendable {
    case byte(ByteSet)
    case fork(Int, Int)
    case jump(Int)
    case start
    case end
    case found
}

/// A set of bytes, upper case folded into lower.
struct ByteSet: Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    mutating func insert(_ byte: UInt8) {
        let folded = Self.folded(byte)
        let bit = UInt64(1) << UInt64(folded & 63)
        switch folded >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    mutating func invert() {
        words = (~words.0, ~words.1, ~words.2, ~words.3)
    }

    func contains(_ folded: UInt8) -> Bool {
        let bit = UInt64(1) << UInt64(folded & 63)
        switch folded >> 6 {
        case 0: return words.0 & bit != 0
        case 1: return words.1 & bit != 0
        case 2: return words.2 & bit != 0
        default: return words.3 & bit != 0
        }
    }
}

/// Runs a compiled pattern over a name, all its states at once.
struct PatternMachine {
    private let program: [PatternStep]
    private var seen: [Int]
    private var generation = 0

    init(_ program: [PatternStep]) {
        self.program = program
        seen = Array(repeating: 0, count: program.count)
    }

    mutating func find(in name: [UInt8]) -> Bool {
        var states: [Int] = []
        for position in 0...name.count {
            let isEnd = position == name.count
            states.append(0)
            guard let active = follow(states, isStart: position == 0, isEnd: isEnd) else {
                return true
            }
            guard !isEnd else { break }
            states = active.compactMap { state in
                guard case .byte(let set) = program[state], set.contains(name[position]) else {
                    return nil
                }
                return state + 1
            }
        }
        return false
    }

    /// The states that wait for a byte, or nil when the pattern is found.
    private mutating func follow(_ states: [Int], isStart: Bool, isEnd: Bool) -> [Int]? {
        generation += 1
        var waiting: [Int] = []
        var pending = states
        while let state = pending.popLast() {
            guard program.indices.contains(state), seen[state] != generation else { continue }
            seen[state] = generation
            switch program[state] {
            case .byte: waiting.append(state)
            case .fork(let first, let second): pending += [second, first]
            case .jump(let target): pending.append(target)
            case .start: if isStart { pending.append(state + 1) }
            case .end: if isEnd { pending.append(state + 1) }
            case .found: return nil
            }
        }
        return waiting
    }
}
