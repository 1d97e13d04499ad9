import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { KERNEL_LOGO } from '../../jupyter/kernel-spec.js';
import { inAddress } from '../../page/protocol.js';
import { entryStats } from '../contents/held-files.js';
import type { ContentsRoot } from '../contents/root.js';
import { errorPage } from '../server/error-page.js';
import type { LabIdentity } from '../server/lab-identity.js';
import { apiPathOf, isNotFound } from '../server/requests.js';
import { labPage, type NotebookPage } from './jupyter-page.js';

const NOTEBOOK_PAGES: readonly NotebookPage[] = ['tree', 'notebooks', 'edit'];

/** Paths of JupyterLab: `/doc` is its simple interface, a workspace is one window's arrangement. */
const LAB_PLACES = ['/:mode(lab|doc)', '/:mode(lab|doc)/workspaces/:workspace'];

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f6f9f"/><g fill="#fff"><rect x="6" y="17" width="4" height="9" rx="1"/><rect x="14" y="6" width="4" height="20" rx="1"/><rect x="22" y="12" width="4" height="14" rx="1"/></g></svg>`;

/** What the pages show of their lab. */
interface PageSources {
  readonly version: string;
  /** Gives the lab's identity once the server listens. */
  identityOf(): LabIdentity;
}

/** The interface's pages. */
export function addPageRoutes(
  app: FastifyInstance,
  root: ContentsRoot,
  { version, identityOf }: PageSources,
): void {
  const about = () => ({ version, identity: identityOf() });
  for (const asked of NOTEBOOK_PAGES) {
    for (const url of [`/${asked}`, `/${asked}/*`]) {
      app.get(url, async (request, reply) => {
        const [pathname, ...query] = request.url.split('?');
        // After renaming a file, the interface encodes the slashes of its new path.
        const spelled = pathname.replaceAll(/%2f/gi, '/');
        const path = apiPathOf(spelled, `/${asked}`);
        const page = await pageOf(root, path, asked).catch(async (error: unknown) => {
          const found = isNotFound(error) ? await ofSameName(root, path) : undefined;
          if (found === undefined) throw error;
          const instead = { href: `/notebooks/${inAddress(found)}`, text: found };
          sendPage(reply.code(404), errorPage(404, `there is no ${path} here`, instead));
        });
        if (page === undefined) return reply;
        if (page === asked && spelled === pathname) return sendPage(reply, labPage(page, path, about()));
        const target = [page, ...path.split('/').map(encodeURIComponent)].join('/').replace(/\/$/, '');
        return reply.redirect([`/${target}`, ...query].join('?'));
      });
    }
  }
  for (const place of LAB_PLACES) {
    for (const url of [place, `${place}/tree`, `${place}/tree/*`]) {
      app.get<{ Params: { mode: 'lab' | 'doc'; workspace?: string; '*'?: string } }>(
        url,
        ({ params }, reply) =>
          sendPage(reply, labPage(params.mode, params['*'] ?? '', about(), params.workspace)),
      );
    }
  }
  for (const url of ['/favicon.svg', '/favicon.ico']) app.get(url, (_request, reply) => sendSvg(reply, ICON));
  app.get('/kernelspecs/listenlab/logo-svg.svg', (_request, reply) => sendSvg(reply, KERNEL_LOGO));
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(html);
}

function sendSvg(reply: FastifyReply, svg: string): FastifyReply {
  return reply.type('image/svg+xml').send(svg);
}

/**
 * The page that shows a file or folder: links in notebooks lead to `/tree/` for any kind of file.
 *
 * @throws LabError 404 when it does not exist
 */
async function pageOf(root: ContentsRoot, path: string, asked: NotebookPage): Promise<NotebookPage> {
  const stats = await entryStats(await root.existing(path));
  if (stats.isDirectory()) return 'tree';
  if (!path.endsWith('.ipynb')) return 'edit';
  return asked === 'edit' ? 'edit' : 'notebooks';
}

/** The notebook of the same name in one of the folders that the first page lists. */
async function ofSameName(root: ContentsRoot, path: string): Promise<string | undefined> {
  const name = path.split('/').at(-1) ?? '';
  if (!name.endsWith('.ipynb')) return undefined;
  for (const candidate of [name, `notebooks/${name}`]) {
    const isThere = await root.existing(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) return candidate;
  }
  return undefined;
}

/** The built script of the first page. */
const FIRST_PAGE = fileURLToPath(new URL('../../page/first-page', import.meta.url));

/** Pieces of the interface whose names change with their content. */
const HASHED = /^\/static\/(chunks|assets)\//;

/** The built interface. Files with a hash in their name are cached indefinitely. */
export async function addStaticRoutes(app: FastifyInstance, ui: string): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (HASHED.test(request.url)) reply.header('cache-control', 'private, max-age=31536000, immutable');
    });
    const root = [ui, FIRST_PAGE];
    await scope.register(fastifyStatic, { root, prefix: '/static/', cacheControl: false });
  });
}
