public import Quantities
public import RandomStreams

/// How long something takes.
public enum LatencyModel: Hashable, Sendable {
    case fixed(SimulatedDuration)
    /// Lognormal with the given median and standard deviation of the logarithm, never below `floor`.
    case logNormal(median: SimulatedDuration, sigma: Double, floor: SimulatedDuration)
    /// One of the times that were measured, each as likely as the other.
    /// - Precondition: not empty.
    case trace([SimulatedDuration])

    /// One draw; a fixed time takes nothing from the stream.
    public func sample(using stream: inout RandomStream) -> SimulatedDuration {
        switch self {
        case .fixed(let duration): return duration
        case .trace(let times): return times[Int(stream.below(UInt32(times.count)))]
        case .logNormal(let median, let sigma, let floor):
            return max(
                floor, SimulatedDuration(seconds: stream.logNormal(median: median.inSeconds, sigma: sigma)))
        }
    }
}
