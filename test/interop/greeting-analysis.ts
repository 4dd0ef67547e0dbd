/** The small analyses that the clients run: one of serial steps in detail, one in each other language. */

const names = ['Ada', 'Grace', 'Lise'];

const image = 'docker.io/library/debian:bookworm';

const greetings = `
inputs:
  files:
    - code/greet.sh
    - data/names.txt
  parameters:
    greeting: Hello
    names: data/names.txt
outputs:
  files:
    - results/greetings.txt
  directories:
    - results/lists
`;

const serial = `${greetings}
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: ${image}
        commands:
          - mkdir -p results/lists
          - bash code/greet.sh "\${greeting}" "\${names}" > results/greetings.txt
      - name: sort
        environment: ${image}
        commands:
          - sort -r results/greetings.txt > results/lists/sorted.txt && echo left over > scratch.txt && head -n 1 results/lists/sorted.txt
`;

const yadage = `
inputs:
  files: [workflow.yaml, data/names.txt]
  parameters: { names: data/names.txt }
workflow: { type: yadage, file: workflow.yaml }
outputs: { files: [count/count.txt] }
`;

const yadageStages = `
stages:
  - name: count
    dependencies: [init]
    scheduler:
      scheduler_type: singlestep-stage
      parameters:
        names: { step: init, output: names }
        count: '{workdir}/count.txt'
      step:
        process:
          process_type: string-interpolated-cmd
          cmd: 'wc -l < {names} > {count}'
        environment:
          environment_type: docker-encapsulated
          image: docker.io/library/debian
          imagetag: bookworm
        publisher:
          publisher_type: frompar-pub
          outputmap: { count: count }
`;

const cwl = `
inputs:
  files: [count.cwl, data/names.txt]
  parameters: { input: names.yml }
workflow: { type: cwl, file: count.cwl }
outputs: { files: [outputs/count.txt] }
`;

const cwlWorkflow = `
cwlVersion: v1.0
class: Workflow
inputs: { names: File }
outputs: { counted: { type: File, outputSource: count/counted } }
steps:
  count:
    run:
      class: CommandLineTool
      hints: { DockerRequirement: { dockerPull: '${image}' } }
      baseCommand: [wc, -l]
      inputs: { names: File }
      stdin: $(inputs.names.path)
      stdout: count.txt
      outputs: { counted: stdout }
    in: { names: names }
    out: [counted]
`;

const snakemake = `
inputs:
  files: [Snakefile, config.yaml, data/names.txt]
  parameters: { input: config.yaml }
workflow: { type: snakemake, file: Snakefile }
outputs: { files: [counted/count.txt] }
`;

const snakefile = `
rule all:
    input: "counted/count.txt"

rule count:
    input: config["names"]
    output: "counted/count.txt"
    container: "docker://${image}"
    shell: "wc -l < {input} > {output}"
`;

function oneCommand(command: string): string {
  return `
workflow:
  type: serial
  specification:
    steps:
      - name: only
        environment: ${image}
        commands: ['${command}']
`;
}

export const files = {
  'reana.yaml': serial,
  'code/greet.sh': 'while read -r name; do echo "$1, $name!"; done < "$2"\n',
  'data/names.txt': `${names.join('\n')}\n`,
  /** Puts its process id where the test can find it, then waits to be stopped. */
  'slow.yaml': oneCommand('echo $$$$ > pid.txt && exec sleep 300'),
  'failing.yaml': oneCommand('echo it went wrong >&2 && exit 3'),
  'broken.yaml': serial.replace('type: serial', 'type: cereal'),
  'yadage.yaml': yadage,
  'workflow.yaml': yadageStages,
  'cwl.yaml': cwl,
  'count.cwl': cwlWorkflow,
  'names.yml': 'names: { class: File, location: data/names.txt }\n',
  'snakemake.yaml': snakemake,
  Snakefile: snakefile,
  'config.yaml': 'names: data/names.txt\n',
};
