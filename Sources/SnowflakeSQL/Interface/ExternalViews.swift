/// Read-only views that the embedding program fills, such as those of SNOWFLAKE.ACCOUNT_USAGE.
public protocol ExternalViews {
    /// The columns and rows of a view, or nil where it is unknown.
    /// - Parameter name: three parts joined by dots, such as
    ///   "SNOWFLAKE.ACCOUNT_USAGE.CORTEX_FUNCTIONS_USAGE_HISTORY".
    func view(_ name: String) -> (columns: [SnowColumn], rows: [[SnowValue]])?
}
