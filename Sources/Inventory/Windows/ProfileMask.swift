/// Takes people's names out of paths of a Windows disk.
package enum ProfileMask {
    /// `text` with every folder of a person below `Users` written `*`.
    ///
    /// Folders that Windows itself makes there keep their names.
    package static func apply(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let slash = rest.firstIndex(where: { $0 == "/" || $0 == "\\" }) {
            let folder = rest[..<slash]
            let after = rest.index(after: slash)
            result += rest[..<after]
            rest = rest[after...]
            guard isProfiles(folder) else { continue }
            let end = rest.firstIndex { "/\\:\"'".contains($0) } ?? rest.endIndex
            let name = rest[..<end].lowercased()
            let isOwn = ["public", "default", "all users", "default user"].contains(name)
            result += isOwn || name.isEmpty ? String(rest[..<end]) : "*"
            rest = rest[end...]
        }
        return result + rest
    }

    private static func isProfiles(_ folder: Substring) -> Bool {
        let name = folder.split { " \"'".contains($0) }.last ?? folder
        let lower = folder.lowercased()
        return ["users", "utilisateurs"].contains(name.lowercased())
            || lower.hasSuffix("documents and settings")
    }
}
