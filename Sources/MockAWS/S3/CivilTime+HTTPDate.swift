import Encodings

extension CivilTime {
    /// `Mon, 05 Jan 2026 00:00:00 GMT` (RFC 9110, section 5.6.7).
    var httpDate: String {
        let (year, month, day) = date
        // 1 January 1970 was a Thursday.
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][epochSeconds / 86_400 % 7]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekday), \(day < 10 ? "0" : "")\(day) \(months[month - 1]) \(year) "
            + iso.dropFirst(11).dropLast() + " GMT"
    }
}
