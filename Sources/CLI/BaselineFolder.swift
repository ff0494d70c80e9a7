import Manifest
import Model
import Platform
import Primitives

/// A folder of baseline documents: what a depot publishes, unsigned.
struct BaselineFolder {
    let path: String

    init(_ path: String) {
        self.path = path
    }

    /// The socle système.
    func system() throws(Failure) -> SystemBaseline {
        let name = "\(path)/socle-systeme.json"
        let bytes = try UserFile(name).read(limit: 16 << 20)
        return try Failure.explaining { () throws(ManifestErrors) in
            try SystemDocument.decode(bytes, named: name)
        }
    }

    /// The socle applicatif.
    func application() throws(Failure) -> ApplicationBaseline {
        let name = "\(path)/socle-applicatif.json"
        let bytes = try UserFile(name).read(limit: 16 << 20)
        return try Failure.explaining { () throws(ManifestErrors) in
            try ApplicationDocument.decode(bytes, named: name)
        }
    }

    /// The address plan; nil for a folder without one.
    func addressPlan() throws(Failure) -> AddressPlan? {
        let name = "\(path)/plan-ip.csv"
        guard let bytes = try UserFile(name).readIfPresent(limit: 16 << 20) else { return nil }
        return try Failure.explaining { () throws(ManifestErrors) in
            try AddressPlan.decode(bytes, named: name)
        }
    }

    /// The equipment of Annexe 1; empty for a folder without one.
    func hardware() throws(Failure) -> [HardwareItem] {
        let name = "\(path)/annexe-1.json"
        guard let bytes = try UserFile(name).readIfPresent(limit: 16 << 20) else { return [] }
        return try Failure.explaining { () throws(ManifestErrors) in
            try HardwareDocument.decode(bytes, named: name)
        }
    }

    /// The lock in the file at `path`.
    static func lock(_ path: String) throws(Failure) -> LabelledLock {
        let bytes = try UserFile(path).read(limit: 64 << 20)
        return try Failure.explaining { () throws(ManifestErrors) in
            try LockDocument.decode(bytes, named: path)
        }
    }
}
