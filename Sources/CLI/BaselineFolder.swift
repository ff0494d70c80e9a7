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

    /// What a folder holds, and all that is wrong with it.
    struct Content {
        var system: SystemBaseline?
        var application: ApplicationBaseline?
        var errors: [ManifestError] = []
    }

    /// Reads every document of the folder, and tells all their faults in one run.
    ///
    /// Every list of applications in the folder counts: two of them for one year contradict each
    /// other (convention, Article 2).
    func check(on day: Day) throws(Failure) -> Content {
        var content = Content()
        func take<Document>(
            _ name: String,
            _ read: ([UInt8], String) throws(ManifestErrors) -> Document
        ) throws(Failure) -> Document? {
            let name = "\(path)/\(name)"
            guard let bytes = try UserFile(name).readIfPresent(limit: 16 << 20) else { return nil }
            do {
                return try read(bytes, name)
            } catch {
                content.errors += error.errors
                return nil
            }
        }
        let names = try names()
        content.system = try take("socle-systeme.json", SystemDocument.decode(_:named:))
        let system = content.system
        var lists: [ApplicationBaseline] = []
        for name in names where name.hasPrefix("socle-applicatif") && name.hasSuffix(".json") {
            guard let list = try take(name, ApplicationDocument.decode(_:named:)) else { continue }
            let rivals = Baseline.validate(lists: lists + [list])
                .dropFirst(Baseline.validate(lists: lists).count)
            let contradictions = system.map { Baseline.validate(system: $0, application: list) }
            content.errors +=
                (rivals + (contradictions ?? []) + Baseline.validate(application: list, on: day))
                .map { $0.inDocument("\(path)/\(name)") }
            lists.append(list)
        }
        content.errors += (system.map { Baseline.validate(system: $0, on: day) } ?? [])
            .map { $0.inDocument("\(path)/socle-systeme.json") }
        _ = try take("annexe-1.json", HardwareDocument.decode(_:named:))
        _ = try take("plan-ip.csv", AddressPlan.decode(_:named:))
        content.application = lists.max {
            ($0.schoolYear, $0.revision) < ($1.schoolYear, $1.revision)
        }
        guard content.errors.isEmpty else { return content }
        // What is absent is told as every other command tells it.
        if system == nil { _ = try self.system() }
        if lists.isEmpty { _ = try application() }
        return content
    }

    private func names() throws(Failure) -> [String] {
        let folder = try UserFile(path).folder()
        return try Failure.explaining { () throws(PlatformError) in
            try folder.entries().map { String(decoding: $0.name, as: UTF8.self) }.sorted()
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
