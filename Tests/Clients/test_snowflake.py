"""Snowflake through its connector, of both major versions, and through the SQL API."""

import datetime
import decimal
import gzip
import json
import os

import pytest
import requests_raw as raw
import snowflake.connector
from conftest import start, stop
from snowflake.connector import errors


def connect(server, **settings):
    host, port = server.removeprefix("http://").split(":")
    settings = {"user": "u", "password": "p", "account": "finegrain", "database": "DB", "schema": "PUBLIC", **settings}
    return snowflake.connector.connect(host=host, port=int(port), protocol="http", **settings)


@pytest.fixture(scope="module")
def connection(server):
    with connect(server) as connection:
        yield connection


@pytest.fixture
def sql(connection):
    def run(text, *arguments, **settings):
        cursor = connection.cursor()
        cursor.execute(text, *arguments, **settings)
        return cursor.fetchall()

    return run


def test_the_variables_that_are_printed_are_enough(server):
    names = ["account", "user", "password", "host", "protocol", "database", "schema", "warehouse"]
    settings = {name: os.environ["SNOWFLAKE_" + name.upper()] for name in names}
    with snowflake.connector.connect(port=int(os.environ["SNOWFLAKE_PORT"]), **settings) as connection:
        row = connection.cursor().execute("select current_database(), current_schema(), current_warehouse()").fetchone()
        assert row == ("FINEGRAIN", "PUBLIC", "FINEGRAIN_WH")


def test_every_type_comes_back_as_itself(connection):
    cursor = connection.cursor()
    cursor.execute(
        "select 1 a, 'x' b, 1.50::number(5,2) c, true d, '2026-02-03'::date e, '2026-02-03 04:05:06.7'::timestamp_ntz f,"
        " '04:05:06'::time g, 2.5::float h, parse_json('{\"b\": [1, null]}') i, null j, to_binary('ff00', 'hex') k"
    )
    assert [column[0] for column in cursor.description] == list("ABCDEFGHIJK")
    assert [column[1] for column in cursor.description][:9] == [0, 2, 0, 13, 3, 8, 12, 1, 5]
    row = cursor.fetchone()
    assert row[:8] == (1, "x", decimal.Decimal("1.50"), True, datetime.date(2026, 2, 3),
                       datetime.datetime(2026, 2, 3, 4, 5, 6, 700000), datetime.time(4, 5, 6), 2.5)
    assert json.loads(row[8]) == {"b": [1, None]} and row[9] is None and bytes(row[10]) == b"\xff\x00"


def test_changes_say_how_many_rows_they_touched(connection, sql):
    cursor = connection.cursor()
    sql("create or replace table people (id int, name varchar, seen timestamp_ntz)")
    assert cursor.execute("insert into people (id, name) values (1, 'ann'), (2, 'bob')").rowcount == 2
    assert cursor.execute("update people set name = upper(name) where id > 1").rowcount == 1
    assert cursor.execute("delete from people where name = 'BOB'").rowcount == 1
    merged = sql(
        "merge into people p using (select column1 id, column2 name from values (1, 'ANN'), (3, 'cid')) s on p.id = s.id"
        " when matched then update set name = s.name when not matched then insert (id, name) values (s.id, s.name)")
    assert merged == [(1, 1)]
    assert sql("select id, name from people order by id") == [(1, "ANN"), (3, "cid")]


def test_values_are_bound_and_never_become_sql(server, sql):
    evil = "x'; drop table people; --\\ \"$$"
    assert sql("select %s, %s, %s", (evil, None, 7)) == [(evil, None, 7)]
    with connect(server, paramstyle="qmark") as other:
        cursor = other.cursor()
        moment = datetime.datetime(2026, 1, 2, 3, 4, 5)
        cursor.execute("select ?, ?, ?, ?, ?, ?", (evil, 1, 2.5, None, datetime.date(2026, 1, 2), moment))
        assert cursor.fetchall() == [(evil, 1, 2.5, None, datetime.date(2026, 1, 2), moment)]
        cursor.execute("create or replace table bound (id int, name varchar)")
        assert cursor.executemany("insert into bound values (?, ?)", [(i, evil) for i in range(25)]).rowcount == 25
        assert cursor.execute("select count(*), min(name) from bound").fetchone() == (25, evil)


def test_transactions_are_kept_or_undone(connection, sql):
    sql("create or replace table ledger (n int)")
    connection.autocommit(False)
    sql("insert into ledger values (1)")
    connection.rollback()
    sql("insert into ledger values (2)")
    connection.commit()
    connection.autocommit(True)
    assert sql("select n from ledger") == [(2,)]


