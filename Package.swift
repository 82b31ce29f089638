// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Sources/Benchmarks/" + name, swiftSettings: settings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")

// Bottom to top: a target depends only on those above it.
let package = Package(
    name: "finegrain",
    products: [
        .executable(name: "finegrain", targets: ["finegrain"]),
        .executable(name: "finegrain-server", targets: ["finegrain-server"]),
        .library(name: "MockCloud", targets: ["MockCloud", "MockWire", "ServiceModels"]),
        .library(name: "MockServer", targets: ["MockServer"]),
        .library(name: "Pricing", targets: ["Pricing"]),
        .library(name: "SimulationKernel", targets: ["SimulationKernel"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLAPACK"),
        .systemLibrary(name: "CZlib"),
        library("Quantities"),
        library("Encodings", ["Quantities"]),
        library("YAMLReading", ["Encodings", "Quantities", yams]),
        library("JSONSchemas", ["Encodings"]),
        library("RandomStreams", ["Encodings"]),
        library("Workers"),
        library("SimulationKernel", ["Quantities", "RandomStreams"]),
        library("Pricing", ["Encodings", "Quantities", "YAMLReading", yams]),
        library("Regression", ["CLAPACK", "Quantities"]),
        library("Uplift", ["Quantities", "RandomStreams", "Regression"]),
        library("Targeting", ["Quantities", "RandomStreams", "Regression", "Uplift"]),
        library("Tabular", ["CZlib", "Encodings", "Quantities", "Workers"]),
        library(
            "Experiments",
            [
                "Encodings", "Quantities", "RandomStreams", "Regression", "Tabular", "Targeting", "Uplift",
                "Workers",
            ]),
        library("Audiences", ["Encodings", "Quantities", "RandomStreams", "Workers"]),
        library("Writing", ["Encodings", "Quantities", "RandomStreams", "YAMLReading", yams]),
        library(
            "ServiceModels",
            [
                "Encodings", "JSONSchemas", "Quantities", "RandomStreams", "SimulationKernel", "Writing",
                "YAMLReading", grdb, yams,
            ]),
        library("SnowflakeSQL", ["Encodings", grdb]),
        library(
            "MockWire",
            ["CZlib", "Encodings", "JSONSchemas", "Quantities", "RandomStreams", "ServiceModels", "Writing"]),
        library(
            "MockChat",
            [
                "Encodings", "JSONSchemas", "MockWire", "Quantities", "RandomStreams", "ServiceModels",
                "Writing",
            ]),
        library(
            "MockBedrock",
            [
                "Encodings", "JSONSchemas", "MockWire", "Quantities", "RandomStreams", "ServiceModels",
                "Writing",
            ]),
        library(
            "MockAWS", ["CZlib", "Encodings", "MockWire", "Quantities", "RandomStreams", "ServiceModels"]),
        library(
            "MockSnowflake",
            [
                "Encodings", "MockChat", "MockWire", "Quantities", "RandomStreams", "ServiceModels",
                "SnowflakeSQL", "Writing",
            ]),
        library(
            "MockMailchimp",
            ["Encodings", "MockWire", "Quantities", "RandomStreams", "ServiceModels", "YAMLReading", yams]),
        library(
            "MockCloud",
            [
                "MockAWS", "MockBedrock", "MockChat", "MockMailchimp", "MockSnowflake", "MockWire",
                "Quantities", "RandomStreams", "ServiceModels", "SnowflakeSQL", "Writing",
            ]),
        library("Scenarios", ["Encodings", "Quantities", "YAMLReading"]),
        library(
            "Campaigns",
            [
                "Audiences", "Encodings", "MockBedrock", "MockWire", "Pricing", "Quantities", "RandomStreams",
                "Scenarios", "ServiceModels", "SimulationKernel", "Uplift", "Workers", "Writing",
            ]),
        library(
            "Workbench",
            [
                "Audiences", "Campaigns", "Encodings", "Pricing", "Quantities", "RandomStreams", "Scenarios",
                "ServiceModels", "Tabular", "Uplift", "Workers", "Writing", "YAMLReading", grdb,
            ]),
        library(
            "Reporting",
            [
                "Campaigns", "Encodings", "Experiments", "Pricing", "Quantities", "Scenarios", "Workbench",
                "YAMLReading",
            ]),
        library(
            "Terminal",
            ["Campaigns", "Encodings", "Quantities", "Reporting", "Scenarios", "Workbench", arguments]),
        .executableTarget(
            name: "finegrain",
            dependencies: [
                "Campaigns", "Encodings", "Experiments", "Pricing", "Quantities", "Regression", "Reporting",
                "Scenarios", "Tabular", "Terminal", "Workbench", arguments,
            ], exclude: ["README.md"], swiftSettings: settings),
        library(
            "ScenarioAccounts",
            [
                "Audiences", "Campaigns", "Encodings", "MockCloud", "MockMailchimp", "MockSnowflake",
                "Pricing", "Quantities", "RandomStreams", "Scenarios", "ServiceModels", "Workbench",
                "Workers", "Writing",
            ]),
        library(
            "MockServer",
            [
                "Encodings", "MockCloud", "MockWire", "Pricing", "Quantities", "RandomStreams",
                "ServiceModels", hummingbird, lifecycle, signals,
            ]),
        .executableTarget(
            name: "finegrain-server",
            dependencies: [
                "Campaigns", "Encodings", "MockCloud", "MockServer", "MockSnowflake", "MockWire", "Pricing",
                "Quantities", "RandomStreams", "Regression", "ScenarioAccounts", "ServiceModels", "Terminal",
                "Workbench", arguments,
            ], exclude: ["README.md"], swiftSettings: settings),
        .executableTarget(
            name: "Calibration",
            dependencies: [
                "Campaigns", "Encodings", "Experiments", "RandomStreams", "Regression", "Scenarios", "Uplift",
                "Workbench", "Workers",
            ], exclude: ["README.md"], swiftSettings: settings),

        benchmark("KernelBenchmark", ["Encodings", "Quantities", "RandomStreams", "SimulationKernel"]),
        benchmark("DriftBenchmark", ["Audiences", "Encodings", "RandomStreams", "Workers"]),
        benchmark("RegressionBenchmark", ["RandomStreams", "Regression"]),
        benchmark("TableBenchmark", ["Tabular"]),

        tests("Quantities"),
        tests("Encodings"),
        tests("JSONSchemas", ["Encodings", "RandomStreams"]),
        tests("RandomStreams"),
        tests("SimulationKernel", ["Quantities", "RandomStreams"]),
        tests("Pricing", ["Encodings", "Quantities"]),
        tests("Regression", ["Quantities", "RandomStreams"]),
        tests("Uplift", ["Encodings", "Quantities", "RandomStreams", "Regression"]),
        tests("Targeting", ["Encodings", "RandomStreams", "Regression", "Uplift"]),
        tests("Tabular", ["CZlib", "Encodings", "Quantities", "RandomStreams"]),
        tests("Experiments", ["Encodings", "Quantities", "RandomStreams", "Tabular", "Uplift"]),
        tests("Audiences", ["Encodings", "Quantities", "RandomStreams", "Workers"]),
        tests("SnowflakeSQL"),
        tests("MockWire", ["Encodings", "JSONSchemas", "RandomStreams", "ServiceModels"]),
        tests(
            "MockCloud",
            [
                "Encodings", "MockAWS", "MockBedrock", "MockChat", "MockMailchimp", "MockSnowflake",
                "MockWire", "Quantities", "RandomStreams", "ServiceModels", "Writing",
            ]),
        tests("Scenarios", ["Encodings", "Quantities"]),
        tests("Campaigns", ["Audiences", "Quantities", "RandomStreams", "Scenarios"]),
        tests(
            "Workbench",
            [
                "Audiences", "Campaigns", "Encodings", "MockCloud", "MockMailchimp", "MockSnowflake",
                "MockWire", "Pricing", "Quantities", "RandomStreams", "ScenarioAccounts", "Scenarios",
                "ServiceModels", "Tabular", "Uplift", "Workers", "Writing", "YAMLReading", grdb,
            ]),
        tests(
            "Reporting",
            [
                "Campaigns", "Encodings", "Experiments", "Pricing", "Quantities", "Scenarios",
                "ServiceModels", "Workbench",
            ]),
        tests(
            "MockServer",
            [
                "Campaigns", "Encodings", "MockBedrock", "MockCloud", "MockWire", "Pricing", "Quantities",
                "RandomStreams", "ServiceModels", "Workbench", "Writing",
            ]),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ]
)
