/// What a volume holds that was named where the folder it is mounted on was expected.
public enum UnmountedVolume: Sendable, Equatable {
    /// A volume encrypted by BitLocker: nothing of it can be read without its key.
    case bitLocker
    /// A volume of NTFS.
    case ntfs
    case other

    /// How many bytes of the volume ``recognise(_:)`` looks at.
    public static let length = 512

    /// Tells what the volume is by its first ``length`` bytes.
    ///
    /// Formats: the boot sector of NTFS; BitLocker's, which puts `-FVE-FS-` in its place, or on
    /// removable drives keeps that of FAT and names its metadata by a GUID at 0x1A8 ("BitLocker Drive
    /// Encryption (BDE) format specification").
    public static func recognise(_ start: [UInt8]) -> UnmountedVolume {
        if LittleEndian.matches(start, 3, "-FVE-FS-") { return .bitLocker }
        if start.count >= 0x1B8, start[0x1A8..<0x1B8].elementsEqual(removableMetadata) {
            return .bitLocker
        }
        return LittleEndian.matches(start, 3, "NTFS    ") ? .ntfs : .other
    }

    /// 4967D63B-2E29-4AD8-8399-F6A339E3D001.
    private static let removableMetadata: [UInt8] = [
        0x3B, 0xD6, 0x67, 0x49, 0x29, 0x2E, 0xD8, 0x4A, 0x83, 0x99, 0xF6, 0xA3, 0x39, 0xE3, 0xD0,
        0x01,
    ]
}
