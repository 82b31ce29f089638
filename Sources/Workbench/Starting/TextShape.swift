/// What a text looks like to somebody who reads a customer table.
enum TextShape: Sendable {
    case date, email, url, telephone

    init?(_ text: String) {
        let text = text.trimmed
        if TextShape.isCalendarDay(text) {
            self = .date
        } else if TextShape.isEmail(text) {
            self = .email
        } else if text.hasPrefix("http://") || text.hasPrefix("https://") || text.hasPrefix("www.") {
            self = .url
        } else if TextShape.isTelephone(text) {
            self = .telephone
        } else {
            return nil
        }
    }

    /// What such a column is called in a message.
    var reason: String {
        switch self {
        case .date: "dates: export an age in days, weeks or months to use it"
        case .email: "e-mail addresses: personal data, one per customer"
        case .url: "addresses of pages"
        case .telephone: "telephone numbers: personal data, one per customer"
        }
    }

    /// The shape of at least nine in ten of the first thousand texts.
    static func common(_ all: [String]) -> TextShape? {
        let texts = all.prefix(1_000)
        let shapes = texts.map { TextShape($0) }
        return [TextShape.date, .email, .url, .telephone].first { shape in
            let count = shapes.count { $0 == shape }
            return count > 0 && 10 * count >= 9 * texts.count
        }
    }

    /// Year, month and day in a usual order, with or without a time behind them.
    private static func isCalendarDay(_ text: String) -> Bool {
        if text.utf8.count == 8, let digits = Int(text), (1900...2099).contains(digits / 10_000) {
            return (1...12).contains(digits / 100 % 100) && (1...31).contains(digits % 100)
        }
        let day = text.prefix { $0 != " " && $0 != "T" }
        for separator in ["-", ".", "/"] as [Character] {
            let parts = day.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
                continue
            }
            let numbers = parts.compactMap { Int($0) }
            guard numbers.count == 3 else { continue }
            let isYearFirst = parts[0].count == 4 && parts[1].count <= 2 && parts[2].count <= 2
            let isYearLast = (parts[2].count == 4 || parts[2].count == 2) && parts[0].count <= 2
            let (month, other) = isYearFirst ? (numbers[1], numbers[2]) : (numbers[0], numbers[1])
            let isCalendar = min(month, other) <= 12 && min(month, other) >= 1 && max(month, other) <= 31
            if isYearFirst || isYearLast, isCalendar { return true }
        }
        return false
    }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].dropFirst().dropLast().contains(".")
            && !text.contains(" ")
    }

    /// A plus sign or a zero in front, and seven to fifteen digits with the usual marks between them.
    private static func isTelephone(_ text: String) -> Bool {
        guard let first = text.first, first == "+" || first == "0" || first == "(" else { return false }
        let digits = text.count { $0.isASCII && $0.isNumber }
        let marks: Set<Character> = ["+", "(", ")", "-", "/", " ", "."]
        return (7...15).contains(digits) && text.contains { marks.contains($0) }
            && text.allSatisfy { ($0.isASCII && $0.isNumber) || marks.contains($0) }
            && !(text.hasPrefix("0.") || text.count { $0 == "." } == 1 && digits + 1 == text.count)
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        var text = self[...].drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
