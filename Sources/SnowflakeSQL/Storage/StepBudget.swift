/// The work that one statement may do, counted in steps, so that no query holds the account for long.
///
/// A step is one instruction of SQLite's virtual machine. A call of a compiled expression, a row fed to an
/// aggregate and a row of a result count as several, because they cost about as much. A number of steps
/// stands for a second of STATEMENT_TIMEOUT_IN_SECONDS, so that the same statement over the same data
/// ends at the same point on every machine.
final class StepBudget {
    /// Steps that stand for one second: about what a release build does in one.
    static let stepsASecond = 50_000_000
    /// Steps of one call of an expression or of an aggregate.
    static let stepsACall = 50
    /// Steps of one call of a function of the embedding program, such as a language model's.
    static let stepsAnExternalCall = 2_000
    /// Steps of one row that is given back.
    static let stepsARow = 250
    /// Instructions between two looks at the budget.
    static let instructionsALook: CInt = 1_000

    private var left = Int.max
    private(set) var seconds = 0

    /// Starts a statement that may take so many seconds.
    func start(seconds: Int) {
        self.seconds = seconds
        let (steps, overflow) = seconds.multipliedReportingOverflow(by: StepBudget.stepsASecond)
        left = overflow ? .max : steps
    }

    /// Ends the statement; work outside statements is not counted.
    func stop() { left = .max }

    /// Counts steps and answers whether they are more than were left.
    /// After that nothing is counted until the next start, so that cleaning up is not cut short.
    func isSpent(by steps: Int) -> Bool {
        left -= steps
        guard left < 0 else { return false }
        left = .max
        return true
    }

    /// Counts steps.
    /// - Throws: error 000630 when they are more than were left.
    func spend(_ steps: Int) throws(SnowError) {
        if isSpent(by: steps) { throw .timeout(seconds: seconds) }
    }
}
