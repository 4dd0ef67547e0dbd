/** What a user may ask to run the jobs with. */

/** `auto` takes containers where a container engine answers, and processes where none does. */
export const executorChoices = ['auto', 'process', 'docker'] as const;
export type ExecutorChoice = (typeof executorChoices)[number];
