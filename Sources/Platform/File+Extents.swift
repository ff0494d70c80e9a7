internal import CPlatform
internal import Glibc

extension File {
    /// The parts of the file that hold data, in order; the rest are holes that read as zeros.
    ///
    /// A file system that does not know holes gives one range. The current offset stays.
    public func dataExtents() throws(PlatformError) -> [Range<UInt64>] {
        let before = try check(cplatform_seek(descriptor, 0, SEEK_CUR), "lseek", location)
        var extents: [Range<UInt64>] = []
        var position: Int64 = 0
        while true {
            let start = cplatform_seek(descriptor, position, cplatform_seek_data)
            if start == -Int64(ENXIO) { break }
            try check(start, "lseek", location)
            let end = cplatform_seek(descriptor, start, cplatform_seek_hole)
            try check(end, "lseek", location)
            guard end > start else {
                throw PlatformError(.changedUnderneath, operation: "lseek", subject: location)
            }
            extents.append(UInt64(start)..<UInt64(end))
            position = end
        }
        try check(cplatform_seek(descriptor, before, SEEK_SET), "lseek", location)
        return extents
    }

    /// Copies `count` bytes from `source` at `sourceOffset` to `offset` here, within the kernel where
    /// it can, and says how many there were before the source ended.
    public func copyRange(
        from source: borrowing File,
        at sourceOffset: UInt64,
        count: UInt64,
        to offset: UInt64
    ) throws(PlatformError) -> UInt64 {
        let from = try signed(sourceOffset, "copy_file_range")
        let to = try signed(offset, "copy_file_range")
        let total = try signed(count, "copy_file_range")
        guard !from.addingReportingOverflow(total).overflow,
            !to.addingReportingOverflow(total).overflow
        else { throw PlatformError(.tooLarge, operation: "copy_file_range", subject: location) }
        var done: Int64 = 0
        while done < total {
            let step = Int(min(total - done, 1 << 30))
            let copied = cplatform_copy_range(
                source.descriptor,
                from + done,
                descriptor,
                to + done,
                step
            )
            if copied < 0, Self.cannotCopy.contains(Int32(-copied)) {
                return try UInt64(done)
                    + copyByHand(
                        from: source,
                        at: UInt64(from + done),
                        count: UInt64(total - done),
                        to: UInt64(to + done)
                    )
            }
            try check(copied, "copy_file_range", location)
            if copied == 0 { break }
            done += Int64(copied)
        }
        return UInt64(done)
    }

    private static let cannotCopy = [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM]

    private func copyByHand(
        from source: borrowing File,
        at sourceOffset: UInt64,
        count: UInt64,
        to offset: UInt64
    ) throws(PlatformError) -> UInt64 {
        var buffer = [UInt8](repeating: 0, count: Int(min(count, 1 << 20)))
        var done: UInt64 = 0
        while done < count {
            let got = try source.read(into: &buffer, at: sourceOffset + done)
            if got == 0 { break }
            let wanted = Int(min(UInt64(got), count - done))
            let part = buffer[..<wanted]
            try write(part.span.bytes, at: offset + done)
            done += UInt64(wanted)
        }
        return done
    }
}
