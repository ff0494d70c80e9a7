import Depot
import Primitives
import Report
import Trust

/// What `socle trust show` says of a key, of a depot's keys, or of both.
struct KeyReport {
    let key: PublicKey?
    /// The keys of a depot by role; nil where no depot was asked about.
    let roles: [DepotWriter.RoleKeys]?

    func text(isJSON: Bool, _ context: Context) -> String {
        isJSON ? JSONWriter.pretty(json) : plain(context)
    }

    private var json: JSONValue {
        var members = [JSONMember("format", 1)]
        if let key {
            members.append(JSONMember("fingerprint", .string(key.fingerprint.hex)))
            members.append(
                JSONMember("publicKey", .string(String(decoding: key.pem, as: UTF8.self)))
            )
        }
        if let roles {
            members.append(
                JSONMember(
                    "roles",
                    .array(
                        roles.map { role in
                            [
                                "role": .string(role.role),
                                "threshold": .integer(Int64(role.threshold)),
                                "keys": .array(shown(role).map { .string($0.hex) }),
                            ]
                        }
                    )
                )
            )
        }
        return .object(members)
    }

    private func plain(_ context: Context) -> String {
        var text = ""
        if let key {
            text += "\(key.fingerprint)\n" + String(decoding: key.pem, as: UTF8.self)
        }
        guard let roles else { return text }
        let words = DraftReport(context)
        for role in roles {
            let keys = shown(role)
            guard !keys.isEmpty else { continue }
            text += words.heading(role) + "\n" + keys.map { "  \($0)\n" }.joined()
        }
        return text
    }

    /// The keys of a role; where one key is asked about, that one only.
    private func shown(_ role: DepotWriter.RoleKeys) -> [Digest] {
        guard let key else { return role.keys }
        return role.keys.filter { $0 == key.fingerprint }
    }
}
