import type { FastifyInstance } from 'fastify';
import { apiPathOf } from './api-path.js';
import { type LabPage, labPage } from './page.js';

const PAGES: readonly LabPage[] = ['tree', 'notebooks', 'edit'];

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f6f9f"/><g fill="#fff"><rect x="6" y="17" width="4" height="9" rx="1"/><rect x="14" y="6" width="4" height="20" rx="1"/><rect x="22" y="12" width="4" height="14" rx="1"/></g></svg>`;

/** The interface's pages. */
export function addPageRoutes(app: FastifyInstance, version: string): void {
  for (const page of PAGES) {
    for (const url of [`/${page}`, `/${page}/*`]) {
      app.get(url, async (request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .send(labPage(page, apiPathOf(request.url, `/${page}`), version)),
      );
    }
  }
  // JupyterLab's address; this interface is the notebook's.
  for (const url of ['/lab', '/lab/tree/*']) app.get(url, async (_request, reply) => reply.redirect('/tree'));
  for (const url of ['/favicon.svg', '/favicon.ico', '/kernelspecs/listenlab/logo-svg.svg']) {
    app.get(url, async (_request, reply) => reply.type('image/svg+xml').send(ICON));
  }
}
