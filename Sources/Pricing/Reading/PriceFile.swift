import Quantities
import Yams

/// What one price file holds, and everything that is wrong with it.
struct PriceFile {
    private(set) var rows: [PriceRow] = []
    private(set) var limits: [LimitRow] = []
    private(set) var creditPrices: [CreditPrice] = []
    private(set) var services: [Meter.Service] = []
    private var reader: FieldReader

    var problems: [Problem] { reader.problems }

    /// Reads `text`; `name` is how the file is called in problems and provenance.
    init(text: String, name: String) {
        reader = FieldReader(file: name)
        guard let root = reader.compose(text) else { return }
        readFile(root)
    }

    private static let rowKeys = RowDefaults.keys
    private static let fileKeys = ["service", "skus", "credit_prices", "limit_sources"] + rowKeys
    private static let skuKeys = Meter.Tier.allCases.map(\.rawValue) + ["limits"] + rowKeys
    private static let meterKeys = ["price", "free"] + rowKeys
    private static let limitKeys = ["value"] + RowDefaults.provenanceKeys

    private mutating func readFile(_ root: Node) {
        guard let fields = reader.fields(root, allowed: PriceFile.fileKeys, of: "the file") else { return }
        var defaults = RowDefaults()
        defaults.override(by: fields, reader: &reader)
        var service: Meter.Service?
        if let entry = fields["service"] {
            service = reader.choice(Meter.Service.self, entry, "service")
        } else {
            reader.report(
                "the file names no service", at: root, "service",
                remedy: "add `service:` and one of \(FieldReader.list(Meter.Service.self))")
        }
        if let entry = fields["credit_prices"] { readCreditPrices(entry, defaults) }
        var limitSources: [String: Fields] = [:]
        if let entry = fields["limit_sources"] { limitSources = readLimitSources(entry) }
        guard let service else { return }
        services = [service]
        guard let entry = fields["skus"] else {
            if fields["credit_prices"] == nil {
                reader.report("the file holds no prices", at: root, "skus", remedy: "add `skus:`")
            }
            return
        }
        for (sku, node) in reader.entries(entry, "skus") {
            readSku(service, sku, node, defaults, limitSources)
        }
    }

    private mutating func readSku(
        _ service: Meter.Service, _ sku: String, _ node: Node, _ defaults: RowDefaults,
        _ limitSources: [String: Fields]
    ) {
        guard let fields = reader.fields(node, allowed: PriceFile.skuKeys, of: "sku '\(sku)'") else { return }
        var defaults = defaults
        defaults.override(by: fields, reader: &reader)
        for tier in Meter.Tier.allCases {
            guard let entry = fields[tier.rawValue] else { continue }
            for (name, node) in reader.entries(entry, "\(sku).\(tier.rawValue)") {
                let path = "\(sku).\(tier.rawValue)"
                let kind = reader.known(Meter.Kind.self, name, what: "meter", at: node, path)
                guard let kind else { continue }
                let meter = Meter(service, sku, kind, tier: tier)
                // Several dated prices of one meter are a list; the usual single one is not.
                if case .sequence(let dated) = node {
                    for item in dated { readPrice(meter, item, defaults) }
                } else {
                    readPrice(meter, node, defaults)
                }
            }
        }
        if let entry = fields["limits"] { readLimits(service, sku, entry, defaults, limitSources) }
    }

    private mutating func readPrice(_ meter: Meter, _ node: Node, _ defaults: RowDefaults) {
        let path = "\(meter.sku).\(meter.tier.rawValue).\(meter.kind.rawValue)"
        var defaults = defaults
        var priceNode = node
        var free: Int?
        if case .mapping = node {
            guard let fields = reader.fields(node, allowed: PriceFile.meterKeys, of: path) else { return }
            guard let entry = fields["price"] else {
                reader.report(
                    "the row has no price", at: node, path,
                    remedy: "write `price:` and a decimal, or `null` where the user has to bring one")
                return
            }
            defaults.override(by: fields, reader: &reader)
            if let entry = fields["free"] { free = reader.positive(entry, path + ".free") }
            priceNode = entry
        }
        guard let price = reader.price(priceNode, path) else { return }
        guard let per = defaults.per else {
            reader.report(
                "the row does not say how many units the price buys", at: node, path,
                remedy: "add `per:` to the row, the sku or the file")
            return
        }
        guard let provenance = defaults.provenance(at: priceNode, path, reader: &reader) else { return }
        rows.append(
            PriceRow(
                meter: meter, price: price.value, currency: defaults.currency, per: per,
                freePerMonth: free ?? 0, validity: defaults.validity, provenance: provenance))
    }

    private mutating func readLimitSources(_ node: Node) -> [String: Fields] {
        var sources: [String: Fields] = [:]
        for (name, entry) in reader.entries(node, "limit_sources") {
            _ = reader.known(LimitRow.Name.self, name, what: "limit", at: entry, "limit_sources")
            sources[name] = reader.fields(
                entry, allowed: RowDefaults.provenanceKeys, of: "limit_sources.\(name)")
        }
        return sources
    }

    private mutating func readLimits(
        _ service: Meter.Service, _ sku: String, _ node: Node, _ defaults: RowDefaults,
        _ sources: [String: Fields]
    ) {
        for (key, entry) in reader.entries(node, "\(sku).limits") {
            let path = "\(sku).limits.\(key)"
            let name = reader.known(LimitRow.Name.self, key, what: "limit", at: entry, path)
            guard let name else { continue }
            var defaults = defaults.withoutNote
            if let source = sources[key] { defaults.override(by: source, reader: &reader) }
            var valueNode = entry
            if case .mapping = entry {
                let fields = reader.fields(entry, allowed: PriceFile.limitKeys, of: path)
                guard let fields, let value = fields["value"] else {
                    reader.report("the limit has no value", at: entry, path, remedy: "add `value:`")
                    continue
                }
                defaults.override(by: fields, reader: &reader)
                valueNode = value
            }
            guard let value = reader.positive(valueNode, path),
                let provenance = defaults.provenance(at: valueNode, path, reader: &reader)
            else { continue }
            limits.append(
                LimitRow(
                    service: service, sku: sku, name: name, value: value, provenance: provenance))
        }
    }

    private mutating func readCreditPrices(_ node: Node, _ defaults: RowDefaults) {
        for (key, entry) in reader.entries(node, "credit_prices") {
            let path = "credit_prices.\(key)"
            let kind = reader.known(CreditRegime.Kind.self, key, what: "credit", at: entry, path)
            guard let kind else { continue }
            let classes = CreditPrice.classes(of: kind)
            let allowed = classes + RowDefaults.keys
            guard let fields = reader.fields(entry, allowed: allowed, of: path) else { continue }
            var defaults = defaults
            defaults.override(by: fields, reader: &reader)
            for name in classes {
                let path = "\(path).\(name)"
                guard let node = fields[name], let price = reader.price(node, path) else { continue }
                guard let usd = price.value else {
                    reader.report(
                        "a credit has no price", at: node, path,
                        remedy: "write a decimal, or leave the line out")
                    continue
                }
                let provenance = defaults.provenance(at: node, path, reader: &reader)
                guard let provenance else { continue }
                creditPrices.append(
                    CreditPrice(
                        kind: kind, creditClass: name, usd: usd, validity: defaults.validity,
                        provenance: provenance))
            }
        }
    }
}
