import Deployer
import Model
import Platform
import Primitives
import Report

/// What the choices of the menu do: each is a command that everybody has, on the disk that was chosen.
extension RescueMenu {
    mutating func check(_ disk: RescueDisk) throws(Failure) {
        let file = "/run/socle/rapport.txt"
        let exit = try visit(disk) { root in
            run(["scan", "--root", root, "--deep", "--output", file] + depotWords)
        }
        guard exit == .success || exit == .deviations else { return try tell(exit) }
        let bytes = try UserFile(file).read(limit: 64 << 20)
        let text = String(decoding: bytes, as: UTF8.self)
        report = text
        try page(text)
    }

    func finish(_ disk: RescueDisk) throws(Failure) {
        if let marker = disk.content?.unfinished {
            try say(
                word(
                    "L’installation de \(disk.path) a été interrompue : elle reprend maintenant.",
                    "The installation of \(disk.path) was interrupted: it goes on now."
                )
            )
            let words = ["restore", "--disk", disk.path, "--approve", marker.plan.hex]
            return try tell(run(words + runningWords))
        }
        // What the initramfs runs at every start (Scripts/boot/recover-root).
        try tell(visit(disk) { root in run(["recover", "--root", root]) })
    }

    func restore(_ disk: RescueDisk) throws(Failure) {
        guard let order = try RescueOrder(self).words(fromNothing: false) else { return }
        let file = "/run/socle/plan.json"
        let result = try visit(disk) { root -> Result<Void, Failure> in
            Result { () throws(Failure) in
                let place = ["--root", root] + depotWords
                let planned = run(["plan", "--output", file] + place + order)
                guard planned == .success else { return try tell(planned) }
                let id = try UserFile(file).plan().id
                guard try isApproved(id.hex) else { return }
                let restored = run(["restore", "--plan", file, "--approve", id.hex] + place)
                guard restored == .success else { return try tell(restored) }
                try RescueStart(disk.path, parsed("scan", place), context).run()
                try tell(.success)
            }
        }
        try result.get()
    }

    func install(_ disk: RescueDisk) throws(Failure) {
        guard var order = try RescueOrder(self).words(fromNothing: true) else { return }
        for volume in disk.content?.volumes ?? [] where volume.content.isEncrypted {
            let named = try ask(
                word(
                    "\(volume.name) est chiffré : ce qu’il contient serait perdu. "
                        + "Taper \(volume.name) pour l’effacer : ",
                    "\(volume.name) is encrypted: what it holds would be lost. "
                        + "Type \(volume.name) to erase it: "
                )
            )
            guard named == volume.name else { return }
            order += ["--erase-encrypted", volume.name]
        }
        let words = ["--disk", disk.path] + runningWords + order
        let restore = try DiskRestore(disk.path, parsed("restore", words), context) {
            id throws(Failure) in try isApproved(id.hex)
        }
        try tell(restore.run())
    }

    func save() throws(Failure) {
        guard let report else { return try sayThereIsNone() }
        guard let stick = invocation.value(FlagTable.stick) else {
            return try say(
                word("Aucune clé n’est branchée.", "No stick is plugged in.")
            )
        }
        try attempt { () throws(Failure) in
            let path = try RescueStick(stick).save(report, context.now)
            try say(word("Enregistré : ", "Saved: ") + path)
        }
    }

    /// Shows the beginning of the report, with the verdict, for a telephone.
    func showCode() throws(Failure) {
        guard let report else { return try sayThereIsNone() }
        var bytes: [UInt8] = []
        for line in report.split(separator: "\n") {
            let more = (bytes.isEmpty ? [] : [10]) + Array(line.utf8)
            guard bytes.count + more.count <= QRCode.consoleCapacity else { break }
            bytes += more
        }
        for line in QRCode(bytes)?.consoleLines ?? [] { try context.say(line + "\n") }
        _ = try ask(word("Entrée : menu ", "Enter: menu "))
    }

    private func sayThereIsNone() throws(Failure) {
        try say(
            word("Aucun rapport : contrôler d’abord ce poste.", "No report: check first.")
        )
    }
}
