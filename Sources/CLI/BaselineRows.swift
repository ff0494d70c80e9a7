import Model
import Report

/// The content of a baseline folder, as rows.
struct BaselineRows {
    private let system: SystemBaseline
    private let application: ApplicationBaseline

    init(_ system: SystemBaseline, _ application: ApplicationBaseline) {
        self.system = system
        self.application = application
    }

    /// Path rules (`chemin,PATTERN,CLASS`), those of the tool included, then components
    /// (`logiciel,ID,NAME`).
    var csv: String {
        let own = PathRules.ownPaths.map { ("chemin", $0.0, $0.1.rawValue) }
        let rules = system.pathRules.map {
            ("chemin", $0.pattern.description, $0.pathClass.rawValue)
        }
        let components = application.components.map { ("logiciel", $0.id, "\"\($0.name)\"") }
        return (own + rules + components).map { "\($0.0),\($0.1),\($0.2)\n" }.joined()
    }

    func text(_ language: Language) -> String {
        let title = Phrase(
            fr: "Socle système \(system.edition) (\(system.owner)), "
                + "socle applicatif \(application.schoolYear) (\(application.owner))",
            en: "Socle système \(system.edition) (\(system.owner)), "
                + "socle applicatif \(application.schoolYear) (\(application.owner))"
        )
        let components = application.components.map { component in
            let subjects = component.disciplines.joined(separator: ", ")
            let line = "  \(component.id)  \(component.name)  \(component.licence)  \(subjects)"
            return Escaped.text(line) + "\n"
        }
        let rules = system.pathRules.map {
            Escaped.text("  \($0.pathClass.rawValue)  \($0.pattern)") + "\n"
        }
        return Escaped.text(title(language)) + "\n\n" + components.joined() + "\n" + rules.joined()
    }
}
