import Encodings
import MockWire

/// The query of a request: which page of a collection, which members of the answer, and filters.
struct MailchimpQuery {
    var offset = 0
    var count = 10
    private var fields: [[String]] = []
    private var excluded: [[String]] = []
    private let request: WireRequest

    static let maximumCount = 1_000

    /// - Parameters:
    ///   - filters: names that the operation takes besides those that all take.
    ///   - isPaged: whether the operation gives a collection.
    init(_ request: WireRequest, filters: [String] = [], isPaged: Bool) throws(MailchimpRefusal) {
        self.request = request
        let errors = MailchimpFields.Errors()
        let known = ["fields", "exclude_fields"] + (isPaged ? ["offset", "count"] : []) + filters
        for pair in request.query where !known.contains(pair.name) {
            errors.add(pair.name, "This query parameter is not supported")
        }
        func number(_ name: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
            guard isPaged, let text = request.parameter(name) else { return fallback }
            guard let value = Int(text), range.contains(value) else {
                errors.add(
                    name, "This value should be an integer in \(range.lowerBound)..\(range.upperBound).")
                return fallback
            }
            return value
        }
        offset = number("offset", in: 0...Int(Int32.max), default: 0)
        count = number("count", in: 0...MailchimpQuery.maximumCount, default: 10)
        fields = MailchimpQuery.paths(request, "fields")
        excluded = MailchimpQuery.paths(request, "exclude_fields")
        try errors.check()
    }

    private static func paths(_ request: WireRequest, _ name: String) -> [[String]] {
        request.query.filter { $0.name == name }.flatMap { $0.value.split(separator: ",") }.map {
            $0.split(separator: ".").map(String.init)
        }
    }

    subscript(name: String) -> String? { request.parameter(name) }

    /// One page of a collection, named, with the number of all and members that go along.
    func page<Item>(
        _ name: String, _ all: [Item], with more: [JSONValue.Member] = [], _ json: (Item) -> JSONValue
    ) -> JSONValue {
        let page = all.dropFirst(offset).prefix(count).map(json)
        return .object([.init(name, .array(page))] + more + [.init("total_items", .integer(all.count))])
    }

    /// An answer with only the members that were asked for.
    func projected(_ json: JSONValue) -> JSONValue {
        var json = json
        if !fields.isEmpty { json = MailchimpQuery.kept(json, fields) }
        return excluded.isEmpty ? json : MailchimpQuery.dropped(json, excluded)
    }

    /// Paths go through lists as if these were not there.
    private static func kept(_ json: JSONValue, _ paths: [[String]]) -> JSONValue {
        switch json {
        case .array(let elements): return .array(elements.map { kept($0, paths) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    let own = paths.filter { $0.first == member.key }
                    guard !own.isEmpty else { return nil }
                    if own.contains(where: { $0.count == 1 }) { return member }
                    return .init(member.key, kept(member.value, own.map { Array($0.dropFirst()) }))
                })
        default: return json
        }
    }

    private static func dropped(_ json: JSONValue, _ paths: [[String]]) -> JSONValue {
        switch json {
        case .array(let elements): return .array(elements.map { dropped($0, paths) })
        case .object(let members):
            return .object(
                members.compactMap { member in
                    let own = paths.filter { $0.first == member.key }
                    if own.contains(where: { $0.count == 1 }) { return nil }
                    if own.isEmpty { return member }
                    return .init(member.key, dropped(member.value, own.map { Array($0.dropFirst()) }))
                })
        default: return json
        }
    }
}
