public import Primitives

/// Something on a station that went wrong by itself: a trace a fault leaves, whoever reports it.
///
/// No trace holds a person's name, the content of a dump or the text of a message.
public struct FaultTrace: Sendable, Hashable {
    /// What sort of trace it is; the raw value is what people read.
    public enum Sort: String, Sendable, CaseIterable, Hashable {
        /// A service the system gave up on.
        case failedService = "service-en-echec"
        /// A kernel module that is not the kernel's own.
        case taintingModule = "module-etranger-au-noyau"
        /// A kernel module that could not be built.
        case unbuiltModule = "module-non-construit"
        /// A library a program needs, and that is not there or is no library.
        case missingLibrary = "bibliotheque-absente"
        /// A package the package manager says is not completely installed.
        case brokenPackage = "paquet-casse"
        /// A program that ended by a fault of its own.
        case crash = "arret-anormal"
    }

    /// What sort of trace it is.
    public var sort: Sort
    /// The unit, module, library, package or program.
    public var name: String
    /// The program that suffers from it, where that is another.
    public var sufferer: String?
    /// The files concerned: what has to do with any of them has to do with the trace.
    public var paths: [RelativePath]
    /// The packages that own those files.
    public var owners: [String]
    /// How many times it happened, where it is counted.
    public var count: Int
    /// The last day it happened, where that is known.
    public var day: Day?
    /// Where it was read.
    public var evidence: Evidence

    /// Creates a trace.
    public init(
        _ sort: Sort,
        name: String,
        sufferer: String? = nil,
        paths: [RelativePath] = [],
        owners: [String] = [],
        count: Int = 1,
        day: Day? = nil,
        evidence: Evidence
    ) {
        self.sort = sort
        self.name = name
        self.sufferer = sufferer
        self.paths = paths
        self.owners = owners
        self.count = count
        self.day = day
        self.evidence = evidence
    }

    /// Counts it once more, on `day` where that is known.
    public mutating func happened(on day: Day?) {
        count += 1
        guard let day else { return }
        self.day = max(self.day ?? day, day)
    }
}

/// The traces found on a station, and what could not be looked at.
public struct FaultTraces: Sendable, Hashable {
    /// The traces, in a fixed order.
    public var traces: [FaultTrace]
    /// What was not looked at, and why.
    public var unread: [String]

    /// Creates a set.
    public init(traces: [FaultTrace] = [], unread: [String] = []) {
        self.traces = traces
        self.unread = unread
    }
}

/// One reason to think that something outside the socles has to do with a fault.
public struct FaultLink: Sendable, Hashable {
    /// How much a link says.
    public enum Strength: Int, Sendable, CaseIterable, Hashable, Comparable {
        case weak, medium, strong

        /// Orders strengths from the weakest.
        public static func < (left: Strength, right: Strength) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// Why there is a link.
    public enum Reason: Sendable, Hashable {
        /// What failed is its own: its service, its module, its program, its package.
        case owns
        /// It moved aside the file that failed, or stands in its place.
        case diverted
        /// It changes how what failed is started or found.
        case alters
        /// It was installed that many days before.
        case installedBefore(days: Int)
        /// The words of the fault name it.
        case named
    }

    /// How much it says.
    public var strength: Strength
    /// Why.
    public var reason: Reason
    /// The trace it leads to; nil for a link that leads to none.
    public var trace: FaultTrace?

    /// Creates a link.
    public init(_ strength: Strength, _ reason: Reason, trace: FaultTrace? = nil) {
        self.strength = strength
        self.reason = reason
        self.trace = trace
    }
}

/// Something outside the socles, with its links to a fault.
///
/// It is evidence for a person who judges, never a cause by itself (convention, Article 4).
public struct Suspect: Sendable, Hashable {
    /// The id of the finding.
    public var finding: String
    /// The links, strongest first.
    public var links: [FaultLink]

    /// Creates a suspect.
    public init(finding: String, links: [FaultLink]) {
        self.finding = finding
        self.links = links
    }

    /// How much its strongest link says.
    public var strength: FaultLink.Strength { links.map(\.strength).max() ?? .weak }
}
