import SnowflakeSQL
import Testing

@Suite struct TimeTests {
    let world: World

    init() throws { world = try World() }

    @Test(arguments: [
        ("DATEADD(month, 1, '2024-01-31'::DATE)", "2024-02-29"),
        ("DATEADD('year', -1, '2024-02-29'::DATE)", "2023-02-28"),
        ("DATEADD(day, 1, '2024-12-31'::DATE)", "2025-01-01"),
        ("DATEADD(week, 1, '2024-01-01'::DATE)", "2024-01-08"),
        ("DATEADD(hour, 25, '2024-01-01'::DATE)", "2024-01-02 01:00:00.000"),
        ("DATE_TRUNC('month', '2024-05-17'::DATE)", "2024-05-01"),
        ("DATE_TRUNC(week, '2024-01-07'::DATE)", "2024-01-01"),
        ("DATE_TRUNC('quarter', '2024-05-17'::DATE)", "2024-04-01"),
        ("TRUNC('2024-05-17'::DATE, 'year')", "2024-01-01"),
        ("DATE_TRUNC('hour', '2024-05-17 10:59:59'::TIMESTAMP)", "2024-05-17 10:00:00.000"),
        ("LAST_DAY('2023-02-10'::DATE)", "2023-02-28"), ("ADD_MONTHS('2024-02-29'::DATE, 1)", "2024-03-31"),
        ("'2024-01-31'::DATE + INTERVAL '1 month'", "2024-02-29"),
        ("'2024-01-01'::DATE - INTERVAL '1 day, 1 year'", "2022-12-31"),
        ("'2024-01-01'::DATE + 5", "2024-01-06"), ("'2024-03-01'::DATE - '2024-02-01'::DATE", "29"),
        ("'2024-01-01 00:00:00'::TIMESTAMP_NTZ + INTERVAL '90 minutes'", "2024-01-01 01:30:00.000"),
        ("DATEDIFF(month, '2024-01-31', '2024-02-01')", "1"),
        ("DATEDIFF(year, '2023-12-31', '2024-01-01')", "1"),
        ("DATEDIFF(hour, '2024-01-01 00:59:00', '2024-01-01 01:00:00')", "1"),
        ("DATEDIFF(day, '2024-03-01', '2024-02-28')", "-2"),
        ("YEAR('2024-05-17'::DATE)", "2024"), ("DATE_PART(quarter, '2024-05-17'::DATE)", "2"),
        ("DAYOFWEEK('2024-01-07'::DATE)", "0"),
        ("DAYOFWEEKISO('2024-01-07'::DATE)", "7"), ("WEEK('2021-01-01'::DATE)", "53"),
        ("DAYOFYEAR('2024-12-31'::DATE)", "366"),
        ("EXTRACT(epoch FROM '1970-01-02'::DATE)", "86400"), ("HOUR('2024-01-01 13:14:15'::TIMESTAMP)", "13"),
        ("DAYNAME('2024-01-01'::DATE)", "Mon"), ("MONTHNAME('2024-05-01'::DATE)", "May"),
        ("MONTHS_BETWEEN('2024-03-31', '2024-02-29')::STRING", "1"),
        ("TO_DATE('05.01.2024', 'DD.MM.YYYY')", "2024-01-05"),
        ("TO_CHAR('2024-01-05'::DATE, 'DD/MON/YY')", "05/Jan/24"),
        ("TO_CHAR('2024-01-05 15:04:05.678'::TIMESTAMP, 'HH12:MI AM FF2')", "03:04 PM 67"),
        ("TO_TIMESTAMP_NTZ(1700000000)", "2023-11-14 22:13:20.000"),
        ("TO_TIMESTAMP_NTZ(1700000000123, 3)", "2023-11-14 22:13:20.123"),
        ("'2024-01-01 10:00:00 +02:00'::TIMESTAMP_TZ", "2024-01-01 10:00:00.000 +0200"),
        ("'2024-01-01 10:00:00 +02:00'::TIMESTAMP_TZ::TIMESTAMP_NTZ", "2024-01-01 10:00:00.000"),
        ("'2024-01-01 10:00:00 +02:00'::TIMESTAMP_LTZ", "2024-01-01 08:00:00.000 +0000"),
        (
            "CONVERT_TIMEZONE('UTC', 'America/New_York', '2024-07-01 12:00:00'::TIMESTAMP_NTZ)",
            "2024-07-01 08:00:00.000"
        ),
        ("'12:34:56'::TIME", "12:34:56"), ("TRY_TO_DATE('2024-02-30')", "NULL"),
        ("CURRENT_DATE", "2024-01-01"),
        ("CURRENT_TIMESTAMP()", "2024-01-01 00:00:00.000 +0000"), ("SYSDATE()", "2024-01-01 00:00:00.000"),
        ("DATE_FROM_PARTS(2024, 2, 30)", "2024-03-01"),
        ("TIME_SLICE('2024-01-17'::DATE, 1, 'MONTH')", "2024-01-01"),
        ("NEXT_DAY('2024-01-01'::DATE, 'mo')", "2024-01-08"),
        ("PREVIOUS_DAY('2024-01-01'::DATE, 'su')", "2023-12-31"),
    ])
    func datesAndTimes(_ sql: String, _ expected: String) throws {
        #expect(try world.row("SELECT (\(sql))::STRING") == expected)
    }

