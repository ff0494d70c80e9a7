public import Model
public import Primitives

/// Who plays which part in each school, as the Académie tells every year (convention, Article 2):
/// functions and addresses of functions, never a person.
public struct RoleList: Sendable, Equatable {
    /// A part played in a school.
    public enum Role: String, Sendable, CaseIterable, Hashable {
        /// Gets the account of every intervention (Annexe IV).
        case correspondent = "correspondant"
        /// Installs what the socle lacks, and declares it (Annexe V).
        case networkManager = "gestionnaire"
    }

    /// One part, for some days.
    public struct Entry: Sendable, Hashable {
        /// The school.
        public let school: SchoolCode
        /// The part.
        public let role: Role
        /// The function of who plays it.
        public let function: String
        /// The functional address.
        public let address: String
        /// The days it is played.
        public let validity: Validity
    }

    /// Whom a part falls to.
    public enum Holder: Sendable, Hashable {
        case entry(Entry)
        /// Nobody plays it in the school: the Académie does.
        case academy
    }

    /// The entries, in the list's order.
    public let entries: [Entry]

    private static let columns = [
        "annee", "uai", "role", "fonction", "courriel_fonctionnel", "debut", "fin",
    ]

    /// Reads `correspondants.csv`: `annee;uai;role;fonction;courriel_fonctionnel;debut;fin`.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> RoleList {
        let problems = Problems(document: name)
        var entries: [Entry] = []
        SeparatedRows.read(bytes, columns: columns, problems) { row in
            if let entry = entry(row, problems) { entries.append(entry) }
        }
        guard problems.errors.isEmpty else { throw ManifestErrors(problems.errors) }
        return RoleList(entries: entries)
    }

    /// Who plays `role` in `school` on `day`; the Académie takes the part of an absent gestionnaire
    /// réseau (convention, Article 2), and nobody that of an absent correspondant.
    public func holder(of role: Role, in school: SchoolCode, on day: Day) -> Holder? {
        let found = entries.first {
            $0.school == school && $0.role == role && $0.validity.contains(day)
        }
        return found.map { .entry($0) } ?? (role == .networkManager ? .academy : nil)
    }

    /// The functional addresses a notice about `school` goes to: the correspondant's first.
    public func recipients(for school: SchoolCode, on day: Day) -> [String] {
        Role.allCases.compactMap { role in
            guard case .entry(let entry)? = holder(of: role, in: school, on: day) else {
                return nil
            }
            return entry.address
        }
    }

    /// The parts nobody plays in `schools` on `day`, in order.
    public func vacancies(
        in schools: [SchoolCode],
        on day: Day
    ) -> [(school: SchoolCode, role: Role)] {
        schools.flatMap { school in
            Role.allCases.filter { role in
                guard case .entry? = holder(of: role, in: school, on: day) else { return true }
                return false
            }.map { (school, $0) }
        }
    }

    private static func entry(_ row: SeparatedRow, _ problems: Problems) -> Entry? {
        func cell(_ name: String) -> String { row.cells[name] ?? "" }
        func parse<Value>(
            _ column: String,
            _ read: (String) throws(PrimitivesError) -> Value
        ) -> Value? {
            do throws(PrimitivesError) {
                return try read(cell(column))
            } catch {
                refuse(column, error.detail)
                return nil
            }
        }
        func refuse(_ column: String, _ expected: String) {
            problems.add(
                .malformedValue,
                at: "line \(row.line).\(column)",
                found: Problems.quoted(cell(column)),
                expected: expected
            )
        }
        let year = parse("annee") { text throws(PrimitivesError) in try SchoolYear(text) }
        let school = parse("uai") { text throws(PrimitivesError) in try SchoolCode(text) }
        let from = parse("debut") { text throws(PrimitivesError) in try Day(text) }
        let until = parse("fin") { text throws(PrimitivesError) in try Day(text) }
        let role = Role(rawValue: cell("role"))
        if role == nil { refuse("role", "correspondant or gestionnaire") }
        if cell("fonction").isEmpty { refuse("fonction", "a function, never a name") }
        if !cell("courriel_fonctionnel").contains("@") {
            refuse("courriel_fonctionnel", "the address of a function")
        }
        guard let year, let school, let from, let until, let role else { return nil }
        guard from <= until, SchoolYear(containing: from) == year,
            SchoolYear(containing: until) == year
        else {
            refuse("fin", "days of \(year), the first not after the last")
            return nil
        }
        return Entry(
            school: school,
            role: role,
            function: cell("fonction"),
            address: cell("courriel_fonctionnel"),
            validity: Validity(from: from, until: until)
        )
    }
}

/// The schools a département looks after: `etablissements.csv`, `uai;nom;type`.
public enum SchoolList {
    /// Reads the codes, in the list's order.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> [SchoolCode] {
        let problems = Problems(document: name)
        var codes: [SchoolCode] = []
        SeparatedRows.read(bytes, columns: ["uai", "nom", "type"], problems) { row in
            let text = row.cells["uai"] ?? ""
            do throws(PrimitivesError) {
                let code = try SchoolCode(text)
                guard !codes.contains(code) else {
                    problems.add(
                        .duplicateID,
                        at: "line \(row.line).uai",
                        found: Problems.quoted(text),
                        expected: "each school once"
                    )
                    return
                }
                codes.append(code)
            } catch {
                problems.add(
                    .malformedValue,
                    at: "line \(row.line).uai",
                    found: Problems.quoted(text),
                    expected: error.detail
                )
            }
        }
        guard problems.errors.isEmpty else { throw ManifestErrors(problems.errors) }
        return codes
    }
}
