package import Model
package import Primitives

/// A plan with what is needed to carry it out.
package struct Draft: Sendable {
    /// What is done with one entry of the target.
    package enum Work: UInt8, Sendable, Hashable {
        /// Nothing.
        case none
        /// A name is put in place, new or over another.
        case write
        /// Owner, mode, attributes and time are set.
        case setMetadata
        /// A directory's time alone is set.
        case setTime
    }

    package var plan: Plan
    package let comparison: ComparisonResult
    /// What is done, by entry of the target.
    package let work: [Work]
    /// What is removed, in tree order: indices into what was found.
    package let removals: [Int32]
    /// The bytes of merged account files, by entry of the target.
    package let merged: [Int: [UInt8]]
    /// Content the station has already: the path that holds it, by entry of the target.
    package let reused: [Int: RelativePath]

    /// Whether there is nothing to do at all.
    package var isEmpty: Bool { removals.isEmpty && work.allSatisfy { $0 == .none } }
}