    @Test func valuesArriveInTheirOwnTypes() throws {
        let row = try world.run(
            "SELECT '2024-01-01'::DATE, '01:00:00'::TIME, '2024-01-01'::TIMESTAMP_NTZ, '2024-01-01'::TIMESTAMP_LTZ, '2024-01-01 00:00 +01:00'::TIMESTAMP_TZ"
        ).rows[0]
        #expect(
            row == [
                .date(days: 19723), .time(nanoseconds: 3_600_000_000_000),
                .timestampNTZ(nanoseconds: 1_704_067_200_000_000_000),
                .timestampLTZ(nanoseconds: 1_704_067_200_000_000_000),
                .timestampTZ(nanoseconds: 1_704_063_600_000_000_000, offsetMinutes: 60),
            ])
    }

    @Test func zonedTimesCompareAndSortAsInstants() throws {
        try world.script(
            """
            CREATE TABLE z (t TIMESTAMP_TZ);
            INSERT INTO z VALUES ('2024-01-01 10:00 +02:00'), ('2024-01-01 08:30 +00:00'), ('2024-01-01 08:00 +00:00')
            """)
        #expect(
            try world.row("SELECT COUNT(*) FROM z WHERE t = '2024-01-01 08:00 +00:00'::TIMESTAMP_TZ") == "2")
        #expect(try world.rows("SELECT COUNT(*) FROM z GROUP BY t ORDER BY 1") == ["1", "2"])
        #expect(
            try world.row("SELECT MAX(t)::STRING, COUNT(DISTINCT t) FROM z")
                == "2024-01-01 08:30:00.000 +0000|2")
        #expect(world.code("SELECT DISTINCT t FROM z") == "000002")
    }

    @Test func sessionsHaveAZone() throws {
        try world.run("ALTER SESSION SET TIMEZONE = 'America/Los_Angeles'")
        #expect(
            try world.row("SELECT '2024-07-01 12:00'::TIMESTAMP_LTZ::STRING, CURRENT_DATE::STRING")
                == "2024-07-01 12:00:00.000 -0700|2023-12-31")
        #expect(world.code("ALTER SESSION SET TIMEZONE = 'Nowhere/Land'") == "100046")
    }

    @Test func wrongDatesAreErrors() {
        #expect(world.code("SELECT '2024-13-01'::DATE") == "100040")
        #expect(world.code("SELECT 'soon'::TIMESTAMP") == "100035")
        #expect(world.code("SELECT DATEADD(eon, 1, CURRENT_DATE)") == "001045")
        #expect(world.code("SELECT TO_DATE('x', 'YYYY')") == "100096")
        #expect(world.code("SELECT CURRENT_DATE * 2") == "001044")
    }
}
