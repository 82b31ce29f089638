import Foundation
import Quantities
import RandomStreams
import Testing

@testable import Experiments

/// Files with one row per customer and send, against counts made by hand from the same rows.
@Suite struct SendsTests {
    private struct Row {
        var id: Int
        var arm: String
        var region: String
        var send: Int
        var clicked: Int
        var left: Int
    }

    private let rows: [Row]

    /// Customers who leave at 6 % a send (12 % when mailed in the north), or are lost at 3 %.
    init() {
        var rows: [Row] = []
        let family = Seed(7).streams("sends")
        for id in 0..<400 {
            var stream = family.stream(entity: id)
            let arm = stream.happens(0.5) ? "mail" : "none"
            let region = stream.happens(0.4) ? "north" : "south"
            let hazard = arm == "mail" && region == "north" ? 0.12 : 0.06
            for send in 1...6 {
                let left = stream.happens(hazard)
                rows.append(
                    Row(
                        id: id, arm: arm, region: region, send: send,
                        clicked: stream.happens(arm == "mail" ? 0.3 : 0.2) ? 1 : 0, left: left ? 1 : 0))
                if left || stream.happens(0.03) { break }
            }
        }
        self.rows = rows
    }

    private func write(
        _ name: String, _ lines: [String], header: String = "cust,arm,region,send,clicked,left"
    )
        throws -> String
    {
        let path = NSTemporaryDirectory() + "sends-\(name).csv"
        try ([header] + lines).joined(separator: "\n").appending("\n")
            .write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func line(_ row: Row) -> String {
        "c\(row.id),\(row.arm),\(row.region),\(row.send),\(row.clicked),\(row.left)"
    }

    private func plan(_ change: (inout UpliftPlan) -> Void = { _ in }) -> UpliftPlan {
        var plan = UpliftPlan()
        plan.id = "cust"
        plan.outcomes = ["clicked"]
        plan.by = ["region"]
        plan.send = "send"
        plan.event = SendEvent(column: "left")
        change(&plan)
        return plan
    }

    private func readout(_ name: String, _ change: (inout UpliftPlan) -> Void = { _ in }) throws
        -> UpliftReadout
    {
        try UpliftReadout.of(write(name, rows.map(line)), plan(change))
    }

    /// Share left and Greenwood's variance, straight from the rows.
    private func curve(_ arm: String, _ region: String?) -> [(share: Double, variance: Double, atRisk: Int)] {
        var (share, sum) = (1.0, 0.0)
        return (1...6).map { send in
            let present = rows.filter {
                $0.arm == arm && $0.send == send && (region == nil || $0.region == region)
            }
            let (n, d) = (Double(present.count), Double(present.filter { $0.left == 1 }.count))
            share *= 1 - d / n
            sum += d / (n * (n - d))
            return (share, share * share * sum, present.count)
        }
    }

    private func units(_ arm: String) -> [[Row]] {
        (0..<400).map { id in rows.filter { $0.id == id } }.filter { $0.first?.arm == arm }
    }

    @Test(arguments: [nil, "north", "south"]) func retentionIsTheProductLimitOfTheRows(_ region: String?)
        throws
    {
        let result = try #require(
            readout("retention-\(region ?? "all")").retention.first {
                $0.segment?.parts.first?.value == region
            })
        let (mail, none) = (curve("mail", region), curve("none", region))
        #expect(result.sends.map(\.send) == ["1", "2", "3", "4", "5", "6"])
        for (index, send) in result.sends.enumerated() {
            #expect(send.treatment.atRisk == mail[index].atRisk && send.control.atRisk == none[index].atRisk)
            #expect(agree(send.treatment.retained, mail[index].share, 1e-12))
            #expect(agree(send.difference, mail[index].share - none[index].share, 1e-9))
            #expect(
                agree(send.standardError, (mail[index].variance + none[index].variance).squareRoot(), 1e-9))
        }
    }

    @Test func retentionIsAlsoAnOutcomeOfEverySegment() throws {
        let readout = try readout("outcome")
        #expect(readout.metrics == ["clicked", "retention"])
        for region in [nil, "north", "south"] {
            let row = try #require(readout.row(.differenceInMeans, "retention", "mail", segment: region))
            let (mail, none) = (curve("mail", region)[5], curve("none", region)[5])
            #expect(agree(row.effect, mail.share - none.share, 1e-9))
            let (n1, n0) = (Double(row.treatmentCount), Double(row.controlCount))
            let variance = mail.variance * n1 / (n1 - 1) + none.variance * n0 / (n0 - 1)
            #expect(agree(row.standardError, variance.squareRoot(), 1e-9))
        }
        #expect(readout.pooling.contains { $0.metric == "retention" })
    }

    @Test func otherOutcomesAreAddedUpOverTheSends() throws {
        let readout = try readout("sums") { $0.outcomes = ["clicked", "left"] }
        let row = try #require(readout.row(.differenceInMeans, "clicked", "mail"))
        func mean(_ arm: String, _ value: (Row) -> Int) -> Double {
            let totals = units(arm).map { Double($0.map(value).reduce(0, +)) }
            return totals.reduce(0, +) / Double(totals.count)
        }
        #expect(row.treatmentCount == units("mail").count && row.controlCount == units("none").count)
        #expect(agree(row.effect, mean("mail", \.clicked) - mean("none", \.clicked), 1e-10))
        #expect(readout.binaryMetrics == ["left"])
        let left = try #require(readout.row(.proportions, "left", "mail"))
        #expect(agree(left.effect, mean("mail", \.left) - mean("none", \.left), 1e-10))
    }

    /// Those who left count as zero at later sends: they were randomised and will never click.
    @Test func effectsBySendCompareThoseWhoWereRandomised() throws {
        let timeline = try #require(try readout("timeline").timeline)
        #expect(timeline.column == "send" && timeline.followsUnits)
        #expect(timeline.periods.map(\.period) == ["1", "2", "3", "4", "5", "6"])
        for (index, period) in timeline.periods.enumerated() {
            func values(_ arm: String) -> [Double] {
                units(arm).compactMap { unit in
                    if let row = unit.first(where: { $0.send == index + 1 }) { return Double(row.clicked) }
                    return unit.last?.left == 1 ? 0 : nil
                }
            }
            let (mail, none) = (values("mail"), values("none"))
            #expect(period.effect.treatmentCount == mail.count && period.effect.controlCount == none.count)
            let difference =
                mail.reduce(0, +) / Double(mail.count) - none.reduce(0, +) / Double(none.count)
            #expect(agree(period.effect.effect, difference, 1e-9))
        }
        #expect(timeline.trends.map(\.metric) == ["clicked"])
    }

    @Test func theOrderOfRowsAndTheCodingOfTheEventChangeNothing() throws {
        let plain = try readout("plain")
        let reversed = try UpliftReadout.of(
            write("reversed", rows.reversed().map(line)), plan())
        #expect(reversed.digest == plain.digest)
        let active = try UpliftReadout.of(
            write(
                "active",
                rows.map { row in
                    var row = row
                    row.left = 1 - row.left
                    return line(row)
                }, header: "cust,arm,region,send,clicked,active"),
            plan { $0.event = SendEvent(column: "active") })
        #expect(active.retention == plain.retention)
    }

    @Test func customersOfOneHouseholdHaveWiderErrors() throws {
        let twice = rows.flatMap { row in
            ["a", "b"].map { line(row) + "," + "h\(row.id)" + "," + $0 }
        }.map { text in
            var fields = text.split(separator: ",").map(String.init)
            fields[0] += fields.removeLast()
            return fields.joined(separator: ",")
        }
        let path = try write("households", twice, header: "cust,arm,region,send,clicked,left,house")
        let clustered = try UpliftReadout.of(path, plan { $0.cluster = "house" })
        let single = try readout("single")
        let factor = (400.0 / 399).squareRoot()
        for (a, b) in zip(clustered.retention[0].sends, single.retention[0].sends) {
            #expect(agree(a.difference, b.difference, 1e-9))
            #expect(agree(a.standardError, factor * b.standardError!, 1e-9))
        }
    }

    @Test func filesThatCannotBeFollowedAreRefused() throws {
        func problems(_ lines: [String], _ plan: UpliftPlan) throws -> String {
            do {
                _ = try UpliftReadout.of(write("bad", lines), plan)
                return ""
            } catch let error as FinegrainError {
                return error.problems.map(\.description).joined(separator: "\n")
            }
        }
        let lines = rows.map(line)
        #expect(try problems(lines + [lines[0]], plan()).contains("repeat the unit and the send"))
        #expect(try problems(lines + ["c900,mail,north,1,0,2"], plan()).contains("left is 2"))
        #expect(try problems(lines + ["c900,mail,north,,0,0"], plan()).contains("have no send"))
        #expect(try problems(lines, plan { $0.id = nil }).contains("--id"))
        #expect(try problems(lines, plan { $0.send = nil }).contains("--send"))
        #expect(try problems(lines, plan { $0.over = "region" }).contains("--over"))
        let crossed = "c\(rows[0].id),\(rows[0].arm == "mail" ? "none" : "mail"),north,9,0,0"
        #expect(try problems(lines + [crossed], plan()).contains("another arm"))
    }

    @Test func effectsOverAColumnAreThoseOfItsSegments() throws {
        // One row per customer: the sends of the others are weeks here.
        let cohorts = rows.filter { $0.send == 1 }.map { row in
            var row = row
            row.send = 1 + row.id % 4
            return line(row)
        }
        let path = try write("cohorts", cohorts)
        let over = try UpliftReadout.of(
            path,
            plan {
                $0.send = nil
                $0.event = nil
                $0.over = "send"
            })
        let by = try UpliftReadout.of(
            path,
            plan {
                $0.send = nil
                $0.event = nil
                $0.by = ["send"]
            })
        let timeline = try #require(over.timeline)
        #expect(timeline.periods.map(\.period) == ["1", "2", "3", "4"] && !timeline.followsUnits)
        for period in timeline.periods {
            let twin = try #require(by.row(.differenceInMeans, "clicked", "mail", segment: period.period))
            #expect(period.effect.effect == twin.effect)
            #expect(period.effect.standardError == twin.standardError)
        }
        #expect(timeline.trends.count == 1)
    }
}
