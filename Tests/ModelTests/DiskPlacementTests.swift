import Model
import Primitives
import TestSupport
import Testing

@Suite(.tags(.small)) struct DiskPlacementTests {
    private static let mebi: UInt64 = 1 << 20

    private func layout(data: Int? = nil) throws -> DiskLayout {
        var partitions = [
            DiskPartition(role: .efi, size: 100, minimum: 1),
            DiskPartition(role: .root, size: nil, minimum: 500),
        ]
        if let data {
            partitions.append(
                DiskPartition(
                    role: .data,
                    size: data,
                    minimum: 1,
                    mountPoint: try RelativePath("home")
                )
            )
        }
        return DiskLayout(partitions: partitions, steps: [])
    }

    private func mebibytes(_ placed: [PlacedPartition]) -> [[UInt64]] {
        placed.map { [$0.extent.start / Self.mebi, $0.extent.length / Self.mebi] }
    }

    @Test func theOpenPartitionTakesWhatIsLeftBetweenTheTableAndItsCopy() throws {
        let placed = try layout(data: 50).placed(on: 1000 * Self.mebi + 77)
        #expect(mebibytes(placed) == [[1, 100], [101, 848], [949, 50]])
        #expect(placed.map(\.isKept) == [false, false, false])
    }

    @Test func keptDataStayWhereTheyAreAndTheOthersComeBeforeThem() throws {
        let data = DiskExtent(start: 700 * Self.mebi + 512, length: 99 * Self.mebi)
        let placed = try layout(data: 50).placed(on: 1000 * Self.mebi, keeping: data)
        #expect(mebibytes(placed) == [[1, 100], [101, 599], [700, 99]])
        #expect(placed.last?.extent == data)
        #expect(placed.map(\.isKept) == [false, false, true])
    }

    @Test func aDiskThatIsTooSmallIsRefusedWithWhatItTakes() throws {
        #expect(throws: DiskMisfit(needed: 600, available: 599, isForKeptData: false)) {
            try layout().placed(on: 601 * Self.mebi)
        }
        #expect(try layout().placed(on: 602 * Self.mebi).last?.extent.length == 500 * Self.mebi)
    }

    @Test func keptDataThatLeaveTooLittleAreNamed() throws {
        let data = DiskExtent(start: 300 * Self.mebi, length: 600 * Self.mebi)
        #expect(throws: DiskMisfit(needed: 600, available: 299, isForKeptData: true)) {
            try layout(data: 50).placed(on: 1000 * Self.mebi, keeping: data)
        }
    }

    @Test(arguments: [0, 1, 1 << 20, 3 << 20] as [UInt64])
    func aDiskOfNextToNothingIsRefused(size: UInt64) throws {
        #expect(throws: DiskMisfit.self) { try layout().placed(on: size) }
    }
}
