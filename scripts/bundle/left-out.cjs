/**
 * Stands in the bundle for packages that others load but nothing here needs, and tells so when it is used:
 * any of its members can be looked up, as modules do when they are loaded, and none can be called.
 */
const leftOut = new Proxy(refuse, {
  get: () => leftOut,
  apply: refuse,
  construct: refuse,
});

function refuse() {
  throw new Error('this part of the program is left out of its bundle');
}

module.exports = leftOut;
