internal import Model
internal import Primitives

/// The form of a step in a journal's header.
///
/// Text is in hexadecimal: canonical JSON leaves control characters as they are, and a reader
/// refuses them.
extension PostRestoreStep {
    var value: JSONValue {
        .object([
            JSONMember("id", Self.text(id)),
            JSONMember(
                "script",
                script.map { script in
                    ["target": Self.text(script.target), "digest": .string(script.digest.hex)]
                } ?? .null
            ),
            JSONMember("arguments", .array(arguments.map(Self.text))),
            JSONMember("watched", .array(watched.map { Self.text($0.description) })),
            JSONMember("critical", .bool(isCritical)),
            JSONMember("timeout", .integer(Int64(timeout))),
        ])
    }

    init(_ node: JSONNode) throws(PrimitivesError) {
        try node.allowMembers(["id", "script", "arguments", "watched", "critical", "timeout"])
        var script: StepScript?
        if let node = try node.optionalMember("script"), node.value != .null {
            script = StepScript(
                target: try Self.text(try node.member("target")),
                digest: try node.member("digest").parsed { text throws(PrimitivesError) in
                    try Digest(hex: text)
                }
            )
        }
        var arguments: [String] = []
        for element in try node.member("arguments").elements() {
            arguments.append(try Self.text(element))
        }
        var watched: [PathPattern] = []
        for element in try node.member("watched").elements() {
            watched.append(try PathPattern(try Self.text(element)))
        }
        let timeout = try node.member("timeout").integer(in: Int64.min...Int64.max)
        self.init(
            id: try Self.text(try node.member("id")),
            script: script,
            arguments: arguments,
            watched: watched,
            isCritical: try node.member("critical").bool(),
            timeout: Int(timeout)
        )
    }

    private static func text(_ text: String) -> JSONValue {
        .string(Hexadecimal.encode(Array(text.utf8)))
    }

    private static func text(_ node: JSONNode) throws(PrimitivesError) -> String {
        guard let bytes = Hexadecimal.decode(try node.string()),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw node.invalid("no text in hexadecimal") }
        return text
    }
}
