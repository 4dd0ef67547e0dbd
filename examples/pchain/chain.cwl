# Derivation on the Grid, limit on REANA, and a look at the limit: each step starts when the one before has ended.
cwlVersion: v1.0
class: Workflow

inputs:
  signal:
    type: string
    default: mc23_13p6TeV:mc23_13p6TeV.801234.toy_signal_m750.merge.AOD.e8514_s4159_r15530

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
        default: "source script_reana.sh pchain_ZZ %{DS1} --var MASS=750"
      opt_args:
        default: "--site CERN --outputs output_from_reana.tar --useSecrets"
    out: [outDS]

  checkpoint:
    run: junction
    in:
      opt_inDS: limit/outDS
      opt_containerImage:
        default: docker://registry.gitlab.example.org/hep/reana-ci:0.1.0
      opt_exec:
        default: "sh checkpoint.sh 750"
      opt_args:
        default: ""
    out: [outDS]
