import Foundation
import Testing

@testable import Experiments

/// The order of rows, the names of segments and the number of threads change nothing.
@Suite struct InvarianceTests {
    private let lines: [String]

    init() throws {
        lines = try String(contentsOfFile: ReferenceFile.path("uplift-small.csv"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    private func readout(_ lines: [String], _ name: String, _ change: (inout UpliftPlan) -> Void = { _ in })
        throws -> UpliftReadout
    {
        let path = NSTemporaryDirectory() + "uplift-invariance-\(name).csv"
        try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        var plan = UpliftPlan.small
        change(&plan)
        return try UpliftReadout.of(path, plan)
    }

    @Test func reversedRowsGiveTheSameDigest() throws {
        let plain = try readout(lines, "plain")
        let reversed = try readout([lines[0]] + lines.dropFirst().reversed(), "reversed")
        #expect(plain.digest == reversed.digest)
    }

    @Test func withoutIdsRowsInAnyOrderGiveTheSameDigest() throws {
        func nameless(_ lines: [String]) -> [String] {
            lines.map { $0.split(separator: ",").dropFirst().joined(separator: ",") }
        }
        let plain = try readout(nameless(lines), "nameless") { $0.id = nil }
        let mixed =
            [lines[0]]
            + lines.dropFirst().enumerated().sorted { $0.offset * 7919 % 900 < $1.offset * 7919 % 900 }.map(
                \.element)
        #expect(try readout(nameless(mixed), "nameless-mixed") { $0.id = nil }.digest == plain.digest)
    }

    @Test func threadsChangeNothing() throws {
        #expect(try readout(lines, "one").digest == readout(lines, "three") { $0.jobs = 3 }.digest)
    }

    @Test func renamedSegmentsKeepTheirNumbers() throws {
        let plain = try readout(lines, "names")
        let renamed = try readout(lines.map { $0.replacing("north", with: "zulu") }, "renamed")
        for metric in ["visit", "spend"] {
            for estimator in Estimator.allCases {
                let (a, b) = (
                    plain.row(estimator, metric, "short", segment: "north"),
                    renamed.row(estimator, metric, "short", segment: "zulu")
                )
                #expect(a?.effect == nil ? b?.effect == nil : agree(b?.effect, a?.effect, 1e-9))
                #expect(
                    a?.standardError == nil
                        ? b?.standardError == nil : agree(b?.standardError, a?.standardError, 1e-9))
            }
        }
    }

    @Test func scalingTheOutcomeScalesEffects() throws {
        let scaled = lines.enumerated().map { index, line -> String in
            guard index > 0 else { return line }
            var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            fields[7] = "\((Double(fields[7]) ?? 0) * 4)"
            return fields.joined(separator: ",")
        }
        let (plain, large) = (try readout(lines, "small"), try readout(scaled, "large"))
        for estimator in [Estimator.differenceInMeans, .cuped, .ols, .lin] {
            let (a, b) = (plain.row(estimator, "spend", "long"), large.row(estimator, "spend", "long"))
            #expect(agree(b?.effect, a?.effect.map { 4 * $0 }, 1e-9) && agree(b?.pValue, a?.pValue, 1e-7))
            #expect(agree(b?.relativeEffect, a?.relativeEffect, 1e-9))
        }
    }

    @Test func identitiesOfEstimatorsHold() throws {
        let bare = try readout(lines, "bare") {
            $0.covariates = []
            $0.standardErrors = [.ols: .hc2]
        }
        for metric in ["visit", "spend"] {
            let welch = bare.row(.differenceInMeans, metric, "short")
            for estimator in [Estimator.ols, .lin] {
                #expect(agree(bare.row(estimator, metric, "short")?.effect, welch?.effect, 1e-10))
                #expect(
                    agree(bare.row(estimator, metric, "short")?.standardError, welch?.standardError, 1e-10))
            }
        }
        #expect(
            agree(
                bare.row(.logit, "visit", "short")?.effect,
                bare.row(.differenceInMeans, "visit", "short")?.effect, 1e-9))
        // With all interactions spelled out the error by arms is that of the one regression.
        let full = try readout(lines, "full")
        let spelled = try readout(lines, "spelled") { $0.standardErrors = [.lin: .classical] }
        #expect(
            agree(full.row(.lin, "spend", "long")?.effect, spelled.row(.lin, "spend", "long")?.effect, 1e-10))
    }
}
