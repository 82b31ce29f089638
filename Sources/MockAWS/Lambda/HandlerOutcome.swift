import Encodings
import Quantities
import ServiceModels

/// How one run of a handler ended.
struct HandlerOutcome: Sendable {
    /// What the handler answered, byte for byte; JSON of the error if it failed.
    var body: [UInt8]
    var contentType = "application/json"
    var isError = false
    var billed = Lambda.Billed(milliseconds: 1, megabytes: 128)
    var usage = Usage()
    /// INIT, in a cold environment.
    var initTime = SimulatedDuration.zero
    var duration = SimulatedDuration.zero
    /// From the start of the run to its end that virtual time has not passed through yet.
    var ahead = SimulatedDuration.zero

    /// A failure in the form that runtimes of Lambda report one.
    static func error(_ type: String, _ message: String, _ members: [JSONValue.Member] = []) -> HandlerOutcome
    {
        let body = JSONValue.object(
            [.init("errorMessage", .string(message)), .init("errorType", .string(type))] + members)
        return HandlerOutcome(body: Array(body.text().utf8), isError: true)
    }

    static func timedOut(_ seconds: Int, id: String) -> HandlerOutcome {
        error("Sandbox.Timedout", "RequestId: \(id) Error: Task timed out after \(seconds).00 seconds")
    }

    /// A program that ended before it answered; how, only its own parent knows.
    static func exited(id: String) -> HandlerOutcome {
        error(
            "Runtime.ExitError",
            "RequestId: \(id) Error: Runtime exited with error: exit status unknown")
    }

    /// A function whose program has gone.
    static func unattended(_ function: String, id: String) -> HandlerOutcome {
        error(
            "Runtime.ExitError",
            "RequestId: \(id) Error: no program is attached to \(function): the one that ran its handler has gone"
        )
    }

    static func tooLarge(_ bytes: Int, limit: Int) -> HandlerOutcome {
        error(
            "Function.ResponseSizeTooLarge",
            "Response payload size (\(bytes) bytes) exceeded maximum allowed payload size (\(limit) bytes).")
    }

    /// The end of the log, as `X-Amz-Log-Type: Tail` asks for it.
    func log(id: String) -> String {
        func milliseconds(_ time: SimulatedDuration) -> String {
            let hundredths = (time.nanoseconds + 5_000) / 10_000
            let rest = hundredths % 100
            return "\(hundredths / 100)." + (rest < 10 ? "0" : "") + "\(rest)"
        }
        var lines = "START RequestId: \(id) Version: $LATEST\n"
        if isError { lines += "[ERROR] " + String(decoding: body.prefix(2_048), as: UTF8.self) + "\n" }
        lines += "END RequestId: \(id)\nREPORT RequestId: \(id)\tDuration: \(milliseconds(duration)) ms\t"
        lines += "Billed Duration: \(billed.milliseconds) ms\tMemory Size: \(billed.megabytes) MB\t"
        lines += "Max Memory Used: \(min(64, billed.megabytes)) MB\t"
        if initTime > .zero { lines += "Init Duration: \(milliseconds(initTime)) ms\t" }
        return lines + "\n"
    }
}
