import MockBedrock
import MockWire
import ServiceModels

/// Makes the state machines behind one pipeline's doors, each in its first state and under a fault plan.
struct Machines: Sendable {
    let cortex: @Sendable (FaultPlan) throws -> Cortex
    let lambda: @Sendable (FaultPlan) -> Lambda
    let bedrock: @Sendable (FaultPlan) -> Bedrock

    func snowflake(_ faults: FaultPlan) throws -> Snowflake { try Snowflake(faults: faults) }

    func marketing(_ faults: FaultPlan) -> MarketingPlatform { MarketingPlatform(faults: faults) }

    func sns(_ faults: FaultPlan) -> SNS { SNS(faults: faults) }

    /// The same machines in their wire forms.
    func wires() throws -> [any WireService] {
        [
            try RemoteWire(snowflake), try RemoteWire(cortex), try RemoteWire(lambda),
            BedrockRemoteWire(bedrock(.none)), try RemoteWire(marketing), try RemoteWire(sns),
        ]
    }
}
