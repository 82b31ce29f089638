/// An asynchronous invocation that waits for a program to come back.
struct HandlerEvent: Sendable {
    /// The request's id.
    var id: String
    var payload: [UInt8]
    /// Its next try, counted from one.
    var attempt: Int
    var delivery: UInt64
}
