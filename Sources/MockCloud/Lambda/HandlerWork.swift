/// One invocation that a program of the user's runs.
struct HandlerWork: Sendable {
    /// The request's id.
    var id: String
    var payload: [UInt8]
    var clientContext: String?
    var trace: String
    var invocation: Lambda.Invocation
    /// Milliseconds of the epoch, for the program's own clock.
    var deadline: Int
    /// Nobody waits for the answer, and this is its nth try, counted from one; zero if somebody waits.
    var attempt = 0
}
