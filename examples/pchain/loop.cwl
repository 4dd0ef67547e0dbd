# Active learning: the steps of loop_body.cwl again and again, each time with the mass that the last turn has chosen.
cwlVersion: v1.0
class: Workflow

requirements:
  SubworkflowFeatureRequirement: {}

inputs:
  signal:
    type: string
    default: mc23_13p6TeV:mc23_13p6TeV.801234.toy_signal.merge.AOD.e8514_s4159_r15530

outputs:
  outDS:
    type: string
    outputSource: work/outDS

steps:
  work:
    run: loop_body.cwl
    in:
      signal: signal
      param_mass:
        default: 750
    out: [outDS]
    hints:
      - loop
