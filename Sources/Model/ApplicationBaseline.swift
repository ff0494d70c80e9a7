public import Primitives

/// The socle applicatif of one school year, owned by the Académie.
public struct ApplicationBaseline: Sendable {
    /// Who validated the list, by function, and when (convention, Article 2).
    public struct Validation: Sendable, Hashable {
        /// The inspectorate that validated the list.
        public let inspectorate: String
        /// The day.
        public let day: Day

        /// Creates a validation.
        public init(inspectorate: String, day: Day) {
            self.inspectorate = inspectorate
            self.day = day
        }
    }

    /// The school year.
    public var schoolYear: SchoolYear
    /// 1 for the first publication; an amendment is a revision.
    public var revision: Int
    /// The institution that owns the document.
    public var owner: String
    /// Who validated the list, and when.
    public var validation: Validation
    /// The days it is valid.
    public var validity: Validity
    /// The listed components.
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
