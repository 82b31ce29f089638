import Quantities

/// A batch job of Bedrock, from its files to its files.
struct InvocationJob: Sendable {
    /// One line of the input and what became of it.
    struct Record: Sendable {
        var id: String
        var input: JSONValue
        /// The body, or the refusal.
        var result: Result<JSONValue, ServiceError>
    }

    var arn: String
    var request: JSONValue
    var modelID: String
    var submitted: SimulatedInstant
    var completion: SimulatedInstant
    var stopped: SimulatedInstant?
    var isWritten = false
    /// Why the job cannot run; it then fails when it is validated.
    var failure: String?
    var records: [Record] = []
    var usage = Usage()
    var tokens = TokenCounts()
    var inputKey = ""

    /// Validation takes the first tenth of the job's time.
    func status(at now: SimulatedInstant) -> String {
        if let stopped { return now > stopped ? "Stopped" : "Stopping" }
        let span = (completion - submitted).nanoseconds
        let passed = (now - submitted).nanoseconds
        if failure != nil, passed * 10 >= span { return "Failed" }
        if now >= completion {
            let failed = records.filter { if case .failure = $0.result { true } else { false } }.count
            return failed == 0 ? "Completed" : failed == records.count ? "Failed" : "PartiallyCompleted"
        }
        if passed == 0 { return "Submitted" }
        return passed * 10 < span ? "Validating" : passed * 5 < span ? "Scheduled" : "InProgress"
    }

    func isOver(at now: SimulatedInstant) -> Bool {
        ["Completed", "PartiallyCompleted", "Failed", "Stopped"].contains(status(at: now))
    }
}
