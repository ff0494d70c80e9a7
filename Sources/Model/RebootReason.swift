/// What a station runs since its start, and uses anew only after another one.
public enum RebootReason: String, Sendable, CaseIterable, Hashable {
    case kernel = "noyau"
    case libc = "bibliotheque-c"
    case initSystem = "init"
    case firmware = "micrologiciel"
}
