public import Quantities
public import RandomStreams

extension Lambda {
    public enum Request: Codable, Sendable {
        case invoke(function: String, payloadBytes: Int)
        case finish(Invocation)
    }

    public enum Response: Hashable, Codable, Sendable {
        case invoke(Invocation)
        case finish(Billed)
    }

    /// A running invocation. The caller does the function's work and then finishes it.
    public struct Invocation: Hashable, Codable, Sendable {
        public var id: Int
        public var function: String
        public var isCold: Bool
        /// When the environment took the invocation.
        public var accepted: SimulatedInstant
        /// When the handler begins: at once in a warm environment, after INIT in a cold one.
        public var started: SimulatedInstant
    }

    /// What one invocation is billed for.
    public struct Billed: Hashable, Codable, Sendable {
        /// INIT and handler, in started milliseconds.
        public var milliseconds: Int
        public var megabytes: Int

        package init(milliseconds: Int, megabytes: Int) {
            self.milliseconds = milliseconds
            self.megabytes = megabytes
        }
    }

    /// Begins an invocation; the service time is the delay before the handler begins.
    public mutating func invoke(
        _ function: String, payloadBytes: Int, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Invocation> {
        answerInvoke(function, payloadBytes: payloadBytes, at: now, using: &stream)
    }

    /// Ends an invocation and bills it.
    public mutating func finish(
        _ invocation: Invocation, at now: SimulatedInstant, using stream: inout RandomStream
    ) -> Handled<Billed> {
        answerFinish(invocation, at: now, using: &stream)
    }
}
