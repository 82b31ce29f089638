import Encodings
import Testing

/// Seconds as Python's `datetime.timestamp` gives them.
@Suite struct CivilTimeTests {
    @Test(arguments: [
        ("2026-01-05T00:00:00Z", 1_767_571_200), ("2001-01-01 00:00:00", 978_307_200),
        ("2030-02-28T23:59:59.125Z", 1_898_553_599), ("2024-02-29T01:00:00+01:00", 1_709_164_800),
        ("1969-12-31T23:59:59Z", -1), ("2023-02-29T00:00:00Z", nil), ("2026-01-05T24:00:00Z", nil),
        ("2026-01-05", nil), ("2026-01-05T00:00:00.Z", nil), ("2026-01-05T00:00:00Zx", nil),
    ])
    func timesAreRead(text: String, seconds: Int?) {
        #expect(CivilTime.epochSeconds(iso: text) == seconds)
    }

    @Test(arguments: [
        ("Mon, 05 Jan 2026 00:00:00 GMT", 1_767_571_200), ("Tue, 01 Jan 2030 00:00:00 GMT", 1_893_456_000),
        ("Mon, 05 Jan 2026 00:00:00 UTC", nil), ("Mon, 32 Jan 2026 00:00:00 GMT", nil), ("yesterday", nil),
    ])
    func datesOfHTTPAreRead(text: String, seconds: Int?) {
        #expect(CivilTime.epochSeconds(httpDate: text) == seconds)
    }
}
