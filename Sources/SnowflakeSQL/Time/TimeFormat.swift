/// A format for dates and times, such as `YYYY-MM-DD HH24:MI:SS.FF3`, split into its elements.
enum TimeFormat {
    enum Element: Hashable {
        case year4, year2, month, monthName, monthShort, day, dayShort, hour24, hour12, meridian, minute
        case second, fraction(Int), zone(colon: Bool), zoneHour, zoneMinute, literal(Character)
    }

    private static let words: [(String, Element)] = [
        ("YYYY", .year4), ("YY", .year2), ("MMMM", .monthName), ("MON", .monthShort), ("MM", .month),
        ("MI", .minute), ("DD", .day), ("DY", .dayShort), ("HH24", .hour24), ("HH12", .hour12),
        ("HH", .hour24),
        ("AM", .meridian), ("PM", .meridian), ("SS", .second), ("TZH:TZM", .zone(colon: true)),
        ("TZHTZM", .zone(colon: false)), ("TZH", .zoneHour), ("TZM", .zoneMinute),
    ]

    static func parse(_ format: String) -> [Element] {
        var elements: [Element] = []
        var rest = Substring(format)
        while let first = rest.first {
            if first == "\"" {
                let body = rest.dropFirst()
                let end = body.firstIndex(of: "\"") ?? body.endIndex
                elements += body[..<end].map { .literal($0) }
                rest = end == body.endIndex ? "" : body[body.index(after: end)...]
                continue
            }
            let upper = rest.prefix(7).uppercased()
            if upper.hasPrefix("FF") {
                rest = rest.dropFirst(2)
                let digits = rest.first?.wholeNumberValue
                if digits != nil { rest.removeFirst() }
                elements.append(.fraction(digits ?? 9))
            } else if let (word, element) = words.first(where: { upper.hasPrefix($0.0) }) {
                elements.append(element)
                rest = rest.dropFirst(word.count)
            } else {
                elements.append(.literal(first))
                rest.removeFirst()
            }
        }
        return elements
    }

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let fullMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(abs(value))
        let zeros = String(repeating: "0", count: max(0, width - digits.count))
        return (value < 0 ? "-" : "") + zeros + digits
    }
}
