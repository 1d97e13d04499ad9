import { followTheme } from '../theme.js';
import { watchDatasets } from './datasets.js';
import { watchRunning } from './kernels.js';
import { offerNewNotebook } from './new-notebook.js';
import { watchReportList } from './report-list.js';
import { watchReport } from './reports.js';

offerNewNotebook();
watchDatasets();
watchReport();
watchReportList();
watchRunning();
followTheme();
