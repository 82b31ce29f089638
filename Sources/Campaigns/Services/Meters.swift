import MockCloud
import Pricing
import Quantities

/// Where every call of a campaign is written down twice: in the journal and in the ledger.
///
/// The journal is what the services saw, the ledger what is priced. They are kept apart so that the
/// invariant "ledger = journal" compares two accounts, not one with itself.
final class Meters {
    var journal: Journal
    /// The campaign's usage so far.
    var ledger = Ledger()
    var throttled = 0
    /// When the campaign's stages began and ended.
    var timeline = CampaignTimeline()

    init(detail: Journal.Detail) { journal = Journal(detail: detail) }

    func note<Response>(
        _ handled: Handled<Response>, _ service: Meter.Service, _ operation: String, entity: Int,
        at time: SimulatedInstant, request: @autoclosure () -> String? = nil,
        response: @autoclosure () -> String? = nil
    ) {
        journal.record(
            handled, service: service, operation: operation, entity: UInt64(bitPattern: Int64(entity)),
            at: time,
            request: request(), response: response())
        ledger.add(handled.usage)
        if handled.error?.status == 429 {
            throttled += 1
            timeline.note(.throttles, from: time, to: time)
        }
    }

    /// Usage that no mock metered, such as reviewers' time.
    func note(_ quantity: Int, _ meter: Meter, _ operation: String, entity: Int, at time: SimulatedInstant) {
        var usage = Usage()
        usage.add(quantity, to: meter)
        note(Handled((), taking: .zero, usage: usage), meter.service, operation, entity: entity, at: time)
    }
}
