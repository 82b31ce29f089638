/// Planted texts that exist in no customer: a name, an address and an id. Finding one where it should not be proves a leak.
public enum Canary {
    public static let texts = ["Canary Goldfinch", "canary.goldfinch@example.invalid", "CUST-0000-CANARY"]
}
