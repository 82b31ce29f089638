import Encodings
internal import Foundation

/// Offsets of named time zones.
enum TimeZones {
    /// Whether the zone is known. UTC is known everywhere.
    static func isKnown(_ name: String) -> Bool { name == "UTC" || TimeZone(identifier: name) != nil }

    /// Minutes east of UTC at an instant.
    static func offset(_ name: String, at nanoseconds: Int64) throws -> Int {
        if name == "UTC" { return 0 }
        guard let zone = TimeZone(identifier: name) else {
            throw SnowError.runtime("100046", "22023", "Unknown timezone: '\(name)'")
        }
        let seconds = Double(GregorianCalendar.floorDivide(nanoseconds, 1_000_000_000))
        return zone.secondsFromGMT(for: .init(timeIntervalSince1970: seconds)) / 60
    }

    /// The instant at which clocks of the zone show that wall-clock time.
    static func instant(_ name: String, wallClock: Int64) throws -> Int64 {
        let first = try offset(name, at: wallClock)
        let guess = wallClock - Int64(first) * 60_000_000_000
        let second = try offset(name, at: guess)
        return wallClock - Int64(second) * 60_000_000_000
    }
}
