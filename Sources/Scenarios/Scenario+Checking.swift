import Encodings
import Quantities
import YAMLReading

extension Scenario {
    /// Checks what a single field cannot: sums, orders and fields that need each other.
    func check(_ tree: YAMLTree, _ reader: inout Reader) {
        checkAudience(tree, &reader)
        checkSegmentation(tree, &reader)
        checkResponse(tree, &reader)
        checkReview(tree, &reader)
        checkVariations(tree, &reader)
    }

    private func checkAudience(_ tree: YAMLTree, _ reader: inout Reader) {
        let place = tree.value(at: "audience.synthetic.attributes")
        if audience.from == "synthetic", audience.synthetic.attributes.isEmpty {
            reader.report(
                "a synthetic audience needs attributes", remedy: "list names and level shares",
                at: place ?? tree["audience"],
                path: "audience.synthetic.attributes")
        }
        for (index, attribute) in audience.synthetic.attributes.enumerated() {
            let path = "audience.synthetic.attributes[\(index)].levels"
            let sum = attribute.levels.reduce(0) { $0 + $1.value }
            if attribute.levels.count < 2 || attribute.levels.count > 255 {
                reader.report(
                    "'\(attribute.name)' has \(attribute.levels.count) levels", remedy: "give 2 to 255",
                    at: place, path: path)
            } else if abs(sum - 1) > 0.001 {
                reader.report(
                    "the shares of '\(attribute.name)' sum to \(JSONValue.number(sum).text()), not 1",
                    remedy: "make them sum to 1", at: place, path: path)
            }
        }
        for (index, row) in drift.transition.enumerated() {
            let sum = row.to.reduce(0) { $0 + $1.value }
            if abs(sum - 1) > 0.001 {
                reader.report(
                    "transitions from '\(row.attribute)' = '\(row.level)' sum to \(JSONValue.number(sum).text()), not 1",
                    remedy: "make them sum to 1", at: tree.value(at: "drift.transition"),
                    path: "drift.transition[\(index)].to")
            }
        }
        if drift.kernel == .transition, drift.transition.isEmpty, drift.from.isEmpty {
            reader.report(
                "kernel 'transition' needs transition shares or two exports",
                remedy: "give drift.transition or drift.from",
                at: tree.value(at: "drift.kernel"), path: "drift.transition")
        }
        if !drift.from.isEmpty, drift.from.count != 2 {
            reader.report(
                "needs two exports, old and new", remedy: "write [old.csv, new.csv]",
                at: tree.value(at: "drift.from"), path: "drift.from")
        }
        if !drift.from.isEmpty, audience.id == nil {
            reader.report(
                "joining two exports needs the customer's id", remedy: "name its column in audience.id",
                at: tree.value(at: "drift.from"), path: "audience.id")
        }
    }

    private func checkSegmentation(_ tree: YAMLTree, _ reader: inout Reader) {
        let dimensions = segmentation.dimensions
        if dimensions.isEmpty, tree.value(at: "segmentation.dimensions") != nil {
            reader.report(
                "no dimension is given", remedy: "name at least one attribute",
                at: tree.value(at: "segmentation.dimensions"),
                path: "segmentation.dimensions")
        }
        if let depth = segmentation.depth, depth > dimensions.count, !dimensions.isEmpty {
            reader.report(
                "depth \(depth) exceeds the \(dimensions.count) dimensions",
                remedy: "give 0 to \(dimensions.count)",
                at: tree.value(at: "segmentation.depth"), path: "segmentation.depth")
        }
    }

    private func checkResponse(_ tree: YAMLTree, _ reader: inout Reader) {
        let place = tree["response"]
        if response.angles.count < 2 || response.angles.count > 10
            || Set(response.angles).count != response.angles.count
        {
            reader.report(
                "needs 2 to 10 different angles", at: tree.value(at: "response.angles") ?? place,
                path: "response.angles")
        }
        switch response.from {
        case .synthetic:
            if response.baseRate == nil,
                !reader.problems.contains(where: { $0.field == "response.base_rate" })
            {
                reader.report(
                    "required for synthetic responses",
                    remedy: "give outcomes a customer and send, such as 0.02", at: place,
                    path: "response.base_rate")
            }
        case .results:
            if response.outcome == nil {
                reader.report(
                    "required for responses from results", remedy: "name the outcome, such as visit",
                    at: place, path: "response.outcome")
            }
            for angle in response.angles where !response.arms.contains(where: { $0.name == angle }) {
                reader.report(
                    "no arm is given for the angle '\(angle)'",
                    remedy: "write \(angle): <arm of the results>", at: place, path: "response.arms")
            }
        }
        if experiment.generic + experiment.holdout >= 1 {
            reader.report(
                "generic and holdout leave nobody to personalise for", remedy: "make their sum less than 1",
                at: tree["experiment"], path: "experiment.generic")
        }
    }

    private func checkReview(_ tree: YAMLTree, _ reader: inout Reader) {
        if review.closes <= review.opens {
            reader.report(
                "review closes at \(review.closes) before it opens at \(review.opens)",
                remedy: "give hours of one day",
                at: tree["review"], path: "review.closes")
        }
        if limits.retryCapSeconds < limits.retryBaseSeconds {
            reader.report(
                "is below retry_base_seconds",
                remedy: "at least \(JSONValue.number(limits.retryBaseSeconds).text())",
                at: tree["limits"], path: "limits.retry_cap_seconds")
        }
        if copy.maximumWords < copy.minimumWords {
            reader.report("is below minimum_words", at: tree["copy"], path: "copy.maximum_words")
        }
        if run.sendAfterHours > run.intervalHours {
            reader.report(
                "the send lies after the next campaign's export",
                remedy: "at most run.interval_hours = \(run.intervalHours)",
                at: tree["run"], path: "run.send_after_hours")
        }
        if let date = prices.date, date.utf8.count != 10 {
            reader.report(
                "expected YYYY-MM-DD, found '\(date)'", at: tree.value(at: "prices.date"), path: "prices.date"
            )
        }
    }

    private func checkVariations(_ tree: YAMLTree, _ reader: inout Reader) {
        for (name, list) in [("sweep.vary", sweep.vary), ("uncertainty", uncertainty)] {
            for variation in list {
                let place = tree.value(at: name)?[variation.name]
                if !Scenario.knows(path: variation.name) {
                    let near = Spelling.nearest(to: variation.name, in: Scenario.paths(prefix: ""))
                    reader.report(
                        "no such field",
                        remedy: near.map { "did you mean '\($0)'?" } ?? "finegrain schema lists all fields",
                        at: place ?? tree.value(at: name), path: "\(name).\(variation.name)")
                } else if variation.value.isEmpty {
                    reader.report(
                        "no values", remedy: "give a list", at: place ?? tree.value(at: name),
                        path: "\(name).\(variation.name)")
                } else if name == "uncertainty", variation.value.count != 2 {
                    reader.report(
                        "needs two values, P10 and P90", at: place ?? tree.value(at: name),
                        path: "\(name).\(variation.name)")
                }
            }
        }
    }
}
