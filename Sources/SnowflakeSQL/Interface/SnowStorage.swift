/// Where an account's data live.
public enum SnowStorage: Hashable, Sendable {
    /// In memory; gone with the engine.
    case memory
    /// In an SQLite file at a path, created where missing. One engine at a time may use it.
    case file(String)
}
