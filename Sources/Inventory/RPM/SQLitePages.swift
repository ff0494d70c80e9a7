/// The pages of an SQLite database (format version 4) with its write-ahead log applied, read only.
///
/// Source of the format: "Database File Format", sqlite.org/fileformat2.html. Only table b-trees are
/// walked. Every offset is checked, every page is visited once, and the work is bounded.
package struct SQLitePages {
    private let bytes: [UInt8]
    private let file: String
    private let pageSize: Int
    private let usable: Int
    private let pageCount: Int
    /// Where later versions of pages are in the log, by page number.
    private let newer: [Int: Int]
    private let log: [UInt8]

    private static let magic = Array("SQLite format 3\u{0}".utf8)
    private static let depth = 20

    /// Whether `bytes` begin as a database does.
    package static func isOne(_ bytes: [UInt8]) -> Bool { bytes.starts(with: magic) }

    /// Opens `bytes`, with the content of the file `-wal` beside it.
    ///
    /// - Throws: ``InventoryError`` for what is no such database.
    package init(_ bytes: [UInt8], log: [UInt8] = [], file: String) throws(InventoryError) {
        guard Self.isOne(bytes), bytes.count >= 100 else {
            throw .malformed(file, offset: 0, "no SQLite database")
        }
        let written = Int(bytes[16]) << 8 | Int(bytes[17])
        let size = written == 1 ? 65536 : written
        guard size >= 512, size & (size - 1) == 0, size - Int(bytes[20]) >= 480 else {
            throw .malformed(file, offset: 16, "a page size of \(size)")
        }
        self.bytes = bytes
        self.file = file
        self.log = log
        pageSize = size
        usable = size - Int(bytes[20])
        let wal = SQLiteLog.pages(log, pageSize: size)
        newer = wal.pages
        pageCount = max(bytes.count / size, wal.count)
    }

    /// Calls `body` with the payload of each row of the table called `name`, in the order of row ids.
    ///
    /// - Throws: ``InventoryError`` with the page that is at fault, or what `body` throws.
    package func rows(
        of name: String,
        _ body: ([UInt8]) throws(InventoryError) -> Void
    ) throws(InventoryError) {
        var root: Int?
        try walk(1) { payload throws(InventoryError) in
            // type, name, tbl_name, rootpage, sql
            let cells = try SQLiteRecord.cells(payload, file: file)
            guard cells.count >= 4, case .data(let type) = cells[0], case .data(let own) = cells[1],
                case .integer(let page) = cells[3], payload[type].elementsEqual("table".utf8),
                payload[own].elementsEqual(name.utf8)
            else { return }
            root = Int(exactly: page)
        }
        guard let root else {
            throw .malformed(file, offset: 0, "the database has no table “\(name)”")
        }
        try walk(root, body)
    }

    // MARK: Trees

    private func walk(
        _ root: Int,
        _ body: ([UInt8]) throws(InventoryError) -> Void
    ) throws(InventoryError) {
        var visited: Set<Int> = []
        try walk(root, depth: 0, &visited, body)
    }

    private func walk(
        _ number: Int,
        depth: Int,
        _ visited: inout Set<Int>,
        _ body: ([UInt8]) throws(InventoryError) -> Void
    ) throws(InventoryError) {
        guard depth < Self.depth else { throw fault(number, "a tree deeper than \(Self.depth)") }
        let page = try self.page(number, &visited)
        let start = number == 1 ? 100 : 0
        let isLeaf = page[start] == 0x0D
        guard isLeaf || page[start] == 0x05 else {
            throw fault(number, "no page of a table: type \(page[start])")
        }
        let count = Int(page[start + 3]) << 8 | Int(page[start + 4])
        let cells = start + (isLeaf ? 8 : 12)
        guard cells + count * 2 <= usable else { throw fault(number, "more cells than fit") }
        for index in 0..<count {
            let offset = Int(page[cells + index * 2]) << 8 | Int(page[cells + index * 2 + 1])
            guard offset >= start + 8, offset + 4 <= usable else {
                throw fault(number, "a cell outside the page")
            }
            if isLeaf {
                try body(payload(page, at: offset, number, &visited))
            } else {
                try walk(Int(Self.word(page, offset)), depth: depth + 1, &visited, body)
            }
        }
        guard !isLeaf else { return }
        try walk(Int(Self.word(page, start + 8)), depth: depth + 1, &visited, body)
    }

    private func payload(
        _ page: [UInt8],
        at offset: Int,
        _ number: Int,
        _ visited: inout Set<Int>
    ) throws(InventoryError) -> [UInt8] {
        var position = offset
        guard let size = SQLiteRecord.varint(page[..<usable], &position),
            SQLiteRecord.varint(page[..<usable], &position) != nil,
            let length = Int(exactly: size), length <= ReadingLimits.databaseRow
        else { throw fault(number, "a row of no possible length") }
        let local = localLength(length)
        guard position + local + (local < length ? 4 : 0) <= usable else {
            throw fault(number, "a row reaches outside its page")
        }
        var payload = Array(page[position..<position + local])
        guard local < length else { return payload }
        payload.reserveCapacity(length)
        var next = Int(Self.word(page, position + local))
        while payload.count < length {
            let overflow = try self.page(next, &visited)
            payload += overflow[4..<4 + min(length - payload.count, usable - 4)]
            next = Int(Self.word(overflow, 0))
        }
        return payload
    }

    /// How much of a row of `length` bytes is on its own page (section 1.6 of the format).
    private func localLength(_ length: Int) -> Int {
        let most = usable - 35
        if length <= most { return length }
        let least = (usable - 12) * 32 / 255 - 23
        let fitting = least + (length - least) % (usable - 4)
        return fitting <= most ? fitting : least
    }

    private func page(_ number: Int, _ visited: inout Set<Int>) throws(InventoryError) -> [UInt8] {
        guard number >= 1, number <= pageCount else {
            throw fault(number, "a page the database does not have")
        }
        guard visited.insert(number).inserted else { throw fault(number, "a page used twice") }
        if let place = newer[number] { return Array(log[place..<place + pageSize]) }
        let start = (number - 1) * pageSize
        guard start + pageSize <= bytes.count else {
            throw fault(number, "the file ends before the page does")
        }
        return Array(bytes[start..<start + pageSize])
    }

    static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }

    private func fault(_ page: Int, _ detail: String) -> InventoryError {
        .malformed(file, offset: max(0, min(page - 1, 1 << 40)) * pageSize, detail)
    }
}

