import Quantities

extension Cortex {
    /// Input and output tokens; built-in prompts are the caller's to send.
    static func usage(_ completion: Completion, modelID: String) -> Usage {
        var usage = Usage()
        usage.add(completion.inputTokens, to: Meter(.cortex, modelID, .inputTokens))
        usage.add(completion.outputTokens, to: Meter(.cortex, modelID, .outputTokens))
        return usage
    }
}
