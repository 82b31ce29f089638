extension TextPattern {
    /// One instruction of the machine that looks for a pattern: it is in many places at once, so that no pattern takes long.
    enum Step: Sendable {
        case set(Scalars)
        case split(Int, Int)
        case jump(Int)
        case start, end, found
    }

    /// The longest program; quantifiers are written out.
    private static let longest = 4_000

    static func compiled(_ root: Node, text: String) throws(SchemaRefusal) -> [Step] {
        var program: [Step] = []
        try add(root, to: &program, text)
        program.append(.found)
        return program
    }

    private static func add(_ node: Node, to program: inout [Step], _ text: String) throws(SchemaRefusal) {
        guard program.count < longest else {
            throw SchemaRefusal("pattern", "\(text) has quantifiers that are too large for this mock")
        }
        switch node {
        case .set(let set): program.append(.set(set))
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .sequence(let nodes): for node in nodes { try add(node, to: &program, text) }
        case .choice(let nodes):
            var ends: [Int] = []
            for (index, node) in nodes.enumerated() {
                guard index < nodes.count - 1 else {
                    try add(node, to: &program, text)
                    break
                }
                let split = program.count
                program.append(.jump(0))
                try add(node, to: &program, text)
                ends.append(program.count)
                program.append(.jump(0))
                program[split] = .split(split + 1, program.count)
            }
            for end in ends { program[end] = .jump(program.count) }
        case .repeated(let node, let least, let most):
            try addRepeated(node, least, most, to: &program, text)
        }
    }

    private static func addRepeated(
        _ node: Node, _ least: Int, _ most: Int?, to program: inout [Step], _ text: String
    ) throws(SchemaRefusal) {
        guard max(least, most ?? 0) <= longest else {
            throw SchemaRefusal("pattern", "\(text) has quantifiers that are too large for this mock")
        }
        for _ in 0..<least {
            let before = program.count
            try add(node, to: &program, text)
            // What adds nothing once adds nothing however often.
            if program.count == before { return }
        }
        guard let most else {
            let split = program.count
            program.append(.jump(0))
            try add(node, to: &program, text)
            program.append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(program.count)
            program.append(.jump(0))
            try add(node, to: &program, text)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }

    func isFound(in scalars: [UInt32]) -> Bool {
        var places: [Int] = []
        for index in 0...scalars.count {
            // The pattern may start at every place.
            places.append(0)
            guard let now = closure(of: places, at: index, count: scalars.count) else { return true }
            places = []
            guard index < scalars.count else { break }
            for place in now {
                if case .set(let set) = program[place], set.contains(scalars[index]) {
                    places.append(place + 1)
                }
            }
        }
        return false
    }

    /// The sets that are reached without a character; nil once the pattern is found.
    private func closure(of places: [Int], at index: Int, count: Int) -> [Int]? {
        var seen = [Bool](repeating: false, count: program.count)
        var open = Array(places.reversed())
        var reached: [Int] = []
        while let place = open.popLast() {
            guard !seen[place] else { continue }
            seen[place] = true
            switch program[place] {
            case .found: return nil
            case .set: reached.append(place)
            case .jump(let target): open.append(target)
            case .split(let first, let second):
                open.append(second)
                open.append(first)
            case .start: if index == 0 { open.append(place + 1) }
            case .end: if index == count { open.append(place + 1) }
            }
        }
        return reached
    }
}
