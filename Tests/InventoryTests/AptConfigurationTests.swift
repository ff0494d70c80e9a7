import Inventory
import Testing

@Suite struct AptConfigurationTests {
    private func patterns(_ text: String) -> [String] {
        var patterns: [String] = []
        AptConfiguration.apply(Array(text.utf8), to: &patterns)
        return patterns
    }

    @Test
    func readsNestedLists() {
        let text = """
            // apt's own file
            APT
            {
              NeverAutoRemove
              {
                "^linux-image.*"; # a comment
                "^firmware;{}$";
              };
              Other { "x"; };
            };
            """
        #expect(patterns(text) == ["^linux-image.*", "^firmware;{}$"])
    }

    @Test
    func readsTheOneLineForms() {
        let text = """
            APT::NeverAutoRemove:: "^a$";
            apt::neverautoremove { "^b$"; };
            APT { NeverAutoRemove:: "^c$"; };
            /* APT::NeverAutoRemove:: "^d$"; */
            APT::NeverAutoRemoveAll:: "^e$";
            """
        #expect(patterns(text) == ["^a$", "^b$", "^c$"])
    }

    @Test
    func clearsAList() {
        #expect(patterns("APT::NeverAutoRemove:: \"a\"; #clear APT::NeverAutoRemove;").isEmpty)
    }

    @Test(arguments: ["{{{{", "\"", "/*", "}};;", "#", "a { \"b"])
    func toleratesWhatIsCutShort(text: String) {
        #expect(patterns(text).isEmpty)
    }

    @Test
    func readsTheFileNamesAptReads() {
        #expect(AptConfiguration.isRead("01autoremove"))
        #expect(AptConfiguration.isRead("local.conf"))
        #expect(!AptConfiguration.isRead("01autoremove.dpkg-old"))
        #expect(!AptConfiguration.isRead("x~"))
    }
}
