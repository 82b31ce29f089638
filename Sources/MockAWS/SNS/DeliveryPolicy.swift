import Encodings

/// How often an HTTP endpoint is tried again, and as what it gets its messages.
///
/// Retries follow at once here, so of the pauses between them only the bounds are checked.
struct DeliveryPolicy: Sendable {
    struct Problem: Error {
        var message: String
    }

    /// `healthyRetryPolicy` with its defaults filled in; nil where the policy has none.
    private(set) var retry: [JSONValue.Member]?
    private(set) var contentType: String?
    /// A topic's policy may forbid that subscriptions have their own.
    private(set) var forbidsOverrides = false

    /// What holds where nothing else is said.
    static let standard: [JSONValue.Member] = [
        .init("minDelayTarget", 20), .init("maxDelayTarget", 20), .init("numRetries", 3),
        .init("numMaxDelayRetries", 0), .init("numNoDelayRetries", 0), .init("numMinDelayRetries", 0),
        .init("backoffFunction", "linear"),
    ]

    static let standardContentType = "text/plain; charset=UTF-8"

    private static let functions = ["linear", "arithmetic", "geometric", "exponential"]

    /// - Parameter isTopics: a topic's names of the parts differ from a subscription's.
    /// - Throws: what is wrong, in words for the client.
    init(_ text: String, isTopics: Bool) throws(Problem) {
        guard let root = try? JSONParser.parse(text), case .object(let members) = root else {
            throw Problem(message: "failed to parse JSON.")
        }
        if !isTopics { try read(members) }
        for member in members where isTopics {
            guard member.key == "http", case .object(let parts) = member.value else {
                throw Problem(message: "Unexpected JSON member: \(member.key)")
            }
            try read(parts)
        }
    }

    private mutating func read(_ parts: [JSONValue.Member]) throws(Problem) {
        for part in parts {
            switch (part.key, part.value) {
            case (_, .null): break
            case ("disableSubscriptionOverrides", .bool(let flag)): forbidsOverrides = flag
            case ("guaranteed", .bool): break
            case ("healthyRetryPolicy", .object(let members)),
                ("defaultHealthyRetryPolicy", .object(let members)):
                retry = try DeliveryPolicy.retry(members)
            case ("sicklyRetryPolicy", .object(let members)),
                ("defaultSicklyRetryPolicy", .object(let members)):
                _ = try DeliveryPolicy.retry(members)
            case ("throttlePolicy", .object(let members)), ("defaultThrottlePolicy", .object(let members)):
                try DeliveryPolicy.checkThrottle(members)
            case ("requestPolicy", .object(let members)), ("defaultRequestPolicy", .object(let members)):
                for member in members {
                    guard member.key == "headerContentType", let type = member.value.string, !type.isEmpty
                    else {
                        throw Problem(message: "requestPolicy: Unexpected JSON member: \(member.key)")
                    }
                    contentType = type
                }
            default: throw Problem(message: "Unexpected JSON member: \(part.key)")
            }
        }
    }

    private static func checkThrottle(_ members: [JSONValue.Member]) throws(Problem) {
        for member in members where member.value != .null {
            guard member.key == "maxReceivesPerSecond" else {
                throw Problem(message: "throttlePolicy: Unexpected JSON member: \(member.key)")
            }
            guard let number = member.value.integer, number >= 1 else {
                throw Problem(message: "maxReceivesPerSecond must be greater than or equal to 1")
            }
        }
    }

    private static func retry(_ members: [JSONValue.Member]) throws(Problem) -> [JSONValue.Member] {
        var retry = standard
        for member in members where member.value != .null {
            guard let index = retry.firstIndex(where: { $0.key == member.key }) else {
                throw Problem(message: "healthyRetryPolicy: Unexpected JSON member: \(member.key)")
            }
            if member.key == "backoffFunction" {
                guard let name = member.value.string, functions.contains(name) else {
                    throw Problem(
                        message: "backoffFunction must be one of " + functions.joined(separator: ", "))
                }
            } else if member.value.integer == nil {
                throw Problem(message: "\(member.key) must be an integer")
            }
            retry[index] = member
        }
        func number(_ name: String) -> Int { retry.first { $0.key == name }?.value.integer ?? 0 }
        func check(_ name: String, _ range: ClosedRange<Int>) throws(Problem) {
            guard range.contains(number(name)) else {
                throw Problem(
                    message:
                        "\(name) must be in \(range.lowerBound)...\(range.upperBound), not \(number(name))")
            }
        }
        // A bound that is given alone draws the other one's default along.
        func isGiven(_ name: String) -> Bool { members.contains { $0.key == name && $0.value != .null } }
        for (given, other) in [("minDelayTarget", "maxDelayTarget"), ("maxDelayTarget", "minDelayTarget")]
        where isGiven(given) && !isGiven(other) && number("minDelayTarget") > number("maxDelayTarget") {
            for index in retry.indices where retry[index].key == other {
                retry[index].value = .integer(number(given))
            }
        }
        try check("maxDelayTarget", 1...3_600)
        try check("minDelayTarget", 1...max(1, number("maxDelayTarget")))
        try check("numRetries", 0...100)
        let parts = ["numNoDelayRetries", "numMinDelayRetries", "numMaxDelayRetries"]
        for part in parts { try check(part, 0...100) }
        guard parts.reduce(0, { $0 + number($1) }) <= number("numRetries") else {
            throw Problem(
                message: "numRetries must be greater than or equal to total of numMinDelayRetries, "
                    + "numNoDelayRetries and numMaxDelayRetries")
        }
        return retry
    }
}
