/// The days on which a price is in force, as `YYYY-MM-DD`, both ends included; nil is open.
public struct Validity: Hashable, Sendable {
    public var from: String?
    public var until: String?

    public init(from: String? = nil, until: String? = nil) {
        self.from = from
        self.until = until
    }

    /// Whether `day` lies within; a nil day stands for the end of time and asks for no `until`.
    func holds(on day: String?) -> Bool {
        guard let day else { return true }
        return (from ?? "") <= day && day <= (until ?? "9999-12-31")
    }

    /// ISO dates compare as text; a row without `from` is older than any that has one.
    func startsAfter(_ other: Validity) -> Bool { (from ?? "") > (other.from ?? "") }

    /// Whether `text` is a day of the calendar written `YYYY-MM-DD`.
    public static func isDay(_ text: String) -> Bool {
        guard let (year, month, day) = fields(text), let month, let day else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...lengths[month - 1]).contains(day)
    }

    /// Whether `text` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    static func isDayMonthOrYear(_ text: String) -> Bool {
        guard let (_, month, day) = fields(text) else { return false }
        return day != nil ? isDay(text) : month.map { (1...12).contains($0) } ?? true
    }

    private static func fields(_ text: String) -> (year: Int, month: Int?, day: Int?)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), zip(parts, [4, 2, 2]).allSatisfy({ $0.utf8.count == $1 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        return (numbers[0], numbers.count > 1 ? numbers[1] : nil, numbers.count > 2 ? numbers[2] : nil)
    }
}
