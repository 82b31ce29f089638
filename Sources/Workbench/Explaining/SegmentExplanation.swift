import Audiences
import Encodings

/// One segment in one campaign, put together from its record, the campaign's line, the run's line, the journal's lines
/// of its calls, and the earlier records in which its persona and copy were written.
struct SegmentExplanation {
    let reader: LineageReader
    let table: CampaignTable
    let row: CampaignTable.Row
    let record: JSONValue

    /// - Parameter pooled: the cell that was asked for, where it is part of this rest.
    func members(pooled: CampaignTable.PooledCell?) throws -> [JSONValue.Member] {
        let calls = CallHistory(reader: reader, table: table, record: record)
        return [
            .init("segment", SegmentExplanation.name(row.identity, reader)),
            .init("pooled", pooled.map(pooledCell) ?? .null),
            .init("publication", publication), .init("profile", profile), .init("persona", try persona()),
            .init("prompts", prompts), .init("calls", calls.json), .init("copy", try copy()),
            .init("reviews", reviews(calls)), .init("delivery", delivery),
            .init("result", ArmResults(record["delivery"]?["arms"]?.array ?? []).json),
            .init("cost", CostTotals(reader, table, segment: row.cost).json),
        ]
    }

    static func name(_ identity: SegmentIdentity, _ reader: LineageReader) -> JSONValue {
        .members([
            "label": .string(reader.names.label(of: identity)), "identity": .integer(Int(identity.rawValue)),
            "is_rest": .bool(identity.isRest), "depth": reader.run["depth"] ?? .null,
        ])
    }

    private var k: JSONValue { reader.run["k"] ?? .null }

    private func pooledCell(_ cell: CampaignTable.PooledCell) -> JSONValue {
        .members([
            "label": .string(reader.names.label(of: cell.identity)), "customers": .integer(cell.customers),
            "k": k, "into": .string(reader.names.label(of: row.identity)),
        ])
    }

    private var publication: JSONValue {
        let stored = record["profile"]
        let isFirst = stored?["before"]?.array?.isEmpty == true && stored?["buckets"]?.array?.isEmpty == false
        let cells = table.pooled.filter { $0.segment == row.identity }
        return .members([
            "customers": .integer(row.customers), "k": k,
            "differing_customers": isFirst ? .null : record["difference"] ?? .null,
            "is_first": .bool(isFirst), "held": record["held"] ?? .null,
            "cells": .array(
                cells.map {
                    .members([
                        "label": .string(reader.names.label(of: $0.identity)),
                        "customers": .integer($0.customers),
                    ])
                }),
        ])
    }

    // MARK: Persona and prompt

    /// The record of the campaign in which something of this or another segment was written.
    private func record(of identity: SegmentIdentity, in campaign: Int?) throws -> JSONValue? {
        guard let campaign else { return nil }
        if campaign == table.index, identity == row.identity { return record }
        let table = try reader.campaign(campaign)
        return try table.rows.first { $0.identity == identity }.map(reader.record)
    }

    private func persona() throws -> JSONValue {
        let persona = record["persona"]
        let now = persona?["now"] ?? .null
        let text = try record(of: row.identity, in: now["campaign"]?.integer)?["persona"]?["text"]?.string
        let parsed = text.flatMap { try? JSONParser.parse($0) }
        return .members([
            "lookup": .text(row.persona), "before": persona?["before"] ?? .null, "now": now,
            "checks": persona?["checks"] ?? .null, "failure": persona?["failure"] ?? .null,
            "document": parsed ?? .text(text),
        ])
    }

