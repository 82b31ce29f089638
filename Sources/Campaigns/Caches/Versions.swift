import Scenarios

/// Which prompt, brand, brief and model is in force at a campaign: what flushes the caches.
public struct Versions: Hashable, Sendable {
    public internal(set) var personaPrompt = 1
    public internal(set) var personaModel = 1
    public internal(set) var copyPrompt = 1
    public internal(set) var copyModel = 1
    public internal(set) var brand = 1
    public internal(set) var brief = 1

    /// - Parameter campaign: counted from zero.
    init(at campaign: Int, _ settings: CampaignSettings) {
        for change in settings.changes where change.campaign <= campaign + 1 {
            switch change.what {
            case .personaPrompt: personaPrompt += 1
            case .personaModel: personaModel += 1
            case .copyPrompt: copyPrompt += 1
            case .copyModel: copyModel += 1
            case .brand: brand += 1
            }
        }
        if let life = settings.briefChangesEvery { brief += campaign / life }
    }

    /// Why a persona that was written under `earlier` is stale now, if it is.
    func personaMiss(since earlier: Versions) -> MissCause? {
        if personaPrompt != earlier.personaPrompt { return .personaPromptChanged }
        if personaModel != earlier.personaModel { return .personaModelChanged }
        return nil
    }

    /// Why copy that was written under `earlier` is stale now, if it is.
    func copyMiss(since earlier: Versions) -> MissCause? {
        if brief != earlier.brief { return .briefChanged }
        if brand != earlier.brand { return .brandChanged }
        if copyPrompt != earlier.copyPrompt { return .copyPromptChanged }
        if copyModel != earlier.copyModel { return .copyModelChanged }
        return nil
    }
}
