/// Names the place of the convention that a rule's id stands for.
enum Articles {
    static func name(of rule: String, article: String, annex: String) -> String {
        let place = rule.prefix { $0 != "-" }
        let romans = ["2": "II", "3": "III", "4": "IV", "5": "V"]
        guard let number = place.dropFirst().first.map(String.init) else { return rule }
        if place.first == "A", "1234567".contains(number) {
            return "\(article) \(number) (\(rule))"
        }
        if place.first == "B", let roman = romans[number] { return "\(annex) \(roman) (\(rule))" }
        return rule
    }
}
