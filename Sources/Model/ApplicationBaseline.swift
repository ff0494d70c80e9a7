public import Primitives

/// The socle applicatif of one school year, owned by the Académie.
public struct ApplicationBaseline: Sendable {
    /// Who validated the list, by function, and when (convention, Article 2).
    public struct Validation: Sendable, Hashable {
        public let inspectorate: String
        public let day: Day

        /// Creates a validation.
        public init(inspectorate: String, day: Day) {
            self.inspectorate = inspectorate
            self.day = day
        }
    }

    public var schoolYear: SchoolYear
    /// 1 for the first publication; an amendment is a revision.
    public var revision: Int
    public var owner: String
    public var validation: Validation
    public var validity: Validity
    public var components: [Component]
    /// The layer, where one exists.
    public var layer: LayerTarget?

    /// Creates a socle applicatif.
    public init(
        schoolYear: SchoolYear,
        revision: Int,
        owner: String,
        validation: Validation,
        validity: Validity,
        components: [Component],
        layer: LayerTarget? = nil
    ) {
        self.schoolYear = schoolYear
        self.revision = revision
        self.owner = owner
        self.validation = validation
        self.validity = validity
        self.components = components
        self.layer = layer
    }
}
