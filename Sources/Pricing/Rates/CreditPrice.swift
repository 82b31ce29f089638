/// Dollars for one credit of a kind and class: an edition, or a routing.
public struct CreditPrice: Hashable, Sendable {
    public var kind: CreditRegime.Kind
    /// The raw value of a `CreditRegime.Edition` or `CreditRegime.Routing`.
    public var creditClass: String
    public var usd: DecimalPrice
    public var validity: Validity
    public var provenance: Provenance

    public init(
        kind: CreditRegime.Kind, creditClass: String, usd: DecimalPrice, validity: Validity = Validity(),
        provenance: Provenance
    ) {
        self.kind = kind
        self.creditClass = creditClass
        self.usd = usd
        self.validity = validity
        self.provenance = provenance
    }

    /// The classes that a kind of credit has.
    static func classes(of kind: CreditRegime.Kind) -> [String] {
        switch kind {
        case .editionCredits: CreditRegime.Edition.allCases.map(\.rawValue)
        case .aiCredits: CreditRegime.Routing.allCases.map(\.rawValue)
        }
    }
}
