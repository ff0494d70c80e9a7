/// What a primitive value refused, and why.
///
/// The message names the value as it was given and the rule it breaks; callers add the file or the
/// document it came from.
public struct PrimitivesError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable {
        case pathEmpty
        case pathAbsolute
        case pathTraversal
        case pathContainsNUL
        case pathTooLong
        case digestMalformed
        case versionMalformed
        case schoolYearMalformed
        case schoolCodeMalformed
        case instantMalformed
        case dayMalformed
        case addressMalformed
        case jsonSyntax
        case jsonDuplicateMember
        case jsonNotAnInteger
        case jsonIntegerOutOfRange
        case jsonTooDeep
        case jsonInvalidText
        case jsonMissingMember
        case jsonUnknownMember
        case jsonWrongType
        case jsonInvalidValue
    }

    /// The rule that was broken.
    public let code: Code
    /// The value, or the place in a document (a JSON path such as `$.layers[2].name`).
    public let subject: String
    /// What was found and what was expected.
    public let detail: String

    /// Creates an error from its three parts.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    /// The subject followed by the reason.
    public var description: String { "\(subject): \(detail)" }
}
