/** A lint rule: what it finds, what REANA would make of it, and small analyses that show it. */
import type { Finding } from '../../base/error.ts';
import type { ProblemCode } from '../../specification/server-generation.ts';
import { ownRuleId } from '../../base/rule-id.ts';

export type Severity = Finding['severity'];

/** A small analysis: the content of its files by name; `reana.yaml` is one of them. */
export type RuleExample = Readonly<Record<string, string>>;

/** What there is to say about a rule, whoever checks it. */
export interface RuleDescription {
  /** Kebab case, and never changed: it stands in people's settings. */
  readonly id: string;
  /** `error`: REANA refuses the run, or the run cannot do what is written. */
  readonly severity: Severity;
  /** What the rule looks for, as a short statement of what is wrong. */
  readonly title: string;
  /** What happens on REANA when the finding is ignored. */
  readonly consequence: string;
  readonly fix: string;
  /** What servers of the next generation call it in their validation report; `schema` unless given. */
  readonly code?: ProblemCode;
  /** `bundle`: these servers make no run of a bundle with this mistake. */
  readonly refusedBy?: 'bundle';
  /** Whether these servers cannot see it: it is about files that are uploaded later, or about lint itself. */
  readonly isUnseen?: boolean;
  /** Documentation and tests at once: the rule speaks on every wrong one and is silent on every right one. */
  readonly examples: {
    readonly wrong: readonly RuleExample[];
    readonly right: readonly RuleExample[];
  };
}

/** What a rule is about; `undefined` when there is no such rule. */
export type DescribeRule = (id: string) => RuleDescription | undefined;

/** What a rule found; its id, and its severity unless it is milder in this case, are added. */
export type Problem = Omit<Finding, 'rule' | 'severity'> & { readonly severity?: Severity };

/** One check of `Subject`, a loaded analysis or a part of it. */
export interface Rule<Subject> extends RuleDescription {
  /** Has to answer quickly, for whatever an author may have written, and throws nothing. */
  check(subject: Subject): Iterable<Problem> | Promise<Iterable<Problem>>;
}

/** The findings of `rules` on `subject`, in the order of the rules. */
export async function checkRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const rule of rules) {
    for (const problem of await rule.check(subject)) {
      findings.push({ severity: rule.severity, ...problem, rule: ownRuleId(rule) });
    }
  }
  return findings;
}
