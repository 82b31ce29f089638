/// The version that the server names.
enum ServerVersion {
    static let current = "0.4.0"
}
