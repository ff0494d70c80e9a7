/// What a station's hardware is, as far as it is known; nil is never held against it.
public struct HardwareFacts: Sendable, Hashable {
    /// Memory in MiB, of which the kernel and the graphics may keep a part for themselves.
    public var memory: Int?
    /// The size of the disk that holds the system, in MiB.
    public var disk: Int?
    /// Whether a graphics processor draws, not the main one.
    public var hasGraphicsProcessor: Bool?
    /// Where the facts were read.
    public var evidence: [Evidence]

    /// Creates facts.
    public init(
        memory: Int? = nil,
        disk: Int? = nil,
        hasGraphicsProcessor: Bool? = nil,
        evidence: [Evidence] = []
    ) {
        self.memory = memory
        self.disk = disk
        self.hasGraphicsProcessor = hasGraphicsProcessor
        self.evidence = evidence
    }
}

/// Whether a station can run a component (convention, Article 3).
public enum HardwareFit: Sendable, Hashable {
    case fits
    /// It can not: what is needed and what is there.
    case lacks(need: String, has: String)
    /// What is there is not known: what is needed.
    case unknown(need: String)
}

extension HardwareRequirements {
    /// Part of a module's memory firmware and graphics keep: one eighth may be missing.
    private static let reserved = 8

    /// Whether hardware of which `facts` are known can meet the requirements.
    ///
    /// One need that is not met is enough, whatever else is unknown. A machine sold with 4 GiB shows
    /// the kernel somewhat less: memory counts as enough from seven eighths of the need.
    public func fit(_ facts: HardwareFacts, architecture: String?) -> HardwareFit {
        let fits = [
            Self.compare(
                "memoire",
                memory,
                facts.memory,
                least: memory.map { $0 - $0 / Self.reserved }
            ),
            Self.compare("disque", disk, facts.disk, least: disk),
            fit(architecture),
            needsGraphicsProcessor ? Self.graphics(facts.hasGraphicsProcessor) : .fits,
        ]
        return fits.first {
            guard case .lacks = $0 else { return false }
            return true
        } ?? fits.first { $0 != .fits } ?? .fits
    }

    private static func compare(
        _ name: String,
        _ need: Int?,
        _ has: Int?,
        least: Int?
    ) -> HardwareFit {
        guard let need, let least else { return .fits }
        let text = "\(name) \(need) Mio"
        guard let has else { return .unknown(need: text) }
        return has < least ? .lacks(need: text, has: "\(name) \(has) Mio") : .fits
    }

    private func fit(_ architecture: String?) -> HardwareFit {
        guard !architectures.isEmpty else { return .fits }
        let need = "architecture " + architectures.joined(separator: ", ")
        guard let architecture, !architecture.isEmpty else { return .unknown(need: need) }
        // Windows has words of its own for the same processors.
        let known = ["x64": "amd64", "x86": "i386"][architecture] ?? architecture
        return architectures.contains(known) ? .fits : .lacks(need: need, has: architecture)
    }

    private static func graphics(_ has: Bool?) -> HardwareFit {
        switch has {
        case true?: .fits
        case false?: .lacks(need: "processeur graphique", has: "aucun")
        case nil: .unknown(need: "processeur graphique")
        }
    }
}
