/** The words that yadage's schemas are written in here. */
import type { Json } from '../../../base/json.ts';

export type SchemaType = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export interface Schema {
  /** How a message names what the schema describes. */
  readonly title?: string;
  readonly type?: SchemaType;
  readonly values?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | SchemaName>>;
  /** Whether no other properties than those listed are allowed. */
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly oneOf?: readonly (Schema | SchemaName)[];
  readonly notAll?: readonly string[];
  readonly items?: Schema | SchemaName;
  readonly default?: Json;
  /** The property that tells which of several schemas is meant. */
  readonly discriminator?: string;
  /** What the real loader rewrites while it checks. */
  readonly rewrite?: 'stage' | 'scheduler';
}

export type SchemaName =
  | 'workflow'
  | 'stage'
  | 'predicates/jsonpathready-schema.json#'
  | 'predicates/exprfulfilled-schema.json#'
  | 'singlestep'
  | 'multistep'
  | 'jq'
  | 'parameters'
  | 'cases'
  | 'packtivity';

export const text: Schema = { type: 'string' };
export const list: Schema = { type: 'array' };
export const dict: Schema = { type: 'object' };

/** An object with a property that says of which kind it is. */
export function kind(
  title: string,
  key: string,
  name: string,
  properties: Schema['properties'],
  more: Partial<Schema> & { readonly byDefault?: boolean } = {},
): Schema {
  const { byDefault, required = [], ...rest } = more;
  const type: Schema = {
    ...text,
    values: [name],
    ...(byDefault === true ? { default: name } : {}),
  };
  return {
    title,
    type: 'object',
    closed: true,
    discriminator: key,
    properties: { [key]: type, ...properties },
    required: [key, ...required],
    ...rest,
  };
}
