package import Model
package import Primitives

/// The English messages.
package struct EnglishWording: Wording {
    /// Creates the catalogue.
    package init() {}

    // MARK: Values

    package func date(_ day: Day) -> String { day.description }

    package func moment(_ instant: Instant) -> String {
        "\(instant.day) \(instant.description.dropFirst(11).prefix(5)) UTC"
    }

    package func integer(_ number: Int) -> String { Numbers.grouped(number, ",") }

    package func size(_ bytes: UInt64) -> String {
        if bytes == 1 { return "1 byte" }
        return Numbers.scaled(
            bytes,
            base: 1024,
            units: ["bytes", "KiB", "MiB", "GiB", "TiB"],
            decimal: ".",
            space: " "
        )
    }

    package func duration(seconds: Int) -> String {
        switch seconds {
        case ..<60: "less than a minute"
        case ..<3600: "about \((seconds - 1) / 60 + 1) min"
        default: "about \(seconds / 3600) h \(FrenchWording.padded((seconds / 60 % 60, 2)))"
        }
    }

    package func quoted(_ text: String) -> String { "“\(text)”" }
    package func labelled(_ label: String, _ value: String) -> String { "\(label): \(value)" }

    package func listed(_ texts: [String]) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + " and " + last
    }

    package func more(_ count: Int) -> String {
        count == 1 ? "and one more" : "and \(integer(count)) more"
    }

    // MARK: Scan

    package func verdict(_ verdict: Verdict, station: String, deviations: Int) -> String {
        switch verdict {
        case .compliant: "\(station) complies with the socle."
        case .deviations:
            "\(station) has \(count(deviations, "deviation", "deviations")) from the socle."
        case .undetermined where deviations > 0:
            "\(station) could not be judged entirely; \(count(deviations, "deviation", "deviations")) seen."
        case .undetermined: "\(station) could not be judged entirely."
        }
    }

    package func reference(_ reference: ScanReference) -> String {
        "socle système \(reference.systemEdition), socle applicatif \(reference.schoolYear), "
            + "revision \(reference.revision)"
    }

    package func compared(_ scan: ScanResult) -> String {
        let start =
            "Scanned \(moment(scan.taken)): \(count(scan.packageCount, "package", "packages"))"
        guard let method = scan.method else { return start + ", files not compared." }
        let paths = start + ", \(paths(scan.comparedPaths)), "
        return switch method {
        case .quick: paths + "quick comparison."
        case .deep: paths + "deep comparison."
        case .packageSums: paths + "comparison by package sums."
        }
    }

    package func title(of code: FindingCode) -> String {
        switch code {
        case .unlisted: "Software the socle does not list"
        case .unlistedDriver: "Drivers the socle does not list"
        case .missing: "Software of the socle that is absent"
        case .outdated: "Software of the socle in an old version"
        case .newer: "Software of the socle in a newer version"
        case .altered: "Changed files of the socle"
        case .broken: "Packages not completely installed"
        case .foreignFile: "Files the socle does not have"
        case .settings: "Settings of the station"
        case .notApplicable: "Software of the socle that the hardware can not run"
        case .undetermined: "Not judged"
        }
    }

    package func meaning(of code: FindingCode) -> String {
        switch code {
        case .unlisted:
            "This software is in neither socle and in no validated extra. Installing it is allowed; a reinstallation would not bring it back."
        case .unlistedDriver: "This driver is neither in the socles nor in the list of equipment."
        case .missing: "The socle puts this software on every station, and it is not there."
        case .outdated: "The version here is older than the one the socle asks for."
        case .newer: "The version here is newer than the reference; that is no deviation."
        case .altered: "Files that the socle provides no longer have their content."
        case .broken: "The package manager says that an installation is unfinished."
        case .foreignFile: "No package provides these files and the socle does not know them."
        case .settings: "Settings are free; they are shown for information."
        case .notApplicable:
            "The hardware of this station can not run it; its absence is no deviation."
        case .undetermined: "This could not be read, so it neither complies nor deviates."
        }
    }

    package func cause(
        brought: Int,
        since: Day?,
        command: String?,
        ofVersion: Bool
    ) -> String {
        var parts: [String] = []
        if brought > 0 { parts.append("+ " + count(brought, "dependency", "dependencies")) }
        var arrival = ""
        if let since {
            arrival =
                ofVersion
                ? "in this version since \(date(since))" : "installed \(date(since))"
        }
        if let command {
            let alone = ofVersion ? "brought to this version by " : "installed by "
            arrival += arrival.isEmpty ? alone : " by "
            arrival += quoted(command)
        }
        if !arrival.isEmpty { parts.append(arrival) }
        return parts.joined(separator: ", ")
    }

    package func waived(_ waiver: Finding.Waived) -> String {
        "validated extra need (\(waiver.id)) until \(date(waiver.until))"
    }

    package func state(_ state: ItemState) -> String {
        let word =
            switch state {
            case .validatedComplement: "validated extra need"
            case .declared: "declared"
            case .onTrial: "on trial"
            case .unlisted: "not listed"
            case .compliant: "compliant"
            case .missing: "missing"
            case .outdated: "old version"
            case .altered: "altered"
            case .notApplicable: "not applicable (hardware)"
            }
        return state.trialUntil.map { "\(word) until \(date($0))" } ?? word
    }

    package func expected(_ text: String) -> String { "expected: \(text)" }
    package func paths(_ count: Int) -> String { self.count(count, "path", "paths") }

    package func setting(_ kind: StationSetting.Kind) -> String {
        switch kind {
        case .repository: "other repository"
        case .alternative: "alternative"
        case .permissions: "permissions"
        case .exclusion: "left out by dpkg"
        case .printQueue: "print queue"
        }
    }

    package func coverage(_ state: SourceCoverage.State) -> String {
        switch state {
        case .read: "read"
        case .absent: "absent"
        case .unreadable: "unreadable"
        case .notCovered: "not covered"
        case .stale: "stale"
        }
    }

    package func leftOut(_ sort: LeftOut) -> String {
        switch sort {
        case .users: "users"
        case .sessions: "sessions"
        case .processes: "processes"
        case .histories: "histories"
        case .licenceKeys: "licence keys"
        case .serials: "serial numbers"
        case .documents: "comments and documents"
        case .addresses: "network addresses"
        case .profilePaths: "paths"
        case .hardware: "hardware"
        }
    }

    package func weight(_ weight: FindingWeight) -> String {
        switch weight {
        case .deviation: "deviation"
        case .information: "information"
        case .undetermined: "not judged"
        }
    }

    package func zone(_ zone: Zone) -> String {
        switch zone {
        case .teaching: "teaching"
        case .administrative: "administrative"
        case .unknown: "unknown"
        }
    }

    // MARK: Decision

    package func decision(_ kind: Decision.Kind) -> String {
        switch kind {
        case .nothingToDo: "There is nothing to do."
        case .ordinaryMaintenance: "Ordinary maintenance is enough."
        case .reinstallationFounded: "Reinstalling from the socles is founded."
        case .reinstallationOnRequest: "Reinstalling is possible at the school's request."
        case .refusedAdministrativeZone:
            "The station is on the administrative network: no intervention."
        case .waitingForTicket: "The decision waits for a ticket number."
        case .waitingForBackups: "The decision waits for the backups to be confirmed."
        case .waitingForZone: "The decision waits for the station's zone to be known."
        case .waitingForFault: "The decision waits for the malfunction that was seen."
        case .undetermined: "The convention allows no decision as things are."
        }
    }

    package func nextStep(_ kind: Decision.Kind) -> String {
        switch kind {
        case .nothingToDo: "Nothing."
        case .ordinaryMaintenance: "Prepare a repair with “socle plan --scope reparation”."
        case .reinstallationFounded, .reinstallationOnRequest:
            "Prepare the plan with “socle plan”, read it, then approve it."
        case .refusedAdministrativeZone: "Turn to the service that runs the administrative network."
        case .waitingForTicket: "Open a request at the guichet, then give its number with --ticket."
        case .waitingForBackups:
            "Have the backups checked, then say so with --backups-acknowledged FUNCTION,YYYY-MM-DD."
        case .waitingForZone: "Complete the address plan or the station's enrolment."
        case .waitingForFault: "Give the malfunction that was seen with --fault TEXT."
        case .undetermined: "Make readable what could not be judged, then scan again."
        }
    }

    package func article(_ rule: String) -> String {
        Articles.name(of: rule, article: "Article", annex: "Annexe")
    }
}

