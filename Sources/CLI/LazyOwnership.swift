import Deployer
import Inventory
import Platform
import Primitives
import Synchronization

/// Who owns a station's paths, read when the first difference asks.
///
/// A station as it should be is never asked for. Where the package database can not be read nobody
/// owns anything, and the inventory's coverage says why.
final class LazyOwnership: Sendable {
    private enum State {
        case unread
        case read(FileOwnership?)
    }

    private let root: Directory
    private let state = Mutex(State.unread)

    init(_ root: Directory) {
        self.root = root
    }

    /// The ownership, read now if it was not yet.
    var value: FileOwnership? {
        state.withLock { state in
            if case .read(let known) = state { return known }
            // See the type: the coverage tells.
            let found = try? FileOwnership.read(root: root)
            state = .read(found)
            return found
        }
    }

    /// The same, as the deployer asks.
    var ownership: Ownership {
        Ownership(
            owner: { self.value?.owner(of: $0) },
            isConffile: { self.value?.isConffile($0) ?? false }
        )
    }
}
