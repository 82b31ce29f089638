import Foundation

/// The clock of this machine, for moments that clients compare with their own.
enum WallClock {
    /// Milliseconds of the epoch.
    static var milliseconds: Int { Int(Date().timeIntervalSince1970 * 1_000) }
}
