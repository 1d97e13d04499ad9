import { followTheme } from '../theme.js';
import { watchDatasets } from './datasets.js';
import { watchRunning } from './kernels.js';
import { offerNewNotebook } from './new-notebook.js';
import { showLocalTimes, watchReport } from './reports.js';

showLocalTimes(document);
offerNewNotebook();
watchDatasets();
watchReport();
watchRunning();
followTheme();
