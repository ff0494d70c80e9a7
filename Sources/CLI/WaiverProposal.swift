import Manifest
import Model
import Primitives

/// The document of an extra need, from the words of a command.
struct WaiverProposal {
    let waiver: Waiver
    /// The document, as it is signed.
    let document: [UInt8]

    init(_ invocation: Invocation) throws(Failure) {
        let proposed = Waiver(
            id: invocation.arguments[1],
            identities: try SoftwareFlags.identities(invocation),
            scope: try SoftwareFlags.scope(invocation),
            validity: Validity(
                from: try SoftwareFlags.day(invocation, FlagTable.firstDay),
                until: try SoftwareFlags.day(invocation, FlagTable.lastDay)
            ),
            function: invocation.value(FlagTable.function) ?? "",
            reason: invocation.value(FlagTable.reason) ?? ""
        )
        document = WaiverDocument.encode(proposed)
        // Read back by the rules every station reads it by.
        do {
            waiver = try WaiverDocument.decode(document, named: "\(proposed.id).json")
        } catch {
            throw Failure(
                .usage,
                "the extra need can not be written down like that",
                causes: error.errors.map(\.description),
                hints: ["see socle help waiver propose"]
            )
        }
    }
}
