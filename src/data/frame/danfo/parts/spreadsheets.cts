import onDemand = require('./on-demand.cjs');

/** SheetJS as Danfo sees it: loaded by `readExcel` and `toExcel`. */
export = onDemand(() => require('./sheetjs.cjs') as object);
