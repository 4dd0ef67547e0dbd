cwlVersion: v1.0
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
inputs:
  masses: File
  count_code: File
  estimate_code: File
  signal: string[]
  sidebands:
    type: { type: array, items: { type: array, items: string } }
outputs:
  result:
    type: File
    outputSource: estimate/estimate
steps:
  count_signal:
    run: count.cwl
    in: { code: count_code, masses: masses, region: signal }
    out: [count]
  count_sidebands:
    run: count.cwl
    scatter: region
    in: { code: count_code, masses: masses, region: sidebands }
    out: [count]
  estimate:
    run: estimate.cwl
    in: { code: estimate_code, signal: count_signal/count, sidebands: count_sidebands/count }
    out: [estimate]
