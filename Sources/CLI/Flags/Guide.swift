/// A guide for those who use the tool: an article of the documentation, also shown by `socle help`.
enum Guide: String, CaseIterable {
    case technician = "technicien"
    case networkManager = "gestionnaire"

    /// The article as it was written, in Markdown.
    var article: String {
        let bytes =
            switch self {
            case .technician: PackageResources.technicien_md
            case .networkManager: PackageResources.gestionnaire_md
            }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The article as a terminal shows it: headings in capitals, commands set in.
    var text: String {
        var isCommand = false
        var lines: [String] = []
        for line in article.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isCommand.toggle()
            } else if isCommand {
                lines.append("    " + line)
            } else if line.hasPrefix("#") {
                lines.append(line.drop { $0 == "#" || $0 == " " }.uppercased())
            } else {
                lines.append(String(line.replacing("`", with: "")))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The commands the article shows.
    var commands: [String] {
        text.split(separator: "\n").compactMap { line in
            line.hasPrefix("    socle ") ? String(line.dropFirst(4)) : nil
        }
    }
}
