import Encodings
import ServiceModels

/// Members that some models do not take, as the model's entry in the deck says.
enum OpenAIModelLimits {
    /// Members whose default is taken by every model.
    private static let defaults = ["temperature", "top_p", "n"]

    static func check(_ fields: OpenAIFields, _ profile: ChatModels.Profile) throws(OpenAIRefusal) {
        for name in profile.refusedParameters {
            guard let value = fields[name] else { continue }
            if defaults.contains(name) {
                guard value.double != 1 else { continue }
                throw OpenAIRefusal(
                    "Unsupported value: '\(name)' does not support \(value.text()) with this model. Only the "
                        + "default (1) value is supported.", param: name, code: "unsupported_value")
            }
            let instead = name == "max_tokens" ? " Use 'max_completion_tokens' instead." : ""
            throw OpenAIRefusal(
                "Unsupported parameter: '\(name)' is not supported with this model." + instead, param: name,
                code: "unsupported_parameter")
        }
    }
}
