import Platform
import Primitives
import TestSupport
import Testing

extension StationTests {
    /// A fault made on purpose on a real root, beside a game that has nothing to do with it.
    @Suite struct AFaultCausedOnPurpose {
        /// The suspects of a scan of the root `script` broke, as `finding strength reason sort name`.
        private func suspects(_ script: String) throws -> [String] {
            let bench = try StationBench()
            try bench.shell(
                """
                cp -a $ROOTS/base station
                "$SOCLE" baseline lock station >lock.json
                # package NAME: installs the tree in ./NAME with real dpkg.
                package() {
                    mkdir -p $1/DEBIAN
                    printf 'Package: %s\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: x <x@example.org>\\n\
                Description: exemple\\n' $1 >$1/DEBIAN/control
                    dpkg-deb --root-owner-group -b $1 station/$1.deb
                    \(SharedData.repository)/Scripts/inside station dpkg -i /$1.deb
                    rm station/$1.deb
                }
                install -D -m755 /bin/true jeu-libre/usr/games/jeu-libre
                package jeu-libre
                \(script)
                """
            )
            try bench.expect(
                1,
                [
                    "scan", "--root", "station", "--baseline",
                    SharedData.repository + "/Baselines/2026-2027", "--lock", "lock.json",
                    "--fault", "le poste ne fonctionne plus", "--format", "json", "-o", "scan.json",
                ]
            )
            return try bench.shell(
                """
                jq -r '.suspects[] | .finding as $id | .links[0]
                    | "\\($id) \\(.strength) \\(.reason) \\(.trace.sort) \\(.trace.name)"' scan.json
                """
            ).split(separator: "\n").map(String.init)
        }

        private static let game = "hors-socle/jeu-libre faible installe-avant null null"

        @Test func ofADivertedLibraryRanksThePackageThatDivertedItFirst() throws {
            let ranked = try suspects(
                """
                place=usr/lib/x86_64-linux-gnu library=libapt-pkg.so.6.0
                mkdir -p pilote-labo/DEBIAN pilote-labo/$place
                echo 'pas une bibliothèque' >pilote-labo/$place/$library
                printf '#!/bin/sh\\ndpkg-divert --package pilote-labo --rename --add --divert %s %s\\n' \
                    /$place/$library.socle /$place/$library >pilote-labo/DEBIAN/preinst
                chmod 755 pilote-labo/DEBIAN/preinst
                package pilote-labo
                """
            )
            #expect(
                ranked == [
                    "hors-socle/pilote-labo fort detourne bibliotheque-absente libapt-pkg.so.6.0",
                    Self.game,
                ]
            )
        }

        @Test func ofAModuleThatDidNotBuildRanksThePackageOfItsSourcesFirst() throws {
            // What dkms(8) leaves of a build that fails.
            let ranked = try suspects(
                """
                install -D /dev/null webcam-dkms/usr/src/webcam-1.0/dkms.conf
                package webcam-dkms
                mkdir -p station/var/lib/dkms/webcam/1.0/build
                echo 'make: *** [Makefile:3: all] Error 2' \
                    >station/var/lib/dkms/webcam/1.0/build/make.log
                """
            )
            #expect(
                ranked == [
                    "pilote-hors-socle/webcam-dkms fort le-sien module-non-construit webcam/1.0",
                    Self.game,
                ]
            )
        }

        @Test(
            .enabled(
                if: Tool.exists("systemd-journal-remote", in: ["/usr/lib/systemd"]),
                "needs systemd-journal-remote, which writes a journal"
            )
        )
        func ofAServiceThatKeepsFailingRanksItsPackageFirst() throws {
            let ranked = try suspects(
                """
                install -D -m755 /bin/false serveur-labo/opt/serveur-labo/serveur
                unit=usr/lib/systemd/system/serveur-labo.service
                mkdir -p serveur-labo/${unit%/*}
                printf '[Service]\\nExecStart=/opt/serveur-labo/serveur\\nRestart=always\\n' \
                    >serveur-labo/$unit
                package serveur-labo
                id=$(printf %032d 9)
                mkdir -p station/var/log/journal/$id
                for i in 1 2 3; do
                    printf '__REALTIME_TIMESTAMP=%s\\n__MONOTONIC_TIMESTAMP=%s\\n_BOOT_ID=%032d\\n' \
                        $(date +%s)00000$i $i 7
                    printf 'MESSAGE_ID=%s\\nUNIT=serveur-labo.service\\nMESSAGE=%s\\n_UID=0\\n\\n' \
                        d9b373ed55a64feb8242e02dbe79a49c "dupont a échoué"
                done | /usr/lib/systemd/systemd-journal-remote \
                    -o station/var/log/journal/$id/system.journal -
                """
            )
            #expect(
                ranked == [
                    "hors-socle/serveur-labo fort le-sien service-en-echec serveur-labo.service",
                    Self.game,
                ]
            )
            #expect(try !StationBench().shell("cat scan.json").contains("dupont"))
        }
    }
}
