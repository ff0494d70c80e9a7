package import Model

extension EnglishWording {
    package func fault(_ term: FaultTerm) -> String {
        switch term {
        case .title: "What may have to do with the fault"
        case .none: "Nothing outside the socle has a visible link to the fault."
        case .unread: "Not read"
        case .humanJudges: "A link is no cause: a person establishes that (Article 4)."
        }
    }

    package func strength(_ strength: FaultLink.Strength) -> String {
        switch strength {
        case .strong: "strong link"
        case .medium: "medium link"
        case .weak: "weak link"
        }
    }

    package func link(_ reason: FaultLink.Reason) -> String {
        switch reason {
        case .owns: "it is its own"
        case .diverted: "it moved aside a file concerned"
        case .alters: "it changes what is concerned"
        case .installedBefore(0): "installed the same day"
        case .installedBefore(let days): "installed \(count(days, "day", "days")) before"
        case .named: "named in the report"
        }
    }

    package func trace(_ sort: FaultTrace.Sort, _ name: String, sufferer: String?) -> String {
        switch sort {
        case .failedService: "service \(name) failed"
        case .taintingModule: "module \(name), not the kernel’s own, is loaded"
        case .unbuiltModule: "module \(name) was not built for this kernel"
        case .missingLibrary:
            "library \(name) is not found" + (sufferer.map { " for \($0)" } ?? "")
        case .brokenPackage: "package \(name) is not completely installed"
        case .crash: "\(name) crashed"
        }
    }

    package func times(_ count: Int) -> String { self.count(count, "time", "times") }
}
