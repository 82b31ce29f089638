import MockWire
import Quantities
import RandomStreams
import ServiceModels
import Writing

/// The services that one pipeline talks to, each behind a door, and the accounts of all calls.
///
/// Whatever goes to a service goes through a method of `Services+Calls.swift`, which looks for canaries in what leaves the
/// warehouse and writes the call down. Confined to one pipeline: no two rows of a sweep share a service.
final class Services {
    var snowflake: Door<Snowflake>
    var cortex: Door<Cortex>
    var lambda: Door<Lambda>
    var bedrock: Door<Bedrock>
    var marketing: Door<MarketingPlatform>
    var sns: Door<SNS>
    /// What personas must keep to.
    let personaSchema: PersonaSchema
    let meters: Meters
    let terms: ServiceTerms
    /// Looks through what leaves the warehouse.
    var guarding = EgressGuard()
    /// Set by tests only: the next call that is answered is left out of the caller's account.
    var forgets: Bool
    /// Keeps what happened to each segment, for a run that asked for it.
    var lineage: LineageRecorder?
    private let line: CallLine?
    /// Where the services are that are called by bytes.
    private let cloud: Cloud?

    /// Services that are called directly.
    init(_ machines: Machines, meters: Meters, terms: ServiceTerms) throws {
        let writer = try machines.cortex(.none)
        snowflake = Door(try machines.snowflake(.none))
        cortex = Door(writer)
        lambda = Door(machines.lambda(.none))
        bedrock = Door(machines.bedrock(.none))
        marketing = Door(machines.marketing(.none))
        sns = Door(machines.sns(.none))
        personaSchema = writer.schema
        self.meters = meters
        self.terms = terms
        forgets = terms.sabotage == .forgetsACall
        line = nil
        cloud = nil
    }

    /// Services that are called by bytes.
    init(
        by line: CallLine, to cloud: Cloud, personaSchema: PersonaSchema, meters: Meters, terms: ServiceTerms
    ) {
        snowflake = Door(by: line)
        cortex = Door(by: line)
        lambda = Door(by: line)
        bedrock = Door(by: line)
        marketing = Door(by: line)
        sns = Door(by: line)
        self.personaSchema = personaSchema
        self.meters = meters
        self.terms = terms
        forgets = terms.sabotage == .forgetsACall
        self.line = line
        self.cloud = cloud
    }

    /// - Throws: what broke the line to the services, if something did.
    func checkLine() throws {
        if let failure = line?.failure { throw failure }
    }

    /// Puts a fault plan before all services, whatever way they are called; what calls made stays.
    func inject(_ faults: FaultPlan) {
        cloud?.inject(faults)
        snowflake.inject(faults)
        cortex.inject(faults)
        lambda.inject(faults)
        bedrock.inject(faults)
        marketing.inject(faults)
        sns.inject(faults)
    }
}

/// What a pipeline knows of its services: how long it waits for them, and by what rules they bill.
struct ServiceTerms: Sendable {
    let patience: Patience
    let account: CallerAccount
    let functionMegabytes: Int
    /// Waits between attempts of calls outside event loops.
    let waits: StreamFamily
    /// Set by tests only.
    var sabotage: Sabotage?
}
