// The first file: in the language of Node 12, so that an older Node than is needed says so, and nothing else.
// A container runtime calls a plugin without arguments, under whatever name it has, and reads refusals as JSON.
var asked = process.argv.length === 2 ? process.env.CNI_COMMAND : undefined;
var tell = function (text, code) {
  process.exitCode = asked === undefined ? code : asked === 'DEL' ? 0 : 1;
  require('fs').writeSync(2, 'buddyguard: ' + text + '\n');
  if (asked !== undefined && asked !== 'DEL')
    require('fs').writeSync(1, JSON.stringify({ cniVersion: '1.0.0', code: 5, msg: text }) + '\n');
};
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  tell('Node ' + process.versions.node + ' is too old: expected 20.19 or newer (22 or newer is best)', 64);
} else {
  var name = asked === undefined ? './main.cjs' : './cni.cjs';
  try {
    if (asked === undefined) require('./main.cjs');
    else require('./cni.cjs');
  } catch (error) {
    // An update took it away, or the system is short of something.
    if (error.code !== 'MODULE_NOT_FOUND' && typeof error.errno !== 'number') throw error;
    tell(__dirname + name.slice(1) + ': cannot be read (' + error.code + ')', 66);
  }
}
