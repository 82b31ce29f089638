extension CivilTime {
    /// Reads `YYYY-MM-DD`, a `T` or a space, `HH:MM:SS`, then a fraction or none, and `Z`, an offset or nothing.
    /// - Returns: seconds since 1970-01-01T00:00:00Z; nil for anything else.
    package static func epochSeconds(iso text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[10] == UInt8(ascii: "T") || bytes[10] == 0x20,
            let date = numbers(bytes[0..<10], UInt8(ascii: "-"), widths: [4, 2, 2]),
            let time = numbers(bytes[11..<19], UInt8(ascii: ":"), widths: [2, 2, 2])
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(1 + digits.count)
        }
        guard let offset = offset(rest), let seconds = seconds(date, time) else { return nil }
        return seconds - offset
    }

    /// Reads `Mon, 05 Jan 2026 00:00:00 GMT` (RFC 9110, section 5.6.7).
    package static func epochSeconds(httpDate text: String) -> Int? {
        let parts = text.split(separator: " ").map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]),
            let day = Int(parts[1]), parts[3].utf8.count == 4, let year = Int(parts[3]),
            let time = numbers(Array(parts[4].utf8)[...], UInt8(ascii: ":"), widths: [2, 2, 2])
        else { return nil }
        return seconds([year, month + 1, day], time)
    }

    /// Seconds since 1970 of a date and a time of day that exist.
    private static func seconds(_ date: [Int], _ time: [Int]) -> Int? {
        guard (1...12).contains(date[1]),
            (1...GregorianCalendar.daysInMonth(date[0], date[1])).contains(date[2]), time[0] < 24,
            time[1] < 60, time[2] < 60
        else { return nil }
        return GregorianCalendar.days(date[0], date[1], date[2]) * 86_400 + time[0] * 3_600 + time[1] * 60
            + time[2]
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>, _ separator: UInt8, widths: [Int]) -> [Int]? {
        let parts = bytes.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.count) == widths else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1) - 0x30 })
        }
        return numbers
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.isEmpty || (bytes.count == 1 && bytes.first == UInt8(ascii: "Z")) { return 0 }
        guard bytes.count == 6, let sign = bytes.first,
            sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let parts = numbers(bytes.dropFirst(), UInt8(ascii: ":"), widths: [2, 2])
        else { return nil }
        return (parts[0] * 3_600 + parts[1] * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// Days since 1970-01-01; nil for a date that does not exist.
    public static func day(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), (1...GregorianCalendar.daysInMonth(year, month)).contains(day) else {
            return nil
        }
        return GregorianCalendar.days(year, month, day)
    }
}
