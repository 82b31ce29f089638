/// Tokens of one call. As on Bedrock, `input` leaves out what was read from or written to the cache.
public struct TokenCounts: Hashable, Codable, Sendable {
    public var input = 0
    public var output = 0
    public var cacheRead = 0
    public var cacheWrite = 0

    public init(input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
    }

    /// The whole prompt, however it was billed.
    public var prompt: Int { input + cacheRead + cacheWrite }
}
