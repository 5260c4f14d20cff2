/** The message of a log line that is a JSON object. */
interface JsonLine {
  text: string;
  host: string;
  seconds: number | null;
}

/** Where loggers keep the message: journald, Docker, Kubernetes, fluentd, Google and Amazon. */
const messageKeys = ['MESSAGE', 'log', 'message', 'msg', 'textPayload', '@message', 'body', 'line', '_raw'];

/** Search services put the logger's object into theirs, this deep at most. */
const maxDepth = 3;

/** Put before each object of a JSON text sequence (RFC 7464), as `journalctl -o json-seq` does. */
const recordSeparator = 0x1e;

/** Reads `journalctl -o json`, Docker's json-file and the like; null if the line is none of them. */
export function readJsonLine(line: string): JsonLine | null {
  if (!line.endsWith('}')) return null;
  const start = line.startsWith('data: {')
    ? 6
    : line.charCodeAt(0) === recordSeparator
      ? 1
      : tagged.test(line)
        ? line.indexOf('{')
        : 0;
  if (line[start] !== '{') return null;
  const object = parse(line.slice(start));
  return object && messageIn(object, maxDepth);
}

/** fluentd's standard output: a time, a tag, and the record. */
const tagged = /^\d{4}-\d\d-\d\d [\d:.]{8,20} [+-]\d{4} [\w.]{1,80}: \{/;

function messageIn(object: Record<string, unknown>, depth: number): JsonLine | null {
  for (const key of messageKeys) {
    const text = messageText(object[key]);
    if (text !== null) {
      const host = object._HOSTNAME ?? object.host;
      return {
        text: text.replace(/\n$/, ''),
        host: typeof host === 'string' ? host : '',
        seconds: seconds(object),
      };
    }
  }
  if (depth === 0) return null;
  for (const value of Object.values(object)) {
    const inner = isObject(value) ? messageIn(value, depth - 1) : null;
    if (inner) return { ...inner, seconds: inner.seconds ?? seconds(object) };
  }
  return null;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** journald writes a message that is not printable as an array of bytes. */
function messageText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.length > 65_536) return null;
  return value.every((byte) => typeof byte === 'number')
    ? new TextDecoder().decode(Uint8Array.from(value))
    : null;
}

function seconds(payload: Record<string, unknown>): number | null {
  for (const key of ['_SOURCE_MONOTONIC_TIMESTAMP', '__MONOTONIC_TIMESTAMP', '__REALTIME_TIMESTAMP']) {
    const value = Number(payload[key]);
    if (payload[key] !== undefined && Number.isFinite(value)) return value / 1e6;
  }
  const time = payload.time ?? payload.timestamp ?? payload['@timestamp'];
  const milliseconds = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}
