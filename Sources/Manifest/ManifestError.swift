/// What is wrong with one place of a baseline document.
///
/// The message names the document, the JSON path, what was found and what was expected, so that
/// the person who writes the document needs nothing else.
public struct ManifestError: Error, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Code: String, Sendable, CaseIterable {
        case syntax
        case unsupportedFormat
        case wrongDocument
        case missingMember
        case unknownMember
        case wrongType
        case outOfRange
        case malformedValue
        case unknownValue
        case emptyValue
        case duplicateValue
        case duplicateID
        case duplicateRule
        case buyerMissing
        case buyerUnexpected
        case uselessRule
        case validityReversed
        case validityOutsideYear
        case validityExpired
        case versionMalformed
        case nameMatchesNothing
        case overridableTooWide
        case overridableProtected
        case packageInTwoComponents
        case packageOnBothSides
        case twoListsForOneYear
        case noCurrentEdition
    }

    /// The rule that was broken.
    public let code: Code
    /// The document, as its reader was told to call it.
    public let document: String
    /// The place in it, such as `$.composants[3].licence`.
    public let path: String
    /// What is there.
    public let found: String
    /// What should be.
    public let expected: String

    /// Creates an error.
    public init(_ code: Code, document: String, path: String, found: String, expected: String) {
        self.code = code
        self.document = document
        self.path = path
        self.found = found
        self.expected = expected
    }

    /// The same error of a document called `name`.
    public func inDocument(_ name: String) -> ManifestError {
        ManifestError(code, document: name, path: path, found: found, expected: expected)
    }

    /// Document, place, what was found, what was expected.
    public var description: String { "\(document): \(path): found \(found), expected \(expected)" }
}

/// All that is wrong with a document, found in one run.
public struct ManifestErrors: Error, Sendable, CustomStringConvertible {
    /// The errors in document order; never empty.
    public let errors: [ManifestError]

    package init(_ errors: [ManifestError]) {
        self.errors = errors
    }

    /// One error a line.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}
