import Model
import Primitives
import Report

/// `socle report room|school|year`: pages of many stations, from the lines a scan of them wrote.
enum FleetReportCommands {
    static let all = [room, school, year]

    private static let room = CommandSpec(
        "report room",
        arguments: "[FILE]",
        count: 0...1,
        flags: [
            FlagTable.school, FlagTable.output, FlagTable.roster, FlagTable.policy,
            FlagTable.playbooks,
        ],
        required: [FlagTable.room],
        fr: "page d’une salle, d’après le dernier « socle lab scan », ou d’après FILE : "
            + "« socle scan --import DOSSIER --format ndjson »",
        en: "page of a room, from the last “socle lab scan”, or from FILE: "
            + "“socle scan --import DIR --format ndjson”"
    ) { (invocation, context) throws(Failure) in
        let room = invocation.value(FlagTable.room) ?? ""
        guard !invocation.arguments.isEmpty else {
            let lines = try LabSession(invocation, room: room).lastScan()
            try context.emit(FleetPage.room(lines, language: context.language), invocation)
            return .success
        }
        let lines = try read(
            invocation.arguments[0],
            FleetLines(keeping: room, of: invocation.value(FlagTable.school))
        )
        guard !lines.stations.isEmpty else { throw absent("the room “\(room)”", invocation) }
        let schools = lines.roomSums.map(\.school)
        guard schools.count < 2 else {
            throw .usage(
                "several schools have a room “\(room)”: \(schools.joined(separator: ", "))",
                hint: "say which with --school"
            )
        }
        try context.emit(FleetPage.room(lines, language: context.language), invocation)
        return .success
    }

    private static let school = CommandSpec(
        "report school",
        arguments: "FILE",
        count: 1...1,
        flags: [FlagTable.output],
        required: [FlagTable.school],
        fr: "page d’un établissement, salle par salle",
        en: "page of a school, room by room"
    ) { (invocation, context) throws(Failure) in
        let school = invocation.value(FlagTable.school) ?? ""
        let lines = try read(invocation.arguments[0], FleetLines())
        guard lines.sums.contains(where: { $0.level == .school && $0.school == school }) else {
            throw absent("the school “\(school)”", invocation)
        }
        let page = FleetPage.school(lines, school: school, language: context.language)
        try context.emit(page, invocation)
        return .success
    }

    private static let year = CommandSpec(
        "report year",
        arguments: "FILE…",
        count: 1...400,
        flags: [FlagTable.records, FlagTable.tickets, FlagTable.output],
        fr: "bilan d’un département, dans le temps où plusieurs contrôles sont donnés",
        en: "summary of a département, over time where several scans are given"
    ) { (invocation, context) throws(Failure) in
        let review = try RecordReview(invocation, context)
        var dates: [FleetLines] = []
        for path in invocation.arguments { dates.append(try read(path, FleetLines())) }
        dates.sort { ($0.last?.daysSince1970 ?? .min) < ($1.last?.daysSince1970 ?? .min) }
        try context.emit(
            FleetPage.year(dates, review: review.result, language: context.language),
            invocation
        )
        return review.result?.broken ?? 0 > 0 ? .undetermined : .success
    }

    private static func absent(_ place: String, _ invocation: Invocation) -> Failure {
        Failure(
            .undetermined,
            "\(invocation.arguments[0]) holds no station of \(place)",
            hints: ["the folders of the inventories name schools and rooms"]
        )
    }

    private static func read(_ path: String, _ lines: FleetLines) throws(Failure) -> FleetLines {
        var lines = lines
        try UserFile(path).forEachLine { (line, number) throws(Failure) in
            try Failure.explaining("line \(number) of \(path) can not be read") {
                () throws(ReportError) in try lines.take(line)
            }
        }
        return lines
    }
}
