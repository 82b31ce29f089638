package import Quantities

extension Snowflake {
    /// Running time of a warehouse; its size decides the credits an hour.
    package static func usage(_ milliseconds: Int, size: String) -> Usage {
        var usage = Usage()
        usage.add(milliseconds, to: Meter(.snowflake, size, .warehouseMilliseconds))
        return usage
    }
}
