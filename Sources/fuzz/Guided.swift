#if GUIDED
import Platform

/// One subject, driven by libFuzzer, whose entry this is: what reaches code not reached before is
/// damaged further.
///
/// Usage: `fuzz FLAGS FOUND SEEDS -ignore_remaining_args=1 EXAMPLES SUBJECT`; Scripts/fuzz --guided
/// builds and runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    do {
        _ = try guided.read(bytes)
        return 0
    } catch {
        fatalError("not so: \(error.rule)")
    }
}

private let guided: Subject = {
    do {
        let words = CommandLine.arguments.suffix(2)
        let examples = Examples(folder: try Directory.open(words.first ?? ""))
        let all = try Subject.all(examples)
        guard let found = all.first(where: { $0.name == words.last }) else {
            throw CampaignError(reason: "no subject is called \(words.last ?? "")")
        }
        return found
    } catch {
        fatalError("fuzz: \(error)")
    }
}()
#endif
