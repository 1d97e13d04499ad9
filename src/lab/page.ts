import { escapeHtml, scriptJson } from '../util/html.js';

/** Which of the interface's pages is asked for: one of the notebook interface's three, or JupyterLab. */
export type LabPage = 'tree' | 'notebooks' | 'edit' | 'lab';

/** What the interface is told about its server: every address is a path of this server. */
export function pageConfig(
  page: LabPage,
  path: string,
  version: string,
  workspace: string,
): Record<string, string | boolean> {
  const isLab = page === 'lab';
  return {
    appName: isLab ? 'JupyterLab' : 'Jupyter Notebook',
    appNamespace: isLab ? 'jupyterlab' : 'notebook',
    appVersion: version,
    appUrl: '/lab',
    baseUrl: '/',
    wsUrl: '',
    token: '',
    collaborative: false,
    defaultUrl: isLab ? '/lab' : '/tree',
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
    fullTreeUrl: isLab ? '/lab/tree' : '/tree',
    fullWorkspacesApiUrl: '/lab/api/workspaces',
    labextensionsUrl: '/static/labextensions',
    settingsUrl: '/lab/api/settings',
    staticUrl: '/static',
    themesUrl: '/static/themes',
    translationsApiUrl: '/lab/api/translations',
    treeUrl: isLab ? '/lab/tree' : '/tree',
    workspacesApiUrl: '/lab/api/workspaces',
    ignorePlugins: '[]',
    mode: isLab ? 'multiple-document' : 'single-document',
    notebookPage: page,
    notebookPath: page === 'tree' || isLab ? '' : path,
    notebookVersion: '[7, 6, 3]',
    newsUrl: '',
    preferredDir: '',
    terminalsAvailable: false,
    treePath: page === 'tree' || isLab ? path : '',
    frontendUrl: '/',
    workspace,
  };
}

/**
 * The page that loads the interface.
 *
 * @param path API path of the file or folder it shows
 * @param workspace name of JupyterLab's arrangement of windows
 */
export function labPage(page: LabPage, path: string, version: string, workspace = 'default'): string {
  const script = page === 'lab' ? 'lab-app' : 'notebook-app';
  const title = path.split('/').at(-1) || 'listenlab';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/${script}.css">
<script id="jupyter-config-data" type="application/json">${scriptJson(pageConfig(page, path, version, workspace))}</script>
<script type="module" src="/static/${script}.js"></script>
</head>
<body${page === 'lab' ? '' : ` data-notebook="${page}"`}>
</body>
</html>
`;
}
