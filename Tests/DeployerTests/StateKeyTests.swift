import Deployer
import Model
import Platform
import Primitives
import TestSupport
import Testing

/// A verified state is worth something on one file system only.
@Suite(
    .scratch,
    .enabled(if: isRoot && Tool.exists("mkfs.ext4"), "needs root and mkfs.ext4")
) struct StateKeyTests {
    /// The keys of file systems mounted in turn at one place, by the image each is in.
    private func keys(_ images: [String]) throws -> [Digest] {
        let folder = Scratch.current.directory
        func run(_ words: [String]) throws {
            try runTool(words, in: folder).requireSuccess(words.joined(separator: " "))
        }
        try folder.makeDirectory(RelativePath("station"), permissions: 0o755)
        for image in Set(images) {
            try run(["truncate", "--size=8M", image])
            try run(["mkfs.ext4", "-q", image])
        }
        return try images.map { image in
            try run(["mount", "-o", "loop", image, "station"])
            let key = Result {
                try VerifiedState.key(
                    layers: [],
                    root: try folder.openDirectory(RelativePath("station"))
                )
            }
            try run(["umount", "station"])
            return try key.get()
        }
    }

    @Test func itIsKnownAgainWhenMountedAgain() throws {
        let keys = try keys(["one", "one"])
        #expect(keys[0] == keys[1])
    }

    @Test func anotherOneInItsPlaceIsNotTakenForIt() throws {
        let keys = try keys(["one", "two"])
        #expect(keys[0] != keys[1])
    }
}
