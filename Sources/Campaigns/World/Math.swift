#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The few functions of the response model that the C library gives.
package enum Math {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    package static func logistic(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

    package static func logit(_ probability: Double) -> Double { log(probability / (1 - probability)) }

    static func exponential(_ x: Double) -> Double { exp(x) }
}
