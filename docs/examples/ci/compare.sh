#!/usr/bin/env bash
# Runs the scenario of the base and of the head, compares them, and leaves comment.md and its exit code in code.txt.
#
#   SCENARIO   path of the scenario in the repository
#   BASE       folder with the base's checkout; the working folder holds the head's
# Exit code: that of what failed, 0 when only a budget is broken, so that the comment is posted first.
set -euo pipefail

(cd "$BASE" && finegrain sweep "$SCENARIO" --out finegrain-base --quiet > /dev/null)
finegrain sweep "$SCENARIO" --out finegrain-head --quiet > /dev/null

code=0
finegrain compare "$BASE/finegrain-base" finegrain-head --format markdown --out finegrain-compare --skip-no-diff \
  --budget 'cost_usd.p95<=500' --budget 'delta(cost_usd)<=10%' --budget 'review_hours<=40' \
  > comment.md || code=$?
echo "$code" > code.txt
# 3: a budget is broken, and comment.md says which.
[ "$code" -eq 0 ] || [ "$code" -eq 3 ] || exit "$code"
