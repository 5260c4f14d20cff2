// compile BUNDLES CACHES: runs the hot paths in one process and keeps what V8 compiled for them.
// stamp BUNDLES CACHES: lets a Node without flags accept it.
const fs = require('node:fs');
const { wrap } = require('node:module');
const { basename, join } = require('node:path');
const vm = require('node:vm');

const [task, bundles, caches] = process.argv.slice(2);
const fixtures = join(__dirname, '../test/fixtures/proc');

// What stands before every step: a fixture for the machine, and the words.
const hotPaths = [
  ['6.12.117-two-nodes', 'check --order 4'],
  ['6.12.117-two-nodes', 'check --order 4 --format json'],
  ['eight-nodes', 'check --order 4'],
  ['3.10.0-fragmented', 'check --order 4'],
  ['6.12.117-two-nodes', 'check --for iptables --rules 100'],
  ['5.10.0', 'check --for iptables --rules 100 --kernel 4.15.0-55-generic'],
  ['6.12.117-two-nodes', 'run --order 4 -- true'],
];

// What this process sees of itself, for a process in a container with a memory limit.
const self = {
  '/etc/os-release': 'ID=debian\nVERSION_ID="13"\n',
  '/proc/self/status': 'Mems_allowed_list:\t0-1\n',
  '/proc/self/cgroup': '0::/job\n',
  '/proc/self/mountinfo': '30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n',
  '/sys/fs/cgroup/memory.max': 'max\n',
  '/sys/fs/cgroup/job/memory.max': '4294967296\n',
  '/sys/fs/cgroup/job/memory.current': '536870912\n',
  '/sys/fs/cgroup/job/memory.stat': 'inactive_file 4096\nactive_file 4096\n',
  '/proc/self/fdinfo/8': 'pos:\t0\nflags:\t02004000\n',
  '/proc/self/fdinfo/9': 'pos:\t0\nflags:\t02004001\n',
};

function compile() {
  let machine = '';
  const { readFileSync, openSync, readdirSync, readlinkSync } = fs;
  const isServed = (path) => /^\/(proc|sys|etc)\//.test(path);
  const serve = (path) => (isServed(path) ? join(fixtures, machine, path) : path);
  // This machine is not to show in what is compiled: its files are the fixture's.
  fs.readFileSync = (path, ...how) => self[path] ?? readFileSync(serve(path), ...how);
  fs.openSync = (path, ...how) => openSync(serve(path), ...how);
  fs.readdirSync = (path, ...how) =>
    path === '/proc/self/fd' ? ['0', '1', '2', '8', '9'] : readdirSync(path, ...how);
  fs.readlinkSync = (path, ...how) =>
    path.startsWith('/proc/self/fd/') ? 'pipe:[1]' : readlinkSync(path, ...how);

  const scripts = new Map();
  const { Script } = vm;
  // Each bundle is compiled once (src/bundle/load.ts asks for it), so that its cache has what every hot path ran.
  vm.Script = function (source, { filename }) {
    const name = basename(filename);
    if (!scripts.has(name)) scripts.set(name, new Script(source, { filename: name }));
    return scripts.get(name);
  };

  const exit = process.exit.bind(process);
  const command = join(bundles, 'cli.cjs');
  const runNext = () => {
    const next = hotPaths.shift();
    if (!next) {
      for (const [name, script] of scripts) keep(name, script);
      exit(0);
    }
    for (const file of Object.keys(require.cache)) if (file.startsWith(bundles)) delete require.cache[file];
    machine = next[0];
    process.argv = [process.execPath, command, ...next[1].split(' ')];
    require(command);
  };
  process.exit = (code) => {
    const words = process.argv.slice(2).join(' ');
    if (code) {
      console.error(`${words}: ended with ${code}, and is no hot path so`);
      exit(1);
    }
    setImmediate(runNext);
  };
  runNext();
}

/** Named as src/bundle/load.ts looks for it: for the bundle, and for the mark that its text begins with. */
function keep(name, script) {
  const mark = fs.readFileSync(join(bundles, name), 'latin1').slice(3, 15);
  fs.writeFileSync(join(caches, `${name}-${mark}`), script.createCachedData());
}

// V8's header: magic, version, source, flags, … each of 32 bits. The flags were those of the worker that compiled; they
// say when it compiled, not what comes of it.
const flagsAt = 12;

function stamp() {
  const own = new vm.Script('0').createCachedData();
  const files = fs.readdirSync(caches);
  if (files.length === 0) throw new Error('no code cache was made');
  for (const file of files) {
    const cachedData = fs.readFileSync(join(caches, file));
    own.copy(cachedData, flagsAt, flagsAt, flagsAt + 4);
    fs.writeFileSync(join(caches, file), cachedData);
    const bundle = fs.readFileSync(join(bundles, file.slice(0, file.lastIndexOf('-'))), 'latin1');
    const script = new vm.Script(wrap(bundle), { cachedData });
    if (script.cachedDataRejected)
      throw new Error(`V8 ${process.versions.v8} refuses its code cache ${file}`);
  }
}

if (task === 'compile') compile();
else stamp();
