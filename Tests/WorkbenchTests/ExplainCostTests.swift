import Audiences
import Encodings
import Foundation
import Pricing
import Quantities
import Testing

@testable import Workbench

/// What all segments and what they share cost is the invoice, to the last pico-dollar.
@Suite struct ExplainCostTests {
    static let settings: [String: [String]] = [
        "plain": [], "batch": ["copy.mode=batch", "copy.failure_rate=0.3"],
        "throttled": ["limits.bedrock_tokens_per_minute=9000", "limits.fan_out=10", "limits.retries=12"],
        "pooled": ["privacy.k=900", "experiment.holdout=0.1"],
        "withheld": ["privacy.k=3500", "privacy.k_hysteresis=0.2"], "generic": ["segmentation.depth=0"],
        "rejected": [
            "review.reject_rate=0.6", "review.regenerations=2", "copy.offbrand_rate=0.3",
            "persona.failure_rate=0.3", "copy.failure_rate=0.3", "copy.repairs=2",
        ],
        "briefs": [
            "campaign.brief_changes_every=2", "persona.door=rest", "copy.prompt_cache=on",
            "copy.prompt_cache_ttl=1h",
        ],
        "smoothed": ["cache.smoothing=0.5", "cache.memory=all", "privacy.publication=off"],
    ]

    /// What a campaign's segments and what they share cost, as `explain` says, in pico-dollars.
    private func costs(_ explainer: Explainer, campaign: Int) throws -> (
        segments: [Int: Int128], shared: Int128
    ) {
        let list = try explainer.list(campaign: campaign)
        #expect(list.problems.isEmpty, "\(list.problems)")
        var segments: [Int: Int128] = [:]
        for row in try #require(list.document["segments"]?.array) {
            segments[try #require(row["identity"]?.integer)] = row["cost_picousd"]?.money?.picoUSD
        }
        let shared = (list.document["shared"]?.array ?? []).reduce(Int128(0)) {
            $0 + ($1["cost_picousd"]?.money?.picoUSD ?? 0)
        }
        return (segments, shared)
    }

    @Test(arguments: settings.keys.sorted()) func allExplanationsSumToTheInvoice(_ name: String) throws {
        let kept = try KeptRun(name, (ExplainCostTests.settings[name] ?? []) + ["run.campaigns=3"])
        let lines = try kept.lines
        // The tariff as fractions of pico-dollars; everything else is computed here from the file.
        var rates: [String: (pico: Int128, units: Int128)] = [:]
        for line in kept.run.invoice.lines {
            let tier = line.meter.tier == .standard ? "" : "." + line.meter.tier.rawValue
            rates["\(line.meter.service.rawValue) \(line.meter.sku)/\(line.meter.kind.rawValue)\(tier)"] =
                (line.rate.picoUSD, line.rate.units)
        }
        var totals: [String: Int128] = [:]
        var exact: [Int: [String: Double]] = [:]
        var charges: [Int: Int] = [:]
        for line in lines {
            let service = try #require(line["service"] as? String)
            let operation = try #require(line["operation"] as? String)
            let entity = try #require((line["entity"] as? String).flatMap(UInt64.init))
            let time = try #require(line["time_ns"] as? Int)
            let campaign = (time / 3_600_000_000_000 - 8) / 168 + 1
            let hasSegment =
                ["cortex", "lambda", "review"].contains(service) || operation == "converse"
                || (service == "marketing" && entity < UInt64(Int32.max))
            let owner = hasSegment ? String(entity) : operation.hasSuffix("batch_job") ? "batch" : "shared"
            for (meter, quantity) in try #require(line["usage"] as? [String: Int]) {
                let (pico, units) = try #require(rates["\(service) \(meter)"])
                totals["\(service) \(meter)", default: 0] += Int128(quantity)
                exact[campaign, default: [:]][owner, default: 0] +=
                    Double(quantity) * Double(pico) / Double(units)
                charges[campaign, default: 0] += 1
            }
        }
        // The invoice: each meter rounded once, ties to even.
        let invoice = totals.map { meter, quantity -> Int128 in
            let (pico, units) = rates[meter]!
            let (whole, rest) = (quantity * pico).quotientAndRemainder(dividingBy: units)
            return whole + (2 * rest > units || (2 * rest == units && whole % 2 == 1) ? 1 : 0)
        }.reduce(0, +)
        #expect(invoice == kept.run.invoice.total.picoUSD && invoice > 0)

