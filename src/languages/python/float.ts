/** Floats written as Python writes them: `repr`, and the `e`, `f`, `g` presentations, rounded half to even. */

/** `repr(x)`: the shortest digits that read back the same; an exponent from 1e16 up and below 1e-4. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  return sign(value) + layOut(digits, exponent, exponent < -4 || exponent >= 16, true);
}

export interface FloatForm {
  readonly presentation: 'e' | 'f' | 'g';
  readonly precision: number;
  /** `#`: keep the point and, for `g`, trailing zeros. */
  readonly alternate: boolean;
  /** Without a presentation type, at least one digit follows the point. */
  readonly atLeastOneDecimal: boolean;
}

/** The digits of `|value|` in `form`, without a sign. */
export function formatFloat(value: number, form: FloatForm): string {
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) return notFinite(magnitude);
  switch (form.presentation) {
    case 'f':
      return fixed(magnitude, form.precision) + point(form);
    case 'e': {
      const { digits, exponent } = significant(magnitude, form.precision + 1);
      return withExponent(digits, exponent, form.precision === 0 && form.alternate);
    }
    case 'g':
      return general(magnitude, form);
  }
}

function point(form: FloatForm): string {
  return form.alternate && form.precision === 0 ? '.' : '';
}

function general(magnitude: number, form: FloatForm): string {
  const precision = Math.max(form.precision, 1);
  const { digits, exponent } = significant(magnitude, precision);
  const limit = form.atLeastOneDecimal ? precision - 1 : precision;
  const scientific = exponent < -4 || exponent >= limit;
  if (form.alternate) {
    return scientific
      ? withExponent(digits, exponent, digits.length === 1)
      : fixed(magnitude, precision - 1 - exponent) + (exponent === precision - 1 ? '.' : '');
  }
  return layOut(digits.replace(/(?<=.)0+$/, ''), exponent, scientific, form.atLeastOneDecimal);
}

/** Places the point: `digits` is the number's digits, the first of them worth `10 ** exponent`. */
function layOut(
  digits: string,
  exponent: number,
  scientific: boolean,
  atLeastOneDecimal: boolean,
): string {
  if (scientific) return withExponent(digits, exponent, false);
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  if (fraction !== '') return `${whole}.${fraction}`;
  return atLeastOneDecimal ? `${whole}.0` : whole;
}

function withExponent(digits: string, exponent: number, keepPoint: boolean): string {
  const fraction = digits.slice(1);
  const mantissa = digits.slice(0, 1) + (fraction === '' && !keepPoint ? '' : `.${fraction}`);
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** Exactly `decimals` digits after the point. */
function fixed(magnitude: number, decimals: number): string {
  const digits = scaled(magnitude, decimals)
    .toString()
    .padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Exactly `count` significant digits. */
function significant(magnitude: number, count: number): { digits: string; exponent: number } {
  if (magnitude === 0) return { digits: '0'.repeat(count), exponent: 0 };
  // The shortest digits may have been rounded up to a power of ten, or rounding here may reach one.
  let exponent = Number(magnitude.toExponential().split('e')[1]);
  if (scaled(magnitude, count - 1 - exponent).toString().length < count) exponent -= 1;
  const digits = scaled(magnitude, count - 1 - exponent).toString();
  return digits.length > count
    ? { digits: digits.slice(0, count), exponent: exponent + 1 }
    : { digits, exponent };
}

/** `magnitude * 10 ** power`, rounded half to even: exact, since a double is a fraction of whole numbers. */
function scaled(magnitude: number, power: number): bigint {
  const { mantissa, exponent } = binaryParts(magnitude);
  let numerator = mantissa * 2n ** BigInt(Math.max(exponent, 0));
  let denominator = 2n ** BigInt(Math.max(-exponent, 0));
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const quotient = numerator / denominator;
  const twiceRemainder = (numerator % denominator) * 2n;
  const up =
    twiceRemainder > denominator || (twiceRemainder === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}

/** `magnitude` as `mantissa * 2 ** exponent`. */
function binaryParts(magnitude: number): { mantissa: bigint; exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, magnitude);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value < 0 ? '-inf' : 'inf';
}
