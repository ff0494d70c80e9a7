internal import Primitives

/// A JSON reader whose errors name the document.
struct DocumentJSON {
    private var reader: JSONReader
    let file: String

    /// Reads `bytes`, which may also be in a Windows or DOS code page.
    init(_ bytes: [UInt8], file: String) throws(InventoryError) {
        self.file = file
        do {
            reader = try JSONReader(bytes)
        } catch  where error.code == .jsonInvalidText {
            do { reader = try JSONReader(SourceText.utf8(bytes)) } catch {
                throw Self.failure(error, file)
            }
        } catch {
            throw Self.failure(error, file)
        }
    }

    mutating func nextMember(of names: JSONNames) throws(InventoryError) -> JSONReader.Member? {
        do { return try reader.nextMember(of: names) } catch { throw Self.failure(error, file) }
    }

    /// Passes over the value here, and tells whether it would be a text that is not empty.
    mutating func skipTellingText() throws(InventoryError) -> Bool {
        do { return try reader.skipTellingText() } catch { throw Self.failure(error, file) }
    }

    mutating func kind() throws(InventoryError) -> JSONReader.Kind {
        do { return try reader.kind() } catch { throw Self.failure(error, file) }
    }

    mutating func nextMember() throws(InventoryError) -> String? {
        do { return try reader.nextMember() } catch { throw Self.failure(error, file) }
    }

    mutating func nextElement() throws(InventoryError) -> Bool {
        do { return try reader.nextElement() } catch { throw Self.failure(error, file) }
    }

    mutating func enterObject() throws(InventoryError) {
        do { try reader.enterObject() } catch { throw Self.failure(error, file) }
    }

    mutating func enterArray() throws(InventoryError) {
        do { try reader.enterArray() } catch { throw Self.failure(error, file) }
    }

    /// A string, number or boolean as text; empty for anything else.
    mutating func text() throws(InventoryError) -> String {
        do { return try reader.scalar() ?? "" } catch { throw Self.failure(error, file) }
    }

    mutating func skip() throws(InventoryError) {
        do { try reader.skip() } catch { throw Self.failure(error, file) }
    }

    mutating func isAtEnd() -> Bool { reader.isAtEnd() }

    mutating func end() throws(InventoryError) {
        do { try reader.end() } catch { throw Self.failure(error, file) }
    }

    /// An error at the present place.
    func fault(_ detail: String) -> InventoryError { Self.failure(reader.fault(detail), file) }

    /// Passes over the value here and tells how many elements it has; 1 for what is no list.
    mutating func count() throws(InventoryError) -> Int {
        guard try kind() == .array else {
            try skip()
            return 1
        }
        var count = 0
        try enterArray()
        while try nextElement() {
            try skip()
            count += 1
        }
        return count
    }

    private static func failure(_ error: PrimitivesError, _ file: String) -> InventoryError {
        InventoryError(
            .malformed,
            subject: file,
            operation: "parse",
            detail: error.description
        )
    }
}
