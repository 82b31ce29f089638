/// Which way a metric should go, by its name: a guess that is always said, and that takes more to be better in doubt.
enum MetricNameGuess {
    /// Less is better: `unsubscribed`, `churn_90d`, `returns`.
    case down
    /// The name speaks of a harm, but may count what is left or spared of it: `revenue_after_refunds`, `return_rate`.
    case unclear
    /// Nothing speaks of a harm.
    case up

    init(_ metric: String) {
        let words = MetricNameGuess.words(metric)
        let harms = words.indices.filter {
            MetricNameGuess.isHarm(words[$0], before: $0 > 0 ? words[$0 - 1] : "")
        }
        if !harms.isEmpty {
            // `not_churned`, `refunds_avoided`, `days_to_cancel`, `revenue_after_refunds`.
            let isTurned = words.contains { MetricNameGuess.turning.contains($0) }
            self = isTurned ? .unclear : .down
            return
        }
        let core = words.filter { !MetricNameGuess.measures.contains($0) && !MetricNameGuess.isPeriod($0) }
        switch core {
        case ["returns"]: self = .down
        case _ where core.contains("returns") || core.contains("returned") || core.contains("return"):
            self = MetricNameGuess.returning(words)
        default: self = .up
        }
    }

    /// Goods come back, customers come back, or money does.
    private static func returning(_ words: [String]) -> MetricNameGuess {
        if words.contains(where: { turning.contains($0) }) { return .unclear }
        if words.contains(where: { goods.contains($0) }) { return .down }
        return words.contains { visitors.contains($0) } ? .up : .unclear
    }

    /// Beginnings of words that name a harm and nothing else.
    private static let stems = [
        "unsubscri", "churn", "optout", "complain", "chargeback", "uninstall", "unfollow",
    ]
    /// Whole words: `refundable` and `cancellable` name no harm.
    private static let harms: Set = [
        "unsub", "unsubs", "bounce", "bounces", "bounced", "refund", "refunds", "refunded", "cancel",
        "cancels",
        "cancelled", "canceled", "cancelling", "canceling", "cancellation", "cancellations", "cancelation",
        "cancelations", "spam",
    ]
    /// Words with which a harm is avoided, awaited, or taken off something good.
    private static let turning: Set = [
        "not", "no", "non", "never", "without", "free", "avoided", "prevented", "prevention", "averted",
        "saved",
        "saves", "resolved", "recovered", "reversed", "survived", "until", "before", "to", "since", "after",
        "minus",
        "net", "less", "excl", "excluding", "ex", "revenue", "profit", "income", "sales", "margin",
        "survival",
        "retained", "reduction", "score",
    ]
    private static let goods: Set = [
        "item", "items", "product", "products", "order", "orders", "parcel", "parcels", "goods", "purchase",
        "purchases", "package", "packages", "unit", "units",
    ]
    private static let visitors: Set = [
        "visit", "visits", "visitor", "visitors", "customer", "customers", "user", "users", "buyer", "buyers",
        "session", "sessions", "shopper", "shoppers", "guest", "guests", "member", "members", "day", "home",
    ]
    /// Words that say how something is counted.
    private static let measures: Set = [
        "n", "num", "number", "count", "total", "sum", "is", "has", "flag", "any", "y", "outcome", "metric",
        "of",
    ]

    private static func isHarm(_ word: String, before: String) -> Bool {
        stems.contains { word.hasPrefix($0) } || harms.contains(word)
            || (["opt", "opted"].contains(before) && word.hasPrefix("out"))
    }

    /// `30`, `30d`, `d30`, `week`.
    private static func isPeriod(_ word: String) -> Bool {
        ["d", "day", "days", "w", "week", "weeks", "m", "month", "months", "q", "y", "year"].contains(
            word.filter(\.isLetter)) || word.allSatisfy(\.isNumber)
    }

    /// The words of a name in lower case: `hardBounce_rate` has three.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for character in name {
            if !(character.isLetter || character.isNumber) || (character.isUppercase && wasLower) {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if character.isLetter || character.isNumber { word += character.lowercased() }
            wasLower = character.isLowercase
        }
        return word.isEmpty ? words : words + [word]
    }
}
