import Audiences

/// Sums over customers, by node and arm, that give the effect of any copy on any group.
///
/// For each customer: 1, p₀, w = p₀(1−p₀), p without mail, and w·u for each angle, as integers in
/// units of 2⁻³⁰. Integers make the sums independent of order and threads; a group of a million
/// stays below 2⁶³ by a factor of a thousand.
struct ResponseMoments: CustomerMoments {
    let response: Response
    let arms: ArmAssignment

    static let unit = 0x1p30
    /// Places of the first four sums; utilities follow.
    static let count = 0, base = 1, weight = 2, withoutMail = 3, utility = 4

    var width: Int { Self.utility + response.angles.count }
    var armCount: Int { Arm.allCases.count }

    func arm(of customer: Int) -> Int { arms.arm(of: customer).rawValue }

    func add(customer: Int, row: UnsafePointer<UInt8>, sign: Int64, to sums: UnsafeMutablePointer<Int64>) {
        let angles = response.angles.count
        withUnsafeTemporaryAllocation(of: Double.self, capacity: angles) { utilities in
            let (generic, withoutMail) = response.utilities(
                customer: customer, row: row, into: utilities.baseAddress!)
            let weight = generic * (1 - generic)
            sums[Self.count] += sign
            sums[Self.base] += sign * Self.fixed(generic)
            sums[Self.weight] += sign * Self.fixed(weight)
            sums[Self.withoutMail] += sign * Self.fixed(withoutMail)
            for angle in 0..<angles {
                sums[Self.utility + angle] += sign * Self.fixed(weight * utilities[angle])
            }
        }
    }

    private static func fixed(_ value: Double) -> Int64 { Int64((value * unit).rounded()) }
}
