// The build puts a bundle in place of this file: see src/build/danfo.ts.
import danfojs = require('danfojs-node');

export = danfojs;
