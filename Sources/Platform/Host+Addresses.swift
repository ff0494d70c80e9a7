internal import Glibc
public import Primitives

extension Host {
    /// The addresses of this machine's interfaces that are up, in the order `getifaddrs(3)` gives.
    ///
    /// Left out are loopback and link-local ones (RFC 3927, RFC 4291), which say nothing of the
    /// network the machine is on.
    public static func addresses() throws(PlatformError) -> [NetworkAddress] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else {
            throw PlatformError(errorNumber: errno, operation: "getifaddrs", subject: "")
        }
        defer { freeifaddrs(list) }
        var found: [NetworkAddress] = []
        var next = list
        while let entry = next?.pointee {
            next = entry.ifa_next
            let flags = entry.ifa_flags
            guard flags & UInt32(IFF_UP) != 0, flags & UInt32(IFF_LOOPBACK) == 0,
                let socket = entry.ifa_addr, let bytes = bytes(of: socket),
                let address = NetworkAddress(bytes: bytes), !isLinkLocal(address)
            else { continue }
            found.append(address)
        }
        return found
    }

    private static func bytes(of socket: UnsafeMutablePointer<sockaddr>) -> [UInt8]? {
        let raw = UnsafeRawPointer(socket)
        switch Int32(socket.pointee.sa_family) {
        case AF_INET:
            return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) {
                Array($0)
            }
        case AF_INET6:
            return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) {
                Array($0)
            }
        default: return nil
        }
    }

    private static func isLinkLocal(_ address: NetworkAddress) -> Bool {
        address.bytes.count == 4
            ? address.bytes.starts(with: [169, 254])
            : address.bytes[0] == 0xFE && address.bytes[1] & 0xC0 == 0x80
    }
}
