/// A JSON value together with its place in the document, for decoders whose errors say where.
public struct JSONNode: Sendable {
    /// The value here.
    public let value: JSONValue
    /// The JSON path, such as `$.components[3].id`.
    public let path: String

    /// The root of a document.
    public init(_ value: JSONValue) {
        self.init(value, path: "$")
    }

    private init(_ value: JSONValue, path: String) {
        self.value = value
        self.path = path
    }

    /// An error about the value here.
    public func invalid(_ detail: String) -> PrimitivesError {
        PrimitivesError(.jsonInvalidValue, subject: path, detail: detail)
    }

    /// The member `name` of the object here.
    ///
    /// - Throws: ``PrimitivesError`` when this is not an object or has no such member.
    public func member(_ name: String) throws(PrimitivesError) -> JSONNode {
        guard let node = try optionalMember(name) else {
            throw PrimitivesError(
                .jsonMissingMember,
                subject: path,
                detail: "the member “\(name)” is missing"
            )
        }
        return node
    }

    /// The member `name` of the object here, or nil where it is absent.
    ///
    /// - Throws: ``PrimitivesError`` when this is not an object.
    public func optionalMember(_ name: String) throws(PrimitivesError) -> JSONNode? {
        guard case .object(let members) = value else { throw wrongType("an object") }
        guard let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            return nil
        }
        return JSONNode(member.value, path: "\(path).\(name)")
    }

    /// The members of the object here, in the order written.
    ///
    /// - Throws: ``PrimitivesError`` when this is not an object.
    public func members() throws(PrimitivesError) -> [(name: String, node: JSONNode)] {
        guard case .object(let members) = value else { throw wrongType("an object") }
        return members.map { ($0.name, JSONNode($0.value, path: "\(path).\($0.name)")) }
    }

    /// The elements of the array here.
    ///
    /// - Throws: ``PrimitivesError`` when this is not an array.
    public func elements() throws(PrimitivesError) -> [JSONNode] {
        guard case .array(let elements) = value else { throw wrongType("an array") }
        return elements.enumerated().map { JSONNode($0.element, path: "\(path)[\($0.offset)]") }
    }

    /// The string here.
    ///
    /// - Throws: ``PrimitivesError`` when this is not a string.
    public func string() throws(PrimitivesError) -> String {
        guard case .string(let string) = value else { throw wrongType("a string") }
        return string
    }

    /// The boolean here.
    ///
    /// - Throws: ``PrimitivesError`` when this is not a boolean.
    public func bool() throws(PrimitivesError) -> Bool {
        guard case .bool(let flag) = value else { throw wrongType("a boolean") }
        return flag
    }

    /// The integer here, which must lie in `range`.
    ///
    /// - Throws: ``PrimitivesError`` when this is not an integer of that range.
    public func integer(
        in range: ClosedRange<Int64> = 0...Int64.max
    ) throws(PrimitivesError) -> Int64 {
        guard case .integer(let number) = value else { throw wrongType("an integer") }
        guard range.contains(number) else {
            throw PrimitivesError(
                .jsonIntegerOutOfRange,
                subject: path,
                detail: "found \(number), expected \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return number
    }

    /// The value read from the string here by `parse`, its refusal placed at this path.
    ///
    /// - Throws: ``PrimitivesError`` when this is not a string or `parse` refuses it.
    public func parsed<T>(
        _ parse: (String) throws(PrimitivesError) -> T
    ) throws(PrimitivesError) -> T {
        let text = try string()
        do {
            return try parse(text)
        } catch {
            throw PrimitivesError(error.code, subject: path, detail: "“\(text)”: \(error.detail)")
        }
    }

    /// Refuses members that are not in `known`, and lists those that are.
    ///
    /// Names are compared byte for byte: to `String` the Kelvin sign and `K` are one letter.
    ///
    /// - Throws: ``PrimitivesError`` for the first unknown member.
    public func allowMembers(_ known: Set<String>) throws(PrimitivesError) {
        for (name, node) in try members()
        where !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            throw PrimitivesError(
                .jsonUnknownMember,
                subject: node.path,
                detail: "unknown member; expected one of \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    /// An error that says what was expected here instead of what was found.
    public func wrongType(_ expected: String) -> PrimitivesError {
        PrimitivesError(
            .jsonWrongType,
            subject: path,
            detail: "expected \(expected), found \(value.kindName)"
        )
    }
}
