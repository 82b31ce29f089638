public import Quantities

/// Simulated time as calendars show it: the run starts on Monday 5 January 2026, 00:00 UTC.
public struct CivilTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let epochSeconds: Int
    private let nanoseconds: Int

    package static let startEpoch = 1_767_571_200

    public init(_ instant: SimulatedInstant) {
        epochSeconds = CivilTime.startEpoch + Int(instant.nanoseconds / 1_000_000_000)
        nanoseconds = Int(instant.nanoseconds % 1_000_000_000)
    }

    /// RFC 3339 in whole seconds: `2026-01-05T00:00:00Z`.
    public var iso: String {
        let (year, month, day) = date
        let second = epochSeconds % 86_400
        return "\(CivilTime.padded(year, 4))-\(CivilTime.padded(month))-\(CivilTime.padded(day))T"
            + "\(CivilTime.padded(second / 3_600)):\(CivilTime.padded(second / 60 % 60)):\(CivilTime.padded(second % 60))Z"
    }

    /// With milliseconds: `2026-01-05T00:00:00.000Z`.
    public var isoMilliseconds: String {
        iso.dropLast() + "." + CivilTime.padded(nanoseconds / 1_000_000, 3) + "Z"
    }

    public var epochMilliseconds: Int { epochSeconds * 1_000 + nanoseconds / 1_000_000 }

    public var epochNanoseconds: Int64 { Int64(epochSeconds) * 1_000_000_000 + Int64(nanoseconds) }

    /// Year, month and day of the Gregorian calendar.
    public var date: (year: Int, month: Int, day: Int) {
        let date = GregorianCalendar.date(epochSeconds / 86_400)
        return (date.year, date.month, date.day)
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
