/** A workflow of two rules and three jobs, for every Snakemake that the engine knows. */

export const snakefile = `
rule all:
    input: "results/sum.txt"

rule count:
    output: "results/{part}.txt"
    container: "docker://docker.io/library/debian:12-slim"
    resources:
        kubernetes_memory_limit="256Mi",
        kubernetes_uid=500
    shell: "echo {config[step]} > {output}"

rule total:
    input: "results/a.txt", "results/b.txt"
    output: "results/sum.txt"
    container: "docker://docker.io/library/debian:12-slim"
    shell: "cat {input} > {output} && echo summed"
`;
