/** A small analysis, quick to run without containers. */

export function analysisFiles({
  command = "sed 's/^/${greeting}, /' names.txt > greetings.txt",
  output = 'greetings.txt',
}: { readonly command?: string; readonly output?: string } = {}): Record<string, string> {
  return {
    'names.txt': 'Ada\nEmmy\n',
    'reana.yaml': `version: 0.9.0
inputs:
  files: [names.txt]
  parameters: { greeting: Hello }
workflow:
  type: serial
  specification:
    steps:
      - name: greet
        environment: docker.io/library/python:3.12-slim
        commands:
          - ${JSON.stringify(command)}
outputs:
  files: [${output}]
`,
  };
}
