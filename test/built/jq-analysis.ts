/** A yadage workflow whose stages and results are made by jq. */

const image =
  '{environment_type: docker-encapsulated, image: docker.io/library/debian, imagetag: bookworm}';

const workflow = `
stages:
- name: fan
  dependencies: [init]
  scheduler:
    scheduler_type: jq-stage
    bindings: {l: {$wflowref: ['.init[]', '.l[]']}}
    stepscript: '[.l[0][] | {x: .}]'
    postscript: '. + {out: "{workdir}/out"}'
    step:
      process: {process_type: string-interpolated-cmd, cmd: 'echo {x} > {out}'}
      publisher: {publisher_type: constant-pub, publish: {a: 1}}
      environment: ${image}
- name: publish
  dependencies: [fan]
  scheduler:
    scheduler_type: singlestep-stage
    parameters: {out: '{workdir}/final.txt'}
    step:
      process: {process_type: string-interpolated-cmd, cmd: 'echo done > {out}'}
      publisher: {publisher_type: fromparjq-pub, script: '{result: .out}'}
      environment: ${image}
`;

const specification = `
inputs: {files: [jq-workflow.yaml], parameters: {l: [5, 2.5]}}
workflow: {type: yadage, file: jq-workflow.yaml}
outputs: {files: [publish/final.txt]}
`;

export const files = { 'jq.yaml': specification, 'jq-workflow.yaml': workflow };
