import MockCloud

/// The services that one pipeline talks to, each a state machine of its own, and the account of all calls.
///
/// Confined to one pipeline: no two rows of a sweep share a service.
final class Services {
    let snowflake: Snowflake
    var cortex: Cortex
    var lambda: Lambda
    var bedrock: Bedrock
    var marketing: MarketingPlatform
    var sns: SNS
    let meters: Meters

    init(
        snowflake: Snowflake, cortex: Cortex, lambda: Lambda, bedrock: Bedrock, marketing: MarketingPlatform,
        sns: SNS, meters: Meters
    ) {
        self.snowflake = snowflake
        self.cortex = cortex
        self.lambda = lambda
        self.bedrock = bedrock
        self.marketing = marketing
        self.sns = sns
        self.meters = meters
    }
}
