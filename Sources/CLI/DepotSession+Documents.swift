import Depot
import Manifest
import Model
import Primitives
import Trust

/// The documents of a depot: the edition of each that counts today.
extension DepotSession {
    /// The socle système that counts today, or the one `--edition` names.
    mutating func system() throws(Failure) -> Editions.Choice<SystemBaseline> {
        let found = try systems()
        return try Failure.explaining { () throws(ManifestErrors) in
            try Editions.system(found, on: now.day, wanted: editions.first { year($0) == nil })
        }
    }

    /// The socle applicatif that counts today, or that of the school year `--edition` names.
    mutating func application() throws(Failure) -> Editions.Choice<ApplicationBaseline> {
        let found = try applications()
        return try Failure.explaining { () throws(ManifestErrors) in
            try Editions.application(
                found,
                on: now.day,
                wanted: editions.lazy.compactMap(year).first
            )
        }
    }

    /// Every edition of the socle système.
    mutating func systems() throws(Failure) -> [SystemBaseline] {
        try documents("systeme", prefix: "systeme/socle-systeme") {
            (bytes, name) throws(ManifestErrors) in try SystemDocument.decode(bytes, named: name)
        }
    }

    /// Every list of applications.
    mutating func applications() throws(Failure) -> [ApplicationBaseline] {
        try documents("applicatif", prefix: "applicatif/socle-applicatif") {
            (bytes, name) throws(ManifestErrors) in
            try ApplicationDocument.decode(bytes, named: name)
        }
    }

    /// Every extra need both institutions validated, whatever its days.
    mutating func waivers() throws(Failure) -> [Waiver] {
        try documents("complements", prefix: "complements/") {
            (bytes, name) throws(ManifestErrors) in try WaiverDocument.decode(bytes, named: name)
        }
    }

    private mutating func documents<Document>(
        _ role: String,
        prefix: String,
        _ decode: ([UInt8], String) throws(ManifestErrors) -> Document
    ) throws(Failure) -> [Document] {
        var found: [Document] = []
        for target in try targets(role, prefix: prefix) {
            let bytes = try bytes(target)
            found.append(
                try Failure.explaining { () throws(ManifestErrors) in
                    try decode(bytes, target.path)
                }
            )
        }
        return found
    }

    private func year(_ text: String) -> SchoolYear? {
        do {
            return try SchoolYear(text)
        } catch {
            // Not a school year, then: an edition of the socle système.
            return nil
        }
    }
}
