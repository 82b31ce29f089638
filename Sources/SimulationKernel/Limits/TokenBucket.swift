public import Quantities

/// A quota of tokens a minute with continuous refill, in exact integer arithmetic.
///
/// The level is kept in units of one token / 6e10, so that a nanosecond refills exactly
/// `refillPerMinute` units and no rounding builds up. A caller reserves what a call may use at most
/// and settles when the call ends, as Bedrock does: it reserves input + cache write + cache read +
/// `max_tokens` and settles to input + cache write + burndown × output. The actual amount may exceed
/// the reserved one; the level then goes below zero and the debt is refilled first.
public struct TokenBucket: Sendable {
    /// The answer to a reservation.
    @frozen
    public enum Reservation: Hashable, Sendable {
        case granted
        /// Refused; the earliest instant at which refill alone makes the same reservation possible.
        case retry(at: SimulatedInstant)
        /// Refused for ever: more than the bucket holds, or it is too low and has no refill.
        case impossible
    }

    private static let unitsPerToken: Int128 = 60_000_000_000

    /// The most tokens that the bucket holds.
    public let capacity: Int
    /// Tokens that flow in a minute.
    public let refillPerMinute: Int
    private var level: Int128
    private var updated: SimulatedInstant
    /// Settlements that take effect later, in units, by the instant at which they do.
    private var pending = EventQueue<Int128>()

    /// A full bucket.
    /// - Precondition: neither amount is negative.
    public init(capacity: Int, refillPerMinute: Int, startingAt start: SimulatedInstant = .start) {
        precondition(capacity >= 0 && refillPerMinute >= 0, "a quota is not negative")
        self.capacity = capacity
        self.refillPerMinute = refillPerMinute
        level = Int128(capacity) * TokenBucket.unitsPerToken
        updated = start
    }

    /// A full bucket that holds one minute's quota.
    public init(perMinute: Int, startingAt start: SimulatedInstant = .start) {
        self.init(capacity: perMinute, refillPerMinute: perMinute, startingAt: start)
    }

    /// Takes `tokens` if they are there, else takes nothing.
    /// - Precondition: `tokens >= 0`; `now` is not before an earlier reservation.
    /// - Complexity: O(1), and O(log pending) for each settlement that has come due.
    public mutating func reserve(_ tokens: Int, at now: SimulatedInstant) -> Reservation {
        precondition(tokens >= 0, "a reservation is not negative")
        advance(to: now)
        let units = Int128(tokens) * TokenBucket.unitsPerToken
        if units <= level {
            level -= units
            return .granted
        }
        guard tokens <= capacity, refillPerMinute > 0 else { return .impossible }
        let rate = Int128(refillPerMinute)
        let wait = (units - level + rate - 1) / rate
        guard let nanoseconds = Int64(exactly: Int128(now.nanoseconds) + wait) else { return .impossible }
        return .retry(at: SimulatedInstant(nanoseconds: nanoseconds))
    }

    /// Replaces a granted reservation by what was used in the end: gives back the rest or takes the excess.
    ///
    /// `instant` is when the call ends and may lie in the future: the difference takes effect when the
    /// bucket's clock gets there. A `retry` instant does not count on settlements to come.
    /// - Precondition: amounts are not negative.
    public mutating func settle(reserved: Int, actual: Int, at instant: SimulatedInstant) {
        precondition(reserved >= 0 && actual >= 0, "a settled amount is not negative")
        guard reserved != actual else { return }
        let difference = (Int128(reserved) - Int128(actual)) * TokenBucket.unitsPerToken
        if instant > updated {
            pending.push(difference, at: instant)
        } else {
            add(difference)
        }
    }

    /// Whole tokens that could be reserved at `now`, rounded down; negative while in debt.
    /// - Precondition: `now` is not before an earlier reservation.
    public func available(at now: SimulatedInstant) -> Int {
        var later = self
        later.advance(to: now)
        let (quotient, remainder) = later.level.quotientAndRemainder(dividingBy: TokenBucket.unitsPerToken)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }

    private mutating func advance(to now: SimulatedInstant) {
        precondition(now >= updated, "the clock of a token bucket does not go back")
        while let due = pending.nextTime, due <= now, let (_, difference) = pending.pop() {
            refill(to: due)
            add(difference)
        }
        refill(to: now)
    }

    private mutating func refill(to instant: SimulatedInstant) {
        add(Int128((instant - updated).nanoseconds) * Int128(refillPerMinute))
        updated = instant
    }

    private mutating func add(_ units: Int128) {
        level = min(level + units, Int128(capacity) * TokenBucket.unitsPerToken)
    }
}
