import Encodings
import MockWire
import Quantities

/// X-Ray's header, by which calls are known to belong to an invocation.
///
/// Clients of AWS send it on when `AWS_LAMBDA_FUNCTION_NAME` and `_X_AMZN_TRACE_ID` are set, as they are
/// inside Lambda.
enum TraceHeader {
    static let name = "X-Amzn-Trace-Id"

    /// The value of an invocation's header, from the call's key alone.
    static func value(_ call: WireCall) -> String {
        let digits = call.uuid(1).filter { $0 != "-" }
        let seconds = String(CivilTime(.start).epochSeconds, radix: 16)
        let parent = call.uuid(2).filter { $0 != "-" }.prefix(16)
        return "Root=1-\(seconds)-\(digits.prefix(24));Parent=\(parent);Sampled=0"
    }

    /// `1-...` of a header with `Root=1-...`; nil for a header without one.
    static func root(of header: String) -> String? {
        header.split(separator: ";").first { $0.hasPrefix("Root=") }.map { String($0.dropFirst(5)) }
    }
}