        var sum: Int128 = 0
        for campaign in 1...3 {
            let found = try costs(
                campaign == 1 ? kept.explainer() : kept.quickExplainer(), campaign: campaign)
            sum += found.segments.values.reduce(0, +) + found.shared
            let expected = exact[campaign] ?? [:]
            let slack = Double(charges[campaign] ?? 0)
            if expected["batch"] == nil {
                for (identity, cost) in found.segments {
                    #expect(abs(Double(cost) - (expected[String(identity)] ?? 0)) <= slack)
                }
                #expect(abs(Double(found.shared) - (expected["shared"] ?? 0)) <= slack)
            }
            let all = Double(found.segments.values.reduce(0, +) + found.shared)
            #expect(abs(all - expected.values.reduce(0, +)) <= slack)
        }
        #expect(sum == invoice)
    }

    @Test func aBatchJobIsSplitOverTheSegmentsWhoseRecordsItHas() throws {
        let kept = try KeptRun("batch-parts", ["copy.mode=batch", "run.campaigns=2"])
        let job = try #require(
            try kept.lines.first {
                !(($0["usage"] as? [String: Int]) ?? [:]).isEmpty
                    && $0["operation"] as? String == "get_batch_job"
            })
        var left = try #require(job["usage"] as? [String: Int])
        let sequence = try #require(job["sequence"] as? Int)
        let explainer = try kept.quickExplainer()
        for row in try #require(try explainer.list(campaign: 1).document["segments"]?.array) {
            let segment = try explainer.segment(String(try #require(row["identity"]?.integer)), campaign: 1)
                .document
            let calls = try #require(segment["calls"]?.array).filter { $0["sequence"]?.integer == sequence }
            #expect(calls.count == 1)
            for usage in calls.flatMap({ $0["usage"]?.array ?? [] }) {
                let name = "\(usage["sku"]?.string ?? "")/\(usage["meter"]?.string ?? "").batch"
                left[name, default: 0] -= try #require(usage["quantity"]?.integer)
            }
        }
        #expect(left.count == 2 && left.values.allSatisfy { $0 == 0 })
    }

    /// Three charges at 1/3 pico-dollar a unit: 1, 1 and 2 units cost 4/3, rounded to 1, which goes to the largest
    /// remainder (2/3); at 5/2 a unit, 1, 1 and 3 units cost 12.5, rounded to 12 (even): 2, 2 and 7 are whole, and the
    /// pico-dollar that is left goes to the first of three equal remainders.
    @Test func whatIsLeftGoesToTheLargestRemaindersInOrderOfTheJournal() throws {
        func line(_ pico: Int, _ units: Int, _ quantity: Int, cost: Int) throws -> BilledMeter {
            try #require(
                BilledMeter(
                    .members([
                        "service": "sns", "name": "a/requests", "quantity": .integer(quantity),
                        "rate_picousd": .integer(pico), "rate_units": .integer(units),
                        "cost_picousd": .integer(cost), "price": .members([:]),
                    ])))
        }
        let owner = CostAllocation.Owner(campaign: 1, segment: nil)
        var charges: [CostAllocation.Charge] = [
            (0, 0, 1), (0, 1, 1), (1, 0, 1), (2, 0, 2), (2, 1, 1), (3, 1, 3),
        ]
        .map { .init(sequence: $0.0, owner: owner, line: $0.1, quantity: $0.2) }
        CostAllocation.allocate(&charges, over: [try line(1, 3, 4, cost: 1), try line(5, 2, 5, cost: 12)])
        #expect(charges.map(\.cost.picoUSD) == [0, 3, 0, 1, 2, 7])
    }
}
