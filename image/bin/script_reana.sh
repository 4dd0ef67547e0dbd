# The REANA step of a production chain, for  opt_exec: "source script_reana.sh JOB_NAME %{DS1}".
#
#   JOB_NAME   name of the run on REANA
#   DATASETS   what comes in the place of VAR_INPUT: one dataset, or several with commas or as several words
#   …          further arguments, from the first option on, go to "reana-ci run", such as --var mass=%{mass}
#
# Takes reana-template.yaml of the sandbox and, where REANA_CI_ANALYSIS names a git repository or a folder,
# the files of that analysis. Leaves output_from_reana.tar here. A script_reana.sh in the sandbox, which the
# search path hides behind this one, is run in its place.

# Passes SIGTERM on, so that the program can end the run on REANA; a shell would keep it to itself until the
# program has ended.
run_on_reana() {
  local job_name=$1 datasets=$2 template= pid status=0
  shift 2
  while [ "$#" -gt 0 ] && [ "${1#-}" = "$1" ]; do
    datasets=$datasets,$1
    shift
  done
  if [ -f reana-template.yaml ]; then template=$PWD/reana-template.yaml; fi
  reana-ci run "${REANA_CI_ANALYSIS:-.}" ${template:+--spec "$template"} \
    --name "$job_name" --input "$datasets" "$@" &
  pid=$!
  trap 'kill -TERM "$pid" 2>/dev/null' TERM INT
  # A signal breaks off "wait", not the program.
  while wait "$pid" && status=0 || status=$?; kill -0 "$pid" 2>/dev/null; do :; done
  trap - TERM INT
  return "$status"
}

if [ -f ./script_reana.sh ] && ! [ ./script_reana.sh -ef /usr/local/bin/script_reana.sh ]; then
  source ./script_reana.sh "$@"
elif [ "$#" -lt 2 ]; then
  echo 'ERROR: wrong use, write: source script_reana.sh JOB_NAME DATASETS' >&2
  (exit 4)
else
  export REANA_SERVER_URL="${REANA_SERVER_URL:-https://reana.cern.ch}"
  export VONAME="${VONAME:-atlas}"
  run_on_reana "$@"
fi
