import type { FastifyInstance, FastifyReply } from 'fastify';
import { KERNEL_LOGO } from '../jupyter/kernel-spec.js';
import { apiPathOf } from './api-path.js';
import { type LabPage, labPage } from './page.js';

const NOTEBOOK_PAGES: readonly LabPage[] = ['tree', 'notebooks', 'edit'];

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#2f6f9f"/><g fill="#fff"><rect x="6" y="17" width="4" height="9" rx="1"/><rect x="14" y="6" width="4" height="20" rx="1"/><rect x="22" y="12" width="4" height="14" rx="1"/></g></svg>`;

/** The interface's pages. */
export function addPageRoutes(app: FastifyInstance, version: string): void {
  for (const page of NOTEBOOK_PAGES) {
    for (const url of [`/${page}`, `/${page}/*`]) {
      app.get(url, (request, reply) =>
        sendPage(reply, labPage(page, apiPathOf(request.url, `/${page}`), version)),
      );
    }
  }
  for (const start of ['/lab', '/lab/workspaces/:workspace']) {
    for (const url of [start, `${start}/tree/*`]) {
      app.get<{ Params: { workspace?: string; '*'?: string } }>(url, ({ params }, reply) =>
        sendPage(reply, labPage('lab', params['*'] ?? '', version, params.workspace)),
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
