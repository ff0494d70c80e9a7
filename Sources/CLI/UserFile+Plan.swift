import Model
import Report

extension UserFile {
    /// The plan in the file, read strictly.
    func plan() throws(Failure) -> Plan {
        let bytes = try read(limit: 512 << 20)
        return try Failure.explaining("\(path) is no usable plan") { () throws(ReportError) in
            try PlanDocument.decode(bytes)
        }
    }
}
