import Primitives

/// One place of a document being decoded.
///
/// Every reading method answers nil after adding its reason to the problems of the document, so
/// that a decoder goes on and finds all of them in one run.
struct Field {
    let node: JSONNode
    let problems: Problems

    var path: String { node.path }

    /// The longest text any member may hold, in bytes.
    static let longestText = 2000

    func report(_ code: ManifestError.Code, found: String, expected: String) {
        problems.add(code, at: path, found: found, expected: expected)
    }

    // MARK: Members

    /// Refuses members outside `known`, and a value that is no object; true where it is one.
    func isObject(of known: [String]) -> Bool {
        guard case .object(let members) = node.value else {
            report(.wrongType, found: node.value.kindName, expected: "an object")
            return false
        }
        for member in members where !known.contains(member.name) {
            problems.add(
                .unknownMember,
                at: "\(path).\(member.name)",
                found: "a member of that name",
                expected: "only \(known.joined(separator: ", "))"
            )
        }
        return true
    }

    /// The member `name`, or nil where it is absent, which is no problem.
    func optional(_ name: String) -> Field? {
        // Only a value that is no object throws, and `isObject(of:)` has reported that.
        guard let child = try? node.optionalMember(name) else { return nil }
        return Field(node: child, problems: problems)
    }

    /// The member `name`, whose absence is a problem.
    func member(_ name: String) -> Field? {
        if let field = optional(name) { return field }
        report(.missingMember, found: "no member “\(name)”", expected: "one")
        return nil
    }

    // MARK: Values

    func text() -> String? {
        guard case .string(let text) = node.value else {
            report(.wrongType, found: node.value.kindName, expected: "a string")
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            report(.emptyValue, found: "an empty string", expected: "some text")
            return nil
        }
        guard text.utf8.count <= Self.longestText, !Self.holdsControls(text) else {
            report(
                .malformedValue,
                found: Problems.quoted(text),
                expected: "text without control characters, at most \(Self.longestText) bytes"
            )
            return nil
        }
        return text
    }

    func flag() -> Bool? {
        guard case .bool(let flag) = node.value else {
            report(.wrongType, found: node.value.kindName, expected: "true or false")
            return nil
        }
        return flag
    }

    func integer(in range: ClosedRange<Int64>) -> Int? {
        guard case .integer(let number) = node.value else {
            report(.wrongType, found: node.value.kindName, expected: "an integer")
            return nil
        }
        guard range.contains(number), let integer = Int(exactly: number) else {
            report(
                .outOfRange,
                found: String(number),
                expected: "\(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        return integer
    }

    /// The text here as one of the raw values of `Choice`.
    func choice<Choice>(_ type: Choice.Type = Choice.self) -> Choice?
    where Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
        guard let text = text() else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report(.unknownValue, found: Problems.quoted(text), expected: "one of \(known)")
        return nil
    }

    /// The text here as `parse` reads it.
    func parsed<Value>(_ parse: (String) throws(PrimitivesError) -> Value) -> Value? {
        guard let text = text() else { return nil }
        do {
            return try parse(text)
        } catch {
            // Some details begin with the word that the report writes before them.
            let word = "expected "
            let detail = error.detail
            report(
                .malformedValue,
                found: Problems.quoted(text),
                expected: detail.hasPrefix(word) ? String(detail.dropFirst(word.count)) : detail
            )
            return nil
        }
    }

    /// The text here where `rule` accepts it.
    func text(matching rule: (String) -> Bool, expected: String) -> String? {
        guard let text = text() else { return nil }
        guard rule(text) else {
            report(.malformedValue, found: Problems.quoted(text), expected: expected)
            return nil
        }
        return text
    }

    // MARK: Lists

    func list() -> [Field] {
        guard case .array = node.value, let elements = try? node.elements() else {
            // The guard above is the only way `elements` throws.
            report(.wrongType, found: node.value.kindName, expected: "an array")
            return []
        }
        return elements.map { Field(node: $0, problems: problems) }
    }

    /// The values of a list that must hold at least `minimum`, each of them once.
    func values<Value: Hashable>(
        atLeast minimum: Int = 0,
        _ read: (Field) -> Value?
    ) -> [Value] {
        let fields = list()
        if case .array = node.value, fields.count < minimum {
            report(.emptyValue, found: "\(fields.count) values", expected: "at least \(minimum)")
        }
        var seen: Set<Value> = []
        return fields.compactMap { field in
            guard let value = read(field) else { return nil }
            guard seen.insert(value).inserted else {
                field.report(.duplicateValue, found: "a value given before", expected: "each once")
                return nil
            }
            return value
        }
    }

    private static func holdsControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
