import MockCloud

/// The services that one pipeline talks to, each behind a door, and the account of all calls.
///
/// Confined to one pipeline: no two rows of a sweep share a service.
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
    /// Keeps what happened to each segment, for a run that asked for it.
    var lineage: LineageRecorder?
    private let line: CallLine?

    /// Services that are called directly.
    init(_ machines: Machines, meters: Meters) throws {
        let writer = try machines.cortex(.none)
        snowflake = Door(try machines.snowflake(.none))
        cortex = Door(writer)
        lambda = Door(machines.lambda(.none))
        bedrock = Door(machines.bedrock(.none))
        marketing = Door(machines.marketing(.none))
        sns = Door(machines.sns(.none))
        personaSchema = writer.schema
        self.meters = meters
        line = nil
    }

    /// Services that are called by bytes.
    init(by line: CallLine, personaSchema: PersonaSchema, meters: Meters) {
        snowflake = Door(by: line)
        cortex = Door(by: line)
        lambda = Door(by: line)
        bedrock = Door(by: line)
        marketing = Door(by: line)
        sns = Door(by: line)
        self.personaSchema = personaSchema
        self.meters = meters
        self.line = line
    }

    /// - Throws: what broke the line to the services, if something did.
    func checkLine() throws {
        if let failure = line?.failure { throw failure }
    }
}
