import Primitives

/// What a roster or a room order was refused for.
public struct LabError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable {
        case malformed
        case duplicateStation
        case administrativeZone
        case unknownRoom
    }

    /// The rule that was broken.
    public let code: Code
    /// The station, the room, or the place in the document.
    public let subject: String
    /// What was found and what was expected.
    public let detail: String

    /// Creates an error from its three parts.
    public init(_ code: Code, subject: String, detail: String) {
        self.code = code
        self.subject = subject
        self.detail = detail
    }

    init(_ error: PrimitivesError) {
        self.init(.malformed, subject: error.subject, detail: error.detail)
    }

    /// The subject followed by the reason.
    public var description: String { "\(subject): \(detail)" }
}
