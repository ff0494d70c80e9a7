import Convention
import Diff
import Model
import Primitives
import Report

/// Stations judged by the reference: what differs, and what the convention allows.
extension Reference {
    /// Judges `station` by its inventory, which has that many packages, and by its files where they
    /// were compared.
    func judge(
        _ inventory: Inventory,
        of station: StationIdentity,
        packageCount: Int,
        files: FileComparison? = nil
    ) -> ScanResult {
        let outcome = DiffEngine.findings(
            DiffInput(
                inventory: inventory,
                list: list,
                files: files,
                station: station
            )
        )
        return ScanResult(
            station: station,
            taken: inventory.taken,
            reference: description,
            verdict: outcome.verdict,
            findings: standing(of: station, on: inventory.taken.day).judged(outcome.findings),
            coverage: inventory.coverage,
            method: files?.method,
            comparedPaths: files?.compared ?? 0,
            packageCount: packageCount
        )
    }

    /// What the convention allows for the station of `scan` under `order`.
    func decision(on scan: ScanResult, _ order: RestoreOrder, _ context: Context) -> Decision {
        ConventionRules.decide(by: facts(of: scan, order, context))
    }

    /// What that decision rests on, as a record keeps it.
    func facts(of scan: ScanResult, _ order: RestoreOrder, _ context: Context) -> DecisionFacts {
        RestoreCase(
            verdict: scan.verdict,
            findings: scan.findings,
            order: order,
            declaredZone: scan.station.zone,
            addressZone: addressZone,
            standing: standing(of: scan.station, on: context.now.day),
            components: application.components
        ).facts
    }

    /// What is validated and declared for `station` on `day`.
    private func standing(of station: StationIdentity, on day: Day) -> Standing {
        Standing(waivers: list.waivers, declarations: declarations, station: station, today: day)
    }
}
