extension Term {
    /// The terms directly inside, without those of subqueries.
    var children: [Term] {
        switch form {
        case .constant, .column, .parameter, .query, .exists, .raw: []
        case .scalar(_, let terms), .logical(_, let terms), .coalesce(let terms), .inQuery(let terms, _):
            terms
        case .compare(_, let a, let b), .isDistinct(let a, let b): [a, b]
        case .not(let term), .isNull(let term), .cast(_, let term), .store(_, let term): [term]
        case .inList(let term, let list): [term] + list
        case .choice(let branches, let otherwise): branches.flatMap { [$0.test, $0.value] } + [otherwise]
        case .aggregate(let call): call.arguments + call.order.map(\.term)
        case .window(let call):
            call.arguments + call.order.map(\.term) + call.partition + call.windowOrder.map(\.term)
        case .external(_, let terms, let named, _): terms + named.map(\.value)
        }
    }

    /// Whether the term or one inside satisfies the test; subqueries are not entered.
    func contains(_ test: (Term) -> Bool) -> Bool {
        test(self) || children.contains { $0.contains(test) }
    }

    /// Collects the outermost terms that satisfy the test, each once, in order.
    func collect(_ test: (Term) -> Bool, into found: inout [Term]) {
        if test(self) {
            if !found.contains(self) { found.append(self) }
            return
        }
        for child in children { child.collect(test, into: &found) }
    }

    var isAggregate: Bool { if case .aggregate = form { true } else { false } }

    var isWindow: Bool { if case .window = form { true } else { false } }

    /// Whether two evaluations may differ or cost twice.
    var isVolatile: Bool {
        contains { term in
            switch term.form {
            case .external: true
            case .scalar(let name, _): ScalarLibrary.shared[name]?.isVolatile ?? false
            default: false
            }
        }
    }
}
