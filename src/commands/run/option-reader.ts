/** Options that can be given as flags and as `REANA_CI_…` variables. */
import type { Command } from 'commander';
import { readSwitch } from '../../base/switch.ts';

export interface OptionKind {
  /** Without dashes in front: `secret-env`. */
  readonly flag: string;
  /** What the flag takes, as the help shows it; a flag without takes nothing. */
  readonly value?: string;
  /** How a variable holds several values; a flag is given several times instead. */
  readonly list?: ListKind;
  readonly description: string;
}

/** `names` are assignments that may leave out `=VALUE`. */
export type ListKind = 'plain' | 'assignments' | 'names';

export interface OptionReader {
  readonly text: (flag: string) => string | undefined;
  readonly list: (flag: string) => string[];
  /**
   * `undefined` when nobody says.
   *
   * @throws ReanaCiError `usage` when a variable holds neither true nor false
   */
  readonly isOn: (flag: string) => boolean | undefined;
  /** What the variable of an option holds that has no flag. */
  readonly variable: (name: string) => string | undefined;
}

/** Declares options, without defaults: those come after the environment. */
export function addOptions(command: Command, options: readonly OptionKind[]): Command {
  for (const { flag, value, list, description } of options) {
    const usage = value === undefined ? `--${flag}` : `--${flag} ${value}`;
    if (list === undefined) command.option(usage, description);
    else command.option(usage, description, append);
  }
  return command;
}

/** `--secret-env` is `REANA_CI_SECRET_ENV`. */
export function variableOf(flag: string): string {
  return `REANA_CI_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/**
 * Makes a reader: a flag goes before its variable, and an empty variable says nothing.
 *
 * @param flags as commander has read them
 */
export function createOptionReader(
  options: readonly OptionKind[],
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): OptionReader {
  return {
    text: (flag) => asText(flags[camelCase(flag)]) ?? variable(flag),
    list: (flag) => asList(flags[camelCase(flag)]) ?? listVariable(flag),
    isOn: (flag) => flags[camelCase(flag)] === true || switchVariable(flag),
    variable,
  };

  function variable(flag: string): string | undefined {
    const value = env[variableOf(flag)]?.trim();
    return value === '' ? undefined : value;
  }

  function listVariable(flag: string): string[] {
    const kind = options.find((option) => option.flag === flag)?.list;
    return splitList(variable(flag) ?? '', kind ?? 'plain');
  }

  function switchVariable(flag: string): boolean | undefined {
    return readSwitch(variableOf(flag), variable(flag));
  }
}

const separators: Readonly<Record<ListKind, RegExp>> = {
  plain: /[\n,]/,
  assignments: /\n|,(?=\s*[A-Za-z_][\w.-]*=)/,
  names: /\n|,(?=\s*[A-Za-z_][\w.-]*\s*(?:=|,|\n|$))/,
};

/**
 * Splits a list at line breaks and commas. Where values are assignments, only a comma with another
 * assignment behind it separates, so that `masses=[1,2],tune=a` has two items.
 */
export function splitList(text: string, kind: ListKind): string[] {
  return text
    .split(separators[kind])
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function append(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

function camelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asList(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}
