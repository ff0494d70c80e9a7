public import Model
public import Platform
internal import Primitives

/// Compares files with the MD5 sums that installed packages carry, as `dpkg --verify` does.
///
/// It tells an accident, not an attack: who can change a file can change its sum. It finds nothing
/// that packages do not list.
public enum PackageFileCheck {
    /// Checks the files of `packages`, or of every package that is unpacked.
    ///
    /// Settings are compared with the version their package shipped, and marked as settings. Paths
    /// that dpkg's configuration excludes are not missing. A diverted file is checked where it is.
    /// `rules` gives each difference its path class.
    public static func verify(
        root: Directory,
        ownership: FileOwnership,
        packages filter: Set<String>? = nil,
        rules: PathRules = PathRules([]),
        workers: Workers
    ) -> FileComparison {
        var sums = PackageSums(root: root, ownership: ownership)
        let chosen = ownership.database?.packages ?? []
        for package in chosen where package.isUnpacked {
            if filter?.contains(package.name) ?? true { sums.add(package) }
        }
        let files = sums.files.sorted { $0.path < $1.path }
        let checker = FileChecker(root: root, rules: rules, excluded: PathFilter.read(root: root))
        // Small pieces of the list keep the workers even; one file a piece would cost too much.
        let step = 16
        let pieces = (files.count + step - 1) / step
        let results: [Result<FileChecker.Answer, InventoryError>] = workers.map(
            pieces,
            state: { () throws(InventoryError) in try FileChecker.Scratch.make() }
        ) { (scratch, index) throws(InventoryError) in
            let piece = files[(index * step)..<min(files.count, (index + 1) * step)]
            return checker.check(piece, &scratch)
        }
        var differences: [FileDifference] = []
        var unreadable = sums.unreadable.map(\.description)
        for result in results {
            switch result {
            case .success(let answer):
                differences += answer.differences
                unreadable += answer.unreadable.map(\.description)
            case .failure(let error): unreadable.append(error.description)
            }
        }
        return FileComparison(
            method: .packageSums,
            differences: differences,
            compared: files.count,
            unreadable: unreadable
        )
    }
}
