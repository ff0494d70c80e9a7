public import Primitives

/// How far one station is in an order, and how its part ended.
public struct StationRecord: Sendable, Equatable {
    /// Where a station stands.
    public enum State: String, Sendable {
        /// Its turn has not come.
        case waiting = "en-attente"
        /// Its part was begun. After a stop of the controller it is not known how it ended.
        case running = "en-cours"
        case done = "fait"
        case failed = "echec"

        /// Whether a resume leaves it alone.
        public var isFinal: Bool { self == .done }
    }

    /// Why a station's part failed.
    public enum Fault: String, Sendable {
        /// It does not answer: off, or its cable is out.
        case unreachable = "injoignable"
        /// It answers with another host key.
        case hostKey = "cle-changee"
        /// It answers under another name, room, school or zone.
        case identity = "autre-identite"
        /// It did not end in time.
        case timeout = "delai"
        /// It refused by a rule (exit 6).
        case refused = "refus"
        /// It could not judge (exit 3), which a full disk and an absent depot cause too.
        case undetermined = "indetermine"
        /// The restore failed and the station is as it was (exit 4).
        case rolledBack = "annule"
        /// The restore stopped half-way (exit 5).
        case recovery = "a-reprendre"
        /// Anything else; the detail tells.
        case other = "autre"
    }

    /// The station's name.
    public let name: String
    /// Where it stands.
    public var state: State
    /// The last phase it was in.
    public var phase: String
    /// The status of the program that ran there; nil where none ran.
    public var exit: Int?
    /// Why it failed.
    public var fault: Fault?
    /// The last words of the failure.
    public var detail: String
    /// What the station wrote about it, where its phase is kept.
    public var document: JSONValue?

    /// A station whose turn has not come.
    public init(waiting name: String) {
        self.name = name
        state = .waiting
        phase = ""
        detail = ""
    }

    /// The record as it is kept and told to programs.
    public var json: JSONValue {
        [
            "format": 1, "nom": .string(name), "etat": .string(state.rawValue),
            "phase": .string(phase), "exit": exit.map { .integer(Int64($0)) } ?? .null,
            "cause": fault.map { .string($0.rawValue) } ?? .null, "detail": .string(detail),
            "document": document ?? .null,
        ]
    }

    /// Reads what ``json`` gave.
    static func decode(_ bytes: [UInt8]) throws(PrimitivesError) -> StationRecord {
        let node = JSONNode(try JSONParser.parse(bytes))
        _ = try node.member("format").integer(in: 1...1)
        var record = StationRecord(waiting: try node.member("nom").string())
        let state = try node.member("etat")
        guard let known = State(rawValue: try state.string()) else {
            throw state.invalid("no such state")
        }
        record.state = known
        record.phase = try node.member("phase").string()
        let exit = try node.member("exit")
        if case .integer(let status) = exit.value { record.exit = Int(status) }
        record.fault = try node.member("cause").text.flatMap(Fault.init(rawValue:))
        record.detail = try node.member("detail").string()
        let document = try node.member("document").value
        if case .null = document {} else { record.document = document }
        return record
    }

    /// Takes one event in.
    ///
    /// - Returns: whether the record is to be written: not for every phase.
    mutating func take(_ event: AnsibleEvent, in kind: RoomOrder.Kind) -> Bool {
        switch event.event {
        case .begin(let phase):
            guard state != .failed, state != .done else { return false }
            let isNews = state != .running
            state = .running
            self.phase = phase
            return isNews
        case .end(let phase, let result, let exit, let detail, let document):
            if result == .failed || result == .unreachable {
                self.phase = phase
                self.exit = exit
                self.detail = detail
                state = .failed
                fault = Self.fault(phase, result, exit, detail)
                return true
            }
            guard phase == kind.mainPhase, result == .ok else { return false }
            self.exit = exit
            self.document = document
            return true
        case .progress, .over: return false
        }
    }

    /// Ends the station's part when its play is over.
    mutating func close() {
        guard state == .running else { return }
        if exit != nil {
            state = .done
        } else {
            state = .failed
            fault = .other
            detail = "the play ended before the work was done"
        }
    }

    /// The status of the wait for a socle already at work that went on too long (`patience.yml`).
    private static let lockIsHeld = 75

    private static func fault(
        _ phase: String,
        _ result: AnsibleEvent.Result,
        _ exit: Int?,
        _ detail: String
    ) -> Fault {
        if result == .unreachable {
            let isAnotherKey =
                detail.contains("HOST IDENTIFICATION HAS CHANGED")
                || detail.contains("Host key verification failed")
            return isAnotherKey ? .hostKey : .unreachable
        }
        if phase == "identite" { return .identity }
        if detail.contains("expected time frame") { return .timeout }
        if phase == "attente" && exit == lockIsHeld { return .timeout }
        return switch exit {
        case 3: .undetermined
        case 4: .rolledBack
        case 5: .recovery
        case 6: .refused
        default: .other
        }
    }
}
