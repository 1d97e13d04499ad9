/**
 * The exports of a module that is loaded when the first of them is read: an object for code that reads them as its
 * fields.
 */
function onDemand<Module extends object>(load: () => Module): Module {
  let loaded: Module | undefined;
  return new Proxy({} as Module, {
    get(_, name) {
      loaded ??= load();
      return loaded[name as keyof Module];
    },
  });
}

export = onDemand;
