import Inventory
import Model
import Platform

extension Context {
    /// What is installed below `root`.
    func inventory(
        of root: Directory,
        unownedFiles: StationInventory.UnownedFiles = .find
    ) throws(Failure) -> Inventory {
        try Failure.explaining { () throws(InventoryError) in
            try StationInventory.read(
                root: root,
                now: now,
                workers: workers,
                options: .init(unownedFiles: unownedFiles)
            )
        }
    }
}
