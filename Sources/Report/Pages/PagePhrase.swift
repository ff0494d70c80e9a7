import Model

/// What pages say beside what every report says.
enum PagePhrase: CaseIterable {
    case outside, allowed, lost, next, contact, nothingOutside, since, subject, origin, files
    case all, onlyDeviations, onlyInformation, onlyUndetermined, lossesFromPlan
    case lossesFromScan, read, source, state, remark, room, school, station, taken, noNames
    case reinstalled, documentsUntouched, filter, comesBack, sinceUnknown
    case software, program, setting, possibleData
}

/// The page phrases of one language.
protocol PageWording {
    func phrase(_ phrase: PagePhrase) -> String
    /// Who to turn to, by function and never by name (convention, Articles 1 and 2).
    func contact(_ decision: PageContact) -> String
    /// Since when something is there.
    func since(_ day: String) -> String
    /// What a finding of one kind says of its subject, in a word.
    func state(_ code: FindingCode) -> String
    /// A verdict in one word.
    func mark(of verdict: Verdict) -> String
}

/// Whom a reader turns to.
enum PageContact: CaseIterable {
    /// The school's correspondant opens a request at the guichet.
    case correspondent
    /// The technicians of the Département, who hold the ticket.
    case technicians
    /// The gestionnaire réseau, who knows what was installed.
    case networkManager
    /// The Académie's service for the administrative network.
    case academy
    case nobody
}

extension Language {
    /// The catalogue of what pages say.
    var pages: any PageWording {
        switch self {
        case .french: FrenchPages()
        case .english: EnglishPages()
        }
    }
}
