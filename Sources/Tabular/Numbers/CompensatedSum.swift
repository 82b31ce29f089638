/// A sum whose rounding errors are summed beside it.
///
/// Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen" (1974); the
/// error of a sum is taken by Knuth's TwoSum and that of a product by a fused multiply-add, as in
/// Ogita, Rump & Oishi, "Accurate sum and dot product" (2005). The result is as if summed in twice
/// the precision and rounded once, so that the order of the terms hardly ever shows.
struct CompensatedSum: Equatable {
    private var sum = 0.0
    private var error = 0.0

    /// Not finite when the sum overflowed.
    var value: Double { sum + error }

    @inline(__always)
    mutating func add(_ term: Double) {
        let total = sum + term
        let share = total - sum
        error += (sum - (total - share)) + (term - share)
        sum = total
    }

    @inline(__always)
    mutating func addProduct(_ a: Double, _ b: Double) {
        let product = a * b
        add(product)
        // Whole numbers below 2^26 have exact products; most outcomes are zero or one.
        if !(CompensatedSum.isSmallInteger(a) && CompensatedSum.isSmallInteger(b)) {
            error += (-product).addingProduct(a, b)
        }
    }

    @inline(__always)
    private static func isSmallInteger(_ value: Double) -> Bool {
        value.magnitude < 0x1p26 && Double(Int32(value)) == value
    }
}
