import Deployer
import Model
import Platform
import Primitives
import Report

/// One disk of the machine, as the menu of the rescue system shows it.
struct RescueDisk {
    let path: String
    /// What was found; nil for a disk that can not be read or is in use, and why.
    let content: DiskContent?
    let fault: String?
    /// The stations on it, by the volume's name.
    let stations: [String: FormerStation]
    /// Whether it belongs to a station of the administrative zone: nothing of it is touched.
    let isAdministrative: Bool

    /// Looks at the disk at `path`, and changes nothing of it.
    init(_ path: String) {
        self.path = path
        do throws(Failure) {
            let content = try Failure.explaining { () throws(DeployerError) in
                try DiskSurvey.read(path)
            }
            self.content = content
            do throws(Failure) {
                (stations, isAdministrative) = (try FormerStation.all(on: content), false)
            } catch {
                (stations, isAdministrative) = ([:], error.exit == .refused)
            }
            fault = nil
        } catch {
            content = nil
            fault = ([error.message] + error.causes).joined(separator: "; ")
            (stations, isAdministrative) = ([:], false)
        }
    }

    /// The volume with the root of the station: the one that is enrolled, else the one with a system.
    var station: DiskVolume? {
        let found = content?.volumes.filter { stations[$0.name] != nil } ?? []
        return found.first { stations[$0.name]?.configuration != nil }
            ?? found.first { stations[$0.name]?.system.isEmpty == false }
    }

    /// What it is, in a line.
    func line(_ context: Context) -> String {
        func word(_ french: String, _ english: String) -> String {
            context.text(Phrase(fr: french, en: english))
        }
        guard let content else {
            return "\(path) — " + word("inutilisable ici : ", "of no use here: ") + (fault ?? "")
        }
        let model = content.model.isEmpty ? "" : content.model + ", "
        let size = context.language.wording.size(content.size)
        return "\(path) — \(model)\(size) — " + holding(content, word)
    }

    private func holding(
        _ content: DiskContent,
        _ word: (String, String) -> String
    ) -> String {
        if content.unfinished != nil {
            return word("installation interrompue", "installation interrupted")
        }
        if isAdministrative { return word("zone administrative", "administrative zone") }
        if let volume = station, let former = stations[volume.name] {
            let name = former.name.map { word(", poste ", ", station ") + $0 } ?? ""
            return (former.system.isEmpty ? "Linux" : former.system) + name
        }
        let kinds = Set(content.volumes.map(\.content))
        if kinds.contains(where: \.isEncrypted) { return word("chiffré", "encrypted") }
        if kinds.contains(.windows) { return "Windows" }
        if kinds.contains(.linux) { return "Linux" }
        return kinds == [.empty] ? word("vide", "empty") : word("autre contenu", "other content")
    }
}