def test_queries_that_pipelines_write(sql):
    sql("create or replace table sales (shop varchar, day date, amount number(10,2), extra variant)")
    sql("insert into sales select column1, column2, column3, parse_json(column4) from values"
        " ('north', '2026-01-01', 10.5, '{\"tags\": [\"a\", \"b\"]}'), ('north', '2026-01-02', 4.25, '{\"tags\": []}'),"
        " ('south', '2026-01-01', 7, null)")
    assert sql("select shop, sum(amount), count_if(amount > 5) from sales group by shop order by shop") == [
        ("north", decimal.Decimal("14.75"), 1), ("south", decimal.Decimal("7.00"), 1)]
    assert sql("select shop, day from sales qualify row_number() over (partition by shop order by amount desc) = 1 order by 1") == [
        ("north", datetime.date(2026, 1, 1)), ("south", datetime.date(2026, 1, 1))]
    assert sql("select s.shop, f.value::string from sales s, lateral flatten(input => s.extra:tags) f order by 2") == [
        ("north", "a"), ("north", "b")]
    assert sql("select dateadd(day, 1, max(day)), datediff(day, min(day), max(day)) from sales") == [(datetime.date(2026, 1, 3), 1)]
    assert sql("select object_construct('k', 1)['k']::int, 'Abc' ilike 'a%', iff(null, 1, 2)") == [(1, True, 2)]
    assert sql("select table_name from information_schema.tables where table_name = 'SALES'") == [("SALES",)]
    sql("select 7 as x")
    assert sql("select x + 1 from table(result_scan(last_query_id()))") == [(8,)]


def test_a_statement_past_its_time_ends_and_the_next_one_runs(sql):
    with pytest.raises(errors.ProgrammingError, match="timeout of 1 second") as error:
        sql("with recursive r as (select 1 n union all select n + 1 from r) select count(*) from r limit 1",
            _statement_params={"STATEMENT_TIMEOUT_IN_SECONDS": 1})
    assert error.value.errno == 630 and error.value.sqlstate == "57014"
    assert sql("select 1") == [(1,)]


def test_a_login_sets_parameters_and_answers_tell_them(server):
    with connect(server, autocommit=False, session_parameters={"QUERY_TAG": "night run"}, timezone="Asia/Tokyo") as connection:
        cursor = connection.cursor()
        assert cursor.execute("show parameters like 'QUERY_TAG'").fetchone()[:2] == ("QUERY_TAG", "night run")
        assert cursor.execute("select '2026-01-01 00:00:00'::timestamp_ltz::varchar").fetchone() == ("2026-01-01 00:00:00.000 +0900",)
        cursor.execute("create or replace table kept (n int)")
        cursor.execute("insert into kept values (1)")
        connection.rollback()
        assert cursor.execute("select count(*) from kept").fetchone() == (0,)
        cursor.execute("alter session set timezone = 'Europe/Berlin'")
        moment = cursor.execute("select '2026-01-01 12:00:00'::timestamp_ltz").fetchone()[0]
        assert moment.utcoffset() == datetime.timedelta(hours=1)
    with pytest.raises(errors.DatabaseError, match="NO_SUCH_THING"):
        connect(server, session_parameters={"NO_SUCH_THING": "1"})
    with connect(server, database="", schema="", warehouse="") as connection:
        assert connection.cursor().execute("select current_database(), current_schema()").fetchone() == ("FINEGRAIN", "PUBLIC")


@pytest.mark.parametrize("text, number, state", [
    ("select * from nobody", 2003, "42S02"), ("selec 1", 1003, "42000"), ("select nothing", 904, "42000"),
    ("select 1/0", 100051, "22012"), ("select 'x'::int", 100038, "22018"), ("create procedure p() returns int as 'x'", None, None),
])
def test_errors_have_snowflakes_numbers(sql, text, number, state):
    with pytest.raises(errors.ProgrammingError) as error:
        sql(text)
    if number:
        assert error.value.errno == number and error.value.sqlstate == state


def test_long_results_come_in_parts(sql):
    rows = sql("select seq4(), 'row ' || seq4() from table(generator(rowcount => 70000)) order by 1")
    assert len(rows) == 70000 and rows[69999] == (69999, "row 69999")


def test_queries_run_in_the_background_and_several_at_once(connection):
    cursor = connection.cursor()
    cursor.execute_async("select 42")
    query = cursor.sfqid
    assert not connection.is_still_running(connection.get_query_status(query))
    cursor.get_results_from_sfqid(query)
    assert cursor.fetchall() == [(42,)]
    cursor.execute("select 1; select 2", num_statements=2)
    assert cursor.fetchall() == [(1,)]
    assert cursor.nextset() and cursor.fetchall() == [(2,)]
    with pytest.raises(errors.ProgrammingError, match="Actual statement count 2"):
        cursor.execute("select 1; select 2")


