public import Model
public import Primitives

/// The address plan of the schools, which the Académie provides (convention, Article 5).
///
/// It says which zone of a school's network an address belongs to. An address it lacks is in no
/// zone: nobody guesses.
public struct AddressPlan: Sendable, Equatable {
    /// One range of addresses of one school.
    public struct Range: Sendable, Hashable {
        /// The school.
        public let school: SchoolCode
        /// The zone all its addresses are in.
        public let zone: Zone
        /// The addresses.
        public let network: NetworkRange
        /// What the range is for, in the plan's words.
        public let usage: String
    }

    /// The ranges, in the plan's order.
    public let ranges: [Range]

    private static let columns = ["uai", "zone", "cidr", "vlan", "usage"]

    /// Reads `plan-ip.csv`: `uai;zone;cidr;vlan;usage`, one range a line.
    ///
    /// - Throws: ``ManifestErrors`` with all that is wrong, `name` being the document's.
    public static func decode(
        _ bytes: [UInt8],
        named name: String
    ) throws(ManifestErrors) -> AddressPlan {
        let problems = Problems(document: name)
        var ranges: [Range] = []
        var lines: [Key: Int] = [:]
        SeparatedRows.read(bytes, columns: columns, problems) { row in
            guard let range = range(row, problems) else { return }
            let key = Key(school: range.school, network: range.network)
            if let earlier = lines.updateValue(row.line, forKey: key) {
                problems.add(
                    .duplicateRule,
                    at: "line \(row.line)",
                    found: "\(range.network) of \(range.school), also on line \(earlier)",
                    expected: "each range of a school once"
                )
            }
            ranges.append(range)
        }
        guard problems.errors.isEmpty else { throw ManifestErrors(problems.errors) }
        return AddressPlan(ranges: ranges)
    }

    /// The zone of `address`: that of the longest range that holds it.
    ///
    /// - Parameters:
    ///   - address: the address.
    ///   - school: the school it is seen in; nil looks at all schools'.
    /// - Returns: `Zone.unknown` for an address no range holds. Where ranges of one length
    ///   disagree, the administrative zone: it is the one that forbids.
    public func zone(of address: NetworkAddress, in school: SchoolCode?) -> Zone {
        let holding = ranges.filter {
            (school == nil || $0.school == school) && $0.network.contains(address)
        }
        guard let longest = holding.map(\.network.prefixLength).max() else { return .unknown }
        let zones = Set(holding.filter { $0.network.prefixLength == longest }.map(\.zone))
        return zones.contains(.administrative) ? .administrative : .teaching
    }

    /// The zone of a station with these addresses; nil for a station without any.
    ///
    /// One address in the administrative network is enough to be on it.
    public func zone(of addresses: [NetworkAddress], in school: SchoolCode?) -> Zone? {
        let zones = Set(addresses.map { zone(of: $0, in: school) })
        return [.administrative, .teaching, .unknown].first { zones.contains($0) }
    }

    private struct Key: Hashable {
        let school: SchoolCode
        let network: NetworkRange
    }

    private static func range(_ row: SeparatedRow, _ problems: Problems) -> Range? {
        func refuse(_ column: String, _ expected: String) {
            problems.add(
                .malformedValue,
                at: "line \(row.line).\(column)",
                found: Problems.quoted(row.cells[column] ?? ""),
                expected: expected
            )
        }
        var school: SchoolCode?
        var network: NetworkRange?
        do {
            school = try SchoolCode(row.cells["uai"] ?? "")
        } catch {
            refuse("uai", error.detail)
        }
        do {
            network = try NetworkRange(row.cells["cidr"] ?? "")
        } catch {
            refuse("cidr", error.detail)
        }
        let zone = Zone(rawValue: row.cells["zone"] ?? "")
        if zone == nil || zone == .unknown { refuse("zone", "pedagogique or administrative") }
        guard let school, let network, let zone, zone != .unknown else { return nil }
        return Range(
            school: school,
            zone: zone,
            network: network,
            usage: row.cells["usage"] ?? ""
        )
    }
}
