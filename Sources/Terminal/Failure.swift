import Foundation
import Quantities

/// How a command ends when it fails: what is wrong on standard error, and the contract's exit code.
public enum Failure {
    /// Prints an error in full and ends the process.
    public static func exit(with error: any Error) -> Never {
        guard let failure = error as? FinegrainError else {
            write("finegrain: \(error)")
            end(1)
        }
        let count = failure.problems.count
        write(count == 1 ? "finegrain: 1 problem" : "finegrain: \(count) problems")
        for problem in failure.problems { write(problem.description) }
        end(failure.exitCode)
    }

    public static func write(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    public static func end(_ code: Int32) -> Never { Foundation.exit(code) }
}
