/// Events of one kind, such as installations, as apt's and dpkg's logs tell them: the last of each
/// package.
struct LoggedEvents: Sendable {
    private var apt: [String: (start: LogTime, end: LogTime, command: String?)] = [:]
    private var dpkg: [String: LogTime] = [:]

    /// Notes that a run of apt did this to `names`.
    mutating func add(_ names: [String], _ run: AptHistory.Transaction, _ command: String?) {
        for name in names {
            if let known = apt[name], known.start >= run.start { continue }
            apt[name] = (run.start, run.end ?? run.start, command)
        }
    }

    /// Notes what dpkg did.
    mutating func add(_ event: DpkgLog.Event) {
        if let known = dpkg[event.package], known >= event.time { return }
        dpkg[event.package] = event.time
    }

    /// The last event of a package that the logs know by one of `keys`.
    func last(_ keys: [String]) -> InstallHistory.Arrival? {
        let byApt = keys.lazy.compactMap { apt[$0] }.first
        let byDpkg = keys.lazy.compactMap { dpkg[$0] }.max()
        guard let byApt else {
            return byDpkg.map { InstallHistory.Arrival(day: $0.day, command: nil) }
        }
        // dpkg logs each event of apt too; a later one was made without apt. An apt run that was
        // cut short has no end: what follows within the day is taken for its own.
        if let byDpkg, byDpkg > byApt.end, byApt.end > byApt.start || byDpkg.day > byApt.start.day {
            return InstallHistory.Arrival(day: byDpkg.day, command: nil)
        }
        return InstallHistory.Arrival(day: byApt.start.day, command: byApt.command)
    }
}
