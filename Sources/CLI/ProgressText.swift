package import Deployer
package import Report

/// How far a work is, in one line.
package struct ProgressText {
    /// What is done, in a word.
    package let label: String
    package let progress: RestoreProgress
    /// Seconds since it began.
    package let seconds: Double

    package init(label: String, progress: RestoreProgress, seconds: Double) {
        self.label = label
        self.progress = progress
        self.seconds = seconds
    }

    /// Bytes a second; nil where none were done.
    package var bytesPerSecond: UInt64? {
        guard progress.bytes > 0, seconds > 0 else { return nil }
        return UInt64(Double(progress.bytes) / seconds)
    }

    /// The part that is done, by bytes where their number is known, else by files.
    package var fraction: Double? {
        if progress.totalBytes > 0 {
            return min(1, Double(progress.bytes) / Double(progress.totalBytes))
        }
        guard progress.totalFiles > 0 else { return nil }
        return min(1, Double(progress.files) / Double(progress.totalFiles))
    }

    /// Seconds until it is done, at the pace so far; nil where that can not be told.
    package var secondsLeft: Int? {
        guard let fraction, fraction > 0 else { return nil }
        return Int((seconds / fraction * (1 - fraction)).rounded(.up))
    }

    /// The line, in at most `columns` columns: what matters least goes first.
    package func line(_ language: Language, columns: Int) -> String {
        let words = language.wording
        var parts: [(text: String, weight: Int)] = [(label, 9)]
        if let fraction {
            let percent = language == .french ? "\u{202F}%" : "%"
            parts.append(("\(Int(fraction * 100))\(percent)", 8))
        }
        if progress.totalFiles > 0 {
            let name = Phrase(fr: "fichiers", en: "files")(language)
            let count = "\(words.integer(progress.files))/\(words.integer(progress.totalFiles))"
            parts.append(("\(count) \(name)", 5))
        }
        if progress.totalBytes > 0 {
            parts.append(("\(words.size(progress.bytes))/\(words.size(progress.totalBytes))", 6))
        }
        if let bytesPerSecond { parts.append(("\(words.size(bytesPerSecond))/s", 4)) }
        if let left = secondsLeft, left > 0 {
            let time = left < 60 ? "\(left) s" : "\(left / 60) min \(left % 60) s"
            parts.append((Phrase(fr: "reste \(time)", en: "\(time) left")(language), 7))
        }
        while parts.count > 1, parts.map(\.text).joined(separator: "  ").count > columns {
            let least = parts.indices.min { parts[$0].weight < parts[$1].weight }
            parts.remove(at: least ?? 0)
        }
        return String(parts.map(\.text).joined(separator: "  ").prefix(max(0, columns)))
    }
}
