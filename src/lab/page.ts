import { escapeHtml, scriptJson } from '../util/html.js';

/** Which of the interface's pages is asked for. */
export type LabPage = 'tree' | 'notebooks' | 'edit';

/** What the interface is told about its server: every address is a path of this server. */
export function pageConfig(page: LabPage, path: string, version: string): Record<string, string | boolean> {
  return {
    appName: 'Jupyter Notebook',
    appNamespace: 'notebook',
    appVersion: version,
    appUrl: '/lab',
    baseUrl: '/',
    wsUrl: '',
    token: '',
    collaborative: false,
    defaultUrl: '/tree',
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
    fullTreeUrl: '/tree',
    fullWorkspacesApiUrl: '/lab/api/workspaces',
    labextensionsUrl: '/static/labextensions',
    settingsUrl: '/lab/api/settings',
    staticUrl: '/static',
    themesUrl: '/static/themes',
    translationsApiUrl: '/lab/api/translations',
    treeUrl: '/tree',
    workspacesApiUrl: '/lab/api/workspaces',
    ignorePlugins: '[]',
    mode: 'single-document',
    notebookPage: page,
    notebookPath: page === 'tree' ? '' : path,
    notebookVersion: '[7, 6, 3]',
    newsUrl: '',
    preferredDir: '',
    terminalsAvailable: false,
    treePath: page === 'tree' ? path : '',
    frontendUrl: '/',
    workspace: 'default',
  };
}

/**
 * The page that loads the interface.
 *
 * @param path API path of the file or folder it shows
 */
export function labPage(page: LabPage, path: string, version: string): string {
  const title = path.split('/').at(-1) || 'listenlab';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/app.css">
<script id="jupyter-config-data" type="application/json">${scriptJson(pageConfig(page, path, version))}</script>
<script type="module" src="/static/app.js"></script>
</head>
<body data-notebook="${page}">
</body>
</html>
`;
}
