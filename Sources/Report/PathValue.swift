import Primitives

/// The one rule for paths in JSON: a string where the bytes are UTF-8, else `{"hex": "…"}`.
///
/// Both forms give the same bytes back, whatever a file system holds.
enum PathValue {
    static func json(_ path: RelativePath) -> JSONValue {
        if let text = String(validating: path.bytes, as: UTF8.self) { return .string(text) }
        return ["hex": .string(Hexadecimal.encode(path.bytes))]
    }

    static func list(_ paths: [RelativePath]) -> JSONValue { .array(paths.map(json)) }

    static func decode(_ node: JSONNode) throws(PrimitivesError) -> RelativePath {
        if case .string(let text) = node.value {
            if text.isEmpty { return .root }
            return try node.parsed { text throws(PrimitivesError) in try RelativePath(text) }
        }
        try node.allowMembers(["hex"])
        return try node.member("hex").parsed { text throws(PrimitivesError) in
            guard let bytes = Hexadecimal.decode(text) else {
                throw PrimitivesError(
                    .jsonInvalidValue,
                    subject: text,
                    detail: "expected hexadecimal digits"
                )
            }
            guard String(validating: bytes, as: UTF8.self) == nil else {
                throw PrimitivesError(
                    .jsonInvalidValue,
                    subject: text,
                    detail: "expected a string: this is UTF-8"
                )
            }
            return try RelativePath(bytes: bytes)
        }
    }
}

// Members and values that several documents share.
extension JSONMember {
    static func text(_ name: String, _ text: String?) -> JSONMember {
        JSONMember(name, text.map { .string($0) } ?? .null)
    }

    static func count(_ name: String, _ number: some BinaryInteger) -> JSONMember {
        JSONMember(name, .integer(Int64(clamping: number)))
    }

    static func texts(_ name: String, _ texts: [String]) -> JSONMember {
        JSONMember(name, .strings(texts))
    }
}

extension JSONNode {
    /// The node, or nil where the value is null.
    var present: JSONNode? {
        if case .null = value { return nil }
        return self
    }

    /// The text of the member `name`, or nil where it is null.
    func optionalText(_ name: String) throws(PrimitivesError) -> String? {
        guard let node = try member(name).present else { return nil }
        return try node.string()
    }

    /// The day of the member `name`, or nil where it is null.
    func optionalDay(_ name: String) throws(PrimitivesError) -> Day? {
        guard let node = try member(name).present else { return nil }
        return try node.parsed { text throws(PrimitivesError) in try Day(text) }
    }

    func texts(_ name: String) throws(PrimitivesError) -> [String] {
        var texts: [String] = []
        for node in try member(name).elements() { texts.append(try node.string()) }
        return texts
    }

    func paths(_ name: String) throws(PrimitivesError) -> [RelativePath] {
        var paths: [RelativePath] = []
        for node in try member(name).elements() { paths.append(try PathValue.decode(node)) }
        return paths
    }

    func count(_ name: String) throws(PrimitivesError) -> UInt64 {
        // The range starts at 0.
        UInt64(try member(name).integer())
    }

    func number(_ name: String) throws(PrimitivesError) -> Int {
        Int(clamping: try member(name).integer())
    }

    func digest(_ name: String) throws(PrimitivesError) -> Digest {
        try member(name).parsed { text throws(PrimitivesError) in try Digest(hex: text) }
    }

    /// The member `name` as one of the raw values of `Choice`.
    func choice<Choice>(
        _ name: String,
        _ type: Choice.Type = Choice.self
    ) throws(PrimitivesError) -> Choice
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        let node = try member(name)
        guard let choice = Choice(rawValue: try node.string()) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw node.invalid("expected one of \(known)")
        }
        return choice
    }
}
