public import Model
public struct TargetEntry: Sendable { public let entry: LayerEntry; public let layer: Int
    public init(entry: LayerEntry, layer: Int) { self.entry = entry; self.layer = layer } }
public struct TargetTree: Sendable { public let entries: [TargetEntry]
    public init(entries: [TargetEntry]) { self.entries = entries } }
