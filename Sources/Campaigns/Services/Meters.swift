import Pricing
import Quantities
import ServiceModels

/// Where every call of a campaign is written down twice: in the journal and in the ledger.
///
/// The journal has what the services metered, the ledger what the caller works out to owe (`CallerAccount`). They are kept
/// apart so that the invariant "ledger = journal" compares two accounts, not one with itself.
final class Meters {
    var journal: Journal
    /// The campaign's usage so far.
    private(set) var ledger = Ledger()
    /// What services refused in the campaign, and what it took to go on.
    var services = ServiceTally()
    /// What was billed in the campaign for answers that could not be used.
    private(set) var wasted = Ledger()
    /// When the campaign's stages began and ended.
    var timeline = CampaignTimeline()
    /// When the warehouse ran, over all campaigns.
    var warehouse = WarehouseTimes()
    /// Calls that came before the one that was made before them, of services that are called in the order of time.
    private(set) var disorders = 0
    private(set) var ordered = 0
    private var latest: [Meter.Service: SimulatedInstant] = [:]

    init(detail: Journal.Detail) { journal = Journal(detail: detail) }

    /// Begins the accounts of a campaign.
    func begin(start: SimulatedInstant, send: SimulatedInstant) {
        ledger = Ledger()
        services = ServiceTally()
        wasted = Ledger()
        timeline = CampaignTimeline()
        timeline.start = start
        timeline.send = send
        latest = [:]
    }

    /// - Parameter owed: what the caller owes for the call, by its own account.
    func note<Response>(
        _ handled: Handled<Response>, _ service: Meter.Service, _ operation: String, entity: Int,
        at time: SimulatedInstant, owed: Usage, request: @autoclosure () -> String? = nil,
        response: @autoclosure () -> String? = nil
    ) {
        journal.record(
            handled, service: service, operation: operation, entity: UInt64(bitPattern: Int64(entity)),
            at: time,
            request: request(), response: response())
        ledger.add(owed)
        services[service].calls += 1
        guard let error = handled.error else { return }
        if error.status == 429 {
            services[service].throttled += 1
            timeline.note(.throttles, from: time, to: time)
        } else {
            services[service].refused += 1
        }
    }

    /// A call of a service that an event loop calls in the order of time.
    func noteOrder(_ service: Meter.Service, at time: SimulatedInstant) {
        ordered += 1
        if let last = latest[service], time < last { disorders += 1 }
        latest[service] = time
    }

    /// Usage that no mock metered, such as reviewers' time.
    func note(_ quantity: Int, _ meter: Meter, _ operation: String, entity: Int, at time: SimulatedInstant) {
        var usage = Usage()
        usage.add(quantity, to: meter)
        journal.record(
            Handled((), taking: .zero, usage: usage), service: meter.service, operation: operation,
            entity: UInt64(bitPattern: Int64(entity)), at: time)
        ledger.add(usage)
    }

    /// An answer that was billed and could not be used.
    func waste(_ usage: Usage) { wasted.add(usage) }

    /// A failed call is made again after a wait, or is given up where there is none.
    func noteRetry(of service: Meter.Service, after wait: SimulatedDuration?) {
        guard let wait else {
            services[service].givenUp += 1
            return
        }
        services[service].retries += 1
        services[service].waited = services[service].waited + wait
    }
}
