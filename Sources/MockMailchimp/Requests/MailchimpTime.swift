import Encodings
import Quantities

/// Times in Mailchimp's form, `2026-01-05T00:00:00+00:00`.
enum MailchimpTime {
    static func text(_ instant: SimulatedInstant) -> String { CivilTime(instant).iso.dropLast() + "+00:00" }

    static func json(_ instant: SimulatedInstant?) -> JSONValue { .string(instant.map(text) ?? "") }

    /// Reads `YYYY-MM-DD` and `HH:MM:SS` with a `T` or a space between and `Z`, an offset or nothing behind.
    /// - Returns: nil for anything else, and for times more than 200 years from the start of the run.
    static func instant(_ text: String) -> SimulatedInstant? {
        guard !text.contains("."), let seconds = CivilTime.epochSeconds(iso: text) else { return nil }
        let sinceStart = seconds - CivilTime.startEpoch
        // 200 years keep the arithmetic whole.
        let most = 200 * 366 * 86_400
        guard (-most...most).contains(sinceStart) else { return nil }
        return SimulatedInstant(nanoseconds: Int64(sinceStart) * 1_000_000_000)
    }
}
