import Campaigns
import Scenarios
import Workbench

/// Fans of metrics over the number of segments: reuse, privacy, power, cost and hours.
extension SweepCharts {
    var reuse: [ChartFigure] {
        let parts: [(name: String, metric: Metric)] = [
            ("reuse", .reuseShare), ("copy cache hits", .copyHitRate),
            ("persona cache hits", .personaHitRate),
        ]
        let reading =
            "Reuse is the share of segments served without new copy: hits and held segments. Hit rates are shares of "
            + "the segments looked up, and fall when segments are held."
        guard families.families.count == 1 else {
            return parts.map { part in
                fan(
                    part.name.prefix(1).uppercased() + part.name.dropFirst(),
                    part.name.split(separator: " ").joined(separator: "-"), part.metric,
                    "share of segments", reading, .percent)
            }
        }
        return [together("Reuse and hit rates", "reuse", parts, "share of segments", reading)]
    }

    var privacy: ChartFigure {
        let k = Set(result.rows.dropFirst().map(\.privacyK)).sorted().map(String.init).joined(separator: ", ")
        let parts: [(name: String, metric: Metric)] = [
            ("pooled, held or withheld", .pooledShare), ("reached with own copy", .reachedShare),
        ]
        let reading =
            "Customers whose segment would have fewer than k = \(k) members are pooled, held or withheld."
        guard families.families.count == 1 else {
            return fan(
                "Customers below k", "privacy", .pooledShare, "share of customers", reading, .percent)
        }
        return together("Customers and k = \(k)", "privacy", parts, "share of customers", reading)
    }

    var power: ChartFigure {
        let target = result.scenario.experiment.targetLift
        let series = lines { (band(result.rows[$0], .minimumDetectableLift), nil) }
        var chart = chart("Detectable lift of the median segment", "relative lift", series, .percent)
        chart.reference = (target, "target \(Digits.percent(target, 0))")
        return ChartFigure(
            svg: chart.svg,
            reading:
                "The smallest lift that the median customer's segment can show over the run (two-sided 5% over all "
                + "segments, power 80%). Above the target no segment of its own can be judged.",
            name: "power", csv: chart.csv(x: "segments", y: "minimum_detectable_lift"))
    }

    /// One metric of all families, with its spread.
    func fan(
        _ title: String, _ name: String, _ metric: Metric, _ yLabel: String, _ reading: String,
        _ kind: Axis.Kind = .fromZero
    ) -> ChartFigure {
        let series = lines(hasBand: result.replications > 1) { (band(result.rows[$0], metric), nil) }
        let chart = chart(title, yLabel, series, kind)
        return ChartFigure(
            svg: chart.svg, reading: reading + bandNote, name: name,
            csv: chart.csv(x: "segments", y: metric.rawValue))
    }

    /// Several shares of one family.
    private func together(
        _ title: String, _ name: String, _ parts: [(name: String, metric: Metric)], _ yLabel: String,
        _ reading: String
    ) -> ChartFigure {
        let series = parts.enumerated().map { index, part in
            Chart.Series(
                name: part.name,
                points: families.families[0].rows.compactMap { place in
                    point(place, band(result.rows[place], part.metric), nil, isMarked: false)
                },
                color: Palette.color(index), isLine: families.isOrdered, hasBand: result.replications > 1)
        }
        let chart = Chart(
            title: title, xLabel: segmentsLabel, yLabel: yLabel, series: series, xKind: .logarithmic,
            yKind: .percent)
        return ChartFigure(
            svg: chart.svg, reading: reading + bandNote, name: name, csv: chart.csv(x: "segments", y: "share")
        )
    }
}
