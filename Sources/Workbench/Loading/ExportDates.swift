import Encodings

/// The dates in the names of two exports, against the weeks that a scenario says lie between them.
enum ExportDates {
    /// What is odd about them; nothing where a name holds no date.
    static func notes(of names: [String], weeks: Double) -> [String] {
        guard names.count == 2, let old = day(in: names[0]), let new = day(in: names[1]) else { return [] }
        let days = new - old
        if days <= 0 {
            return [
                "\(names[0]) is dated \(days == 0 ? "the same day as" : "after") \(names[1]), but drift.from lists the "
                    + "older export first."
            ]
        }
        // A day more or less is how exports are made; more is another distance.
        guard abs(Double(days) - 7 * weeks) > max(1, 0.1 * Double(days)) else { return [] }
        let told = JSONValue.number(weeks).text()
        let meant = JSONValue.number((Double(days) / 7 * 100).rounded() / 100).text()
        return [
            "\(names[0]) and \(names[1]) are \(days) days apart by their names, but drift.weeks_between is \(told); "
                + "if the dates are right, write drift.weeks_between: \(meant)."
        ]
    }

    /// The first date in the name of a file, as days since 1970: 2026-09-01, 2026_09_01, 2026.09.01 or 20260901.
    static func day(in path: String) -> Int? {
        let name = Array((path.split(separator: "/").last ?? "").utf8)
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start + count <= name.count else { return nil }
            var value = 0
            for byte in name[start..<start + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte) - 0x30
            }
            return value
        }
        func isDigit(_ place: Int) -> Bool { number(place, 1) != nil }
        for start in name.indices where start == 0 || !isDigit(start - 1) {
            guard let year = number(start, 4), (1970...2199).contains(year) else { continue }
            let hasSeparator = start + 4 < name.count && "-_.".utf8.contains(name[start + 4])
            let step = hasSeparator ? 1 : 0
            let dayStart = start + 6 + 2 * step
            guard let month = number(start + 4 + step, 2), let day = number(dayStart, 2),
                step == 0 || name[dayStart - 1] == name[start + 4], !isDigit(dayStart + 2)
            else { continue }
            if let days = CivilTime.day(year: year, month: month, day: day) { return days }
        }
        return nil
    }
}
