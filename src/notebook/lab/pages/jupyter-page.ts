import { escapeHtml, scriptJson } from '../../../util/escape.js';
import { folderMark, type LabIdentity } from '../server/lab-identity.js';

/** A page of the notebook interface: a folder, a notebook, another file. */
export type NotebookPage = 'tree' | 'notebooks' | 'edit';

/** A page of the interface: one of the notebook interface's, or JupyterLab, as a whole or in its simple interface. */
type LabPage = NotebookPage | 'lab' | 'doc';

/** The lab that serves the page. */
interface PageLab {
  readonly version: string;
  readonly identity: LabIdentity;
}

/** The interface's configuration: all URLs are paths of this server. */
function pageConfig(
  page: LabPage,
  path: string,
  { version, identity }: PageLab,
  workspace: string,
): Record<string, string | boolean> {
  return {
    ...(page === 'lab' || page === 'doc' ? labConfig(page, path) : notebookConfig(page, path)),
    labShows: identity.shows,
    labCommand: identity.command,
    appVersion: version,
    appUrl: '/lab',
    baseUrl: '/',
    wsUrl: '',
    token: '',
    collaborative: false,
    exposeAppInBrowser: false,
    fullAppUrl: '/lab',
    fullLabextensionsUrl: '/static/labextensions',
    fullLicensesUrl: '/lab/api/licenses',
    fullListingsUrl: '/lab/api/listings',
    fullMathjaxUrl: '/static/mathjax',
    fullSettingsUrl: '/lab/api/settings',
    fullStaticUrl: '/static',
    fullThemesUrl: '/static/themes',
    fullTranslationsApiUrl: '/lab/api/translations',
    fullWorkspacesApiUrl: '/lab/api/workspaces',
    labextensionsUrl: '/static/labextensions',
    settingsUrl: '/lab/api/settings',
    staticUrl: '/static',
    themesUrl: '/static/themes',
    translationsApiUrl: '/lab/api/translations',
    workspacesApiUrl: '/lab/api/workspaces',
    ignorePlugins: '[]',
    newsUrl: '',
    preferredDir: '',
    terminalsAvailable: false,
    frontendUrl: '/',
    workspace,
  };
}

function labConfig(page: 'lab' | 'doc', path: string): Record<string, string> {
  return {
    appName: 'JupyterLab',
    appNamespace: 'jupyterlab',
    defaultUrl: '/lab',
    fullTreeUrl: '/lab/tree',
    treeUrl: '/lab/tree',
    treePath: path,
    mode: page === 'doc' ? 'single-document' : 'multiple-document',
  };
}

function notebookConfig(page: NotebookPage, path: string): Record<string, string> {
  return {
    appName: 'Jupyter Notebook',
    appNamespace: 'notebook',
    defaultUrl: '/tree',
    fullTreeUrl: '/tree',
    treeUrl: '/tree',
    treePath: page === 'tree' ? path : '',
    mode: 'single-document',
    notebookPage: page,
    notebookPath: page === 'tree' ? '' : path,
    notebookVersion: '[7, 6, 3]',
  };
}

/**
 * The page that loads the interface.
 *
 * @param path API path of the file or folder it shows
 * @param workspace name of JupyterLab's arrangement of windows
 */
export function labPage(page: LabPage, path: string, lab: PageLab, workspace = 'default'): string {
  const isLab = page === 'lab' || page === 'doc';
  const script = isLab ? 'lab-app' : 'notebook-app';
  const title = path.split('/').at(-1) || 'listenlab';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${folderMark(lab.identity.id)}
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/${script}.css">
<script id="jupyter-config-data" type="application/json">${scriptJson(pageConfig(page, path, lab, workspace))}</script>
<script type="module" src="/static/${script}.js"></script>
</head>
<body${isLab ? '' : ` data-notebook="${page}"`}>
</body>
</html>
`;
}
