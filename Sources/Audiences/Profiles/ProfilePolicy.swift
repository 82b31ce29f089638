/// When a segment's profile counts as changed.
public struct ProfilePolicy: Hashable, Sendable {
    /// Which earlier profiles of a segment are still in the cache.
    public enum Memory: String, Sendable, CaseIterable {
        /// Only the last.
        case last
        /// Every one there has been: an earlier one that fits becomes current again.
        case all
    }

    /// w: the width of a bucket, as a share (0.05 is five points). At least 0.0001.
    public var bucketWidth: Double
    /// h: a share is still that of its cached bucket while it is within (h + 1/2) w of the centre.
    public var hysteresis: Double
    /// The weight of the newest share in the moving average that is rounded; 1 smooths nothing.
    public var smoothing: Double
    public var memory: Memory

    /// - Precondition: w in 0.0001...1, h not negative, smoothing in 0...1 and not 0.
    public init(bucketWidth: Double, hysteresis: Double = 0, smoothing: Double = 1, memory: Memory = .last) {
        precondition((0.0001...1).contains(bucketWidth), "bucket width \(bucketWidth) is outside 0.0001...1")
        precondition(hysteresis >= 0 && smoothing > 0 && smoothing <= 1)
        self.bucketWidth = bucketWidth
        self.hysteresis = hysteresis
        self.smoothing = smoothing
        self.memory = memory
    }
}
