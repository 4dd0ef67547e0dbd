/** The specification that the examples here are made of. */

export const serial = `workflow:
  type: serial
  specification:
    steps:
      - name: fit
        environment: python:3.12
        commands: [python fit.py]
`;
