/** The message of a log line that is a JSON object. */
interface JsonLine extends When {
  text: string;
  host: string;
}

/** What the object says of the time, as LogLine has it. */
interface When {
  seconds: number | null;
  time: string;
  clock: string;
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
        ...whenOf(object),
      };
    }
  }
  if (depth === 0) return null;
  for (const value of Object.values(object)) {
    const inner = isObject(value) ? messageIn(value, depth - 1) : null;
    if (inner) return inner.seconds === null && inner.time === '' ? { ...inner, ...whenOf(object) } : inner;
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

/** journald's: since boot, on the clock of the kernel's log and of the journal, and since the epoch; microseconds. */
const sinceBoot = ['_SOURCE_MONOTONIC_TIMESTAMP', '__MONOTONIC_TIMESTAMP'];
const sinceEpoch = '__REALTIME_TIMESTAMP';

const isoForm = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/;

function whenOf(payload: Record<string, unknown>): When {
  const micros = (key: string): string => {
    const value = payload[key];
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && /^\d{1,17}$/.test(text) ? text : '';
  };
  const monotonic = sinceBoot.map(micros).find((text) => text !== '') ?? '';
  const realtime = micros(sinceEpoch);
  if (monotonic !== '' || realtime !== '')
    return {
      seconds: Number(monotonic === '' ? realtime : monotonic) / 1e6,
      ...(realtime === '' ? { time: monotonic, clock: 'monotonic' } : { time: realtime, clock: 'realtime' }),
    };
  const told = payload.time ?? payload.timestamp ?? payload['@timestamp'];
  const text = typeof told === 'string' ? told : '';
  const milliseconds = text === '' ? Number.NaN : Date.parse(text);
  return {
    seconds: Number.isNaN(milliseconds) ? null : milliseconds / 1000,
    ...(isoForm.test(text) ? { time: text, clock: 'iso' } : { time: '', clock: '' }),
  };
}
