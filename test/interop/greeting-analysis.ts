/** The small analysis that the clients run: two serial steps, inputs, outputs, something left over. */

export const names = ['Ada', 'Grace', 'Lise'];

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
};
