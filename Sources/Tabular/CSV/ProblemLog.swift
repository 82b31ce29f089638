import Encodings
public import Quantities

/// The problems found in one file: the first twenty in full, the rest as a number.
///
/// The same problem in many rows is one problem with a count and its first lines.
public struct ProblemLog: Sendable {
    /// How many problems are kept in full.
    public static let longest = 20
    /// How many lines of a problem that recurs are named.
    private static let namedLines = 3

    /// One problem and where it recurs.
    private struct Recurring {
        var problem: Problem
        var kind: String
        var count = 1
        var lines: [Int]
        var last: Int?
        /// Whether the message names a value, which is another one in other rows.
        var differs = false
    }

    private var found: [Recurring] = []
    /// All problems, each row on its own, those beyond the longest list included.
    public private(set) var count = 0
    private var unlisted = 0

    public init() {}

    public var isEmpty: Bool { count == 0 }

    /// The first problems, in the order in which they were first found.
    public var problems: [Problem] { found.map(ProblemLog.summary) }

    /// Counts a problem.
    /// - Parameter kind: equal for problems that are the same in other rows; by default what to do about them.
    public mutating func add(_ problem: Problem, kind: String? = nil) {
        count += 1
        let kind = kind ?? problem.remedy ?? problem.message
        if let line = problem.line,
            let place = found.firstIndex(where: {
                $0.kind == kind && $0.problem.field == problem.field && $0.problem.file == problem.file
                    && $0.last != line && $0.last != nil
            })
        {
            found[place].count += 1
            found[place].last = line
            if found[place].lines.count < ProblemLog.namedLines { found[place].lines.append(line) }
            if found[place].problem.message != problem.message { found[place].differs = true }
        } else if found.count < ProblemLog.longest {
            found.append(
                Recurring(
                    problem: problem, kind: kind, lines: problem.line.map { [$0] } ?? [], last: problem.line))
        } else {
            unlisted += 1
        }
    }

    /// `"abc" is not a number: 4,312 rows like this, first in lines 2, 3, 5`.
    private static func summary(_ recurring: Recurring) -> Problem {
        guard recurring.count > 1 else { return recurring.problem }
        var problem = recurring.problem
        problem.message +=
            ": \(WrittenNumber.grouped(recurring.count)) rows" + (recurring.differs ? " like this" : "")
            + (recurring.count > recurring.lines.count ? ", first in lines " : ", in lines ")
            + recurring.lines.map(String.init).joined(separator: ", ")
        return problem
    }

    /// - Throws: bad input with all problems, and how many more there were.
    public func throwIfAny() throws {
        guard count > 0 else { return }
        var all = problems
        if unlisted > 0 {
            all.append(
                Problem(
                    "and \(WrittenNumber.grouped(unlisted)) more problem\(unlisted == 1 ? "" : "s")",
                    file: found.last?.problem.file))
        }
        throw FinegrainError(.badInput, all)
    }
}
