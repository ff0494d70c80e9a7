import Platform
import Primitives
import Report
import TestSupport
import Testing

@Suite struct QRCodeTests {
    private static let text = "SOCLE poste s121-pc04 : écarts, 3 hors socle, 2 manquants ; "

    @Test(
        .enabled(if: Tool.exists("zbarimg"), "needs zbar-tools"),
        .scratch,
        arguments: [1, 17, 18, 32, 53, 78, 106, 134, 154, 192, 230]
    )
    func isReadByAnotherProgram(length: Int) throws {
        let bytes = (0..<length).map { Array(Self.text.utf8.filter { $0 < 128 })[$0 % 50] }
        let code = try #require(QRCode(bytes))
        // A portable bitmap, eight dots a module, with the margin.
        let side = (code.size + 8) * 8
        var image = "P1\n\(side) \(side)\n"
        for row in 0..<side {
            for column in 0..<side {
                let (down, right) = (row / 8 - 4, column / 8 - 4)
                let isInside = (0..<code.size).contains(down) && (0..<code.size).contains(right)
                image += isInside && code.modules[down][right] ? "1 " : "0 "
            }
            image += "\n"
        }
        try Scratch.current.directory.write(
            Array(image.utf8),
            atomicallyTo: try RelativePath("code.pbm"),
            permissions: 0o644
        )
        let read = try runTool(
            ["zbarimg", "--raw", "-q", "code.pbm"],
            in: Scratch.current.directory
        )
        #expect(read.outputText == String(decoding: bytes, as: UTF8.self) + "\n")
    }

    @Test func isTheSmallestThatHoldsItsBytes() {
        #expect(QRCode(Array(repeating: 65, count: 17))?.size == 21)
        #expect(QRCode(Array(repeating: 65, count: 18))?.size == 25)
        #expect(QRCode(Array(repeating: 65, count: QRCode.consoleCapacity))?.size == 45)
        #expect(QRCode(Array(repeating: 65, count: 230))?.size == 53)
    }

    @Test func refusesMoreThanItHolds() {
        #expect(QRCode(Array(repeating: 65, count: 231)) == nil)
    }

    @Test func fitsAConsoleOf30RowsAnd80Columns() throws {
        let code = try #require(QRCode(Array(repeating: 65, count: QRCode.consoleCapacity)))
        #expect(code.consoleLines.count <= 28)
        #expect(code.consoleLines.allSatisfy { $0.count == code.size + 8 })
    }
}
