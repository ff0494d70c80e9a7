import Model

/// What pages say in English.
struct EnglishPages: PageWording {
    func phrase(_ phrase: PagePhrase) -> String {
        switch phrase {
        case .outside: "Outside the socle"
        case .allowed: "What the convention allows"
        case .lost: "What a reinstallation would lose"
        case .next: "Next step"
        case .contact: "Who to turn to"
        case .nothingOutside: "Nothing."
        case .since: "Since"
        case .subject: "Item"
        case .origin: "Origin"
        case .files: "Files"
        case .all: "everything"
        case .onlyDeviations: "deviations"
        case .onlyInformation: "information"
        case .onlyUndetermined: "points not judged"
        case .lossesFromPlan: "From the plan of the reinstallation."
        case .lossesFromScan: "From this scan; “socle plan” gives the exact list."
        case .read: "Reading"
        case .source: "Source"
        case .state: "State"
        case .remark: "Remark"
        case .room: "Room"
        case .school: "School"
        case .station: "Station"
        case .taken: "Scan"
        case .noNames: "This page names nobody and holds no document."
        case .reinstalled: "Software validated or declared, to be installed again afterwards:"
        case .documentsUntouched:
            "Documents and accounts stay on the station; they are not backed up."
        case .filter: "Show"
        case .comesBack: "What the socle would bring back"
        case .sinceUnknown: "date unknown"
        case .software: "software"
        case .program: "program"
        case .setting: "setting"
        case .possibleData: "possible data"
        }
    }

    func contact(_ contact: PageContact) -> String {
        switch contact {
        case .correspondent:
            "The school’s maintenance correspondent, who opens a request at the help desk."
        case .technicians: "The Département’s maintenance team, with the ticket’s number."
        case .networkManager: "The school’s network manager."
        case .academy: "The Académie’s service for the administrative network."
        case .nobody: "Nobody: there is nothing to ask for."
        }
    }

    func since(_ day: String) -> String { "since \(day)" }

    func state(_ code: FindingCode) -> String {
        switch code {
        case .unlisted: "outside the socle"
        case .unlistedDriver: "driver outside the socle"
        case .foreignFile: "files outside the socle"
        case .missing: "absent"
        case .outdated: "old"
        case .newer: "newer"
        case .altered: "changed"
        case .broken: "unfinished"
        case .settings: "setting"
        case .notApplicable: "hardware"
        case .undetermined: "not judged"
        }
    }

    func mark(of verdict: Verdict) -> String {
        switch verdict {
        case .compliant: "compliant"
        case .deviations: "deviations"
        case .undetermined: "undetermined"
        }
    }
}
