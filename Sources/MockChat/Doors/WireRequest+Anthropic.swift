import MockWire

extension WireRequest {
    /// Whether a request for a path that others have too comes from Anthropic's client.
    var isAnthropic: Bool {
        headers["anthropic-version"] != nil || headers["x-api-key"] != nil
            || (path.first == "v1" && path.dropFirst().first == "messages")
    }
}