    /// The parts of the prompts in force, with versions and hashes; those that only this segment has come last.
    private var prompts: JSONValue {
        let versions = table.document["versions"]
        var parts: [JSONValue] = (reader.run["prompts"]?.array ?? []).map { part in
            let name = part["part"]?.string ?? ""
            let version = versions?[name == "order" ? "copy_prompt" : name]
            return .members([
                "part": .string(name), "version": version ?? .null, "bytes": part["bytes"] ?? .null,
                "sha256": part["sha256"] ?? .null,
            ])
        }
        if let hash = record["persona"]?["prompt_sha256"], hash != .null {
            parts.append(
                .members([
                    "part": "segment", "version": nil, "bytes": record["persona"]?["prompt_bytes"] ?? .null,
                    "sha256": hash,
                ]))
        }
        return .members([
            "brief_version": versions?["brief"] ?? .null,
            "persona_model_version": versions?["persona_model"] ?? .null,
            "copy_model_version": versions?["copy_model"] ?? .null, "parts": .array(parts),
        ])
    }

    // MARK: Copy

    private func copy() throws -> JSONValue {
        let copy = record["copy"]
        let source = record["delivery"]?["source"] ?? .null
        let identity = source["identity"]?.integer.flatMap { Int32(exactly: $0) }.map {
            SegmentIdentity(rawValue: $0)
        }
        let written = try identity.flatMap { try record(of: $0, in: source["campaign"]?.integer) }
        return .members([
            "lookup": .text(row.copy), "key": copy?["key"] ?? .null, "outcome": copy?["outcome"] ?? .null,
            "failure": copy?["failure"] ?? .null,
            "decided_at_s": SegmentExplanation.seconds(copy?["decided_ns"]),
            "approved": copy?["approved"] ?? .null,
            "delivered_from": source == .null
                ? .null
                : .members([
                    "segment": identity.map { .string(reader.names.label(of: $0)) } ?? .null,
                    "campaign": source["campaign"] ?? .null, "sends_before": source["sends"] ?? .null,
                    "approved_at_s": SegmentExplanation.seconds(source["approved_ns"]),
                    "versions": source["versions"] ?? .null, "off_brand": source["off_brand"] ?? .null,
                    "draft_quality_logit": source["quality"] ?? .null,
                    "subject": written?["copy"]?["approved"]?["subject"] ?? .null,
                ]),
        ])
    }

    private func reviews(_ calls: CallHistory) -> JSONValue {
        .array(
            (record["copy"]?["reviews"]?.array ?? []).map { review in
                let begins = review["begins_ns"]?.integer ?? 0
                let waited = calls.lastAnswer(before: begins).map { Double(begins - $0) / 1e9 }
                return .members([
                    "reviewer": review["reviewer"] ?? .null, "round": review["round"] ?? .null,
                    "begins_at_s": SegmentExplanation.seconds(review["begins_ns"]),
                    "ends_at_s": SegmentExplanation.seconds(review["ends_ns"]),
                    "waited_s": .optional(waited),
                    "seconds": .optional(review["milliseconds"]?.double.map { $0 / 1_000 }),
                    "drafts": review["drafts"] ?? .null,
                ])
            })
    }

    private var delivery: JSONValue {
        let delivery = record["delivery"]
        let mix = delivery?["mix"]?.array ?? []
        let angles = reader.run["angles"]?.array ?? []
        let personalised = delivery?["text"] ?? .null
        let groups = delivery?["arms"]?.array ?? []
        let missed = (delivery?["missed"]?.array ?? []).compactMap(\.string)
        let arms: [(String, JSONValue)] = [
            ("personalised", personalised), ("generic", reader.run["generic_text"] ?? .null),
            ("holdout", .null),
        ]
        return .members([
            "sent_at_s": SegmentExplanation.seconds(table.document["send_ns"]),
            "copy": .string(row.delivered),
            "arms": .array(
                arms.compactMap { arm, text in
                    groups.first { $0["arm"]?.string == arm }.map {
                        .members([
                            "arm": .string(arm), "customers": $0["customers"] ?? .null,
                            "text": missed.contains(arm) ? .null : text,
                            "missed": .bool(missed.contains(arm)),
                        ])
                    }
                }),
            "mix": .array(
                zip(angles, mix).map { .members(["angle": $0, "share": $1]) }),
        ])
    }

    /// Nanoseconds of the simulation as seconds since its start.
    static func seconds(_ value: JSONValue?) -> JSONValue {
        .optional(value?.integer.map { Double($0) / 1e9 })
    }
}