def test_cortex_answers_in_sql(sql):
    assert json.loads(sql("select snowflake.cortex.complete('claude-haiku-4-5', 'Write a persona of city people')")[0][0])["angles"]
    details = json.loads(sql("select snowflake.cortex.complete('claude-haiku-4-5', [{'role': 'user', 'content': 'hi'}], {'max_tokens': 20})")[0][0])
    assert details["usage"]["completion_tokens"] <= 20 and details["choices"][0]["messages"]
    schema = "{'type': 'json', 'schema': {'type': 'object', 'properties': {'score': {'type': 'integer'}}, 'required': ['score']}}"
    value = sql(f"select ai_complete(model => 'claude-haiku-4-5', prompt => 'rate it', response_format => {schema}):score::int")
    assert isinstance(value[0][0], int)
    assert sql("select snowflake.cortex.try_complete('nobody', 'hi')") == [(None,)]
    with pytest.raises(errors.ProgrammingError, match="nobody"):
        sql("select snowflake.cortex.complete('nobody', 'hi')")
    assert sql("select ai_count_tokens('ai_complete', 'claude-haiku-4-5', 'hello there')")[0][0] > 1
    assert json.loads(sql("select ai_classify('trains and travel', ['travel', 'cooking'])")[0][0]) == {"labels": ["travel"]}
    used = sql("select function_name, sum(tokens) from snowflake.account_usage.cortex_functions_usage_history group by 1")
    assert {"COMPLETE", "AI_COMPLETE", "AI_CLASSIFY"} <= {name for name, _ in used}


def test_a_bad_password_is_refused(server):
    with pytest.raises(errors.DatabaseError) as error:
        connect(server, password="bad")
    assert error.value.errno == 390100 or "390100" in str(error.value)


def test_a_throttled_query_is_tried_again(server, sql):
    fault = {"service": "snowflake", "operation": "query", "kind": "server_error", "nth": 1}
    with connect(server) as connection:
        pass
    raw.send("PUT", f"{server}/_finegrain/faults", json.dumps({"faults": [fault]}).encode())
    try:
        with connect(server) as connection:
            assert connection.cursor().execute("select 1").fetchall() == [(1,)]
    finally:
        raw.send("PUT", f"{server}/_finegrain/faults", b'{"faults": []}')


def test_files_of_a_stage_are_loaded_once(tmp_path):
    process, url, _ = start("--data-dir", str(tmp_path))
    try:
        folder = tmp_path / "stages" / "DB" / "PUBLIC" / "IN_BOX"
        folder.mkdir(parents=True)
        (folder / "a.csv").write_text("id,name\n1,ann\n2,bob\n")
        (folder / "b.csv.gz").write_bytes(gzip.compress(b"id,name\n3,cid\n"))
        with connect(url) as connection:
            cursor = connection.cursor()
            cursor.execute("create stage in_box file_format = (type = csv skip_header = 1)")
            cursor.execute("create table people (id int, name varchar)")
            assert len(cursor.execute("list @in_box").fetchall()) == 2
            copy = "copy into people from @in_box"
            assert [row[:4] for row in cursor.execute(copy).fetchall()] == [("a.csv", "LOADED", 2, 2), ("b.csv.gz", "LOADED", 1, 1)]
            assert cursor.execute(copy).fetchall() == [("Copy executed with 0 files processed.",)]
            assert len(cursor.execute(copy + " force = true").fetchall()) == 2
            assert cursor.execute("select count(*), max(name) from people").fetchone() == (6, "cid")
    finally:
        stop(process)


def test_a_session_reads_while_another_changes(server):
    with connect(server) as one, connect(server) as other:
        one.cursor().execute("create or replace table shared (n int)")
        one.cursor().execute("begin")
        one.cursor().execute("insert into shared values (1)")
        assert other.cursor().execute("select count(*) from shared").fetchone() == (0,)
        with pytest.raises(errors.ProgrammingError) as error:
            other.cursor().execute("insert into shared values (2)")
        assert error.value.errno == 625
        one.cursor().execute("commit")
        assert other.cursor().execute("select count(*) from shared").fetchone() == (1,)


def test_a_query_is_read_from_another_session(server):
    with connect(server) as one, connect(server) as other:
        cursor = one.cursor()
        cursor.execute_async("select 5 as n")
        later = other.cursor()
        later.get_results_from_sfqid(cursor.sfqid)
        assert later.fetchall() == [(5,)]


