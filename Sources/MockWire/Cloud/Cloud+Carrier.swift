/// A cloud in this process is reached by calling it.
extension Cloud: Carrier {
    public func carry(_ request: WireRequest) -> WireAnswer {
        let answer = answer(request).answer
        return WireAnswer(status: answer.status, headers: answer.headers, body: .bytes(answer.body.bytes))
    }
}
