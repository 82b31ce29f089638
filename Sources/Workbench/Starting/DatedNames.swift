import Foundation
import Quantities

/// How many weeks apart two files are, by dates in their names such as `customers-2026-10-01.csv`.
struct DatedNames {
    /// Nil when one of the names has no date.
    let weeks: Double?

    /// - Throws: bad input when the older file has the later date.
    init(older: String, newer: String) throws {
        guard let first = DatedNames.day(older), let second = DatedNames.day(newer) else {
            weeks = nil
            return
        }
        guard second > first else {
            throw FinegrainError.badInput(
                "its name is not dated before that of \((newer as NSString).lastPathComponent)",
                remedy: "give the newer export first: finegrain init NEW.csv --old OLD.csv", file: older,
                field: "--old")
        }
        weeks = (Double(second - first) / 7 * 100).rounded() / 100
    }

    /// The day of the last date `YYYY-MM-DD`, `YYYY_MM_DD` or `YYYYMMDD` in a file's name.
    static func day(_ path: String) -> Int? {
        let name = (path as NSString).lastPathComponent
        let pattern = /(?:^|[^0-9])(20[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12][0-9]|3[01])(?![0-9])/
        guard let match = name.matches(of: pattern).last, let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3)
        else { return nil }
        return number(year, month, day)
    }

    /// Days since 1 March of the year 0 in the Gregorian calendar: years begin in March, so that leap days end them.
    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1
    }
}