def test_a_prompt_is_filled_and_its_use_is_billed_once(sql):
    answer = sql("select ai_complete('claude-haiku-4-5', prompt('Write a persona of {0} people', column1)) from values ('city'), ('sea')")
    assert len(answer) == 2 and answer[0][0]
    row = sql("select query_id, tokens, token_credits from snowflake.account_usage.cortex_aisql_usage_history"
              " where query_id = (select last_query_id())")
    assert len(row) == 1 and row[0][1] > 2
    assert row[0][2] is None or isinstance(row[0][2], decimal.Decimal)


AUTH = {"Authorization": "Bearer token", "User-Agent": "test"}


def test_the_sql_api_answers_and_refuses(server):
    url = f"{server}/api/v2/statements"
    status, headers, body = raw.post(url, {"statement": "select ?::int + 1, true", "bindings": {"1": {"type": "FIXED", "value": "41"}}}, AUTH)
    assert status == 200 and body["data"] == [["42", "true"]] and body["resultSetMetaData"]["numRows"] == 1
    status, _, again = raw.get(f"{url}/{body['statementHandle']}", AUTH)
    assert status == 200 and again["data"] == body["data"]
    status, _, body = raw.post(url + "?async=true", {"statement": "select 1"}, AUTH)
    assert status == 202 and body["code"] == "333334"
    assert raw.get(server + body["statementStatusUrl"], AUTH)[2]["data"] == [["1"]]
    status, _, body = raw.post(url, {"statement": "select * from nobody"}, AUTH)
    assert status == 422 and body["code"] == "002003" and body["sqlState"] == "42S02"
    assert raw.post(url, {"statement": "select 1"})[0] == 401
    assert raw.post(url, {"statement": "use database x"}, AUTH)[0] == 422
    assert raw.post(url, {"statement": "select 1", "surprise": 1}, AUTH)[0] == 400
    assert raw.send("POST", url, b"{}", {**AUTH, "Content-Type": "text/plain"})[0] == 415
    assert raw.get(f"{url}/01b2", AUTH)[0] == 404
    status, _, body = raw.post(url, {"statement": "select 1; select 2", "parameters": {"multi_statement_count": "2"}}, AUTH)
    assert status == 200 and len(body["statementHandles"]) == 2
    status, _, body = raw.post(url, {"statement": "select seq4() from table(generator(rowcount => 25000))"}, AUTH)
    assert [part["rowCount"] for part in body["resultSetMetaData"]["partitionInfo"]] == [10000, 10000, 5000]
    assert len(raw.get(f"{url}/{body['statementHandle']}?partition=2", AUTH)[2]["data"]) == 5000


def test_the_sql_api_takes_parameters_and_repeats_nothing(server):
    url = f"{server}/api/v2/statements"

    def run(text, query="", **members):
        return raw.post(url + query, {"statement": text, "database": "DB", "schema": "PUBLIC", **members}, AUTH)

    tokyo = run("select '2026-01-01 00:00:00'::timestamp_ltz::varchar", parameters={"TimeZone": "Asia/Tokyo"})
    assert tokyo[2]["data"] == [["2026-01-01 00:00:00.000 +0900"]]
    assert run("select 1", parameters={"nobody": "1"})[0] == 400
    assert run("select 1", bindings={"1": {"type": "NOPE", "value": "1"}})[0] == 400
    assert raw.post(url, {"statement": "select 1"}, {**AUTH, "X-Snowflake-Authorization-Token-Type": "NOPE"})[0] == 400
    handle = run("select 1")[2]["statementHandle"]
    assert raw.get(f"{url}/{handle}?partition=x", AUTH)[0] == 400
    several = "begin; create or replace table api (n int); set v = 7; use schema public; insert into api values ($v); commit"
    status, _, body = run(several, parameters={"MULTI_STATEMENT_COUNT": "0"})
    assert status == 200 and len(body["statementHandles"]) == 6 and body["statementHandle"] not in body["statementHandles"]
    assert raw.get(f"{url}/{body['statementHandle']}", AUTH)[0] == 200
    request = "?requestId=7c4d2a52-2f0b-4d5c-9d3a-0d2a6c1f9b11"
    first = run("insert into api values (8)", request)[2]
    assert run("insert into api values (8)", request + "&retry=true")[2]["statementHandle"] == first["statementHandle"]
    assert run("select count(*) from api")[2]["data"] == [["2"]]
    slow = "with recursive r as (select 1 n union all select n + 1 from r) select count(*) from r"
    status, _, body = run(slow, timeout=1)
    assert status == 408 and body["code"] == "000630"
