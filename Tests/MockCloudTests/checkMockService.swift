import Quantities
import RandomStreams
import ServiceModels
import Testing

/// Whether a service keeps the promises of `MockService`, over a list of calls in order of time.
///
/// Two fresh services give the same answers to the same calls; service times are not negative; usage
/// is on the service's own meters; a throttled call costs nothing; the journal's totals are the sum of
/// its entries.
func checkMockService<Service: MockService>(
    _ service: Meter.Service, make: () throws -> Service, calls: [(Service.Request, SimulatedInstant)],
    sourceLocation: SourceLocation = #_sourceLocation
) throws where Service.Response: Equatable {
    let streams = Seed(5).streams("check")
    var first = try make()
    var second = try make()
    var journal = Journal()
    for (index, (request, now)) in calls.enumerated() {
        var stream = streams.stream(entity: index)
        var again = streams.stream(entity: index)
        let handled = first.handle(request, at: now, using: &stream)
        let repeated = second.handle(request, at: now, using: &again)
        #expect(handled == repeated, "call \(index) differs", sourceLocation: sourceLocation)
        #expect(handled.serviceTime >= .zero, sourceLocation: sourceLocation)
        #expect(
            stream.next() == again.next(), "draws differ after call \(index)", sourceLocation: sourceLocation)
        for amount in handled.usage.amounts {
            #expect(amount.meter.service == service, sourceLocation: sourceLocation)
            #expect(amount.quantity > 0, sourceLocation: sourceLocation)
        }
        if let error = handled.error {
            #expect(error.service == service, sourceLocation: sourceLocation)
            #expect(error.status >= 400, sourceLocation: sourceLocation)
            if error.status == 429 { #expect(handled.usage.isEmpty, sourceLocation: sourceLocation) }
        }
        journal.record(handled, service: service, operation: "call", entity: UInt64(index), at: now)
    }
    var sum = Usage()
    for entry in journal.entries { sum.add(entry.usage) }
    #expect(sum == journal.totals, sourceLocation: sourceLocation)
    #expect(journal.entries.map(\.sequence) == Array(calls.indices), sourceLocation: sourceLocation)
}
