/// What must hold in every run; a violation is fatal in tests and ends a command with exit code 3.
public enum Invariant: String, CaseIterable, Sendable {
    case deliveredWasApproved = "no copy is delivered that was not approved"
    case exportAtLeastK = "no segment below k leaves the warehouse"
    case noCanaryLeaves = "no canary is in a request to a model or in a notification"
    case oneCopyEach = "each segment and arm gets exactly one copy, the hold-out none"
    case ledgerIsJournal = "ledger = journal"
    case timeNeverGoesBack = "virtual time never goes back"
    case nothingIsLost = "exported = delivered + fallback + held + withheld"
    case resultsAreStored = "the warehouse holds the results that were measured"
}

/// How often each invariant was checked, and how often it did not hold.
public struct InvariantLedger: Sendable, Hashable {
    public private(set) var checked = [Int](repeating: 0, count: Invariant.allCases.count)
    public private(set) var violations = [Int](repeating: 0, count: Invariant.allCases.count)

    public init() {}

    mutating func check(_ invariant: Invariant, _ holds: Bool) {
        add(invariant, checked: 1, violations: holds ? 0 : 1)
    }

    public mutating func add(_ invariant: Invariant, checked count: Int, violations broken: Int) {
        guard let place = Invariant.allCases.firstIndex(of: invariant) else { return }
        checked[place] += count
        violations[place] += broken
    }

    public mutating func merge(_ other: InvariantLedger) {
        for place in checked.indices {
            checked[place] += other.checked[place]
            violations[place] += other.violations[place]
        }
    }

    public var isClean: Bool { violations.allSatisfy { $0 == 0 } }

    public var rows: [(name: String, checked: Int, violations: Int)] {
        Invariant.allCases.indices.map { (Invariant.allCases[$0].rawValue, checked[$0], violations[$0]) }
    }
}
