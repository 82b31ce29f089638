internal import Foundation

/// Compiled regular expressions, of which the last few are kept.
final class PatternCache {
    private var cache: [String: NSRegularExpression] = [:]

    /// - Throws: error 100048 for a pattern that is none.
    func regex(_ pattern: String, _ flags: String) throws -> NSRegularExpression {
        let key = flags + "/" + pattern
        if let known = cache[key] { return known }
        var options: NSRegularExpression.Options = []
        for flag in flags {
            switch flag {
            case "i": options.insert(.caseInsensitive)
            case "c": options.remove(.caseInsensitive)
            case "m": options.insert(.anchorsMatchLines)
            case "s": options.insert(.dotMatchesLineSeparators)
            case "e": break
            default:
                throw SnowError.runtime("100050", "2201B", "Invalid regular expression parameter: '\(flag)'")
            }
        }
        guard let regex = try? NSRegularExpression(pattern: pattern, options: options) else {
            throw SnowError.runtime("100048", "2201B", "Invalid regular expression: '\(pattern)'")
        }
        if cache.count >= 256 { cache.removeAll() }
        cache[key] = regex
        return regex
    }
}
