// The first file: in the language of Node 12, so that an older Node than is needed says so, and nothing else.
var tell = function (text, code) {
  process.exitCode = code;
  require('fs').writeSync(2, 'buddyguard: ' + text + '\n');
};
var version = process.versions.node.split('.').map(Number);
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  tell('Node ' + process.versions.node + ' is too old: expected 20.19 or newer (22 or newer is best)', 64);
} else {
  try {
    require('./main.cjs');
  } catch (error) {
    // An update took it away, or the system is short of something.
    if (error.code !== 'MODULE_NOT_FOUND' && typeof error.errno !== 'number') throw error;
    tell(__dirname + '/main.cjs: cannot be read (' + error.code + ')', 66);
  }
}
