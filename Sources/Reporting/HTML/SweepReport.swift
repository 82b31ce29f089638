public import Workbench

public struct SweepReport {
    public init(_ result: SweepResult, command: String) {}
    public var html: String { "" }
}
