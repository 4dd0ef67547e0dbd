/** A small analysis whose one step makes `limit_stage/output.json`, as fast as a shell can. */
export function limitAnalysis(
  command = 'mkdir limit_stage; echo "\\"$dataset\\"" > limit_stage/output.json',
) {
  return {
    'reana-template.yaml': `
version: 0.9.0
inputs:
  parameters:
    dataset: VAR_INPUT
workflow:
  type: serial
  specification:
    steps:
      - name: limit
        environment: docker.io/library/python:3.12-slim
        commands:
          - dataset='\${dataset}'; ${command}
outputs:
  directories:
    - limit_stage
`,
  };
}

export const dataset = 'user.jdoe.wf_000_inner_work_deriv_DAOD_HIGG2D1.pool.root.1/';
export const scopedDataset = 'user.jdoe:user.jdoe.wf_000_inner_work_deriv_DAOD_HIGG2D1.pool.root.1';
