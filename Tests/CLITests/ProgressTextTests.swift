import CLI
import Deployer
import Report
import Testing

/// The line of progress: what it says, and that it stays one line.
@Suite struct ProgressTextTests {
    private let half = ProgressText(
        label: "préparation",
        progress: RestoreProgress(
            files: 12_345,
            totalFiles: 67_000,
            bytes: 1_250_000_000,
            totalBytes: 2_500_000_000
        ),
        seconds: 20
    )

    @Test func tellsFilesBytesRateAndTimeLeftInFrench() {
        #expect(
            half.line(.french, columns: 120)
                == "préparation  50\u{202F}%  12\u{202F}345/67\u{202F}000 fichiers  "
                + "1,2\u{202F}Go/2,5\u{202F}Go  62\u{202F}Mo/s  reste 20 s"
        )
    }

    @Test func tellsFilesBytesRateAndTimeLeftInEnglish() {
        #expect(
            half.line(.english, columns: 120)
                == "préparation  50%  12,345/67,000 files  1.1 GiB/2.3 GiB  59 MiB/s  20 s left"
        )
    }

    @Test(arguments: 1...120) func neverTakesMoreThanTheColumnsThereAre(_ columns: Int) {
        #expect(half.line(.french, columns: columns).count <= columns)
    }

    @Test func leavesOutWhatMattersLeast() {
        #expect(half.line(.english, columns: 50) == "préparation  50%  1.1 GiB/2.3 GiB  20 s left")
    }

    @Test func doesNotGuessATimeBeforeAnythingIsDone() {
        let text = ProgressText(
            label: "committing",
            progress: RestoreProgress(files: 0, totalFiles: 10),
            seconds: 3
        )
        #expect(text.secondsLeft == nil && text.bytesPerSecond == nil)
        #expect(text.line(.english, columns: 79) == "committing  0%  0/10 files")
    }

    @Test func goesByFilesWhereNoBytesAreCounted() {
        let text = ProgressText(
            label: "committing",
            progress: RestoreProgress(files: 250, totalFiles: 1000),
            seconds: 100
        )
        #expect(text.secondsLeft == 300)
        #expect(text.line(.french, columns: 79).hasSuffix("reste 5 min 0 s"))
    }

    @Test func neverPassesTheWhole() {
        let text = ProgressText(
            label: "x",
            progress: RestoreProgress(bytes: 12, totalBytes: 10),
            seconds: 1
        )
        #expect(text.fraction == 1 && text.secondsLeft == 0)
    }
}
