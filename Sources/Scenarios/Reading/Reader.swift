public import Quantities
public import YAMLReading

/// Collects what is wrong while a scenario is decoded, so that all of it is said at once.
public struct Reader: Sendable {
    public let file: String
    public private(set) var problems: [Problem] = []

    public init(file: String) { self.file = file }

    /// Notes a problem with the value at `path`; a value without a line came from an option.
    public mutating func report(
        _ message: String, remedy: String? = nil, at tree: YAMLTree? = nil, path: String
    ) {
        problems.append(Problem(message, remedy: remedy, file: file, line: tree?.line, field: path))
    }

    mutating func report(_ message: String, remedy: String? = nil, line: Int?, path: String) {
        problems.append(Problem(message, remedy: remedy, file: file, line: line, field: path))
    }

    /// - Throws: everything noted so far, if anything was.
    public func finish() throws {
        if !problems.isEmpty { throw FinegrainError(.badInput, problems) }
    }
}
