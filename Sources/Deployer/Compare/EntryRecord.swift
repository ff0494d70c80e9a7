package import Model

/// What the comparison found about one entry of the target.
package struct EntryRecord: Sendable, Hashable {
    /// How the station's name stands to the entry.
    package enum Standing: UInt8, Sendable, Hashable {
        /// As the target says.
        case same
        /// Not there.
        case missing
        /// Other bytes, another link target or device, or another file shared by hard links.
        case content
        /// Only mode, owner, time or attributes differ.
        case metadata
        /// Only a directory's modification time differs: it follows what is done in it.
        case time
        /// An object of another type.
        case type
        /// There; its class says that no more is compared.
        case present
        /// Below a file system that is not the station's own.
        case blocked
        /// It could not be read.
        case unreadable
    }

    package var standing: Standing
    package var pathClass: PathClass
    /// The index of the name found on the station; -1 where there is none.
    package var found: Int32

    /// Whether a restore has to write the name anew.
    package var needsWriting: Bool {
        switch standing {
        case .missing, .content, .type: true
        default: false
        }
    }
}
