extension RawSpan {
    /// A copy of the bytes, for modules that may not touch memory themselves.
    package func copied() -> [UInt8] {
        withUnsafeBytes { [UInt8]($0) }
    }
}
