internal import CPlatform
internal import Glibc
import Primitives

/// Whose extended attributes are read or set: an open file, or a name that is not followed.
///
/// The kernel has no `…at` form of these calls before 6.13, so a name is reached as
/// `/proc/self/fd/N/name`: the descriptor pins the directory, and the `l…` calls do not follow the
/// last component.
struct AttributeTarget {
    /// The file, or the directory that holds the name.
    let descriptor: Int32
    /// The name's path below `/proc/self/fd`, or nil for the open file.
    let path: [UInt8]?
    /// What an error names.
    let subject: String

    /// Linux's own limit for a list of names and for one value.
    private static let limit = 1 << 16

    /// All attributes by name; none where the file system has none.
    func all() throws(PlatformError) -> [ExtendedAttribute] {
        var attributes: [ExtendedAttribute] = []
        for name in try names() {
            guard let value = try value(of: name) else { continue }
            attributes.append(ExtendedAttribute(name: name, value: value))
        }
        return attributes.count > 1 ? attributes.sorted() : attributes
    }

    /// The names of all attributes, in the file system's order.
    func names() throws(PlatformError) -> [[UInt8]] {
        let list = try bytes("listxattr") { cplatform_list_attributes(descriptor, $0, $1, $2) }
        return (list ?? []).split(separator: 0).map { Array($0) }
    }

    /// One value, or nil when there is none of that name.
    func value(of name: [UInt8]) throws(PlatformError) -> [UInt8]? {
        try bytes("getxattr") { path, buffer, size in
            CPath.with(name) { cplatform_get_attribute(descriptor, path, $0, buffer, size) }
        }
    }

    func set(_ attribute: ExtendedAttribute) throws(PlatformError) {
        let result = withPath { path in
            CPath.with(attribute.name) { name in
                attribute.value.withUnsafeBytes {
                    cplatform_set_attribute(descriptor, path, name, $0.baseAddress, $0.count)
                }
            }
        }
        try check(result, "setxattr", label(attribute.name))
    }

    func remove(_ name: [UInt8]) throws(PlatformError) {
        let result = withPath { path in
            CPath.with(name) { cplatform_remove_attribute(descriptor, path, $0) }
        }
        guard result != -ENODATA else { return }
        try check(result, "removexattr", label(name))
    }

    /// Makes the attributes exactly `wanted`, touching only what differs.
    func replaceAll(with wanted: [ExtendedAttribute]) throws(PlatformError) {
        let present = try all()
        guard present != wanted else { return }
        for attribute in present where !wanted.contains(where: { $0.name == attribute.name }) {
            try remove(attribute.name)
        }
        for attribute in wanted where !present.contains(attribute) {
            try set(attribute)
        }
    }

    // MARK: Calls

    private func label(_ name: [UInt8]) -> String {
        "\(String(decoding: name, as: UTF8.self)) of \(subject)"
    }

    private func withPath<Result>(_ body: (UnsafePointer<CChar>?) -> Result) -> Result {
        guard let path else { return body(nil) }
        return CPath.with(path) { body($0) }
    }

    /// Reads into a small buffer first, then the largest; nil when there is nothing to read.
    private func bytes(
        _ operation: StaticString,
        _ read: (UnsafePointer<CChar>?, UnsafeMutableRawPointer?, Int) -> Int
    ) throws(PlatformError) -> [UInt8]? {
        for size in [256, Self.limit] {
            var result = 0
            let found = withPath { path in
                [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                    result = read(path, buffer.baseAddress, size)
                    count = max(0, result)
                }
            }
            if result == -Int(ERANGE), size < Self.limit { continue }
            if result == -Int(ENODATA) || result == -Int(EOPNOTSUPP) { return nil }
            try check(result, operation, subject)
            return found
        }
        return nil
    }
}
