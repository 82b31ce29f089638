/// Takes requests to a cloud and brings the answers back, one at a time.
public protocol Carrier: Sendable {
    /// - Returns: status, headers and body; nothing that is not in the bytes.
    /// - Throws: when the cloud cannot be reached.
    func carry(_ request: WireRequest) throws -> WireAnswer
}
