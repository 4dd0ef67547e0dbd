/** A number that tells how an analysis is doing, comparable from one run to the next. */
export interface Metric {
  /** The same in every run: letters, digits and `_`. */
  readonly name: string;
  /** As people read it. */
  readonly label: string;
  readonly unit?: string;
  /** Which way is an improvement; absent where none is. */
  readonly better?: 'lower' | 'higher';
  /** Absent when the run has not made it. */
  readonly value?: number;
  /** The band of one standard deviation around it. */
  readonly band?: { readonly low: number; readonly high: number };
  /** Why there is no value, or why it must be looked at. */
  readonly problem?: string;
}
