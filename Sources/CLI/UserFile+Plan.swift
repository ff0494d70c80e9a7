import Model
import Primitives
import Report

extension UserFile {
    /// The plan in the file, read strictly.
    func plan() throws(Failure) -> Plan {
        let bytes = try read(limit: 512 << 20)
        return try Failure.explaining("\(path) is no usable plan") { () throws(ReportError) in
            let document: JSONValue
            do throws(PrimitivesError) {
                document = try JSONParser.parse(bytes)
            } catch {
                throw ReportError(.malformed, subject: error.subject, detail: error.detail)
            }
            return try PlanDocument.decode(document)
        }
    }
}
