public import Quantities
public import ServiceModels

/// The services of a pipeline whose calls go in the typed form.
///
/// Their providers' own forms do not carry everything: an invocation begins and ends in two steps, a persona comes from
/// the scenario's belief, a slot belongs to an arm, a message is counted, statements are in SQLite's dialect.
extension Cortex: RemoteService {
    public static var service: Meter.Service { .cortex }

    public mutating func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: Cortex.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .complete: "complete"
        }
    }
}

extension Lambda: RemoteService {
    public static var service: Meter.Service { .lambda }

    public mutating func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: Lambda.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .invoke: "invoke"
        case .finish: "finish"
        }
    }
}

extension MarketingPlatform: RemoteService {
    public static var service: Meter.Service { .marketing }

    public mutating func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: MarketingPlatform.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .defineSegments: "defineSegments"
        case .loadContent: "loadContent"
        case .send: "send"
        case .report: "report"
        case .archive: "archive"
        }
    }
}

extension SNS: RemoteService {
    public static var service: Meter.Service { .sns }

    public mutating func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: SNS.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .createTopic: "createTopic"
        case .subscribe: "subscribe"
        case .publish: "publish"
        }
    }
}

extension Snowflake: RemoteService {
    public static var service: Meter.Service { .snowflake }

    public func inject(_ faults: FaultPlan) {
        self.faults = FaultInjector(faults, service: Snowflake.service)
    }

    public static func operation(of request: Request) -> String {
        switch request {
        case .execute: "execute"
        case .query: "query"
        case .suspendWarehouse: "suspendWarehouse"
        }
    }
}
