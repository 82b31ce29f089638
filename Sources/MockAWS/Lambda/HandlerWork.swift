import Quantities
import ServiceModels

/// One invocation that a program of the user's runs.
struct HandlerWork: Sendable {
    /// The request's id.
    var id: String
    var payload: [UInt8]
    var clientContext: String?
    var trace: String
    var invocation: Lambda.Invocation
    /// Seconds that the handler has.
    var timeout: Int
    /// Milliseconds of the epoch, for programs that know no other clock than virtual time.
    var deadline: Int
    /// Nobody waits for the answer, and this is its nth try, counted from one; zero if somebody waits.
    var attempt = 0
    /// The caller has gone and takes no answer.
    var isAbandoned = false
    /// Virtual time of the calls that the handler has made.
    var spent = SimulatedDuration.zero

    /// What the handler's calls are known by.
    var root: String { TraceHeader.root(of: trace) ?? "" }

    /// When the handler has done what it did so far.
    var end: SimulatedInstant { invocation.started + spent }

    /// The handler was longer at work, in virtual time, than it may be.
    var isOverdue: Bool { spent > .seconds(timeout) }

    /// When the time of the handler is over.
    var latestEnd: SimulatedInstant { invocation.started + .seconds(timeout) }
}
