import Lab
import Model
import Platform
import Primitives
import Report

/// What was planned for a room, and the one id that approves all of it.
struct LabApproval {
    private let session: LabSession
    private let invocation: Invocation

    init(_ session: LabSession, _ invocation: Invocation) {
        self.session = session
        self.invocation = invocation
    }

    /// The order that is gone on with, or shown: the newest that says more than another's preview.
    func lastOrder() throws(Failure) -> OrderFolder {
        guard let folder = try session.orders().first else {
            throw LabError(.noOrder, subject: session.room, detail: "no order was given to it yet")
                .failure
        }
        return folder
    }

    /// The stations of `--approve`: those the newest plan, or preview of an undo, showed.
    ///
    /// A newer plan takes the place of an older one on the stations themselves.
    func targets(of kind: RoomOrder.Kind) throws(Failure) -> [RoomOrder.Target] {
        let source: RoomOrder.Kind = kind == .undo ? .undoPreview : .plan
        guard let folder = try session.orders().first(where: { $0.order.kind == source }) else {
            throw LabError(
                .notApproved,
                subject: session.room,
                detail: "nothing was planned that could be approved"
            ).failure
        }
        let targets = try planned(folder)
        let id = try id(of: kind, targets)
        let given = try invocation.digest(
            FlagTable.approve,
            called: "id of an order",
            hint: "give the 64 digits socle lab plan shows"
        )
        guard let given, given == id else {
            throw LabError(
                .notApproved,
                subject: session.room,
                detail:
                    "the approval is not that of these \(targets.count) stations and their plans"
            ).failure
        }
        try requireSameStations(targets)
        return targets
    }

    /// The stations the last restore of the room finished.
    func restored() throws(Failure) -> [RoomOrder.Target] {
        guard let folder = try session.orders().first(where: { $0.order.kind == .restore }) else {
            throw LabError(.noOrder, subject: session.room, detail: "no restore was given to it")
                .failure
        }
        let records = try Failure.explaining { () throws(LabError) in try folder.stations() }
        let done = Set(records.filter { $0.state == .done }.map(\.name))
        let asked = Set(try session.stations(invocation).map(\.name))
        let targets = folder.order.targets.filter {
            done.contains($0.name) && asked.contains($0.name)
        }
        guard !targets.isEmpty else {
            throw LabError(
                .noOrder,
                subject: session.room,
                detail: "the last restore finished none of these stations"
            ).failure
        }
        try requireSameStations(targets)
        return targets.map(\.unapproved)
    }

    /// Refuses stations the roster no longer has, or has elsewhere.
    func requireSameStations(_ targets: [RoomOrder.Target]) throws(Failure) {
        let (roster, room) = (session.roster, session.room)
        let entries = try Failure.explaining { () throws(LabError) in
            try roster.stations(in: room)
        }
        for target in targets {
            guard
                entries.contains(where: { $0.name == target.name && $0.address == target.address })
            else {
                throw LabError(
                    .notApproved,
                    subject: target.name,
                    detail: "the roster no longer has it at \(target.address)"
                ).failure
            }
        }
    }

    /// The id that approves acting on what `folder` showed; nil where it showed nothing.
    func id(of folder: OrderFolder) throws(Failure) -> Digest? {
        let targets = try planned(folder)
        guard !targets.isEmpty else { return nil }
        return try id(of: folder.order.kind == .undoPreview ? .undo : .restore, targets)
    }

    /// Notes beside each station's record what its plan comes to.
    func note(_ folder: OrderFolder) throws(Failure) {
        guard folder.order.kind == .plan else { return }
        let records = try Failure.explaining { () throws(LabError) in try folder.stations() }
        for var record in records where record.state == .done && record.document == nil {
            let name = record.name
            let bytes = try Failure.explaining { () throws(LabError) in
                try folder.result("plan.json", of: name)
            }
            let plan = try Failure.explaining("the plan of \(name) can not be used") {
                () throws(ReportError) in try PlanDocument.decode(bytes ?? [])
            }
            record.document = [
                "id": .string(plan.id.hex),
                "poste": .string(plan.station.id),
                "retraits": .integer(Int64(plan.changes.count { $0.action == .remove })),
                "changements": .integer(Int64(plan.changes.count)),
                "octets": .integer(Int64(clamping: plan.bytesToFetch)),
                "logiciels": .integer(
                    Int64(plan.losses.packages.count + plan.losses.programs.count)
                ),
                "donnees": .integer(Int64(plan.losses.possibleData.count)),
            ]
            let kept = record
            try Failure.explaining { () throws(LabError) in try folder.write(kept) }
        }
    }

    private func id(
        of kind: RoomOrder.Kind,
        _ targets: [RoomOrder.Target]
    ) throws(Failure) -> Digest {
        let (school, room) = (session.roster.school, session.room)
        return try Failure.explaining { () throws(LabError) in
            try RoomOrder.approval(of: kind, school: school, room: room, targets: targets)
        }
    }

    /// The stations that have a plan, with its id.
    private func planned(_ folder: OrderFolder) throws(Failure) -> [RoomOrder.Target] {
        let records = try Failure.explaining { () throws(LabError) in try folder.stations() }
        var targets: [RoomOrder.Target] = []
        for record in records where record.state == .done {
            guard let target = folder.order.targets.first(where: { $0.name == record.name }),
                case .string(let text) = record.document?["id"]
            else { continue }
            let id = try Failure.explaining { () throws(PrimitivesError) in try Digest(hex: text) }
            var removals = 0
            if case .integer(let number) = record.document?["retraits"] { removals = Int(number) }
            targets.append(target.approved(id, removals: removals))
        }
        return targets
    }
}
