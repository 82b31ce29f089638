/// Functions that the engine does not know itself, such as SNOWFLAKE.CORTEX.COMPLETE or AI_CLASSIFY.
///
/// Called while a statement runs, so an implementation must not use the engine again. Each row calls
/// once, in the order in which rows are computed.
public protocol ExternalFunctions {
    /// The value of the call, or nil where the function is unknown.
    /// - Parameters:
    ///   - name: the name as written, folded to upper case, with its dots.
    ///   - positional: the evaluated arguments; variants as compact JSON text.
    ///   - named: the evaluated arguments written as `name => value`, names in upper case.
    func call(
        _ name: String, positional: [SnowValue], named: [(String, SnowValue)]
    ) throws(SnowError) -> SnowValue?

    /// The type of the call's value, or nil where the function is unknown.
    func resultType(of name: String, positional: [SnowType], named: [(String, SnowType)]) -> SnowType?
}
