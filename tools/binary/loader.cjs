// The end of the single executable's main script; build.ts puts `inScript` before it.
/* global inScript */
//
// There Node's `require` finds Node's own modules only. So that the bundles of dist/ can stay as they are, each of them
// gets `load` for its `require`: a path that ends with the name of a bundle is the asset of that name.
const { getAsset } = require('node:sea');
const { compileFunction } = require('node:vm');

/** The parameters of a CommonJS module, as those of the functions in `inScript` are. */
const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];

const modules = {};

function load(path) {
  if (!path.endsWith('.cjs')) return require(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!(name in modules)) {
    const module = (modules[name] = { exports: {} });
    const filename = `${__dirname}/${name}`;
    const run = inScript[name] ?? compileFunction(getAsset(name, 'utf8'), parameters, { filename });
    run.call(module.exports, module.exports, load, module, filename, __dirname);
  }
  return modules[name].exports;
}

load('./cli.cjs');