/// SQLite's write-ahead log: pages written since the database was last brought up to date.
enum SQLiteLog {
    /// Where the last committed version of each page is in `log`, and how many pages there then are.
    ///
    /// A frame counts only if its sum, which goes on from frame to frame, and its salts are right,
    /// and only up to the last one that ends a transaction.
    static func pages(_ log: [UInt8], pageSize: Int) -> (pages: [Int: Int], count: Int) {
        let header = 32
        let frame = 24 + pageSize
        guard log.count >= header, SQLitePages.word(log, 0) & ~1 == 0x377F_0682,
            Int(SQLitePages.word(log, 8)) == pageSize
        else { return ([:], 0) }
        let isBig = SQLitePages.word(log, 0) & 1 == 1
        var sums: (UInt32, UInt32) = (0, 0)
        add(log, 0..<24, isBig, &sums)
        guard sums == (SQLitePages.word(log, 24), SQLitePages.word(log, 28)) else {
            return ([:], 0)
        }
        var pending: [Int: Int] = [:]
        var pages: [Int: Int] = [:]
        var count = 0
        var start = header
        while start + frame <= log.count {
            guard log[start + 8..<start + 16].elementsEqual(log[16..<24]) else { break }
            add(log, start..<start + 8, isBig, &sums)
            add(log, start + 24..<start + frame, isBig, &sums)
            guard
                sums == (SQLitePages.word(log, start + 16), SQLitePages.word(log, start + 20))
            else { break }
            pending[Int(SQLitePages.word(log, start))] = start + 24
            let committed = Int(SQLitePages.word(log, start + 4))
            if committed > 0 {
                pages.merge(pending) { $1 }
                pending = [:]
                count = committed
            }
            start += frame
        }
        return (pages, count)
    }

    private static func add(
        _ log: [UInt8],
        _ range: Range<Int>,
        _ isBig: Bool,
        _ sums: inout (UInt32, UInt32)
    ) {
        for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
            let (first, second) = (
                SQLitePages.word(log, offset), SQLitePages.word(log, offset + 4)
            )
            sums.0 &+= (isBig ? first : first.byteSwapped) &+ sums.1
            sums.1 &+= (isBig ? second : second.byteSwapped) &+ sums.0
        }
    }
}

/// One row of a table, as SQLite keeps it.
enum SQLiteRecord {
    /// One column: a number, or where in the row its bytes are.
    enum Cell {
        case integer(Int64)
        case data(Range<Int>)
        /// NULL or a number with a fraction.
        case other
    }

    /// The columns of `payload`.
    static func cells(_ payload: [UInt8], file: String) throws(InventoryError) -> [Cell] {
        var position = 0
        guard let length = varint(payload[...], &position), let end = Int(exactly: length),
            end <= payload.count
        else { throw .malformed(file, offset: 0, "a row without a header") }
        var cells: [Cell] = []
        var offset = end
        while position < end {
            guard let type = varint(payload[..<end], &position), cells.count < 64 else {
                throw .malformed(file, offset: 0, "the header of a row is cut short")
            }
            let size = size(ofType: type)
            guard size <= payload.count - offset else {
                throw .malformed(file, offset: 0, "a column reaches outside its row")
            }
            let range = offset..<offset + size
            switch type {
            case 1...6:
                let first = payload[range].first ?? 0
                let sign: Int64 = first & 0x80 == 0 ? 0 : -1
                cells.append(.integer(payload[range].reduce(sign) { $0 << 8 | Int64($1) }))
            case 8, 9: cells.append(.integer(Int64(type) - 8))
            case 12...: cells.append(.data(range))
            default: cells.append(.other)
            }
            offset += size
        }
        return cells
    }

    private static func size(ofType type: UInt64) -> Int {
        switch type {
        case 1...4: Int(type)
        case 5: 6
        case 6, 7: 8
        case 12...: Int(min((type - 12) / 2, UInt64(Int.max / 2)))
        default: 0
        }
    }

    /// The number of one to nine bytes at `position`, which moves past it.
    static func varint(_ bytes: ArraySlice<UInt8>, _ position: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for index in 0..<9 {
            guard position < bytes.endIndex else { return nil }
            let byte = bytes[position]
            position += 1
            if index == 8 { return value << 8 | UInt64(byte) }
            value = value << 7 | UInt64(byte & 0x7F)
            if byte & 0x80 == 0 { return value }
        }
        return value
    }
}
