import Manifest
import Model
import Platform
import Primitives

/// The zone of a station by its address (convention, Article 5).
enum AddressZone {
    /// Finds the zone, before anything else of the station is read.
    ///
    /// The address is the one `--address` gives, else this machine's own where the station is the
    /// running system. A disk mounted elsewhere has none, nor has an imported inventory.
    ///
    /// - Returns: nil without a plan or an address.
    /// - Throws: ``Failure`` of refusal for an address of the administrative zone.
    static func judge(
        _ plan: AddressPlan?,
        _ station: Station,
        _ invocation: Invocation
    ) throws(Failure) -> Zone? {
        guard let plan else { return nil }
        let addresses = try addresses(station, invocation)
        let zone = plan.zone(of: addresses, in: station.identity.school)
        guard zone != .administrative else {
            throw Failure(
                .refused,
                "the station’s address is in the administrative zone; nothing of it was read",
                causes: addresses.map { "\($0)" },
                hints: ["the Académie looks after this station (convention, articles 3, 4 and 5)"]
            )
        }
        return zone
    }

    /// Refuses to restore a station whose address the plan does not know.
    static func requireTeaching(_ zone: Zone?) throws(Failure) {
        guard zone == .unknown else { return }
        throw Failure(
            .refused,
            "the station’s address is in no range of the address plan",
            hints: ["have the plan completed by the Académie, or give --address"]
        )
    }

    private static func addresses(
        _ station: Station,
        _ invocation: Invocation
    ) throws(Failure) -> [NetworkAddress] {
        if let text = invocation.value(FlagTable.address) {
            do {
                return [try NetworkAddress(text)]
            } catch {
                throw .usage("--address: \(error)", hint: "give the station’s address")
            }
        }
        guard station.path == "/", !invocation.has(FlagTable.imports) else { return [] }
        return try Failure.explaining { () throws(PlatformError) in try Host.addresses() }
    }
}

extension SystemBaseline {
    /// The same socle, which also accepts the drivers Annexe 1 lists for the equipment.
    func accepting(_ hardware: [HardwareItem]) -> SystemBaseline {
        var system = self
        let known = Set(acceptedDrivers)
        system.acceptedDrivers += Set(hardware.flatMap(\.drivers)).subtracting(known).sorted()
        return system
    }
}
