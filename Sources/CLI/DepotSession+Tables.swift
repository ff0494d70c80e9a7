import Depot
import Manifest
import Primitives
import Trust

/// What a depot may publish beside the two socles.
extension DepotSession {
    /// The address plan, which the Académie signs; nil where the depot has none.
    mutating func addressPlan() throws(Failure) -> AddressPlan? {
        let path = "applicatif/plan-ip.csv"
        guard let bytes = try optional(path) else { return nil }
        return try Failure.explaining { () throws(ManifestErrors) in
            try AddressPlan.decode(bytes, named: path)
        }
    }

    /// The equipment of Annexe 1, which the Département signs; empty where the depot has none.
    mutating func hardware() throws(Failure) -> [HardwareItem] {
        let path = "systeme/annexe-1.json"
        guard let bytes = try optional(path) else { return [] }
        return try Failure.explaining { () throws(ManifestErrors) in
            try HardwareDocument.decode(bytes, named: path)
        }
    }

    /// The target `path`, or nil where no role lists it.
    private mutating func optional(_ path: String) throws(Failure) -> [UInt8]? {
        do {
            return try client.bytes(of: path, limit: 16 << 20)
        } catch {
            guard error.code != .notFound else { return nil }
            throw error.failure
        }
    }
}
