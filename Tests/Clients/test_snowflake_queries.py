"""Random queries against DuckDB, where both dialects mean the same: joins, groups, windows, unions, subqueries, NULLs and order."""

import random

import duckdb
import pytest
import snowflake.connector

QUERIES = 150


class Writer:
    """Writes queries of two columns, a and b, over two tables."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    def value(self, columns, depth=0):
        kind = "column" if depth > 2 or self.chance(0.5) else self.pick("number", "sum", "coalesce", "case", "abs", "nullif")
        inner = lambda: self.value(columns, depth + 1)
        return {
            "column": lambda: self.pick(*columns),
            "number": lambda: str(self.random.randint(-2, 4)),
            "sum": lambda: f"({inner()} {self.pick('+', '-', '*')} {inner()})",
            "coalesce": lambda: f"coalesce({inner()}, {self.random.randint(0, 3)})",
            "case": lambda: f"case when {self.condition(columns, depth + 1)} then {inner()} else {inner()} end",
            "abs": lambda: f"abs({inner()})",
            "nullif": lambda: f"nullif({inner()}, {self.random.randint(0, 3)})",
        }[kind]()

    def condition(self, columns, depth=0):
        kind = "compare" if depth > 2 or self.chance(0.6) else self.pick("null", "in", "both", "not")
        inner = lambda: self.condition(columns, depth + 1)
        value = self.value(columns, depth + 1)
        return {
            "compare": lambda: f"{value} {self.pick('=', '<', '>', '<=', '>=', '<>')} {self.value(columns, depth + 1)}",
            "null": lambda: f"{value} is {self.pick('', 'not ')}null",
            "in": lambda: f"{value} in ({self.random.randint(0, 4)}, {self.random.randint(0, 4)})",
            "both": lambda: f"({inner()} {self.pick('and', 'or')} {inner()})",
            "not": lambda: f"not ({inner()})",
        }[kind]()

    def table(self, alias, depth):
        return f"{self.pick('t', 'u')} {alias}" if depth > 1 or self.chance(0.5) else f"({self.select(depth + 1)}) {alias}"

    def source(self, depth):
        if self.chance(0.67):
            return self.table("x", depth), ["x.a", "x.b"]
        join = self.pick("join", "left join", "right join", "full join")
        tables = f"{self.table('x', depth)} {join} {self.table('y', depth)} on x.a = y.{self.pick('a', 'b')}"
        return tables, ["x.a", "x.b", "y.a", "y.b"]

    def select(self, depth=0):
        if depth < 2 and self.chance(0.15):
            sides = [f"select a, b from ({self.select(depth + 1)}) {name}" for name in ("l", "r")]
            return f" union {self.pick('', 'all ')}".join(sides)
        tables, columns = self.source(depth)
        tables += f" where {self.condition(columns)}" if self.chance(0.4) else ""
        column, other = self.pick(*columns), self.pick(*columns)
        kind = self.pick("plain", "plain", "group", "window")
        if kind == "group":
            value = self.value(columns)
            total = self.pick(f"sum({value})", f"count({value})", "count(*)", f"min({value})", f"max({value})", f"count(distinct {other})")
            having = f" having count(*) > {self.random.randint(0, 2)}" if self.chance(0.4) else ""
            return f"select {column} a, {total} b from {tables} group by {column}{having}"
        if kind == "window":
            window = self.pick(
                f"sum({other}) over (partition by {column})", f"count(*) over (partition by {other} order by {column} nulls last)",
                f"rank() over (order by {column} nulls last)", f"max({other}) over (order by {column} nulls first)",
                f"dense_rank() over (partition by {other} order by {column} desc nulls first)")
            return f"select {self.value(columns)} a, {window} b from {tables}"
        return f"select {self.pick('', '', '', 'distinct ')}{self.value(columns)} a, {self.value(columns)} b from {tables}"

    def query(self):
        """The query, and whether its order is whole."""
        select = self.select()
        if self.chance(0.4):
            return select, False
        first = f"{self.pick('1', '2', 'a', 'b')} {self.pick('asc', 'desc')} nulls {self.pick('first', 'last')}"
        if " union " in select or self.chance(0.5):
            select = f"select * from ({select}) q"
        return f"{select} order by {first}, 1 nulls last, 2 nulls last", True


def rows(cursor, query):
    return [tuple(None if value is None else int(value) for value in row) for row in cursor.execute(query).fetchall()]


@pytest.mark.parametrize("seed", range(4))
def test_queries_give_the_rows_of_another_engine(server, seed):
    writer = Writer(seed)
    peer = duckdb.connect()
    with snowflake.connector.connect(
            account="a", user="u", password="p", host="127.0.0.1", port=int(server.rsplit(":", 1)[1]), protocol="http",
            database="FINEGRAIN", schema=f"QUERIES_{seed}") as connection:
        ours = connection.cursor()
        ours.execute(f"create schema if not exists queries_{seed}")
        for table in "tu":
            values = ", ".join(
                f"({writer.pick('null', *range(-3, 6))}, {writer.pick('null', *range(10))})" for _ in range(12))
            for cursor in (ours, peer):
                cursor.execute(f"create or replace table {table} (a int, b int)")
                cursor.execute(f"insert into {table} values {values}")
        for _ in range(QUERIES):
            query, is_ordered = writer.query()
            expected, found = rows(peer, query), rows(ours, query)
            if not is_ordered:
                expected, found = [sorted(side, key=lambda row: [(v is None, v or 0) for v in row]) for side in (expected, found)]
            assert found == expected, query
