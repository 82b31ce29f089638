import Quantities
import RandomStreams
import SimulationKernel

/// An M/M/c queue with a bounded waiting room, run until all its customers have left.
struct MarkovianQueue: EventHandler {
    enum Event {
        case arrival
        case completion(SimulatedInstant)
    }

    let customers: Int
    let meanInterarrival: Double
    var served = 0
    var timeInSystem: Int64 = 0
    var waited = 0
    private(set) var arrivals = 0
    private(set) var resource: Resource<SimulatedInstant>
    private var interarrivals: RandomStream
    private var services: RandomStream

    /// Service takes one second on average, so `arrivalRate` is the offered load.
    init(
        servers: Int, arrivalRate: Double, customers: Int, maximumQueue: Int = .max, seed: Int
    ) {
        self.customers = customers
        meanInterarrival = 1 / arrivalRate
        resource = Resource(servers: servers, maximumQueue: maximumQueue)
        interarrivals = Seed(UInt64(seed)).streams("arrivals").stream(entity: 0)
        services = Seed(UInt64(seed)).streams("services").stream(entity: 0)
    }

    var meanTimeInSystem: Double { Double(timeInSystem) / 1e9 / Double(served) }

    /// Runs to the end and returns the time of the last event.
    mutating func run() -> SimulatedInstant {
        var environment = Environment<Event>()
        environment.schedule(.arrival, after: .zero)
        environment.run(&self)
        return environment.now
    }

    mutating func handle(_ event: Event, in environment: inout Environment<Event>) {
        switch event {
        case .arrival:
            arrivals += 1
            if arrivals < customers {
                let gap = SimulatedDuration(seconds: interarrivals.exponential(mean: meanInterarrival))
                environment.schedule(.arrival, after: gap)
            }
            switch resource.request(environment.now, at: environment.now) {
            case .granted: serve(environment.now, in: &environment)
            case .queued: waited += 1
            case .refused: break
            }
        case .completion(let arrived):
            served += 1
            timeInSystem += (environment.now - arrived).nanoseconds
            if let next = resource.release(at: environment.now) { serve(next, in: &environment) }
        }
    }

    private mutating func serve(_ arrived: SimulatedInstant, in environment: inout Environment<Event>) {
        environment.schedule(
            .completion(arrived), after: SimulatedDuration(seconds: services.exponential(mean: 1)))
    }
}
