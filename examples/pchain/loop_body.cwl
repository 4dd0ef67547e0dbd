# One turn. %{mass} is what checkpoint.sh of the last turn has written as "mass", %{i} counts the turns.
cwlVersion: v1.0
class: Workflow

inputs:
  signal:
    type: string
  param_mass:
    type: int
    default: 750

outputs:
  outDS:
    type: string
    outputSource: checkpoint/outDS

steps:
  deriv:
    run: prun
    in:
      opt_inDS: signal
      opt_useAthenaPackages:
        default: true
      opt_exec:
        default: "Derivation_tf.py --CA --inputAODFile %IN --outputDAODFile pool.root.1 --formats PHYSLITE"
      opt_args:
        default: "--outputs DAOD_PHYSLITE.pool.root.1 --nFilesPerJob 5"
    out: [outDS]

  limit:
    run: reana
    in:
      opt_inDS: deriv/outDS
      opt_containerImage:
        default: docker://registry.gitlab.example.org/hep/reana-ci:0.1.0
      opt_exec:
        default: "source script_reana.sh pchain_ZZ_%{i} %{DS1} --var MASS=%{mass}"
      opt_args:
        default: "--site CERN --outputs output_from_reana.tar --useSecrets --disableAutoRetry"
    out: [outDS]

  checkpoint:
    run: junction
    in:
      opt_inDS: limit/outDS
      opt_containerImage:
        default: docker://registry.gitlab.example.org/hep/reana-ci:0.1.0
      opt_exec:
        default: "sh checkpoint.sh %{mass}"
      opt_args:
        default: ""
    out: [outDS]
