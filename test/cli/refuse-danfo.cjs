// Preloaded into commands that must not load Danfo: ends the process if it is loaded.
const Module = require('node:module');
const load = Module._load;

Module._load = function (request, ...rest) {
  if (request.includes('danfojs')) {
    process.stderr.write('Danfo was loaded\n');
    process.exit(99);
  }
  return load.call(this, request, ...rest);
};
