import Campaigns
import Encodings
import Pricing
import Quantities

extension CellResult {
    /// The cell as JSON; numbers print so that they read back to the same bits.
    var json: JSONValue {
        .members([
            "steady": CellResult.json(steady), "first": CellResult.json(first),
            "total": CellResult.json(total),
            "cost": .array(costByService.map { .array([.string($0.service), .number($0.usd)]) }),
            "misses": .array(misses.map { .array([.string($0.cause), .number($0.count)]) }),
            "limits": .array(limitUse.map { $0.isNaN ? .null : .number($0) }),
            "usage": .array(
                usage.entries.map {
                    .array([
                        .string($0.meter.service.rawValue), .string($0.meter.sku),
                        .string($0.meter.kind.rawValue),
                        .string($0.meter.tier.rawValue), .integer($0.quantity),
                    ])
                }),
            "invariants": .array(
                invariants.rows.map { .array([.integer($0.checked), .integer($0.violations)]) }),
            "failures": failures.json, "demand": demand.json, "first_demand": firstDemand.json,
            "timelines": .array(timelines.map(\.json)),
            "mails": .integer(mails), "digest": .string(String(digest, radix: 16)),
        ])
    }

    private static func json(_ values: MetricValues) -> JSONValue {
        .array(Metric.allCases.map { .optional(values[$0]) })
    }

    /// Reads a cell back; nil when the text is of another version.
    init?(json: JSONValue) {
        guard let steady = CellResult.values(json["steady"]), let first = CellResult.values(json["first"]),
            let total = CellResult.values(json["total"]), let cost = CellResult.pairs(json["cost"]),
            let misses = CellResult.pairs(json["misses"]), let limits = json["limits"]?.array,
            limits.count == Limit.allCases.count, let usage = json["usage"]?.array,
            let failures = json["failures"]?.array.flatMap(FailureTally.init(json:)),
            let demand = json["demand"]?.array.flatMap(ModelDemand.init(json:)),
            let firstDemand = json["first_demand"]?.array.flatMap(ModelDemand.init(json:)),
            let timelines = json["timelines"]?.array?.compactMap({
                $0.array.flatMap(CampaignTimeline.init(json:))
            }),
            timelines.count == 2, let mails = json["mails"]?.integer,
            let digest = json["digest"]?.string.flatMap({ UInt64($0, radix: 16) }),
            let invariants = json["invariants"]?.array.flatMap(InvariantLedger.init(json:))
        else { return nil }
        self.steady = steady
        self.first = first
        self.total = total
        costByService = cost.map { ($0.0, $0.1) }
        self.misses = misses.map { ($0.0, $0.1) }
        limitUse = limits.map { $0.double ?? .nan }
        self.usage = Ledger()
        for entry in usage {
            guard let parts = entry.array, parts.count == 5,
                let service = parts[0].string.flatMap(Meter.Service.init),
                let sku = parts[1].string, let kind = parts[2].string.flatMap(Meter.Kind.init),
                let tier = parts[3].string.flatMap(Meter.Tier.init), let quantity = parts[4].integer
            else { return nil }
            self.usage.add(quantity, to: Meter(service, sku, kind, tier: tier))
        }
        self.invariants = invariants
        self.failures = failures
        self.demand = demand
        self.firstDemand = firstDemand
        self.timelines = timelines
        self.mails = mails
        self.digest = digest
    }

    private static func values(_ json: JSONValue?) -> MetricValues? {
        guard let list = json?.array, list.count == Metric.allCases.count else { return nil }
        var values = MetricValues()
        for (metric, value) in zip(Metric.allCases, list) { values[metric] = value.double }
        return values
    }

    private static func pairs(_ json: JSONValue?) -> [(String, Double)]? {
        json?.array?.compactMap { pair in
            guard let parts = pair.array, parts.count == 2, let name = parts[0].string,
                let value = parts[1].double
            else { return nil }
            return (name, value)
        }
    }
}

extension InvariantLedger {
    init?(json: [JSONValue]) {
        guard json.count == Invariant.allCases.count else { return nil }
        self.init()
        for (invariant, value) in zip(Invariant.allCases, json) {
            guard let parts = value.array, parts.count == 2, let checked = parts[0].integer,
                let violations = parts[1].integer
            else { return nil }
            add(invariant, checked: checked, violations: violations)
        }
    }
}

extension FailureTally {
    fileprivate var json: JSONValue {
        .array(([needed, answers, answerTokens, drafts, draftWords] + counts).map { .integer($0) })
    }

    fileprivate init?(json: [JSONValue]) {
        let numbers = json.compactMap(\.integer)
        guard numbers.count == 5 + Reason.allCases.count else { return nil }
        self.init()
        (needed, answers, answerTokens) = (numbers[0], numbers[1], numbers[2])
        (drafts, draftWords) = (numbers[3], numbers[4])
        for (reason, count) in zip(Reason.allCases, numbers[5...]) { add(reason, count: count) }
    }
}

extension ModelDemand {
    private static let members: [any WritableKeyPath<ModelDemand, Int> & Sendable] = [
        \.calls, \.inputTokens, \.outputTokens, \.reservedTokens, \.busyMinutes, \.peakTokensPerMinute,
        \.peakCallsPerMinute, \.throttled,
    ]

    fileprivate var json: JSONValue { .array(ModelDemand.members.map { .integer(self[keyPath: $0]) }) }

    fileprivate init?(json: [JSONValue]) {
        let numbers = json.compactMap(\.integer)
        guard numbers.count == ModelDemand.members.count else { return nil }
        self.init()
        for (member, number) in zip(ModelDemand.members, numbers) { self[keyPath: member] = number }
    }
}

extension CampaignTimeline {
    fileprivate var json: JSONValue {
        let spans = spans.flatMap { span -> [Int64] in
            span.map { [$0.begin.nanoseconds, $0.end.nanoseconds, Int64($0.count)] } ?? [0, 0, -1]
        }
        return .array(([start.nanoseconds, send.nanoseconds] + spans).map { .integer(Int($0)) })
    }

    fileprivate init?(json: [JSONValue]) {
        let numbers = json.compactMap(\.integer)
        guard numbers.count == 2 + 3 * Stage.allCases.count else { return nil }
        self.init()
        start = SimulatedInstant(nanoseconds: Int64(numbers[0]))
        send = SimulatedInstant(nanoseconds: Int64(numbers[1]))
        for place in spans.indices where numbers[4 + 3 * place] >= 0 {
            spans[place] = Span(
                begin: SimulatedInstant(nanoseconds: Int64(numbers[2 + 3 * place])),
                end: SimulatedInstant(nanoseconds: Int64(numbers[3 + 3 * place])),
                count: numbers[4 + 3 * place])
        }
    }
}
