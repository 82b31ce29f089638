#if canImport(Glibc)
    public import Glibc
#else
    public import Darwin
#endif

extension RandomStream {
    /// An exponential draw with the given mean, by inversion.
    @inlinable public mutating func exponential(mean: Double) -> Double { -mean * log(uniform()) }

    /// A lognormal draw with the given median and standard deviation of its logarithm.
    public mutating func logNormal(median: Double, sigma: Double) -> Double {
        sigma == 0 ? median : median * exp(sigma * normal())
    }
}
