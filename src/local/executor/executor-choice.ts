/** Ways to run jobs that a user may choose. */

/** `auto` takes containers where a container engine answers, and processes where none does. */
export const executorChoices = ['auto', 'process', 'docker'] as const;
export type ExecutorChoice = (typeof executorChoices)[number];