extension EnglishWording {
    func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(integer(number)) \(number == 1 ? one : many)"
    }

    // MARK: Plan

    package func plan(_ scope: RestoreScope, station: String, changes: Int) -> String {
        let what = scope == .reinstallation ? "Reinstallation" : "Repair"
        return changes == 0
            ? "\(what) plan for \(station): nothing to change."
            : "\(what) plan for \(station): \(count(changes, "change", "changes"))."
    }

    package func action(_ action: PlanChange.Action, count: Int) -> String {
        let paths = paths(count)
        return switch action {
        case .create: "\(paths) to create"
        case .replace: "\(paths) to replace"
        case .merge: "\(paths) to merge"
        case .setMetadata: "\(paths) whose rights or dates alone change"
        case .remove: "\(paths) to remove"
        }
    }

    package func loss(_ loss: PlanReport.Loss) -> String {
        switch loss {
        case .packages: "Software removed"
        case .programs: "Programs copied by hand, removed"
        case .settings: "Settings that return to the socle's"
        case .possibleData: "Possible data, set aside"
        case .downgrades: "Packages that return to an earlier version"
        }
    }

    // MARK: Restore and status

    package func outcome(_ result: RestoreOutcome.Result, station: String) -> String {
        switch result {
        case .restored: "\(station) is back to the socles."
        case .repaired: "\(station) is repaired."
        case .rolledBack: "The restore did not succeed: all is as it was on \(station)."
        case .undone: "The restore is undone: all is as it was before it on \(station)."
        case .recovered: "\(station) was brought to a consistent state."
        case .nothingToDo: "\(station) needed nothing."
        }
    }

    package func reboot(_ reasons: [RebootReason]) -> String {
        let names = reasons.map { reason in
            switch reason {
            case .kernel: "the kernel"
            case .libc: "the C library"
            case .initSystem: "init"
            case .firmware: "firmware"
            }
        }
        return "A reboot is advised: what runs now is still the former version of "
            + listed(names) + "."
    }

    package func status(_ label: StatusEntry.Label) -> String {
        switch label {
        case .station: "Station"
        case .school: "School"
        case .room: "Room"
        case .zone: "Zone"
        case .systemBaseline: "Socle système"
        case .applicationBaseline: "Socle applicatif"
        case .lastScan: "Last scan"
        case .lastVerdict: "Last verdict"
        case .lastRestore: "Last restore"
        case .depot: "Depot"
        case .depotExpiry: "Depot valid until"
        case .pendingRecovery: "Recovery needed"
        case .quarantine: "Quarantine"
        case .journalHead: "Journal head"
        case .journalLength: "Journal length"
        case .journalKey: "Journal key"
        case .toolVersion: "Version of socle"
        }
    }

    // MARK: Lists

    package func inventory(items: Int, system: String?) -> String {
        let found = count(items, "item", "items")
        return system.map { "\(found) on \($0)." } ?? "\(found)."
    }

    package func origin(_ origin: ItemOrigin) -> String {
        switch origin {
        case .asked: "asked for"
        case .automatic: "automatic"
        case .manualCopy: "copied"
        case .unknown: ""
        }
    }

    package func difference(_ difference: BaselineDifference) -> String {
        "From \(difference.from) to \(difference.to): "
            + "\(count(difference.added.count, "addition", "additions")), "
            + "\(count(difference.removed.count, "removal", "removals")), "
            + "\(count(difference.changed.count, "change", "changes"))."
    }
}
