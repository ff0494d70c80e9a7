import Platform
import Primitives

extension UserFile {
    /// Longest line of a text read line by line.
    private static let lineLimit = 4 << 20

    /// Shows every line that is not empty, with its number, holding no more than one of them.
    func forEachLine(
        _ body: (_ line: ArraySlice<UInt8>, _ number: Int) throws(Failure) -> Void
    ) throws(Failure) {
        let directory = try parent()
        let name = try relativeName()
        let file = try Failure.explaining("\(path) can not be read") { () throws(PlatformError) in
            try directory.openFile(name)
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var begun: [UInt8] = []
        var number = 0
        func show(_ line: ArraySlice<UInt8>) throws(Failure) {
            number += 1
            if !line.isEmpty { try body(line, number) }
        }
        while true {
            let count: Int
            do {
                count = try file.read(into: &buffer)
            } catch {
                throw Failure(.undetermined, "\(path) can not be read", causes: ["\(error)"])
            }
            guard count > 0 else { break }
            var rest = buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                if begun.isEmpty {
                    try show(rest[..<end])
                } else {
                    begun += rest[..<end]
                    try show(begun[...])
                    begun.removeAll(keepingCapacity: true)
                }
                rest = rest[(end + 1)...]
            }
            begun += rest
            guard begun.count <= Self.lineLimit else {
                throw Failure(
                    .undetermined,
                    "line \(number + 1) of \(path) is too long",
                    hints: ["a line has at most \(Self.lineLimit >> 20) MiB"]
                )
            }
        }
        if !begun.isEmpty { try show(begun[...]) }
    }
}
