# Looks at the limit and writes what the next turn of the loop is to do: another mass, or the end.
set -e
mass=$1
tar xf ./*output_from_reana.tar
limit=$(sed -n 's/.*"limit":\([0-9.]*\).*/\1/p' limit_stage/output.json)
thousandths=$(echo "$limit" | tr -d .)
if [ "$thousandths" -gt 800 ]; then to_continue=true; else to_continue=false; fi
printf '{"mass": %d, "limit": %s, "to_continue": %s}\n' "$((mass + 50))" "$limit" "$to_continue" |
  tee results.json
