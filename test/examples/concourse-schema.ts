// What Concourse accepts, field by field: its task decoder refuses unknown fields, its step parser too.
type Check = (value: unknown, at: string) => string[];

const text: Check = (value, at) => (typeof value === 'string' && value !== '' ? [] : [`${at}: not a text`]);
const flag: Check = (value, at) => (typeof value === 'boolean' ? [] : [`${at}: not true or false`]);
const count: Check = (value, at) =>
  Number.isInteger(value) && Number(value) > 0 ? [] : [`${at}: not a count`];
const scalar: Check = (value, at) =>
  value === null || typeof value !== 'object' ? [] : [`${at}: not one value`];
const duration: Check = (value, at) =>
  /^(\d+(h|m|s|ms))+$/.test(String(value)) ? [] : [`${at}: not a duration`];
const anything: Check = () => [];

function listOf(check: Check): Check {
  return (value, at) =>
    Array.isArray(value) ? value.flatMap((item, i) => check(item, `${at}[${i}]`)) : [`${at}: not a list`];
}

function mapOf(check: Check): Check {
  return (value, at) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([key, item]) => check(item, `${at}.${key}`))
      : [`${at}: not a map`];
}

/** A map of these fields and no other; those of `required` must be there. */
function fields(known: Readonly<Record<string, Check>>, ...required: readonly string[]): Check {
  return (value, at) => {
    if (!isRecord(value)) return [`${at}: not a map`];
    const absent = required.filter((name) => !(name in value)).map((name) => `${at}: no ${name}`);
    return absent.concat(
      Object.entries(value).flatMap(
        ([key, item]) => known[key]?.(item, `${at}.${key}`) ?? [`${at}.${key}: unknown field`],
      ),
    );
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a task's configuration (atc TaskConfig). */
export const taskErrors: Check = fields(
  {
    platform: text,
    rootfs_uri: text,
    image_resource: fields(
      { type: text, source: mapOf(anything), params: mapOf(anything), version: mapOf(text) },
      'type',
      'source',
    ),
    container_limits: fields({ cpu: count, memory: count }),
    params: mapOf(scalar),
    run: fields({ path: text, args: listOf(scalar), dir: text, user: text }, 'path'),
    inputs: listOf(fields({ name: text, path: text, optional: flag }, 'name')),
    outputs: listOf(fields({ name: text, path: text }, 'name')),
    caches: listOf(fields({ path: text }, 'path')),
  },
  'platform',
  'run',
);

const step: Check = (value, at) => stepErrors(value, at);
const modifiers = {
  ensure: step,
  on_error: step,
  on_abort: step,
  on_failure: step,
  on_success: step,
  attempts: count,
  timeout: duration,
};
const tags = listOf(text);
const params = mapOf(scalar);
const steps: Readonly<Record<string, Check>> = {
  get: fields({
    ...modifiers,
    get: text,
    resource: text,
    version: anything,
    params,
    passed: listOf(text),
    trigger: flag,
    tags,
  }),
  put: fields({
    ...modifiers,
    put: text,
    resource: text,
    params,
    inputs: anything,
    tags,
    get_params: params,
  }),
  task: fields({
    ...modifiers,
    task: text,
    privileged: flag,
    file: text,
    config: taskErrors,
    params,
    vars: params,
    tags,
    input_mapping: mapOf(text),
    output_mapping: mapOf(text),
    image: text,
    container_limits: fields({ cpu: count, memory: count }),
  }),
  do: fields({ ...modifiers, do: listOf(step) }),
  try: fields({ ...modifiers, try: step }),
  in_parallel: fields({
    ...modifiers,
    in_parallel: (value, at) =>
      Array.isArray(value)
        ? listOf(step)(value, at)
        : fields({ steps: listOf(step), limit: count, fail_fast: flag }, 'steps')(value, at),
  }),
};

function stepErrors(value: unknown, at: string): string[] {
  if (!isRecord(value)) return [`${at}: not a step`];
  const kinds = Object.keys(steps).filter((kind) => kind in value);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return [`${at}: not one step but ${kinds.join(', ') || 'none'}`];
  if (kind === 'task' && Number('file' in value) + Number('config' in value) !== 1) {
    return [`${at}: a task has either file or config`];
  }
  return steps[kind]?.(value, at) ?? [];
}

/** What is wrong with a pipeline's form. */
export const pipelineErrors: Check = fields(
  {
    resources: listOf(
      fields(
        {
          name: text,
          type: text,
          source: mapOf(anything),
          version: mapOf(text),
          icon: text,
          check_every: text,
          tags,
          public: flag,
          webhook_token: text,
        },
        'name',
        'type',
        'source',
      ),
    ),
    resource_types: listOf(
      fields(
        {
          name: text,
          type: text,
          source: mapOf(anything),
          privileged: flag,
          params: mapOf(anything),
          tags,
          defaults: mapOf(anything),
          check_every: text,
        },
        'name',
        'type',
        'source',
      ),
    ),
    groups: listOf(fields({ name: text, jobs: listOf(text) }, 'name')),
    var_sources: anything,
    display: anything,
    jobs: listOf(
      fields(
        {
          name: text,
          plan: listOf(step),
          serial: flag,
          serial_groups: listOf(text),
          max_in_flight: count,
          build_log_retention: anything,
          public: flag,
          interruptible: flag,
          on_success: step,
          on_failure: step,
          on_error: step,
          on_abort: step,
          ensure: step,
        },
        'name',
        'plan',
      ),
    ),
  },
  'jobs',
);
