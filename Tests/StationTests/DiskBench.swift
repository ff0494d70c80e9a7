import Platform
import Primitives
import TestSupport
import Testing

/// A depot of a station small enough for a disk of 256 MiB, and disks to install it on.
struct DiskBench {
    let bench: StationBench
    /// What an installation is asked for with, beside the disk.
    static let order = [
        "--ticket", "2026-1147", "--clause", "AV", "--fault", "disque", "--backups-acknowledged",
        "technicien,2026-11-20", "--hostname", "s121-pc04", "--room", "S121",
    ]

    /// Enrols a rescue system, `rescue`, with the depot.
    init() throws {
        bench = try StationBench()
        let folder = try Self.prepared.get()
        try bench.shell("cp -a \(folder)/rescue rescue")
    }

    /// The folder with the depot and an enrolled rescue system, made by the first test that asks.
    private static let prepared: Result<String, any Error> = Result {
        let folder = SharedData.repository + "/.build/disk-depot"
        try StationBench().shell(
            "rm -rf \(folder); mkdir \(folder); cd \(folder)\n" + depot,
            timeout: 300
        )
        return folder
    }

    /// Runs `socle restore --disk` and demands its exit status.
    @discardableResult
    func install(_ status: Int32, _ disk: String, _ more: [String] = []) throws -> ProcessResult {
        try bench.expect(
            status,
            ["restore", "--root", "rescue", "--disk", disk] + Self.order + more
        )
    }

    /// The id under which `disk` may be installed now.
    func approval(_ disk: String, _ more: [String] = []) throws -> [String] {
        let shown = try install(6, disk, more)
        let rest = shown.outputText.split(separator: "--approve ").last ?? ""
        return ["--approve", String(rest.prefix(64))] + more
    }

    /// A new disk of so many MiB, its file being `name`.
    func disk(_ name: String = "disk.img", mebibytes: Int = 256) throws -> String {
        try bench.shell("truncate -s \(mebibytes)M \(name); losetup --find --show \(name)").trimmed
    }

    /// Takes disks away, and what is mounted of them.
    func remove(_ disks: [String]) {
        for disk in disks {
            let name = disk.split(separator: "/").last ?? ""
            // What is left of a failed test must not hide why it failed.
            _ = try? bench.shell(
                """
                for point in $(awk -v n=/dev/\(name)p 'index($1, n) == 1 { print $2 }' /proc/mounts | tac)
                do umount $point; done
                partx --delete \(disk) 2>/dev/null || true
                losetup --detach \(disk)
                """
            )
        }
    }

    /// Mounts the installed disk at `station`, runs `script`, and unmounts it.
    @discardableResult
    func inside(_ disk: String, _ script: String) throws -> String {
        try bench.shell(
            """
            mkdir -p station; mount \(disk)p3 station; mount \(disk)p2 station/boot
            mount \(disk)p4 station/home
            trap 'umount -R station' EXIT
            \(script)
            """
        )
    }

    private static let depot = """
        mkdir -p base/{bin,boot/grub/x86_64-efi,dev,etc,home,proc,root,run,sys,tmp,usr/bin,usr/sbin}
        mkdir -p base/var/{log,lib/dpkg/info} rescue/etc layers
        cp /bin/busybox base/bin/busybox
        for name in sh cat cp mkdir test touch; do ln -s busybox base/bin/$name; done
        printf 'ID=debian\\nVERSION_ID="12"\\nPRETTY_NAME="Debian GNU/Linux 12"\\n' >base/etc/os-release
        printf 'root:x:0:0:root:/root:/bin/sh\\n' >base/etc/passwd
        printf 'Package: mini\\nStatus: install ok installed\\nVersion: 1\\nArchitecture: amd64\\n\
        Maintainer: x\\nDescription: x\\n' >base/var/lib/dpkg/status
        for path in /bin /boot /etc /usr /var /root /bin/busybox /bin/sh /bin/cat /bin/cp /bin/mkdir \
            /bin/test /bin/touch /boot/vmlinuz-6.1 /boot/grub /boot/grub/x86_64-efi /etc/os-release \
            /etc/passwd /usr/bin /usr/sbin /usr/sbin/grub-install; do echo $path
        done >base/var/lib/dpkg/info/mini.list
        head -c 3000000 /dev/urandom >base/boot/vmlinuz-6.1
        printf '#!/bin/sh\\necho "$@" >/boot/grub/x86_64-efi/installed\\n' >base/usr/sbin/grub-install
        chmod 755 base/usr/sbin/grub-install
        cp -r \(SharedData.repository)/Baselines/2026-2027 documents
        jq '.disque = {partitions: [{role: "bios", taille: 1}, {role: "amorcage", taille: 48},
              {role: "racine", "au-moins": 64}, {role: "donnees", taille: 40, montage: "/home"}],
            etapes: [{id: "amorceur", commande: ["/bin/sh", "-ec",
              "/usr/sbin/grub-install $SOCLE_DISQUE; test -s /boot/grub/x86_64-efi/installed"]}]}' \
            documents/socle-systeme.json >layers/socle-systeme.json
        cp layers/socle-systeme.json documents/
        jq '.composants |= [.[0] | .id = "mini" | .identites = [{source: "dpkg", nom: "mini"}]]' \
            documents/socle-applicatif.json >layers/socle-applicatif-2026-2027.json
        $SOCLE package build base --kind systeme --name base --edition 2026.1 \
            --baseline documents --output layers/base-2026.1
        K=$ROOTS/keys
        $SOCLE depot init depot --root-key $K/root-d1.pem --root-key $K/root-d2.pem \
            --root-key $K/root-a1.pem --root-key $K/root-a2.pem --department-key $K/departement.pem \
            --academy-key $K/academie.pem --operator-key $K/exploitant.pem
        $SOCLE depot add depot --role systeme layers/base-2026.1.idx layers/base-2026.1.tar.zst \
            layers/socle-systeme.json
        $SOCLE depot publish depot --role systeme --key $K/departement.pem
        $SOCLE depot refresh depot --key $K/exploitant.pem
        $SOCLE depot add depot --role applicatif layers/socle-applicatif-2026-2027.json
        $SOCLE depot publish depot --role applicatif --key $K/academie.pem
        $SOCLE depot refresh depot --key $K/exploitant.pem
        $SOCLE enrol --root rescue --root-metadata depot/metadata/1.root.json \
            --fingerprint "$(cat $ROOTS/fingerprints)" --depot "$PWD/depot" --school 0829001N \
            --zone pedagogique --any-root
        """
}
