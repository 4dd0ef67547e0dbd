cwlVersion: v1.0
class: CommandLineTool
hints:
  DockerRequirement: { dockerPull: docker.io/library/python:3.12-slim }
  reana: { kubernetes_memory_limit: 256Mi }
baseCommand: python3
inputs:
  code: { type: File, inputBinding: { position: 1 } }
  masses: { type: File, inputBinding: { position: 2 } }
  region: { type: 'string[]', inputBinding: { position: 3 } }
stdout: count.json
outputs:
  count: stdout
