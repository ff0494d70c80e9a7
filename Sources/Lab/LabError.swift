import Platform
import Primitives

/// What a roster or a room order was refused for, or why it could not go on.
public struct LabError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable {
        case malformed
        case duplicateStation
        case administrativeZone
        case unknownRoom
        /// A station that the room does not have.
        case unknownStation
        /// A school the operator does not look after.
        case foreignSchool
        /// More stations, or more removals on one, than an order may touch.
        case capExceeded
        /// The hours of a class or an exam.
        case reservedHours
        /// No approval, or not that of these stations and plans.
        case notApproved
        /// There is no such order to go on with.
        case noOrder
        /// Another order is at work in the room.
        case busy
        case platform
        /// Ansible could not be started, or ended before it told how the stations went.
        case engine
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

    init(_ error: PlatformError) {
        self.init(
            error.code == .locked ? .busy : .platform,
            subject: error.subject,
            detail: error.description
        )
    }

    /// Does `body`; what it throws becomes an error of this module.
    static func wrapping<Result: ~Copyable>(
        _ body: () throws(PlatformError) -> Result
    ) throws(LabError) -> Result {
        do {
            return try body()
        } catch {
            throw LabError(error)
        }
    }

    /// Does `body`; what it throws becomes an error of this module.
    static func reading<Result>(
        _ body: () throws(PrimitivesError) -> Result
    ) throws(LabError) -> Result {
        do {
            return try body()
        } catch {
            throw LabError(error)
        }
    }

    /// The subject followed by the reason.
    public var description: String { subject.isEmpty ? detail : "\(subject): \(detail)" }
}
