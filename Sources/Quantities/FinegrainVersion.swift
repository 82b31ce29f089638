/// The version that documents and stored results carry.
public enum FinegrainVersion {
    public static let current = "0.2.0"
}
