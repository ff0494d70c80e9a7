public import Primitives

/// The two kinds of layer a station is composed of, bottom first.
public enum LayerKind: String, Sendable, CaseIterable, Hashable {
    /// The base image, signed by the Département.
    case system = "systeme"
    /// The year's applications, signed by the Académie, built over one system layer.
    case application = "applicatif"
}

/// Names one layer exactly.
public struct LayerReference: Sendable, Hashable {
    /// Which of the two it is.
    public let kind: LayerKind
    /// The layer's name, such as `base`.
    public let name: String
    /// The layer's edition, such as `2026.1`.
    public let edition: String
    /// The SHA-256 of the layer's index file.
    public let index: Digest

    /// Creates a reference.
    public init(kind: LayerKind, name: String, edition: String, index: Digest) {
        self.kind = kind
        self.name = name
        self.edition = edition
        self.index = index
    }
}
