import Encodings

extension GregorianCalendar {
    /// The timestamp of a day and a nanosecond of the day.
    /// - Throws: outside the years 1678 to 2262, which 64 bits of nanoseconds hold.
    static func join(_ days: Int, _ rest: Int64) throws -> Int64 {
        let (product, over) = Int64(days).multipliedReportingOverflow(by: nanosecondsADay)
        let (sum, past) = product.addingReportingOverflow(rest)
        guard !over, !past else { throw TimeMath.outOfRange() }
        return try checked(sum)
    }

    /// The timestamp itself.
    /// - Throws: within 39 days of what 64 bits hold, so that changes of zone cannot overflow.
    static func checked(_ nanoseconds: Int64) throws -> Int64 {
        guard nanoseconds.magnitude < 9_220_000_000_000_000_000 else { throw TimeMath.outOfRange() }
        return nanoseconds
    }
}
