import Foundation
import Quantities
import RandomStreams
import ServiceModels
import Testing

@Suite struct LatencyTests {
    @Test func aTraceGivesEachOfItsTimesEquallyOften() {
        var stream = TestWorld.stream(3)
        let times = [1, 2, 5].map { SimulatedDuration.milliseconds($0) }
        var counts = [0, 0, 0]
        for _ in 0..<30_000 {
            counts[times.firstIndex(of: LatencyModel.trace(times).sample(using: &stream)) ?? 0] += 1
        }
        // Five standard deviations of a binomial count.
        for count in counts { #expect(abs(count - 10_000) < 409) }
    }

    @Test func decksGiveFixedTimesAndTraces() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("finegrain-latency-test")
            .path
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: TestWorld.mocksFolder).resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: folder))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/lambda/cold-starts.yaml"
        try "runtimes:\n  a: {fixed_milliseconds: 40}\n  b: {trace_milliseconds: [10, 20.5]}\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        let decks = try MockDecks.load(directory: folder)
        #expect(decks.coldStart("a") == .fixed(.milliseconds(40)))
        #expect(
            decks.coldStart("b") == .trace([.milliseconds(10), SimulatedDuration(nanoseconds: 20_500_000)]))
        try "runtimes:\n  a: {trace_milliseconds: []}\n  b: {trace_milliseconds: [1, x]}\n"
            .write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: FinegrainError.self) { try MockDecks.load(directory: folder) }
    }
}
