public import Quantities

/// One limit of one model as the book states it, with its source.
public struct LimitRow: Hashable, Sendable {
    /// The limits that a price file may state; token counts but for checkpoints and burndown.
    public enum Name: String, Sendable, CaseIterable {
        case longContextThreshold = "long_context_threshold"
        case cacheMinimumTokens = "cache_minimum_tokens"
        case cacheCheckpoints = "cache_checkpoints"
        case outputBurndown = "output_burndown"
        case maxOutputTokens = "max_output_tokens"
        case contextTokens = "context_tokens"
    }

    public var service: Meter.Service
    public var sku: String
    public var name: Name
    /// Tokens, or a count; positive.
    public var value: Int
    public var provenance: Provenance

    public init(
        service: Meter.Service, sku: String, name: Name, value: Int, provenance: Provenance
    ) {
        self.service = service
        self.sku = sku
        self.name = name
        self.value = value
        self.provenance = provenance
    }
}

extension ModelLimits {
    mutating func set(_ name: LimitRow.Name, to value: Int) {
        switch name {
        case .longContextThreshold: longContextThreshold = value
        case .cacheMinimumTokens: cacheMinimumTokens = value
        case .cacheCheckpoints: cacheCheckpoints = value
        case .outputBurndown: outputBurndown = value
        case .maxOutputTokens: maxOutputTokens = value
        case .contextTokens: contextTokens = value
        }
    }
}
