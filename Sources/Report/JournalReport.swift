import Model
import Primitives

extension Wording {
    /// The end of a journal: the digest of the last entry, and how many there are.
    func journal(_ head: JournalHead) -> String {
        "\(head.digest.hex) (\(integer(Int(clamping: head.length))))"
    }
}

extension TextPage {
    /// Adds the end of the journal, by which a record that was cut later is found.
    mutating func journal(_ head: JournalHead?, _ words: any Wording) {
        guard let head else { return }
        paragraph(words.labelled(words.phrase(.journalHead), words.journal(head)), .faint)
    }
}
