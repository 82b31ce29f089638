import Foundation
public import Quantities
import RandomStreams

/// How long after the send of a campaign its opens and clicks come in: a log-normal time.
public struct ReportDelay: Hashable, Sendable {
    public var median: SimulatedDuration
    /// Of the time's logarithm.
    public var sigma: Double

    public init(median: SimulatedDuration, sigma: Double) {
        self.median = median
        self.sigma = sigma
    }

    /// The share of all that will come that has come by now, in 0...1.
    public func share(after time: SimulatedDuration) -> Double {
        guard time > .zero else { return 0 }
        return Normal.cumulative(log(time.inSeconds / median.inSeconds) / sigma)
    }
}
