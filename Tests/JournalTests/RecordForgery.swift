import Model
import Primitives
import Trust

/// Writes entries as the format's document says, without the module's own writer.
enum RecordForgery {
    static func line(
        _ entry: JournalEntry,
        signature: JournalEntry.Signature?
    ) throws -> [UInt8] {
        let members = members(entry, signature)
        let digest = SHA256Hasher.digest(of: try CanonicalJSON.encode(.object(members)))
        let whole = members + [JSONMember("digest", .string(digest.hex))]
        return Array((JSONWriter.compact(.object(whole)) + "\n").utf8)
    }

    static func members(
        _ entry: JournalEntry,
        _ signature: JournalEntry.Signature?
    ) -> [JSONMember] {
        var members: [JSONMember] = [
            JSONMember("sequence", .integer(entry.sequence)),
            JSONMember("previous", .string(entry.previous.hex)),
            JSONMember("instant", .string(entry.instant.description)),
            JSONMember("action", .string(entry.action.rawValue)),
            JSONMember("subject", .string(entry.subject)),
            JSONMember("details", entry.details),
        ]
        if let signature {
            members.append(JSONMember("key", .string(signature.key.hex)))
            let value = Hexadecimal.encode(signature.value)
            members.append(JSONMember("signature", .string(value)))
        }
        return members
    }
}
