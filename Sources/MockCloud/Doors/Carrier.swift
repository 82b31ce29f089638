/// Takes requests to a cloud and brings the answers back, one at a time.
public protocol Carrier: Sendable {
    /// - Returns: status, headers and body; nothing that is not in the bytes.
    /// - Throws: when the cloud cannot be reached.
    func carry(_ request: WireRequest) throws -> WireAnswer
}

/// A cloud in this process is reached by calling it.
extension Cloud: Carrier {
    public func carry(_ request: WireRequest) -> WireAnswer {
        let answer = answer(request).answer
        return WireAnswer(status: answer.status, headers: answer.headers, body: .bytes(answer.body.bytes))
    }
}
