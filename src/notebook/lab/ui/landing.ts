import { watchDatasets } from './landing-data.js';
import { offerNewNotebook } from './landing-notebook.js';
import { showLocalTimes, watchReport } from './landing-report.js';
import { watchRunning } from './running.js';
import { followTheme } from './theme-cookie.js';

showLocalTimes(document);
offerNewNotebook();
watchDatasets();
watchReport();
watchRunning();
followTheme();
