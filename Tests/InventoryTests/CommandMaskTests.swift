import Inventory
import Testing

@Suite struct CommandMaskTests {
    @Test(
        "B2_9: no command names a person",
        arguments: [
            ("apt install /home/jdupont/Bureau/jeu.deb", "apt install /home/*/*"),
            ("dpkg -i ~jdupont/x.deb", "dpkg -i ~*/*"),
            ("apt install /media/jdupont/CLE/x.deb", "apt install /media/*/*"),
            ("apt install ~/Bureau/rapport.deb", "apt install ~/*"),
            ("curl https://jean:secret@example.org/x", "curl https://*@example.org/x"),
            (
                "apt-get -o Dir::Cache=/srv/alice/c install x",
                "apt-get -o Dir::Cache=/srv/*/c install x"
            ),
            ("sudo -u alice apt install x", "sudo -u * apt install x"),
            ("env SUDO_USER=alice apt install x", "env SUDO_USER=* apt install x"),
            ("apt-get -u upgrade", "apt-get -u upgrade"),
            ("apt-get -y install gnome-mines", "apt-get -y install gnome-mines"),
            ("apt install\talice", "apt install alice"),
        ]
    )
    func hidesPeopleAndNothingElse(command: String, expected: String) {
        #expect(CommandMask(accounts: ["alice"]).apply(command) == expected)
    }

    @Test
    func cutsACommandThatIsTooLong() {
        let masked = CommandMask().apply(String(repeating: "paquet ", count: 1000))
        #expect(masked.count == 401)
        #expect(masked.hasSuffix("…"))
    }
}
