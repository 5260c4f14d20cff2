/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

interface JsonObject {
  [name: string]: Json;
}

/**
 * What changes one JSON value into another: a number, text, flag or null that takes its place; `[value]` for a list or an
 * object that takes its place; `[]` for a field that goes; an object for what changes inside, by field or index.
 */
export type Delta = Json;

/** The difference of two values; undefined if there is none. */
export function difference(before: Json | undefined, after: Json): Delta | undefined {
  if (before === after) return undefined;
  if (!isTree(after)) return after;
  if (!isTree(before) || Array.isArray(before) !== Array.isArray(after)) return [after];
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) return [after];
  const [old, now] = [before as Record<string, Json>, after as Record<string, Json>];
  const changes: Record<string, Json> = {};
  let count = 0;
  for (const name of Object.keys(now)) {
    const change = difference(old[name], now[name] as Json);
    if (change === undefined) continue;
    changes[name] = change;
    count++;
  }
  for (const name of Object.keys(old)) {
    if (Object.hasOwn(now, name)) continue;
    changes[name] = [];
    count++;
  }
  return count === 0 ? undefined : changes;
}

/** The value that a difference makes of another, which stays as it is. A difference that does not fit makes what it can. */
export function changed(before: Json | undefined, delta: Delta): Json | undefined {
  if (!isTree(delta)) return delta;
  if (Array.isArray(delta)) return delta[0];
  const names = Object.keys(delta).filter((name) => name !== '__proto__');
  if (Array.isArray(before)) {
    const list = [...before];
    for (const name of names) {
      const index = Number(name);
      const value = changed(list[index], delta[name] as Json);
      if (Number.isInteger(index) && index >= 0 && index < list.length && value !== undefined)
        list[index] = value;
    }
    return list;
  }
  const object: Record<string, Json> = isTree(before) ? { ...before } : {};
  for (const name of names) {
    const value = changed(Object.hasOwn(object, name) ? object[name] : undefined, delta[name] as Json);
    if (value === undefined) Reflect.deleteProperty(object, name);
    else object[name] = value;
  }
  return object;
}

function isTree(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === 'object' && value !== null;
}
