internal import Archive
internal import Primitives

/// Brings a document of any of the encodings that agents and Windows write to UTF-8.
package enum SourceText {
    /// The bytes of `document` as UTF-8 without a byte order mark, decompressed if it is compressed.
    ///
    /// - Throws: ``InventoryError`` for a broken stream, or more than ``ReadingLimits/document``.
    package static func content(
        _ document: [UInt8],
        file: String
    ) throws(InventoryError) -> [UInt8] {
        let bytes = try decompressed(document, file: file)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), high: 1) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), high: 0) }
        // Without a mark, text of Latin letters in UTF-16 has a zero in every other byte.
        if bytes.count >= 4, bytes[0] != 0, bytes[1] == 0, bytes[2] != 0, bytes[3] == 0 {
            return utf16(bytes[...], high: 1)
        }
        return bytes
    }

    /// UTF-8 of `bytes`, which may also be in a Windows or DOS code page.
    ///
    /// XML is the exception that names its own encoding and does not pass through here.
    package static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if isUTF8(bytes) { return bytes }
        return decode(bytes, usesDOS(bytes) ? CodePage.dos850 : CodePage.windows1252)
    }

    /// Whether `bytes` are UTF-8 throughout.
    package static func isUTF8(_ bytes: [UInt8]) -> Bool {
        (try? UTF8Span(validating: bytes.span)) != nil  // where it breaks does not matter
    }

    /// The UTF-8 of text in a code page.
    package static func decode(_ bytes: [UInt8], _ page: [Unicode.Scalar]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(contentsOf: String(Character(page[Int(byte) - 0x80])).utf8)
            }
        }
        return result
    }

    private static func decompressed(
        _ document: [UInt8],
        file: String
    ) throws(InventoryError) -> [UInt8] {
        guard document.count <= ReadingLimits.document else {
            throw InventoryError(
                .tooLarge,
                subject: file,
                operation: "read",
                detail:
                    "\(document.count) bytes where at most \(ReadingLimits.document) are accepted"
            )
        }
        do {
            if document.starts(with: [0x1F, 0x8B]) {
                return try Decompression.gunzip(
                    document,
                    limit: ReadingLimits.document,
                    subject: file
                )
            }
            if Decompression.isZlib(document) {
                return try Decompression.inflate(
                    document,
                    limit: ReadingLimits.document,
                    subject: file
                )
            }
        } catch {
            throw InventoryError(decompressing: file, cause: error)
        }
        return document
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, high: Int) -> [UInt8] {
        let start = bytes.startIndex
        let units = (0..<bytes.count / 2).lazy.map { index in
            UInt16(bytes[start + index * 2 + high]) << 8
                | UInt16(bytes[start + index * 2 + 1 - high])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Whether accented letters stand where DOS has them: French text has hardly anything else
    /// between 0x80 and 0x9F there, and nothing but quotation marks in Windows' page.
    private static func usesDOS(_ bytes: [UInt8]) -> Bool {
        var dos = 0
        var windows = 0
        for byte in bytes where byte >= 0x80 {
            switch byte {
            case 0x80...0x90, 0x93, 0x96, 0x97, 0xA0...0xA5: dos += 1
            case 0xC0...0xFF, 0x91, 0x92: windows += 1
            default: continue
            }
        }
        return dos > windows
    }
}

/// The upper halves of the two code pages that French Windows writes.
package enum CodePage {
    /// Windows-1252 as browsers read it: its five holes are the controls they stand for.
    package static let windows1252: [Unicode.Scalar] =
        scalars(
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
        ) + (0xA0...0xFF).map { Unicode.Scalar(UInt8($0)) }

    /// Code page 850, the console's in France.
    package static let dos850: [Unicode.Scalar] = scalars(
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´"
            + "\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}"
    )

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
}
