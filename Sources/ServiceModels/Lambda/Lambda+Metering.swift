import Quantities

extension Lambda {
    /// Started milliseconds × megabytes, INIT included, and one request.
    static func usage(_ billed: Billed, function: String) -> Usage {
        var usage = Usage()
        usage.add(1, to: Meter(.lambda, "", .requests))
        usage.add(billed.milliseconds * billed.megabytes, to: Meter(.lambda, "", .megabyteMilliseconds))
        return usage
    }
}
