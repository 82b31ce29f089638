import Encodings
import Quantities
import ServiceModels
import Writing

/// A batch job of Bedrock, from its files to its files.
struct InvocationJob: Sendable {
    /// One line of the input and what became of it.
    struct Record: Sendable {
        /// The line's members, with an id.
        var members: [JSONValue.Member]
        /// The body, or the refusal.
        var result: Result<JSONValue, ServiceError>

        /// The line of the output.
        var line: JSONValue {
            switch result {
            case .success(let body): .object(members + [.init("modelOutput", body)])
            case .failure(let error):
                .object(
                    members + [
                        .init(
                            "error",
                            .members([
                                "errorCode": .integer(error.status), "errorMessage": .string(error.message),
                            ]))
                    ])
            }
        }
    }

    /// A file of the input, by its name below the folder that was given.
    struct File: Sendable {
        var name: String
        var records: [Record]
    }

    var arn: String
    var request: JSONValue
    /// A hash of the request without its token.
    var digest: UInt64
    var modelID: String
    var submitted: SimulatedInstant
    var completion: SimulatedInstant
    var stopped: SimulatedInstant?
    /// Why the job fails, and when.
    private(set) var failure: (message: String, time: SimulatedInstant)?
    var files: [File] = []
    var usage = Usage()
    var tokens = TokenCounts()

    var id: String { arn.split(separator: "/").last.map(String.init) ?? arn }
    var name: String { request["jobName"]?.string ?? "" }
    var isConverse: Bool { request["modelInvocationType"]?.string == "Converse" }

    /// Records of all files.
    var count: Int { files.reduce(0) { $0 + $1.records.count } }

    /// Records that were answered.
    var goodCount: Int {
        files.reduce(0) { sum, file in
            sum + file.records.filter { if case .success = $0.result { true } else { false } }.count
        }
    }

    /// When the first tenth of the job's time is over, in which it is validated.
    var validated: SimulatedInstant {
        submitted + SimulatedDuration(nanoseconds: ((completion - submitted).nanoseconds + 9) / 10)
    }

    mutating func fail(_ message: String, at time: SimulatedInstant) {
        failure = (message, time)
    }

    func status(at now: SimulatedInstant) -> String {
        if let stopped { return now > stopped ? "Stopped" : "Stopping" }
        if let failure, now >= failure.time { return "Failed" }
        if now >= completion {
            let good = goodCount
            return good == count ? "Completed" : good == 0 ? "Failed" : "PartiallyCompleted"
        }
        if now <= submitted { return "Submitted" }
        if now < validated { return "Validating" }
        return (now - submitted).nanoseconds < (completion - submitted).nanoseconds / 5
            ? "Scheduled" : "InProgress"
    }

    func isOver(at now: SimulatedInstant) -> Bool {
        if let stopped { return now > stopped }
        return now >= completion || failure.map { now >= $0.time } ?? false
    }

    /// When the job is over, whatever way.
    var end: SimulatedInstant { stopped ?? failure?.time ?? completion }
}
