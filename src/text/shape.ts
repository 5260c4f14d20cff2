// What a JSON value from outside must look like before anything trusts it.

/** Reads a value; `at` is where it stands, for the error. */
export type Shape<T> = (value: unknown, at: string) => T;

/** A value that has another shape than expected. */
export class ShapeError extends Error {
  readonly at: string;
  readonly expected: string;

  constructor(at: string, expected: string) {
    super(`${at}: expected ${expected}`);
    this.at = at;
    this.expected = expected;
  }
}

/** A whole number from 0 to `max`. */
export function countShape(max = Number.MAX_SAFE_INTEGER): Shape<number> {
  return (value, at) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new ShapeError(at, max === Number.MAX_SAFE_INTEGER ? 'a count' : `a whole number from 0 to ${max}`);
  };
}

/** A text of at most `max` characters, in a form if one is given. */
export function textShape(
  max: number,
  form = /^/,
  expected = `a text of at most ${max} characters`,
): Shape<string> {
  return (value, at) => {
    if (typeof value === 'string' && value.length <= max && form.test(value)) return value;
    throw new ShapeError(at, expected);
  };
}

export function choiceShape<const T extends string | boolean>(...choices: readonly T[]): Shape<T> {
  return (value, at) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw new ShapeError(at, choices.map(String).join(' or '));
  };
}

export function nullOr<T>(shape: Shape<T>): Shape<T | null> {
  return (value, at) => (value === null || value === undefined ? null : shape(value, at));
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export function arrayShape<T>(shape: Shape<T>, max: number): Shape<T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > max) throw new ShapeError(at, `a list of at most ${max}`);
    return value.map((each, i) => shape(each, `${at}[${i}]`));
  };
}

type Fields<T> = { [K in keyof T]: Shape<T[K]> };

/** An object with these fields; others are left out. */
export function objectShape<T extends object>(fields: Fields<T>): Shape<T> {
  return (value, at) => {
    const object = plainObject(value, at);
    const read = Object.entries<Shape<unknown>>(fields).flatMap(([name, shape]) => {
      const own = shape(Object.hasOwn(object, name) ? object[name] : undefined, `${at}.${name}`);
      return own === undefined ? [] : [[name, own] as const];
    });
    return Object.fromEntries(read) as T;
  };
}

/** An object whose names have a form, and whose values have a shape. */
export function dictionaryShape<T>(names: RegExp, shape: Shape<T>, max: number): Shape<Record<string, T>> {
  return (value, at) => {
    const entries = Object.entries(plainObject(value, at));
    if (entries.length > max) throw new ShapeError(at, `at most ${max} names`);
    return Object.fromEntries(
      entries.map(([name, each]) => {
        if (!names.test(name)) throw new ShapeError(at, `names such as ${names.source}`);
        return [name, shape(each, `${at}.${name}`)];
      }),
    );
  };
}

function plainObject(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new ShapeError(at, 'an object');
}
