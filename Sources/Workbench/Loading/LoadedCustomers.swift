import Audiences
import Campaigns

/// The customers of a scenario as they were read, and what is known of how they change.
struct LoadedCustomers: Sendable {
    let base: CustomerBase
    /// The files that were read.
    let paths: [String]
    /// The classes of a synthetic audience.
    let law: LatentClasses?
    /// The two dated exports that drift is fitted to.
    let exports: DriftExports?

    var notes: [String] { exports?.notes ?? [] }
}
