import CLI
import Testing

/// What the convention forbids of the tool as a whole.
@Suite struct RuleTests {
    @Test("B2_1, B2_2, B2_7: no command takes a login, a code or a password of the ticket tool")
    func noAccountOfTheTicketTool() {
        let words = ["login", "password", "otp", "user", "account", "token", "itsm", "remedy"]
        for flag in FlagTable.all {
            let parts = flag.name.split(separator: "-").map(String.init)
            #expect(parts.allSatisfy { !words.contains($0) }, "--\(flag.name)")
        }
        #expect(FlagTable.all.count > 40)
    }
}
