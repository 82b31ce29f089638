public import Quantities

/// A function that can be invoked.
public struct LambdaFunction: Hashable, Sendable {
    public var name: String
    public var memoryMegabytes: Int
    /// How long INIT takes in a new environment.
    public var coldStart: LatencyModel

    public init(name: String, memoryMegabytes: Int, coldStart: LatencyModel) {
        self.name = name
        self.memoryMegabytes = memoryMegabytes
        self.coldStart = coldStart
    }
}

/// Limits of the account and habits of the platform.
public struct LambdaLimits: Hashable, Sendable {
    /// Invocations that may run at once, all functions together.
    public var concurrency: Int
    /// New environments in `scaleWindow`, for each function; refills continuously, and is not saved up.
    public var scaleUp: Int
    public var scaleWindow: SimulatedDuration
    /// An environment that idles longer than this is gone.
    public var idleExpiry: SimulatedDuration
    /// Longest payload of an invocation that is waited for.
    public var payloadBytes: Int
    /// Longest payload of an asynchronous invocation; it was 262,144 until late 2025.
    public var eventPayloadBytes = 1_048_576
    /// Longest answer of a handler.
    public var responseBytes = 6_291_556
    /// What must be left for functions without reserved concurrency.
    public var unreservedMinimum = 100

    public init(
        concurrency: Int = 1_000, scaleUp: Int = 1_000, scaleWindow: SimulatedDuration = .seconds(10),
        idleExpiry: SimulatedDuration = .minutes(10), payloadBytes: Int = 6_291_456
    ) {
        self.concurrency = concurrency
        self.scaleUp = scaleUp
        self.scaleWindow = scaleWindow
        self.idleExpiry = idleExpiry
        self.payloadBytes = payloadBytes
    }
}
