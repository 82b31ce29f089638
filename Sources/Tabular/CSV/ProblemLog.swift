public import Quantities

/// The problems found in one file: the first twenty in full, the rest as a number.
public struct ProblemLog: Sendable {
    /// How many problems are kept in full.
    public static let longest = 20

    /// The first problems, in the order in which they were found.
    public private(set) var problems: [Problem] = []
    /// All problems, those beyond the longest list included.
    public private(set) var count = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// Counts a problem; its text is made only while the list has room.
    public mutating func add(_ problem: @autoclosure () -> Problem) {
        count += 1
        if problems.count < ProblemLog.longest { problems.append(problem()) }
    }

    /// - Throws: bad input with all problems, and how many more there were.
    public func throwIfAny() throws {
        guard count > 0 else { return }
        var all = problems
        let more = count - problems.count
        if more > 0 {
            all.append(Problem("and \(more) more problem\(more == 1 ? "" : "s")", file: problems.last?.file))
        }
        throw FinegrainError(.badInput, all)
    }
}
