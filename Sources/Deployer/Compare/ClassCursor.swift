package import Model
package import Primitives

/// Gives the classes of paths that come in tree order.
///
/// Below a directory that no rule reaches into, all paths have the directory's class; so a whole
/// subtree costs one look at the rules.
package struct ClassCursor {
    private let rules: PathRules
    private var uniform: (top: RelativePath, pathClass: PathClass)?

    package init(_ rules: PathRules) {
        self.rules = rules
    }

    /// The class of `path`, and whether all below it has the same.
    package mutating func look(_ path: RelativePath) -> (pathClass: PathClass, isUniform: Bool) {
        if let uniform, path.isWithin(uniform.top) { return (uniform.pathClass, true) }
        let pathClass = rules.pathClass(of: path)
        guard !rules.hasRules(below: path) else { return (pathClass, false) }
        uniform = (path, pathClass)
        return (pathClass, true)
    }
}
