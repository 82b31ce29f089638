/// An error that ends a command: its kind decides the exit code, its problems say everything at once.
public struct FinegrainError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Kind: Int32, Sendable {
        /// A defect of the program: exit code 1.
        case defect = 1
        /// Bad input or arguments: exit code 2.
        case badInput = 2
        /// A budget or an invariant is broken: exit code 3.
        case broken = 3
    }

    public var kind: Kind
    public var problems: [Problem]

    public init(_ kind: Kind, _ problems: [Problem]) {
        self.kind = kind
        self.problems = problems
    }

    /// Bad input with one problem.
    public static func badInput(
        _ message: String, remedy: String? = nil, file: String? = nil, line: Int? = nil, field: String? = nil
    ) -> FinegrainError {
        FinegrainError(.badInput, [Problem(message, remedy: remedy, file: file, line: line, field: field)])
    }

    public static func defect(_ message: String) -> FinegrainError {
        FinegrainError(.defect, [Problem(message)])
    }

    public var exitCode: Int32 { kind.rawValue }

    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
