/// The rules of the convention that decisions and states cite; raw values are their ids.
///
/// An id names the article and the sentence: `A4-8` is Article 4, eighth rule; `B5-8` is Annexe V.
public enum RuleID: String, Sendable, CaseIterable, Hashable {
    /// A request exists by its ticket in the guichet's tool, and only so.
    case ticket = "A1a-3"
    /// The gestionnaire réseau installs what the common socle lacks.
    case schoolInstalls = "A2-4"
    /// Reinstallation after something outside the référentiel was installed.
    case reinstallationArticle2 = "A2-5"
    /// Components that do not fit the hardware are not owed.
    case hardware = "A3-3"
    /// Other needs are validated by both institutions.
    case validatedNeed = "A3-4"
    /// The Département deploys and maintains outside the administrative zone only.
    case outsideAdministrativeZone = "A3-5"
    /// The Académie installs what is on the administrative network.
    case administrativeNetwork = "A4-1"
    /// The Département keeps equipment and its software working.
    case ordinaryMaintenance = "A4-7"
    /// Reinstallation after an application or driver outside the socles was installed.
    case reinstallationArticle4 = "A4-8"
    /// Users check backups before, and put their files back after.
    case backups = "A4-9"
    /// The address plan comes from the Académie, and gives the zone.
    case addressPlan = "A5-6"
    /// What the school bought, it installs and maintains.
    case schoolBought = "B3-6"
    /// Where a station takes the place of another, mail and local data are transferred.
    case replacement = "B3-13"
    /// The whole socle is on every station.
    case wholeSocle = "B5-4"
    /// Settings may be adapted to the school.
    case settings = "B5-6"
    /// The gestionnaire tries software out, until a date.
    case trial = "B5-7"
    /// Reinstallation at the school's request.
    case reinstallationAnnexV = "B5-8"
    /// Peripherals and their drivers that the gestionnaire installs are declared.
    case peripherals = "B5-9"
}
