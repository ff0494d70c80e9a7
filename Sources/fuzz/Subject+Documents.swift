import Packaging
import Primitives
import Trust

extension Subject {
    private static let words = [
        "{", "}", "[", "]", "\"", ":", ",", "\\u0000", "\\ud800", "\\", "null", "true", "-0", "1e9",
        "\u{FEFF}", "é", "\"signed\":", "\"signatures\":[]", "\"keyid\":", "\"sig\":\"\"",
        "\"threshold\":0", "\"version\":", "\"expires\":\"2030-01-01T00:00:00Z\"", "\"_type\":",
        "\"hashes\":{}", "\"length\":-1", "\"meta\":{}", "\"roles\":[]", "\"keys\":{}",
        "\"path_hash_prefixes\":[\"\"]", "\"paths\":[\"*\"]", "[[[[[[[[", "{\"\":{\"\":{\"\":",
    ]

    /// Any document, and its ways back to bytes.
    static let json = Subject(name: "json", share: 50, tokens: words) { (bytes) throws(Unsound) in
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, numbers: .any)
        } catch {
            return false
        }
        for text in [JSONWriter.compact(value), JSONWriter.pretty(value)] {
            do {
                guard try JSONParser.parse(Array(text.utf8), numbers: .any) == value else {
                    throw Unsound(rule: "what was written is read back")
                }
            } catch is PrimitivesError {
                throw Unsound(rule: "what was written can be read")
            } catch {
                throw Unsound(rule: "what was written is read back")
            }
        }
        do {
            _ = try CanonicalJSON.encode(value)
        } catch {
            // A number with a fraction has no canonical form; it was read all the same.
        }
        return true
    }

    /// The documents of a depot, read as a client reads them; whose signatures they are comes last.
    static func metadata(_ examples: Examples) throws -> [Subject] {
        let root = try examples.first("root")
        let now = Instant(secondsSince1970: 1_790_000_000)
        let clock = TrustClock(system: now, floor: now)
        var timed = try TrustedMetadata(root: root, clock: clock)
        try timed.finishRoot()
        let fresh = timed
        _ = try timed.updateTimestamp(try examples.first("timestamp"), named: "timestamp.json")
        let known = timed
        let selfSigned = try RootMetadata.selfSigned(root, subject: "root", policy: DepotPolicy())
        return [
            .reader("root", share: 8, tokens: words) { bytes in
                _ = try TrustedMetadata(root: bytes, clock: clock)
            },
            .reader("timestamp", share: 8, tokens: words) { bytes in
                var state = fresh
                _ = try state.updateTimestamp(bytes, named: "timestamp.json")
            },
            .reader("snapshot", share: 8, tokens: words) { bytes in
                var state = known
                _ = try state.recallSnapshot(bytes, named: "snapshot.json")
            },
            .reader("targets", share: 8, tokens: words) { bytes in
                _ = try TargetsMetadata.top(
                    bytes,
                    subject: "targets.json",
                    root: selfSigned,
                    policy: DepotPolicy()
                )
            },
        ]
    }

    /// A whole index file, and its parts without the digests that guard them.
    static func index(_ examples: Examples) throws -> [Subject] {
        let index = try LayerIndex.decode(try examples.first("index"), expecting: nil)
        let shares: [IndexPart: Int] = [.entries: 6, .removals: 1, .frames: 3, .packages: 2]
        return [
            .reader("index", share: 2) { bytes in
                _ = try LayerIndex.decode(bytes, expecting: nil)
            }
        ]
            + IndexPart.allCases.map { part in
                Subject(name: "index-\(part)", share: shares[part] ?? 1, tokens: []) {
                    (bytes) throws(Unsound) in
                    let read: LayerIndex
                    do {
                        read = try part.replaced(in: index, by: bytes)
                    } catch {
                        return false
                    }
                    let again = part.bytes(of: read)
                    do {
                        let second = try part.replaced(in: index, by: again)
                        guard part.bytes(of: second) == again else {
                            throw Unsound(rule: "what was read is written and read alike")
                        }
                    } catch is PackagingError {
                        throw Unsound(rule: "what was accepted is accepted when written again")
                    } catch {
                        throw Unsound(rule: "what was read is written and read alike")
                    }
                    return true
                }
            }
    }
}
