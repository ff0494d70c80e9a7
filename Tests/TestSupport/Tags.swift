public import Testing

extension Tag {
    /// Pure, or a few files; milliseconds.
    @Tag public static var small: Self
    /// Processes, many files; up to a second.
    @Tag public static var medium: Self
    /// Whole roots; longer.
    @Tag public static var large: Self
}
