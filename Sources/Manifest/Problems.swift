/// Collects what is wrong with one document while it is read.
///
/// A reference, so that every ``Field`` of the document adds to the same list; it never leaves the
/// call that decodes.
final class Problems {
    let document: String
    private(set) var errors: [ManifestError] = []

    init(document: String) {
        self.document = document
    }

    func add(_ code: ManifestError.Code, at path: String, found: String, expected: String) {
        errors.append(
            ManifestError(code, document: document, path: path, found: found, expected: expected)
        )
    }

    /// `text` in quotation marks, cut where it is long, for use in a message.
    static func quoted(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(60).map { scalar in
            scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .format
                ? "\u{FFFD}" : String(scalar)
        }
        return "“\(shown.joined())\(text.unicodeScalars.count > 60 ? "…" : "")”"
    }
}
