/// Families of models, by the id of the model: each has its own bodies.
enum ModelFamily {
    case anthropic, nova, llama, mistral, mistralChat, titan

    init?(_ id: String) {
        // The provider comes first, or behind a geographic prefix.
        let parts = id.split(separator: ".", maxSplits: 2)
        let providers = ["anthropic", "amazon", "meta", "mistral"]
        guard let place = parts.prefix(2).firstIndex(where: { providers.contains(String($0)) }),
            place + 1 < parts.count
        else { return nil }
        let model = parts[place + 1]
        switch parts[place] {
        case "anthropic": self = .anthropic
        case "amazon" where model.hasPrefix("nova"): self = .nova
        case "amazon" where model.hasPrefix("titan"): self = .titan
        case "meta": self = .llama
        case "mistral": self = model.contains("instruct-v0") ? .mistral : .mistralChat
        default: return nil
        }
    }
}
