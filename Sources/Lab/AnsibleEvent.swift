public import Primitives

/// One line our callback plugin writes while a play goes on.
public struct AnsibleEvent: Sendable {
    /// How a task ended on a station.
    public enum Result: String, Sendable {
        case ok, skipped, failed, unreachable
    }

    /// What happened.
    public enum Event: Sendable {
        case begin(phase: String)
        case end(phase: String, Result, exit: Int?, detail: String, document: JSONValue?)
        /// A line of the station's own event file.
        case progress(JSONValue)
        /// The play is over.
        case over
    }

    /// The station; empty for an event of the whole play.
    public let station: String
    /// What happened.
    public let event: Event

    /// Reads one line.
    ///
    /// - Throws: `PrimitivesError` for anything but a line of the plugin.
    static func decode(_ line: [UInt8]) throws(PrimitivesError) -> AnsibleEvent {
        let node = JSONNode(try JSONParser.parse(line))
        _ = try node.member("format").integer(in: 1...1)
        let kind = try node.member("event")
        switch try kind.string() {
        case "over": return AnsibleEvent(station: "", event: .over)
        case "begin":
            return AnsibleEvent(
                station: try node.member("station").string(),
                event: .begin(phase: try node.member("phase").string())
            )
        case "progress":
            return AnsibleEvent(
                station: try node.member("station").string(),
                event: .progress(try node.member("progress").value)
            )
        case "end": return try end(node)
        default: throw kind.invalid("no such event")
        }
    }

    private static func end(_ node: JSONNode) throws(PrimitivesError) -> AnsibleEvent {
        let word = try node.member("result")
        guard let result = Result(rawValue: try word.string()) else {
            throw word.invalid("no such result")
        }
        var exit: Int?
        if case .integer(let status) = try node.member("exit").value { exit = Int(status) }
        return AnsibleEvent(
            station: try node.member("station").string(),
            event: .end(
                phase: try node.member("phase").string(),
                result,
                exit: exit,
                detail: try node.optionalMember("detail")?.string() ?? "",
                document: try node.optionalMember("document")?.value
            )
        )
    }
}
