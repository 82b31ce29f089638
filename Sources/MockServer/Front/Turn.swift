/// Lets requests to the cloud take turns without holding up the threads that serve connections.
///
/// The cloud answers one request at a time. A lock that several threads wait for would cost more than the answer.
actor Turn {
    func take<Answer: Sendable>(_ body: @Sendable () -> Answer) -> Answer { body() }
}
